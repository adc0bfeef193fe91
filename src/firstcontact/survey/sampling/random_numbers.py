"""Permanent random numbers: no generator state, the same on every machine.

Source: specs/surveys/design-estimation.md 1.1.
"""

import hashlib
from collections.abc import Iterable

import numpy as np

HEX_DIGITS = 13  # 52 bits, exact in a double


def permanent(seed: str, unit_id: str) -> float:
    """u in [0, 1): the first 13 hex digits of SHA-256 of `seed|unit_id` over 16^13."""
    digits = hashlib.sha256(f"{seed}|{unit_id}".encode()).hexdigest()[:HEX_DIGITS]
    return int(digits, 16) / 16**HEX_DIGITS


def permanent_all(seed: str, unit_ids: Iterable[str]) -> np.ndarray:
    """`permanent` of every id, shape (n,)."""
    return np.array([permanent(seed, i) for i in unit_ids], dtype=float)
