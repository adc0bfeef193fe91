"""Attribution methods are closed: what the shipped files hold, and the sentences that refuse a wrong one."""

import pytest

from firstcontact.core.attribution import load_method, read_method
from firstcontact.errors import FirstContactError
from firstcontact.workspace import Config, Workspace
from support.attribution_case import shipped

SHIPPED = ("plurality_2y_visits", "plurality_1y_visits", "plurality_2y_dollars", "roster_only", "stepwise_1")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_methods_load(name):
    assert shipped(name).id == name


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"ties": "[latest_date, most_events]"},
            "attribution method x: the last tie-break must be smallest_id, otherwise two runs can differ.",
        ),
        (
            {"ties": "[smallest_id, latest_date]"},
            "attribution method x: the last tie-break must be smallest_id, otherwise two runs can differ.",
        ),
        ({"colour": "red"}, "attribution method x: 'colour' is not a key."),
        ({"measure": "hours"}, "attribution method x: measure: 'hours': Input should be 'visits' or 'dollars'"),
        ({"min_events": "0"}, "attribution method x: min_events: 0"),
        ({"windows": "[{months: 12, weight: two}]"}, "a weight is a number or a fraction in text such as 2/3"),
        ({"id": "y"}, "attribution method x: id is 'y'. The id must equal the file name."),
    ],
)
def test_a_method_that_is_not_closed_is_refused_with_a_sentence(change, sentence):
    keys = {"id": "x", "title": "X", "status": "own", "sources": "[{title: X, read: own}]"} | change
    with pytest.raises(FirstContactError) as refused:
        read_method("\n".join(f"{k}: {v}" for k, v in keys.items()), "x")
    assert sentence in str(refused.value)


def test_a_method_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(FirstContactError, match=r"method 'best' is not known.*plurality_2y_visits"):
        shipped("best")


def test_a_workspace_may_bring_its_own_method(tmp_path):
    folder = tmp_path / "definitions" / "packs" / "attribution"
    folder.mkdir(parents=True)
    text = (
        "id: mine\ntitle: Mine\nstatus: own\nsources: [{title: Mine, read: own}]\nwindows: [{months: 24, weight: 1}]\n"
    )
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    method = load_method(Workspace(tmp_path, Config(attribution={"method": "mine"})))
    assert method.windows[0].months == 24
    assert method.denominator == 1
