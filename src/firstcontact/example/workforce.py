"""Primary care clinicians: who works where and when, and whom the yearly rules call primary care."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import dates
from firstcontact.example.assumptions import assumptions, column, table
from firstcontact.example.calendar import NO_DAY, Calendar
from firstcontact.example.practices import FOCUS, Practices
from firstcontact.example.streams import Streams, choose

# what happens to clinicians other than leads
STEADY, LEAVES, COMES, MOVES, TWO_PRACTICES = range(5)
FATES = np.array([0.80, 0.05, 0.05, 0.05, 0.05])
NEVER, ALWAYS = -1, 10_000
SECOND_SHARE = 0.3


@dataclass
class Workforce:
    """One element per primary care clinician, in order of practice.

    `first[p]`, `size[p]`: the clinicians of practice p, the lead first. A lead is a physician who stays.
    """

    practice: np.ndarray
    first: np.ndarray
    size: np.ndarray
    staff: list[tuple[str, str]]
    fate: np.ndarray
    month: np.ndarray
    other_practice: np.ndarray
    screens: np.ndarray
    override: np.ndarray

    def __len__(self) -> int:
        return len(self.practice)

    def works(self, clinician: np.ndarray, month: np.ndarray) -> np.ndarray:
        fate, when = self.fate[clinician], self.month[clinician]
        return ~((fate == LEAVES) & (month > when)) & ~((fate == COMES) & (month < when))

    def lead(self, clinician: np.ndarray) -> np.ndarray:
        return self.first[self.practice[clinician]]

    def practice_at(self, clinician: np.ndarray, month: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Where the clinician works that month; u decides for those with two practices."""
        fate = self.fate[clinician]
        away = (fate == MOVES) & (month >= self.month[clinician]) | (fate == TWO_PRACTICES) & (u < SECOND_SHARE)
        return np.where(away, self.other_practice[clinician], self.practice[clinician])

    def deactivated_on(self, calendar: Calendar) -> np.ndarray:
        last = calendar.starts[np.clip(self.month, 0, calendar.months - 1) + 1] - 1
        return np.where(self.fate == LEAVES, last, NO_DAY).astype(np.int32)

    def is_primary_care(self, calendar: Calendar) -> np.ndarray:
        """clinicians x years: not deactivated before 1 July, not taken out by hand; all else passes."""
        july = calendar.starts[6::12]
        gone = self.deactivated_on(calendar)
        active = (gone == NO_DAY)[:, None] | (gone[:, None] >= july[None, :])
        return active & (self.override != "no")[:, None]


def make_workforce(people: int, practices: Practices, calendar: Calendar, streams: Streams) -> Workforce:
    facts = assumptions()["region"]
    wanted = people * facts["residents_per_person"] * facts["clinicians_per_resident"]
    n = len(practices)
    size_weight = streams("practice.size").gamma(1.6, 1.0, n)
    size = 1 + np.floor(size_weight / size_weight.sum() * max(0.0, wanted - n) + 0.5).astype(np.int64)
    first = np.r_[0, np.cumsum(size)[:-1]]
    practice = np.repeat(np.arange(n), size)
    total = len(practice)
    fate = choose(streams("clinician.fate").random(total), FATES).astype(np.int8)
    fate[first] = STEADY
    when = np.floor(streams("clinician.month").random(total) * (calendar.months - 3)).astype(np.int16) + 1
    other = np.floor(streams("clinician.other").random(total) * n).astype(np.int64)
    fate[(other == practice) & np.isin(fate, (MOVES, TWO_PRACTICES))] = STEADY
    return Workforce(
        practice=practice,
        first=first,
        size=size,
        staff=_staff(practice, first, practices, streams),
        fate=fate,
        month=when,
        other_practice=other,
        screens=streams("clinician.screens").random(total) >= 0.03,
        override=_override(total, fate),
    )


