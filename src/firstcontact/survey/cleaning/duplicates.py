"""Rule C5: two responses for one case. The first is kept unless a later one says substantially more; never merged.

Source: specs/surveys/README.md 9.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from firstcontact.survey.answers import Cells, is_answered
from firstcontact.survey.missing import Missing

LEAST_MORE = 2
SHARE_MORE = Fraction(1, 4)


def answered(cells: Cells) -> int:
    return sum(map(is_answered, cells.values()))


def asked(cells: Cells) -> int:
    """Items that were put to this person."""
    return sum(c is not Missing.SKIPPED_BY_LOGIC and c is not Missing.NOT_IN_FORM for c in cells.values())


def says_more(first: Cells, later: Cells) -> bool:
    """The later one has at least max(2, a quarter of the items asked, rounded up) more answered items."""
    return answered(later) - answered(first) >= max(LEAST_MORE, math.ceil(SHARE_MORE * asked(later)))


def keep(responses: Sequence[Cells]) -> int:
    """Index of the response that is kept, of those of one case in the order received."""
    kept = 0
    for i in range(1, len(responses)):
        if says_more(responses[kept], responses[i]):
            kept = i
    return kept
