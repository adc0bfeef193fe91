"""person_month against a slow twin that lists every covered day, on made-up spans; and what holds for any spans."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.core_steps import Bench

LINES = ("commercial", "medicaid_managed", "medicare_ffs", "self_pay")
PRIORITY = ("medicare_ffs", "commercial", "medicaid_managed", "self_pay")
RULES = ("any_day", "first_day", "mid_month", "full_month")
FIRST = date(2023, 12, 1)
COLUMNS = (
    "person_id",
    "line_of_business",
    "payer",
    "plan",
    "enrollment_start_date",
    "enrollment_end_date",
    "is_secondary_coverage",
)
STEPS = ("eligibility_span", "person", "coverage_span", "shared_month", "person_month_base")
QUERY = """
    SELECT p.id, m.line_of_business, m.month, m.covered_days, y.id, l.id, m.is_counted, m.is_primary
    FROM person_month_base AS m JOIN id_person AS p ON p.key = m.person_id
    JOIN id_payer AS y ON y.key = m.payer JOIN id_plan AS l ON l.key = m.plan ORDER BY ALL"""

spans = st.lists(
    st.tuples(
        st.sampled_from(("p1", "p2")),
        st.sampled_from(LINES),
        st.sampled_from(("A", "B")),
        st.sampled_from(("x", "y")),
        st.integers(0, 120),
        st.integers(0, 70),
        st.booleans(),
    ),
    min_size=1,
    max_size=9,
).map(lambda rows: [(*who, FIRST + timedelta(s), FIRST + timedelta(s + n), x) for *who, s, n, x in rows])


class Months:
    """The steps of people over one connection; every call has other spans."""

    def __init__(self, rule: str) -> None:
        self.bench = Bench(month_rule=rule)
        self.bench.dictionaries().run("area", "area_place", "month_rule")

    def of(self, rows: list[tuple]) -> list[tuple]:
        con = self.bench.con
        con.execute("DELETE FROM in_eligibility")
        marks = ", ".join("?" for _ in COLUMNS)
        con.executemany(f"INSERT INTO in_eligibility ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
        self.bench.dictionaries().run(*STEPS)
        return self.bench.read(QUERY)


@pytest.fixture(scope="module", params=RULES)
def months(request):
    made = Months(request.param)
    made.rule = request.param
    return made


def twin(rows: list[tuple], rule: str) -> list[tuple]:
    """Every covered day of every span, put together by month."""
    days: dict[tuple, dict] = {}
    for person, line, payer, plan, start, end, secondary in rows:
        for n in range((end - start).days + 1):
            day = start + timedelta(n)
            month = days.setdefault((person, line, day.replace(day=1)), {"payers": {}, "plans": {}, "secondary": True})
            month["payers"].setdefault(payer, set()).add(day)
            month["plans"].setdefault((payer, plan), set()).add(day)
            month["secondary"] &= secondary
    found = {key: _month(key, facts, rule) for key, facts in days.items()}
    return sorted((*key, *facts[:4], key == _speaker(key, found)) for key, facts in found.items())


def _month(key: tuple, facts: dict, rule: str) -> tuple:
    covered = set().union(*facts["payers"].values())
    payer = min(facts["payers"], key=lambda y: (-len(facts["payers"][y]), y))
    plan = min((p for y, p in facts["plans"] if y == payer), key=lambda p: (-len(facts["plans"][payer, p]), p))
    first = key[2]
    length = ((first + timedelta(32)).replace(day=1) - first).days
    wanted = {
        "any_day": set(),
        "first_day": {first},
        "mid_month": {first.replace(day=15)},
        "full_month": {first + timedelta(n) for n in range(length)},
    }[rule]
    return len(covered), payer, plan, wanted <= covered, facts["secondary"]


def _speaker(key: tuple, found: dict) -> tuple | None:
    rivals = [k for k in found if k[0] == key[0] and k[2] == key[2] and found[k][3]]
    return min(rivals, key=lambda k: (found[k][4], PRIORITY.index(k[1])), default=None)


@settings(max_examples=25, derandomize=True)
@given(rows=spans)
def test_the_steps_agree_with_a_twin_that_lists_days(months, rows):
    assert months.of(rows) == twin(rows, months.rule)


@settings(max_examples=10, derandomize=True)
@given(rows=spans, data=st.data())
def test_shuffled_rows_give_the_same_months_in_the_same_order(months, rows, data):
    query = "SELECT * FROM person_month_base"
    months.of(rows)
    before = months.bench.read(query)
    months.of(data.draw(st.permutations(rows)))
    assert months.bench.read(query) == before


def test_never_more_than_twelve_months_per_person_year_and_line_of_business(months):
    rows = [
        ("p1", line, payer, "x", date(2023, 1, d), date(2024, 12, 31), False)
        for line in LINES
        for payer in ("A", "B")
        for d in (1, 15, 28)
    ]
    months.of(rows)
    most = months.bench.read(
        "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM person_month_base GROUP BY coverage_id, year(month))"
    )
    assert most == [(12,)]
    spoken = months.bench.read(
        "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM person_month_base WHERE is_primary GROUP BY person_id, month)"
    )
    assert spoken == [(1,)]
