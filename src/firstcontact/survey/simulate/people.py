"""Made-up practices and people: enough to draw a sample from, with no names and no contacts."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

REGIONS = ("east", "north", "south", "west")
OWNERSHIP = ("center", "group", "independent", "system")
PRACTICE_COLUMNS = ("region", "ownership", "size_class", "size_measure")
OWNERSHIP_SHARES = (0.12, 0.28, 0.35, 0.25)
SIZE_CLASSES = ((2, "1-2"), (5, "3-5"), (10, "6-10"))
LARGEST_CLASS = "11+"
AGE_GROUPS = ("18-44", "45-64", "65+")
AGE_SHARES = (0.38, 0.34, 0.28)
LANGUAGE_SHARES = (0.86, 0.09, 0.05)
MOST_CLINICIANS = 40
FRAME_FACTOR = (1.2, 3.0)  # people in the frame for each one sampled


@dataclass(frozen=True)
class Size:
    """practices: in the frame; per_practice: people sampled of each, not used for practice surveys."""

    practices: int
    per_practice: int


def generator(seed: str, purpose: str) -> np.random.Generator:
    """A generator of its own for each purpose, so that one part of the simulation does not shift another."""
    digest = hashlib.sha256(f"{seed}|{purpose}".encode()).hexdigest()
    return np.random.Generator(np.random.PCG64(int(digest[:16], 16)))


def practices(size: Size, seed: str) -> pa.Table:
    """unit_id, region, ownership, size_class, size_measure (clinicians)."""
    draw = generator(seed, "practices")
    clinicians = np.clip(np.exp(draw.normal(1.4, 0.8, size.practices)).round(), 1, MOST_CLINICIANS).astype(int)
    return pa.table(
        {
            "unit_id": [f"S{i:04d}" for i in range(1, size.practices + 1)],
            "region": draw.choice(REGIONS, size.practices),
            "ownership": draw.choice(OWNERSHIP, size.practices, p=OWNERSHIP_SHARES),
            "size_class": [size_class(n) for n in clinicians],
            "size_measure": pa.array(clinicians, pa.int64()).cast(pa.string()),
        }
    )


def size_class(clinicians: int) -> str:
    return next((name for most, name in SIZE_CLASSES if clinicians <= most), LARGEST_CLASS)


def people(held: pa.Table, size: Size, seed: str, languages: tuple[str, ...]) -> pa.Table:
    """unit_id, practice_id, the practice's columns, age_group, sex, preferred_language, has_mail."""
    draw = generator(seed, "people")
    counts = (size.per_practice * draw.uniform(*FRAME_FACTOR, held.num_rows)).astype(int) + 1
    rows = np.repeat(np.arange(held.num_rows), counts)
    number = np.concatenate([np.arange(1, n + 1) for n in counts]) if rows.size else rows
    practice = held["unit_id"].to_pylist()
    shares = np.array(LANGUAGE_SHARES[: len(languages)])
    return pa.table(
        {
            "unit_id": [f"{practice[p]}-{i:05d}" for p, i in zip(rows, number, strict=True)],
            "practice_id": [practice[p] for p in rows],
            **{c: held[c].take(pa.array(rows)) for c in PRACTICE_COLUMNS},
            "age_group": draw.choice(AGE_GROUPS, rows.size, p=AGE_SHARES),
            "sex": draw.choice(("F", "M"), rows.size, p=(0.53, 0.47)),
            "preferred_language": draw.choice(languages[: shares.size], rows.size, p=shares / shares.sum()),
            "has_mail": pa.array(np.ones(rows.size, dtype=bool)),
        }
    )
