"""Offsetting pensions drawn twice (重复领取待遇的退还与抵扣), 人社部发〔2014〕17号 第八条.

Who draws both pensions gives back the 城乡居民基础养老金 of the months in which both were drawn. What is not given
back is taken out of the person's own money in the account of 居民养老保险 first, then, with the assistance of the
agency that pays it, out of the pension of 职工养老保险. The own money that is left goes to the person.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hjforms.notations.year_month import YearMonth

NOTHING = Decimal("0.00")


def drawn_twice_from(employee_from: YearMonth, resident_from: YearMonth) -> YearMonth:
    """The first month in which both pensions were drawn (重复领取起始时间): the later of the two first months.

    >>> str(drawn_twice_from(YearMonth(2020, 2), YearMonth(2019, 6)))
    '2020-02'
    """
    return max(employee_from, resident_from)


def drawn(months: int, standard: Decimal) -> Decimal:
    """What was drawn in ``months`` months at ``standard`` yuan a month (重复领取金额)."""
    return months * standard


class Settlement(NamedTuple):
    """Where the money comes from and goes to, in yuan.

    ``returned`` + ``offset`` + ``assistance`` is what was drawn; ``offset`` + ``payout`` is the balance.
    """

    owed: Decimal  # 尚未退还的金额
    offset: Decimal  # 个人账户抵扣金额
    assistance: Decimal  # 协助抵扣金额
    payout: Decimal  # 退还本人的个人账户余额


def settle(drawn_twice: Decimal, returned: Decimal, balance: Decimal) -> Settlement:
    """How what was drawn twice is settled (退还、抵扣、协助抵扣).

    Law: 人社部发〔2014〕17号 第八条; 人社厅发〔2014〕25号. All in yuan: ``drawn_twice`` is what is to be given back,
    ``returned`` what the person has given back of it (not more than all), ``balance`` what is in the account without
    government subsidies (个人账户余额，扣除政府补贴).

    >>> settle(Decimal("7956.00"), Decimal("0.00"), Decimal("2310.55")).assistance
    Decimal('5645.45')
    """
    owed = drawn_twice - returned
    offset = min(balance, owed)
    return Settlement(owed, offset, owed - offset, balance - offset)


def undeducted(asked: Decimal, deducted: Decimal) -> Decimal:
    """What the assisting agency has not deducted of the amount that it was asked for (未抵扣金额)."""
    return asked - deducted
