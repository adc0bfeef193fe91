"""Lists: twelve at a time, filters, months, empty words, and pages that do not exist."""

import datetime
import re

import pytest

pytestmark = pytest.mark.django_db
TITLES = re.compile(r'<h2><a href="[^"]+">([^<]+)</a>')
NEXT = re.compile(r'rel="next" data-more href="([^"]+)"')


def titles(answer):
    return TITLES.findall(answer.text)


def test_pages_one_after_the_other_give_every_item_once_and_in_order(client, posts):
    expected = [p.title for p in reversed(posts(30))]
    address, found, said = "/en/news/", [], []
    while address:
        answer = client.get(address)
        found += titles(answer)
        said += re.findall('data-said="([^"]+)"', answer.text)
        following = NEXT.search(answer.text)
        address = following and following.group(1)
    assert found == expected
    assert said == ["12 more posts, 12 of 30", "12 more posts, 24 of 30", "6 more posts, 30 of 30"]


def test_posts_of_one_day_are_ordered_by_title(client, post):
    for title in ("b", "a", "c"):
        post(f"x-{title}", title=title)
    assert titles(client.get("/en/news/")) == ["a", "b", "c"]


def test_the_first_page_has_no_page_in_its_address(client, posts):
    posts(13)
    answer = client.get("/en/news/?page=1&kind=announcement")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/news/?kind=announcement")
    assert 'href="/en/news/"' in client.get("/en/news/?page=2").text


@pytest.mark.parametrize("number", ["3", "0", "-1", "many", "999999999999"])
def test_a_page_past_the_end_is_missing_and_leads_to_the_last(client, posts, number):
    posts(13)
    answer = client.get(f"/en/news/?page={number}")
    assert answer.status_code == 404
    assert 'href="/en/news/?page=2"' in answer.text


def test_filters_narrow_by_topic_kind_and_year(client, post, tree):
    post("one", topics=[tree["payment"]], kind="insight")
    post("two", kind="insight")
    post("old", kind="announcement", date=datetime.date(2025, 1, 1))
    assert titles(client.get("/en/news/?topic=payment")) == ["one"]
    assert titles(client.get("/en/news/?kind=insight")) == ["one", "two"]
    assert titles(client.get("/en/news/?year=2025")) == ["old"]
    assert titles(client.get("/en/news/?year=2025&kind=insight")) == []


def test_the_chosen_filter_stays_in_the_form_and_in_the_next_page(client, posts):
    posts(13)
    answer = client.get("/en/news/?kind=announcement")
    assert '<option value="announcement" selected>' in answer.text
    assert NEXT.search(answer.text).group(1) == "/en/news/?kind=announcement&amp;page=2"


def test_an_unknown_filter_is_dropped_and_named(client, post):
    post("one")
    answer = client.get("/en/news/?kind=<script>&topic=nothing")
    assert titles(answer) == ["one"]
    assert "Filter &#39;nothing&#39; is not known." in answer.text
    assert "Filter &#39;&lt;script&gt;&#39; is not known." in answer.text


def test_the_month_archive_holds_that_month(client, post):
    post("march")
    post("april", date=datetime.date(2027, 4, 1))
    answer = client.get("/en/news/2027/03/")
    assert titles(answer) == ["march"]
    assert "<h1>News, March 2027</h1>" in answer.text
    assert 'href="/en/news/2027/04/"' in client.get("/en/news/").text
    assert client.get("/en/news/2027/13/").status_code == 404


def test_an_empty_list_says_what_would_be_here_and_links_up(client, tree):
    answer = client.get("/en/news/")
    assert answer.status_code == 200
    assert "No posts here yet." in answer.text
    assert 'href="/en/"' in answer.text
    assert 'href="/en/news/"' in client.get("/en/news/2027/03/").text


def test_drafts_and_private_posts_are_in_no_list_feed_or_sitemap(client, post, tree):
    from wagtail.models import PageViewRestriction

    post("draft", live=False)
    PageViewRestriction.objects.create(page=post("secret"), restriction_type="login")
    for address in ("/en/news/", "/en/news/feed/", "/en/", "/sitemap.xml"):
        text = client.get(address).text
        assert "secret" not in text, address
        assert "draft" not in text, address


def test_a_list_asks_the_database_the_same_number_of_times_whatever_its_length(client, posts, tree):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = posts(24)
    client.get("/en/news/")
    with CaptureQueriesContext(connection) as long:
        client.get("/en/news/")
    for page in made[3:]:
        page.unpublish()
    with CaptureQueriesContext(connection) as short:
        client.get("/en/news/")
    assert len(short) == len(long) <= 26


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its drawing open
def test_pictures_of_a_list_cost_the_same_whatever_its_length(client, posts, picture):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = posts(10, picture=picture, picture_is_decoration=True)
    assert client.get("/en/news/").text.count('class="thumb"') == 10
    with CaptureQueriesContext(connection) as long:
        client.get("/en/news/")
    for page in made[2:]:
        page.unpublish()
    with CaptureQueriesContext(connection) as short:
        client.get("/en/news/")
    assert len(long) == len(short)
