"""A page that is private in one language is private in all, from the same moment on, whoever translates it when."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale, PageViewRestriction

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.content import trees
from support.staff import person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
PLACES = ("/news/", "/news/feed/", "/", "/search/?q=quarterly&tab=pages", "/topics/payment/")
CODES = ("en", "es", "pt")


def translated(page, code: str, **fields):
    made = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return made


@pytest.fixture
def pages(post, tree):
    """One post, live in three languages."""
    made = post("quarterly", title="Quarterly words")
    made.save_revision().publish()
    for code in ("es", "pt"):
        for parent in (tree["news"], tree["topics"], tree["payment"]):
            translated(parent, code)
    return {"en": made} | {code: translated(made, code) for code in ("es", "pt")}


def close(page, kind: str = "login", **fields) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


def seen(client) -> list[str]:
    """Where a stranger finds the post."""
    asked = [f"/{code}{place}" for code in CODES for place in PLACES] + ["/sitemap.xml"]
    listed = [path for path in asked if "/news/quarterly/" in client.get(path).text]
    return listed + [f"/{code}" for code in CODES if client.get(f"/{code}/news/quarterly/").status_code == 200]


def kinds() -> dict[str, str]:
    rows = PageViewRestriction.objects.select_related("page__locale")
    return {row.page.locale.language_code: row.restriction_type for row in rows}


@pytest.mark.parametrize("code", CODES)
def test_a_private_page_is_found_in_no_language(code, pages, client):
    before = seen(client)
    assert {f"/{each}/news/" for each in CODES} | {f"/{each}" for each in CODES} | {"/sitemap.xml"} <= set(before)
    close(pages[code])
    assert seen(client) == []
    assert set(kinds()) == set(CODES)


def test_lifting_it_in_one_language_lifts_it_in_all(pages, client):
    before = seen(client)
    close(pages["en"])
    PageViewRestriction.objects.get(page=pages["pt"]).delete()
    assert kinds() == {}
    assert seen(client) == before


def test_a_change_of_the_limits_reaches_all_languages_with_its_groups(pages):
    row = close(pages["en"])
    row.restriction_type = "groups"
    row.save()
    group = Group.objects.create(name="council")
    row.groups.set([group])
    assert kinds() == dict.fromkeys(CODES, "groups")
    assert [list(each.groups.all()) for each in PageViewRestriction.objects.all()] == [[group]] * 3
    row.groups.clear()
    assert not any(each.groups.exists() for each in PageViewRestriction.objects.all())


def test_a_translation_of_a_private_page_is_born_private(post, tree, client):
    page = post("quarterly", title="Quarterly words")
    close(page)
    translated(page, "es")
    assert kinds() == {"en": "login", "es": "login"}
    assert client.get("/es/news/quarterly/").status_code == 302


def test_a_copy_becomes_a_translation_and_is_private(post, tree):
    page = post("quarterly", title="Quarterly words")
    page.save_revision().publish()
    trees.set_up()
    trees.sync()
    close(page)
    copy = page.get_translation(Locale.objects.get(language_code="es"))
    assert copy.alias_of_id == page.pk
    copy.alias_of = None
    copy.save()
    assert copy.get_view_restrictions().exists()


def test_deleting_a_private_page_opens_no_translation(pages, client):
    close(pages["en"])
    pages["en"].delete()
    assert set(kinds()) == {"es", "pt"}
    assert client.get("/es/news/quarterly/").status_code == 302


def test_nothing_is_half_closed(pages):
    try:
        with transaction.atomic():
            close(pages["en"])
            assert set(kinds()) == set(CODES)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert kinds() == {}


def test_in_the_editor_each_language_has_its_line_in_the_audit_log_with_who_did_it(pages):
    editor = person("editor")
    client = signed_in(editor)
    address = f"/cms/pages/{pages['es'].pk}/privacy/"
    for kind in ("login", "none"):
        before = AuditEvent.objects.count()
        assert client.post(address, {"restriction_type": kind}).status_code == 200
        lines = AuditEvent.objects.order_by("seq")[before:]
        found = {(line.actor, line.object) for line in lines if line.action == "page.restricted"}
        assert found == {(f"user:{editor.pk}", f"page:{page.pk}") for page in pages.values()}, kind
    assert kinds() == {}


def test_what_was_private_before_the_rule_is_brought_in_line(pages):
    close(pages["en"])
    PageViewRestriction.objects.filter(page=pages["es"])._raw_delete("default")
    assert set(kinds()) == {"en", "pt"}
    import_module("firstcontact_site.accounts.migrations.0004_private_translations").spread(apps, None)
    assert kinds() == dict.fromkeys(CODES, "login")


def test_menus_are_written_again(pages, tree, monkeypatch, django_capture_on_commit_callbacks):
    from firstcontact_site.content import told

    written = []
    monkeypatch.setattr(told, "tell", lambda: written.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        close(tree["news"])
    assert written
