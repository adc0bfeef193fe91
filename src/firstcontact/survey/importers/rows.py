"""Each row of a file becomes a response or is set aside, with its reason in the ledger.

Source: specs/surveys/README.md 12.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from firstcontact.survey.answers import Cell, Response
from firstcontact.survey.cleaning.cells import pages_reached
from firstcontact.survey.importers.cells import read_cell
from firstcontact.survey.importers.mapping import Flag, ImportMap, ItemMap
from firstcontact.survey.importers.qualtrics import STATUS, STATUS_WORDS
from firstcontact.survey.importers.source import SourceRow
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.missing import Missing

LOADED, DROPPED, DUPLICATE, QUARANTINED = "loaded", "dropped", "duplicate", "quarantined"
UNFINISHED = "not finished: stays a partial"
TIMES = ("time_columns.started", "time_columns.ended")


@dataclass(frozen=True)
class Outcome:
    """What became of one row: kind is one of LOADED, DROPPED, DUPLICATE, QUARANTINED."""

    row: int
    kind: str
    action: str
    reason: str = ""
    response_id: str | None = None
    case_id: str | None = None
    response: Response | None = None


@dataclass(frozen=True)
class RowReader:
    """Everything that is the same for all rows. roles: key of the map -> column; cases: known case ids, None: any."""

    mapping: ImportMap
    instrument: Instrument
    places: Mapping[str, ItemMap]
    roles: Mapping[str, str]
    completed: list[Flag]
    import_id: str
    cases: Collection[str] | None = None

    def read(self, row: SourceRow) -> Outcome:
        if row.problem:
            return Outcome(row.number, QUARANTINED, QUARANTINED, row.problem)
        response_id = self._text(row, "response_column") or self._own_id(row)
        case_id = self._text(row, "case_column") or None
        seen = Outcome(row.number, QUARANTINED, QUARANTINED, "", response_id, case_id)
        dropped = self._dropped(row)
        if dropped:
            return replace(seen, kind=DROPPED, action=DROPPED, reason=dropped)
        problem = self._problem(row, response_id, case_id)
        return replace(seen, reason=problem) if problem else self._loaded(row, seen)

    def _own_id(self, row: SourceRow) -> str | None:
        """Files without a response column name their responses by import and row."""
        return None if self.mapping.response_column else f"{self.import_id}-{row.number}"

    def _text(self, row: SourceRow, role: str) -> str:
        return row.cells[self.roles[role]].strip() if role in self.roles else ""

    def _dropped(self, row: SourceRow) -> str:
        for name, values in self.mapping.drop_if.items():
            text = row.cells[self.roles[f"drop_if.{name}"]].strip()
            if text in values:
                word = STATUS_WORDS.get(text) if (self.mapping.source, name) == ("qualtrics_csv", STATUS) else None
                return f"{name} = {text}" + (f" ({word})" if word else "")
        return ""

    def _problem(self, row: SourceRow, response_id: str | None, case_id: str | None) -> str:
        if response_id is None:
            return f"{self.roles['response_column']} is blank: the response has no id"
        if self.mapping.case_column and case_id is None:
            return f"{self.roles['case_column']} is blank: the response belongs to no case"
        if case_id is not None and self.cases is not None and case_id not in self.cases:
            return f"{self.roles['case_column']} names no case of the sample"
        wrong = [self.roles[r] for r in TIMES if not self._is_time(row, r)]
        return f"{wrong[0]} is not a date and time such as 2027-03-09 10:00:00" if wrong else ""

    def _is_time(self, row: SourceRow, role: str) -> bool:
        try:
            self._time(row, role)
        except ValueError:
            return False
        return True

    def _time(self, row: SourceRow, role: str) -> datetime | None:
        """In UTC; None where blank. Raises ValueError where it cannot be read."""
        text = self._text(row, role)
        if not text:
            return None
        stamp = datetime.fromisoformat(text)
        zone = ZoneInfo(self.mapping.time_columns.time_zone)
        return (stamp if stamp.tzinfo else stamp.replace(tzinfo=zone)).astimezone(UTC)

    def _loaded(self, row: SourceRow, seen: Outcome) -> Outcome:
        cells: dict[str, Cell] = {}
        problems = []
        for link_id, place in self.places.items():
            cell, problem = read_cell(self.instrument.item_by_id[link_id], place, row.cells)
            if cell is not None:
                cells[link_id] = cell
            if problem:
                problems.append(problem)
        finished = all(row.cells[f.name].strip() in f.true_values for f in self.completed)
        response = self._response(row, seen, cells, finished)
        removed = f" with {len(problems)} value{'s' * (len(problems) > 1)} removed" if problems else ""
        reason = "; ".join([*([] if finished else [UNFINISHED]), *problems])
        return replace(seen, kind=LOADED, action=LOADED + removed, reason=reason, response=response)

    def _response(self, row: SourceRow, seen: Outcome, cells: dict[str, Cell], finished: bool) -> Response:
        started, ended = (self._time(row, r) for r in TIMES)
        response = Response(
            response_id=seen.response_id or "",
            case_id=seen.case_id,
            language=language(self.instrument, self._text(row, "language_column")),
            mode=self.mapping.mode,
            state="submitted" if finished else "closed_partial",
            cells=cells,
            started_at=started or ended,
            submitted_at=ended if finished else None,
            import_id=self.import_id,
        )
        return response.with_cells(self._filled(response))

    def _filled(self, response: Response) -> dict[str, Cell]:
        """A cell for every item: not mapped, not reached or left blank where nothing was entered."""
        reached = pages_reached(self.instrument, response)
        asking = (i for i in self.instrument.items if i.type != "info")
        return {i.link_id: response.cells.get(i.link_id, self._blank(i.link_id, i.page_id, reached)) for i in asking}

    def _blank(self, link_id: str, page_id: str, reached: set[str]) -> Missing:
        if link_id not in self.places:
            return Missing.NOT_IN_FORM
        return Missing.LEFT_BLANK if page_id in reached else Missing.NOT_REACHED


def language(instrument: Instrument, text: str) -> str:
    """The language tag: of the instrument where it has it (`ES-419` is its `es`), its default where blank."""
    tag = text.lower().replace("_", "-")
    known = {name.lower(): name for name in instrument.languages}
    return known.get(tag) or known.get(tag.split("-")[0]) or tag or instrument.default_language
