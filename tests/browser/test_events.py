"""Journeys of a guest and of an applicant."""

import urllib.request
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import icalendar
import pytest
from pypdf import PdfWriter

from support.live_site import link


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex[:10]}@example.org"


def pdf() -> bytes:
    made, file = PdfWriter(), BytesIO()
    made.add_blank_page(210, 297)
    made.write(file)
    return file.getvalue()


def test_a_guest_registers_confirms_and_takes_the_calendar_file(page, keys, site, email):
    page.goto("/en/events/")
    keys.follow("link", "Open evening")
    keys.follow("link", "Register")
    keys.write("Name", "A guest")
    keys.write("E-mail", email)
    keys.tick(page.locator("label[for=id_consent]").inner_text().strip())
    keys.send("Register")
    assert page.get_by_role("heading", level=1).inner_text() == "Please check your e-mail"
    page.goto(link(site.letter(email), "/events/confirm/"))
    assert site.hand("registration_state", email) == "pending"
    keys.follow("button", page.locator("main form button").inner_text())
    assert page.get_by_role("heading", level=1).inner_text() == "Your place is confirmed"
    assert site.hand("registration_state", email) == "confirmed"
    letter = site.letter(email, 2)
    with urllib.request.urlopen(link(letter, "/event.ics")) as answer:
        assert answer.headers.get_content_type() == "text/calendar"
        found = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in found] == ["Open evening"]
    starts = found[0]["DTSTART"].dt.astimezone(UTC)
    assert timedelta(days=28) < starts - datetime.now(UTC) < timedelta(days=31)
    page.goto(link(letter, "/events/cancel/"))
    keys.follow("button", "I cannot come")
    assert site.hand("registration_state", email) == "cancelled"


def test_an_applicant_comes_back_by_the_mails_link_and_sends_in_a_letter(page, keys, site, email):
    page.goto("/en/programs/")
    keys.follow("link", "For professionals")
    keys.follow("link", "Course")
    keys.follow("link", "Apply")
    keys.write("Name", "An applicant")
    keys.write("E-mail", email)
    keys.tick(page.locator("label[for=id_consent]").inner_text().strip())
    keys.send("Send me the link")
    assert page.get_by_role("heading", level=1).inner_text() == "Please check your e-mail"
    address = link(site.letter(email), "/programs/application/")
    page.goto(address)
    keys.write("Why this course?", "To learn.")
    keys.send("Save for later")
    assert page.get_by_role("status").is_visible()
    page.goto(address)
    assert page.get_by_role("textbox", name="Why this course?").input_value() == "To learn."
    keys.go("button", "Letter")
    page.locator(":focus").set_input_files({"name": "x.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    keys.tick("You may read my letter.")
    keys.send("Send in")
    assert site.hand("application_of", email) == {"state": "submitted", "files": [len(pdf())]}
