"""A native instrument as a REDCap data dictionary, one language a file. Source: instrument-format.md 9."""

from collections.abc import Iterator

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.logic_text import conditions_text, redcap
from firstcontact.survey.convert.wording import filled
from firstcontact.survey.instrument.model import Group, Instrument, Item, Page, Text

Row = dict[str, str]
NAME, FORM, HEADER, TYPE = "Variable / Field Name", "Form Name", "Section Header", "Field Type"
LABEL, CHOICES, NOTE = "Field Label", "Choices, Calculations, OR Slider Labels", "Field Note"
VALIDATION = "Text Validation Type OR Show Slider Number"
MIN, MAX, IDENTIFIER = "Text Validation Min", "Text Validation Max", "Identifier?"
BRANCHING, REQUIRED = "Branching Logic (Show field only if...)", "Required Field?"
MATRIX, RANKING, ANNOTATION = "Matrix Group Name", "Matrix Ranking?", "Field Annotation"
COLUMNS = [
    NAME,
    FORM,
    HEADER,
    TYPE,
    LABEL,
    CHOICES,
    NOTE,
    VALIDATION,
    MIN,
    MAX,
    IDENTIFIER,
    BRANCHING,
    REQUIRED,
    "Custom Alignment",
    "Question Number (surveys only)",
    MATRIX,
    RANKING,
    ANNOTATION,
]
RECORD_ID = "record_id"
TYPES = {"single": "radio", "multi": "checkbox", "rating": "slider", "long_text": "notes", "info": "descriptive"}
VALIDATIONS = {"rating": "number", "integer": "integer", "decimal": "number", "date": "date_ymd"}
PATTERNS = {"email": "email", "phone": "phone", "zip": "zipcode"}


def dictionary(instrument: Instrument, language: str) -> list[Row]:
    """Rows of the 18 columns; an absent key is an empty cell. Raises FirstContactError for a label that holds `|`."""
    writer = _Writer(instrument, language)
    first = {NAME: RECORD_ID, FORM: instrument.pages[0].page_id, TYPE: "text", LABEL: "Record ID"}
    return [first, *(row for page in instrument.pages for row in writer.page(page))]


class _Writer:
    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument, self.language = instrument, language

    def page(self, page: Page) -> Iterator[Row]:
        """The page title stands over its first item, a group title over the group's first."""
        header = self.text(page.title)
        if page.intro:
            header += f"\n{self.text(page.intro)}"
        for group in page.groups:
            for item in group.items:
                title = self.text(group.title) if group.title and item is group.items[0] else ""
                yield self.item(item, group) | {HEADER: "\n".join(t for t in (header, title) if t)}
                header = ""

    def item(self, item: Item, group: Group) -> Row:
        return {
            NAME: item.link_id,
            FORM: item.page_id,
            TYPE: TYPES.get(item.type, "text"),
            LABEL: self.text(item.text),
            CHOICES: self.choices(item),
            NOTE: self.text(item.hint) if item.hint else "",
            VALIDATION: VALIDATIONS.get(item.type) or PATTERNS.get(item.pattern or "", ""),
            MIN: _end(item.min, item.min_date),
            MAX: _end(item.max, item.max_date),
            IDENTIFIER: "y" if item.pii else "",
            BRANCHING: conditions_text(item.conditions, self.instrument, redcap),
            REQUIRED: "y" if item.required else "",
            MATRIX: group.group_id if group.layout == "matrix" else "",
            ANNOTATION: " ".join(_annotations(item)),
        }

    def choices(self, item: Item) -> str:
        if item.type == "rating":
            return f"{self.label(item.low_label, item)} | | {self.label(item.high_label, item)}"
        return " | ".join(f"{o.code}, {self.label(o.label, item)}" for o in item.options)

    def label(self, text: Text, item: Item) -> str:
        label = self.text(text)
        if "|" in label:
            why = "REDCap parts its choices by that sign."
            raise FirstContactError(f"item '{item.link_id}': the label '{label}' holds |. {why} Write it without.")
        return label

    def text(self, text: Text) -> str:
        return filled(self.instrument, text)[self.language]


def _end(number: object, day: str | None) -> str:
    return "" if number is None and day is None else str(day if number is None else number)


def _annotations(item: Item) -> Iterator[str]:
    alone = [o.code for o in item.options if o.exclusive]
    if alone:
        yield f"@NONEOFTHEABOVE='{','.join(alone)}'"
    if item.max_choices is not None:
        yield f"@MAXCHECKED={item.max_choices}"
