"""`survey frame` and `survey sample`, from a CSV file to links."""

import csv
import stat
from datetime import date
from pathlib import Path

import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.sampling import make_frame, make_sample, token_hash

DESIGN = """\
format: firstcontact-design/1
wave_id: exp-2027
seed: wave-2027a
frame: {kind: patient, as_of: 2027-01-31, min_frame: 5}
stages:
  - unit: patient
    method: systematic
    n: 6
"""


def frame_file(folder: Path, practices: int = 3, people: int = 10) -> Path:
    file = folder / "people.csv"
    rows = [f"{p}-{i},P{p},R{p % 2}" for p in range(practices) for i in range(people)]
    file.write_text("unit_id,practice_id,region\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def design_file(folder: Path, text: str = DESIGN) -> Path:
    file = folder / "design.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def drawn(folder: Path, links: str | None = None, text: str = DESIGN):
    if not (folder / "survey").exists():
        make_frame(folder, "patient", source=frame_file(folder), as_of=date(2027, 1, 31))
    return make_sample(folder, design_file(folder, text), links)


def test_a_frame_is_written_with_its_counts_and_the_hash_of_its_file(tmp_path):
    made = make_frame(tmp_path, "patient", source=frame_file(tmp_path), as_of=date(2027, 1, 31))
    assert made.folder == tmp_path / "survey" / "frames" / "patient_2027-01-31"
    names = {p.name for p in made.folder.iterdir()}
    assert names == {
        "frame_unit.csv",
        "frame_unit.parquet",
        "exclusion_count.csv",
        "exclusion_count.parquet",
        "run.json",
    }
    assert made.frame.ledger()["in_scope"] == 30


def test_six_patients_of_each_practice_are_drawn_with_their_weight(tmp_path):
    cases = drawn(tmp_path).sample.cases.to_pylist()
    assert len(cases) == 18
    assert {c["stratum"] for c in cases} == {"P0", "P1", "P2"}
    assert all((c["stage1_n"], c["stage1_N"]) == (6, 10) for c in cases)
    assert {str(c["base_weight"]) for c in cases} == {"1.666666667"}


def test_a_practice_with_fewer_patients_than_the_least_frame_is_asked_in_full(tmp_path):
    cases = drawn(tmp_path, text=DESIGN.replace("min_frame: 5", "min_frame: 11")).sample.cases.to_pylist()
    assert len(cases) == 30
    assert all(c["certainty"] and c["base_weight"] == 1 for c in cases)


def test_the_same_design_gives_the_same_bytes(tmp_path):
    drawn(tmp_path)
    folder = tmp_path / "survey" / "exp-2027" / "sample"
    first = {p.name: p.read_bytes() for p in folder.iterdir()}
    drawn(tmp_path)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == first


def test_links_are_written_once_for_their_owner_and_the_wave_holds_hashes_only(tmp_path):
    made = drawn(tmp_path, "https://survey.example.org/")
    assert made.links == tmp_path / "private" / "survey" / "exp-2027" / "links.csv"
    assert stat.S_IMODE(made.links.stat().st_mode) == 0o600
    with made.links.open(encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    tokens = [r["link"].removeprefix("https://survey.example.org/s/").removesuffix("/") for r in rows]
    held = made.wave.read_batches("tokens", "token")
    assert sorted(held["token_hash"].to_pylist()) == sorted(map(token_hash, tokens))
    stored = b"".join(p.read_bytes() for p in made.wave.folder.rglob("*") if p.is_file())
    assert not any(t.encode() in stored for t in tokens)


def test_a_second_run_issues_new_links_and_says_so(tmp_path):
    first = drawn(tmp_path, "https://survey.example.org")
    again = drawn(tmp_path, "https://survey.example.org")
    assert again.links != first.links
    assert "New links were issued; the earlier ones stay valid" in again.said[-1]
    assert again.wave.read_batches("tokens", "token").num_rows == 36


def test_another_sample_of_the_same_wave_is_refused(tmp_path):
    drawn(tmp_path)
    with pytest.raises(FirstContactError, match="wave exp-2027 already has another sample"):
        drawn(tmp_path, text=DESIGN.replace("n: 6", "n: 7"))


def test_people_of_a_recent_wave_are_left_in_peace(tmp_path):
    drawn(tmp_path)
    later = make_frame(tmp_path, "patient", source=frame_file(tmp_path), as_of=date(2027, 9, 30))
    assert {r["exclusion"]: r["units"] for r in later.frame.counts().to_pylist()} == {
        "in_scope": 12,
        "sampled_recently": 18,
    }
    much_later = make_frame(tmp_path, "patient", source=frame_file(tmp_path), as_of=date(2028, 9, 30))
    assert much_later.frame.ledger()["in_scope"] == 30


def test_a_stratum_that_the_design_does_not_name_is_an_error_in_the_words_of_the_handbook(tmp_path):
    text = DESIGN.replace(
        "  - unit: patient\n    method: systematic\n    n: 6",
        "  - {unit: practice, strata: [region], n_per_stratum: {R0: 1}}\n  - {unit: patient, method: all}",
    )
    words = (
        "design exp-2027: stratum 'R1' holds 1 practices but n_per_stratum does not name it. "
        "Add it, with 0 if it is left out on purpose."
    )
    with pytest.raises(FirstContactError) as error:
        drawn(tmp_path, text=text)
    assert str(error.value) == words


def test_a_whole_cluster_is_taken_where_the_second_stage_takes_all(tmp_path):
    text = DESIGN.replace(
        "  - unit: patient\n    method: systematic\n    n: 6",
        "  - {unit: practice, n: 2}\n  - {unit: patient, method: all}",
    )
    cases = drawn(tmp_path, text=text).sample.cases.to_pylist()
    assert len(cases) == 20
    assert {(c["stage1_n"], c["stage1_N"], c["stage2_n"], c["stage2_N"]) for c in cases} == {(2, 3, 10, 10)}
    assert all(c["psu"] == c["practice_id"] for c in cases)


def test_a_csv_file_beside_the_design_can_be_the_frame(tmp_path):
    frame_file(tmp_path)
    text = DESIGN.replace("as_of: 2027-01-31", "file: people.csv, as_of: 2027-01-31")
    made = make_sample(tmp_path, design_file(tmp_path, text))
    assert made.sample.cases.num_rows == 18


def test_strata_must_be_the_same_for_all_people_of_a_practice(tmp_path):
    file = frame_file(tmp_path, 2, 2)
    file.write_text(file.read_text(encoding="utf-8").replace("0-1,P0,R0", "0-1,P0,R9"), encoding="utf-8")
    text = DESIGN.replace("as_of: 2027-01-31", "file: people.csv, as_of: 2027-01-31").replace(
        "  - unit: patient\n    method: systematic\n    n: 6",
        "  - {unit: practice, strata: [region], n: 1}\n  - {unit: patient, method: all}",
    )
    with pytest.raises(FirstContactError, match="column 'region' has 2 values within practice P0"):
        make_sample(tmp_path, design_file(tmp_path, text))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"unit_id\n\xff\n", "people.csv is not UTF-8: the byte at position 8"),
        (b"", "people.csv is empty"),
        (b"id\na\n", "has no column unit_id"),
        (b"unit_id,unit_id\na,b\n", "the column unit_id stands twice"),
        (b"unit_id,x\na\n", "row 2: 1 cells, but the header has 2"),
    ],
)
def test_a_frame_file_that_cannot_be_read_is_refused(tmp_path, content, words):
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(FirstContactError, match=words):
        make_frame(tmp_path, "practice", source=tmp_path / "people.csv", as_of=date(2027, 1, 31))


def test_a_frame_that_was_not_made_is_named(tmp_path):
    with pytest.raises(FirstContactError, match="There is no patient frame as of 2027-01-31"):
        make_sample(tmp_path, design_file(tmp_path))


def test_an_address_that_is_none_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="is not an address"):
        make_sample(tmp_path, design_file(tmp_path), "survey.example.org")
