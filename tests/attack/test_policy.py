"""The content security policy on every kind of page, and no page that would need a weaker one."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
import wagtail_localize
from csp.constants import NONCE
from django.conf import settings
from django.template import engines
from django.test import Client

import firstcontact
from firstcontact_site.accounts import editor
from support.pages import active, from_disk
from support.staff import person, signed_in, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P15")]
PUBLIC = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
SOUND = {"media-src": "'self'"}  # native players of the podcast and the videos; default-src 'none' would stop them
PAGES = (
    "/en/",
    "/es/",
    "/en/nothing/",
    "/en/search/",
    "/en/accounts/login/",
    "/en/newsletter/",
    "/en/join/",
    "/en/compare/",
)
EDITOR = ("/cms/", "/cms/pages/", "/cms/images/", "/cms/images/add/", "/cms/people/", "/cms/people/audit/",
          "/cms/reports/locked/", "/cms/redirects/add/", "/cms/account/")  # fmt: skip


@pytest.fixture(autouse=True)
def _roles(roles, release):
    pass


def policy(answer):
    parts = [part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in parts if name}


@pytest.mark.parametrize("address", PAGES)
def test_public_pages(client, address):
    answer = client.get(address)
    assert policy(answer) == PUBLIC | SOUND
    assert active(answer.text) == []
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    private = "/accounts/" in address
    assert answer["Referrer-Policy"] in (
        ("same-origin", "strict-origin-when-cross-origin") if private else ("strict-origin-when-cross-origin",)
    )


def test_pages_of_a_release(release):
    said, body = from_disk("/en/measure/any_primary_care_visit/")
    assert policy(said)["default-src"] == "'none'"
    assert "unsafe-inline" not in policy(said)["script-src"]
    assert said["X-Content-Type-Options"] == "nosniff"
    assert [a for a in active(body.decode()) if a.startswith("<script")] == []


def test_the_editor_runs_no_script_from_inside_a_page():
    client = staff("editor", "moderator", "publisher", "administrator", "auditor")
    for address in EDITOR:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found = policy(answer)
        assert "unsafe" not in answer["Content-Security-Policy"], address
        assert found["script-src"].startswith("'self'"), address
        assert found["frame-src"] == "'self'"
        assert active(answer.text) == [], address


def test_the_number_of_a_page_of_the_editor_is_its_own_and_for_styles_alone(client):
    editor = staff("editor")
    given = [policy(editor.get("/cms/")) for _ in range(2)]
    numbers = [re.findall(r"'nonce-([^']+)'", found["style-src"]) for found in given]
    assert len(numbers[0]) == len(numbers[1]) == 1
    assert numbers[0] != numbers[1]
    assert len(base64.b64decode(numbers[0][0])) == 16
    assert "nonce" not in "".join(value for found in given for name, value in found.items() if name != "style-src")
    assert "nonce" not in client.get("/en/")["Content-Security-Policy"]


def test_forms_of_the_editor_start_their_widgets_from_data(roles):
    client = staff("editor")
    home = roles["en"].pk
    for address in (f"/cms/pages/{home}/edit/", f"/cms/pages/add/content/standardpage/{home}/"):
        answer = client.get(address)
        assert active(answer.text) == [], address
        assert 'data-start="initDateTimeChooser"' in answer.text
        assert "accounts/editor.js" in answer.text


def insides(text):
    """What would run or style from inside a page, in the text of a template: nothing has been rendered yet."""
    scripts = [s for s in re.findall(r"<script\b[^>]*>", text) if " src=" not in s and "json" not in s]
    return scripts + re.findall(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text)


def test_no_template_of_ours_holds_a_script_a_style_or_a_handler():
    """Also of pages that no test opens. Mails have a style sheet inside: mail programs fetch none."""
    source = Path(firstcontact.__file__).parent
    found = [p for folder in (source, source.parent / "firstcontact_site") for p in folder.rglob("*.html")]
    assert len(found) > 100
    for template in found:
        text = template.read_text(encoding="utf-8")
        if template.parts[-3:] != ("jinja2", "mail", "base.html"):
            assert insides(text) == [], template


@pytest.mark.parametrize(
    "text",
    [
        "<script>a()</script>",
        "<p style='color:red'>",
        '<p onclick="a()">',
        "<style>p{}</style>",
        "<a href=javascript:a()>",
    ],
)
def test_planted_fault_in_a_template_is_seen(text):
    assert insides(f"<p>Words</p>{text}") != []
    assert active(text) != []


def test_the_digests_let_through_what_wagtail_localize_holds_and_nothing_more():
    """Fails after an upgrade that changes one of the three texts: look at the new text, then at its digest."""
    folder = Path(wagtail_localize.__file__).parent / "templates/wagtail_localize/admin"
    found = set()
    for template in folder.rglob("*.html"):
        for attributes, inside in re.findall(
            r"<(?:script|style)([^>]*)>(.*?)</(?:script|style)>", template.read_text(), re.S
        ):
            if "src=" not in attributes and "json" not in attributes:
                text = engines["django"].from_string(inside).render({}).encode()
                found.add(f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'")
    allowed = settings.EDITOR_POLICY["script-src"] + settings.EDITOR_POLICY["style-src"]
    assert found == set(allowed) - {NONCE}


def test_a_widget_cannot_end_its_data():
    class Chooser:
        js_constructor = "PageChooser"
        get_value_data = staticmethod(lambda value: value)
        render_html = staticmethod(lambda *a: "")
        get_js_init_options = staticmethod(lambda *a: {"title": "</script><script>alert(1)</script>"})

    html = editor.render(Chooser(), "page", None, {"id": "id_page"})
    assert html.count("</script>") == 1
    assert "<script>" not in html


def test_the_preview_may_stand_beside_its_own_form_only(roles):
    client = signed_in(person("editor"))
    answer = client.get(f"/cms/pages/{roles['en'].pk}/edit/preview/")
    assert policy(answer)["frame-ancestors"] in ("'self'", "'none'")
    assert Client().get("/en/")["X-Frame-Options"] == "DENY"


def test_nothing_of_another_place_is_loaded(client):
    for address in PAGES:
        text = client.get(address).text
        assert (
            re.findall(
                r'(?:src|href)="(?:https?:)?//(?!localhost|127\.0\.0\.1|testserver|creativecommons)[^"]*\.(?:js|css|png|woff2)',
                text,
            )
            == []
        )
