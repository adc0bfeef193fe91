import numpy as np

from disclosure.attack import interval, relations, tables_by_force


def test_the_attacker_agrees_with_brute_force_on_small_tables():
    rng = np.random.default_rng(4)
    for _ in range(12):
        table = rng.integers(1, 9, (2, 3))
        hidden = rng.random((2, 3)) < 0.7
        keys = {(f"P{r}", f"s{c}"): float(table[r, c]) for r in range(2) for c in range(3)}
        values = keys | {(f"P{r}", "all"): float(table[r].sum()) for r in range(2)}
        values |= {("R", f"s{c}"): float(table[:, c].sum()) for c in range(3)}
        links = relations(list(values), {"P0": "R", "P1": "R"})
        possible = tables_by_force((table.sum(1), table.sum(0)), hidden, 3, 20)
        shown = [t for t in possible if (t[~hidden] == table[~hidden]).all()]
        for r, c in np.argwhere(hidden):
            closed = {(f"P{i}", f"s{j}") for i, j in np.argwhere(hidden)}
            expected = min(t[r, c] for t in shown), max(t[r, c] for t in shown)
            assert interval((f"P{r}", f"s{c}"), values, closed, links) == expected


def test_a_lone_hidden_cell_is_found_by_subtraction():
    values = {("P0", "all"): 20.0, ("P0", "a"): 6.0, ("P0", "b"): 14.0}
    assert interval(("P0", "a"), values, {("P0", "a")}, relations(list(values), {})) == (6, 6)


def test_insiders_know_more_than_readers():
    values = {("R", "all"): 71.0, ("P1", "all"): 7.0, ("P2", "all"): 64.0}
    links = relations(list(values), {"P1": "R", "P2": "R"})
    hidden = {("P1", "all"), ("P2", "all")}
    assert interval(("P1", "all"), values, hidden, links) == (1, 70)
    assert interval(("P1", "all"), values, hidden, links, known={("P2", "all")}) == (7, 7)
