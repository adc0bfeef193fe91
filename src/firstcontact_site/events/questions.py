"""The form of a programme: an editor puts it together from a closed list of questions."""

from collections.abc import Iterable

from django import forms
from wagtail import blocks
from wagtail.blocks import StreamValue

from firstcontact_site.config.guard import check_upload
from firstcontact_site.words import lazy, text


class Question(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200)
    help = blocks.CharBlock(max_length=300, required=False)
    required = blocks.BooleanBlock(required=False, default=True)


class Choice(Question):
    options = blocks.ListBlock(blocks.CharBlock(max_length=120), min_num=2, max_num=30)


class Questions(blocks.StreamBlock):
    short = Question(icon="pilcrow")
    long = Question(icon="doc-full")
    email = Question(icon="mail")
    choice = Choice(icon="list-ul")
    file = Question(icon="download")
    consent = Question(icon="tick")


class Cohort(blocks.StructBlock):
    """One run of a programme. Its first day names it: applications keep that day."""

    starts = blocks.DateBlock()
    ends = blocks.DateBlock()
    places = blocks.IntegerBlock(min_value=1, required=False)


class Cohorts(blocks.StreamBlock):
    cohort = Cohort(icon="date")


class PdfField(forms.FileField):
    """Judged by content; the sender's name of the file is thrown away."""

    widget = forms.FileInput(attrs={"accept": "application/pdf"})

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        if data:
            check_upload(data, kinds={"pdf"})
        return found


def name_of(block) -> str:
    """The same in every language: translations keep the ids of blocks."""
    return f"q_{block.id.replace('-', '')[:12]}"


def fields_of(questions: StreamValue) -> Iterable[tuple[str, forms.Field]]:
    for block in questions:
        given = block.value
        said = {"label": given["question"], "help_text": given["help"], "required": given["required"]}
        yield name_of(block), _field(block.block_type, given, said)


def _field(kind: str, given, said: dict) -> forms.Field:
    if kind == "choice":
        options = [("", lazy("event_form_choose")), *((o, o) for o in given["options"])]
        return forms.ChoiceField(choices=options, **said)
    if kind == "long":
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), **said)
    return {
        "short": lambda: forms.CharField(max_length=200, **said),
        "email": lambda: forms.EmailField(**said),
        "file": lambda: PdfField(
            **said | {"help_text": f"{said['help_text']} {text('programme_form_file_help')}".strip()}
        ),
        "consent": lambda: forms.BooleanField(**said),
    }[kind]()
