"""A made-up region, protected and audited: people, events and money in practices, organizations, areas and strata."""

import numpy as np
import pytest

from disclosure.region import MEASURES, Region
from firstcontact.disclosure import Policy, audit, audit_all, build_system, disclose, primary, protect, together
from firstcontact.disclosure.public_row import round_public

REGION = Region(people=4000, practices=12, seed=3)


@pytest.fixture(scope="module")
def system():
    return build_system(REGION.results(), REGION.groups(), MEASURES)


@pytest.fixture(scope="module")
def flags(system):
    return protect(system, primary(system, Policy()), Policy()).flags


def test_the_true_numbers_add_up(system):
    system.check()


def test_primary_hiding_alone_is_found_out(system):
    report = audit(system, primary(system, Policy()), Policy())
    assert not report.safe
    assert {"exact", "inside"} <= {f.kind for f in report.findings}


def test_after_protection_no_attacker_finds_anything(system, flags):
    assert audit_all(system, flags, Policy()).findings == []


def test_several_processes_hide_the_same(system, flags, monkeypatch):
    monkeypatch.setattr(together, "FEW", 2)
    again = protect(system, primary(system, Policy()), Policy(), processes=3)
    assert (again.flags.level == flags.level).all()
    assert (again.flags.reason == flags.reason).all()


def test_protection_hides_no_more_than_needed(system, flags):
    sensitive = int((flags.sensitive > 0).sum())
    assert int(flags.hidden.sum()) <= 2 * sensitive


def test_rows_that_share_a_count_hide_it_together(system, flags):
    rc, level = system.row_cells, flags.level
    hidden = np.unique(rc.d[level == 2])
    assert (level[np.isin(rc.d, hidden)] == 2).all()


def test_what_is_hidden_stays_hidden_or_grows(system, flags):
    assert (flags.level >= primary(system, Policy()).level).all()


def rates_fit(value: float, low: int, high: int) -> list[tuple[int, int]]:
    """Every n of d that prints the whole percent `value`, for denominators that are shown alike."""
    return [(n, d) for d in range(low, high) for n in range(d + 1) if int(np.floor(100 * n / d + 0.5)) == value]


def test_no_public_rate_gives_a_small_count_away():
    public = disclose(REGION.results(), REGION.groups(), MEASURES, "2026-r1").rows.to_pylist()
    checked = 0
    for r in public:
        if r["value"] is not None and r["measure"] in ("seen", "rare") and r["denominator_rounded"] < 400:
            near = r["denominator_rounded"]
            sizes = [d for d in range(30, near + 16) if round_public(d) == near]
            counts = {n for n, d in rates_fit(int(r["value"]), min(sizes), max(sizes) + 1)}
            assert not counts <= set(range(1, 11))
            checked += 1
    assert checked > 20


def test_a_hidden_row_carries_no_number():
    public = disclose(REGION.results(), REGION.groups(), MEASURES, "2026-r1").rows.to_pylist()
    hidden = [r for r in public if r["status"] == "suppressed"]
    assert len(hidden) > 100
    for r in hidden:
        assert [r[k] for k in ("numerator_rounded", "value", "lower", "upper", "comparison")] == [None] * 5
        assert r["note_id"] == "hidden_small"


def test_no_public_count_is_between_one_and_ten():
    public = disclose(REGION.results(), REGION.groups(), MEASURES, "2026-r1").rows
    for name in ("numerator_rounded", "denominator_rounded"):
        assert not {v for v in public[name].to_pylist() if v is not None and 1 <= v <= 10}
