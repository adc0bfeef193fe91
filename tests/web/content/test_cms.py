"""What editors meet: forms of every page type and snippet, help in them, and previews."""

import pytest

from support.staff import staff

pytestmark = pytest.mark.django_db
SNIPPETS = ("spotlight", "menu", "award")


@pytest.fixture
def editor(roles):
    return staff("editor")


@pytest.mark.parametrize(
    "kind", ["postindex", "topicindex", "resourceindex", "publicationindex", "peopleindex", "partnerindex"]
)
def test_an_editor_opens_the_form_of_a_list(editor, homes, kind):
    answer = editor.get(f"/cms/pages/add/content/{kind}/{homes['en'].pk}/")
    assert answer.status_code == 200


def test_an_editor_opens_the_form_of_a_post_with_its_blocks(editor, tree, release):
    answer = editor.get(f"/cms/pages/add/content/postpage/{tree['news'].pk}/")
    assert answer.status_code == 200
    for word in ("Call-out", "Table", "Result", "List of posts", "related measures"):
        assert word.lower() in answer.text.lower(), word
    assert "RawHTML" not in answer.text


def test_an_editor_sees_the_home_page_as_it_will_be(editor, tree):
    home = tree["home"]
    assert editor.get(f"/cms/pages/{home.pk}/edit/").status_code == 200
    home.mission = "A new mission"
    home.save_revision()
    answer = editor.get(f"/cms/pages/{home.pk}/view_draft/")
    assert "A new mission" in answer.text


@pytest.mark.parametrize("kind", SNIPPETS)
def test_an_editor_opens_spotlights_menus_and_awards(editor, homes, kind):
    assert editor.get(f"/cms/snippets/content/{kind}/").status_code == 200
    assert editor.get(f"/cms/snippets/content/{kind}/add/").status_code == 200


def test_a_published_post_is_at_its_address_at_once(editor, tree, client, django_capture_on_commit_callbacks):
    page = {"title": "Fresh", "slug": "fresh", "lead": "", "kind": "insight", "date": "2027-03-01", "body-count": "0"}
    page |= {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "release": "",
        "picture": "",
        "picture_alt": "",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(
            f"/cms/pages/add/content/postpage/{tree['news'].pk}/", page | {"action-publish": "action-publish"}
        )
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.get("/en/news/fresh/").status_code == 200


def test_a_form_that_is_sent_back_as_it_came_has_not_changed():
    """Fields with a moving first value would say that they changed, and an approval would count as writing."""
    from firstcontact_site.content.base import SitePage

    def below(model):
        return {model, *(each for child in model.__subclasses__() for each in below(child))}

    for model in below(SitePage):
        if not model._meta.abstract:
            form = model.get_edit_handler().get_form_class()(instance=model())
            assert [name for name, field in form.fields.items() if field.show_hidden_initial] == [], model


@pytest.mark.parametrize("verb", ["delete", "unpublish"])
def test_one_topic_cannot_be_taken_away_and_others_can(editor, tree, verb):
    from firstcontact_site.content.models import TopicPage

    always = TopicPage(title="Strengthening primary care", slug="strengthening-primary-care")
    tree["topics"].add_child(instance=always)
    for topic in (always, tree["payment"]):
        editor.post(f"/cms/pages/{topic.pk}/{verb}/")
    left = TopicPage.objects.live().values_list("slug", flat=True)
    assert list(left) == ["strengthening-primary-care"]
