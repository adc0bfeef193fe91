import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.stats.continuity import coc, hi, mmci, secon, upc

PUBLIC = """
A 1 - - - 1 -
AA 2 1 1 1 1 1
AB 2 0.5 0 0 0.5 0.090909
AAB 3 0.666667 0.333333 0.5 0.555556 0.523810
ABC 3 0.333333 0 0 0.333333 0.047619
AABB 4 0.5 0.333333 0.666667 0.5 0.677419
AABC 4 0.5 0.166667 0.333333 0.375 0.354839
AAABBB 6 0.5 0.4 0.8 0.5 0.803922
AAAABBBB 8 0.5 0.428571 0.857143 0.5 0.859155
AAAABCDE 8 0.5 0.214286 0.428571 0.3125 0.436620
AABAC 5 0.6 0.3 0.25 0.44 0.512195
ABAB 4 0.5 0.333333 0 0.5 0.677419
AAAB 4 0.75 0.5 0.666667 0.625 0.677419
ABCABC 6 0.333333 0.2 0 0.333333 0.607843
AABBBBBC 8 0.625 0.392857 0.714286 0.46875 0.718310
"""
CASES = [line.split() for line in PUBLIC.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_a_sequence_gives_the_published_indices(case):
    visits, size, *expected = case
    found = [f(visits) for f in (upc, coc, secon, hi, mmci)]
    assert len(visits) == int(size)
    for value, text in zip(found, expected, strict=True):
        assert math.isnan(value) if text == "-" else value == pytest.approx(float(text), abs=6e-7)


def test_a_group_is_the_mean_of_its_people_over_the_minimum():
    values = [coc(v) for v in ("AABAC", "ABAB", "AAAB", "A")]
    defined = [v for v in values if not math.isnan(v)]
    assert len(defined) == 3
    assert sum(defined) / 3 == pytest.approx(0.377778, abs=6e-7)


def test_people_under_the_minimum_have_no_index():
    assert math.isnan(upc("AAB", min_visits=4))
    assert math.isnan(coc("AAB", 4))
    assert math.isnan(secon("AAB", 4))


sequences = st.lists(st.sampled_from("ABCDE"), min_size=2, max_size=20)


@given(sequences)
def test_every_index_lies_in_0_to_1_and_coc_is_1_only_with_one_clinician(visits):
    assert all(0 <= f(visits) <= 1 for f in (upc, coc, secon, hi, mmci))
    assert (coc(visits) == 1) == (len(set(visits)) == 1)


@given(sequences)
def test_relabelling_clinicians_changes_nothing_and_order_changes_only_secon(visits):
    renamed = [ord(v) * 7 for v in visits]
    assert [f(renamed) for f in (upc, coc, secon, hi, mmci)] == [f(visits) for f in (upc, coc, secon, hi, mmci)]
    assert [f(sorted(visits)) for f in (upc, coc, hi, mmci)] == [f(visits) for f in (upc, coc, hi, mmci)]


@given(sequences)
def test_coc_follows_from_the_herfindahl_index(visits):
    n = len(visits)
    assert coc(visits) == pytest.approx((n * hi(visits) - 1) / (n - 1), abs=1e-12)
