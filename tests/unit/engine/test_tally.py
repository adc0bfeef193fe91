"""The tally against plain Python, on generated rows."""

from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.engine.batch import Batch, Keys
from firstcontact.engine.cells import PARTIAL, RowSet
from firstcontact.engine.number import Number
from firstcontact.engine.tally import Tally

PLACES = {"payer": (1, 70), "line_of_business": (70, 4), "practice": (280, 3), "sex": (840, 3)}
KEYS = Keys(PLACES, {"organization": np.array([0, 1, 1])}, {"organization": 2})
SETS = (
    RowSet(0, "region", "all"),
    RowSet(1, "region", "line_of_business"),
    RowSet(2, "organization", "all"),
    RowSet(3, "practice", "sex"),
    RowSet(4, "region", "sex"),
    RowSet(5, "practice", "line_of_business"),
    RowSet(6, "region", "payer"),
)
MONEY, COUNT = Number("c1", 2, False, money=True), Number("c2", 0, True)

rows = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 1),
        st.integers(0, 69),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(-300, 900),
        st.integers(0, 3),
    ),
    max_size=30,
)


def cell(payer: int, line: int, practice: int, sex: int) -> int:
    return payer + 70 * line + 280 * practice + 840 * sex


def batch(given_rows: list[tuple]) -> Batch:
    who, period, payer, line, practice, sex, money, number = (
        np.array(c, np.int64) for c in zip(*given_rows, strict=True)
    )
    return Batch(who, 24276 + 12 * period, cell(payer, line, practice, sex), {"c1": money, "c2": number}, KEYS)


def key(s: RowSet, row: tuple) -> tuple[int, int] | None:
    _, _, payer, line, practice, sex, _, _ = row
    if line == PARTIAL and s.stratum != "line_of_business":
        return None
    group = {"region": 0, "organization": [0, 1, 1][practice], "practice": practice}[s.group]
    return group, {"all": 0, "line_of_business": line, "sex": sex, "payer": payer}[s.stratum]


def slow(given_rows: list[tuple], s: RowSet) -> dict[tuple, dict]:
    people: dict = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    payers: dict = defaultdict(set)
    for row in given_rows:
        place = key(s, row)
        if place is not None:
            people[place[0], row[1], place[1]][row[0]][0] += row[6]
            people[place[0], row[1], place[1]][row[0]][1] += row[7]
            if row[6] and row[2]:
                payers[place[0], row[1], place[1]].add(row[2])
    return {
        place: {"money": [m for m, _ in of.values()], "count": [c for _, c in of.values()], "payers": payers[place]}
        for place, of in people.items()
    }


@settings(max_examples=60)
@given(rows, st.integers(1, 3))
def test_sums_people_tops_and_payers_equal_plain_python(given_rows: list[tuple], parts: int) -> None:
    """People come in any order and in several batches, each with all rows of its people."""
    tally = Tally(SETS, True, (MONEY, COUNT), [24276, 24288], KEYS)
    for part in range(parts):
        own = [r for r in given_rows if r[0] % parts == part]
        if own:
            tally.add_several(batch(own))
    for s in SETS:
        shape = tally.shape(s)
        found = {p: i for i, p in enumerate(np.ndindex(shape))}
        expected = slow(given_rows, s)
        for (group, period, stratum), sums in expected.items():
            at = found[group, period, stratum]
            data, tops = tally.data[s.number][at], tally.tops[s.number]
            positive = sorted((m for m in sums["money"] if m > 0), reverse=True)
            assert data[tally.parts("c1")[0]] == sum(sums["money"])
            assert data[tally.parts("c2")[0]] == sum(sums["count"])
            assert data[tally.people("c1")] == sum(m != 0 for m in sums["money"])
            assert data[tally.people("c2")] == sum(c != 0 for c in sums["count"])
            assert data[tally.positive("c1")] == sum(positive)
            assert [tops.first[0][at], tops.second[0][at]] == [*positive, 0, 0][:2]
            assert np.bitwise_count(tops.payers[0][:, at]).sum() == len(sums["payers"])


@settings(max_examples=60)
@given(rows)
def test_rows_of_single_people_may_be_added_directly(given_rows: list[tuple]) -> None:
    single = [(i, *r[1:]) for i, r in enumerate(given_rows)]
    one, other = (Tally(SETS, True, (MONEY, COUNT), [24276, 24288], KEYS) for _ in range(2))
    if single:
        people = batch(single)
        for piece in people.pieces(np.arange(len(people))):
            one.add(piece)
        one.finish()
        other.add_several(batch(single))
    for s in SETS:
        assert (one.data[s.number] == other.data[s.number]).all()
        assert (one.tops[s.number].first == other.tops[s.number].first).all()
        assert (one.tops[s.number].second == other.tops[s.number].second).all()
        assert (one.tops[s.number].payers == other.tops[s.number].payers).all()


def test_weights_are_people_behind_a_unit() -> None:
    tally = Tally((RowSet(0, "region", "all"),), False, (COUNT,), [24276], KEYS)
    units = batch([(1, 0, 0, 1, 1, 0, 0, 5), (2, 0, 0, 1, 2, 0, 0, 0)])
    units.weight = np.array([200, 300])
    tally.add_several(units)
    assert tally.data[0][0, tally.people("c2")] == 200


def test_payments_to_an_organization_count_without_a_practice() -> None:
    tally = Tally((RowSet(0, "organization", "all"),), False, (COUNT,), [24276], KEYS)
    payments = batch([(1, 0, 0, 1, 0, 0, 0, 5), (2, 0, 0, 1, 2, 0, 0, 7)])
    payments.organization_of = np.array([1, 0])
    tally.add_several(payments)
    assert tally.data[0][:, tally.parts("c2")[0]].tolist() == [0, 12]
