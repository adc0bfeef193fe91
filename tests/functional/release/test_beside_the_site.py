"""A release takes over what the coalition's site has written, and passes its gate with it."""

import json

import pytest

from firstcontact.release import release
from firstcontact.release.reader import Reader
from support.run_folder import MEASURE, workspace, write_run

BUILT = "2026-11-21T12:00:00Z"
FRAME = {"main": [{"label": "News", "path": "news/", "section": "nav_news"}], "newsletter": "newsletter/"}
AWARDS = {"P1": [{"name": "Open doors", "year": 2025, "criteria": {"en": "about/awards/"}}]}
PAGE = {"title": "A recall list", "path": "/en/strategies/recall-list/", "language": ""}
RELATED = {"en": {MEASURE: [{"kind": "strategy", "pages": [PAGE], "all": f"/en/strategies/?measure={MEASURE}"}]}}


def tell(ws, **files):
    ws.site.mkdir(exist_ok=True)
    for name, value in files.items():
        (ws.site / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    ws = workspace(tmp_path_factory.mktemp("told"))
    write_run(ws)
    tell(ws, frame={"en": FRAME}, awards=AWARDS, related=RELATED)
    return ws, release(ws, built_at=BUILT)


def page(ws, path):
    return Reader(ws.releases).resolve(path).path.read_text(encoding="utf-8")


def test_links_to_the_site_pass_the_gate(told):
    ws, report = told
    assert report.live
    practice = page(ws, "/en/practice/p1/")
    assert 'href="/en/newsletter/?practice=P1"' in practice
    assert 'href="/en/about/awards/"' in practice
    measure = page(ws, f"/en/measure/{MEASURE}/")
    assert 'href="/en/strategies/recall-list/"' in measure
    assert f'href="/en/strategies/?measure={MEASURE}"' in measure


def test_the_same_words_of_the_site_make_no_second_release_and_another_award_does(told):
    ws, _ = told
    assert not release(ws, built_at=BUILT).new
    tell(ws, awards=AWARDS | {"P2": AWARDS["P1"]})
    again = release(ws, built_at=BUILT)
    assert (again.release, again.new) == ("2024-r2", True)
    assert "Open doors" in page(ws, "/en/practice/p2/")
    assert "Open doors" not in page(ws, "/en/release/2024-r1/practice/p2/")
