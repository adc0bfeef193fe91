"""The slow twin of the survey estimates: plain Python over rows as dictionaries, written from the specification.

A row has w (final weight), w0 (weight before calibration), stratum, psu, ssu, N1 and N2 (None: not given).
"""

import math
from collections import defaultdict
from collections.abc import Callable

Rows = list[dict]


def grouped(rows: Rows, key: Callable[[dict], object]) -> dict[object, list[int]]:
    groups = defaultdict(list)
    for i, row in enumerate(rows):
        groups[key(row)].append(i)
    return groups


def stratum_of(row: dict) -> object:
    return row["stratum"]


def psu_of(row: dict) -> object:
    return row["stratum"], row["psu"]


def variance(rows: Rows, x: list[float], lonely: str = "certainty", in_estimate: list[bool] | None = None) -> float:
    """V1 + V2 of section 2, lonely strata by section 9."""
    first, second, counted, alone = 0.0, 0.0, 0, 0
    for members in grouped(rows, stratum_of).values():
        psus = list(grouped([rows[i] for i in members], psu_of).values())
        totals = [sum(x[members[j]] for j in psu) for psu in psus]
        n, size = len(psus), rows[members[0]]["N1"]
        f = n / size if size else 0.0
        seen = in_estimate is None or any(in_estimate[i] for i in members)
        is_lonely = n == 1 and f < 1
        counted += seen
        alone += seen and is_lonely
        if n > 1:
            mean = sum(totals) / n
            first += (1 - f) * n / (n - 1) * sum((t - mean) ** 2 for t in totals)
        elif is_lonely and lonely == "adjust":
            first += (1 - f) * totals[0] ** 2
        for psu in psus:
            second += f * within_psu([rows[members[j]] for j in psu], [x[members[j]] for j in psu])
    if lonely == "average":
        if counted == alone:
            return math.nan
        first *= counted / (counted - alone)
    return first + second


def within_psu(rows: Rows, x: list[float]) -> float:
    units = list(grouped(rows, lambda r: r["ssu"]).values())
    m, size = len(units), rows[0]["N2"]
    if m == 1 or not size:
        return 0.0
    totals = [sum(x[j] for j in unit) for unit in units]
    mean = sum(totals) / m
    return (1 - m / size) * m / (m - 1) * sum((t - mean) ** 2 for t in totals)


def raked_residual(rows: Rows, x: list[float], margins: list[str]) -> list[float]:
    for _ in range(10):
        for margin in margins:
            for members in grouped(rows, lambda r, m=margin: r[m]).values():
                mean = sum(x[i] / rows[i]["w"] for i in members) / len(members)
                for i in members:
                    x[i] -= rows[i]["w"] * mean
    return x


def poststratified_residual(rows: Rows, x: list[float], margin: str) -> list[float]:
    for members in grouped(rows, lambda r: r[margin]).values():
        base = sum(rows[i]["w0"] for i in members)
        mean = sum(rows[i]["w0"] * x[i] / rows[i]["w"] for i in members) / base
        for i in members:
            x[i] -= rows[i]["w"] * mean
    return x


def rake(weights: list[float], columns: list[list[str]], targets: list[dict[str, float]]) -> list[float]:
    w = list(weights)
    for _ in range(1000):
        for column, target in zip(columns, targets, strict=True):
            w = _scaled(w, column, target)
        if all(
            abs(t / _sum(w, c, v) - 1) < 1e-12 for c, ts in zip(columns, targets, strict=True) for v, t in ts.items()
        ):
            return w
    raise AssertionError("no convergence")


def poststratify(weights: list[float], column: list[str], target: dict[str, float]) -> list[float]:
    return _scaled(weights, column, target)


def _scaled(w: list[float], column: list[str], target: dict[str, float]) -> list[float]:
    factor = {v: t / _sum(w, column, v) for v, t in target.items()}
    return [a * factor[v] for a, v in zip(w, column, strict=True)]


def _sum(w: list[float], column: list[str], value: str) -> float:
    return sum(a for a, v in zip(w, column, strict=True) if v == value)


def total(rows: Rows, d: list[bool], y: str) -> tuple[float, list[float]]:
    """(estimate, u of each row)."""
    u = [row[y] if inside else 0.0 for row, inside in zip(rows, d, strict=True)]
    return sum(row["w"] * v for row, v in zip(rows, u, strict=True)), u


