"""Random survey samples for comparing estimators: strata, PSUs, second-stage units, odd weights, missing answers."""

import random

import pyarrow as pa


def sample(
    seed: int,
    *,
    two_stages: bool = False,
    fpc: bool = True,
    zero_weights: bool = True,
    missing: bool = True,
    most_rows: int = 3,
) -> list[dict]:
    """Rows with stratum, psu, ssu, N1, N2, w0, y, x, z, yes, group, sex, age; None where an answer is missing.

    most_rows: in a PSU of a one-stage design.
    """
    rng = random.Random(seed)
    rows = []
    for h in range(rng.randint(1, 4)):
        n = rng.choice([2, 2, 3, 4])
        size = n + rng.choice([0, 1, 5, 20]) if fpc else None
        for i in range(n):
            m = rng.randint(1, 4)
            inner = m + rng.choice([0, 1, 4, 30]) if two_stages else None
            for j in range(m if two_stages else rng.randint(1, most_rows)):
                place = {"stratum": f"s{h}", "psu": f"p{i}", "ssu": f"u{j}", "N1": size, "N2": inner}
                rows.append(place | _answers(rng, zero_weights, missing))
    return rows


def _answers(rng: random.Random, zero_weights: bool, missing: bool) -> dict:
    y, x = round(rng.uniform(-50, 50), 3), round(rng.uniform(1, 9), 3)
    return {
        "w0": 0.0 if zero_weights and rng.random() < 0.05 else round(rng.uniform(0.5, 90), 4),
        "y": None if missing and rng.random() < 0.1 else y,
        "x": x,
        "z": round(rng.gauss(0, 2), 3),
        "yes": rng.choice(["0", "1"]),
        "group": rng.choice(["a", "b", "c"]),
        "sex": rng.choice(["F", "M"]),
        "age": rng.choice(["18-44", "45-64", "65+"]),
    }


def as_table(rows: list[dict]) -> pa.Table:
    """As a CSV file would be read: text, blank where missing."""
    names = list(rows[0])
    return pa.table({c: pa.array(["" if r[c] is None else str(r[c]) for r in rows]) for c in names})
