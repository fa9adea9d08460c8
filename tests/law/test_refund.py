"""重复缴费清退, 鲁人社字〔2024〕84号 第十二条."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.law.refund import annual_refund, apportion, apportioned_beside, is_share, rounded_apart

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


# 鲁人社字〔2024〕84号 附件5 注: 12=8+9+10+11; 第十二条（二）: each part is its own p/12×months, to the fen.
@pytest.mark.parametrize(
    ("refund", "paid", "count", "parts"),
    [
        ("16.67", ["100.00", None, "100.00", None], 1, ["8.34", "0.00", "8.33", "0.00"]),  # a tie goes to the left
        ("0.33", ["1.00", "1.00", "1.00", "1.00"], 1, ["0.09", "0.08", "0.08", "0.08"]),
        ("0.50", ["1.00", "2.00", "1.00", "2.00"], 1, ["0.08", "0.17", "0.08", "0.17"]),  # largest remainders first
        ("0.00", ["0.00", None], 7, ["0.00", "0.00"]),
        # 24.125, 101.9916…, 833.3333…, 473.275: what each is by itself already adds up; a tie goes to the left.
        ("1432.73", ["28.95", "122.39", "1000.00", "567.93"], 10, ["24.13", "101.99", "833.33", "473.28"]),
    ],
)
def test_the_fen_that_are_left_go_to_the_largest_remainders(refund, paid, count, parts):
    paid = [amount and YUAN(amount) for amount in paid]
    assert annual_refund(paid, count) == YUAN(refund)
    assert list(map(str, apportion(YUAN(refund), paid, count))) == parts


def shares(paid, count):
    """The exact share of every part, in fen."""
    return [Fraction(amount or 0) * 100 * count / 12 for amount in paid]


@given(amounts, months)
def test_the_parts_add_up_to_the_rounded_sum_and_none_is_off_by_a_fen(paid, count):
    refund = annual_refund(paid, count)
    parts = apportion(refund, paid, count)
    assert sum(parts) == refund
    for part, share in zip(parts, shares(paid, count), strict=True):
        assert abs(Fraction(part) * 100 - share) < 1
        assert part.as_tuple().exponent == -2


@given(amounts, months)
def test_the_fen_that_are_left_go_to_the_largest_remainders_and_of_equal_ones_to_the_leftmost(paid, count):
    parts = apportion(annual_refund(paid, count), paid, count)
    exact_shares = shares(paid, count)
    order = sorted(range(len(paid)), key=lambda index: (-(exact_shares[index] % 1), index))
    raised = [int(parts[index] * 100) - exact_shares[index] // 1 for index in order]
    assert raised == sorted(raised, reverse=True)
    assert set(raised) <= {0, 1}


@given(amounts, months, st.data())
def test_parts_that_another_office_rounded_otherwise_stand_where_they_add_up(paid, count, data):
    ups = [data.draw(st.booleans()) and share % 1 > 0 for share in shares(paid, count)]
    parts = [YUAN(int(share // 1) + up).scaleb(-2) for share, up in zip(shares(paid, count), ups, strict=True)]
    assert all(is_share(part, amount, count) for part, amount in zip(parts, paid, strict=True))
    assert apportioned_beside(parts, sum(parts, YUAN("0.00")), paid, count) == tuple(parts)


@given(amounts, months, st.integers(0, 3))
def test_what_a_part_leaves_goes_to_those_that_are_blank(paid, count, kept):
    refund = annual_refund(paid, count)
    parts = apportion(refund, paid, count)
    stated = [part if index == kept else None for index, part in enumerate(parts)]
    assert sum(apportioned_beside(stated, refund, paid, count)) == refund


@pytest.mark.parametrize(
    ("stated", "refund"),
    [
        (["8.33", "8.33"], "16.67"),  # they do not add up
        (["8.35", "8.32"], "16.67"),  # more than a fen off
        (["16.67", None], "16.67"),
    ],
)
def test_parts_that_cannot_be_right_together_are_refused(stated, refund):
    parts = [part and YUAN(part) for part in stated]
    assert apportioned_beside(parts, YUAN(refund), [YUAN("100.00")] * 2, 1) is None


def test_no_more_is_returned_than_was_paid():
    assert not is_share(YUAN("100.01"), YUAN("100.00"), 12)
    assert not is_share(YUAN("0.01"), None, 12)


@pytest.mark.parametrize("refund", ["16.65", "16.69"])
def test_a_sum_that_no_rounding_gives_is_not_apportioned(refund):
    with pytest.raises(ValueError, match=refund):
        apportion(YUAN(refund), [YUAN("100.00")] * 2, 1)


def test_whole_shares_leave_nothing_to_round():
    assert not rounded_apart(YUAN("600.01"), [YUAN("500.00"), YUAN("100.00")], 12)


@given(st.lists(strategies.money("0.00", "99999999.99"), min_size=1, max_size=4), months)
def test_an_office_that_rounds_part_by_part_counts_as_having_rounded_apart(paid, count):
    by_part = sum((amount * count / 12).quantize(FEN, ROUND_HALF_UP) for amount in paid)
    assert rounded_apart(by_part, paid, count)


@given(st.lists(strategies.money("0.01", "99999999.99"), min_size=1, max_size=4), months)
def test_a_refund_that_is_off_by_more_is_a_wrong_figure(paid, count):
    tolerance = FEN * len(paid) / 2
    wrong = annual_refund(paid, count) + tolerance + FEN
    assert not rounded_apart(wrong, paid, count)
