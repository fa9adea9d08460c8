"""重复缴费时段: the months of each year that a person paid into both schemes.

Law: 鲁人社字〔2024〕84号 第十二条（一）; 人社厅发〔2014〕25号.
"""

from __future__ import annotations

from typing import Any

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations._accounts import paid_rows, periods
from hjforms.findings import Finding
from hjforms.law.overlap import ARTICLE, Overlap, overlap
from hjforms.law.periods import spelled
from hjforms.law.steps import MONTHS, Step, given
from hjforms.packs.shandong.employee_account import EmployeeAccount
from hjforms.packs.shandong.resident_account import ResidentAccount
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Months
from hjforms.records.relations import periods_apart


class Decided(Record):
    """The months of a year that the agency has found out itself (经核对的重复月数)."""

    year: CalendarYear = entry("年份")
    months: Months = entry("重复月数")


class Accounts(Record):
    """The two accounts of one person (个人账户), as 附件3 and 附件4 state them."""

    resident: Part[ResidentAccount] = part("居民基本养老保险信息表", ResidentAccount)
    employee: Part[EmployeeAccount] = part("企业职工基本养老保险信息表", EmployeeAccount)
    decided: Rows[Decided] = rows("经核对的重复月数")


def months_twice(resident: Any, employee: Any, decided: dict[int, int] | None = None) -> tuple[Overlap, list[Finding]]:
    """The months paid twice of each year, and a finding for every year that the papers do not settle.

    ``decided`` are months that the agency has found out itself; they stand in place of what the papers say.
    """
    decided = decided or {}
    rows_of = periods(employee)
    paid = [row.year for _, row in paid_rows(resident)]
    found = overlap((year for year in paid if year not in decided), [period for _, period in rows_of])
    stated = {year: _decided(year, months) for year, months in decided.items() if months and year in paid}
    findings = [_doubt(*rows_of[index], found.uncertain) for index in found.doubtful]
    years = dict(sorted({**found.years, **stated}.items()))
    return Overlap(years, found.doubtful, found.uncertain), findings


def _decided(year: int, months: int) -> Step:
    return Step(f"{year}年重复月数", months, MONTHS, inputs=(given("社保机构核对", months, MONTHS),), article=ARTICLE)


def _doubt(row: int, period: Any, years: tuple[int, ...]) -> Finding:
    touched = "、".join(str(year) for year in years if any(month.year == year for month in period.months))
    message = (
        f"职工养老保险第{row + 1}行：{spelled(period.months)}共{len(period.months)}个月，表上缴费{period.paid}个月，"
        f"不知是哪几个月，{touched}年的重复月数无法确定。请向转出地核实，再写明该年经核对的重复月数。"
    )
    article = ARTICLE
    return Finding("error", f"employee.years.{row}.months", "overlap", message, None, str(period.paid), article)


def run(case: Accounts) -> Outcome:
    """The months of each year, and their sum."""
    decided = {row.year: row.months for row in case.decided if row.year is not None and row.months is not None}
    found, findings = months_twice(case.resident, case.employee, decided)
    figures = {f"months.{year}": step for year, step in found.years.items()}
    if not found.uncertain:
        figures["total"] = found.total
    return Outcome(figures, tuple(findings))


CALCULATION = Calculation(
    name="overlap",
    title="重复缴费时段：两种养老保险都缴费的月份",
    article=ARTICLE,
    case_type=Accounts,
    run=run,
    required=("resident.years.*.year", "employee.years.*.year", "decided.*.year", "decided.*.months"),
    rules=(periods_apart("employee.years", ARTICLE),),
)
