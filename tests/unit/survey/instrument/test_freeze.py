import csv
import stat
from datetime import date

import pytest
import yaml

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.instrument import find, freeze, load, shipped
from firstcontact.survey.instrument.canonical import normalise
from firstcontact.survey.instrument.store import Store

DAY = date(2027, 1, 31)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "instruments"


@pytest.fixture
def file(tmp_path, document):
    """Writes `document` and gives the file."""

    def write():
        path = tmp_path / "small.yaml"
        path.write_text(yaml.safe_dump(normalise(document), allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    return write


def error(file, store):
    with pytest.raises(FirstContactError) as e:
        freeze(file, store, on=DAY)
    return str(e.value)


def test_a_frozen_version_is_a_read_only_file_named_by_its_hash(file, store):
    made = freeze(file(), store, on=DAY)
    frozen = store / made.version.file
    assert made.is_new
    assert frozen.name == f"small_form.v1.{made.version.content_hash[:8]}.json"
    assert stat.S_IMODE(frozen.stat().st_mode) == 0o444
    instrument = load(frozen)
    assert (instrument.status, instrument.content_hash) == ("final", made.version.content_hash)
    with (store / "instrument_version.csv").open() as f:
        assert [r["frozen_on"] for r in csv.DictReader(f)] == ["2027-01-31"]


def test_freezing_the_same_text_again_changes_nothing(file, store):
    first = freeze(file(), store, on=DAY)
    again = freeze(file(), store, on=date(2028, 1, 1))
    assert not again.is_new
    assert again.version == first.version


def test_a_frozen_version_never_changes(document, items, file, store):
    digest = freeze(file(), store, on=DAY).version.content_hash
    items["told"]["text"]["en"] = "Were you told of it?"
    assert error(file(), store) == (
        f"small_form version 1 is frozen (hash {digest[:8]}…). Answers refer to it, so it never changes. "
        "Copy it to version 2 and edit that."
    )


def test_a_frozen_file_that_was_changed_by_hand_is_refused(file, store):
    frozen = store / freeze(file(), store, on=DAY).version.file
    frozen.chmod(0o644)
    frozen.write_text(frozen.read_text().replace("Were you told?", "Were you told so?"))
    with pytest.raises(FirstContactError, match="it was changed after it was frozen"):
        load(frozen)


def test_errors_are_printed_and_stop_the_freezing(document, items, file, store):
    del items["mark"]["low_label"]
    del items["note"]["text"]["es"]
    items["clear"]["required"] = True
    text = error(file(), store)
    assert text.endswith(
        "small.yaml has 2 errors and 1 warning; a version with errors cannot be frozen. "
        "Fix them, then run 'survey freeze' again."
    )
    assert "a rating needs low_label and high_label" in text
    assert not store.exists()


def test_versions_follow_one_another(document, file, store):
    freeze(file(), store, on=DAY)
    document["version"] = 3
    assert "version 3 follows 1; use 2." in error(file(), store)
    document["version"] = 2
    assert freeze(file(), store, on=DAY).is_new
    assert [v.version for v in Store(store).versions("small_form")] == [1, 2]


def test_the_first_version_in_a_store_may_have_any_number(document, file, store):
    document["version"] = 3
    assert freeze(file(), store, on=DAY).version.version == 3


def test_a_link_id_keeps_its_meaning(document, items, file, store):
    freeze(file(), store, on=DAY)
    document["version"] = 2
    document["measures"] = []
    items["told"].pop("scale")
    items["told"].update(type="integer")
    expected = "link_id 'told' had type single with codes 1–3 in version 1; now integer. Use a new link_id."
    assert expected in error(file(), store)


@pytest.mark.parametrize(
    ("change", "is_new_meaning"),
    [
        (lambda items: items["ways"]["options"].pop(0), True),
        (
            lambda items: items["ways"]["options"].insert(0, {"code": "home", "label": {"en": "Home", "es": "Casa"}}),
            False,
        ),
        (lambda items: items["health"]["options"][0].update(score=9), True),
        (lambda items: items["mark"].update(max=20), True),
        (lambda items: items["note"]["text"].update(en="Anything more?"), False),
    ],
)
def test_other_codes_scores_or_ends_are_another_meaning(document, items, file, store, change, is_new_meaning):
    freeze(file(), store, on=DAY)
    document["version"] = 2
    change(items)
    items["line_ok"].pop("show_if")
    if is_new_meaning:
        assert "Use a new link_id." in error(file(), store)
    else:
        assert freeze(file(), store, on=DAY).is_new


def test_a_draft_translation_is_a_warning(document, file, store):
    document["translation_status"] = {}
    warnings = freeze(file(), store, on=DAY).warnings
    assert [w.sentence("small.yaml") for w in warnings] == [
        "small.yaml: the es translation is a draft. Have it reviewed and tested with readers before fielding."
    ]


def test_options_from_the_strategy_library_are_put_in_when_frozen(store):
    made = freeze(shipped()["patient_engagement_inventory"], store, on=DAY)
    options = find("patient_engagement_inventory", store).item_by_id["hl_strategy"].options
    assert len(options) == 46
    assert (options[0].code, options[0].label) == ("PREP_01", {"en": "Pre-visit planning"})
    assert made.version.content_hash != load(shipped()["patient_engagement_inventory"]).content_hash


def test_without_a_strategy_library_the_item_is_named(tmp_path, store):
    copy = tmp_path / "inventory.yaml"
    copy.write_bytes(shipped()["patient_engagement_inventory"].read_bytes())
    sentence = "(hl_strategy): option_source strategies found no strategies.csv; give --strategies FILE."
    assert sentence in error(copy, store)


def test_an_instrument_is_found_as_file_frozen_version_or_shipped(document, file, store):
    freeze(file(), store, on=DAY)
    document["version"] = 2
    freeze(file(), store, on=DAY)
    assert find(str(file())).status == "draft"
    assert find("small_form", store).version == 2
    assert find("small_form@1", store).version == 1
    assert find("practice_impact_pulse", store).status == "draft"
    with pytest.raises(UsageError, match="There is no instrument 'small'"):
        find("small", store)
