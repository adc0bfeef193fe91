"""Parameter streams: one independent child stream per parameter name, so that adding a parameter moves no other."""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


def stream_key(name: str) -> tuple[int, int]:
    """Spawn key of a name: two 32-bit words of its 8-byte blake2b digest, little-endian."""
    digest = blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def stream_uniforms(seed: int, name: str, draws: int) -> NDArray[np.float64]:
    """Numbers strictly between 0 and 1, shape (draws,); the first n are the same for any number of draws.

    Source: specs/practice-model/uncertainty.md 3.
    """
    source = np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=stream_key(name)))
    bits = np.asarray(source.random_raw(draws))
    return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
