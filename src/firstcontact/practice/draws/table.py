"""All parameters of a run, drawn: one array per parameter, the same in every scenario with the same seed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from firstcontact.practice.draws.correlation import reorder, score_orders
from firstcontact.practice.draws.streams import stream_uniforms
from firstcontact.practice.fit import Fitted, fit
from firstcontact.practice.parameters.model import Parameter, ParameterTable
from firstcontact.practice.problems import refuse

FEWEST_FOR_CORRELATION = 20
HETEROGENEITY = "heterogeneity"


@dataclass(frozen=True)
class DrawTable:
    """`values`: {parameter: (draws,) array}; `fits`: the distribution behind each; `warnings`: sentences."""

    draws: int
    values: Mapping[str, np.ndarray]
    fits: Mapping[str, Fitted] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def rows(self, first: int, last: int) -> Mapping[str, np.ndarray]:
        """The values of draws first to last (not included)."""
        return {name: x[first:last] for name, x in self.values.items()}


def fitted(parameter: Parameter) -> Fitted:
    """The distribution of a parameter, inside (0, 1) for shares and above 0 for amounts.

    Raises PracticeError PM004 where the parameter is a user input without a value.
    """
    if parameter.value is None and parameter.dist != "uniform":
        why = parameter.note or "no public value is shipped"
        raise refuse("PM004", f"{parameter.name} is a user input: {why}. Give it under parameters.set.", parameter.name)
    if not parameter.drawn:
        return fit(parameter.value)
    kind = "share" if parameter.is_share else None
    return fit(parameter.value, parameter.low, parameter.high, parameter.level, parameter.dist, kind)


def draw_parameters(
    table: ParameterTable,
    names: Iterable[str],
    seed: int,
    draws: int,
    correlations: Iterable[tuple[str, str, float]] = (),
) -> DrawTable:
    """Draw each named parameter from its own stream, then place correlated ones in their rank order.

    Raises PracticeError: PM004 for a value that is missing, PM005 for a bad interval, PM012 for a correlation matrix
    that is not positive definite.
    """
    fits = {name: fitted(table[name]) for name in sorted(set(names))}
    values = {name: _drawn(table[name], f, seed, draws) for name, f in fits.items()}
    warnings = [f"W-FIT: {name}: {words}." for name, f in fits.items() for words in f.warnings]
    wanted = [c for c in correlations if c[0] in values and c[1] in values]
    if wanted and draws < FEWEST_FOR_CORRELATION:
        warnings.append(
            f"Correlations need {FEWEST_FOR_CORRELATION} draws; with {draws} the parameters are drawn apart."
        )
    elif wanted:
        values |= _correlated(values, wanted, seed, draws)
    return DrawTable(draws, values, fits, tuple(warnings))


def point_values(table: ParameterTable, names: Iterable[str], changes: Mapping[str, float] | None = None) -> DrawTable:
    """One draw in which every parameter stands at its value, or at its value in `changes`."""
    fits = {name: fitted(table[name]) for name in sorted(set(names))}
    given = {name: table[name].value for name in fits} | dict(changes or {})
    return DrawTable(1, {name: np.array([x], dtype=float) for name, x in given.items()}, fits)


def with_values(table: DrawTable, changes: Mapping[str, np.ndarray]) -> DrawTable:
    """The same draws with other values for some parameters."""
    return replace(table, values={**table.values, **changes})


def _drawn(parameter: Parameter, fit_: Fitted, seed: int, draws: int) -> np.ndarray:
    """A parameter of the heterogeneity layer differs between practices, not between draws: its value throughout."""
    if parameter.layer == HETEROGENEITY and parameter.value is not None:
        return np.full(draws, float(parameter.value))
    return fit_.quantile(stream_uniforms(seed, parameter.name, draws))


def _correlated(
    values: Mapping[str, np.ndarray], wanted: list[tuple[str, str, float]], seed: int, draws: int
) -> dict[str, np.ndarray]:
    names = sorted({name for a, b, _ in wanted for name in (a, b)})
    target = np.eye(len(names))
    for a, b, rank in wanted:
        i, j = names.index(a), names.index(b)
        target[i, j] = target[j, i] = rank
    try:
        placed = reorder(np.column_stack([values[n] for n in names]), score_orders(seed, names, draws), target)
    except np.linalg.LinAlgError:
        words = f"the correlations of {', '.join(names)} are not positive definite. Weaken some of them."
        raise refuse("PM012", words, "parameters.correlations") from None
    return {name: placed[:, i] for i, name in enumerate(names)}
