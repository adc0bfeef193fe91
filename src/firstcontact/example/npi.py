"""Ten-digit clinician numbers with a right check digit, in a range that is not issued (they begin with 2)."""

import numpy as np

FIRST = 200_000_000
WEIGHTS = 10 ** np.arange(9)


def npis(count: int, start: int = 0) -> np.ndarray:
    """`count` valid numbers as integers, spread over the range so that order says nothing."""
    position = (np.arange(start, start + count, dtype=np.int64) * 48_271) % 99_999_989
    stems = FIRST + position
    return stems * 10 + check_digit(stems)


def check_digit(stems: np.ndarray) -> np.ndarray:
    """Luhn digit of 80840 + nine digits. The prefix adds 24 to the sum."""
    digits = (stems[:, None] // WEIGHTS) % 10
    doubled = digits[:, ::2] * 2
    total = 24 + (doubled - 9 * (doubled > 9)).sum(axis=1) + digits[:, 1::2].sum(axis=1)
    return (-total) % 10


def is_valid(npi: str) -> bool:
    """Ten digits, first 1 or 2, and the check digit fits."""
    if len(npi) != 10 or not npi.isdigit() or npi[0] not in "12":
        return False
    return int(check_digit(np.array([int(npi[:9])]))[0]) == int(npi[9])


def spoil(numbers: np.ndarray) -> np.ndarray:
    """The same numbers with a wrong check digit."""
    return numbers - numbers % 10 + (numbers + 1) % 10
