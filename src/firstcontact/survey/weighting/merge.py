"""Neighbors in a given order are merged until every class is large enough.

The first class in the order that fails is merged with the next one (the last with the one before it), and the check
begins again. Source: specs/surveys/design-estimation.md 6.1, 7.
"""

from collections.abc import Callable, Sequence

from firstcontact.errors import FirstContactError


def merge_until(
    names: Sequence[str], fault: Callable[[list[int]], str | None], what: str
) -> tuple[list[list[int]], tuple[str, ...]]:
    """Groups of positions in `names`, in order, and a sentence for each merger.

    fault: why a group of positions cannot stand, or None. Raises FirstContactError when one group is left and fails.
    """
    groups, told = [[i] for i in range(len(names))], []
    while True:
        faults = [fault(members) for members in groups]
        failing = next((g for g, reason in enumerate(faults) if reason), None)
        if failing is None:
            return groups, tuple(told)
        if len(groups) == 1:
            raise FirstContactError(
                f"{what}: all classes are merged and still fail ({faults[0]}). "
                "Lower the limits, use fewer classes, or leave the step out."
            )
        left = min(failing, len(groups) - 2)
        told.append(_sentence(names, groups, failing, left, str(faults[failing]), what))
        groups[left : left + 2] = [groups[left] + groups[left + 1]]


def _sentence(names: Sequence[str], groups: list[list[int]], failing: int, left: int, reason: str, what: str) -> str:
    other = left + 1 if failing == left else left
    small, neighbor = (" + ".join(names[i] for i in groups[g]) for g in (failing, other))
    return f"{what}: '{small}' has {reason}; merged with '{neighbor}'."
