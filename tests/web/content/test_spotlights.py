"""Spotlights and the rest of the home page."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def spotlight(homes):
    from firstcontact_site.content.models import Spotlight

    def make(title, **fields):
        return Spotlight.objects.create(title=title, locale=homes["en"].locale, **{"path": "releases/", **fields})

    return make


def test_spotlights_begin_and_expire_by_themselves(client, spotlight):
    now = timezone.now()
    spotlight("Shown now", starts=now - timedelta(days=1), ends=now + timedelta(days=1))
    spotlight("Now over", ends=now - timedelta(minutes=1))
    spotlight("Shown later", starts=now + timedelta(minutes=1))
    text = client.get("/en/").text
    assert "Shown now" in text
    assert "Now over" not in text
    assert "Shown later" not in text


def test_three_spotlights_at_most_in_their_order(client, spotlight):
    for n in (4, 2, 3, 1):
        spotlight(f"Spot {n}", order=n)
    text = client.get("/en/").text
    found = [text.index(f"Spot {n}") for n in (1, 2, 3)]
    assert found == sorted(found)
    assert "Spot 4" not in text


def test_without_a_spotlight_the_newest_report_takes_the_place(client, resource):
    text = client.get("/en/").text
    assert 'class="spotlight' in text
    assert 'href="/en/resources/strain/"' in text


def test_a_spotlight_of_another_language_is_not_shown(client, spotlight):
    spotlight("English words")
    assert "English words" not in client.get("/es/").text


def test_a_spotlight_of_a_topic_stands_on_the_topic_only(client, spotlight, tree):
    spotlight("For this topic", topic=tree["payment"])
    assert "For this topic" in client.get("/en/topics/payment/").text
    assert "For this topic" not in client.get("/en/").text


@pytest.mark.parametrize("fields", [{"path": ""}, {"path": "http://example.org/"}, {"path": "javascript://x"}])
def test_a_spotlight_leads_somewhere_safe(spotlight, fields):
    with pytest.raises(ValidationError):
        spotlight("x", **fields).clean()


def test_a_spotlight_whose_page_is_withdrawn_is_not_shown(client, spotlight, post):
    page = post("one")
    spotlight("Leads to a post", page=page, path="")
    assert "Leads to a post" in client.get("/en/").text
    page.unpublish()
    assert "Leads to a post" not in client.get("/en/").text


def test_home_shows_three_posts_the_topics_and_the_results(client, posts, tree, release):
    posts(5)
    text = client.get("/en/").text
    assert [n for n in range(5) if f'href="/en/news/post-0{n}/"' in text] == [2, 3, 4]
    assert 'href="/en/topics/payment/"' in text
    assert "domain-finance" in text
    assert 'class="findings"' in text


def test_a_spotlight_says_for_whom_it_is_unless_it_is_for_everybody(client, spotlight):
    chip = '<span class="chip">Students</span>'
    spotlight("For all")
    assert chip not in client.get("/en/").text
    spotlight("Summer", audience="students")
    assert chip in client.get("/en/").text


def test_a_private_page_is_no_spotlight(client, spotlight, post):
    from wagtail.models import PageViewRestriction

    page = post("hidden")
    spotlight("Not for everybody", path="", page=page)
    assert "Not for everybody" in client.get("/en/").text
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "Not for everybody" not in client.get("/en/").text
