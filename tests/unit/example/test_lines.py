import numpy as np

from firstcontact.example.lines import SHAPE, append, complete, expand, join, single, take


def test_expand_numbers_the_lines_of_each_claim_from_one():
    lines = expand({"person": np.array([7, 8, 9]), "growth": 1}, np.array([2, 0, 3]))
    assert lines["person"].tolist() == [7, 7, 9, 9, 9]
    assert lines["claim"].tolist() == [0, 0, 2, 2, 2]
    assert lines["line"].tolist() == [1, 2, 1, 2, 3]
    assert lines["growth"] == 1


def test_complete_fills_every_column_with_its_type():
    whole = complete({"claim": np.array([0, 1]), "kind": 1}, 2)
    assert set(whole) == set(SHAPE)
    assert all(whole[name].dtype == kind and len(whole[name]) == 2 for name, (kind, _) in SHAPE.items())
    assert whole["kind"].tolist() == [1, 1]
    assert whole["rendering"].tolist() == [-1, -1]


def test_join_numbers_claims_through_and_skips_empty_drafts():
    first = single({"person": np.array([1, 2])}, 2)
    nothing = single({"person": np.array([], dtype=int)}, 0)
    last = expand({"person": np.array([3])}, np.array([2]))
    whole = join([first, nothing, last])
    assert whole["claim"].tolist() == [0, 1, 2, 2]
    assert whole["person"].tolist() == [1, 2, 3, 3]


def test_take_and_append_are_opposites():
    whole = complete({"claim": np.arange(5)}, 5)
    again = append(take(whole, np.array([0, 1])), take(whole, np.array([2, 3, 4])))
    assert again["claim"].tolist() == whole["claim"].tolist()
