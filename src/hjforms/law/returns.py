"""What a year paid twice sets in motion: principal to the person, subsidy to the fund, interest to the account.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条; 人社部发〔2014〕17号 三.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hjforms.law.accounts import Direction
from hjforms.law.refund import annual_refund, apportion, refund_of_year
from hjforms.law.steps import YUAN, Step, given

SHANDONG = "鲁人社字〔2024〕84号 第十二条（二）"
NATIONAL = (
    "人社厅发〔2014〕25号（来源文：解读文章三（二））：年度重复缴费清退金额=（年度个人缴费本金+年度集体补助本金）"
    "/12×重复缴费月数"
)
ARTICLE_11 = "鲁人社字〔2024〕84号 第十一条"
APPORTIONED = "各项按÷12×重复月数的精确份额取到分，余下的分按最大余额法分配，使各项相加与公式同时成立"
SUBSIDY_SHARE = "条文未给政府补贴的算式，按清退金额的同一算式推算（÷12×重复月数）"
INTEREST_STAYS = "重复缴费产生的利息纳入个人账户计发养老金，不退"
INTO_THE_FUND = "纳入居民养老保险基金统筹使用，用于发放个人账户养老金"
NOT_NATIONAL = "国家规定没有写重复缴费的政府补贴怎样处理，未计算，请按当地规定办理"
DESTINATION: dict[Direction, str] = {
    "resident-to-employee": f"退还至转出地居民养老保险社保经办机构，{INTO_THE_FUND}",
    "employee-to-resident": INTO_THE_FUND,
}
EITHER_WAY = f"没有写明衔接方向：居转职的，退还至转出地居民养老保险社保经办机构；两个方向都{INTO_THE_FUND}"


@dataclass(frozen=True)
class YearReturned:
    """What happens to one year that was paid twice; ``parts`` by the names of the principal amounts.

    ``unsettled`` is a subsidy of which the rules say nothing.
    """

    refund: Step
    parts: dict[str, Step]
    subsidy: Step | None
    interest: Step | None
    unsettled: Step | None = None


def returns_of_year(
    year: int,
    principal: Mapping[str, Decimal | None],
    labels: Mapping[str, str],
    months: Step,
    subsidy: Decimal | None = None,
    interest: Decimal | None = None,
    article: str = SHANDONG,
) -> YearReturned:
    """What is returned of one year (重复缴费清退), and what becomes of its subsidy and its interest.

    Law: 第十二条（二） for the refund, 第十一条 for subsidy and interest. ``principal`` are the year's amounts (本金)
    by their names, ``labels`` their printed labels; amounts in yuan, ``None`` where blank. The national rules return
    the principal and say nothing of the rest.
    """
    refund = refund_of_year(year, {labels[name]: amount for name, amount in principal.items()}, months, article)
    stated = {name: amount for name, amount in principal.items() if amount is not None}
    shares = apportion(refund.value, list(stated.values()), months.value)
    parts = {
        name: Step(f"{year}年退还{labels[name]}", share, YUAN, inputs=(refund,), article=article, note=APPORTIONED)
        for name, share in zip(stated, shares, strict=True)
    }
    if article == NATIONAL:
        name = f"{year}年个人缴费政府补贴"
        return YearReturned(refund, parts, None, None, given(name, subsidy, YUAN) if subsidy else None)
    return YearReturned(refund, parts, _subsidy(year, subsidy, months), _interest(year, interest))


def _subsidy(year: int, amount: Decimal | None, months: Step) -> Step | None:
    if not amount:
        return None
    inputs = (given(f"{year}年个人缴费政府补贴", amount, YUAN), months)
    value = annual_refund([amount], months.value)
    name = f"{year}年重复缴费产生的政府补贴"
    return Step(name, value, YUAN, "{0}÷12×{1}", inputs, ARTICLE_11, "四舍五入到分", note=SUBSIDY_SHARE)


def _interest(year: int, amount: Decimal | None) -> Step | None:
    return None if not amount else given(f"{year}年利息（留在个人账户）", amount, YUAN, note=INTEREST_STAYS)


def destination(direction: Direction | None) -> Step:
    """Where the subsidy of months paid twice goes (政府补贴去向); without a direction, either way. Law: 第十一条."""
    text = DESTINATION[direction] if direction else EITHER_WAY
    return Step("重复缴费产生的政府补贴去向", text, article=ARTICLE_11)


def not_settled(subsidies: Iterable[Step]) -> Step:
    """That the rules say nothing of some subsidies (政府补贴去向)."""
    return Step("重复缴费年度的政府补贴", NOT_NATIONAL, inputs=tuple(subsidies), article=NATIONAL)
