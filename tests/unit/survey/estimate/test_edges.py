"""Edges: empty domains, zero denominators, certainty strata, lonely PSUs, shares of 0 and 1, weights of 0."""

import math

import pyarrow as pa
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate import estimate

HEAD = {"format": "firstcontact-estimates/1", "weight": "w"}
STRATA = HEAD | {"strata": "h"}
MEAN, TOTAL = ({"statistic": s, "variable": "y"} for s in ("mean", "total"))


def table(text: str) -> pa.Table:
    """Columns by blanks; a point is an empty cell."""
    header, *rows = [line.split() for line in text.strip().splitlines()]
    cells = [["" if v == "." else v for v in row] for row in rows]
    return pa.table({name: [row[i] for row in cells] for i, name in enumerate(header)})


def answers(data: pa.Table, design: dict, *asked: dict) -> list[dict]:
    rows = estimate(data, design | {"estimates": [{"id": str(i), **a} for i, a in enumerate(asked)]}).to_pylist()
    assert not any(isinstance(v, float) and math.isnan(v) for row in rows for v in row.values())
    return rows


PLAIN = table("h w y g x\na 5 10 m 0\na 5 14 m 0\nb 4 20 k 0\nb 4 26 . 0\nb 4 . m 0")


def test_a_domain_without_rows_is_not_applicable_in_every_statistic():
    nobody = {"where": {"g": ["nobody"]}}
    rows = answers(
        PLAIN,
        STRATA,
        MEAN | nobody,
        TOTAL | nobody,
        {"statistic": "ratio", "numerator": "y", "denominator": "w"} | nobody,
        {"statistic": "proportion", "variable": "g", "equals": "m"} | nobody,
        {"statistic": "quantile", "variable": "y", "p": 0.5} | nobody,
        {"statistic": "difference", "variable": "y", "by": "g", "levels": ["m", "nobody"]},
        {"statistic": "regression", "outcome": "y", "predictors": ["w"]} | nobody,
    )
    assert {r["status"] for r in rows} == {"not_applicable"}
    assert {(r["estimate"], r["se"], r["lower"], r["upper"], r["deff"]) for r in rows} == {(None,) * 5}
    assert [r["term"] for r in rows[-2:]] == ["(intercept)", "w"]


def test_a_ratio_with_a_denominator_of_0_is_not_applicable():
    (row,) = answers(PLAIN, STRATA, {"statistic": "ratio", "numerator": "y", "denominator": "x"})
    assert (row["estimate"], row["se"], row["status"], row["n"]) == (None, None, "not_applicable", 4)


def test_levels_are_those_of_the_file_in_code_point_order_and_blanks_are_none():
    rows = answers(PLAIN, STRATA, MEAN | {"by": "g", "where": {"h": ["a"]}})
    assert [(r["level"], r["status"], r["n"]) for r in rows] == [("k", "not_applicable", 0), ("m", "low_df", 2)]


def test_a_missing_answer_leaves_its_psu_in_the_design():
    (row,) = answers(PLAIN, STRATA, TOTAL)
    t = [4 * 20, 4 * 26, 0]
    centre = sum(t) / 3
    stratum_b = 3 / 2 * sum((v - centre) ** 2 for v in t)
    assert row["se"] == pytest.approx(math.sqrt(2 * 2 * 100 + stratum_b))
    assert (row["n"], row["n_psu"], row["df"]) == (4, 4, 2)


def test_one_psu_gives_no_interval_but_an_estimate():
    (row,) = answers(table("w y\n2 3"), HEAD | {"lonely_psu": "certainty"}, MEAN)
    assert (row["estimate"], row["se"], row["lower"], row["df"], row["status"]) == (3, 0, None, 0, "no_interval")
    assert (row["deff"], row["deff_without"]) == (None, None)


def test_a_certainty_stratum_adds_nothing_and_needs_no_option():
    data = table("h w y n\na 5 10 10\na 5 14 10\nc 1 33 1")
    (with_c,) = answers(data, STRATA | {"fpc": "n"}, TOTAL)
    (without,) = answers(data.slice(0, 2), STRATA | {"fpc": "n"}, TOTAL)
    assert with_c["se"] == without["se"]
    assert (with_c["df"], with_c["estimate"]) == (1, without["estimate"] + 33)


def test_a_certainty_stratum_has_a_replicate_that_counts_nothing():
    data = table("h w y n\na 5 10 10\na 5 14 10\nc 1 33 1")
    for center in ("full", "replicates"):
        design = STRATA | {"fpc": "n", "replicates": "jkn", "center": center}
        (jackknife,), (taylor,) = answers(data, design, TOTAL), answers(data, STRATA | {"fpc": "n"}, TOTAL)
        assert jackknife["se"] == pytest.approx(taylor["se"], rel=1e-14)


def test_shares_of_0_and_1_have_an_exact_interval_with_the_effective_number():
    data = table("w y z\n1 1 0\n2 1 0\n3 1 0\n4 1 0")
    one, zero = answers(data, HEAD, *({"statistic": "proportion", "variable": v, "equals": "1"} for v in "yz"))
    effective = 10**2 / 30
    assert (one["estimate"], one["se"], one["upper"]) == (1, 0, 1)
    assert one["lower"] == pytest.approx(0.025 ** (1 / effective))
    assert (zero["estimate"], zero["lower"]) == (0, 0)
    assert zero["upper"] == pytest.approx(1 - 0.025 ** (1 / effective))


