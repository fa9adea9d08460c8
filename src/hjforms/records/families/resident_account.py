"""居民基本养老保险信息表: the account of 居民养老保险, year by year, that goes over to 职工养老保险."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Generic, TypeVar

from hjforms.findings import Severity
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import Capital, Code, Date, Money, Month, Text, Years
from hjforms.records.parts import AccountAgency, Identified, Signoff
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    add_amounts,
    capital_of,
    in_order,
    last_stated,
    not_after,
    not_negative,
    regions_known,
    required,
    since_birth,
    years_in_order,
)
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

BESIDE_AMOUNTS = ("year", "balance", "remark")
CORRECTED = ("years.*.interest", "years.*.other")


class Resident(Identified):
    """The insured person (参保人员) as this table prints it."""

    phone: Code = entry("联系电话")


YearT = TypeVar("YearT", bound=Record)
"""A row of a form: 年份, the amounts of the year in the form's own columns, 累计储存额 and 备注."""


class ResidentAccount(Record, Generic[YearT]):
    """居民基本养老保险信息表 with the rows of a form."""

    county: Text = entry("县（市、区）")
    filled_on: Date = entry("填表日期")
    person: Part[Resident] = part("参保人员")
    enrolled_on: Month = entry("参保时间")
    first_paid: Month = entry("缴费起始时间")
    last_paid: Month = entry("缴费终止时间")
    years_paid: Years = entry("累计缴费年限")
    years: Rows[YearT] = rows("历年个人账户明细")
    transferred_on: Date = entry("转出时间")
    transfer_total: Money = entry("转出金额合计")
    transfer_total_capital: Capital = entry("大写")
    agency: Part[AccountAgency] = part("居民养老保险社保经办机构信息")
    signoff: Part[Signoff] = part("签章")


def _grade_balance(_index: int, stated: Decimal, before: Decimal | None, *amounts: Decimal | None) -> Severity:
    """A first balance may hold what earlier years, which are not on the page, have left."""
    return "warning" if before is None and stated > add_amounts(*amounts) else "error"


def _negative_interest(record: Any) -> Iterator[Violation]:
    for index, row in enumerate(record.years):
        if row.interest is not None and row.interest < 0:
            yield Violation(
                "warning", f"years.{index}.interest", Sentence("利息为负数，若不是冲回多记的利息，请更正。")
            )


def _paid_years(record: ResidentAccount[Any]) -> range:
    """The years from the first to the last contribution; none where these do not say."""
    first, last = record.first_paid, record.last_paid
    return range(0) if first is None or last is None or last < first else range(first.year, last.year + 1)


def _paid_outside(record: Any) -> Iterator[Violation]:
    """Contributions of years in which, as the head of the table says, none were paid."""
    years = _paid_years(record)
    for index, row in enumerate(record.years):
        if row.personal and years and row.year is not None and row.year not in years:
            yield Violation(
                "warning", f"years.{index}.personal", Sentence("不在缴费起始与终止时间之内，若不是补缴，请更正。")
            )


def _more_years(record: ResidentAccount[Any]) -> Iterator[Violation]:
    """More years paid than there are from the first to the last: 居民养老保险 is paid once a year."""
    years = len(_paid_years(record))
    if years and record.years_paid is not None and record.years_paid > 12 * years:
        yield Violation(
            "warning", "years_paid", Sentence("缴费起止之间只有{years}个年度，若没有补缴，请更正。", years=years)
        )


def rules(
    record_type: type[ResidentAccount[Any]], year_type: type[Record], article: str, table: str
) -> tuple[Rule | Check, ...]:
    """The rules of a form: every column of ``year_type`` but 年份, 累计储存额 and 备注 is an amount of the year.

    ``article`` is the procedure's, ``table`` names the form itself.
    """
    amounts = tuple(f"years.*.{name}" for name in year_type.model_fields if name not in BESIDE_AMOUNTS)
    return (
        required(article, "person.name", "person.citizen_id", "years.*.year"),
        SEX_FROM_ID,
        REGION_KNOWN,
        in_order(table, "enrolled_on", "first_paid", "last_paid", "transferred_on"),
        years_in_order(table),
        not_after(table, "filled_on", "last_paid", "years.*.year"),
        since_birth("enrolled_on", "first_paid", "years.*.year"),
        regions_known(record_type),
        Check("paid.time", ("years.*.personal",), "个人缴费的年份在缴费起止时间之内", table, _paid_outside),
        Check("years-paid.time", ("years_paid",), "累计缴费年限不多于缴费起止之间的年数", table, _more_years),
        not_negative(record_type, table, except_=CORRECTED),
        Check("interest", ("years.*.interest",), "利息一般不为负", table, _negative_interest),
        Rule(
            "balance",
            ("years.*.balance",),
            ("years.-1.balance", *amounts),
            "累计储存额=上一行累计储存额+本年各项",
            table,
            add_amounts,
            _grade_balance,
            excuse=Sentence("多出的如是表上没有列出的以前年度，请留意。"),
        ),
        Rule(
            "transfer-total",
            ("transfer_total",),
            ("years.*.balance",),
            "转出金额合计=最后一行的个人账户累计储存额",
            table,
            last_stated,
        ),
        capital_of("transfer_total"),
    )
