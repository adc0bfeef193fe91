"""Whether a population can be run, alone and under a scenario."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import Problem
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.payment_model import PaymentPeriod

SHOWN = 5


def suits(population: Population, scenario: Scenario | None) -> Iterator[Problem]:
    """Every problem: wages (PM022) and, with a scenario, localities, pay rules, shock series and arrangements."""
    needed = population.fte > 0
    if scenario is not None:
        needed = needed | _added(population, scenario)
    yield from _wages(population, needed)
    if scenario is not None:
        yield from _localities(population, scenario)
        yield from _pay_rules(population, scenario)
        yield from _series(population, scenario)
        yield from _arrangements(population, scenario)


def _wages(population: Population, needed: np.ndarray) -> Iterator[Problem]:
    for j, role in enumerate(ROLES[1:], start=1):
        missing = needed[:, j] & np.isnan(population.wage_loaded_usd_year[:, j])
        if missing.any():
            message = (
                f"{role} has no wage in {_practices(population, missing)}, and none is shipped. "
                f"Fill wage_loaded_usd_year, or set the parameter wage_loaded.{role}."
            )
            yield Problem("PM022", message, path="wage_loaded_usd_year")


def _added(population: Population, scenario: Scenario) -> np.ndarray:
    """Roles that the scenario itself brings in: staffing changes, and services that are not staffed already."""
    needed = np.zeros(population.fte.shape, dtype=bool)
    for change in scenario.staffing.changes:
        needed[:, ROLES.index(change.role)] |= change.where.mask(population)
    for period in scenario.payment:
        for component in period.components:
            if component.kind == "service" and component.role and not component.staffed:
                needed[:, ROLES.index(component.role)] |= period.where.mask(population)
    return needed


def _localities(population: Population, scenario: Scenario) -> Iterator[Problem]:
    missing = population.locality == ""
    if scenario.prices.preset == "fee_schedule" and missing.any():
        message = (
            f"is empty for {_practices(population, missing)}, and the preset fee_schedule prices by locality. "
            "Fill it, such as 14212-01, or national."
        )
        yield Problem("PM021", message, path="locality")


def _pay_rules(population: Population, scenario: Scenario) -> Iterator[Problem]:
    for setting in sorted(set(population.setting)):
        if scenario.pay_rule(setting) is None:
            message = f"has no rule for the setting {setting}. Name one (fixed, floor, residual), or a default."
            yield Problem("PM004", message, path=f"physician_pay.{setting}")


def _series(population: Population, scenario: Scenario) -> Iterator[Problem]:
    for specialty in sorted(set(population.specialty)) if scenario.shock else ():
        if specialty not in scenario.shock.by_specialty:
            message = f"names no series for {specialty}, which is in the population. Add it."
            yield Problem("PM004", message, path="shock.by_specialty")


def _arrangements(population: Population, scenario: Scenario) -> Iterator[Problem]:
    """PM006: in every week each payer with patients has exactly one arrangement in each practice."""
    starts = scenario.week_starts
    edges = sorted({starts[0]} | {d for p in scenario.payment for d in _edges(p) if starts[0] < d <= starts[-1]})
    for payer in PAYERS:
        with_patients = _ever_with(population, scenario, payer)
        for day in (next(s for s in starts if s >= edge) for edge in edges):
            count = _count(population, scenario, payer, day)
            for wrong, words in ((count == 0, "no arrangement"), (count > 1, "more than one arrangement")):
                if (wrong & with_patients).any():
                    message = (
                        f"{payer} has {words} in the week of {day} in {_practices(population, wrong & with_patients)}. "
                        "Every payer with patients needs exactly one entry for each week and practice."
                    )
                    yield Problem("PM006", message, path="payment")
                    break
            else:
                continue
            break


def _edges(period: PaymentPeriod) -> list[date]:
    """Days on which the set of arrangements may change."""
    after = [date.fromordinal(period.until.toordinal() + 1)] if period.until and period.until < date.max else []
    return [period.first, *after]


def _ever_with(population: Population, scenario: Scenario, payer: str) -> np.ndarray:
    mask = population.panel[:, PAYERS.index(payer)] > 0
    for shift in scenario.payer_shift:
        if shift.to_payer == payer:
            mask = mask | (population.panel[:, PAYERS.index(shift.from_payer)] > 0)
    return mask


def _count(population: Population, scenario: Scenario, payer: str, day: date) -> np.ndarray:
    count = np.zeros(population.n, dtype=int)
    for period in scenario.payment:
        if payer in period.payers and period.first <= day and (period.until is None or day <= period.until):
            count += period.where.mask(population)
    return count


def _practices(population: Population, mask: np.ndarray) -> str:
    names = list(population.practice_id[mask])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
