"""The shock monitor: each month of a base measure against its baseline."""

from datetime import date

import numpy as np

from firstcontact.engine import formulas
from firstcontact.engine.definition import BaseMeasure, DerivedMeasure
from firstcontact.engine.derivedrows import USABLE, Numbers, Surroundings
from firstcontact.engine.intervals import NONE, counts_once, factor_of
from firstcontact.engine.periods import parse_period
from firstcontact.engine.rows import NOT_APPLICABLE, PREVIEW, TOO_FEW, Rows, Rules
from firstcontact.workspace import Event


def index_numbers(
    base: Rows, base_meta: BaseMeasure, whole: bool, kind: str, meta: DerivedMeasure, around: Surroundings
) -> Numbers | None:
    """Index of every month row of the base against its baseline."""
    which = [i for i, p in enumerate(base.frame.periods) if p.rows == "month"]
    if not which:
        return None
    grid = len(base.frame.grids["month"])
    take = np.concatenate([np.arange(grid) + base.frame.starts[i] for i in which])
    starts = [base.frame.periods[i].start for i in which]
    shape = (len(which), grid)
    usable = np.isin(base.codes[take], USABLE).reshape(shape)
    days = _working_days(starts) if around.per_working_day else np.ones(len(starts))
    values = np.where(usable, base.value[take].reshape(shape), np.nan) / days[:, None]
    people = base.people[take].reshape(shape)
    months = np.array([d.year * 12 + d.month - 1 for d in starts])
    expected, least = _expected(values, people, months, kind, around.event)
    value = formulas.index(values, expected)
    x, n = base.x[take].reshape(shape), base.n[take].reshape(shape)
    lower, upper, method = _count_limits(
        x, expected * days[:, None] * n / factor_of(base_meta), value, whole, base.id, around.rules
    )
    codes = _index_codes(meta, value, base.codes[take].reshape(shape), np.minimum(people, least))
    flat = [a.reshape(-1) for a in (value, lower, upper, method, np.minimum(people, least), codes)]
    return Numbers(take, *flat)


def _expected(
    values: np.ndarray, people: np.ndarray, months: np.ndarray, kind: str, event: Event | None
) -> tuple[np.ndarray, np.ndarray]:
    """(baseline per month and row, least people behind its months)."""
    if event is None:
        expected = np.full(values.shape, np.nan) if kind == "trend" else formulas.rolling(values, months)
        return expected, np.where(np.isnan(expected), 0, _least_prior(people, months))
    first, last = (parse_period(t)[0] for t in (event.baseline.from_, event.baseline.to))
    inside = (months >= first.year * 12 + first.month - 1) & (months <= last.year * 12 + last.month - 1)
    return formulas.baseline(values, months, inside, kind), _least_of_baseline(people, months, inside, kind)


def _least_of_baseline(people: np.ndarray, months: np.ndarray, inside: np.ndarray, kind: str) -> np.ndarray:
    """Least people behind the baseline of each month: of the same calendar month alone where only that is looked at."""
    least = np.zeros(people.shape, people.dtype)
    for i, month in enumerate(months):
        used = inside & (months % 12 == month % 12) if kind == "same_month" else inside
        if used.any():
            least[i] = people[used].min(axis=0)
    return least


def _least_prior(people: np.ndarray, months: np.ndarray) -> np.ndarray:
    least = np.zeros(people.shape, people.dtype)
    place = {int(m): i for i, m in enumerate(months)}
    for i, month in enumerate(months):
        prior = [place[int(month) - 12 * k] for k in (1, 2, 3) if int(month) - 12 * k in place]
        if prior:
            least[i] = people[prior].min(axis=0)
    return least


def _working_days(starts: list[date]) -> np.ndarray:
    begins = np.array(starts, dtype="datetime64[M]")
    return np.busday_count(begins.astype("datetime64[D]"), (begins + 1).astype("datetime64[D]")).astype(float)


def _count_limits(
    x: np.ndarray, expected: np.ndarray, value: np.ndarray, whole: bool, base_id: str, rules: Rules
) -> tuple[np.ndarray, ...]:
    """Limits of the month's count over the expected count, times 100."""
    lower, upper = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    method = np.full(value.shape, NONE, np.int8)
    good = ~np.isnan(value)
    if whole and good.any():
        low, high, how, place = counts_once(x[good], rules.confidence, base_id)
        lower[good] = 100 * low[place] / expected[good]
        upper[good] = 100 * high[place] / expected[good]
        method[good] = how[place]
    return lower, upper, method


def _index_codes(meta: DerivedMeasure, value: np.ndarray, base_codes: np.ndarray, people: np.ndarray) -> np.ndarray:
    codes = base_codes.copy()
    codes[(people < meta.publish_if.people_at_least) & (codes != PREVIEW)] = TOO_FEW
    codes[np.isnan(value)] = NOT_APPLICABLE
    return codes
