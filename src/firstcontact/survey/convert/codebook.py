"""The codebook of an instrument: every column of the answer file with its values and missing codes.

Source: specs/surveys/README.md 13.1; instrument-format.md 11.
"""

from collections.abc import Iterator

from firstcontact.survey.convert.wording import filled, measures_of
from firstcontact.survey.instrument.model import CHOICE_TYPES, Instrument, Item

Row = dict[str, str]
COLUMNS = [
    "column",
    "link_id",
    "position",
    "item_type",
    "text",
    "value",
    "value_label",
    "is_missing_code",
    "score",
    "measure_id",
    "role",
]
BEFORE = 2  # response_id and unit_id are the first two columns of an answer file
SKIPPED = ("-1", "(skipped by the form)")
PROCESS_CODES = (
    ("-2", "(not reached)"),
    ("-3", "(left blank)"),
    ("-4", "(removed in cleaning)"),
    ("-5", "(not in this form)"),
    ("-6", "(unreadable on import)"),
)


def codebook(instrument: Instrument, language: str) -> list[Row]:
    """Rows in instrument order; for each column first its values, then its missing codes from -1 down."""
    writer = _Writer(instrument, language)
    answered = [i for i in instrument.items if i.type != "info"]
    return [row for position, item in enumerate(answered, BEFORE + 1) for row in writer.item(item, position)]


def process_codes(item: Item) -> tuple[tuple[str, str], ...]:
    """Missing codes that an item can get without a choice of the person: (code, label); -1 only where it has a
    condition."""
    return (SKIPPED, *PROCESS_CODES) if item.conditions else PROCESS_CODES


class _Writer:
    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument, self.language = instrument, language

    def text(self, text) -> str:
        return filled(self.instrument, text)[self.language]

    def item(self, item: Item, position: int) -> Iterator[Row]:
        common = {
            "link_id": item.link_id,
            "position": str(position),
            "item_type": item.type,
            "measure_id": ";".join(measures_of(self.instrument, item)),
            "role": ";".join(item.roles),
        }
        for column, suffix, values in self.columns(item):
            text = self.text(item.text) + (f" [{suffix}]" if suffix else "")
            for value, label, missing, score in values:
                yield {
                    **common,
                    "column": column,
                    "text": text,
                    "value": value,
                    "value_label": label,
                    "is_missing_code": "1" if missing else "0",
                    "score": score,
                }

    def columns(self, item: Item) -> Iterator[tuple[str, str, list[tuple]]]:
        """(column, what it adds to the text, its values) of an item."""
        if item.type == "multi":
            yield from self.marks(item)
        else:
            yield item.link_id, "", [*self.values(item), *self.missing(item)]
        for option in (o for o in item.options if o.has_text):
            yield f"{item.link_id}_{option.code}_text", self.text(option.label), [("", "", False, "")]

    def values(self, item: Item) -> list[tuple]:
        if item.type in CHOICE_TYPES:
            substantive = (o for o in item.options if o.missing is None)
            return [(o.code, self.text(o.label), False, _score(o.score)) for o in substantive]
        return [("", self.range(item), False, "")]

    def range(self, item: Item) -> str:
        low, high = (item.min_date, item.max_date) if item.type == "date" else (item.min, item.max)
        if item.type == "rating":
            return f"{low} {self.text(item.low_label)} ... {high} {self.text(item.high_label)}"
        ends = "" if low is None and high is None else f"{_end(low)} ... {_end(high)}"
        return " ".join(part for part in (ends, item.unit or "") if part)

    def marks(self, item: Item) -> Iterator[tuple[str, str, list[tuple]]]:
        missing = self.missing(item)
        for option in (o for o in item.options if o.missing is None):
            marked = [("1", "Marked", False, ""), ("0", "Not marked", False, "")]
            yield f"{item.link_id}_{option.code}", self.text(option.label), [*marked, *missing]
        yield f"{item.link_id}_missing", "missing", missing

    def missing(self, item: Item) -> list[tuple]:
        chosen = [(o.code, self.text(o.label), True, "") for o in item.options if o.missing is not None]
        given = [(code, label, True, "") for code, label in process_codes(item)]
        return [*given, *sorted(chosen, reverse=True)]


def _score(score: object) -> str:
    return "" if score is None else str(score)


def _end(value: object) -> str:
    return "" if value is None else str(value)
