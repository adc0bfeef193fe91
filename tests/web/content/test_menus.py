"""Menus: what exists, in every language, in the form that the release's frame reads."""

import json

import pytest

pytestmark = pytest.mark.django_db


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


def test_the_frame_names_the_form_for_e_mails_in_every_language(tree):
    from firstcontact.release.frame import make_frame
    from firstcontact_site import words
    from firstcontact_site.content.frames import frames

    found = {code: make_frame(words.language(code), frames(), str).newsletter for code in ("en", "es", "pt")}
    assert found == {code: f"/{code}/newsletter/" for code in found}
