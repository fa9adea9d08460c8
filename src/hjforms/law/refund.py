"""Refund of doubly paid contributions (重复缴费清退), 鲁人社字〔2024〕84号 第十二条.

年度重复缴费清退金额=（年度个人缴费本金+年度集体补助本金+年度被征地个人缴费本金+年度被征地集体缴费本金）/12×重复缴费月数.
人社厅发〔2014〕25号 has the same formula with the first two parts, which are all that the national scheme knows.

The article divides the year's amounts together, once; the form wants the parts to add up (12=8+9+10+11, nationally
8=6+7).
Both hold when the rounded sum is apportioned to the parts by largest remainder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from hjforms.law.steps import YUAN, Step, given

FEN = Decimal("0.01")
MONTHS_PER_YEAR = 12


def annual_refund(paid: Sequence[Decimal | None], months: int) -> Decimal:
    """The refund of one year (年度重复缴费清退金额) in yuan, rounded half up to the fen once.

    Law: 鲁人社字〔2024〕84号 第十二条（二）. ``paid`` are the year's amounts in yuan, ``None`` where blank;
    ``months`` are the months paid twice (重复缴费月数).

    >>> annual_refund([Decimal("100.00"), None, Decimal("100.00"), None], 1)
    Decimal('16.67')
    """
    total = sum((amount for amount in paid if amount is not None), Decimal(0))
    return (total * months / MONTHS_PER_YEAR).quantize(FEN, ROUND_HALF_UP)


def refund_of_year(year: int, paid: Mapping[str, Decimal | None], months: Step, article: str) -> Step:
    """The refund of one year as a step: ``paid`` are its principal amounts (本金) by their printed labels.

    >>> step = refund_of_year(2019, {"个人缴费": Decimal("100.00")}, given("重复月数", 7, "个月"), "第十二条（二）")
    >>> step.text
    '58.33元'
    """
    amounts = tuple(given(label, amount, YUAN) for label, amount in paid.items() if amount is not None)
    inside = "＋".join(f"{{{index}}}" for index in range(len(amounts))) or "0.00"
    formula = f"（{inside}）÷12×{{{len(amounts)}}}"
    value = annual_refund(list(paid.values()), months.value)
    name = f"{year}年度重复缴费清退金额"
    return Step(name, value, YUAN, formula, (*amounts, months), article, "四舍五入到分")


def apportion(refund: Decimal, paid: Sequence[Decimal | None]) -> tuple[Decimal, ...]:
    """Divide the refund of a year among its parts in proportion to what was paid, to the fen.

    Each part gets its share rounded down; the fen that are left go to the largest remainders, ties to
    the leftmost. The parts add up to ``refund`` in every case.

    >>> apportion(Decimal("16.67"), [Decimal("100.00"), None, Decimal("100.00"), None])
    (Decimal('8.34'), Decimal('0.00'), Decimal('8.33'), Decimal('0.00'))
    """
    weights = [int(amount.scaleb(2)) if amount is not None else 0 for amount in paid]
    total, fen = sum(weights), int(refund.scaleb(2))
    if total == 0:
        return tuple(Decimal("0.00") for _ in paid)
    shares = [divmod(weight * fen, total) for weight in weights]
    left = fen - sum(share for share, _ in shares)
    order = sorted(range(len(shares)), key=lambda index: -shares[index][1])
    extra = set(order[:left])
    return tuple(Decimal(share + (index in extra)).scaleb(-2) for index, (share, _) in enumerate(shares))


def rounded_apart(stated: Decimal, paid: Sequence[Decimal | None], months: int) -> bool:
    """True where ``stated`` differs from the exact refund by no more than half a fen for each paid part.

    That is what another office gets that rounds each part by itself; it is no wrong figure.

    >>> rounded_apart(Decimal("16.66"), [Decimal("100.00"), Decimal("100.00")], 1)
    True
    >>> rounded_apart(Decimal("16.65"), [Decimal("100.00"), Decimal("100.00")], 1)
    False
    """
    amounts = [amount for amount in paid if amount]
    exact = sum(amounts, Decimal(0)) * months
    return abs(stated * MONTHS_PER_YEAR - exact) * 2 <= FEN * len(amounts) * MONTHS_PER_YEAR
