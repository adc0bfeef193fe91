"""Box shares, item by item and together, in exact fractions."""

from fractions import Fraction

from support.score_twin.models import by_unit, complete_units, composite, item_model, weights_of_items


def boxes_of(allowed: list[dict], measure: dict, columns: list[str], groups: list) -> list[dict]:
    items, names = measure["items"], list(measure["boxes"])
    models: dict = {}
    for i in items:
        own = [p for p in allowed if p["y"][i] is not None]
        for box, (low, high) in measure["boxes"].items():
            models[i, box] = item_model(own, columns, lambda p, i=i, a=low, b=high: Fraction(int(a <= p["y"][i] <= b)))
    weights, centred = weights_of_items(measure, groups, {i: models[i, names[0]]["n"] for i in items})
    rows = []
    for i in [*items, *(["composite"] if len(items) > 1 else [])]:
        shares: dict[str, dict] = {}
        for box in names:
            for kind in ("raw", "adjusted"):
                if i == "composite":
                    found = composite(weights, centred, {j: models[j, box][kind] for j in items})
                else:
                    found = complete_units(models[i, box][kind], groups, measure)
                for unit, share in by_unit(found, measure, 1).items():
                    shares.setdefault(unit, {})[box, kind] = share
        for unit, found in shares.items():
            shown = clamp({box: found[box, "adjusted"] for box in names})
            counts = None if i == "composite" else sum(v for g, v in models[i, names[0]]["n"].items() if g[0] == unit)
            rows += [
                {"item": i, "unit": unit, "box": box, "n": counts, "share_unadjusted": found[box, "raw"],
                 "share_adjusted": found[box, "adjusted"], "share_shown": shown[box]}
                for box in names
            ]  # fmt: skip
    return sorted(rows, key=lambda r: (r["item"], r["unit"], r["box"]))


def clamp(shares: dict) -> dict:
    shown, ends = dict(shares), [b for b in shares if b != "middle"]
    for end in ends:
        to = "middle" if "middle" in shown else ends[1 - ends.index(end)]
        if shown[end] < 0:
            shown[to] += shown[end]
            shown[end] = 0
        elif shown[end] > 1:
            shown[to] += shown[end] - 1
            shown[end] = 1
    if shown.get("middle", 0) < 0:
        larger = max(("top", "bottom"), key=lambda b: shown[b])
        shown[larger] += shown["middle"]
        shown["middle"] = 0
    return shown
