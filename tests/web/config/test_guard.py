"""Forms, limits, uploads and exports that stand between the site and strangers."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from firstcontact_site.config import guard, limits
from firstcontact_site.config.forms import STARTED, TRAP

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer\n%%EOF\n"


class Contact(guard.GuardedForm):
    name = forms.CharField()
    when = forms.SplitDateTimeField(required=False)


def form(seconds=10, **data):
    return Contact(guard.guard_fields(seconds) | {"name": "A reader", "when_0": "", "when_1": ""} | data)


def test_a_form_filled_in_by_a_person_is_accepted():
    assert form(csrfmiddlewaretoken="x").is_valid()


@pytest.mark.parametrize(("seconds", "accepted"), [(1, False), (2, False), (3.5, True), (86000, True), (90000, False)])
def test_a_form_is_accepted_between_three_seconds_and_a_day(seconds, accepted):
    assert form(seconds).is_valid() is accepted


def test_whoever_fills_in_the_trap_is_refused():
    assert form(**{TRAP: "https://spam.invalid"}).non_field_errors().as_data()[0].code == "robot"


@pytest.mark.parametrize("moment", ["", "form:1:forged", "x", "form"])
def test_a_moment_that_we_did_not_sign_is_refused(moment):
    assert not form(**{STARTED: moment}).is_valid()


def test_an_unknown_field_is_refused():
    assert form(is_staff="1").non_field_errors().as_data()[0].code == "unknown"


def test_an_unknown_file_is_refused():
    sent = Contact(guard.guard_fields() | {"name": "A reader"}, {"cv": SimpleUploadedFile("a.pdf", PDF)})
    assert sent.non_field_errors().as_data()[0].code == "unknown"


def test_the_guards_are_hidden_from_people_and_carry_the_moment_again():
    printed = form(**{STARTED: '"><script>'}).guards()
    assert 'aria-hidden="true"' in printed
    assert "<script>" not in printed


def limited_view(*rates, **options):
    return guard.limited("form", *rates, **options)(lambda request: HttpResponse("done"))


@pytest.mark.django_db
def test_the_sixth_form_in_an_hour_waits_and_reading_it_does_not_count(rf):
    view = limited_view("5/h", "20/d")
    assert [view(rf.post("/en/join/")).status_code for _ in range(5)] == [200] * 5
    answer = view(rf.post("/en/join/"))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "Too many requests" in answer.text
    assert view(rf.get("/en/join/")).status_code == 200


@pytest.mark.django_db
def test_programs_get_a_problem_document(rf):
    view = limited_view("1/m", methods=("GET",))
    view(rf.get("/api/v1/search"))
    answer = view(rf.get("/api/v1/search"))
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["status"] == 429


@pytest.mark.django_db
def test_each_sender_has_its_own_count(rf):
    view = limited_view("1/h")
    assert view(rf.post("/", REMOTE_ADDR="192.0.2.1")).status_code == 200
    assert view(rf.post("/", REMOTE_ADDR="192.0.2.2")).status_code == 200
    assert view(rf.post("/", REMOTE_ADDR="192.0.2.1")).status_code == 429


def test_no_header_is_believed_without_a_proxy(rf):
    request = rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.7", HTTP_X_REAL_IP="198.51.100.7", REMOTE_ADDR="192.0.2.1")
    assert guard.address(request) == "192.0.2.1"


def test_only_the_header_of_our_proxy_is_believed(rf, proxy):
    request = rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.7", HTTP_X_REAL_IP="203.0.113.9", REMOTE_ADDR="127.0.0.1")
    assert guard.address(request) == "203.0.113.9"
    assert guard.address(rf.get("/", HTTP_X_REAL_IP="a, b")) == "unknown"


def test_a_network_of_ipv6_addresses_is_one_sender(rf, proxy):
    one, two = (guard.address(rf.get("/", HTTP_X_REAL_IP=f"2001:db8:1:2::{n}")) for n in (1, 2))
    assert one == two == "2001:db8:1:2::/64"


@pytest.mark.django_db
def test_no_address_is_stored(rf):
    from firstcontact_site.config.models import Count

    limited_view("5/h")(rf.post("/", REMOTE_ADDR="192.0.2.1"))
    assert "192.0.2" not in str(list(Count.objects.values()))


@pytest.mark.django_db
def test_counts_whose_window_is_over_go(rf, monkeypatch):
    limited_view("5/h")(rf.post("/"))
    assert limits.forget_counts() == 0
    later = limits.timezone.now() + limits.timezone.timedelta(hours=2)
    monkeypatch.setattr(limits.timezone, "now", lambda: later)
    assert limits.forget_counts() == 1


@pytest.mark.django_db(transaction=True)
def test_forty_requests_at_once_for_five_places_give_five(rf):
    from django.db import connection

    view = limited_view("5/h")

    def ask(_):
        try:
            return view(rf.post("/en/join/")).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(40)))
    assert answers.count(200) == 5


def upload(content, name="a.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_pdf_is_known_by_its_content_and_gets_a_new_name():
    file = upload(PDF, "../<script>alert(1)</script>.php")
    assert guard.check_upload(file) == "pdf"
    assert len(file.name) == 36
    assert file.name.endswith(".pdf")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>1</script></html>", "wrong_kind"),
        (b"MZ\x90\x00" + b"\0" * 100, "wrong_kind"),
        (b"\x00" + PDF, "wrong_kind"),
        (PDF.replace(b"%%EOF", b""), "wrong_kind"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Type"), "active"),
        (PDF + b"x" * (11 * 1024 * 1024), "too_large"),
        (b"", "empty"),
    ],
)
def test_what_is_no_plain_small_pdf_is_refused(content, code):
    with pytest.raises(ValidationError) as caught:
        guard.check_upload(upload(content))
    assert caught.value.code == code


def test_an_active_name_across_two_pieces_is_found(monkeypatch):
    from firstcontact_site.config import uploads

    monkeypatch.setattr(uploads, "CHUNK", 16)
    with pytest.raises(ValidationError):
        guard.check_upload(upload(PDF.replace(b"/Type", b"/A /JavaScript /Type")))


CELLS = [
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-5", "'-5"),
    ("@x", "'@x"),
    ("\r=1", "'\r=1"),
    ("\t=1", "'\t=1"),
    (" =1", "' =1"),
    ("Smith-Jones", "Smith-Jones"),
    ("'=1", "'=1"),
    ("ok", "ok"),
]


@pytest.mark.promise("P14")
@pytest.mark.parametrize(("text", "safe"), CELLS)
def test_cells_are_as_the_rule_says(text, safe):
    assert guard.safe_cell(text) == safe


def test_an_export_is_an_attachment_whose_numbers_stay_numbers():
    answer = guard.csv_response("who came; rm -rf", ["=name", "number"], [["@x", -5], ['a "b", c', None]])
    assert answer.text == '\'=name,number\n\'@x,-5\n"a ""b"", c",\n'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="who-came-rm-rf.csv"'


@pytest.mark.promise("P14")
@given(st.text())
def test_no_text_cell_begins_a_formula(text):
    assert not guard.safe_cell(text).lstrip().startswith(("=", "+", "-", "@"))
