"""Numbers by which a paper counts its columns and its labels (栏次、行次): they are no values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drawn import DRAWN, reading_of
from hjforms.api import form
from hjforms.unread import Unread

ACCOUNT = form("jilin/transfer-account")
LABELS = ("1998年1月1日前账户中个人缴费累计储存额", "个人账户基金转移额", "统筹基金转移额", "转移基金总额")
AMOUNTS = ("0.00", "41011.35", "45846.00", "86857.35")
PERSON = [["姓名", "张示例", "性别", "男"], ["个人编号", "3700011", "出生日期", "1965-01-15"]]
PAIRS = list(zip(LABELS, "1234", AMOUNTS, strict=True))


def fund_of(draw, *lines):
    """The fund of a paper of these lines, by amount: before 1998, personal, pooled, total."""
    fund = reading_of(draw(ACCOUNT.title, PERSON, list(map(list, lines))), ACCOUNT).record.fund
    return fund.before_1998, fund.personal, fund.pooled, fund.total


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    "lines",
    [
        ([f"{label}\n{number}" for label, number, _ in PAIRS], AMOUNTS),
        ([f"{label}\n{number}" for label, number in zip(LABELS, ("1", "2", "3", "4=2+3"), strict=True)], AMOUNTS),
        (LABELS, ("1", "2", "3", "4=2+3"), AMOUNTS),
        [("项目", "行次", "金额"), *PAIRS],
        [(number, label, value) for label, number, value in PAIRS],
        [(f"{number}\u3000{label}", value) for label, number, value in PAIRS],
        [(f"{PAIRS[at][0]}\n{at + 1}", AMOUNTS[at], f"{PAIRS[at + 1][0]}\n{at + 2}", AMOUNTS[at + 1]) for at in (0, 2)],
    ],
)
def test_numbers_of_labels_are_no_values(draw, lines):
    assert fund_of(draw, *lines) == tuple(map(Decimal, AMOUNTS))


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    "lines",
    [
        (LABELS[1:3], ("1", "2"), AMOUNTS[1:3]),
        ((LABELS[1], "1", AMOUNTS[1]), (LABELS[2], "2", AMOUNTS[2])),
    ],
)
def test_what_may_be_a_number_or_a_value_is_unread(draw, lines):
    assert all(isinstance(value, Unread) for value in fund_of(draw, *lines)[1:3])


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_small_amounts_below_labels_in_their_cells_are_values(draw):
    cards = [f"{label}\n{number}" for label, number in zip(LABELS, ("1", "2", "3", "5"), strict=True)]
    assert fund_of(draw, cards) == tuple(map(Decimal, ("1", "2", "3", "5")))


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_numbers_of_labels_whose_places_are_blank_are_no_values(draw):
    assert fund_of(draw, [f"{label}\n{number}" for label, number, _ in PAIRS], [""] * 4) == (None,) * 4
