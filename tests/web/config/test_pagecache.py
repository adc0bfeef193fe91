"""Pages that are the same for everybody are kept as files until something changes."""

import threading

import pytest
from wagtail.models import Page, PageViewRestriction

from firstcontact.release.kept import LAST, LIVE, file_name
from firstcontact_site.content.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(homes):
    page = homes["en"].add_child(instance=StandardPage(title="About", slug="about"))
    page.save_revision().publish()
    return page


def test_a_page_is_kept_at_its_first_reading(client, trees, page):
    answer = client.get("/en/about/")
    assert trees.find("/en/about/").read_bytes() == answer.content
    assert trees.find("/en/about/", tree=LAST).read_bytes() == answer.content
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "asked", [{"path": "/en/about/?q=1"}, {"path": "/en/about/?page=0"}, {"path": "/en/nothing/"}, {"cookie": "sid=1"}]
)
def test_other_answers_are_not_kept(client, trees, page, asked):
    client.get(asked.get("path", "/en/about/"), HTTP_COOKIE=asked.get("cookie", ""))
    assert not list(trees.folder.rglob("*.html"))


def test_a_private_page_is_not_kept(client, trees, page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x" * 12)
    client.get("/en/about/")
    assert trees.find("/en/about/") is None


def test_a_page_that_became_private_is_forgotten_with_those_that_link_to_it(
    client, trees, page, django_capture_on_commit_callbacks
):
    client.get("/en/about/")
    mark = trees.mark()
    trees.keep("/en/news/", "", b'<a href="/en/about/">About</a>', mark)
    trees.keep("/en/events/", "", b"<p>Events</p>", mark)
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert trees.find("/en/about/", tree=LAST) is None
    assert trees.find("/en/news/", tree=LAST) is None
    assert trees.find("/en/events/", tree=LAST)


def test_publishing_makes_all_pages_anew_and_leaves_the_last_copies(
    client, trees, page, django_capture_on_commit_callbacks
):
    client.get("/en/about/")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert trees.find("/en/about/") is None
    assert trees.find("/en/about/", tree=LAST)


@pytest.mark.parametrize("change", ["unpublish", "delete", "move", "slug"])
def test_what_is_no_longer_there_leaves_no_copy(client, trees, page, homes, change, django_capture_on_commit_callbacks):
    client.get("/en/about/")
    with django_capture_on_commit_callbacks(execute=True):
        _change(page, homes, change)
    assert trees.find("/en/about/") is None
    assert trees.find("/en/about/", tree=LAST) is None


def _change(page, homes, change):
    if change == "move":
        other = homes["en"].add_child(instance=StandardPage(title="Other", slug="other"))
        Page.objects.get(pk=page.pk).move(other, pos="last-child")
    elif change == "slug":
        page.slug = "about-us"
        page.save_revision().publish()
    else:
        getattr(page, change)()


def test_a_page_made_while_something_was_purged_is_not_kept(trees):
    trees.keep("/en/", "", b"one", trees.mark())
    mark = trees.mark()
    trees.purge()
    assert not trees.keep("/en/", "", b"two", mark)
    assert trees.find("/en/") is None
    assert trees.find("/en/", tree=LAST).read_bytes() == b"one"


def test_single_addresses_are_purged_with_their_numbered_pages(trees):
    for query in ("", "page=2"):
        trees.keep("/en/news/", query, b"x", trees.mark())
    trees.keep("/en/", "", b"x", trees.mark())
    trees.purge(["/en/news/", "/../../etc/"])
    assert [trees.find(p, q) is None for p, q in (("/en/news/", ""), ("/en/news/", "page=2"), ("/en/", ""))] == [
        True,
        True,
        False,
    ]


def test_old_copies_expire_and_last_ones_stay(trees):
    trees.keep("/en/", "", b"x", trees.mark())
    assert trees.expire(before=0) == 0
    assert trees.expire(before=2**40) == 1
    assert trees.find("/en/", tree=LIVE) is None
    assert trees.find("/en/", tree=LAST)


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("/en/", "", "en/index.html"),
        ("/en/news/", "page=12", "en/news/index.page-12.html"),
        ("/es/noticias/año/", "", "es/noticias/año/index.html"),
        ("/en/../cms/", "", None),
        ("/en/.hidden/", "", None),
        ("/en//", "", None),
        ("/en/news/", "page=2&x=1", None),
        ("/en/news/", "page=02", None),
        ("/en/news/", "page=99999", None),
        ("/en/news", "", None),
    ],
)
def test_addresses_have_one_file_or_none(path, query, name):
    assert file_name(path, query) == name


def test_what_stands_below_a_page_that_became_private_is_forgotten(
    client, trees, page, django_capture_on_commit_callbacks
):
    from firstcontact_site.content.models import StandardPage

    page.add_child(instance=StandardPage(title="Team", slug="team"))
    client.get("/en/about/team/")
    assert trees.find("/en/about/team/")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert trees.find("/en/about/team/", tree=LAST) is None


def test_old_copies_do_not_expire_while_others_are_taken_away(trees):
    trees.keep("/en/", "", b"x", trees.mark())
    other = threading.Thread(target=trees.expire, args=(2**40,))
    with trees._locked():
        other.start()
        other.join(0.5)
        assert trees.find("/en/")
    other.join(20)
    assert trees.find("/en/") is None
