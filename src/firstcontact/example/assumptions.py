"""The numbers behind the example, read from assumptions.yaml and the small tables in data/."""

import csv
from functools import cache
from importlib import resources

import numpy as np
import yaml

LINES_OF_BUSINESS = (
    "commercial",
    "commercial_partial",
    "medicare_ffs",
    "medicare_advantage",
    "medicaid_ffs",
    "medicaid_managed",
    "dual_integrated",
)
UNINSURED = len(LINES_OF_BUSINESS)
MEDICARE_FFS = LINES_OF_BUSINESS.index("medicare_ffs")
MEDICAID_FFS = LINES_OF_BUSINESS.index("medicaid_ffs")


@cache
def assumptions() -> dict:
    """The whole of assumptions.yaml; callers must not change it."""
    text = resources.files("firstcontact.example").joinpath("assumptions.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of data/<name>.csv as text."""
    with resources.files("firstcontact.example").joinpath("data", f"{name}.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


def column(rows: tuple[dict[str, str], ...], name: str, kind: type = float) -> np.ndarray:
    """One column of a small table as an array."""
    return np.array([kind(r[name]) for r in rows])


def flags(rows: tuple[dict[str, str], ...], name: str) -> np.ndarray:
    return np.array([r[name] == "true" for r in rows])


def at_age(curve: dict[float, float], age: np.ndarray) -> np.ndarray:
    """Straight lines between the given ages; flat outside them."""
    ages = sorted(curve)
    return np.interp(age, ages, [curve[a] for a in ages])


def by_deprivation(most: list[float], least: list[float]) -> np.ndarray:
    """One row of shares per quintile, from the most to the least deprived; rows add to 1."""
    step = np.linspace(0, 1, 5)[:, None]
    shares = (1 - step) * np.array(most)[None, :] + step * np.array(least)[None, :]
    return shares / shares.sum(axis=1, keepdims=True)
