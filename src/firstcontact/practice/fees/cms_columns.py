"""Finds the columns of a CMS file by the words of its header, which is spread over several lines."""

import re
from collections.abc import Sequence

from firstcontact.practice.problems import Problem, ScenarioError

NON_FACILITY = re.compile(r"NON[\s-]*FAC(ILITY)?\b")
FACILITY = re.compile(r"\bFAC\b")


def header_words(lines: Sequence[Sequence[str]]) -> list[set[str]]:
    """Words of each column, joined over the header's lines; `NONFACILITY` and `FACILITY` in one spelling."""
    width = max(map(len, lines), default=0)
    texts = [" ".join(line[i] for line in lines if i < len(line)).upper() for i in range(width)]
    return [set(re.findall(r"[A-Z0-9.]+", FACILITY.sub("FACILITY", NON_FACILITY.sub("NONFACILITY", t)))) for t in texts]


def find(words: Sequence[set[str]], needed: set[str], file: str, without: set[str] = frozenset()) -> int:
    """The one column whose header has all the words needed and none of `without`. Raises PM031 otherwise."""
    found = [i for i, w in enumerate(words) if needed <= w and not without & w]
    if len(found) == 1:
        return found[0]
    what = " ".join(sorted(needed))
    count = f"{len(found)} columns are" if found else "no column is"
    message = f"{count} headed {what}. Use the file as CMS ships it, with its header lines."
    raise ScenarioError(Problem("PM031", message, file, 1))
