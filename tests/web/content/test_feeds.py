"""Feeds, the sitemap and the pictures for other sites."""

from io import BytesIO

import feedparser
import pytest
from PIL import Image

pytestmark = pytest.mark.django_db


def test_the_feed_of_a_list_is_atom_with_its_newest_items(client, posts):
    posts(25)
    answer = client.get("/en/news/feed/")
    feed = feedparser.parse(answer.content)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (feed.version, feed.bozo) == ("atom10", False)
    assert [entry.title for entry in feed.entries][:2] == ["post-24", "post-23"]
    assert len(feed.entries) == 20
    assert feed.entries[0].link.endswith("/en/news/post-24/")
    assert feed.feed.language == "en"


def test_an_entry_keeps_its_id_when_its_page_moves(client, post):
    made = post("one")
    before = feedparser.parse(client.get("/en/news/feed/").content).entries[0]
    made.slug = "another"
    made.save_revision().publish()
    after = feedparser.parse(client.get("/en/news/feed/").content).entries[0]
    assert before.id == after.id
    assert before.link != after.link


def test_the_old_way_to_ask_for_a_feed_leads_to_it(client, tree):
    answer = client.get("/en/news/?format=atom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/news/feed/")


def test_a_list_names_its_feed_to_feed_readers(client, tree):
    assert 'type="application/atom+xml" title="News" href="/en/news/feed/"' in client.get("/en/news/").text


def test_the_sitemap_joins_the_pages_of_the_site_with_those_of_the_release(client, post, release):
    post("one")
    answer = client.get("/sitemap.xml")
    text = answer.text
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert "/en/news/one/</loc>" in text
    assert "/en/measure/panel_size/</loc>" in text
    assert text.count("/en/</loc>") == 1
    assert 'hreflang="es"' in text
    robots = client.get("/robots.txt").text
    assert "/sitemap.xml" in robots
    assert "Disallow: /es/accounts/\n" in robots


def test_the_picture_for_other_sites_is_drawn_here(client, post):
    post("one", title="¿Quién paga la atención primaria? " * 6)
    text = client.get("/en/news/one/").text
    address = text.split('property="og:image" content="')[1].split('"')[0]
    path = "/" + address.split("/", 3)[3]
    answer = client.get(path)
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(path.replace("-", "-0")).status_code == 404


def test_a_private_page_has_no_picture_for_other_sites(client, post):
    from wagtail.models import PageViewRestriction

    from firstcontact_site.content.social import digest

    made = post("one")
    PageViewRestriction.objects.create(page=made, restriction_type="login")
    assert client.get(f"/en/social/{made.pk}-{digest(made.title)}.png").status_code == 404
