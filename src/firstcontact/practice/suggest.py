"""The allowed name that is nearest to one that is not."""

from collections.abc import Iterable

FARTHEST = 3


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed name with the smallest edit distance, at most 3; ties by name. None where all are farther."""
    distance, best = min(((edit_distance(name, other), other) for other in allowed), default=(FARTHEST + 1, ""))
    return best if distance <= FARTHEST else None


def edit_distance(a: str, b: str) -> int:
    """Smallest number of inserted, deleted or replaced characters that turn `a` into `b`. Levenshtein 1966."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        previous, row = row, [i]
        for j, y in enumerate(b, start=1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y)))
    return row[-1]


def unknown(name: str, allowed: Iterable[str], what: str = "unknown key") -> str:
    """`unknown key. Did you mean pmpm? Allowed: kind, pmpm, share.`"""
    allowed = list(allowed)
    near = nearest(name, allowed)
    meant = f" Did you mean {near}?" if near else ""
    return f"{what}.{meant} Allowed: {', '.join(allowed)}."
