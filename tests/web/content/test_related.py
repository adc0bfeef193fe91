"""Pages that speak of a measure are told to the results, which link to them with the next release."""

import json
import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstcontact_site.content import told

pytestmark = pytest.mark.django_db
CACHE_TABLE = "site_cache"


@pytest.fixture
def spanish(tree):
    from wagtail.models import Locale

    found = Locale.objects.get(language_code="es")
    tree["news"].copy_for_translation(found).save_revision().publish()
    return found


def test_the_newest_pages_of_each_kind_stand_under_their_measure(post, resource):
    from firstcontact_site.content.related import MOST, related

    for n in range(MOST + 1):
        post(f"p{n}", measures=["gap", "panel_size"] if n else ["gap"])
    post("draft", measures=["gap"], live=False)
    post("other")
    resource.measures = ["gap"]
    resource.save()
    found = related()["en"]
    assert set(found) == {"gap", "panel_size"}
    assert [(group["kind"], len(group["pages"])) for group in found["gap"]] == [("post", MOST), ("resource", 1)]
    assert found["gap"][1]["pages"] == [{"title": "Strain", "path": "/en/resources/strain/", "language": ""}]


def test_a_page_without_translation_is_told_with_its_language(post, spanish):
    from firstcontact_site.content.related import related

    made = post("one", measures=["gap"])
    made.copy_for_translation(spanish, alias=True)
    assert related()["es"]["gap"][0]["pages"] == [{"title": "one", "path": "/en/news/one/", "language": "en"}]
    assert related()["pt"] == {}


def test_publishing_tells_and_taking_back_takes_back(post, frame_file, django_capture_on_commit_callbacks):
    path = frame_file.parent / "related.json"
    page = post("one", measures=["gap"])
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert json.loads(path.read_text(encoding="utf-8"))["en"]["gap"][0]["pages"][0]["path"] == "/en/news/one/"
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert json.loads(path.read_text(encoding="utf-8"))["en"] == {}


def test_a_file_that_says_the_same_is_left_alone(tree, frame_file):
    from firstcontact_site.content.told import tell

    tell()
    before = frame_file.stat().st_mtime_ns
    tell()
    assert frame_file.stat().st_mtime_ns == before


def test_telling_asks_for_many_pages_as_often_as_for_few(post):
    """But for the addresses of pages, which Wagtail makes with a look into the cache for each."""
    from firstcontact_site.content.related import related

    def queries():
        with CaptureQueriesContext(connection) as asked:
            related()
        return len([q for q in asked.captured_queries if CACHE_TABLE not in q["sql"]])

    post("p0", measures=["gap"])
    related()  # kinds of content are looked up once a process
    few = queries()
    for n in range(1, 6):
        post(f"p{n}", measures=["gap"])
    assert queries() == few


def test_two_processes_that_write_at_once_do_not_take_each_others_drafts(frame_file, monkeypatch):
    replace, waiting = os.replace, [{"b": 2}]

    def other_first(draft, path):
        if waiting:
            told.write("frame.json", waiting.pop())
        replace(draft, path)

    monkeypatch.setattr(told.os, "replace", other_first)
    told.write("frame.json", {"a": 1})
    assert json.loads(frame_file.read_text()) == {"a": 1}
    assert [path.name for path in frame_file.parent.iterdir()] == ["frame.json"]
