import pytest

from firstcontact.disclosure import Policy, PolicyError


def load(tmp_path, text):
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return Policy.load(path)


def test_the_file_that_comes_with_the_package_holds_the_defaults():
    assert Policy.load() == Policy()


def test_a_region_may_tighten(tmp_path):
    policy = load(tmp_path, "small_max: 15\nreliability_floor: 50\nsensitive_measures: [mental_health]\n")
    assert (policy.small_max, policy.reliability_floor, policy.sensitive_measures) == (15, 50, ("mental_health",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("small_max: 5", "policy: small_max is 5; the least allowed value is 10."),
        ("reliability_floor: 10", "policy: reliability_floor is 10; the least allowed value is 11."),
        ("min_width: 9", "policy: min_width is 9; the least allowed value is 10."),
        ("min_plans: 1", "policy: min_plans is 1; the least allowed value is 2."),
        ("min_clinicians: -1", "policy: min_clinicians is -1; the least allowed value is 0."),
        ("dominance_top2: 0.95", "policy: dominance_top2 is 0.95; the greatest allowed value is 0.9."),
        ("round_to: 10", "policy: round_to is 10; the only allowed value is 5."),
        ("small_max: ten", "policy: small_max is 'ten'; it must be a whole number of 10 or more."),
        ("small_max: true", "policy: small_max is True; it must be a whole number of 10 or more."),
        ("insiders: [reader]", "policy: insiders: 'reader' is not one of practice, plan."),
        ("sensitive_measures: suicide", "policy: sensitive_measures is 'suicide'; it must be a list of names."),
    ],
)
def test_loosening_and_nonsense_are_refused_with_the_value(tmp_path, text, sentence):
    with pytest.raises(PolicyError) as refused:
        load(tmp_path, text)
    assert str(refused.value) == sentence


def test_practices_are_always_insiders(tmp_path):
    with pytest.raises(PolicyError, match="'practice' cannot be removed"):
        load(tmp_path, "insiders: [plan]")


def test_unknown_keys_are_refused(tmp_path):
    with pytest.raises(PolicyError, match="'smal_max' is not a key of the policy; allowed are small_max"):
        load(tmp_path, "smal_max: 10")


def test_a_file_that_is_no_yaml_is_refused_in_words(tmp_path):
    with pytest.raises(PolicyError, match=r"policy\.yaml cannot be read"):
        load(tmp_path, "a: [")
