"""Checks the components of an arrangement and adds up their lines by type of money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firstcontact.practice.arrangement_parts import KINDS, TYPES, Kind, Line, Lines
from firstcontact.practice.exact import Number, exact
from firstcontact.practice.problems import PracticeError, Problem, ScenarioError
from firstcontact.practice.suggest import unknown


@dataclass(frozen=True)
class _Part:
    """A checked component: its name, what it pays by itself, and (performance only) its share of others."""

    name: str
    pays: Lines
    adj: Fraction | None = None
    of: tuple[str, ...] = ()


def lines(components: Sequence[Mapping], price_per_visit: Number, risk: Number = 1, path: str = "components") -> Lines:
    """One line for each type of money (TYPES). Raises ScenarioError with every problem of the components."""
    price, risk = exact(price_per_visit, "price_per_visit"), exact(risk, "risk")
    problems: list[Problem] = []
    parts = []
    for index, component in enumerate(components):
        try:
            parts.append(_part(component, price, risk, f"{path}[{index}]"))
        except PracticeError as e:
            problems += e.problems
    problems = problems or _unknown_names(parts, path)
    if problems:
        raise ScenarioError(problems)
    return _sums(parts)


def _sums(parts: Sequence[_Part]) -> Lines:
    sums = {kind: sum((p.pays[kind] for p in parts if kind in p.pays), Line()) for kind in TYPES}
    sums["performance"] = sum((_performance(p, parts) for p in parts if p.adj is not None), Line())
    return sums


def _performance(part: _Part, parts: Sequence[_Part]) -> Line:
    named = (line for p in parts if p.name in part.of for line in p.pays.values())
    return sum(named, Line()).times(part.adj)


def _unknown_names(parts: Sequence[_Part], path: str) -> list[Problem]:
    names = [p.name for p in parts if p.adj is None]
    return [
        Problem("PM001", f"no component is named {name}. Allowed: {', '.join(names)}.", path=f"{path}.{p.name}.of")
        for p in parts
        for name in p.of
        if name not in names
    ]


def _part(component: Mapping, price: Fraction, risk: Fraction, path: str) -> _Part:
    name, kind = _kind(component, path)
    _require_keys(component, name, kind, path)
    values = {
        key: exact(_plain(component.get(key, default)), f"{path}.{key}") for key, default in kind.optional.items()
    }
    values |= {key: exact(_plain(component[key]), f"{path}.{key}") for key in kind.required}
    if values.get("risk_exponent", 0) not in (0, 1):
        words = f"{component['risk_exponent']} is not a risk exponent. Write 0 (no risk adjustment) or 1."
        raise ScenarioError(Problem("PM003", words, path=f"{path}.risk_exponent"))
    own_name = str(component.get("name") or name)
    if name == "performance":
        return _Part(own_name, {}, values["adj"], tuple(component["of"]))
    return _Part(own_name, kind.pays(values, price, risk))


def _kind(component: Mapping, path: str) -> tuple[str, Kind]:
    if not isinstance(component, Mapping):
        raise ScenarioError(Problem("PM003", "this is not a component. Write {kind: ..., ...}.", path=path))
    name = component.get("kind")
    if name not in KINDS:
        words = f"{name} is not a kind of component. Allowed: {', '.join(KINDS)}."
        raise ScenarioError(Problem("PM001", words, path=f"{path}.kind"))
    return name, KINDS[name]


def _require_keys(component: Mapping, name: str, kind: Kind, path: str) -> None:
    allowed = ("kind", *kind.required, *kind.optional, *kind.silent, "name")
    problems = [
        Problem("PM001", unknown(key, allowed), path=f"{path}.{key}") for key in component if key not in allowed
    ]
    required = (*kind.required, "of") if name == "performance" else kind.required
    problems += [
        Problem("PM004", f"{name} needs {key}. Supply your own value.", path=f"{path}.{key}")
        for key in required
        if _plain(component.get(key)) is None
    ]
    if problems:
        raise ScenarioError(problems)


def _plain(value: object) -> object:
    """The number of `{value: 40, source: ...}`, or the value itself."""
    return value.get("value") if isinstance(value, Mapping) else value
