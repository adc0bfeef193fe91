import pytest

from firstcontact.engine.definition import BaseMeasure, DerivedMeasure, parse
from firstcontact.errors import FirstContactError
from firstcontact.located import load

GOOD = """\
id: x
version: '1'
title: A title
domain: performance
why_it_matters: It does.
numerator: People.
denominator: People.
unit_of_count: person
value: ratio
numerator_unit: people
denominator_unit: people
direction: higher_is_better
window: year
reads: [person_year]
codelists: []
parameters: []
groups: [region]
sources:
  - {title: Own, citation: here, read: own}
caveats: []
authored: {by: analyst, on: 2026-01-01}
checked: null
review_by: 2027-01-01
status: own
"""


BASE_ONLY = {
    "numerator", "denominator", "unit_of_count", "numerator_unit", "denominator_unit", "window", "reads", "codelists",
    "parameters",
}  # fmt: skip


def parsed(text: str):
    where = "measures/performance/x.yaml"
    return parse(load(text, where), where)


def test_a_sound_definition_has_its_defaults() -> None:
    meta = parsed(GOOD)
    assert isinstance(meta, BaseMeasure)
    assert (meta.rows, meta.publish_if.people_at_least, meta.full_ids()) == (["year"], 30, ["x"])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "higher_is_better",
            "up",
            "x.yaml line 12: direction: 'up' is not one of higher_is_better, lower_is_better, context_only.",
        ),
        ("title: A title", "title: ' '", "line 3: title: is blank"),
        ("title: A title", "title: TBD", "line 3: title: 'TBD' is a placeholder"),
        ("why_it_matters: It does.", "why_it_matters: n/a", "line 5: why_it_matters: 'n/a' is a placeholder"),
        ("status: own", "statuss: own", "line 24: statuss: is not a key of a definition. Allowed keys: id, version"),
        ("status: own", "", "status: is missing"),
        (
            "title: Own, citation",
            "title: Own, cite",
            "line 19: sources.0.cite: is not a key of a definition. Allowed keys: title, href, citation, read.",
        ),
        ("citation: here, ", "", "line 19: sources.0: a source needs href or citation"),
        ("window: year", "window: year\nrows: [month]", "rows: a measure with window year has year rows only"),
        ("value: ratio", "value: mean\nrows: [year]\n", ""),
        ("id: x", "id: X-1", "'X-1' may hold lower case letters, digits and underscores only"),
        ("groups: [region]", "groups: [region, planet]", "line 17: groups.1: 'planet' is not one of"),
        ("version: '1'", "version: 'one'", "line 2: version: 'one'"),
    ],
)
def test_what_is_wrong_is_named_with_line_key_and_allowed_values(old: str, new: str, sentence: str) -> None:
    text = GOOD.replace(old, new, 1)
    if not sentence:
        assert parsed(text).value == "mean"
        return
    with pytest.raises(FirstContactError) as error:
        parsed(text)
    assert sentence in str(error.value)


def test_every_problem_of_a_file_is_told_at_once() -> None:
    with pytest.raises(FirstContactError) as error:
        parsed(GOOD.replace("higher_is_better", "up").replace("status: own", "status: fine"))
    assert len(str(error.value).splitlines()) == 2


def test_variants_need_the_same_names_and_different_ids() -> None:
    twice = GOOD + "variants:\n  - {id: a, values: {k: one}}\n  - {id: a, values: {k: two}}\n"
    with pytest.raises(FirstContactError, match="'a' stands twice"):
        parsed(twice)
    with pytest.raises(FirstContactError, match="every variant needs a value for the same names"):
        parsed(GOOD + "variants:\n  - {id: a, values: {k: one}}\n  - {id: b, values: {j: two}}\n")


def test_a_mean_of_months_is_refused() -> None:
    with pytest.raises(FirstContactError, match="a mean has window year"):
        parsed(GOOD.replace("value: ratio", "value: mean").replace("window: year", "window: month"))


def test_a_derived_definition_needs_its_stratifier() -> None:
    derived = "\n".join(line for line in GOOD.splitlines() if line.split(":")[0] not in BASE_ONLY)
    with pytest.raises(FirstContactError, match="stratifier is missing: gap compares"):
        parsed(derived + "\nover: [y]\nformula: gap\n")
    meta = parsed(derived + "\nover: [y]\nformula: gap\nstratifier: payer\n")
    assert isinstance(meta, DerivedMeasure)
    assert meta.stratifiers == ["payer"]
