"""Posts: data facts keep their number, authors and topics are shown, expiry is Wagtail's."""

import json

import pytest
from django.core.exceptions import ValidationError

pytestmark = pytest.mark.django_db
RESULT = {
    "type": "result",
    "value": {
        "measure": "any_primary_care_visit",
        "group_kind": "region",
        "group_id": "",
        "show_number": True,
        "show_chart": True,
        "show_table": True,
        "release_id": "",
    },
}


@pytest.fixture
def fact(post, release):
    made = post("fact", kind="data_fact", live=False, body=json.dumps([RESULT]))
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("count", [0, 2])
def test_a_data_fact_needs_exactly_one_result(post, release, count):
    made = post("fact", kind="data_fact", live=False, body=json.dumps([RESULT] * count))
    with pytest.raises(ValidationError, match="exactly one result"):
        made.full_clean()


def test_a_data_fact_is_tied_to_the_release_at_its_publication(fact, client):
    assert fact.fixed_release == "2024-r1"
    assert fact.body[0].value["release_id"] == "2024-r1"
    text = client.get("/en/news/fact/").text
    assert 'href="/en/release/2024-r1/measure/any_primary_care_visit/"' in text
    assert "Newer data exist" not in text


def test_publishing_again_after_a_new_release_keeps_the_old_number(fact, monkeypatch):
    from firstcontact_site.content import actions

    class Newer:
        @staticmethod
        def current():
            raise AssertionError("the live release is asked again")

    monkeypatch.setattr(actions, "reader", Newer)
    fact.title = "Fact with a better title"
    fact.save_revision().publish()
    fact.refresh_from_db()
    assert fact.body[0].value["release_id"] == "2024-r1"


def test_a_draft_of_a_data_fact_is_tied_to_nothing(post, release):
    made = post("fact", kind="data_fact", live=False, body=json.dumps([RESULT]))
    made.save_revision()
    assert made.fixed_release == ""


def test_a_post_shows_its_kind_authors_topics_and_measures(client, post, tree, release):
    from firstcontact_site.content.models import PeopleIndex, PersonPage

    team = tree["home"].add_child(instance=PeopleIndex(title="Team", slug="team"))
    shown = team.add_child(instance=PersonPage(title="Lead analyst", slug="a", role="Analyst", group="team"))
    hidden = team.add_child(instance=PersonPage(title="Nobody", slug="b", role="-", group="team", show=False))
    made = post("one", kind="insight", topics=[tree["payment"]], measures=["panel_size", "no_such_measure"])
    made.authors.set([shown, hidden])
    made.save()
    text = client.get("/en/news/one/").text
    assert "Insight" in text
    assert 'href="/en/team/a/"' in text
    assert "Nobody" not in text
    assert 'href="/en/topics/payment/"' in text
    assert 'href="/en/measure/panel_size/"' in text
    assert "no_such_measure" not in text


def test_an_expired_post_leaves_the_list(client, post):
    from django.core.management import call_command
    from django.utils import timezone

    post("old", expire_at=timezone.now(), title="Old and gone")
    call_command("publish_scheduled")
    assert "Old and gone" not in client.get("/en/news/").text
    assert client.get("/en/news/old/").status_code == 404
