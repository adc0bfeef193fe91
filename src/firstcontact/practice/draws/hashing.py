"""Uniform numbers by counter: practice streams that need no order and no state."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
WORD = 2**64 - 1

Words = NDArray[np.uint64]


def mix(z: Words) -> Words:
    """SplitMix64 of each word, modulo 2**64."""
    z = z + GOLDEN
    z = (z ^ (z >> np.uint64(30))) * FIRST
    z = (z ^ (z >> np.uint64(27))) * SECOND
    return z ^ (z >> np.uint64(31))


def word(key: str | int) -> int:
    """A text's 8-byte blake2b digest, little-endian; a whole number as it is."""
    if isinstance(key, str):
        return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")
    return key & WORD


def words(keys: Sequence[str | int]) -> Words:
    """`word` of each key: array of the same length."""
    return np.array([word(key) for key in keys], dtype=np.uint64)


def absorb(state: Words, keys: Words) -> Words:
    """The state after one more key; state and keys broadcast."""
    return mix(state ^ keys)


def start(seed: int, name: str) -> Words:
    """The state of the stream `name` before any practice, draw or week; shape (1,)."""
    return absorb(mix(words([seed])), words([name]))


def uniforms(state: Words) -> NDArray[np.float64]:
    """Numbers strictly between 0 and 1 from the upper 53 bits."""
    return ((state >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def uniform(seed: int, name: str, *keys: str | int) -> float:
    """One number of the stream `name` at these keys. Source: specs/practice-model/uncertainty.md 5."""
    state = start(seed, name)
    for key in keys:
        state = absorb(state, words([key]))
    return float(uniforms(state)[0])


def uniform_by_practice(seed: int, name: str, practice_ids: Sequence[str]) -> NDArray[np.float64]:
    """`uniform(seed, name, id)` of each practice: shape (practices,)."""
    return uniforms(absorb(start(seed, name), words(practice_ids)))