def ratio(rows: Rows, d: list[bool], y: str, x: str) -> tuple[float, list[float]]:
    above = sum(r["w"] * r[y] for r, inside in zip(rows, d, strict=True) if inside)
    below = sum(r["w"] * r[x] for r, inside in zip(rows, d, strict=True) if inside)
    value = above / below
    return value, [(r[y] - value * r[x]) / below if inside else 0.0 for r, inside in zip(rows, d, strict=True)]


def mean(rows: Rows, d: list[bool], y: str) -> tuple[float, list[float]]:
    return ratio([{**r, "one": 1.0} for r in rows], d, y, "one")


def degrees(rows: Rows, d: list[bool]) -> int:
    used = [r for r, inside in zip(rows, d, strict=True) if inside and r["w"] > 0]
    return len({psu_of(r) for r in used}) - len({stratum_of(r) for r in used})


def effects(rows: Rows, d: list[bool], y: str, v: float, is_total: bool) -> tuple[float, float]:
    used = [r for r, inside in zip(rows, d, strict=True) if inside and r["w"] > 0]
    n, size = len(used), sum(r["w"] for r in used)
    centre = sum(r["w"] * r[y] for r in used) / size
    s2 = sum(r["w"] * (r[y] - centre) ** 2 for r in used) / size * n / (n - 1)
    scale = size * size if is_total else 1.0
    return v / (scale * s2 / n), v / (scale * s2 * (size - n) / (size * n))


def quantile(rows: Rows, d: list[bool], y: str, p: float) -> float:
    used = sorted((r[y], r["w"]) for r, inside in zip(rows, d, strict=True) if inside and r["w"] > 0)
    everything, so_far = sum(w for _, w in used), 0.0
    for i, (value, w) in enumerate(used):
        so_far += w
        last_of_value = i + 1 == len(used) or used[i + 1][0] != value
        if last_of_value and so_far / everything >= p * (1 - 1e-14):
            return value
    return used[-1][0]


def jackknife(
    rows: Rows, statistic: Callable[[list[float]], float], center: str, again: Callable[[list[float]], list[float]]
) -> float:
    """V of section 10; again: calibrates replicate weights anew."""
    full = statistic(again([r["w0"] for r in rows]))
    strata = grouped(rows, stratum_of)
    found = []
    for members in strata.values():
        psus = sorted({rows[i]["psu"] for i in members})
        n, size = len(psus), rows[members[0]]["N1"]
        f = n / size if size else 0.0
        for left_out in psus:
            if f < 1:
                weights = [_replicate(r, rows[members[0]]["stratum"], left_out, n) for r in rows]
                found.append(((1 - f) * (n - 1) / n, statistic(again(weights))))
    found = [(c, v) for c, v in found if not math.isnan(v)]
    centre = full if center == "full" else sum(v for _, v in found) / max(len(found), 1)
    return sum(c * (v - centre) ** 2 for c, v in found)


def _replicate(row: dict, stratum: str, left_out: str, n: int) -> float:
    if row["stratum"] != stratum:
        return row["w0"]
    return 0.0 if row["psu"] == left_out else row["w0"] * n / (n - 1)


def least_squares(rows: Rows, d: list[bool], y: str, xs: list[str]) -> tuple[list[float], list[list[float]]]:
    """Coefficients with the intercept first, and u of each row (a vector each)."""
    design = [[1.0, *(r[x] for x in xs)] for r in rows]
    k = len(xs) + 1
    used = [i for i, inside in enumerate(d) if inside]
    m = [[sum(rows[i]["w"] * design[i][a] * design[i][b] for i in used) for b in range(k)] for a in range(k)]
    right = [sum(rows[i]["w"] * design[i][a] * rows[i][y] for i in used) for a in range(k)]
    inverse = _inverse(m)
    beta = [sum(inverse[a][b] * right[b] for b in range(k)) for a in range(k)]
    u = []
    for i, inside in enumerate(d):
        left = rows[i][y] - sum(b * v for b, v in zip(beta, design[i], strict=True)) if inside else 0.0
        u.append([left * sum(inverse[a][b] * design[i][b] for b in range(k)) for a in range(k)])
    return beta, u


def _inverse(m: list[list[float]]) -> list[list[float]]:
    k = len(m)
    a = [[*row, *(1.0 if i == j else 0.0 for j in range(k))] for i, row in enumerate(m)]
    for i in range(k):
        pivot = max(range(i, k), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        a[i] = [v / a[i][i] for v in a[i]]
        for j in range(k):
            if j != i:
                a[j] = [v - a[j][i] * p for v, p in zip(a[j], a[i], strict=True)]
    return [row[k:] for row in a]
