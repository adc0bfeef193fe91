"""Random numbers by name: a new use never shifts the numbers of another, and blocks never share any."""

import zlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Streams:
    """`streams("name")` is a fresh generator that depends on the seed, the block and the name only.

    Draws are made element by element in the order of people, so a shorter block is the beginning of a longer one.
    """

    seed: int
    block: int

    def __call__(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.SFC64([self.seed, self.block, zlib.crc32(name.encode())]))


def choose(u: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Index by weight for uniform numbers u. weights: one row for all, or one row per element of u."""
    limits = np.cumsum(weights, axis=-1)
    if limits.ndim == 1:
        return np.searchsorted(limits, u * limits[-1], side="right").clip(0, len(limits) - 1)
    index = (u[:, None] * limits[:, -1:] >= limits).sum(axis=1)
    return index.clip(0, limits.shape[1] - 1)
