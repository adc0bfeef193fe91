"""Item models by normal equations with an intercept per group, item weights and composites, in exact fractions."""

from fractions import Fraction
from statistics import mean


def item_model(people: list[dict], columns: list[str], outcome) -> dict:
    """Least squares on an intercept per group and the columns, by the normal equations; then adjusted means."""
    groups = sorted({(p["unit"], p["group"]) for p in people})
    names = [*groups, *columns]

    def design(p: dict) -> list[Fraction]:
        return [Fraction(int((p["unit"], p["group"]) == g)) for g in groups] + [p["filled"][c] for c in columns]

    rows = [(design(p), outcome(p), p["weight"]) for p in people]
    size = len(names)
    normal = [[sum(w * x[a] * x[b] for x, _, w in rows) for b in range(size)] for a in range(size)]
    right = [sum(w * x[a] * y for x, y, w in rows) for a in range(size)]
    solution = dict(zip(names, solve(normal, right), strict=True))
    b = {c: solution[c] for c in columns}
    z = [outcome(p) - sum((b[c] or 0) * p["filled"][c] for c in columns) for p in people]
    raw, zbar, total = {}, {}, {}
    for g in groups:
        own = [i for i, p in enumerate(people) if (p["unit"], p["group"]) == g]
        total[g] = sum(people[i]["weight"] for i in own)
        raw[g] = sum(people[i]["weight"] * outcome(people[i]) for i in own) / total[g]
        zbar[g] = sum(people[i]["weight"] * z[i] for i in own) / total[g]
    back = mean(raw.values()) - mean(zbar.values()) if groups else 0
    residual = {id(p): z[i] - zbar[p["unit"], p["group"]] for i, p in enumerate(people)}
    around = {id(p): outcome(p) - raw[p["unit"], p["group"]] for p in people}
    spread = sum(p["weight"] * around[id(p)] ** 2 for p in people)
    fitted = sum(p["weight"] * (around[id(p)] - residual[id(p)]) ** 2 for p in people)
    n = {g: sum((p["unit"], p["group"]) == g for p in people) for g in groups}
    adjusted = {g: zbar[g] + back for g in groups}
    r2 = fitted / spread if spread else None
    return {
        "b": b, "raw": raw, "adjusted": adjusted, "total": total, "residual": residual, "n": n, "r2": r2,
        "size": len(people),
    }  # fmt: skip


def solve(a: list[list[Fraction]], right: list[Fraction]) -> list[Fraction | None]:
    """Gauss-Jordan in the order of the unknowns; an unknown that the earlier ones explain is left out (None)."""
    size = len(right)
    a = [[*row, r] for row, r in zip(a, right, strict=True)]
    for pivot in range(size):
        if a[pivot][pivot] == 0:
            continue
        for row in range(size):
            if row != pivot and a[row][pivot]:
                times = a[row][pivot] / a[pivot][pivot]
                a[row] = [x - times * y for x, y in zip(a[row], a[pivot], strict=True)]
    return [a[i][size] / a[i][i] if a[i][i] else None for i in range(size)]


def weights_of_items(measure: dict, groups: list, n: dict[str, dict]) -> tuple[dict, bool]:
    """Weight per group and item, and whether the composite is centred."""
    items, rule = measure["items"], measure.get("item_weights", {"k": 1})
    lacking = any(not n[i].get(g, 0) for i in items for g in groups)
    if measure.get("kind") == "item_mean":
        given, centred = {g: {i: int(n[i].get(g, 0) > 0) for i in items} for g in groups}, False
    elif rule == "equal":
        given, centred = {g: dict.fromkeys(items, 1) for g in groups}, False
    elif rule == "responses":
        given, centred = {g: {i: sum(n[i].values()) for i in items} for g in groups}, False
    elif "k" in rule:
        given, centred = {g: {i: min(n[i].get(g, 0), Fraction(rule["k"])) for i in items} for g in groups}, True
    else:
        fixed = {i: Fraction(str(w)) for i, w in rule["fixed"].items()}
        given, centred = {g: {i: fixed[i] if n[i].get(g, 0) else 0 for i in items} for g in groups}, lacking
    return {g: {i: Fraction(w[i]) / sum(w.values()) for i in items} for g, w in given.items()}, centred


def composite(weights: dict, centred: bool, means: dict[str, dict]) -> dict:
    answered = {i: own for i, own in means.items() if own}
    centre = {i: mean(own.values()) if centred else Fraction(0) for i, own in answered.items()}
    found = {}
    for g, w in weights.items():
        found[g] = sum(w[i] * (own[g] - centre[i]) for i, own in answered.items() if g in own) + mean(centre.values())
    return found


def by_unit(values: dict, measure: dict, power: int) -> dict[str, Fraction]:
    """Groups of a unit together, by their shares."""
    found: dict[str, Fraction] = {}
    for (unit, group), value in values.items():
        share = Fraction(str(measure["substratum_weights"][unit][group])) if measure.get("substratum") else Fraction(1)
        found[unit] = found.get(unit, Fraction(0)) + share**power * value
    return found


def complete_units(values: dict, groups: list, measure: dict) -> dict:
    """Without units of which a group that has a share has no value."""
    shares = measure.get("substratum_weights", {})
    lacking = {unit for unit, group in groups if (unit, group) not in values and shares.get(unit, {}).get(group, 1)}
    return {g: v for g, v in values.items() if g[0] not in lacking}
