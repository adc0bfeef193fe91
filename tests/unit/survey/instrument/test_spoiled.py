"""Whatever stands in a document, the validator answers with findings and never with a traceback."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.survey.instrument import from_document, validate_document
from firstcontact.survey.instrument.rules.finding import Finding

CHECK = settings(max_examples=300, derandomize=True)
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=3)
values = st.one_of(
    scalars,
    st.lists(scalars, max_size=2),
    st.dictionaries(st.sampled_from(["en", "item", "op", "all", "code", "x"]), scalars, max_size=2),
)


def places(part, path=()):
    yield path
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


def put(document, path, value, remove):
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    if remove:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value


@CHECK
@given(data=st.data(), value=values, remove=st.booleans())
def test_one_spoiled_place_gives_findings_or_a_usable_instrument(small_document, data, value, remove):
    document = copy.deepcopy(small_document)
    every = [p for p in places(document) if p]
    put(document, data.draw(st.sampled_from(every)), value, remove)
    findings = validate_document(document)
    assert all(isinstance(f, Finding) and f.message.endswith((".", "?", "]", "…")) for f in findings), findings
    if not any(f.level == "error" for f in findings):
        assert from_document(document, "spoiled").items


@pytest.mark.parametrize(
    "part", ["pages", "scales", "measures", "exits", "adjusters", "checks", "modules", "languages"]
)
@pytest.mark.parametrize("value", [None, 3, "x", [], [None], [[]], {}, {"x": None}, [{"x": 1}]])
def test_a_part_of_another_kind_is_found(document, part, value):
    document[part] = value
    assert isinstance(validate_document(document), list)
