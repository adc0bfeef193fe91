"""Practice scores in plain Python, written from the steps of the method.

Responses are dictionaries of text; the measure file is plain data. Only roots and tails are floating numbers.
"""

import math
from fractions import Fraction

from scipy.stats import f as fisher
from scipy.stats import t as student

from support.score_twin.boxes import boxes_of
from support.score_twin.models import by_unit, composite, item_model, weights_of_items
from support.score_twin.people import (
    in_large_group,
    large_enough,
    read_row,
    scale_of,
    takes_part,
    units_of,
    with_filled_adjusters,
)


def slow_scores(rows: list[dict], spec: dict) -> dict[str, list[dict]]:
    """score, measure_test, coefficient and box_share as lists of dictionaries, rows in the order of the tables."""
    tables: dict[str, list[dict]] = {"score": [], "measure_test": [], "coefficient": [], "box_share": []}
    people = [read_row(row, spec) for row in rows if takes_part(row, spec)]
    for measure in spec["measures"]:
        for name, found in score_one(people, measure, spec).items():
            tables[name] += [{"measure": measure["measure"], **row} for row in found]
    return tables


def score_one(people: list[dict], measure: dict, spec: dict) -> dict[str, list[dict]]:
    items = measure["items"]
    columns = with_filled_adjusters(people, measure, spec)
    allowed, usable, n_used, kept = take_part(people, columns, measure)
    groups = sorted({(p["unit"], p["group"]) for p in usable})
    models = {i: item_model([p for p in usable if p["y"][i] is not None], columns, answer_to(i)) for i in items}
    weights, centred = weights_of_items(measure, groups, {i: models[i]["n"] for i in items})
    raw, adjusted = (
        by_unit(composite(weights, centred, {i: models[i][kind] for i in items}), measure, 1)
        for kind in ("raw", "adjusted")
    )
    variance = by_unit(variances(usable, items, models, weights), measure, 2)
    variance = smooth(variance, n_used, kept, measure.get("smoothing"))
    used_columns = sum(any(models[i]["b"][c] is not None for i in items) for c in columns)
    test = overall(adjusted, variance, sum(n_used[u] for u in kept), used_columns)
    between, within = moments(adjusted, variance, n_used, kept)
    share = unit_shares(kept, measure)
    centre = sum(share[u] * adjusted[u] for u in kept)
    test |= {"overall_mean": centre, "between_variance": between, "within_variance": within}
    scored = {u: compared(u, adjusted, variance, share, test, measure, scale_of(measure, spec)) for u in kept}
    counts = {u: {"unit": u, "n_all": sum(p["unit"] == u for p in people), "n_used": n_used[u]} for u in sorted(n_used)}
    return {
        "score": [row | finished(row, scored.get(u), raw.get(u), measure) for u, row in counts.items()],
        "measure_test": [test],
        "coefficient": [
            {"item": i, "adjuster": c, "coefficient": models[i]["b"][c], "r2": models[i]["r2"], "n": models[i]["size"]}
            for i in sorted(items)
            for c in columns
        ],
        "box_share": boxes_of(in_groups(allowed, groups), measure, columns, groups) if measure.get("boxes") else [],
    }


def answer_to(item: str):
    return lambda person: person["y"][item]


def in_groups(people: list[dict], groups: list) -> list[dict]:
    return [p for p in people if (p["unit"], p["group"]) in groups]


def take_part(people: list[dict], columns: list[str], measure: dict) -> tuple[list, list, dict, list]:
    """Responses with a weight and adjusters, the usable ones of kept units, usable per unit, kept units."""
    allowed = [p for p in people if p["weight"] > 0 and all(p["filled"][c] is not None for c in columns)]
    asked = measure.get("min_items_answered", 1)
    usable = [p for p in allowed if sum(p["y"][i] is not None for i in measure["items"]) >= asked]
    n_used = {u: sum(p["unit"] == u for p in usable) for u in units_of(people)}
    kept = [u for u in n_used if large_enough(u, usable, measure)]
    return allowed, [p for p in usable if p["unit"] in kept and in_large_group(p, usable)], n_used, kept