def _staff(practice: np.ndarray, first: np.ndarray, practices: Practices, streams: Streams) -> list[tuple[str, str]]:
    """Taxonomy and specialty code of each clinician; leads are physicians."""
    u = streams("clinician.taxonomy").random(len(practice))
    leads = set(first.tolist())
    staff = []
    for i, p in enumerate(practice):
        rows = [r for r in table("staff") if r["focus"] == FOCUS[practices.focus[p]]]
        at = 0 if i in leads else int(choose(u[i : i + 1], column(tuple(rows), "share"))[0])
        staff.append((rows[at]["taxonomy"], rows[at]["specialty"]))
    return staff


def _override(total: int, fate: np.ndarray) -> np.ndarray:
    """One steady clinician in four hundred works outside primary care and is taken out by hand."""
    override = np.full(total, "", dtype="<U3")
    steady = np.flatnonzero(fate == TWO_PRACTICES)
    override[steady[: max(1, total // 400)]] = "no"
    return override


def practice_provider_table(
    workforce: Workforce, practices: Practices, calendar: Calendar, npi: list[str], streams: Streams
) -> pa.Table:
    """One row per clinician and place of work; movers have one after the other, some have two at a time."""
    n = len(workforce)
    everyone = np.arange(n)
    moved = workforce.fate == MOVES
    two = workforce.fate == TWO_PRACTICES
    change = calendar.starts[workforce.month]
    begin = np.where(workforce.fate == COMES, change, calendar.first_day - 1461)
    end = np.where(moved, change - 1, workforce.deactivated_on(calendar))
    fte = np.round(0.6 + 0.4 * streams("clinician.fte").random(n), 2)
    second = np.flatnonzero(moved | two)
    who = np.r_[everyone, second]
    share = np.r_[np.where(two, 1 - SECOND_SHARE, 1.0), np.where(two[second], SECOND_SHARE, 1.0)]
    hundredths = np.floor(fte[who] * share * 1000 + 0.5).astype(np.int64)
    return pa.table(
        {
            "practice_id": [practices.id(p) for p in np.r_[workforce.practice, workforce.other_practice[second]]],
            "npi": [npi[c] for c in who],
            "start_date": dates(np.r_[begin, np.where(moved[second], change[second], begin[second])]),
            "end_date": dates(np.r_[end, np.full(len(second), NO_DAY)]),
            "role": ["primary_care"] * len(who),
            "clinical_fte": pa.array([f"{h / 1000:.3f}" for h in hundredths]).cast(pa.decimal128(5, 3)),
            "accepting_new_patients": [
                ("yes", "limited", "no", "unknown")[practices.accepting[workforce.practice[c]]] for c in who
            ],
        }
    )


def provider_table(workforce: Workforce, directory, calendar: Calendar, data_source: str, streams: Streams) -> pa.Table:
    """All listed clinicians and organisations."""
    n, individuals = directory.listed, directory.individuals
    primary = len(workforce)
    gone = np.full(n, NO_DAY, dtype=np.int32)
    gone[:primary] = workforce.deactivated_on(calendar)
    age = streams("clinician.age").random(individuals)
    birth = np.r_[calendar.first_year - np.floor(30 + 42 * age).astype(int), np.zeros(n - individuals, int)]
    known = (np.arange(n) < individuals) & (np.arange(n) % 17 != 0)
    override = workforce.override.tolist() + [""] * (n - primary)
    return pa.table(
        {
            "npi": directory.numbers()[:n],
            "entity_type": ["individual"] * individuals + ["organization"] * (n - individuals),
            "primary_taxonomy_code": directory.taxonomy,
            "primary_care_override": [o or None for o in override],
            "override_reason": ["works in urgent care only" if o else None for o in override],
            "birth_year": pa.array(birth, mask=~known).cast(pa.int32()),
            "deactivation_date": dates(gone),
            "data_source": [data_source] * n,
        }
    )
