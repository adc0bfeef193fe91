import pytest

from firstcontact.release.state import ReleaseState, ReleaseStateError

OPEN = ("computed", "disclosed", "built", "sealed", "gate_passed", "published", "superseded", "published")
COALITION = (
    "computed",
    "disclosed",
    "built",
    "sealed",
    "in_preview",
    "preview_closed",
    "gate_passed",
    "approved",
    "published",
)


def state(tmp_path, mode="open"):
    return ReleaseState(tmp_path / "2026-r1" / "state.json", "2026-r1", mode)


@pytest.mark.parametrize(("mode", "way"), [("open", OPEN), ("coalition", COALITION)])
def test_the_way_of_each_mode(tmp_path, mode, way):
    one = state(tmp_path, mode)
    for step in way:
        one.move(step)
        assert one.now == step


def test_facts_are_kept_from_step_to_step(tmp_path):
    one = state(tmp_path)
    one.move("computed", run_id="r1", built_at="2026-11-21T12:00:00Z")
    one.move("disclosed", shown=3)
    assert one.facts == {"run_id": "r1", "built_at": "2026-11-21T12:00:00Z", "shown": 3}


def test_a_sealed_release_of_a_coalition_cannot_be_published(tmp_path):
    one = state(tmp_path, "coalition")
    for step in COALITION[:4]:
        one.move(step)
    with pytest.raises(ReleaseStateError) as error:
        one.require("published")
    assert str(error.value) == (
        "release 2026-r1 is 'sealed'; it cannot become 'published'. "
        "Missing: preview of at least 30 days, gate pass, second person's approval."
    )


def test_mode_open_needs_the_gate_only(tmp_path):
    one = state(tmp_path)
    for step in OPEN[:4]:
        one.move(step)
    with pytest.raises(ReleaseStateError, match=r"Missing: gate pass\.$"):
        one.move("published")


@pytest.mark.parametrize("step", ["built", "published", "computed_twice"])
def test_no_step_is_skipped(tmp_path, step):
    one = state(tmp_path)
    one.move("computed")
    with pytest.raises(ReleaseStateError, match="it cannot become"):
        one.move(step)
