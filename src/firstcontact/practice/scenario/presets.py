"""Published payment models as compositions of components.

A preset is expanded in the plain data before anything is read: the expanded components are what is hashed, reported
and moved by levers. Source: specs/practice-model/model.md 6, table of presets.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from firstcontact.practice import fees
from firstcontact.practice.parameters.rates import rate_names, rate_on
from firstcontact.practice.scenario.weeks import Weeks

Arguments = Mapping[str, Any]
Components = list[dict[str, Any]]
WEEKS_PER_YEAR, MONTHS = 52, 12
APCM_CODES = ("G0556", "G0557", "G0558")


@dataclass(frozen=True)
class Span:
    """The weeks of the run in which a payment entry holds."""

    weeks: Weeks
    first: date
    until: date | None

    @property
    def begin(self) -> date:
        """The day for which dated rates are read."""
        return max(self.first, self.weeks.start)

    def weeks_by_year(self) -> dict[int, int]:
        """Number of weeks in force by calendar year."""
        counts: dict[int, int] = {}
        for day in self.weeks.starts:
            if self.first <= day and (self.until is None or day <= self.until):
                counts[day.year] = counts.get(day.year, 0) + 1
        return counts


@dataclass(frozen=True)
class Preset:
    """`user`: arguments that no shipped value replaces, with the reason. `optional`: argument -> shipped value."""

    expand: Callable[[Arguments, Span], Components]
    user: Mapping[str, str]
    optional: Mapping[str, Any]


def complement(share: Any) -> Any:
    """1 - share, keeping source and status where the share has them."""
    if isinstance(share, dict):
        return {**share, "value": complement(share.get("value"))}
    return 1 - share if isinstance(share, int | float | np.ndarray) else share


def _ffs(a: Arguments, span: Span) -> Components:
    return [{"kind": "ffs", "share": 1}]


def _hybrid(a: Arguments, span: Span) -> Components:
    return [
        {"kind": "ffs", "share": complement(a["share"])},
        {"kind": "capitation", "share": a["share"], "pmpm": a["pmpm"]},
    ]


def _capitation(a: Arguments, span: Span) -> Components:
    return [{"kind": "capitation", "share": 1, "pmpm": a["pmpm"]}]


def _pcf(a: Arguments, span: Span) -> Components:
    return [
        {"kind": "ffs", "share": 0},
        {"kind": "population_payment", "pmpm": a["pmpm"]},
        {"kind": "flat_visit_fee", "amount": a["amount"], "geo": a["geo"]},
        {"kind": "performance", "adj": a["adj"], "of": ["population_payment", "flat_visit_fee"]},
    ]


def _cpc_plus_1(a: Arguments, span: Span) -> Components:
    return [
        {"kind": "ffs", "share": 1},
        {"kind": "care_management", "name": "care_management_fee", "pmpm": a["pmpm"]},
        *_incentive(a, span),
    ]


def _cpc_plus_2(a: Arguments, span: Span) -> Components:
    return [
        {"kind": "ffs", "share": complement(a["share"])},
        {"kind": "prepaid_visits", "share": a["share"], "uplift": a["uplift"]},
        {"kind": "care_management", "name": "care_management_fee", "pmpm": a["pmpm"]},
        *_incentive(a, span),
    ]


def _incentive(a: Arguments, span: Span) -> Components:
    """Paid ahead as a monthly amount; at the end of each year the share not kept is paid back."""
    paid = {"kind": "care_management", "name": "incentive", "pmpm": a["incentive"]}
    kept, amount = _number(a["kept_share"], span), _number(a["incentive"], span)
    if kept is None or amount is None or kept == 1:
        return [paid]
    return [paid] + [
        {
            "kind": "one_time",
            "name": f"incentive_repaid_{year}",
            "date": _last_day(span, year),
            "amount_per_patient": -(1 - kept) * amount * MONTHS / WEEKS_PER_YEAR * count,
        }
        for year, count in span.weeks_by_year().items()
    ]


def _last_day(span: Span, year: int) -> date:
    """31 December, or the last day of the entry or of the run where it ends before."""
    ends = [date(year, 12, 31), span.weeks.last_start + timedelta(days=6)]
    return min([*ends, span.until] if span.until else ends)


def _number(raw: Any, span: Span) -> float | None:
    """The number that stands there, or that a published rate has when the entry begins."""
    raw = raw.get("value") if isinstance(raw, dict) else raw
    if isinstance(raw, str) and raw in rate_names():
        return rate_on(raw, span.begin)
    return raw if isinstance(raw, int | float) and not isinstance(raw, bool) else None


def _pc_flex(a: Arguments, span: Span) -> Components:
    return [
        {"kind": "one_time", "amount_total": a["advance"], "date": a["date"]},
        {"kind": "population_payment", "pmpm": a["pmpm"]},
        {"kind": "ffs", "share": a["ffs_share"]},
    ]


def _mcp(a: Arguments, span: Span) -> Components:
    return [{"kind": "ffs", "share": a["ffs_share"]}, {"kind": "population_payment", "pmpm": a["pmpm"]}]


def _masshealth_subcap(a: Arguments, span: Span) -> Components:
    in_set = {k: a[k] for k in ("in_set_codes", "in_set_share") if a[k] is not None}
    return [{"kind": "sub_capitation", "base_pmpm": a["base_pmpm"], "tier_pmpm": a["tier_pmpm"], **in_set}]


def _fqhc_pps(a: Arguments, span: Span) -> Components:
    return [{"kind": "prospective_visit", **{k: a[k] for k in ("base", "gaf", "new_share", "new_multiplier")}}]


def _apcm(a: Arguments, span: Span) -> Components:
    enrolled = a["enrolled_shares"] if isinstance(a["enrolled_shares"], dict) else {}
    return [
        {"kind": "service", "name": code, "rate": f"apcm.{code}", "enrolled_share": enrolled.get(code, 0), **_work(a)}
        for code in APCM_CODES
    ]


def _ccm(a: Arguments, span: Span) -> Components:
    rate = a["rate"] if a["rate"] is not None else float(fees.allowed(a["code"], span.begin, a["locality"]))
    return [{"kind": "service", "name": a["code"], "rate": rate, "enrolled_share": a["enrolled_share"], **_work(a)}]


def _work(a: Arguments) -> dict[str, Any]:
    return {k: a[k] for k in ("minutes", "role", "staffed") if a[k] is not None}


RISK_GROUP = "it depends on the risk group of the practice, whose cut-offs are not public"
OWN_RATE = "no public dollar rate is shipped"
OWN_SHARE = "it depends on your own patients"
WORK = {"minutes": None, "role": None, "staffed": None}

PRESETS: dict[str, Preset] = {
    "ffs": Preset(_ffs, {}, {}),
    "hybrid": Preset(_hybrid, {"share": "it is yours to choose", "pmpm": "it is yours to choose"}, {}),
    "capitation": Preset(_capitation, {"pmpm": "it is yours to choose"}, {}),
    "pcf": Preset(
        _pcf,
        {"pmpm": RISK_GROUP, "geo": "the geographic adjustment of the practice is your own"},
        {"amount": "pcf.flat_visit_fee", "adj": "pcf.performance_adjustment"},
    ),
    "cpc_plus_1": Preset(
        _cpc_plus_1,
        {"pmpm": "it depends on the tier", "kept_share": "it depends on the results of the practice"},
        {"incentive": "cpc_plus.incentive_prepaid_track1"},
    ),
    "cpc_plus_2": Preset(
        _cpc_plus_2,
        {"share": "the part of visit fees paid ahead is not public", "uplift": "the uplift is not public"},
        {
            "pmpm": "cpc_plus.care_management_fee_track2_average",
            "incentive": "cpc_plus.incentive_prepaid_track2",
            "kept_share": 1,
        },
    ),
    "pc_flex": Preset(
        _pc_flex,
        {"pmpm": "the county rates are not shipped", "date": "the day of the advance is your own"},
        {"advance": "aco_pc_flex.one_time_advance", "ffs_share": 0},
    ),
    "mcp": Preset(_mcp, {"ffs_share": OWN_RATE, "pmpm": OWN_RATE}, {}),
    "masshealth_subcap": Preset(
        _masshealth_subcap,
        {"base_pmpm": OWN_RATE, "tier_pmpm": OWN_RATE},
        {"in_set_codes": None, "in_set_share": None},
    ),
    "fqhc_pps": Preset(
        _fqhc_pps,
        {"gaf": "the adjustment of your locality is not shipped", "new_share": OWN_SHARE},
        {"base": "fqhc_pps.base_rate", "new_multiplier": "fqhc_pps.new_patient_multiplier"},
    ),
    "apcm": Preset(_apcm, {"enrolled_shares": OWN_SHARE}, WORK),
    "ccm": Preset(
        _ccm,
        {"enrolled_share": OWN_SHARE, "minutes": "the time of your own staff is not shipped"},
        {"role": None, "staffed": None, "code": "99490", "locality": "national", "rate": None},
    ),
}
