"""Scripts, SQL, templates, headers and paths, typed into every field that strangers and staff can reach."""

import csv
import itertools
import json
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail.blocks import RichTextBlock

from firstcontact_site.config.forms import guard_fields
from firstcontact_site.content.models import FormAnswer, StandardPage
from firstcontact_site.events.models import Application, Registration
from firstcontact_site.library.stories import Story
from support import strangers
from support.pages import active, forms
from support.staff import person, signed_in, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P15")]
with (Path(__file__).parent / "payloads.csv").open(encoding="utf-8", newline="") as handle:
    PAYLOADS = list(csv.DictReader(handle))
QUESTIONS = ("q", "page", "topic", "kind", "year", "language", "next", "release", "measure", "practice", "id", "list")
FORMS = (*strangers.OPEN, *strangers.MADE)
SENDERS = (f"198.51.{a}.{b}" for a, b in itertools.product(range(100), range(1, 250)))
FIRED = ("~1337~", "root:x:0:0", "SyntaxError", "OperationalError", "ProgrammingError", "Traceback", "__class__ of")


@pytest.fixture(autouse=True)
def _site(roles, release):
    cache.clear()


@pytest.fixture
def address(request, roles):
    return strangers.addresses(roles["en"])[request.param]


def harmless(answer, payload, where):
    """Nothing ran, nothing was read, no header was made."""
    assert answer.status_code < 500, where
    assert not answer.cookies.get("planted"), where
    assert all("\n" not in v for _, v in answer.items()), where
    if "html" in answer.get("Content-Type", ""):
        assert active(answer.text) == [], where
        said = answer.text.replace(payload, "")
        assert [f for f in FIRED if f in said] == [], where


def send(client, form, values):
    fields = form["fields"] | values
    if "form_started" in fields:
        fields |= guard_fields()
    method = client.post if form["method"] == "post" else client.get
    return method(form["to"], fields, REMOTE_ADDR=next(SENDERS))


@pytest.mark.parametrize("address", FORMS, indirect=True)
def test_every_field_that_strangers_can_fill(address):
    client = Client(raise_request_exception=False)
    for form, given in itertools.product(typed(client, address), PAYLOADS):
        values = dict.fromkeys(form["typed"], given["payload"])
        harmless(send(client, form, values), given["payload"], (address, form["to"], given))


@pytest.mark.slow
@pytest.mark.parametrize("address", FORMS, indirect=True)
def test_the_same_one_field_at_a_time_with_good_neighbours(address):
    client = Client(raise_request_exception=False)
    for form in typed(client, address):
        good = good_values(form)
        for name, given in itertools.product(form["typed"], PAYLOADS[::4]):
            harmless(send(client, form, good | {name: given["payload"]}), given["payload"], (address, name, given))
    assert [m for m in mail.outbox if "b@example.org" in m.recipients()] == []


def typed(client, address):
    page = client.get(address)
    assert page.status_code == 200
    found = [form for form in forms(page.text, address) if form["typed"]]
    assert found
    return found


def good_values(form):
    """Values that the form takes; choices and guards stay as the page has them."""
    return {n: form["fields"][n] or strangers.good(n, form["kinds"][n]) for n in form["typed"]}


def test_what_strangers_wrote_comes_out_as_words_in_the_editor(roles):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    given, client = strangers.addresses(roles["en"]), Client()
    for name in ("contact", "registration", "application", "story"):
        for form in typed(client, given[name]):
            plain = [name for name in form["typed"] if form["kinds"][name] in ("text", "textarea")]
            values = good_values(form) | dict.fromkeys(plain, f"{bad} and more words")
            assert send(client, form, values).status_code < 400
    reader = staff("administrator", "editor", "moderator", "publisher")
    for address in places():
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert active(answer.text) == [], address
        assert "and more words" in answer.text, address
        assert bad not in answer.text, address


def places():
    """Where staff read what strangers wrote."""
    Application.objects.update(state="submitted")
    yield f"/cms/events/registrations/{Registration.objects.get().book.number}/"
    yield f"/cms/events/applications/{Application.objects.get().pk}/"
    yield f"/cms/form-answers/inspect/{FormAnswer.objects.get().pk}/"
    yield f"/cms/stories/edit/{Story.objects.get().pk}/"


