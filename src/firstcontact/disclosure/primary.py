"""Primary rules R1-R8: which rows hold a small number, are under a floor, or rest on too few sources."""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from firstcontact.disclosure.policy import Policy
from firstcontact.disclosure.rows import SHOWN, Coded, Rows

SHOW, HIDE_NUM, HIDE_DEN = 0, 1, 2
LEVELS = ("", "hide_num", "hide_den")
REASONS = (
    "",
    "small_denominator",
    "below_floor",
    "below_reliability",
    "small_numerator",
    "small_complement",
    "whole_group",
    "few_sources",
    "dominance",
    "ledger",
    "secondary",
    "derived",
)
D_BIT, N_BIT, C_BIT, ZERO_BIT = 1, 2, 4, 8


@dataclass
class Flags:
    """One entry a row: level (0 shown, 1 hide_num, 2 hide_den), reason (index into REASONS), sensitive (bits)."""

    level: np.ndarray
    reason: np.ndarray
    sensitive: np.ndarray

    def copy(self) -> "Flags":
        return Flags(self.level.copy(), self.reason.copy(), self.sensitive.copy())

    @property
    def hidden(self) -> np.ndarray:
        return self.level > SHOW

    def hide(self, rows: np.ndarray, level: int, reason: str) -> None:
        """Raise the level of the rows (indices or mask); a row that is hidden already keeps its first reason."""
        mask = np.zeros(len(self.level), dtype=bool)
        mask[rows] = True
        self.reason[mask & (self.level == SHOW)] = REASONS.index(reason)
        self.level[mask] = np.maximum(self.level[mask], level)


def primary_flags(rows: Rows, policy: Policy) -> Flags:
    """Flags of the primary rules; the first rule that applies names the reason, every sensitive count is marked."""
    covered = rows.by_measure(lambda d: d.counts_people) & rows.status.is_(*SHOWN)
    named = set(policy.sensitive_measures)
    sensitive = rows.by_measure(lambda d: d.spec["id"] in named or d.id in named)
    d, n, c, small = rows.d, rows.n, rows.c, policy.small_max
    few, dominated = _money(rows, policy)
    whole = sensitive & ((n == 0) | (c == 0))
    rules = (
        (HIDE_DEN, "small_denominator", (d >= 1) & (d <= small)),
        (HIDE_DEN, "below_floor", (d > small) & (d < policy.reliability_floor)),
        (HIDE_NUM, "below_reliability", (d >= policy.reliability_floor) & rows.status.is_("too_few")),
        (HIDE_NUM, "small_numerator", (n > 0) & (n <= small)),
        (HIDE_NUM, "small_complement", (c > 0) & (c <= small)),
        (HIDE_NUM, "whole_group", whole & (d > 0)),
        (HIDE_DEN, "few_sources", few),
        (HIDE_NUM, "dominance", dominated),
    )
    flags = Flags(*(np.zeros(rows.size, dtype=np.int8) for _ in range(3)))
    for level, reason, applies in rules:
        flags.hide(covered & applies & (flags.level == SHOW), level, reason)
    _mark_sensitive(flags, rows, covered & (d > 0), small, whole)
    _hide_events_of_nobody(flags, rows, small)
    _hide_too_few(flags, rows)
    return flags


def _mark_sensitive(flags: Flags, rows: Rows, covered: np.ndarray, small: int, whole: np.ndarray) -> None:
    for bit, count in ((D_BIT, rows.d), (N_BIT, rows.n), (C_BIT, rows.c)):
        flags.sensitive[covered & (count > 0) & (count <= small)] |= bit
    flags.sensitive[covered & whole] |= ZERO_BIT


def _hide_events_of_nobody(flags: Flags, rows: Rows, small: int) -> None:
    """A row without anybody at risk has no value, but it can have events, of months not at risk."""
    nobody = rows.status.is_("not_applicable") & (rows.denominator == 0)
    few = rows.by_measure(lambda d: d.counts_people) & nobody & (rows.n > 0) & (rows.n <= small)
    flags.hide(few, HIDE_NUM, "small_numerator")
    flags.sensitive[few] |= N_BIT


def _hide_too_few(flags: Flags, rows: Rows) -> None:
    """too_few never leaves the building, whatever the measure counts."""
    flags.hide(rows.status.is_("too_few") & (flags.level == SHOW), HIDE_NUM, "below_reliability")


def _money(rows: Rows, policy: Policy) -> tuple[np.ndarray, np.ndarray]:
    """Rows with too few sources, and rows that two contributors dominate."""
    money = Coded.of(rows.table["numerator_unit"]).is_("money")
    sources = _numbers(rows, "sources")
    survey = rows.by_measure(lambda d: d.spec.get("unit_of_count") == "respondent")
    whole_run = np.nanmax(np.where(money, sources, np.nan), initial=0) >= policy.min_plans
    mixed = ~rows.stratum_kind.is_("payer", "line_of_business")
    few = money & mixed & whole_run & (sources < policy.min_plans)
    few |= survey & rows.group_kind.is_("practice") & (sources < policy.min_clinicians)
    return few, money & (_numbers(rows, "top2_share") > policy.dominance_top2)


def _numbers(rows: Rows, name: str) -> np.ndarray:
    if name not in rows.table.column_names:
        return np.full(rows.size, np.nan)
    return pc.cast(rows.table[name], "float64").to_numpy(zero_copy_only=False).astype(float)
