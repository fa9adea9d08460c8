"""Personal accounts (个人账户): their growth from year to year, and their merging when a person changes schemes.

Law: 鲁人社字〔2024〕84号 附件3、附件4 (the running balance); 人社部发〔2014〕17号, as the article of source 000
(解读文章) explains it in 一（二）、二（二）、三: the text of 17号 itself has not been seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from hjforms.law.steps import MONTHS, YUAN, Step, total

FEN = Decimal("0.01")
BALANCE = {
    "resident": "鲁人社字〔2024〕84号 附件3（个人账户累计储存额）",
    "employee": "鲁人社字〔2024〕84号 附件4（至本年末个人账户累计储存额）",
}
"""Where the balance of an account is laid down, by its scheme."""

INTEREST = {
    "resident": "居民养老保险记账利率由各省公布，由案例写明",
    "employee": "记账利率按年公布（人社部发〔2017〕31号）",
}
MERGED = {
    "resident-to-employee": "人社部发〔2014〕17号（来源文：解读文章一（二））",
    "employee-to-resident": "人社部发〔2014〕17号（来源文：解读文章二（二））",
}
ONCE = "人社部发〔2014〕17号（来源文：解读文章三）：重复缴费时段只计算城镇职工养老保险缴费年限"
YEAR_END = "按年初储存额计一年利息，当年缴费从次年起计息；条文未载算法，以社保机构核定为准"

Direction = Literal["resident-to-employee", "employee-to-resident"]
Scheme = Literal["resident", "employee"]


def interest_of_year(year: int, opening: Step, rate: Step, scheme: Scheme = "employee") -> Step:
    """The interest of one year (年利息): the opening balance by the year's rate, rounded half up to the fen.

    The sources give no method; this one is stated in the result (``note``), and an interest that the account states
    is never replaced by it.
    """
    value = (opening.value * rate.value).quantize(FEN, ROUND_HALF_UP)
    return Step(
        f"{year}年利息", value, YUAN, "{0}×{1}", (opening, rate), INTEREST[scheme], "四舍五入到分", note=YEAR_END
    )


def balance_of_year(year: int, opening: Step, credited: Sequence[Step], scheme: Scheme = "resident") -> Step:
    """The balance at the end of a year (至本年末个人账户累计储存额): the opening balance and what the year added.

    >>> from hjforms.law.steps import given
    >>> balance_of_year(2012, given("年初", Decimal("0.00"), "元"), [given("个人缴费", Decimal("100.00"), "元")]).text
    '100.00元'
    """
    return total(f"{year}年末个人账户累计储存额", (opening, *credited), BALANCE[scheme])


@dataclass(frozen=True)
class Merged:
    """What a person has after changing schemes: the account and the months that count."""

    account: Step
    months: Step


def merge(
    direction: Direction, resident: tuple[Step, Step], employee: tuple[Step, Step], doubled: Step, returned: Step
) -> Merged:
    """The account and the months after a change of schemes (合并个人账户与缴费年限).

    Law: 人社部发〔2014〕17号, by 解读文章 一（二）: from 居民 to 职工 the account is merged, the years do not count;
    二（二）: from 职工 to 居民 the account is merged and the years count; 三: months paid twice count once.
    ``resident`` and ``employee`` are (balance, paid months), ``doubled`` the months paid twice, ``returned`` what is
    taken out of the account, returned to the person or to the fund.
    """
    article = MERGED[direction]
    balance = resident[0].value + employee[0].value - returned.value
    parts = (resident[0], employee[0], returned)
    account = Step("合并后个人账户储存额", balance, YUAN, "{0}＋{1}－{2}", parts, article)
    if direction == "resident-to-employee":
        note = "城乡居民养老保险缴费年限不合并计算或折算为城镇职工养老保险缴费年限"
        counted = Step("合并后缴费年限", employee[1].value, MONTHS, "{0}", (employee[1],), article, note=note)
    else:
        months = resident[1].value + employee[1].value - doubled.value
        inputs = (resident[1], employee[1], doubled)
        counted = Step("合并后缴费年限", months, MONTHS, "{0}＋{1}－{2}", inputs, f"{article}；{ONCE}")
    return Merged(account, counted)
