"""附件5 城乡养老保险重复缴费清退表: what is returned to a person who paid into both schemes at once.

Law: 鲁人社字〔2024〕84号 第十一条、第十二条.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hjforms.catalogue import Form
from hjforms.findings import Severity
from hjforms.law.refund import annual_refund, apportion, rounded_apart
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Capital, Date, Money, Months, MonthsOfYear, Text
from hjforms.records.parts import Person, Signoff
from hjforms.records.relations import (
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    SEX_FROM_ID,
    add_amounts,
    add_months,
    capital_of,
    column_sum,
    not_negative,
    required,
    years_in_order,
)
from hjforms.records.rules import Check, Rule

ARTICLE = "鲁人社字〔2024〕84号 第十二条"
NOTE = "鲁人社字〔2024〕84号 附件5 注"
PARTS = ("personal", "land_personal", "collective", "land_collective")
COLUMNS = (*PARTS, "subtotal")
ROUNDED_APART = "只差分项舍入，请留意。"


class Paid(Record):
    """The year's contributions to 居民养老保险 (当年缴费金额), columns 2 to 6."""

    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subtotal: Money = entry("小计")


class Refund(Paid):
    """What is returned of them to the person (退还本人金额), columns 8 to 12."""


class Year(Record):
    """One year that was paid twice, columns 1 to 13."""

    year: CalendarYear = entry("重复年份")
    paid: Part[Paid] = part("当年缴费金额", Paid)
    months: MonthsOfYear = entry("重复月数")
    refund: Part[Refund] = part("退还本人金额", Refund)
    remark: Text = entry("备注")


class Total(Record):
    """The sums of the columns (合计)."""

    paid: Part[Paid] = part("当年缴费金额", Paid)
    months: Months = entry("重复月数")
    refund: Part[Refund] = part("退还本人金额", Refund)


class RefundTable(Record):
    """城乡养老保险重复缴费清退表."""

    filled_on: Date = entry("填表日期")
    person: Part[Person] = part("参保人员基本信息", Person)
    years: Rows[Year] = rows("历年重复缴费和个人账户清退明细")
    total: Part[Total] = part("合计", Total)
    refund_total: Money = entry("退还本人金额合计")
    refund_total_capital: Capital = entry("大写")
    signoff: Part[Signoff] = part("签章", Signoff)


def _refund(*values: Any) -> Decimal | None:
    """Column 12 by the formula; blanks were not paid. Nothing can be said while the months are blank."""
    *paid, months = values
    return None if months is None else annual_refund(paid, months)


def _refund_parts(*values: Any) -> tuple[Decimal | None, ...]:
    """Columns 8 to 11: the sum of the formula apportioned, or the sum that the paper states where it is lawful.

    A part that agrees with either is right; parts that are blank follow the stated sum, so that 12 adds up.
    """
    paid, months, subtotal, parts = values[:4], values[4], values[5], values[6:]
    if months is None:
        return (None,) * len(paid)
    shares = [apportion(annual_refund(paid, months), paid)]
    if subtotal is not None and rounded_apart(subtotal, paid, months):
        stated = any(part is not None for part in parts)
        shares.insert(len(shares) if stated else 0, apportion(subtotal, paid))
    columns = list(zip(*shares, strict=True))
    return tuple(part if part in column else column[0] for part, column in zip(parts, columns, strict=True))


def _grade_part(index: int, stated: Decimal, *values: Any) -> Severity:
    return "warning" if rounded_apart(stated, (values[index],), values[4]) else "error"


def _grade_refund(_index: int, stated: Decimal, *values: Any) -> Severity:
    return "warning" if rounded_apart(stated, values[:4], values[4]) else "error"


def _paths(owner: str, names: tuple[str, ...] = PARTS) -> tuple[str, ...]:
    return tuple(f"{owner}.{name}" for name in names)


RULES: tuple[Rule | Check, ...] = (
    required(ARTICLE, "person.name", "person.citizen_id", "years.*.year", "years.*.months"),
    SEX_FROM_ID,
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    years_in_order(ARTICLE),
    not_negative(RefundTable, ARTICLE),
    Rule("paid.subtotal", ("years.*.paid.subtotal",), _paths("years.*.paid"), "6=2+3+4+5", NOTE, add_amounts),
    Rule(
        "refund.parts",
        _paths("years.*.refund"),
        (*_paths("years.*.paid"), "years.*.months", *_paths("years.*.refund", ("subtotal", *PARTS))),
        "当年缴费金额/12×重复月数，按最大余额法分到各项",
        ARTICLE,
        _refund_parts,
        _grade_part,
        paired=True,
        excuse=ROUNDED_APART,
    ),
    Rule("refund.subtotal", ("years.*.refund.subtotal",), _paths("years.*.refund"), "12=8+9+10+11", NOTE, add_amounts),
    Rule(
        "refund.formula",
        ("years.*.refund.subtotal",),
        (*_paths("years.*.paid"), "years.*.months"),
        "（2+3+4+5）/12×7",
        ARTICLE,
        _refund,
        _grade_refund,
        fills=False,
        excuse=ROUNDED_APART,
    ),
    *(column_sum(f"total.paid.{name}", f"years.*.paid.{name}", NOTE) for name in COLUMNS),
    column_sum("total.months", "years.*.months", NOTE, add_months),
    *(column_sum(f"total.refund.{name}", f"years.*.refund.{name}", NOTE) for name in COLUMNS),
    Rule(
        "refund-total",
        ("refund_total",),
        ("total.refund.subtotal",),
        "清退总额=各年度重复缴费清退金额之和",
        ARTICLE,
        add_amounts,
    ),
    capital_of("refund_total"),
)

FORM = Form(
    id="shandong/refund",
    title="城乡养老保险重复缴费清退表",
    article="鲁人社字〔2024〕84号 第十二条 附件5",
    provenance="source",
    record_type=RefundTable,
    rules=RULES,
)
