"""Applications: from the first step to the decision, and what nobody else may see."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.config.guard import guard_fields
from firstcontact_site.events import application_files, jobs
from firstcontact_site.events.actions import applications
from firstcontact_site.events.application import ARROWS, STATES, private_storage
from firstcontact_site.events.models import Application, ApplicationFile, ProgrammeIndex, ProgrammePage
from firstcontact_site.events.questions import name_of
from firstcontact_site.events.refused import Refused
from firstcontact_site.mail import tokens
from support.staff import person, staff

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"type": "long", "value": {"question": "Why do you apply?", "help": "", "required": True}},
    {"type": "choice", "value": {"question": "Where?", "help": "", "required": False, "options": ["North", "South"]}},
    {"type": "file", "value": {"question": "Your CV", "help": "", "required": True}},
]
COHORTS = [{"type": "cohort", "value": {"starts": "2028-09-01", "ends": "2029-02-28", "places": 1}}]
ALLOWED = {
    ("draft", "submitted"),
    ("submitted", "in_review"),
    ("in_review", "accepted"),
    ("in_review", "declined"),
    ("draft", "withdrawn"),
    ("submitted", "withdrawn"),
    ("in_review", "withdrawn"),
}


@pytest.fixture
def programme(homes):
    home = homes["en"]
    index = home.add_child(instance=ProgrammeIndex(title="Programs", slug="programs"))
    inner = {"title": "For professionals", "slug": "for-professionals", "audience": "professionals"}
    below = index.add_child(instance=ProgrammeIndex(**inner))
    page = ProgrammePage(title="Course for medical directors", slug="course", audience="professionals")
    page.takes_applications, page.questions, page.cohorts = True, QUESTIONS, COHORTS
    return ProgrammePage.objects.get(pk=below.add_child(instance=page).pk)


@pytest.fixture
def apply(programme):
    def start(email="a@example.org", state="draft", cohort=date(2028, 9, 1)):
        applications.start(programme, name="Applicant", email=email, language="en")
        made = Application.objects.get(email=email)
        Application.objects.filter(pk=made.pk).update(
            state=state, cohort=cohort, submitted_at=None if state == "draft" else timezone.now()
        )
        made.refresh_from_db()
        return made

    return start


def link(application):
    return f"/en/programs/application/{tokens.signed('application', application.pk)}/"


def pdf(size=0, name="cv.pdf"):
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(target)
    content = target.getvalue()
    if size:
        content = content.replace(b"%%EOF", b"") + b"%" + b"x" * (size - len(content)) + b"\n%%EOF\n"
    return SimpleUploadedFile(name, content, "application/pdf")


def answers(programme, button="submit", **more):
    why, where, cv = (name_of(block) for block in programme.questions)
    said = {why: "To learn.", where: "North", cv: pdf(), "cohort": "2028-09-01", button: "1"}
    return {k: v for k, v in {**said, **guard_fields(), **more}.items() if v is not None}


def test_the_state_machine_has_these_arrows_and_no_others():
    assert {(a, b) for a, ends in ARROWS.items() for b in ends} == ALLOWED


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_every_other_step_is_refused(apply, state, target):
    application = apply(state=state)
    if (state, target) in ALLOWED:
        return applications._move(application, target, "job:test", "application.taken")
    with pytest.raises(Refused):
        applications._move(application, target, "job:test", "application.taken")
    return None


def test_lists_show_programmes_by_audience(client, programme):
    for address in ("/en/programs/", "/en/programs/for-professionals/", "/en/programs/?audience=professionals"):
        assert programme.title in client.get(address).text
    assert programme.title not in client.get("/en/programs/?audience=students").text
    assert "For professionals" in client.get("/en/programs/").text


def test_a_programme_says_dates_places_and_whether_one_can_apply(client, programme):
    text = client.get(programme.url).text
    assert "September 1, 2028 to February 28, 2029" in text
    assert "1 place" in text
    assert "You can apply now." in text
    assert programme.apply_url in text
    ProgrammePage.objects.update(closes_on=date(2020, 1, 1))
    text = client.get(programme.url).text
    assert "The time to apply is over." in text
    assert programme.apply_url not in text


def test_the_last_day_counts_in_every_time_zone(programme):
    programme.closes_on = date(2027, 5, 31)
    midday_in_utc = timezone.datetime(2027, 6, 1, 11, 59, tzinfo=timezone.get_default_timezone())
    assert programme.takes_now(midday_in_utc)
    assert not programme.takes_now(midday_in_utc + timedelta(minutes=1))


def test_from_the_first_step_to_the_sent_application(client, programme, mails):
    first = {"name": "Applicant", "email": "a@example.org", "consent": "on", **guard_fields()}
    assert "Please check your e-mail" in client.post(programme.apply_url, first).text
    path = re.search(r"http://localhost:8000(/en/programs/application/\S+)", mails()[0].text)[1]
    draft = answers(programme, "save", **{name_of(programme.questions[0]): ""})
    answer = client.post(path, draft)
    assert (answer.status_code, answer["Location"]) == (302, f"{path}?saved=1")
    text = client.get(f"{path}?saved=1").text
    assert "Your answers are saved" in text
    assert "A file is kept" in text
    assert Application.objects.get().state == "draft"
    sent = answers(programme, **{name_of(programme.questions[2]): None})
    assert client.post(path, sent).status_code == 302
    found = Application.objects.get()
    assert (found.state, found.cohort) == ("submitted", date(2028, 9, 1))
    assert found.answers[name_of(programme.questions[0])] == {"question": "Why do you apply?", "answer": "To learn."}
    assert "Sent in" in client.get(path).text
    assert "<textarea" not in client.get(path).text
    assert mails("submitted")[0].subject.startswith("We have your application")


def test_what_is_required_is_required_when_it_is_sent_in(client, programme, apply):
    application = apply()
    missing = answers(programme, **{name_of(programme.questions[0]): "", name_of(programme.questions[2]): None})
    text = client.post(link(application), missing).text
    assert text.count("This field is required") >= 2
    application.refresh_from_db()
    assert application.state == "draft"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("cv.pdf", b"MZ this is a program", "application/pdf"), "PDF"),
        (SimpleUploadedFile("cv.pdf", b"<script>alert(1)</script>", "application/pdf"), "PDF"),
        (pdf(11 * 1024 * 1024), "10 MB"),
    ],
)
def test_files_are_judged_by_content_and_size(client, programme, apply, file, words):
    application = apply()
    answer = client.post(link(application), answers(programme, **{name_of(programme.questions[2]): file}))
    assert answer.status_code == 200
    assert words in answer.text
    assert ApplicationFile.objects.count() == 0


def test_a_file_loses_its_name_and_lies_outside_the_public_folders(client, programme, apply, settings):
    application = apply()
    named = pdf(name="../../evil.php.pdf")
    client.post(link(application), answers(programme, "save", **{name_of(programme.questions[2]): named}))
    kept = ApplicationFile.objects.get()
    assert re.fullmatch(r"[0-9a-f]{32}\.pdf", kept.file.name)
    assert kept.file.path.startswith(str(settings.PRIVATE_MEDIA_ROOT))
    for address in (f"/media/{kept.file.name}", f"/private/applications/{kept.file.name}", f"/{kept.file.name}"):
        assert client.get(address).status_code == 404


def test_a_new_file_takes_the_place_of_the_old_one(client, programme, apply, django_capture_on_commit_callbacks):
    application = apply()
    client.post(link(application), answers(programme, "save"))
    old = ApplicationFile.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link(application), answers(programme, "save"))
    assert not private_storage().exists(old)
    assert private_storage().exists(ApplicationFile.objects.get().file.name)


def test_an_applicant_can_withdraw_until_the_decision(client, apply):
    for number, state in enumerate(("draft", "submitted", "in_review")):
        application = apply(f"{number}@example.org", state)
        assert client.post(f"{link(application)}withdraw/").status_code == 302
        application.refresh_from_db()
        assert application.state == "withdrawn"
        assert client.post(f"{link(application)}withdraw/").status_code == 409


def test_the_link_works_for_thirty_days(client, apply, monkeypatch):
    import time

    address, now = link(apply()), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 29 * 86400)
    assert client.get(address).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 31 * 86400)
    assert client.get(address).status_code == 410
    assert client.get(address[:-3] + "xx/").status_code == 404


def test_whoever_asks_twice_gets_a_link_and_no_second_application(client, programme, mails):
    first = {"name": "Applicant", "email": "a@example.org", "consent": "on", **guard_fields()}
    pages = [client.post(programme.apply_url, first).text for _ in range(2)]
    assert pages[0] == pages[1]
    assert Application.objects.count() == 1
    assert len(mails()) == 1


def test_acceptance_needs_a_second_reviewer(roles, programme, apply, mails):
    one, two = person("editor", email="one@example.org"), person("editor", email="two@example.org")
    application = apply(state="submitted")
    applications.take(application, one)
    applications.score(application, one, score=5, note="Good.", agrees=True)
    with pytest.raises(Refused):
        applications.accept(application, programme, one)
    applications.score(application, two, score=4, note="Unsure.", agrees=False)
    with pytest.raises(Refused):
        applications.accept(application, programme, one)
    applications.score(application, two, score=4, note="Convinced.", agrees=True)
    applications.accept(application, programme, one)
    assert mails("accepted")[0].subject.startswith("You are accepted")
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions[-1] == "application.accepted"


def test_no_more_are_accepted_than_the_dates_have_places(roles, programme, apply):
    one, two = person("editor", email="one@example.org"), person("editor", email="two@example.org")
    first, second = apply("a@example.org", "in_review"), apply("b@example.org", "in_review")
    for application in (first, second):
        applications.score(application, two, score=5, note="Good.", agrees=True)
    applications.accept(first, programme, one)
    with pytest.raises(Refused) as refused:
        applications.accept(second, programme, one)
    assert refused.value.key == "programme_refused_full"


def test_a_refusal_needs_a_reason_and_tells_it(roles, programme, apply, mails):
    one, application = person("editor"), apply(state="in_review")
    with pytest.raises(Refused):
        applications.decline(application, programme, one, "  ")
    applications.decline(application, programme, one, "The places went to practices in the north.")
    assert "practices in the north" in mails("declined")[0].text


def test_applications_and_their_files_are_erased_in_time(client, programme, apply, django_capture_on_commit_callbacks):
    client.post(link(apply()), answers(programme, "save"))
    name = ApplicationFile.objects.get().file.name
    changed = Application.objects.get().changed_at
    assert applications.erase_due(changed + timedelta(days=364)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert applications.erase_due(changed + timedelta(days=365)) == 1
    assert Application.objects.count() == 0
    assert not private_storage().exists(name)


def test_reviewers_read_score_and_decide_in_the_editor(roles, programme, apply, client):
    client.post(link(apply()), answers(programme))
    application = Application.objects.get()
    one, two = staff("editor", email="one@example.org"), staff("moderator", email="two@example.org")
    base = f"/cms/events/applications/{application.pk}/"
    assert "Applicant" in one.get(f"/cms/events/applications/{programme.translation_key}/").text
    assert programme.title in one.get("/cms/events/applications/").text
    assert "To learn." in one.get(base).text
    one.post(f"{base}decide/", {"step": "take"})
    two.post(f"{base}score/", {"score": "4", "note": "Good.", "agrees": "on"})
    assert "1 is weak" in two.post(f"{base}score/", {"score": "6", "note": ""}).text
    one.post(f"{base}decide/", {"step": "accept"})
    application.refresh_from_db()
    assert application.state == "accepted"
    file = one.get(f"/cms/events/applications/file/{ApplicationFile.objects.get().pk}/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.getvalue().startswith(b"%PDF")


def test_drafts_and_files_are_closed_to_those_who_do_not_review(roles, programme, apply, client):
    client.post(link(apply()), answers(programme, "save"))
    application, file = Application.objects.get(), ApplicationFile.objects.get()
    editor = staff("editor")
    assert editor.get(f"/cms/events/applications/{application.pk}/").status_code == 404
    assert editor.get(f"/cms/events/applications/file/{file.pk}/").status_code == 404
    Application.objects.update(state="submitted")
    for who, status in ((client, 302), (staff("author"), 403), (staff("auditor"), 403)):
        answer = who.get(f"/cms/events/applications/file/{file.pk}/")
        assert answer.status_code == status
    assert editor.get(f"/cms/events/applications/file/{file.pk}/").getvalue().startswith(b"%PDF")
    file.file.storage.delete(file.file.name)
    assert editor.get(f"/cms/events/applications/file/{file.pk}/").status_code == 404


def test_the_export_runs_no_formula(roles, programme, apply):
    application = apply(state="submitted")
    Application.objects.filter(pk=application.pk).update(name="=1+1")
    text = staff("editor").post(f"/cms/events/applications/{programme.translation_key}/export/").text
    assert "'=1+1" in text
    assert AuditEvent.objects.filter(action="application.exported").exists()


def kept_file(application, field="q_1", size=1000, days=0):
    """A file as a request has left it; `days` since anybody touched the application."""
    file = ApplicationFile.objects.create(application=application, field=field, question="CV", file=pdf(), size=size)
    Application.objects.filter(pk=application.pk).update(changed_at=timezone.now() - timedelta(days=days))
    return file.file.name


def test_all_files_of_one_application_have_a_limit(client, programme, apply):
    application = apply()
    kept_file(application, size=application_files.PER_APPLICATION)
    answer = client.post(link(application), answers(programme, "save"))
    assert "may have 30 MB at most" in answer.text
    assert ApplicationFile.objects.count() == 1
    ApplicationFile.objects.update(field=name_of(programme.questions[2]))
    assert client.post(link(application), answers(programme, "save")).status_code == 302


def test_strangers_cannot_fill_the_disk(client, programme, apply, settings):
    settings.APPLICATION_FILES_LIMIT = 100
    application = apply()
    answer = client.post(link(application), answers(programme, "save"))
    assert answer.status_code == 409
    assert "cannot keep more files" in answer.text
    assert not ApplicationFile.objects.exists()
    without = answers(programme, "save", **{name_of(programme.questions[2]): None})
    assert client.post(link(application), without).status_code == 302


def test_files_of_drafts_that_nobody_sends_in_are_erased(apply, django_capture_on_commit_callbacks):
    old, young = kept_file(apply("old@example.org"), days=31), kept_file(apply("young@example.org"), days=29)
    sent = kept_file(apply("sent@example.org", "submitted"), days=31)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.erasure()
    assert set(ApplicationFile.objects.values_list("file", flat=True)) == {young, sent}
    assert not private_storage().exists(old)
    assert private_storage().exists(young)
    assert Application.objects.filter(email="old@example.org").exists()
    assert AuditEvent.objects.get(action="application.files_erased").detail == {"rows": 1}


def test_bytes_without_a_row_are_erased_after_a_day(apply):
    kept = kept_file(apply())
    stray = private_storage().save("left-behind.pdf", pdf())
    now = timezone.now()
    application_files.drop_strays(now + timedelta(hours=23))
    assert private_storage().exists(stray)
    application_files.drop_strays(now + timedelta(hours=25))
    assert not private_storage().exists(stray)
    assert private_storage().exists(kept)


def test_a_programme_that_closes_while_somebody_begins_says_so(client, programme, monkeypatch):
    def closed(*args, **more):
        raise Refused("programme_refused_closed")

    monkeypatch.setattr(applications, "start", closed)
    given = guard_fields() | {"name": "A", "email": "a@example.org", "consent": "on"}
    assert client.post(programme.apply_url, given).status_code == 409
