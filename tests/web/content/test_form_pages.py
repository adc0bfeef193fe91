"""Form pages: a closed list of fields, answers for a time, a mail without them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.config.forms import guard_fields
from firstcontact_site.content import form_actions, form_admin
from firstcontact_site.content.forms import FieldKind
from firstcontact_site.content.models import FormAnswer, FormField, FormPage
from firstcontact_site.mail.models import OutgoingMail
from firstcontact_site.mail.outbox import deliver_due

FIELDS = [
    {"kind": "text", "label": "Your name", "required": False, "autocomplete": "name"},
    {"kind": "email", "label": "E-mail"},
    {"kind": "choice", "label": "About", "choices": "A question\nAn error"},
    {"kind": "long", "label": "Message"},
    {"kind": "consent", "label": "Consent"},
]
GIVEN = {"Your name": "=1+1", "E-mail": "a@example.org", "About": "An error", "Message": "Hello there", "Consent": "on"}
pytestmark = pytest.mark.django_db


def add_page(home) -> FormPage:
    made = FormPage(title="Contact", slug="contact", thank_you="Thanks!", consent_text="You may keep it.", keep_days=30)
    made.mail_to, made.locale = "office@example.org", home.locale
    made.form_fields = [FormField(**field) for field in FIELDS]
    return home.add_child(instance=made)


@pytest.fixture
def page(homes):
    return add_page(homes["en"])


def keys(page) -> dict[str, str]:
    return {field.label: field.key for field in page.form_fields.all()}


def sent(page, **change) -> dict:
    return {keys(page)[label]: value for label, value in (GIVEN | change).items()} | guard_fields()


def test_an_answer_is_stored_with_the_consent_that_was_given(client, page):
    answer = client.post(page.url, sent(page))
    assert answer.status_code == 302
    stored = FormAnswer.objects.get()
    assert stored.values == [[label, said] for label, said in GIVEN.items() if label != "Consent"]
    assert stored.consent_text == "You may keep it."
    assert "Thanks!" in client.get(answer.headers["Location"]).text


@pytest.mark.django_db(transaction=True)
def test_the_mail_to_the_office_holds_a_link_and_nothing_of_the_answer(client, page, mailoutbox):
    client.post(page.url, sent(page))
    deliver_due()
    (mail,) = mailoutbox
    assert mail.to == ["office@example.org"]
    whole = mail.subject + mail.body + str(mail.alternatives)
    assert "/cms/form-answers/" in whole
    assert not [secret for secret in ("Hello", "a@example.org", "1+1") if secret in whole]


def test_without_an_address_no_mail_is_written(client, page):
    page.mail_to = ""
    page.save()
    client.post(page.url, sent(page))
    assert not OutgoingMail.objects.exists()


def test_errors_stand_beside_the_field_and_in_a_summary_with_links(client, page):
    answer = client.post(page.url, sent(page, Message="", Consent="", About="Nothing we know"))
    assert answer.status_code == 422
    for label in ("Message", "Consent", "About"):
        assert f'<a href="#id_{keys(page)[label]}">' in answer.text
        assert f'id="id_{keys(page)[label]}_error"' in answer.text
    assert 'role="alert"' in answer.text
    assert "<title>Error: Contact" in answer.text
    assert not FormAnswer.objects.exists()


def test_fields_help_the_browser_to_fill_them(client, page):
    text = client.get(page.url).text
    assert 'autocomplete="name"' in text
    assert 'autocomplete="email"' in text
    assert all(f'<label for="id_{key}"' in text for key in keys(page).values())
    assert text.count("<h1") == 1


def test_robots_and_unknown_fields_are_refused(client, page):
    for trap in ({"company_url": "x"}, guard_fields(0), {"unknown": "1"}):
        assert client.post(page.url, sent(page) | trap).status_code == 422
    assert not FormAnswer.objects.exists()


def test_the_sixth_answer_of_an_hour_is_refused_and_told_when_to_come_back(client, page):
    answers = [client.post(page.url, sent(page)) for _ in range(6)]
    assert [a.status_code for a in answers] == [302] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_answers_go_when_their_time_is_over(client, page):
    client.post(page.url, sent(page))
    client.post(page.url, sent(page))
    old = FormAnswer.objects.first()
    FormAnswer.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    assert form_actions.erase_old() == 1
    assert FormAnswer.objects.count() == 1
    assert form_actions.erase_old() == 0


def test_a_page_with_a_form_is_never_kept_and_needs_a_token(page):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(page.url).headers["Cache-Control"] == "no-store"
    assert strict.post(page.url, sent(page)).status_code == 403


def test_no_kind_of_field_takes_files():
    assert set(FieldKind.values) == {"text", "email", "choice", "long", "consent"}


def test_the_export_runs_no_formula(client, page):
    client.post(page.url, sent(page))
    rows = list(csv.reader(io.StringIO(form_admin.table().content.decode())))
    assert rows[0][0] == "answer"
    assert rows[1][4:6] == ["Your name", "'=1+1"]


@pytest.fixture
def community(page):
    page.members_text = "My name may stand here."
    page.save()
    return page


def join(client, page, name, **more):
    assert client.post(page.url, sent(page, **{"Your name": name}) | more).status_code == 302
    return FormAnswer.objects.order_by("-pk").first()


def test_a_member_is_named_by_consent_and_after_a_moderator_has_looked(client, community):
    silent, willing = join(client, community, "Quiet Person"), join(client, community, "Ann Example", member="on")
    assert (silent.member, willing.member) == ("", "Ann Example")
    assert "Ann Example" not in client.get(community.url).text
    form_actions.show_member(willing, True, "user:1")
    text = client.get(community.url).text
    assert "<li>Ann Example</li>" in text
    assert "Quiet Person" not in text
    form_actions.show_member(willing, False, "user:1")
    assert "Ann Example" not in client.get(community.url).text
    with pytest.raises(ValueError, match="without consent"):
        form_actions.show_member(silent, True, "user:1")


def test_members_stand_on_the_page_of_every_language_until_their_answers_are_erased(client, community, homes):
    form_actions.show_member(join(client, community, "Ann Example", member="on"), True, "user:1")
    other = community.copy_for_translation(homes["es"].locale)
    other.save_revision().publish()
    assert "<li>Ann Example</li>" in client.get("/es/contact/").text
    FormAnswer.objects.update(at=timezone.now() - timedelta(days=31))
    form_actions.erase_old()
    assert "Ann Example" not in client.get("/es/contact/").text


def test_without_the_words_nobody_is_asked_and_nobody_is_listed(client, page):
    assert "id_member" not in client.get(page.url).text
    assert client.post(page.url, sent(page) | {"member": "on"}).status_code == 422


def test_only_a_moderator_lets_a_name_in(client, community, roles):
    from support.staff import staff

    answer = join(client, community, "Ann Example", member="on")
    address = f"/cms/form-answers/{answer.pk}/member/"
    assert staff("editor").post(address).status_code == 403
    moderator = staff("moderator")
    assert "Show Ann Example in the list of members" in moderator.get("/cms/form-answers/").text
    assert moderator.get(address).status_code == 200
    moderator.post(address, {"turn": "on"})
    answer.refresh_from_db()
    assert answer.shown_at is not None


def test_the_same_answer_of_a_moderator_twice_shows_the_name_still(client, community, roles):
    from support.staff import staff

    answer = join(client, community, "Ann Example", member="on")
    address = f"/cms/form-answers/{answer.pk}/member/"
    moderator = staff("moderator")
    assert 'name="turn" value="on"' in moderator.get(address).text
    for _ in range(2):
        moderator.post(address, {"turn": "on"})
    answer.refresh_from_db()
    assert answer.shown_at is not None
    assert AuditEvent.objects.filter(action="form.answer_released").count() == 1


def test_a_form_that_is_not_translated_leads_to_its_source(client, page, homes):
    page.copy_for_translation(homes["es"].locale, alias=True)
    assert client.get("/es/contact/").headers["Location"] == page.url
    assert client.post("/es/contact/", sent(page)).headers["Location"] == page.url
    assert not FormAnswer.objects.exists()


def test_the_list_of_answers_asks_no_more_for_many_than_for_one(client, page, roles):
    from support.staff import staff

    browser, counts = staff("editor"), []
    for _ in range(4):
        client.post(page.url, sent(page))
        with CaptureQueriesContext(connection) as queries:
            assert "Contact" in browser.get("/cms/form-answers/").text
        counts.append(len(queries))
    assert counts[1] == counts[-1]
