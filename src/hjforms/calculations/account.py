"""个人账户滚存: the balance of an account year by year, with the interest of a given table of rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, cast

from hjforms.calculation import Calculation, Outcome
from hjforms.errors import Fault, InputError
from hjforms.findings import Finding
from hjforms.law import accounts
from hjforms.law.accounts import YEAR_END, balance_of_year, interest_of_year
from hjforms.law.parameters import figure
from hjforms.law.steps import RATE, YUAN, Step, given
from hjforms.records.base import Record, Rows, entry, leaves, rows
from hjforms.records.kinds import CalendarYear, Money, Rate, one_of
from hjforms.records.relations import years_in_order
from hjforms.wording import Sentence, said

SCHEMES = {"resident": "居民养老保险", "employee": "职工养老保险"}
CREDITED = ("personal", "land_personal", "collective", "land_collective", "subsidy", "other")
EMPLOYEE_RATE = "employee-account-rate"
ARTICLE = "鲁人社字〔2024〕84号 附件3、附件4"


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


class Account(Record):
    """An account with its opening balance and its years (个人账户)."""

    scheme: Scheme = entry("险种")
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
        interest = _interest(case, index, row, opening)
        findings += _doubts(scheme, index, row, opening, interest)
        opening = balance_of_year(row.year or 0, opening, [*_credited(row), *interest], scheme)
        figures |= {f"interest.{row.year}": step for step in interest if step.formula}
        figures[f"balance.{row.year}"] = opening
    return Outcome(figures, tuple(findings))


def _missing(index: int, year: int) -> Finding:
    message = Sentence(
        "第{row}行：缺少{year}年。没有缴费的年份也要计息，此后的储存额没有计算，请按年份补上。",
        row=index + 1,
        year=year,
    )
    return Finding("error", f"years.{index}.year", "account", message, article=ARTICLE)


def _doubts(
    scheme: accounts.Scheme, index: int, row: Year, opening: Step, interest: Sequence[Step]
) -> Iterator[Finding]:
    """A stated interest that is not that of the stated rate, and a rate of which sources differ (资料不一致)."""
    if row.interest is not None and row.rate is not None:
        rate = given(f"{row.year}年记账利率", row.rate, RATE)
        by_rate = interest_of_year(row.year or 0, opening, rate, scheme)
        if by_rate.value != row.interest:
            message = Sentence(
                "第{row}行 利息：与写明的记账利率不符。{year_end}；这里以写明的利息为准，请核对。",
                row=index + 1,
                year_end=said(YEAR_END),
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
    if not opening.value:
        return []
    scheme = cast("accounts.Scheme", case.scheme)
    return [interest_of_year(row.year or 0, opening, _rate(case, index, row), scheme)]


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
    required=("scheme", "years.*.year"),
    rules=(years_in_order(ARTICLE),),
)
