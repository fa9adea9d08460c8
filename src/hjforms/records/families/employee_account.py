"""职工基本养老保险信息表: the account of 职工养老保险, year by year, that goes over to 居民养老保险."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Date, Money, Month, MonthsPaid, RegionCode, Text, Years
from hjforms.records.parts import Person, Signoff
from hjforms.records.relations import (
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    SEX_FROM_ID,
    add_months,
    in_order,
    last_stated,
    months_of_year,
    not_after,
    not_negative,
    periods_apart,
    regions_known,
    required,
    since_birth,
    within_year,
    years_in_order,
)
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

Months = tuple[int | None, ...]
Moments = tuple[YearMonth | None, ...]


class Year(Record):
    """One year of contributions in one region (参保地区), and the account at its end."""

    region_code: RegionCode = entry("参保地区 行政区划代码")
    region_name: Text = entry("参保地区 名称")
    year: CalendarYear = entry("年份")
    start: Month = entry("缴费起始时间")
    end: Month = entry("缴费截止时间")
    months: MonthsPaid = entry("缴费月数")
    balance: Money = entry("至本年末个人账户累计储存额")


class EmployeeAccount(Record):
    """职工基本养老保险信息表."""

    county: Text = entry("县（市、区）")
    filled_on: Date = entry("填表日期")
    person: Part[Person] = part("参保人员基本信息")
    years_paid: Years = entry("缴费年限")
    years_actual: Years = entry("实际缴费年限")
    years_deemed: Years = entry("视同缴费年限")
    transfer_amount: Money = entry("个人账户基金转移额")
    years: Rows[Year] = rows("历年缴费及个人账户记账信息")
    signoff: Part[Signoff] = part("签章")


def _years_paid(actual: int | None, deemed: int | None) -> int | None:
    """Actual and deemed together; years that are blank are none, but actual years have to be stated."""
    return None if actual is None else add_months(actual, deemed)


def _years_actual(stated: int | None, months: Months, starts: Moments, ends: Moments) -> int | None:
    """The months of all rows; where rows share months, these count once, or twice where the paper states a mere sum.

    Nothing can be said where a row leaves its months open, or where none states any.
    """
    stretches = list(zip(months, starts, ends, strict=True))
    open_ = any(number is None and (start or end) for number, start, end in stretches)
    if open_ or all(number is None for number in months):
        return None
    spans = [_span(*row) for row in stretches]
    whole = add_months(months)
    shared = sum(map(len, spans)) - len(frozenset[int]().union(*spans))
    return stated if stated in (whole, whole - shared) else whole - shared


def _span(months: int | None, start: YearMonth | None, end: YearMonth | None) -> range:
    """The months of a row in which every month was paid; none where it is not known which were."""
    span = range(start.index, end.index + 1) if start and end else range(0)
    return span if len(span) == months else range(0)


def _shrinking(record: EmployeeAccount) -> Iterator[Violation]:
    """Balances of a region that are smaller than the one before: accounts are paid into, and earn interest."""
    before: dict[str | None, Decimal] = {}
    for index, row in enumerate(record.years):
        if row.balance is None:
            continue
        if row.balance < before.get(row.region_code, row.balance):
            yield Violation("warning", f"years.{index}.balance", Sentence("少于本地上一年的累计储存额，请核对。"))
        before[row.region_code] = row.balance


def rules(record_type: type[EmployeeAccount], article: str, table: str) -> tuple[Rule | Check, ...]:
    """The rules of a form: ``article`` is the procedure's, ``table`` names the form itself."""
    return (
        required(article, "person.name", "person.citizen_id", "years.*.year"),
        SEX_FROM_ID,
        BIRTH_DATE_FROM_ID,
        REGION_KNOWN,
        in_order(table, "years.*.start", "years.*.end"),
        within_year(table),
        years_in_order(table, within="region_code"),
        periods_apart("years", article),
        not_after(table, "filled_on", "years.*.year", "years.*.end"),
        since_birth("years.*.year"),
        regions_known(record_type),
        not_negative(record_type, table),
        months_of_year(table),
        Rule(
            "years-paid",
            ("years_paid",),
            ("years_actual", "years_deemed"),
            "缴费年限=实际缴费年限+视同缴费年限",
            table,
            _years_paid,
        ),
        Rule(
            "years-actual",
            ("years_actual",),
            ("years_actual", "years.*.months", "years.*.start", "years.*.end"),
            "实际缴费年限为各行缴费月数之和",
            table,
            _years_actual,
            fills=False,
        ),
        Rule(
            "transfer-amount",
            ("transfer_amount",),
            ("years.*.balance",),
            "个人账户基金转移额=最后一行的至本年末个人账户累计储存额",
            table,
            last_stated,
        ),
        Check("balance.grows", ("years.*.balance",), "同一参保地的累计储存额不逐年减少", table, _shrinking),
    )
