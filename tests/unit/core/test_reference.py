"""Code lists and parameters: what is shipped holds together, and what a workspace adds is checked."""

import csv
import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from firstcontact import core
from firstcontact.core.reference import FIXED, UNDATED, load_reference
from firstcontact.errors import FirstContactError
from firstcontact.workspace import Config, Workspace

READING = (".py", ".sql", ".yaml")
HEAD = "list,code,code_system,valid_from,valid_to,label,source\n"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return load_reference(Workspace(tmp_path_factory.mktemp("empty"), Config()))


def with_list(tmp_path, text):
    folder = tmp_path / "definitions" / "codelists"
    folder.mkdir(parents=True)
    (folder / "own.csv").write_text(HEAD + text)
    return load_reference(Workspace(tmp_path, Config()))


def test_no_list_has_a_code_twice(shipped):
    seen = [(r["list"], r["code"]) for r in shipped.lists]
    assert len(seen) == len(set(seen)) > 5000


@pytest.mark.parametrize(
    ("prefix", "system"), [("pos_group_", "place_of_service"), ("tob_group_", "bill_type_prefix2")]
)
def test_every_place_and_bill_type_is_in_one_group(shipped, prefix, system):
    grouped = [r["code"] for r in shipped.lists if r["list"].startswith(prefix)]
    assert len(grouped) == len(set(grouped))
    # The reference pack's places and bill types are all known to the groups.
    assert {
        r["code"] for r in shipped.lists if r["code_system"] == system and not r["list"].startswith("ref2025_topline")
    } <= set(grouped)


def test_the_guard_list_shares_no_code_with_a_list_of_primary_care(shipped):
    others = {
        r["code"] for r in shipped.lists if r["list"].startswith("pc_taxonomy") and r["list"] != "pc_taxonomy_never"
    }
    assert not shipped.codes("pc_taxonomy_never") & others


def test_the_core_taxonomies_are_physicians_and_nurse_practitioners(shipped):
    parts = shipped.codes("pc_taxonomy_core_physician") | shipped.codes("pc_taxonomy_core_np")
    assert shipped.codes("pc_taxonomy_core") == parts
    assert len(parts) == 13


def test_a_taxonomy_has_one_profession_and_every_primary_care_person_has_one(shipped):
    classes = [shipped.codes(f"class_{c}") for c in ("physician", "np", "pa", "cns")]
    assert sum(map(len, classes)) == len(set().union(*classes))
    assert shipped.codes("pc_taxonomy_core_physician") | shipped.codes("pc_taxonomy_ext_general_practice") <= classes[0]
    assert shipped.codes("pc_taxonomy_core_np") | shipped.codes("pc_taxonomy_ext_np_general") <= classes[1]
    assert shipped.codes("pc_taxonomy_ext_pa") <= classes[2]
    assert shipped.codes("pc_taxonomy_ext_cns") <= classes[3]


def test_the_index_names_every_list_with_its_number_of_codes(shipped):
    text = resources.files("firstcontact").joinpath("codelists", "index.csv").read_text(encoding="utf-8")
    index = {r["list"]: int(r["codes"]) for r in csv.DictReader(text.splitlines())}
    assert index.pop("ed_weights") == shipped.weights.num_rows
    assert index == {name: len(shipped.codes(name)) for name in shipped.names}


def test_the_disputed_code_and_the_clinic_line_are_no_reference_services(shipped):
    assert not shipped.codes("ref2025_service") & {"G0463", "S9117"}
    assert len(shipped.codes("ref2025_service")) == 131


def test_a_retired_code_carries_its_last_day(shipped):
    ends = {r["code"]: r["valid_to"] for r in shipped.lists if r["list"] == "ref2025_service" and r["valid_to"]}
    assert ends["99201"] == date(2020, 12, 31)
    assert ends["99443"] == date(2024, 12, 31)


def test_a_list_of_the_workspace_replaces_the_shipped_one(tmp_path):
    assert with_list(tmp_path, "wellness_visit,99999,hcpcs,,,mine,own\n").codes("wellness_visit") == {"99999"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("mine,,hcpcs,,,x,own", "own.csv line 2: list mine has an empty code"),
        ("mine,99213,hcpcs,2024-01-02,2024-01-01,x,own", "valid to 2024-01-01, before it begins on 2024-01-02"),
        ("mine,99213,hcpcs,01/02/2024,,x,own", "'01/02/2024' is not a date"),
    ],
    ids=["blank code", "ends before it begins", "date form"],
)
def test_a_faulty_list_is_refused_with_file_and_line(tmp_path, row, words):
    with pytest.raises(FirstContactError, match=words):
        with_list(tmp_path, row + "\n")


def test_a_list_with_another_header_is_refused(tmp_path):
    (tmp_path / "definitions" / "codelists").mkdir(parents=True)
    (tmp_path / "definitions" / "codelists" / "own.csv").write_text("code,name\n1,x\n")
    with pytest.raises(FirstContactError, match="the header is code,name"):
        load_reference(Workspace(tmp_path, Config()))


