"""Which run a release is made of."""

import json

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.release.inputs import RunFolder


@pytest.fixture
def results(tmp_path):
    (tmp_path / "latest").write_text("r2\n")
    for run in ("r1", "r2"):
        (tmp_path / run).mkdir()
        (tmp_path / run / "results.parquet").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("part", [{"only": ["panel_size"]}, {"periods": ["2024-01-01/2024-12-31"]}])
def test_the_newest_run_is_not_released_by_default_when_it_is_a_part(results, part):
    (results / "r2" / "run.json").write_text(json.dumps({"only": [], "periods": []} | part))
    with pytest.raises(FirstContactError, match=r"The newest run, r2, holds only a part .*--run r2"):
        RunFolder.find(results, live="2024-r1")
    assert RunFolder.find(results, "r2", live="2024-r1").run_id == "r2"
    assert RunFolder.find(results).run_id == "r2"  # nothing is live that it could empty


def test_a_whole_run_is_released(results):
    (results / "r2" / "run.json").write_text(json.dumps({"only": [], "periods": []}))
    assert RunFolder.find(results, live="2024-r1").run_id == "r2"
