"""重复缴费清退, 鲁人社字〔2024〕84号 第十二条."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.law.refund import annual_refund, apportion, rounded_apart

FEN = Decimal("0.01")
YUAN = Decimal

amounts = st.lists(strategies.amounts(), min_size=1, max_size=4)
months = st.integers(1, 12)


def exact(paid: list[Decimal | None], count: int) -> Fraction:
    return Fraction(sum((amount for amount in paid if amount is not None), YUAN(0))) * count / 12


# 鲁人社字〔2024〕84号 第十二条（二）: 年度重复缴费清退金额=（2+3+4+5）/12×重复缴费月数
@pytest.mark.parametrize(
    ("paid", "count", "refund"),
    [
        (["100.00", None, "100.00", None], 1, "16.67"),  # not 8.33 + 8.33
        (["100.00", None, None, None], 12, "100.00"),
        (["100.00", None, None, None], 7, "58.33"),
        (["500.00", None, "250.50", None], 12, "750.50"),
        (["1000.00", "0.00", None, "333.33"], 7, "777.78"),  # 777.7758…
        (["0.06", None, None, None], 1, "0.01"),  # half a fen goes up
        (["0.05", None, None, None], 1, "0.00"),
        (["0.00", None, None, None], 6, "0.00"),
        (["99999999.99"] * 4, 11, "366666666.63"),
    ],
)
def test_the_refund_of_a_year_is_rounded_once_half_up(paid, count, refund):
    assert annual_refund([amount and YUAN(amount) for amount in paid], count) == YUAN(refund)


@given(amounts, months)
def test_the_refund_of_a_year_differs_from_the_formula_by_half_a_fen_at_most(paid, count):
    assert abs(Fraction(annual_refund(paid, count)) - exact(paid, count)) <= Fraction(1, 200)


@given(amounts)
def test_twelve_months_return_everything(paid):
    assert annual_refund(paid, 12) == sum((amount for amount in paid if amount is not None), YUAN("0.00"))


@pytest.mark.parametrize(
    ("refund", "paid", "parts"),
    [
        ("16.67", ["100.00", None, "100.00", None], ["8.34", "0.00", "8.33", "0.00"]),  # a tie goes to the left
        ("0.01", ["1.00", "1.00", "1.00", "1.00"], ["0.01", "0.00", "0.00", "0.00"]),
        ("0.02", ["1.00", "2.00", "1.00", "2.00"], ["0.00", "0.01", "0.00", "0.01"]),  # largest remainders first
        ("10.00", ["0.01", "0.02"], ["3.33", "6.67"]),
        ("0.00", ["0.00", None], ["0.00", "0.00"]),
    ],
)
def test_the_fen_that_are_left_go_to_the_largest_remainders(refund, paid, parts):
    found = apportion(YUAN(refund), [amount and YUAN(amount) for amount in paid])
    assert list(map(str, found)) == parts


@given(amounts, months)
def test_the_parts_add_up_to_the_fen_and_none_is_off_by_a_fen(paid, count):
    refund = annual_refund(paid, count)
    parts = apportion(refund, paid)
    assert sum(parts) == refund
    total = sum((amount for amount in paid if amount is not None), YUAN(0))
    for amount, part in zip(paid, parts, strict=True):
        share = Fraction(refund) * Fraction(amount or 0) / Fraction(total) if total else Fraction(0)
        assert abs(Fraction(part) - share) < Fraction(1, 100)
        assert part.as_tuple().exponent == -2


@given(st.lists(strategies.money("0.00", "99999999.99"), min_size=1, max_size=4), months)
def test_an_office_that_rounds_part_by_part_counts_as_having_rounded_apart(paid, count):
    by_part = sum((amount * count / 12).quantize(FEN, ROUND_HALF_UP) for amount in paid)
    assert rounded_apart(by_part, paid, count)


@given(st.lists(strategies.money("0.01", "99999999.99"), min_size=1, max_size=4), months)
def test_a_refund_that_is_off_by_more_is_a_wrong_figure(paid, count):
    tolerance = FEN * len(paid) / 2
    wrong = annual_refund(paid, count) + tolerance + FEN
    assert not rounded_apart(wrong, paid, count)