def test_a_setting_wins_over_the_parameter_file_and_that_over_the_shipped_value(tmp_path):
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "parameters.csv").write_text(
        "name,value,value_type,valid_from,valid_to,source\nmin_months,10,integer,,,own\ncontinuity_gap_months,2,integer,,,own\n"
    )
    reference = load_reference(Workspace(tmp_path, Config(parameters={"min_months": 9, "include_obgyn": True})))
    assert [reference.parameter(n) for n in ("min_months", "continuity_gap_months", "include_obgyn")] == [
        "9",
        "2",
        "true",
    ]
    assert reference.is_on("include_obgyn")


def test_an_unknown_parameter_is_refused(tmp_path):
    with pytest.raises(FirstContactError, match="no parameter 'min_month'"):
        load_reference(Workspace(tmp_path, Config(parameters={"min_month": 9})))


def test_the_identity_changes_with_a_parameter(tmp_path, shipped):
    other = load_reference(Workspace(tmp_path, Config(parameters={"min_months": 9})))
    assert other.identity() != shipped.identity()


PARAMETERS = "name,value,value_type,valid_from,valid_to,source\n"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("min_months,eleven,integer,,,own", "parameters.csv line 2: min_months: 'eleven' is not a whole number."),
        ("min_months,eleven,text,,,own", "min_months: 'eleven' is not a whole number."),
        ("own_one,yes,boolean,,,own", "parameters.csv line 2: own_one: 'yes' is not true or false."),
        ("own_one,1,number,,,own", "parameters.csv line 2: value_type 'number' is not one of integer, decimal"),
        (",1,integer,,,own", "parameters.csv line 2: the name is empty."),
        ("own_one,1,integer,soon,,own", "parameters.csv line 2: 'soon' is not a date."),
        ("month_rule,midmonth,text,,,own", "line 2: month_rule: 'midmonth' is not one of any_day, first_day,"),
        ("unknown_nonclaims,claims_ratio,text,,,own", "'claims_ratio' is not offered by this version"),
        ("include_obgyn,true,boolean,2024-01-01,,own", "line 2: include_obgyn shapes the tables of all years at once"),
        ("min_months,9,integer,,2024-01-01,own\nmin_months,8,integer,2024-01-01,,own", "two rows that hold on one day"),
    ],
)
def test_a_parameter_of_another_type_is_refused_with_its_line(tmp_path, row, sentence):
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "parameters.csv").write_text(PARAMETERS + row + "\n")
    with pytest.raises(FirstContactError) as refused:
        load_reference(Workspace(tmp_path, Config()))
    assert sentence in str(refused.value)


def test_a_setting_of_another_type_is_refused(tmp_path):
    with pytest.raises(FirstContactError, match="min_months: 'eleven' is not a whole number"):
        load_reference(Workspace(tmp_path, Config(parameters={"min_months": "eleven"})))


def test_every_parameter_that_the_intake_reads_can_be_set(tmp_path):
    load_reference(Workspace(tmp_path, Config(parameters={"max_quarantine_share": 0.01})))


def test_a_parameter_may_change_from_one_day_to_the_next(tmp_path):
    (tmp_path / "definitions").mkdir()
    rows = "month_rule,any_day,text,,2023-12-31,own\nmonth_rule,full_month,text,2024-01-01,,own\n"
    (tmp_path / "definitions" / "parameters.csv").write_text(PARAMETERS + rows)
    reference = load_reference(Workspace(tmp_path, Config()))
    assert [p["value"] for p in reference.parameters if p["name"] == "month_rule"] == ["any_day", "full_month"]


def test_what_core_looks_up_without_a_date_can_have_none(shipped):
    folder = resources.files("firstcontact.core") / "sql"
    asked = {n for f in folder.iterdir() for n in re.findall(r"name = '(\w+)'", f.read_text(encoding="utf-8"))}
    named = {p["name"] for p in shipped.parameters} & asked
    assert len(named) > 10
    assert named - {"month_rule"} <= set(UNDATED)


def test_a_setting_that_nothing_reads_is_refused_unless_it_changes_nothing(tmp_path):
    with pytest.raises(FirstContactError, match="min_member_months: '600' is not offered by this version"):
        load_reference(Workspace(tmp_path, Config(parameters={"min_member_months": 600})))
    load_reference(Workspace(tmp_path, Config(parameters={"min_member_months": 1200})))


def test_every_shipped_parameter_is_read_or_fixed(shipped):
    sources = [f.read_text(encoding="utf-8") for f in Path(core.__file__).parents[1].rglob("*") if f.suffix in READING]
    text = "\n".join(t for t in sources if "UNDATED = (" not in t)
    # For the measure of shortage areas that a workspace writes.
    unread = {p["name"] for p in shipped.parameters if not re.search(rf"\b{p['name']}\b", text)}
    assert unread - {"shortage_people_per_physician"} == set(FIXED)
