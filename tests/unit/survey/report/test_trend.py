"""Change since earlier waves: independent samples, the same items, wording flagged."""

import json
import shutil
from datetime import date

import pytest
from scipy import stats

from firstcontact.survey.instrument import find
from firstcontact.survey.instrument.build import build
from firstcontact.survey.report import make_report
from firstcontact.survey.report.trend import change, item_set_hash, wording_changed
from firstcontact.survey.wave import Wave

WAVE = "simulated_patient_experience_short"
EARLIER = "simulated_earlier"


def with_earlier_wave(workspace, document=None):
    """The same wave a year before, of another wording where a document is given."""
    shutil.copytree(workspace / "survey" / WAVE, workspace / "survey" / EARLIER)
    file = workspace / "survey" / EARLIER / "wave.json"
    info = json.loads(file.read_text(encoding="utf-8")) | {"wave_id": EARLIER, "opens_on": "2024-02-15"}
    file.write_text(json.dumps(info), encoding="utf-8")
    if document:
        (file.parent / "instrument.json").write_text(json.dumps(document), encoding="utf-8")
    return make_report(workspace, WAVE, pdf=False)


def trend_of(made):
    return next((s for s in made.report.sections if s.id == "trend"), None)


def reworded() -> dict:
    document = json.loads(json.dumps(find("patient_experience_short").document))
    item = next(i for p in document["pages"] for g in p["groups"] for i in g["items"] if i["link_id"] == "heard")
    item["text"]["en"] = "Did they listen?"
    return document


def test_a_first_wave_has_no_trend(held):
    assert trend_of(held.made) is None


def test_an_earlier_wave_stands_beside_the_new_one_with_the_change(copied):
    made = with_earlier_wave(copied)
    first = next(b for b in trend_of(made).blocks if b.kind == "figure")
    assert [row[0] for row in first.table.rows] == [f"2024-02, {EARLIER}", f"2025-02, {WAVE}"]
    assert first.table.rows[1][3] == "0.00"
    assert first.table.rows[1][5] == "1.000"


def test_changed_wording_is_flagged(copied):
    made = with_earlier_wave(copied, reworded())
    flagged = [b.title for b in trend_of(made).blocks if b.kind == "figure" and "wording" in b.summary]
    assert flagged == ["Communication"]


def test_the_hash_of_a_measure_ignores_wording_and_sees_items():
    now, before = find("patient_experience_short"), build(reworded())
    measure = now.measure_by_id["communication"]
    assert item_set_hash(now, measure) == item_set_hash(before, before.measure_by_id["communication"])
    assert item_set_hash(now, measure) != item_set_hash(now, now.measure_by_id["access"])
    assert wording_changed(now, before, measure) == ["heard"]


def test_a_change_is_tested_with_the_errors_and_degrees_of_freedom_of_both():
    found = change(3.5, 0.03, 40, 3.4, 0.04, 30)
    t = 0.1 / 0.05
    assert found.value == pytest.approx(0.1)
    assert found.p == pytest.approx(2 * stats.t.sf(t, 70), rel=1e-9)
    assert found.upper - found.value == pytest.approx(0.05 * stats.t.ppf(0.975, 70), rel=1e-9)


def test_a_wave_of_the_same_day_is_no_earlier_wave(copied):
    Wave.open(copied, WAVE).updated(opens_on=date(2024, 2, 15))
    assert trend_of(with_earlier_wave(copied)) is None
