"""Cleaning of the clinic check-in against a slow twin written from the rules, condition by condition."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.survey.answers import Response
from firstcontact.survey.cleaning import clean
from firstcontact.survey.cleaning.log import text
from firstcontact.survey.instrument import load
from support.shared import SHARED, needs_specs

pytestmark = needs_specs
INSTRUMENT = SHARED / "specs" / "surveys" / "worked" / "instrument" / "clinic_checkin.yaml"
PAGES = {
    "start": ["seen", "n_visits"],
    "care": ["clear", "heard", "had_test", "told", "ways", "video_ok"],
    "end": ["mark", "health", "last_date", "note"],
}
VALID = {
    "seen": {"1"},
    "n_visits": {str(i) for i in range(1, 100)},
    "clear": set("1234"),
    "heard": set("1234"),
    "had_test": set("10"),
    "told": set("1234"),
    "video_ok": set("10"),
    "mark": {str(i) for i in range(11)},
    "health": set("123"),
}
WAYS = ("office", "phone", "video")


@pytest.fixture(scope="module")
def instrument():
    return load(INSTRUMENT)


def slow(given_cells, finished):
    """link_id -> cell as text, from the definition."""
    order = [(p, i) for p, items in PAGES.items() for i in items]
    last = max((list(PAGES).index(p) for p, i in order if i in given_cells), default=-1)
    out = {}
    for page, item in order:
        value = given_cells.get(item)
        reached = finished or list(PAGES).index(page) <= last
        if value is None:
            value = "-3" if reached else "-2"
        elif item != "ways" and item in VALID and value not in VALID[item]:
            value = "-4"
        answered = not value.startswith("-")
        control = {"n_visits": "seen", "told": "had_test", "video_ok": "ways"}.get(item)
        if control:
            says = out[control]
            open_question = says.startswith("-")
            shown = bool({"phone", "video"} & set(says.split(";"))) if control == "ways" else says == "1"
            if not shown and not open_question and value != "-4":
                value = "-4" if answered else "-1"
        out[item] = value
    return out


def cell(item, value):
    if item == "ways":
        return frozenset(value.split(";"))
    return Decimal(value) if item in ("n_visits", "mark") else value


optional = {
    "n_visits": st.integers(0, 120).map(str),
    "clear": st.sampled_from("12349"),
    "heard": st.sampled_from("12349"),
    "had_test": st.sampled_from("015"),
    "told": st.sampled_from("12347"),
    "ways": st.sets(st.sampled_from(WAYS), min_size=1).map(lambda s: ";".join(sorted(s))),
    "video_ok": st.sampled_from("01"),
    "mark": st.integers(0, 12).map(str),
    "health": st.sampled_from("1234"),
}


@given(given_cells=st.fixed_dictionaries({"seen": st.just("1")}, optional=optional), finished=st.booleans())
def test_every_cell_equals_the_twin(instrument, given_cells, finished):
    cells = {k: cell(k, v) for k, v in given_cells.items()}
    state = "submitted" if finished else "closed_partial"
    done = clean(instrument, [Response("r", "c", "en", "web", state, cells)])[0]
    expected = slow(given_cells, finished)
    assert {k: text(v) for k, v in done.cells.cells.items()} == expected
    key = [expected[k] for k in ("seen", "had_test", "mark", "health")]
    reportable = [expected[k] for k in ("told", "clear", "heard", "mark")]
    n_key, n_reportable = (sum(not v.startswith("-") for v in held) for held in (key, reportable))
    wanted = "break_off" if not n_reportable else "complete" if n_key * 2 >= len(key) else "partial_used"
    assert done.disposition == wanted
