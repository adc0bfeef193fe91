"""Derived rows hide as soon as one of the rows they are made of is hidden; they add no cell of their own."""

import numpy as np

from firstcontact.disclosure.primary import HIDE_NUM, Flags
from firstcontact.disclosure.rows import combine
from firstcontact.disclosure.system import System

ENDS = {"deprivation_quintile": ("1", "5")}  # as in the engine's formulas: all other kinds compare highest and lowest
PAIRS = ("gap", "ratio")
OUTSIDE = ("unknown", "unattributed")


def hide_derived(system: System, flags: Flags) -> None:
    """Flag derived rows of which an input row is hidden or missing."""
    rows, axes = system.rows, system.axes
    shown = rows.status.is_("published", "provisional")
    strata = _Strata(system)
    series = combine([axes.group, axes.stratum])
    months = system.frame.months[axes.period] == 1
    by_measure = np.argsort(rows.measure.code, kind="stable")
    edges = np.searchsorted(rows.measure.code[by_measure], np.arange(len(rows.measure.names) + 1))

    def rows_of(code: int) -> np.ndarray:
        return by_measure[edges[code] : edges[code + 1]] if code >= 0 else by_measure[:0]

    for code, definition in enumerate(rows.definitions):
        if not definition.derived:
            continue
        at, base = rows_of(code), rows_of(rows.measure.find(definition.base) if definition.base else -2)
        at = at[shown[at]]
        if definition.spec.get("formula") == "baseline_index":
            bad = _bad(flags, series, at, base[months[base]])  # one hidden month hides the index of that group
        elif reference := definition.spec.get("reference"):
            named = base[rows.stratum.is_(reference)[base]]
            bad = _bad(flags, strata.key, at, named) | _bad(flags, strata.own_key, at, base)
        else:
            pair = definition.spec.get("formula", definition.spec["id"]) in PAIRS
            bad = _bad(flags, strata.key, at, strata.inputs(base, pair))
        flags.hide(at[bad], HIDE_NUM, "derived")


def _bad(flags: Flags, key: np.ndarray, at: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Rows `at` with a hidden input row of the same key, or with none at all."""
    hidden = key[inputs[flags.hidden[inputs]]]
    return np.isin(key[at], hidden) | ~np.isin(key[at], key[inputs])


class _Strata:
    """Which rows an equity form is made of: the strata of its stratifier in the same group and period."""

    def __init__(self, system: System) -> None:
        rows, axes = system.rows, system.axes
        self.key = combine([axes.period, axes.group, rows.stratum_kind.code])
        self.own_key = combine([axes.period, axes.group, rows.stratum_kind.code, rows.stratum.code])
        stratum = np.array(rows.stratum.names, dtype=object)[rows.stratum.code]
        kind = np.array(rows.stratum_kind.names, dtype=object)[rows.stratum_kind.code]
        self.usable = ~np.isin(stratum.astype(str), [*OUTSIDE, "all"]) & (rows.d != 0)
        self.compared = rows.d >= 30
        for name, ends in ENDS.items():
            mine = kind == name
            self.compared[mine] = np.isin(stratum[mine].astype(str), ends)

    def inputs(self, base: np.ndarray, pair: bool) -> np.ndarray:
        """A gap compares the ends of an order, else strata of at least 30 people; other forms use all strata."""
        keep = self.usable[base] & (self.compared[base] if pair else True)
        return base[keep]
