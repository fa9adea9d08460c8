"""合并个人账户与缴费年限: what a person has after going from one scheme to the other.

Law: 人社部发〔2014〕17号 一（二）、二（二）、三.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations._accounts import Direction
from hjforms.law import accounts
from hjforms.law.steps import MONTHS, YUAN, given
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Money, Months
from hjforms.records.relations import not_negative
from hjforms.records.rules import Check, Violation

ARTICLE = "人社部发〔2014〕17号 一（二）、二（二）、三"


class Side(Record):
    """A person's account in one scheme."""

    balance: Money = entry("个人账户储存额")
    months: Months = entry("缴费月数")


class Merger(Record):
    """Both accounts of a person who changes schemes."""

    direction: Direction = entry("衔接方向")
    resident: Part[Side] = part("居民养老保险", Side)
    employee: Part[Side] = part("职工养老保险", Side)
    months_twice: Months = entry("重复缴费月数")
    returned: Money = entry("清退本人及退回基金的金额")


def _too_many(case: Any) -> Iterator[Violation]:
    if case.months_twice and case.months_twice > min(case.resident.months or 0, case.employee.months or 0):
        yield Violation("error", "months_twice", "重复缴费月数多于其中一方的缴费月数，请核对。")


def _too_much(case: Any) -> Iterator[Violation]:
    if case.returned and case.returned > (case.resident.balance or 0):
        yield Violation("error", "returned", "清退和退回的金额多于居民养老保险个人账户储存额，请核对。")


def run(case: Merger) -> Outcome:
    """The account and the months that count."""
    sides = (
        (
            given(f"{name}个人账户储存额", side.balance or Decimal("0.00"), YUAN),
            given(f"{name}缴费年限", side.months or 0, MONTHS),
        )
        for name, side in (("居民养老保险", case.resident), ("职工养老保险", case.employee))
    )
    resident, employee = sides
    doubled = given("重复缴费月数", case.months_twice or 0, MONTHS)
    returned = given("清退本人及退回基金", case.returned or Decimal("0.00"), YUAN)
    direction = cast("accounts.Direction", case.direction)
    merged = accounts.merge(direction, resident, employee, doubled, returned)
    return Outcome({"account": merged.account, "months": merged.months})


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