@pytest.mark.parametrize(
    "address",
    [
        "/cms/people/invite/",
        "/cms/people/audit/",
        "/cms/pages/search/",
        "/cms/redirects/add/",
        "/cms/snippets/content/spotlight/add/",
    ],
)
def test_every_field_of_our_pages_in_the_editor(address):
    client = staff("administrator", "editor", "auditor")
    client.raise_request_exception = False
    found = [form for form in forms(client.get(address).text, address) if form["typed"]]
    assert found
    for form, given in itertools.product(found, PAYLOADS[::2]):
        answer = send(client, form, dict.fromkeys(form["typed"], given["payload"]))
        assert answer.status_code < 500, (address, given)
        assert not set("<>") & set(given["payload"]) or given["payload"] not in answer.text, (address, given)


@pytest.mark.parametrize("given", PAYLOADS, ids=lambda p: p["payload"][:20])
def test_addresses_and_questions(given):
    client = Client(raise_request_exception=False)
    for address in ("/en/", "/en/search/", "/en/compare/", "/en/newsletter/"):
        for names in (QUESTIONS, QUESTIONS[:1]):
            asked = dict.fromkeys(names, given["payload"])
            harmless(client.get(address, asked), given["payload"], (address, names, given))
    answer = client.get("/en/" + given["payload"].replace("\n", "").replace("?", "").replace("#", "") + "/")
    harmless(answer, given["payload"], given)


@pytest.mark.parametrize("address", ["/en/%00/", "/en/a%00.png", "/en/search/?q=a%00b", "/en/?page=%00", "/cms/%00/"])
def test_addresses_with_a_character_that_no_database_takes(address):
    assert Client().get(address).status_code == 404


def test_words_of_an_editor_come_out_as_words(roles, client):
    bad = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'
    page = StandardPage(title=bad, slug="words", lead=bad, body=[("heading", bad)])
    roles["en"].add_child(instance=page)
    answer = client.get("/en/words/")
    assert answer.status_code == 200
    assert active(answer.text) == []
    editor = staff("editor")
    for address in (
        "/cms/pages/",
        f"/cms/pages/{page.get_parent().pk}/",
        f"/cms/pages/{page.pk}/edit/",
        f"/cms/pages/{page.pk}/history/",
    ):
        assert "<script>alert(1)" not in editor.get(address).text, address


def test_rich_text_of_an_editor_is_cleaned_when_it_is_sent():
    """What the editor's field sends is data, made up here: words with tags in them and a link that would run."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    words = "<script>alert(1)</script> here"
    block = {"key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"key": 0, "offset": 0, "length": len(words)}]
    sent = {"text": json.dumps({"blocks": [block], "entityMap": {"0": link}})}
    value = RichTextBlock(features=["link", "bold"]).value_from_datadict(sent, {}, "text")
    assert "here" in str(value)
    assert active(str(value)) == []


def test_names_of_people_come_out_as_words():
    person("author", email="bad@example.org", name="<script>alert(1)</script>")
    client = signed_in(person("administrator", name="<img src=x onerror=alert(1)>"))
    text = client.get("/cms/people/").text
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


def test_the_tables_are_still_there():
    assert {"audit_event", "accounts_user"} <= set(connection.introspection.table_names())


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "x\ny"])
def test_other_hosts_are_refused(client, host):
    assert client.get("/en/", HTTP_HOST=host).status_code == 400


def test_a_form_from_another_site_is_refused(roles):
    client = Client(enforce_csrf_checks=True)
    for address in ("/en/accounts/login/", "/en/newsletter/", "/en/join/"):
        answer = client.post(address, {"email": "a@example.org"})
        assert answer.status_code == 403, address
        assert "could not take this form" in answer.text


def test_a_body_that_is_too_large_is_refused(client):
    big = {"login": "a" * 1_100_000, "password": "b"}
    client.raise_request_exception = False
    assert client.post("/en/accounts/login/", big).status_code in (400, 413)
