"""个人账户滚存: the balance of an account year by year, with the interest of a given table of rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.errors import Fault, InputError
from hjforms.findings import Finding
from hjforms.law import accounts
from hjforms.law.accounts import NOT_SEEN, YEAR_END, balance_of_year, interest_of_year
from hjforms.law.parameters import figure
from hjforms.law.steps import RATE, YUAN, Step, given, total
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Record, Rows, entry, leaves, rows
from hjforms.records.kinds import CalendarYear, Date, Money, Month, Rate, Text, one_of
from hjforms.records.relations import years_in_order
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence, said

SCHEMES = {"resident": "居民养老保险", "employee": "职工养老保险"}
CREDITED = ("personal", "land_personal", "collective", "land_collective", "subsidy", "other")
EMPLOYEE_RATE = "employee-account-rate"
ARTICLE = "鲁人社字〔2024〕84号 附件3、附件4"


METHODS = {"year-end": "年末计息", "annual": "年积数", "monthly": "月积数"}
DAY_COUNTS = {"360": "实际天数÷360", "365": "实际天数÷365"}
METHOD = one_of("计息办法", METHODS)
DAY_COUNT = one_of("零头天数的算法", DAY_COUNTS)
Scheme = Annotated[str | None, *one_of("险种", SCHEMES).metadata()]


class Year(Record):
    """What one year added; the interest is stated, or follows from the rate."""

    year: CalendarYear = entry("年份")
    personal: Money = entry("个人缴费")
    land_personal: Money = entry("被征地个人缴费")
    collective: Money = entry("集体补助（其他资助）")
    land_collective: Money = entry("被征地集体缴费")
    subsidy: Money = entry("个人缴费政府补贴")
    other: Money = entry("其他")
    interest: Money = entry("利息")
    rate: Rate = entry("记账利率")


class Entered(Record):
    """What one month added, for 月积数."""

    month: Month = entry("记账年月")
    amount: Money = entry("记账额")


class Account(Record):
    """An account with its opening balance and its years (个人账户); interest runs to ``until`` or ``until_day``."""

    scheme: Scheme = entry("险种")
    method: Annotated[str | None, *METHOD.metadata()] = entry("计息办法")
    until: Month = entry("计息到（含当月）")
    until_day: Date = entry("计息到（含当日）")
    day_count: Annotated[str | None, *DAY_COUNT.metadata()] = entry("零头天数的算法")
    day_count_source: Text = entry("零头天数算法的出处")
    entries: Rows[Entered] = rows("逐月记账额")
    opening: Money = entry("年初个人账户累计储存额")
    years: Rows[Year] = rows("历年个人账户明细")


def run(case: Account) -> Outcome:
    """The balance at the end of every year, and the interest where it was not stated; nothing after a missing year."""
    scheme = cast("accounts.Scheme", case.scheme)
    opening = given("期初储存额", case.opening or Decimal("0.00"), YUAN)
    figures: dict[str, Step] = {}
    findings: list[Finding] = []
    for index, row in enumerate(case.years):
        before = case.years[index - 1].year if index else None
        if opening.value and before is not None and row.year != before + 1:
            findings.append(_missing(index, before + 1))
            break
        if lacking := _entries_lacking(case, index, row):
            findings.append(lacking)
            break
        interest = _interest(case, index, row, opening)
        findings += _doubts(case, index, row, opening, interest)
        opening = balance_of_year(row.year or 0, opening, [*_credited(row), *interest], scheme)
        figures |= {f"interest.{row.year}": step for step in interest if step.formula}
        if (until := _until(case)) is not None and until.year == row.year:
            day = "末" if case.until_day is None else f"{case.until_day.day}日"
            opening = replace(opening, name=f"{row.year}年{until.month}月{day}个人账户累计储存额")
        figures[f"balance.{row.year}"] = opening
    return Outcome(figures, tuple(findings))


def _missing(index: int, year: int) -> Finding:
    message = Sentence(
        "第{row}行：缺少{year}年。没有缴费的年份也要计息，此后的储存额没有计算，请按年份补上。",
        row=index + 1,
        year=year,
    )
    return Finding("error", f"years.{index}.year", "account", message, article=ARTICLE)


def _doubts(case: Account, index: int, row: Year, opening: Step, interest: Sequence[Step]) -> Iterator[Finding]:
    """A stated interest that is not that of the stated rate, and a rate of which sources differ (资料不一致)."""
    if row.interest is not None and row.rate is not None:
        rate = given(f"{row.year}年记账利率", row.rate, RATE)
        by_rate = _by_rate(case, row, opening, rate)
        if by_rate.value != row.interest:
            message = Sentence(
                "第{row}行 利息：与写明的记账利率不符。{year_end}；这里以写明的利息为准，请核对。",
                row=index + 1,
                year_end=said(YEAR_END if _year_end(case) else NOT_SEEN),
            )
            yield Finding(
                "warning", f"years.{index}.interest", "account", message, str(by_rate.value), str(row.interest), ARTICLE
            )
    for rate in (part for step in interest for part in step.inputs if part.certainty == "disputed"):
        message = Sentence(
            "第{row}行 记账利率：{doubt}，请向社保机构核实后写明。",
            row=index + 1,
            doubt=said(rate.note) if rate.note else Sentence("各资料不一致"),
        )
        yield Finding("warning", f"years.{index}.rate", "account", message, article=rate.source)


def _credited(row: Year) -> list[Step]:
    known = leaves(Year)
    amounts = ((name, getattr(row, name)) for name in CREDITED)
    return [given(f"当年{known[name].label}", amount, YUAN) for name, amount in amounts if amount is not None]


def _interest(case: Account, index: int, row: Year, opening: Step) -> list[Step]:
    if row.interest is not None:
        return [given("当年利息", row.interest, YUAN)]
    if not opening.value and (_year_end(case) or not _credited(row)):
        return []
    return [_by_rate(case, row, opening, _rate(case, index, row))]


def _year_end(case: Account) -> bool:
    """True where interest is that of the opening balance only, which is also what holds where no method is stated."""
    return case.method in (None, "year-end")


def _by_rate(case: Account, row: Year, opening: Step, rate: Step) -> Step:
    """The interest of a year by the method of the case (计息办法)."""
    year = row.year or 0
    if _year_end(case):
        return interest_of_year(year, opening, rate, cast("accounts.Scheme", case.scheme))
    if case.method == "annual":
        return accounts.interest_by_year(year, opening, total(f"{year}年记账额", _credited(row), ARTICLE), rate)
    until = _until(case)
    last = until.month if until is not None and until.year == year else 12
    entries = [(month.month, given(f"{month.month}月记账额", amount, YUAN)) for month, amount in _entries(case, year)]
    if case.until_day is not None and case.until_day.year == year:
        basis = given("每年天数", int(case.day_count or 0), "天", note=f"零头天数算法的出处：{case.day_count_source}")
        return accounts.interest_to_day(case.until_day, opening, entries, rate, basis)
    return accounts.interest_by_months(year, opening, accounts.monthly_product(year, entries, last), rate, last)


def _until(case: Account) -> YearMonth | None:
    """The month in which the account is transferred, in whichever way it is stated."""
    return case.until if case.until_day is None else YearMonth(case.until_day.year, case.until_day.month)


def _entries(case: Account, year: int | None) -> list[tuple[YearMonth, Decimal]]:
    """What was entered in the months of a year."""
    listed = ((row.month, row.amount) for row in case.entries)
    return [
        (month, amount) for month, amount in listed if month is not None and amount is not None and month.year == year
    ]


def _entries_lacking(case: Account, index: int, row: Year) -> Finding | None:
    """A finding where the months of a year do not add up to what it added: no interest hangs on them."""
    if case.method != "monthly" or (row.interest is not None and row.rate is None):
        return None
    entered = sum((amount for _, amount in _entries(case, row.year)), Decimal("0.00"))
    added = sum((step.value for step in _credited(row)), Decimal("0.00"))
    if entered == added:
        return None
    message = Sentence(
        "{year}年：逐月记账额之和与当年各项之和不同，月积数算不出，此后没有计算，请核对。", year=row.year
    )
    return Finding("error", f"years.{index}.year", "account", message, str(added), str(entered), ARTICLE)


def _method(case: Account) -> Iterator[Violation]:
    """What only one method knows: months, and a year that is not whole."""
    if case.entries and case.method != "monthly":
        yield Violation("error", "entries", Sentence("逐月记账额只有月积数用得上，请写明 method 为 monthly。"))
    years = {row.year for row in case.years}
    for index, row in enumerate(case.entries):
        if row.month is not None and row.month.year not in years:
            yield Violation("error", f"entries.{index}.month", Sentence("历年明细里没有这一年，请补上。"))
    yield from _day(case)
    until, path = _until(case), "until" if case.until_day is None else "until_day"
    if until is None:
        return
    if case.method != "monthly":
        yield Violation("error", path, Sentence("只有月积数能算到年中的月份，请写明 method 为 monthly 和逐月记账额。"))
    if case.years and case.years[-1].year != until.year:
        yield Violation("error", path, Sentence("不在最后一年之内，请核对。"))
    for index, row in enumerate(case.entries):
        if row.month is not None and row.month > until:
            yield Violation("error", f"entries.{index}.month", Sentence("晚于计息到的月份，请核对。"))


def _day(case: Account) -> Iterator[Violation]:
    """What interest to a day wants: by how many days of a year, and who says so."""
    if case.until_day is None:
        for name in ("day_count", "day_count_source"):
            if getattr(case, name) is not None:
                yield Violation("error", name, Sentence("只有算到日用得上，请写明 until_day。"))
        return
    if case.until is not None:
        yield Violation("error", "until", Sentence("已写明计息到哪一日，请只写一种。"))
    if case.day_count is None:
        yield Violation("error", "day_count", Sentence("来源中没有算到日的算法，请写明一年按360天还是365天。"))
    if case.day_count_source is None:
        yield Violation("error", "day_count_source", Sentence("来源中没有算到日的算法，请写明出处。"))


def _rate(case: Account, index: int, row: Year) -> Step:
    """The rate that the case states; for 职工养老保险 that of the year in the law's table."""
    if row.rate is not None:
        return given(f"{row.year}年记账利率", row.rate, RATE)
    if case.scheme == "employee":
        return figure(EMPLOYEE_RATE, dt.date(row.year or 0, 12, 31))
    message = Sentence("居民养老保险记账利率由各省公布，来源中没有，请写明 rate（如 3.63%），或写明当年利息 interest")
    raise InputError(Fault(f"years.{index}.rate", message))


CALCULATION = Calculation(
    name="account",
    title="个人账户滚存：历年储存额与利息",
    article=ARTICLE,
    case_type=Account,
    run=run,
    required=("scheme", "years.*.year", "entries.*.month", "entries.*.amount"),
    rules=(
        years_in_order(ARTICLE),
        Check(
            "method",
            ("method", "until", "until_day", "day_count", "day_count_source"),
            "逐月记账额和年中的月份，只有月积数能算",
            ARTICLE,
            _method,
        ),
    ),
)
