"""A native instrument as the three sheets of an XLSForm. Source: specs/surveys/instrument-format.md 8."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from firstcontact.survey.convert.logic_text import condition_text, xlsform
from firstcontact.survey.convert.wording import filled, merge_fields
from firstcontact.survey.instrument.canonical import canonical_json
from firstcontact.survey.instrument.languages import own_name
from firstcontact.survey.instrument.model import Group, Instrument, Item, Option, Page, Text

Row = dict[str, str]
TYPES = {"rating": "range", "info": "note", "long_text": "text"}
APPEARANCE = {"long_text": "multiline"}
CELL = 32_000  # an Excel cell holds 32,767 characters


@dataclass(frozen=True)
class Sheets:
    """Columns in order and rows of each sheet; an absent key is an empty cell."""

    survey: tuple[list[str], list[Row]]
    choices: tuple[list[str], list[Row]]
    settings: tuple[list[str], list[Row]]


def sheets(instrument: Instrument, native: bool = True) -> Sheets:
    """native: also the columns fc_roles, fc_score and fc_native, which other programs pass over; with them importing
    the form loses nothing."""
    writer = _Writer(instrument)
    labels = [f"label::{tag}" for tag in writer.tags]
    hints = [f"hint::{tag}" for tag in writer.tags] if any(i.hint for i in instrument.items) else []
    survey = ["type", "name", *labels, *hints, "required", "relevant", "constraint", "appearance", "parameters"]
    choices = ["list_name", "name", *labels]
    settings = {
        "form_title": instrument.title[instrument.default_language],
        "form_id": instrument.instrument_id,
        "version": str(instrument.version),
        "default_language": writer.tags[0],
    }
    if native:
        survey, choices = [*survey, "fc_roles"], [*choices, "fc_score"]
        settings |= _native(instrument)
    return Sheets((survey, list(writer.survey())), (choices, list(writer.choices())), ([*settings], [settings]))


def language_column(tag: str) -> str:
    """`Español (es)`, as XLSForm names a language."""
    return f"{own_name(tag)} ({tag})"


def _native(instrument: Instrument) -> Row:
    text = canonical_json(instrument.document)
    parts = [text[start : start + CELL] for start in range(0, len(text), CELL)]
    return {"fc_native" if i == 0 else f"fc_native_{i + 1}": part for i, part in enumerate(parts)}


class _Writer:
    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        order = dict.fromkeys((instrument.default_language, *instrument.languages))
        self.tags = [language_column(tag) for tag in order]

    def survey(self) -> Iterator[Row]:
        yield from ({"type": "hidden", "name": name} for name in merge_fields(self.instrument))
        for page in self.instrument.pages:
            yield from self.page(page)

    def page(self, page: Page) -> Iterator[Row]:
        name = f"page_{page.page_id}"
        shown = {"relevant": condition_text(page.show_if, self.instrument, xlsform), "appearance": "field-list"}
        yield {"type": "begin_group", "name": name, **self.texts("label", page.title), **shown}
        if page.intro:
            yield {"type": "note", "name": f"intro_{page.page_id}", **self.texts("label", page.intro)}
        for group in page.groups:
            yield from self.group(group)
        yield {"type": "end_group", "name": name}

    def group(self, group: Group) -> Iterator[Row]:
        """A group of its own only where it says something: a matrix, a title or a condition."""
        rows = [self.item(i) for i in group.items]
        if group.layout != "matrix" and group.title is None and group.show_if is None:
            yield from rows
            return
        relevant = condition_text(group.show_if, self.instrument, xlsform)
        appearance = "table-list" if group.layout == "matrix" else ""
        title = self.texts("label", group.title) if group.title else {}
        row = {"type": "begin_group", "name": group.group_id, **title, "relevant": relevant, "appearance": appearance}
        yield from (row, *rows, {"type": "end_group", "name": group.group_id})

    def item(self, item: Item) -> Row:
        return {
            "type": _type(item),
            "name": item.link_id,
            **self.texts("label", item.text),
            **(self.texts("hint", item.hint) if item.hint else {}),
            "required": "yes" if item.required else "",
            "relevant": condition_text(item.show_if, self.instrument, xlsform),
            "constraint": " and ".join(_constraints(item)),
            "appearance": APPEARANCE.get(item.type, ""),
            "parameters": f"start={item.min};end={item.max};step=1" if item.type == "rating" else "",
            "fc_roles": " ".join(item.roles),
        }

    def choices(self) -> Iterator[Row]:
        lists: dict[str, tuple[Option, ...]] = dict(self.instrument.scales)
        lists |= {list_name(i): i.options for i in self.instrument.items if i.options and not i.scale}
        for name, options in lists.items():
            for option in options:
                score = "" if option.score is None else str(option.score)
                yield {"list_name": name, "name": option.code, **self.texts("label", option.label), "fc_score": score}

    def texts(self, key: str, text: Text) -> Row:
        found = filled(self.instrument, text).values()
        return {f"{key}::{tag}": self.references(t) for tag, t in zip(self.tags, found, strict=True)}

    def references(self, text: str) -> str:
        for name in merge_fields(self.instrument):
            text = text.replace(f"{{{name}}}", f"${{{name}}}")
        return text


def list_name(item: Item) -> str:
    return item.scale or f"l_{item.link_id}"


def _type(item: Item) -> str:
    if item.type in ("single", "multi"):
        return f"{'select_one' if item.type == 'single' else 'select_multiple'} {list_name(item)}"
    return TYPES.get(item.type, item.type)


def _constraints(item: Item) -> Iterator[str]:
    if item.type in ("integer", "decimal"):
        yield from _ends(item.min, item.max)
    if item.type == "date":
        yield from _ends(_day(item.min_date), _day(item.max_date))
    if item.max_choices is not None:
        yield f"count-selected(.) <= {item.max_choices}"
    if item.type == "multi":
        alone = (o.code for o in item.options if o.exclusive)
        yield from (f"not(selected(., '{code}') and count-selected(.) > 1)" for code in alone)


def _ends(low: int | Decimal | str | None, high: int | Decimal | str | None) -> Iterator[str]:
    if low is not None:
        yield f". >= {low}"
    if high is not None:
        yield f". <= {high}"


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    return "today()" if text == "today" else f"date('{text}')"
