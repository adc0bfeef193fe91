"""Menus: what exists, in every language, in the form that the release's frame reads."""

import json

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame_file(monkeypatch, tmp_path, settings):
    """The menus go to a folder of the test."""
    from dataclasses import replace

    environment = settings.ENVIRONMENT
    monkeypatch.setattr(type(environment), "folder", property(lambda self: tmp_path))
    assert replace(environment).folder == tmp_path
    return tmp_path / "frame.json"


def labels(entries):
    return [entry["label"] for entry in entries]


def test_a_menu_holds_what_exists_in_that_language(tree):
    from firstcontact_site.content.frames import frames

    found = frames()
    assert {"Results", "Topics", "News"} <= set(labels(found["en"]["main"]))
    assert "Noticias" not in labels(found["es"]["main"])
    assert labels(found["es"]["main"])[0] == "Resultados"


def test_results_are_one_entry_and_keep_to_their_release(tree):
    from firstcontact.release.frame import make_frame
    from firstcontact_site import words
    from firstcontact_site.content.frames import frames

    frame = make_frame(words.language("en"), frames(), lambda path: f"../../{path}")
    results = frame.main[0]
    assert [item.href for item in results.items][:2] == ["../../", "../../measure/"]
    assert results.holds("nav_measures")
    news = next(entry for entry in frame.main if entry.label == "News")
    assert (news.href, news.section) == ("/en/news/", "nav_news")


def test_the_default_menu_of_a_full_site_has_at_most_seven_entries(homes):
    from firstcontact_site.content.menus_default import menus

    found = menus("es", lambda path: True, [homes["es"], homes["es"]])
    assert len(found["main"]) <= 7
    assert sum(len(label) + 4 for label in labels(found["main"])) < 110
    assert labels(found["utility"]) == ["Participe", "Boletín", "Contacto"]


def test_an_editor_s_menu_replaces_the_default_and_leaves_out_what_is_gone(tree, post):
    from firstcontact_site.content.frames import frames
    from firstcontact_site.content.models import Menu

    gone = post("gone", live=False)
    items = [
        {"type": "page", "value": {"page": tree["news"].pk, "label": "What is new"}},
        {"type": "page", "value": {"page": gone.pk, "label": ""}},
        {
            "type": "group",
            "value": {"label": "Data", "items": [{"type": "results", "value": {"label": "All", "path": "measure/"}}]},
        },
        {"type": "link", "value": {"label": "State", "address": "https://example.org/"}},
    ]
    Menu.objects.create(place="main", locale=tree["home"].locale, items=json.dumps(items))
    main = frames()["en"]["main"]
    assert labels(main) == ["What is new", "Data", "State"]
    assert main[0]["path"] == "news/"
    assert main[1]["items"] == [{"label": "All", "path": "measure/", "section": "", "results": True}]


def test_footer_and_donate_link_come_from_the_settings(tree):
    from wagtail.models import Site

    from firstcontact_site.content.frames import frames
    from firstcontact_site.content.models import DonateLink, FooterSettings

    site = Site.objects.get()
    FooterSettings.objects.create(site=site, address="1 Example Street", phone="Example phone")
    DonateLink.objects.create(site=site, address="https://example.org/give", shown=True)
    found = frames()["pt"]
    assert found["address"] == "1 Example Street · Example phone"
    assert {"label": "Doar", "path": "https://example.org/give", "section": ""} in found["utility"]


def test_a_publication_writes_the_menus_once_it_is_in_the_database(
    tree, frame_file, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tree["news"].save_revision().publish()
    first = frame_file.read_text(encoding="utf-8")
    assert '"path": "news/"' in first
    with django_capture_on_commit_callbacks(execute=True):
        tree["news"].unpublish()
    assert '"path": "news/"' not in frame_file.read_text(encoding="utf-8")


def test_an_award_reaches_the_practices_of_its_csv(tree, frame_file, release, django_capture_on_commit_callbacks):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.admin.panels import get_edit_handler

    from firstcontact_site.config.frame import reader
    from firstcontact_site.content.models import Award

    known = reader().current().groups("practice")[0]["group_id"]
    form_class = get_edit_handler(Award).get_form_class()
    given = {"name": "Good care", "year": 2027, "criteria": tree["news"].pk}

    def form(text):
        file = SimpleUploadedFile("a.csv", text.encode())
        return form_class(given, {"practices_csv": file}, instance=Award())

    wrong = form(f"practice_id\n{known}\nP-none\n")
    assert "line 3: &#x27;P-none&#x27;" in str(wrong.errors)
    right = form(f"practice_id,note\n{known},x\n")
    assert right.is_valid(), right.errors
    with django_capture_on_commit_callbacks(execute=True):
        right.save()
    found = json.loads((frame_file.parent / "awards.json").read_text(encoding="utf-8"))
    assert found == {known: [{"name": "Good care", "year": 2027, "criteria": {"en": "news/"}}]}
