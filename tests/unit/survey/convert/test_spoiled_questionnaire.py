"""Whatever stands in a Questionnaire, the import answers with a draft or with one error in words."""

import copy
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.fhir_export import questionnaire
from firstcontact.survey.convert.fhir_import import import_questionnaire
from firstcontact.survey.instrument import validate_document

CHECK = settings(max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3)
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.sampled_from(["url", "linkId"]), scalars)


def places(part, path=()):
    yield path
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


@CHECK
@given(data=st.data(), value=values)
def test_one_spoiled_place_gives_a_draft_or_an_error_in_words(small, tmp_path, data, value):
    resource = copy.deepcopy(questionnaire(small, annotate=True))
    if data.draw(st.booleans()):
        del resource["contained"]
    path = data.draw(st.sampled_from([p for p in places(resource) if p]))
    holder = resource
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    (tmp_path / "q.json").write_text(json.dumps(resource), encoding="utf-8")
    try:
        document = import_questionnaire(tmp_path / "q.json").document
    except FirstContactError:
        return
    assert isinstance(validate_document(document), list)
