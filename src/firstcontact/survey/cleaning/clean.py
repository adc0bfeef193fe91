"""Cleans the responses of a wave: rules C0 to C7 in their order, every change logged.

Source: specs/surveys/README.md 9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from firstcontact.survey.answers import Response
from firstcontact.survey.cleaning.cells import CleanedCells, clean_cells, pages_reached
from firstcontact.survey.cleaning.completeness import Completeness, completeness
from firstcontact.survey.cleaning.duplicates import keep
from firstcontact.survey.cleaning.eligibility import CaseFacts, Ruling, ruling
from firstcontact.survey.cleaning.log import Change
from firstcontact.survey.instrument.model import Instrument

DUPLICATE = "duplicate"
SAYS_MORE = "C5 (the later one has substantially more answers)"
PROXY_CODE = "answered"
QUOTA_EXIT, QUOTA_FULL = "quota_exit", "quota_full"
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Rules:
    """min_age in years; proxy: `exclude` (None: in patient waves) or `adjust`."""

    min_age: int = 18
    proxy: str | None = None

    def excludes_proxies(self, instrument: Instrument) -> bool:
        return (self.proxy or ("exclude" if instrument.population == "patient" else "adjust")) == "exclude"


@dataclass
class Cleaned:
    """One response after cleaning. kept: its answers count; proxy: another person answered."""

    response: Response
    cells: CleanedCells
    ruling: Ruling | None
    complete: Completeness | None = None
    disposition: str = ""
    kept: bool = False
    proxy: bool = False
    rules: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def clean(
    instrument: Instrument,
    responses: Sequence[Response],
    facts: Mapping[str, CaseFacts] | None = None,
    rules: Rules = Rules(),
    today: date | None = None,
) -> list[Cleaned]:
    """Every response, in the order given, with its cells cleaned and its disposition.

    facts: what the frame knows, by case id. today: what `today` means in limits of dates for responses without a time.
    """
    known = facts or {}
    done = [_one(instrument, r, known.get(r.case_id or "", CaseFacts()), rules, today) for r in responses]
    _drop_duplicates(done)
    for one in done:
        if not one.disposition:
            _judge(instrument, one, rules)
    return done


def _one(instrument: Instrument, response: Response, facts: CaseFacts, rules: Rules, today: date | None) -> Cleaned:
    """C0 to C4."""
    full = Ruling(QUOTA_FULL) if response.state == QUOTA_EXIT else None
    out = full or ruling(instrument, response.cells, facts, rules.min_age)
    reached = pages_reached(instrument, response, out.page if out else None)
    cells = clean_cells(instrument, response, _day(response, today), reached)
    one = Cleaned(response, cells, out, rules=list(cells.rules), changes=list(cells.changes))
    if out:
        one.disposition, one.kept = out.disposition, out.eligible
        one.rules = ["C1", *cells.rules] if not out.eligible else one.rules
        one.changes.append(Change(response.response_id, None, "C1", None, out.disposition))
    return one


def _day(response: Response, today: date | None) -> date:
    stamp = response.submitted_at or response.started_at
    return stamp.date() if stamp else today or date.max


def _drop_duplicates(done: list[Cleaned]) -> None:
    """C5, among the responses of a case that are eligible."""
    by_case: dict[str, list[Cleaned]] = {}
    for one in done:
        if one.response.case_id is not None and (one.ruling is None or one.ruling.eligible):
            by_case.setdefault(one.response.case_id, []).append(one)
    for same in by_case.values():
        if len(same) > 1:
            _keep_one(sorted(same, key=_received))


def _received(one: Cleaned) -> datetime:
    return one.response.submitted_at or one.response.started_at or EARLIEST


def _keep_one(same: list[Cleaned]) -> None:
    kept = keep([one.cells.cells for one in same])
    for i, one in enumerate(same):
        if i == kept:
            if kept > 0:
                one.rules.append("C5")
            continue
        rule = SAYS_MORE if i < kept else "C5"
        one.disposition, one.kept, one.rules = DUPLICATE, False, [rule]
        one.changes.append(Change(one.response.response_id, None, "C5", None, DUPLICATE))


def _judge(instrument: Instrument, one: Cleaned, rules: Rules) -> None:
    """C6 and C7."""
    one.complete = completeness(instrument, one.cells.cells, one.cells.hidden)
    one.disposition = one.complete.disposition
    one.kept = one.disposition != "break_off"
    if one.complete.rule:
        one.rules.append(one.complete.rule)
        one.changes.append(Change(one.response.response_id, None, "C6", None, one.disposition))
    one.proxy = _answered_by_proxy(instrument, one)
    if one.proxy and rules.excludes_proxies(instrument):
        one.disposition, one.kept = "other_eligible", False
        one.rules.append("C7")
        one.changes.append(Change(one.response.response_id, None, "C7", None, one.disposition))


def _answered_by_proxy(instrument: Instrument, one: Cleaned) -> bool:
    """An item of the role proxy in which the option `answered` is marked: another person chose the answers."""
    cells = (one.cells.cells.get(i.link_id) for i in instrument.with_role("proxy"))
    return any(c == PROXY_CODE or (isinstance(c, frozenset) and PROXY_CODE in c) for c in cells)
