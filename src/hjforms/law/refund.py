"""Refund of doubly paid contributions (重复缴费清退), 鲁人社字〔2024〕84号 第十二条.

年度重复缴费清退金额=（年度个人缴费本金+年度集体补助本金+年度被征地个人缴费本金+年度被征地集体缴费本金）/12×重复缴费月数.
人社厅发〔2014〕25号 has the same formula with the first two parts, which are all that the national scheme knows.

The article divides the year's amounts together, once; the form wants the parts to add up (12=8+9+10+11, nationally
8=6+7). Both hold when the exact shares of the parts are rounded by largest remainder to the rounded sum.
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
    total = sum(filter(None, paid), Decimal(0))
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


def apportion(refund: Decimal, paid: Sequence[Decimal | None], months: int) -> tuple[Decimal, ...]:
    """The parts of a year's refund (各项退还金额): the exact shares p×months/12, to the fen by largest remainder.

    Every share is rounded down; the fen that ``refund`` has over go to the largest remainders, ties to the leftmost.
    The parts add up to ``refund``, which is the sum of the formula, or one that is ``rounded_apart`` from it.

    >>> apportion(Decimal("16.67"), [Decimal("100.00"), None, Decimal("100.00"), None], 1)
    (Decimal('8.34'), Decimal('0.00'), Decimal('8.33'), Decimal('0.00'))
    """
    found = apportioned_beside([None] * len(paid), refund, paid, months)
    if found is None:
        raise ValueError(f"{refund} is no sum of the shares, however they are rounded")
    return found


def cut(paid: Decimal | None, months: int) -> Decimal:
    """The share of a part of a year's refund without what is less than a fen (只取到分).

    >>> cut(Decimal("100.00"), 1)
    Decimal('8.33')
    """
    return Decimal(_fen(paid) * months // MONTHS_PER_YEAR).scaleb(-2)


def apportioned_beside(
    stated: Sequence[Decimal | None], refund: Decimal, paid: Sequence[Decimal | None], months: int
) -> tuple[Decimal, ...] | None:
    """The parts of ``refund`` with those that a paper has ``stated``; ``None`` where these cannot be right together.

    Another office may give the fen that are left to other parts than ``apportion`` does: any part within one fen of
    its exact share may stand (``is_share``), as long as all of them add up.

    >>> apportioned_beside([None, Decimal("8.34")], Decimal("16.67"), [Decimal("100.00")] * 2, 1)
    (Decimal('8.33'), Decimal('8.34'))
    """
    exact = [_fen(amount) * months for amount in paid]
    parts = [
        share // MONTHS_PER_YEAR if part is None else _fen(part) for part, share in zip(stated, exact, strict=True)
    ]
    for own, part, amount, share in zip(stated, parts, paid, exact, strict=True):
        if own is not None and not (0 <= own <= (amount or 0) and _is_near(part, share)):
            return None
    left = _fen(refund) - sum(parts)
    open_ = [index for index, part in enumerate(stated) if part is None and exact[index] % MONTHS_PER_YEAR]
    if not 0 <= left <= len(open_):
        return None
    for index in sorted(open_, key=lambda index: -(exact[index] % MONTHS_PER_YEAR))[:left]:
        parts[index] += 1
    return tuple(Decimal(part).scaleb(-2) for part in parts)


def is_share(part: Decimal, paid: Decimal | None, months: int) -> bool:
    """True where a part returned is within one fen of its exact share, and no more than was paid.

    >>> [is_share(Decimal(part), Decimal("100.00"), 1) for part in ("8.33", "8.34", "8.35")]
    [True, True, False]
    """
    return 0 <= part <= (paid or 0) and _is_near(_fen(part), _fen(paid) * months)


def _is_near(part: int, share: int) -> bool:
    """True where a part in fen is within one of its exact share, which is given in twelfths of a fen."""
    return abs(part * MONTHS_PER_YEAR - share) <= MONTHS_PER_YEAR


def rounded_apart(stated: Decimal, paid: Sequence[Decimal | None], months: int) -> bool:
    """True where ``stated`` is what another office can get that rounds each part by itself; it is no wrong figure.

    Each part is then rounded to the fen above or below it, and is off by half a fen at most.

    >>> rounded_apart(Decimal("16.66"), [Decimal("100.00"), Decimal("100.00")], 1)
    True
    >>> rounded_apart(Decimal("16.65"), [Decimal("100.00"), Decimal("100.00")], 1)
    False
    """
    shares = [divmod(_fen(amount) * months, MONTHS_PER_YEAR) for amount in paid]
    least, rounded = sum(share for share, _ in shares), sum(1 for _, rest in shares if rest)
    off = (_fen(stated) - least) * MONTHS_PER_YEAR - sum(rest for _, rest in shares)
    return 0 <= _fen(stated) - least <= rounded and abs(off) * 2 <= MONTHS_PER_YEAR * rounded


def _fen(amount: Decimal | None) -> int:
    return 0 if amount is None else int(amount.scaleb(2))
