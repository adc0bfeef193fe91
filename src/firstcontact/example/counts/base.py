"""Counts by block that add up to the whole, and the questions all of them ask."""

import csv
from functools import cache
from importlib import resources

import numpy as np

from firstcontact.example.calendar import NO_DAY
from firstcontact.example.codes import Vocabulary
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.lines import Columns
from firstcontact.example.scene import Scene

Tally = dict[str, np.ndarray]
QUINTILES = 5
PERSON = 1 << 17  # room for a day or a clinician beside a person in one whole number


def add(total: Tally, block: Tally) -> None:
    for name, values in block.items():
        total[name] = total[name] + values if name in total else values


def count(index: tuple[np.ndarray, ...], shape: tuple[int, ...], weights: np.ndarray | None = None) -> np.ndarray:
    """Counts (or whole-number sums) by a few small indices."""
    flat = np.ravel_multi_index(tuple(np.asarray(i).astype(np.int64) for i in index), shape)
    size = int(np.prod(shape))
    return np.bincount(flat, weights, size).astype(np.int64).reshape(shape)


def covered_in(scene: Scene, person: np.ndarray, product: np.ndarray, month: np.ndarray) -> np.ndarray:
    """Is the person covered in that month in the line of business of the product?"""
    line = PRODUCTS.line[product]
    found = np.zeros(len(person), dtype=bool)
    for slot in range(scene.coverage.product.shape[1]):
        theirs = scene.coverage.product[person, slot]
        found |= scene.coverage.covered[person, slot, month] & (theirs >= 0) & (PRODUCTS.line[theirs] == line)
    return found


@cache
def code_lists() -> dict[str, set[str]]:
    """Codes of the shipped lists that the truth needs."""
    lists: dict[str, set[str]] = {}
    for name in ("visit_codes", "pqi_2023", "em_hospitalist"):
        with resources.files("firstcontact").joinpath("codelists", f"{name}.csv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                lists.setdefault(row["list"], set()).add(row["code"])
    return lists


def in_list(column: np.ndarray, vocabulary: Vocabulary, name: str) -> np.ndarray:
    return vocabulary.has(code_lists()[name])[column]


def where(rows: Columns, which: np.ndarray) -> Columns:
    at = np.flatnonzero(which)
    return {name: values[at] for name, values in rows.items()}


def with_dates(scene: Scene, rows: Columns) -> Columns:
    """The rows with their service day, its month, and whether the person is covered then."""
    day = np.where(rows["line_start"] != NO_DAY, rows["line_start"], rows["start"])
    month = scene.calendar.month(day)
    return rows | {"day": day, "month": month, "in_month": covered_in(scene, rows["person"], rows["product"], month)}
