from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import NO_MONEY, dates, ids, money, numbers, texts
from firstcontact.example.calendar import NO_DAY


def test_dates_and_the_missing_date():
    column = dates(np.array([0, 19_782, NO_DAY]))
    assert column.type == pa.date32()
    assert column.to_pylist() == [date(1970, 1, 1), date(2024, 2, 29), None]


def test_money_is_exact_to_the_cent_also_below_zero():
    column = money(np.array([1, -1, 123_456_789_012, 0, NO_MONEY]))
    assert column.type == pa.decimal128(18, 2)
    assert column.to_pylist() == [Decimal("0.01"), Decimal("-0.01"), Decimal("1234567890.12"), Decimal("0.00"), None]
    column.validate(full=True)


def test_money_of_nothing():
    assert money(np.array([], dtype=np.int64)).to_pylist() == []


def test_texts_by_position():
    assert texts(np.array([1, -1, 0]), ["a", "b"]).to_pylist() == ["b", None, "a"]


def test_ids_have_one_width_and_may_be_missing():
    assert ids("C", np.array([7, 120_034]), 6).to_pylist() == ["C000007", "C120034"]
    assert ids("C", np.array([7, -1]), 3).to_pylist() == ["C007", None]


def test_numbers_with_their_own_sign_for_none():
    assert numbers(np.array([3, -1]), pa.int32()).to_pylist() == [3, None]
    assert numbers(np.array([3, -1], dtype=np.int16), pa.int32(), none=-9).to_pylist() == [3, -1]
