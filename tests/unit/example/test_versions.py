"""Each outcome seen from its rows, as the rules of the collapse describe it."""

from collections import defaultdict

import numpy as np
import pytest

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.codes import STATUSES
from firstcontact.example.versions import DUPLICATE, OUTCOMES


@pytest.fixture(scope="module")
def roots(medical) -> dict[int, list[dict]]:
    """Rows by the first claim of their chain, without the copies."""
    lines, outcome = medical
    found = defaultdict(list)
    names = ("claim", "line", "status", "version", "prior", "paid", "allowed", "charge", "units")
    values = [lines[n].tolist() for n in names]
    for *row, out in zip(*values, outcome.tolist(), strict=True):
        if out != DUPLICATE:
            record = dict(zip(names, row, strict=True)) | {"outcome": OUTCOMES[out]}
            record["status"] = STATUSES.codes[record["status"]]
            found[record["prior"] if record["prior"] >= 0 else record["claim"]].append(record)
    return found


def having(roots, outcome: str) -> list[list[dict]]:
    found = [rows for rows in roots.values() if any(r["outcome"] == outcome for r in rows)]
    assert found, outcome
    return found


def test_a_superseded_row_has_a_kept_replacement_with_less_paid(roots):
    for rows in having(roots, "superseded"):
        old = {r["line"]: r for r in rows if r["outcome"] == "superseded"}
        new = {r["line"]: r for r in rows if r["outcome"] == "kept"}
        assert old.keys() == new.keys()
        assert {r["status"] for r in old.values()} == {"original"}
        assert {r["status"] for r in new.values()} == {"replacement"}
        assert all(new[n]["paid"] <= old[n]["paid"] for n in old)


def test_replacements_come_as_a_higher_version_or_under_a_new_id(roots):
    ways = {(r["version"], r["prior"] >= 0) for rows in roots.values() for r in rows if r["status"] == "replacement"}
    assert ways == {(1, False), (0, True)}


def test_a_voided_claim_leaves_whole(roots):
    for rows in having(roots, "voided"):
        assert {r["outcome"] for r in rows} == {"voided"}
        assert {r["version"] for r in rows if r["status"] == "void"} == {1}
        assert sum(r["paid"] for r in rows) == 0


def test_a_reversal_undoes_its_line_to_the_cent(roots):
    for rows in having(roots, "paired"):
        for line in {r["line"] for r in rows}:
            pair = [r for r in rows if r["line"] == line]
            assert len(pair) == 2
            for amount in ("paid", "allowed", "charge"):
                known = [r[amount] for r in pair if r[amount] != NO_MONEY]
                assert sum(known) == 0
                assert len(known) != 1


def test_an_orphan_stands_alone_below_zero(roots):
    for rows in having(roots, "orphan"):
        assert [r["status"] for r in rows] == ["reversal"]
        assert rows[0]["paid"] < 0


def test_a_denied_claim_pays_nothing(roots):
    for rows in having(roots, "denied"):
        assert {(r["status"], r["paid"]) for r in rows} == {("denied", 0)}


def test_an_adjustment_joins_a_kept_line_and_lowers_it(roots):
    for rows in having(roots, "merged"):
        change = [r for r in rows if r["outcome"] == "merged"]
        base = [r for r in rows if r["line"] == change[0]["line"] and r["outcome"] == "kept"]
        assert len(change) == len(base) == 1
        assert base[0]["paid"] + change[0]["paid"] >= 0


def test_copies_are_equal_in_every_column(medical):
    lines, outcome = medical
    again = np.flatnonzero(outcome == DUPLICATE)
    rows = {tuple(int(lines[n][i]) for n in ("claim", "line", "version", "status", "paid", "prior")) for i in again}
    originals = {
        tuple(int(lines[n][i]) for n in ("claim", "line", "version", "status", "paid", "prior"))
        for i in np.flatnonzero(outcome != DUPLICATE)
    }
    assert len(again) > 0
    assert rows <= originals