def test_without_equals_every_value_of_the_file_has_a_row():
    rows = answers(PLAIN, STRATA, {"statistic": "proportion", "variable": "g"})
    assert [(r["term"], r["estimate"]) for r in rows] == [("k", pytest.approx(4 / 18)), ("m", pytest.approx(14 / 18))]


def test_a_row_of_weight_0_counts_in_no_n_and_stays_a_sampled_psu():
    data = table("h w y\na 5 10\na 5 14\na 0 99")
    (row,) = answers(data, STRATA, TOTAL)
    assert (row["estimate"], row["n"], row["n_psu"], row["df"]) == (120, 2, 2, 1)
    centre = 120 / 3
    assert row["se"] == pytest.approx(math.sqrt(3 / 2 * ((50 - centre) ** 2 + (70 - centre) ** 2 + centre**2)))


def test_all_weights_0_are_not_applicable():
    (row,) = answers(table("w y\n0 3\n0 4"), HEAD, MEAN)
    assert (row["status"], row["n"], row["weighted_n"]) == ("not_applicable", 0, 0)


def test_psu_names_are_read_within_their_stratum():
    data = table("h p w y\na 1 5 10\na 2 5 14\nb 1 4 20\nb 2 4 26")
    (row,) = answers(data, STRATA | {"cluster": "p"}, MEAN)
    assert (row["n_psu"], row["df"]) == (4, 2)
    with pytest.raises(FirstContactError, match=r"PSU '1' lies in the strata 'a' and 'b'. Use nest: true"):
        answers(data, STRATA | {"cluster": "p", "nest": False}, MEAN)


def test_merged_strata_add_their_population_sizes_and_keep_their_psus_apart():
    data = table("h p w y n\na 1 5 10 6\na 2 5 14 6\nb 1 4 20 5")
    (row,) = answers(data, STRATA | {"cluster": "p", "fpc": "n", "lonely_psu": {"merge": {"b": "a"}}}, TOTAL)
    t = [50, 70, 80]
    centre = sum(t) / 3
    assert row["se"] == pytest.approx(math.sqrt((1 - 3 / 11) * 3 / 2 * sum((v - centre) ** 2 for v in t)))
    assert (row["n_psu"], row["df"]) == (3, 2)


def test_three_stages_use_the_product_of_the_fractions():
    data = table(
        "p s u w y n1 n2 n3\n1 1 1 2 3 4 5 6\n1 1 2 2 5 4 5 6\n1 2 1 2 9 4 5 7\n1 2 2 2 1 4 5 7\n"
        "2 1 1 2 4 4 3 9\n2 2 1 2 8 4 3 9"
    )
    (row,) = answers(data, HEAD | {"cluster": ["p", "s", "u"], "fpc": ["n1", "n2", "n3"]}, TOTAL)
    first = (1 - 2 / 4) * 2 * (6**2 + 6**2)  # PSU totals 36 and 24
    second = 2 / 4 * ((1 - 2 / 5) * 2 * (2**2 * 0 + (16 - 18) ** 2 + (20 - 18) ** 2) + (1 - 2 / 3) * 2 * (4**2 + 4**2))
    third = 2 / 4 * 2 / 5 * ((1 - 2 / 6) * 2 * (2**2 + 2**2) + (1 - 2 / 7) * 2 * (8**2 + 8**2))
    assert row["se"] == pytest.approx(math.sqrt(first + second + third), rel=1e-14)
    assert row["method"] == "taylor;fpc3"


def test_a_population_size_left_blank_in_a_whole_stratum_means_no_correction_there():
    data = table("h w y n\na 5 10 4\na 5 14 4\nb 4 20 .\nb 4 26 .")
    (row,) = answers(data, STRATA | {"fpc": "n"}, TOTAL)
    assert row["se"] == pytest.approx(math.sqrt((1 - 2 / 4) * 2 * 200 + 2 * 2 * 12**2))


def test_a_difference_of_shares_names_the_value():
    data = table("h w y g\na 5 q m\na 5 r m\na 5 q k\na 5 q k")
    asked = {"statistic": "difference", "variable": "y", "by": "g", "levels": ["m", "k"], "equals": "q"}
    (row,) = answers(data, STRATA, asked)
    assert (row["estimate"], row["level"], row["term"]) == (-0.5, "m - k", "q")


def test_the_confidence_level_is_that_of_the_file():
    (wide,), (narrow,) = (answers(PLAIN, STRATA | {"confidence": c}, MEAN) for c in (0.95, 0.5))
    assert wide["lower"] < narrow["lower"] < narrow["estimate"] < narrow["upper"] < wide["upper"]


def test_columns_of_numbers_are_read_as_their_text():
    typed = pa.table({"w": [1.0, 2.0, 3.0], "y": [1, 0, None], "g": [1.0, 2.5, None]})
    share, one, two = answers(
        typed, HEAD, {"statistic": "proportion", "variable": "y", "equals": "1"}, MEAN | {"by": "g"}
    )
    assert share["estimate"] == pytest.approx(1 / 3)
    assert (one["level"], two["level"]) == ("1", "2.5")
