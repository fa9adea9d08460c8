"""合并个人账户与缴费年限: what a person has after going from one scheme to the other.

Law: 人社部发〔2014〕17号 一（二）、二（二）、三.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations._accounts import Direction
from hjforms.findings import Finding
from hjforms.law import accounts
from hjforms.law.steps import MONTHS, YUAN, given
from hjforms.records.base import Part, Record, entry, part, place
from hjforms.records.kinds import Money, Months
from hjforms.records.relations import not_negative
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence, named

ARTICLE = "人社部发〔2014〕17号（来源文：解读文章一（二）、二（二）、三）；鲁人社字〔2024〕84号 第十一条"

SCHEMES = {"resident": "居民养老保险", "employee": "职工养老保险"}


class Side(Record):
    """A person's account in one scheme."""

    balance: Money = entry("个人账户储存额")
    months: Months = entry("缴费月数")


class Merger(Record):
    """Both accounts of a person who changes schemes."""

    direction: Direction = entry("衔接方向")
    resident: Part[Side] = part("居民养老保险")
    employee: Part[Side] = part("职工养老保险")
    months_twice: Months = entry("重复缴费月数")
    returned: Money = entry("清退本人及退回基金的金额（含政府补贴）")


def _too_many(case: Any) -> Iterator[Violation]:
    if case.months_twice and case.months_twice > min(case.resident.months or 0, case.employee.months or 0):
        yield Violation("error", "months_twice", Sentence("重复缴费月数多于其中一方的缴费月数，请核对。"))


def _too_much(case: Any) -> Iterator[Violation]:
    if case.returned and case.returned > (case.resident.balance or 0):
        yield Violation("error", "returned", Sentence("清退和退回的金额多于居民养老保险个人账户储存额，请核对。"))


def run(case: Merger) -> Outcome:
    """The account and the months that count, each as far as what it hangs on is stated."""
    sides = (
        (
            given(f"{name}个人账户储存额", side.balance or Decimal("0.00"), YUAN),
            given(f"{name}缴费年限", side.months or 0, MONTHS),
        )
        for name, side in zip(SCHEMES.values(), (case.resident, case.employee), strict=True)
    )
    resident, employee = sides
    doubled = given("重复缴费月数", case.months_twice or 0, MONTHS)
    returned = given("清退本人及退回基金", case.returned or Decimal("0.00"), YUAN)
    direction = cast("accounts.Direction", case.direction)
    merged = accounts.merge(direction, resident, employee, doubled, returned)
    open_ = {figure: name for figure, name in _hang_on(direction).items() if getattr(case, name) is None}
    figures = {"account": merged.account, "months": merged.months}
    known = {figure: step for figure, step in figures.items() if figure not in open_}
    return Outcome(known, tuple(_not_stated(name) for name in open_.values()))


def _hang_on(direction: accounts.Direction) -> dict[str, str]:
    """What each figure hangs on: months paid twice matter only where the months of both schemes are added."""
    both = {"months": "months_twice"} if direction == "employee-to-resident" else {}
    return {"account": "returned", **both}


def _not_stated(name: str) -> Finding:
    message = named(place(Merger, name), Sentence("没有填写，不能当作0；确实没有的请写0。"))
    return Finding("error", name, "combine", message, article=ARTICLE)


CALCULATION = Calculation(
    name="combine",
    title="合并个人账户与缴费年限",
    article=ARTICLE,
    case_type=Merger,
    run=run,
    required=("direction", "resident.balance", "resident.months", "employee.balance", "employee.months"),
    rules=(
        not_negative(Merger, ARTICLE),
        Check("months-twice", ("months_twice",), "重复缴费月数不多于任何一方的缴费月数", ARTICLE, _too_many),
        Check("returned", ("returned",), "清退和退回不多于居民养老保险个人账户储存额", ARTICLE, _too_much),
    ),
)
