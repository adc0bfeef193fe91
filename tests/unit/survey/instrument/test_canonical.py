import csv
import json
import unicodedata

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.survey.instrument import canonical_json, content_hash, load, shipped
from firstcontact.survey.instrument.canonical import normalise
from firstcontact.survey.instrument.read import read_text
from support.shared import SHARED, needs_specs

CHECK = settings(max_examples=100, derandomize=True)

SURVEYS = SHARED / "specs" / "surveys"
WORKED = SURVEYS / "worked" / "instrument"
MINIMAL = """
format: firstcontact-instrument/1
instrument_id: tiny
version: 1
status: {status}
title: {{en: {title}}}
languages: [en]
"""
MINIMAL_TEXT = (
    '{"format":"firstcontact-instrument/1","instrument_id":"tiny","languages":["en"],"title":{"en":"Café"},"version":1}'
)
MINIMAL_HASH = "cf429ba7c39424b24efbde80a83688fea65660896179924d5175ce9506600004"

plain = st.recursive(
    st.text() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def test_the_minimal_document_has_the_canonical_text_and_hash_of_the_format():
    document = read_text(MINIMAL.format(status="draft", title="Café"), "tiny.yaml").data
    assert canonical_json(document) == MINIMAL_TEXT
    assert content_hash(document) == MINIMAL_HASH


def test_a_decomposed_accent_and_another_status_do_not_change_the_hash():
    document = read_text(MINIMAL.format(status="final", title="Cafe\u0301"), "tiny.yaml").data
    assert content_hash(document) == MINIMAL_HASH


def test_what_may_change_later_is_not_in_the_hash(document):
    before = content_hash(document)
    document.update(status="retired", content_hash="0" * 64, translation_status={"es": "tested"})
    assert content_hash(document) == before


def test_one_changed_letter_changes_the_hash(document, items):
    before = content_hash(document)
    items["told"]["text"]["en"] += "!"
    assert content_hash(document) != before


def test_line_ends_of_another_system_do_not_change_the_hash():
    assert canonical_json({"a": "x\r\ny"}) == canonical_json({"a": "x\ny"})


@CHECK
@given(st.dictionaries(st.text(), plain, max_size=4))
def test_the_canonical_text_reads_back_to_the_normal_form_and_is_then_stable(document):
    text = canonical_json(document)
    assert canonical_json(json.loads(text)) == text
    assert unicodedata.is_normalized("NFC", text)
    assert text == canonical_json(normalise(document))


@CHECK
@given(st.permutations(["b", "a", "é", "Z", "10", "9"]))
def test_the_order_of_keys_does_not_matter(keys):
    assert canonical_json(dict.fromkeys(keys, 1)) == '{"10":1,"9":1,"Z":1,"a":1,"b":1,"é":1}'


def test_yaml_and_json_of_one_document_have_one_hash(document):
    as_json = json.dumps(normalise(document))
    as_yaml = yaml.safe_dump(document, allow_unicode=True)
    assert content_hash(read_text(as_json, "a.json", is_json=True).data) == content_hash(
        read_text(as_yaml, "a.yaml").data
    )


@needs_specs
def test_the_worked_instrument_has_the_stated_canonical_bytes_and_hash():
    instrument = load(WORKED / "clinic_checkin.yaml")
    assert canonical_json(instrument.document).encode() == (WORKED / "clinic_checkin.canonical.json").read_bytes()
    assert len(canonical_json(instrument.document).encode()) == 4819
    assert instrument.content_hash == (WORKED / "clinic_checkin.sha256").read_text().strip()


@needs_specs
def test_the_shipped_instruments_have_the_stated_hashes_and_are_the_texts_of_the_specs():
    with (SURVEYS / "instruments" / "hashes.csv").open() as f:
        stated = {r["instrument_id"]: r["content_hash_as_shipped"] for r in csv.DictReader(f)}
    files = shipped()
    assert {name: load(file).content_hash for name, file in files.items()} == stated
    for name, file in files.items():
        assert file.read_bytes() == (SURVEYS / "instruments" / f"{name}.yaml").read_bytes()


def test_the_shipped_instruments_have_the_hashes_they_were_released_with():
    assert {name: load(file).content_hash[:8] for name, file in shipped().items()} == {
        "patient_engagement_inventory": "7959db0c",
        "patient_experience_short": "631e1ec9",
        "practice_impact_pulse": "3a17a941",
    }
