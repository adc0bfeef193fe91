"""Units of one step on several cores. Each hides cells of its own only, so the outcome is that of one after another."""

import ctypes
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from firstcontact.disclosure.state import State
from firstcontact.disclosure.witness import Unit

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
FEW = 8  # so few units are not worth a process
_work: Callable[[int], "Outcome"] | None = None  # what children do: they are copies of this process


@dataclass(frozen=True)
class Outcome:
    """What a unit was left like: which of its cells are hidden, and (cell, insider) pairs without a proof."""

    hidden: np.ndarray
    left: list[tuple[int, int]]


def protect_units(
    units: dict[int, Unit], state: State, work: Callable[[Unit], list[tuple[int, int]]], processes: int
) -> dict[int, list[tuple[int, int]]]:
    """Do `work`, which hides cells in `state`, for each numbered unit; number -> pairs without a proof."""

    def one(number: int) -> Outcome:
        left = work(units[number])
        return Outcome(state.hidden[units[number].cells], left)

    found = {}
    for number, outcome in _outcomes(one, list(units), processes):
        state.hidden[units[number].cells] = outcome.hidden
        found[number] = outcome.left
    return found


def _outcomes(one: Callable[[int], Outcome], numbers: list[int], processes: int) -> Iterator[tuple[int, Outcome]]:
    """Children are forked, so that they start with everything that is known here; elsewhere than on Linux this process
    does it alone."""
    global _work
    if processes < 2 or len(numbers) < FEW or sys.platform != "linux":
        yield from ((number, one(number)) for number in numbers)
        return
    _work = one
    try:
        with multiprocessing.get_context("fork").Pool(processes, _end_with_parent) as pool:
            yield from zip(numbers, pool.imap(_child, numbers), strict=True)
    finally:
        _work = None


def _end_with_parent() -> None:
    """A release that is killed leaves nobody behind who goes on for it."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _child(number: int) -> Outcome:
    return _work(number)
