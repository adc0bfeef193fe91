"""Awards: given to practices by a file, told to the results, never a matter of numbers."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(tree, release):
    """The editors' form of a new award with this file."""
    from wagtail.admin.panels import get_edit_handler

    from firstcontact_site.content.models import Award

    form_class = get_edit_handler(Award).get_form_class()

    def make(content: bytes, award=None):
        given = {"name": "Good care", "year": 2027, "criteria": tree["news"].pk}
        return form_class(given, {"practices_csv": SimpleUploadedFile("a.csv", content)}, instance=award or Award())

    return make


def saved(form):
    assert form.is_valid(), form.errors
    return form.save()


def told(folder):
    return json.loads((folder / "awards.json").read_text(encoding="utf-8"))


def test_an_award_reaches_the_practices_of_its_file(form, frame_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        saved(form(b"\xef\xbb\xbfpractice_id,note\r\nP001,x\r\nP002,\r\n"))
    award = {"name": "Good care", "year": 2027, "criteria": {"en": "news/"}}
    assert told(frame_file.parent) == {"P001": [award], "P002": [award]}


def test_reading_a_file_is_in_the_audit_log_and_saving_without_one_keeps_the_list(form):
    from firstcontact_site.accounts.audit_event import AuditEvent

    award = saved(form(b"practice_id\nP001\n"))
    event = AuditEvent.objects.filter(action="award.imported").get()
    assert (event.object, event.detail) == (f"award:{award.pk}", {"practices": 1})
    again = form(b"", award)
    again.files.clear()
    saved(again)
    award.refresh_from_db()
    assert award.practices == ["P001"]
    assert AuditEvent.objects.filter(action="award.imported").count() == 1


def test_an_award_that_is_gone_is_told_no_more(form, frame_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        award = saved(form(b"practice_id\nP001\n"))
    with django_capture_on_commit_callbacks(execute=True):
        award.delete()
    assert told(frame_file.parent) == {}


def test_criteria_that_are_not_public_are_not_linked(form, tree):
    from firstcontact_site.content.awards import by_practice

    saved(form(b"practice_id\nP001\n"))
    tree["news"].unpublish()
    assert by_practice()["P001"][0]["criteria"] == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id\nP001\n", ["Line 1: there is no column 'practice_id'; the file has id."]),
        (b"", ["Line 1: there is no column 'practice_id'; the file has nothing."]),
        (b"practice_id\n", ["Line 2: the file names no practice."]),
        (
            b"practice_id,note\nP001,a\nP-none,b\n,c\nP001,d\n",
            [
                "Line 3, column practice_id, value 'P-none': the live release has no such practice.",
                "Line 4, column practice_id, value '': an id is required.",
                "Line 5, column practice_id, value 'P001': stands in line 2 already.",
            ],
        ),
        (b"practice_id\nP001\nS\xe3o\n", ["Line 3: the file is not UTF-8 text. Save it as CSV UTF-8."]),
    ],
)
def test_a_line_in_doubt_is_named_with_column_value_and_rule(release, content, said):
    from firstcontact_site.content.award_file import practices_of

    with pytest.raises(ValidationError) as refused:
        practices_of(SimpleUploadedFile("a.csv", content))
    assert refused.value.messages == said


def test_many_lines_in_doubt_are_counted_and_not_all_listed(release):
    from firstcontact_site.content.award_file import MOST_NAMED, practices_in

    with pytest.raises(ValidationError) as refused:
        practices_in("practice_id\n" + "".join(f"X{n}\n" for n in range(50)))
    assert len(refused.value.messages) == MOST_NAMED + 1
    assert refused.value.messages[-1] == "30 more lines are in doubt."
