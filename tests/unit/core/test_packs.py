"""Definition packs: what is shipped loads, and every way to get a pack wrong is one sentence."""

import hashlib

import duckdb
import pytest
import yaml

from firstcontact.core.pack_sql import bound_condition
from firstcontact.core.packs import bound_packs, load_packs
from firstcontact.errors import FirstContactError
from firstcontact.workspace import Config, Workspace

HEAD = "list,code,code_system,valid_from,valid_to,label,source\n"
GOOD = HEAD + "my_service,99213,hcpcs,,,visit,own\n"
PACK = {
    "id": "mine",
    "version": "1",
    "title": "Mine",
    "status": "complete",
    "bound": "narrow",
    "sources": [{"title": "own", "read": "own"}],
    "services": ["my_service"],
}


def workspace(tmp_path, text=GOOD, folder="mine", sha256=None, completeness="complete", config=None, **changes):
    place = tmp_path / "definitions" / "packs" / folder
    place.mkdir(parents=True)
    (place / "own.csv").write_text(text)
    sha256 = sha256 or hashlib.sha256(text.encode()).hexdigest()
    lists = {"my_service": {"file": "own.csv", "sha256": sha256, "completeness": completeness}}
    (place / "pack.yaml").write_text(yaml.safe_dump({**PACK, "lists": lists, **changes}))
    return Workspace(tmp_path, config or Config())


def test_the_shipped_packs_load_with_their_status(tmp_path):
    packs = {n: f.pack for n, f in load_packs(Workspace(tmp_path, Config())).items()}
    complete = {n for n, p in packs.items() if p.status == "complete"}
    assert complete == {"reference_2025", "own_narrow_1", "own_broad_1", "statute_pcip"}
    assert set(packs) - complete == {
        "medicare_share_2019_narrow",
        "medicare_share_2019_broad",
        "massachusetts_pcbh",
        "washington_2019_narrow",
        "washington_2019_broad",
        "oregon",
        "new_england_2020",
        "expanded_nonclaims",
    }
    assert all(p.incomplete for p in packs.values() if p.status == "partial")


def test_the_bounds_have_their_default_packs(tmp_path):
    chosen = bound_packs(Workspace(tmp_path, Config()))
    assert {b: p.id for b, p in chosen.items()} == {
        "narrow": "own_narrow_1",
        "broad": "own_broad_1",
        "reference": "reference_2025",
    }


def test_a_pack_of_the_workspace_can_be_a_bound_and_brings_its_lists(tmp_path):
    ws = workspace(tmp_path, config=Config(packs={"narrow": "mine"}))
    assert bound_packs(ws)["narrow"].title == "Mine"
    assert [r["code"] for r in load_packs(ws)["mine"].own_rows] == ["99213"]


def test_a_bound_without_its_pack_is_refused(tmp_path):
    with pytest.raises(FirstContactError, match=r"\[packs\] broad: there is no pack 'typo'"):
        bound_packs(Workspace(tmp_path, Config(packs={"broad": "typo"})))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"serivces": []}, "pack mine: unknown key 'serivces'"),
        ({"services": ["other"]}, "list other is used but not named under 'lists'"),
        ({"sha256": "0" * 64}, "sha256 of own.csv is"),
        (
            {"text": HEAD + "my_service,,hcpcs,,,visit,own\n"},
            "list my_service is marked complete but line 2 has an empty code",
        ),
        ({"text": HEAD + "my_service,1,hcpcs,2024-02-01,2024-01-01,v,own\n"}, "before it begins on 2024-02-01"),
        ({"text": HEAD + "another,1,hcpcs,,,v,own\n"}, "list my_service not found in own.csv"),
        ({"completeness": "partial"}, "status is complete but list my_service is partial"),
        (
            {"lists": {"my_service": {"file": "none.csv", "sha256": "x", "completeness": "complete"}}},
            "there is no file 'none.csv'",
        ),
        ({"lists": {"my_service": {"completeness": "complete"}}}, "and has no file"),
        ({"id": "other"}, "id 'other' differs from the folder's name"),
        ({"exclusions": ["weekends"]}, "exclusions.0 is 'weekends', which is not one of 'secondary_payer'"),
        ({"sources": []}, "sources"),
    ],
    ids=[
        "unknown key",
        "unnamed list",
        "sha256",
        "blank code",
        "dates",
        "list not in file",
        "incomplete list",
        "no such file",
        "complete without file",
        "id",
        "unknown rule",
        "no source",
    ],
)
def test_a_faulty_pack_is_refused_in_one_sentence(tmp_path, changes, words):
    ws = workspace(tmp_path, **changes)
    with pytest.raises(FirstContactError, match=words):
        load_packs(ws)


def test_a_shipped_id_needs_replaces(tmp_path):
    ws = workspace(tmp_path, folder="own_narrow_1", id="own_narrow_1")
    with pytest.raises(FirstContactError, match="a pack with this id is shipped"):
        load_packs(ws)


def test_replaces_takes_the_place_of_a_shipped_pack(tmp_path):
    ws = workspace(tmp_path, folder="own_narrow_1", id="own_narrow_1", replaces="own_narrow_1")
    assert bound_packs(ws)["narrow"].title == "Mine"


def test_a_file_that_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "definitions" / "packs" / "bad").mkdir(parents=True)
    (tmp_path / "definitions" / "packs" / "bad" / "pack.yaml").write_text("id: [")
    with pytest.raises(FirstContactError, match=r"pack bad: pack\.yaml cannot be read"):
        load_packs(Workspace(tmp_path, Config()))


def test_a_key_that_is_missing_is_named_with_the_file(tmp_path):
    folder = tmp_path / "definitions" / "packs" / "bad"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text("id: bad\n")
    with pytest.raises(FirstContactError) as refused:
        load_packs(Workspace(tmp_path, Config()))
    assert str(refused.value).startswith(
        "pack bad: version is missing. Add it. Correct definitions/packs/bad/pack.yaml"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "paid_amount"}, "amount: paid_amount: a bound cannot apply that rule yet"),
        ({"diagnosis_any": {"lists": ["my_service"], "positions": [1, 2]}}, "positions beyond the first"),
        ({"clinicians": {"by": "taxonomy", "lists": ["my_service"], "position": "attending"}}, "position: attending"),
        (
            {"clinicians": {"by": "taxonomy", "lists": ["my_service"], "use_secondary_taxonomy": True}},
            "clinicians.use_secondary_taxonomy: a bound cannot",
        ),
    ],
    ids=["amount", "positions", "attending", "secondary taxonomy"],
)
def test_a_bound_refuses_a_complete_pack_with_a_rule_that_it_would_not_apply(tmp_path, changes, words):
    ws = workspace(tmp_path, config=Config(packs={"narrow": "mine"}), **changes)
    with pytest.raises(FirstContactError, match=words):
        bound_packs(ws)


def test_a_pack_counts_service_dates_of_its_time_only(tmp_path):
    ws = workspace(tmp_path, config=Config(packs={"narrow": "mine"}), valid_from="2024-01-01", valid_to="2024-12-31")
    condition = bound_condition("narrow", bound_packs(ws)["narrow"])
    lines = "(VALUES (DATE '2023-12-31'), (DATE '2024-01-01'), (DATE '2024-12-31'), (DATE '2025-01-01'))"
    service = "(SELECT true AS narrow_service)"
    found = duckdb.sql(f"SELECT l.service_date, {condition} FROM {lines} AS l(service_date), {service} AS h ORDER BY 1")
    assert [counts for _, counts in found.fetchall()] == [False, True, True, False]