def compared(unit: str, a: dict, v: dict, share: dict, test: dict, measure: dict, scale: tuple[int, int]) -> dict:
    """One practice against the mean of all."""
    low, high = scale
    centre, between = test["overall_mean"], test["between_variance"]
    difference = a[unit] - centre
    pooled = sum(share[u] ** 2 * v[u] for u in share)
    se = math.sqrt(max(v[unit] * (1 - 2 * share[unit]) + pooled, 0))
    t = float(difference) / se if se else None
    p = 2 * student.sf(abs(t), test["df2"]) if t is not None and test["df2"] > 0 else None
    nearer = min(centre - low, high - centre)
    enough = abs(difference) >= Fraction(str(measure.get("change", 0))) * nearer
    enough = enough and abs(difference) >= Fraction(str(measure.get("min_difference", 0)))
    different = p is not None and p < measure.get("alpha", 0.05) and enough
    return {
        "mean_adjusted": a[unit],
        "difference": difference,
        "variance": v[unit],
        "se": se,
        "lower": float(difference) - 1.96 * se,
        "upper": float(difference) + 1.96 * se,
        "t": t,
        "p": p,
        "stars": 2 if not different else 3 if difference > 0 else 1,
        "reliability": between / (between + v[unit]) if between else 0,
        "score_0_100": 100 * (a[unit] - low) / (high - low),
    }


def finished(row: dict, scored: dict | None, raw: Fraction | None, measure: dict) -> dict:
    if scored is None:
        return {"status": "too_few"}
    few = row["n_used"] < measure.get("min_respondents", 30)
    unreliable = scored["reliability"] < measure.get("min_reliability", 0.7)
    status = "low_n" if few else "low_reliability" if unreliable else "ok"
    return scored | {"mean_unadjusted": raw, "status": status}


def variances(usable: list[dict], items: list[str], models: dict, weights: dict) -> dict:
    found = dict.fromkeys(weights, Fraction(0))
    for p in usable:
        g = (p["unit"], p["group"])
        own = [i for i in items if p["y"][i] is not None]
        d = sum(weights[g][i] * p["weight"] * models[i]["residual"][id(p)] / models[i]["total"][g] for i in own)
        found[g] += d**2
    return found


def smooth(variance: dict, n: dict, kept: list[str], strength) -> dict:
    if strength is None:
        return variance
    s = {u: n[u] * variance[u] for u in kept}
    pooled = sum((n[u] - 1) * s[u] for u in kept) / sum(n[u] - 1 for u in kept)
    if strength == "estimate":
        tau = sum((s[u] - pooled) ** 2 - 2 * s[u] ** 2 / (n[u] - 1) for u in kept) / (len(kept) - 1)
        if tau <= 0:
            return {u: pooled / n[u] for u in kept}
        strength = 2 * pooled**2 / tau
    a = Fraction(strength)
    return {u: (a * pooled / n[u] + (n[u] - 1) * variance[u]) / (a + n[u] - 1) for u in kept}


def overall(a: dict, v: dict, people: int, columns: int) -> dict:
    grand = sum(a[u] / v[u] for u in a) / sum(1 / v[u] for u in a)
    df1, df2 = len(a) - 1, people - len(a) - columns
    f = sum((a[u] - grand) ** 2 / v[u] for u in a) / df1
    p = float(fisher.sf(float(f), df1, df2)) if df2 > 0 else None
    reliability = max(1 - 1 / f, 0) if f else 0
    return {
        "n": people, "f": f, "df1": df1, "df2": df2, "p": p, "reliability": reliability, "units": len(a),
        "grand_mean": grand,
    }  # fmt: skip


def unit_shares(kept: list[str], measure: dict) -> dict[str, Fraction]:
    given = measure.get("unit_weights") or dict.fromkeys(kept, 1)
    total = sum(Fraction(str(given[u])) for u in kept)
    return {u: Fraction(str(given[u])) / total for u in kept}


def moments(a: dict, v: dict, n: dict, kept: list[str]) -> tuple[Fraction, Fraction]:
    total = sum(n[u] for u in kept)
    centre = sum(n[u] * a[u] for u in kept) / total
    within = sum(n[u] ** 2 * v[u] for u in kept) / total
    squares = sum(n[u] * (a[u] - centre) ** 2 for u in kept)
    b = (squares - (len(kept) - 1) * within) / (total * (1 - Fraction(1, len(kept))))
    return max(b, Fraction(0)), within
