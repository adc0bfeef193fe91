"""People by group; who is hidden is nowhere. Partners and publications."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(tree):
    from firstcontact_site.content.models import PeopleIndex, PersonPage

    index = tree["home"].add_child(instance=PeopleIndex(title="Team", slug="team"))
    people = [("Zoe", "leadership"), ("Ann", "students"), ("Bob", "team"), ("Abe", "team")]
    for name, group in people:
        index.add_child(instance=PersonPage(title=f"{name} (example)", slug=name.lower(), role="Role", group=group))
    return index


def test_people_stand_under_their_group_in_the_order_of_the_groups(client, team):
    text = client.get("/en/team/").text.partition("<main")[2]
    found = [text.index(word) for word in ("Leadership", "Zoe", "<h2>Team", "Abe", "Bob", "Students", "Ann")]
    assert found == sorted(found)


def test_a_list_of_one_group_holds_that_group(client, team):
    team.group = "students"
    team.save()
    text = client.get("/en/team/").text
    assert "Ann (example)" in text
    assert "Zoe (example)" not in text


def test_a_hidden_person_is_nowhere(client, team, django_capture_on_commit_callbacks):
    from wagtail.models import Page

    from firstcontact_site.content.models import PersonPage

    ann = PersonPage.objects.get(slug="ann")
    ann.show = False
    with django_capture_on_commit_callbacks(execute=True):
        ann.save_revision().publish()
    assert client.get("/en/team/ann/").status_code == 404
    assert "Ann (example)" not in client.get("/en/team/").text
    assert "/team/ann/" not in client.get("/sitemap.xml").text
    assert not Page.objects.live().search("Ann").results()


def test_a_person_who_is_shown_again_is_live_again(client, team):
    from firstcontact_site.content.models import PersonPage

    ann = PersonPage.objects.get(slug="ann")
    for show, status in ((False, 404), (True, 200)):
        ann.show = show
        ann.save_revision().publish()
        assert client.get("/en/team/ann/").status_code == status


def test_partners_are_filtered_by_kind(client, tree):
    from firstcontact_site.content.models import PartnerIndex, PartnerPage

    index = tree["home"].add_child(instance=PartnerIndex(title="Partners", slug="partners"))
    index.add_child(instance=PartnerPage(title="Example plan", slug="a", kind="plan"))
    index.add_child(instance=PartnerPage(title="Example funder", slug="b", kind="funder", since=2021))
    text = client.get("/en/partners/?kind=plan").text
    assert "Example plan" in text
    assert "Example funder" not in text
    assert "Partner since 2021" in client.get("/en/partners/b/").text


def test_a_citation_is_made_from_the_fields(client, tree):
    from firstcontact_site.content.models import PublicationIndex, PublicationPage

    index = tree["home"].add_child(instance=PublicationIndex(title="Research", slug="research"))
    given = {"authors": "Example A, Example B.", "year": 2026, "published_in": "Example Journal 4(2)"}
    page = index.add_child(instance=PublicationPage(title="Who pays?", slug="who", doi="10.1000/x.1", **given))
    assert page.citation == "Example A, Example B (2026). Who pays? Example Journal 4(2). https://doi.org/10.1000/x.1"
    text = client.get("/en/research/who/").text
    assert 'href="https://doi.org/10.1000/x.1"' in text
    assert page.citation in text
    assert "Who pays?" in client.get("/en/research/?year=2026").text


@pytest.mark.parametrize("doi", ["https://doi.org/10.1000/x", "10.1/x", "doi:10.1000/x"])
def test_a_doi_is_only_the_doi(tree, doi):
    from django.core.exceptions import ValidationError

    from firstcontact_site.content.publications import DOI

    with pytest.raises(ValidationError):
        DOI(doi)
