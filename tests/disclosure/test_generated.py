"""Generated tables are protected and then attacked from their rows alone."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.attack import interval, relations, unsafe
from disclosure.region import measure, row, table
from firstcontact.disclosure import Policy, build_system, primary, protect

EVENTS = measure("m", numerator_unit="events", denominator_unit="person_months", value="rate_per_1000")
STRATA = ("female", "male", "unknown", "other")


def results(counts):
    """Rows of practices x strata with all margins; denominators are large, so that only the counts are small."""
    practices = len(counts)
    rows = []
    for r, line in enumerate([*counts, [sum(c) for c in zip(*counts, strict=True)]]):
        kind, group = ("practice", f"P{r}") if r < practices else ("region", "R")
        for stratum, n in [("all", sum(line)), *zip(STRATA, line, strict=False)]:
            stratum_kind = "all" if stratum == "all" else "sex"
            people = {"people": 9000, "people_numerator": n, "numerator_unit": "events"}
            d = 10_000 * (1 if kind == "practice" else practices) * (len(line) if stratum == "all" else 1)
            rows.append(row("m", kind, group, stratum_kind, stratum, n=n, d=d, **people))
    return rows


def attack(counts, secondary=True):
    """Sensitive cells that the reader or a practice can narrow, as (cell, attacker)."""
    rows = results(counts)
    system = build_system(table(rows), None, [EVENTS])
    flags = protect(system, primary(system, Policy()), Policy(), secondary=secondary).flags
    keys = [(r["group_id"], r["stratum"]) for r in rows]
    values = {k: float(r["numerator"]) for k, r in zip(keys, rows, strict=True)}
    hidden = {k for k, h in zip(keys, flags.hidden, strict=True) if h}
    links = relations(keys, {f"P{r}": "R" for r in range(len(counts))})
    found = []
    for target in sorted(k for k, v in values.items() if 1 <= v <= 10):
        assert target in hidden
        for attacker in ("reader", *sorted({g for g, _ in keys if g.startswith("P")} - {target[0]})):
            known = {k for k in hidden if k[0] == attacker}
            if values.get((attacker, target[1])) == values[target]:
                continue  # nobody else is counted there: the practice reads its own number
            if unsafe(*interval(target, values, hidden, links, known=known)):
                found.append((target, attacker))
    return found


cells = st.one_of(st.integers(0, 40), st.integers(0, 12), st.just(0))
tables = st.integers(3, 4).flatmap(
    lambda size: st.lists(st.lists(cells, min_size=size, max_size=size), min_size=3, max_size=5)
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(tables)
def test_no_reader_and_no_practice_finds_a_small_count(counts):
    assert attack(counts) == []


def test_with_secondary_hiding_switched_off_the_attack_succeeds():
    counts = [[120, 45, 6], [90, 38, 40], [75, 52, 33]]
    assert (("P0", "unknown"), "reader") in attack(counts, secondary=False)
    assert attack(counts) == []


def test_few_cells_are_hidden_for_one_small_count():
    """D01: six are the least with insiders; protection needs at most seven."""
    rows = results([[120, 45, 6], [90, 38, 40], [75, 52, 33]])
    system = build_system(table(rows), None, [EVENTS])
    flags = protect(system, primary(system, Policy()), Policy()).flags
    assert 6 <= int(flags.hidden.sum()) <= 7


def test_the_same_rows_in_another_order_hide_the_same():
    rows = results([[120, 45, 6], [90, 3, 40], [75, 52, 33], [4, 30, 12]])
    found = []
    for order in (rows, rows[::-1]):
        system = build_system(table(order), None, [EVENTS])
        flags = protect(system, primary(system, Policy()), Policy()).flags
        found.append({(r["group_id"], r["stratum"]) for r, h in zip(order, flags.hidden, strict=True) if h})
    assert found[0] == found[1]
