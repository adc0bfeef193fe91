"""How cells are read: missing, recoded, out of range, reversed, as levels."""

import numpy as np
import pyarrow as pa
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.cells import Reader, adjuster_columns, encode, item_scores
from firstcontact.survey.score.spec import Adjuster, Item

NAN = float("nan")


def reader(cells: list, recode: dict | None) -> Reader:
    return Reader("q", frozenset({"", "NA"}), recode or {}, np.arange(len(cells)))


def scores(cells: list, recode: dict | None = None, kind: pa.DataType | None = None, **item) -> list[float]:
    rule = Item(**({"min": 1, "max": 4} | item))
    return item_scores(encode(pa.chunked_array([pa.array(cells, kind)])), rule, reader(cells, recode)).tolist()


def same(found, wanted) -> bool:
    return np.array_equal(np.array(found, float), np.array(wanted, float), equal_nan=True)


def test_missing_texts_house_codes_and_nulls_are_missing():
    assert same(scores(["", "NA", "-9", "-1", "-3.0", None, " 2 "]), [NAN] * 6 + [2])


def test_house_codes_are_missing_even_where_they_are_recoded():
    assert same(scores(["-8", "8"], {"-8": 1, "8": 1}), [NAN, 1])


def test_out_of_range_and_not_whole_are_missing():
    assert same(scores(["0", "5", "2.5", "4.0", "1e0", "+3"]), [NAN, NAN, NAN, 4, 1, 3])


def test_recoding_comes_before_the_range_and_reversing_after():
    assert same(scores(["often", "9", "1", "99"], {"often": 4, "9": None, "99": 9}, reverse=True), [1, NAN, 4, NAN])


@pytest.mark.parametrize("kind", [pa.int8(), pa.float64(), pa.string(), pa.dictionary(pa.int8(), pa.string())])
def test_the_type_of_the_column_does_not_matter(kind):
    cells = ["1", "3", None] if kind not in (pa.int8(), pa.float64()) else [1, 3, None]
    assert same(scores(cells, kind=kind), [1, 3, NAN])


def test_a_number_that_is_no_number_in_arrow_is_missing():
    assert same(scores([1.0, NAN]), [1, NAN])


@pytest.mark.parametrize("text", ["often", "nan", "inf", "1_0", "1e999", "٣", "1,5"])
def test_a_text_that_is_no_number_is_refused_by_its_row_and_not_quoted(text):
    with pytest.raises(FirstContactError) as e:
        scores(["1", "2", text])
    assert "column 'q' row 3 (the header not counted) holds a text that is no number; 1 rows" in str(e.value)
    assert f"'{text}'" not in str(e.value)


def columns(cells: list, recode: dict | None = None, **rule) -> dict:
    found = adjuster_columns(
        encode(pa.chunked_array([pa.array(cells)])), "sex", Adjuster(**rule), reader(cells, recode)
    )
    return {name: values.tolist() for name, values in found.items()}


def test_an_adjuster_need_not_be_whole_and_is_missing_out_of_range():
    found = columns(["1.5", "7", "-2", "0.5"], min=1, max=6)
    assert same(found["sex"], [1.5, NAN, NAN, NAN])


def test_dummies_have_a_column_for_every_level_but_the_reference():
    found = columns(["2", "1", "", "3", "x"], coding="dummies", reference="1")
    assert list(found) == ["sex=2", "sex=3", "sex=x"]
    assert same(found["sex=2"], [1, 0, NAN, 0, 0])
    assert same(found["sex=x"], [0, 0, NAN, 0, 1])


def test_levels_may_be_recoded_and_limited():
    found = columns(["2", "1", "9", "4", "7"], {"9": None, "4": 2}, coding="dummies", reference="1", min=1, max=6)
    assert same(found["sex=2"], [1, 0, NAN, 1, NAN])


def test_a_reference_that_nobody_has_is_refused_with_the_levels():
    with pytest.raises(FirstContactError, match=r"no response has the reference '0' \(levels: 1, 2\)"):
        columns(["1", "2"], coding="dummies", reference="0")


def test_texts_of_rows_that_are_not_scored_are_not_judged():
    whole = encode(pa.chunked_array([pa.array(["1", "often", None, "2", "1"])]))
    part = whole.of_rows(np.array([3, 2, 0]))
    assert part.texts == ["1", "2"]
    assert part.index.tolist() == [1, -1, 0]
