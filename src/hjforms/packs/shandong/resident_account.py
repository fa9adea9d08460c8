"""附件3 居民基本养老保险信息表: the account of 居民养老保险, year by year, that goes over to 职工养老保险.

Law: 鲁人社字〔2024〕84号 第九条（二）.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hjforms.catalogue import Form
from hjforms.findings import Severity
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Capital, Date, Money, Month, Text, Years
from hjforms.records.parts import AccountAgency, Identified, Signoff
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    add_amounts,
    capital_of,
    in_order,
    last_stated,
    not_negative,
    required,
    years_in_order,
)
from hjforms.records.rules import Check, Rule, Violation

ARTICLE = "鲁人社字〔2024〕84号 第九条（二）"
TABLE = "鲁人社字〔2024〕84号 附件3"
AMOUNTS = ("personal", "land_personal", "collective", "land_collective", "subsidy", "interest", "other")
CORRECTED = ("years.*.interest", "years.*.other")


class Resident(Identified):
    """The insured person (参保人员) as this table prints it."""

    phone: Text = entry("联系电话")


class Year(Record):
    """What one year added to the account, and the account at its end."""

    year: CalendarYear = entry("年份")
    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subsidy: Money = entry("个人缴费政府补贴")
    interest: Money = entry("利息")
    other: Money = entry("其他")
    balance: Money = entry("个人账户累计储存额")
    remark: Text = entry("备注")


class ResidentAccount(Record):
    """居民基本养老保险信息表."""

    county: Text = entry("县（市、区）")
    filled_on: Date = entry("填表日期")
    person: Part[Resident] = part("参保人员", Resident)
    enrolled_on: Month = entry("参保时间")
    first_paid: Month = entry("缴费起始时间")
    last_paid: Month = entry("缴费终止时间")
    years_paid: Years = entry("累计缴费年限")
    years: Rows[Year] = rows("历年个人账户明细")
    transferred_on: Date = entry("转出时间")
    transfer_total: Money = entry("转出金额合计")
    transfer_total_capital: Capital = entry("大写")
    agency: Part[AccountAgency] = part("居民养老保险社保经办机构信息", AccountAgency)
    signoff: Part[Signoff] = part("签章", Signoff)


def _grade_balance(_index: int, stated: Decimal, before: Decimal | None, *amounts: Decimal | None) -> Severity:
    """A first balance may hold what earlier years, which are not on the page, have left."""
    return "warning" if before is None and stated > add_amounts(*amounts) else "error"


def _negative_interest(record: ResidentAccount) -> Iterator[Violation]:
    for index, row in enumerate(record.years):
        if row.interest is not None and row.interest < 0:
            yield Violation("warning", f"years.{index}.interest", "利息为负数，若不是冲回多记的利息，请更正。")


def _row(*names: str) -> tuple[str, ...]:
    return tuple(f"years.*.{name}" for name in names)


RULES: tuple[Rule | Check, ...] = (
    required(ARTICLE, "person.name", "person.citizen_id", "years.*.year"),
    SEX_FROM_ID,
    REGION_KNOWN,
    in_order(TABLE, "enrolled_on", "first_paid", "last_paid", "transferred_on"),
    years_in_order(TABLE),
    not_negative(ResidentAccount, TABLE, except_=CORRECTED),
    Check("interest", _row("interest"), "利息一般不为负", TABLE, _negative_interest),
    Rule(
        "balance",
        _row("balance"),
        ("years.-1.balance", *_row(*AMOUNTS)),
        "累计储存额=上一行累计储存额+本年各项",
        TABLE,
        add_amounts,
        _grade_balance,
        excuse="多出的如是表上没有列出的以前年度，请留意。",
    ),
    Rule(
        "transfer-total",
        ("transfer_total",),
        _row("balance"),
        "转出金额合计=最后一行的个人账户累计储存额",
        TABLE,
        last_stated,
    ),
    capital_of("transfer_total"),
)

FORM = Form(
    id="shandong/resident-account",
    title="居民基本养老保险信息表",
    article="鲁人社字〔2024〕84号 第九条 附件3",
    provenance="source",
    record_type=ResidentAccount,
    rules=RULES,
)
