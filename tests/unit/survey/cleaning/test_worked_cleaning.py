"""The worked cleaning case of the specification: eleven responses to the clinic check-in."""

import csv
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from firstcontact.survey.answers import Response
from firstcontact.survey.cleaning import CaseFacts, clean
from firstcontact.survey.cleaning.log import text
from firstcontact.survey.instrument import load
from support.shared import SHARED, needs_specs

SURVEYS = SHARED / "specs" / "surveys" / "worked"
ITEMS = ("seen", "had_test", "told", "clear", "heard", "mark", "health")
pytestmark = needs_specs


def rows(name: str) -> list[dict[str, str]]:
    with (SURVEYS / "fielding" / name).open(encoding="utf-8") as f:
        return list(csv.DictReader(f))


def response(row: dict[str, str]) -> Response:
    cells = {k: Decimal(row[k]) if k == "mark" else row[k] for k in ITEMS if row[k]}
    received = datetime.fromisoformat(row["received_date"]).replace(tzinfo=UTC)
    return Response(row["response_id"], row["case_id"], "en", "web", "submitted", cells, submitted_at=received)


@pytest.fixture(scope="module")
def cleaned():
    instrument = load(SURVEYS / "instrument" / "clinic_checkin.yaml")
    given = rows("cleaning_input.csv")
    facts = {r["case_id"]: CaseFacts(age_years=int(r["age_years"])) for r in given}
    return {c.response.response_id: c for c in clean(instrument, [response(r) for r in given], facts)}


@pytest.mark.parametrize("number", range(1, 12))
def test_each_response_is_cleaned_as_printed(cleaned, number):
    row = rows("cleaning_expected.csv")[number - 1]
    one = cleaned[row["response_id"]]
    assert one.kept == (row["kept"] == "1")
    assert one.disposition == row["disposition"]
    assert "; ".join(one.rules) == row["rules_applied"]
    for item in ITEMS[1:]:
        if row[item]:
            assert text(one.cells.cells[item]) == row[item], item
    if row["key_total"]:
        printed = (int(row["key_answered"]), int(row["key_total"]), int(row["reportable_answered"]))
        assert (one.complete.key_answered, one.complete.key_total, one.complete.reportable_answered) == printed
