"""Fills an instrument for made-up respondents, item by item in document order, as its conditions allow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from firstcontact.survey.instrument.conditions import holds
from firstcontact.survey.instrument.model import CHOICE_TYPES, NUMBER_TYPES, TEXT_TYPES, Answer, Instrument, Item
from firstcontact.survey.instrument.visible import in_form
from firstcontact.survey.simulate.aims import Aims
from firstcontact.survey.simulate.draw_answers import Leaning, choices, days, marks, numbers, parts_of

BLANK = 0.02
LEAVES_AT_EXIT = 0.04
BREAKS_OFF = 0.05
SUBMITTED, LEFT_AT_EXIT, BROKE_OFF = "submitted", "ineligible", "closed_partial"


@dataclass
class Filling:
    """The answers of all respondents while the instrument is filled.

    modules: rotating modules of each respondent, None for all. state: per respondent, SUBMITTED until it leaves.
    """

    instrument: Instrument
    leaning: Leaning
    aims: Aims
    today: date
    modules: Sequence[tuple[str, ...] | None]
    answers: list[dict[str, Answer]] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    sums: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.answers = [{} for _ in self.modules]
        self.state = [SUBMITTED for _ in self.modules]
        self.means = _item_means(self.instrument, self.aims)

    def run(self) -> list[dict[str, Answer]]:
        """link_id -> answer of each respondent; after an exit nothing more is answered."""
        for page in self.instrument.pages:
            for item in page.items:
                self._item(item)
            self._leave(page.page_id)
        return self.answers

    def _item(self, item: Item) -> None:
        rows = np.array([i for i in range(len(self.modules)) if self._sees(item, i)], dtype=int)
        if not rows.size or not _is_drawn(item):
            return
        values = self._values(item, rows)
        blank = self.leaning.draw.random(rows.size) < (0 if item.required else BLANK)
        for i, value, skip in zip(rows, values, blank, strict=True):
            if not skip:
                self.answers[i][item.link_id] = value

    def _sees(self, item: Item, row: int) -> bool:
        if self.state[row] != SUBMITTED or not in_form(self.instrument, item, self.modules[row]):
            return False
        return all(holds(c, self.instrument.item_by_id, self.answers[row]) for c in item.conditions)

    def _values(self, item: Item, rows: np.ndarray) -> Sequence[Answer]:
        if item.has_role("eligibility"):
            return self._eligible(item, rows)
        if item.type == "multi":
            return marks(item, rows, self.leaning)
        if item.sum_group:
            return self._part(item, rows)
        if item.type in NUMBER_TYPES:
            return numbers(item, rows, self.leaning, self.aims, self.means.get(item.link_id))
        if item.type == "date":
            return days(rows, self.leaning, self.today)
        return choices(item, rows, self.leaning, self.means.get(item.link_id))

    def _eligible(self, item: Item, rows: np.ndarray) -> list[str]:
        """A few give the code that an exit waits for, all others one that no exit names."""
        leaving = {c.value for e in self.instrument.exits for c in e.when.clauses if c.item == item.link_id}
        stay = [o.code for o in item.options if o.code not in leaving and o.missing is None]
        out = [o.code for o in item.options if o.code in leaving]
        leaves = self.leaning.draw.random(rows.size) < (LEAVES_AT_EXIT if out else 0)
        picked = self.leaning.draw.integers(len(stay), size=rows.size)
        return [out[0] if gone else stay[i] for gone, i in zip(leaves, picked, strict=True)]

    def _part(self, item: Item, rows: np.ndarray) -> list[Answer]:
        """One of several numbers that add up, drawn together for the first of them."""
        group = [i.link_id for i in self.instrument.items if i.sum_group == item.sum_group]
        if item.sum_group not in self.sums:
            total = next((c.equals for c in self.instrument.checks if c.sum_group == item.sum_group), 100)
            every = np.arange(len(self.modules))
            self.sums[item.sum_group] = parts_of(int(total or 100), len(group), every, self.leaning)
        return [int(v) for v in self.sums[item.sum_group][rows, group.index(item.link_id)]]

    def _leave(self, page_id: str) -> None:
        here = [e for e in self.instrument.exits if e.after_page == page_id]
        last = page_id == self.instrument.pages[-1].page_id
        chance = 0 if last else BREAKS_OFF / len(self.instrument.pages)
        breaks = self.leaning.draw.random(len(self.state)) < chance
        for i, answers in enumerate(self.answers):
            if self.state[i] == SUBMITTED and any(holds(e.when, self.instrument.item_by_id, answers) for e in here):
                self.state[i] = LEFT_AT_EXIT
            elif self.state[i] == SUBMITTED and breaks[i]:
                self.state[i] = BROKE_OFF


def _is_drawn(item: Item) -> bool:
    """Texts and personal data are never made up, nor options that are known only when the instrument is frozen."""
    without_options = item.type in CHOICE_TYPES and not item.options
    return item.type != "info" and item.type not in TEXT_TYPES and not item.pii and not without_options


def _item_means(instrument: Instrument, aims: Aims) -> dict[str, float]:
    """link_id -> how far up its scale an item lies on average, 0..1."""
    means = {k: v / 100 for k, v in aims.shares.items()}
    for measure_id, score in aims.measures.items():
        measure = instrument.measure_by_id.get(measure_id)
        means |= dict.fromkeys(measure.items if measure else (), score / 100)
    return means
