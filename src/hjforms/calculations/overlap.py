"""重复缴费时段: the months of each year that a person paid into both schemes.

Law: 鲁人社字〔2024〕84号 第十二条（一）; 人社厅发〔2014〕25号.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations._accounts import paid_rows, periods, principal
from hjforms.calculations._agreement import but_for, of_both, on_side, spoils_months, weighed
from hjforms.findings import Finding, Severity
from hjforms.law.overlap import ARTICLE, Overlap, overlap
from hjforms.law.periods import Period, spelled, united, year_of
from hjforms.law.steps import MONTHS, Step, given
from hjforms.packs.shandong.employee_account import FORM as EMPLOYEE
from hjforms.packs.shandong.employee_account import EmployeeAccount
from hjforms.packs.shandong.resident_account import FORM as RESIDENT
from hjforms.packs.shandong.resident_account import ResidentAccount
from hjforms.paths import RecordPath
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Months
from hjforms.records.rules import value_at
from hjforms.wording import Said, Sentence

DECIDED = "社保机构核对"


class Decided(Record):
    """The months of a year that the agency has found out itself (经核对的重复月数)."""

    year: CalendarYear = entry("年份")
    months: Months = entry("重复月数")


class Accounts(Record):
    """The two accounts of one person (个人账户), as 附件3 and 附件4 state them."""

    resident: Part[ResidentAccount] = part("居民基本养老保险信息表")
    employee: Part[EmployeeAccount] = part("企业职工基本养老保险信息表")
    decided: Rows[Decided] = rows("经核对的重复月数")


@dataclass(frozen=True)
class _Doubts:
    """Whoever counts months tells what is doubtful of them (存疑), by the article under which they count."""

    resident: Any
    employee: Any
    article: str

    def of_row(self, row: int, period: Period, years: tuple[int, ...]) -> Finding:
        """An employee row of which it is not known which months were paid."""
        touched = [year for year in years if any(month.year == year for month in period.months)]
        return self._finding("error", f"employee.years.{row}.{self._open(row)}", _which_months(row, period, touched))

    def _open(self, row: int) -> str:
        """The field of a row that leaves its months open."""
        stated = self.employee.years[row]
        return next((name for name in ("start", "end") if getattr(stated, name) is None), "months")

    def of_silent_rows(self, years: set[int]) -> Iterator[Finding]:
        """Employee rows that state neither period nor months, in years in which the resident scheme was paid."""
        for index, row in enumerate(self.employee.years):
            if row.year in years and row.start is row.end is row.months is None:
                message = Sentence(
                    "职工养老保险第{row}行：没有填写缴费起止时间和缴费月数，按{year}年没有缴费计，请核对。",
                    row=index + 1,
                    year=row.year,
                )
                yield self._finding("warning", f"employee.years.{index}.start", message)

    def of_principal(self, years: Mapping[int, Any]) -> Iterator[Finding]:
        """Resident years that count as paid although no principal stands there (没有本金的年份)."""
        for index, row in paid_rows(self.resident):
            if row.year in years and not any(principal(row).values()):
                message = Sentence(
                    "居民养老保险第{row}行：{year}年有政府补贴或其他记入，没有个人缴费等本金。当年按已缴费计重复月数，没有本金可退，请向转出地核实是否漏填。",
                    row=index + 1,
                    year=row.year,
                )
                yield self._finding("warning", f"resident.years.{index}.personal", message)

    def of_enrolment(self, years: Mapping[int, Step]) -> Iterator[Finding]:
        """A resident year whose months paid twice began before the person was enrolled (参保时间)."""
        enrolled = self.resident.enrolled_on
        paid = united(period for _, period in periods(self.employee))
        for index, row in paid_rows(self.resident):
            if enrolled is None or row.year not in years or row.year != enrolled.year:
                continue
            if before := [month for month in paid & year_of(row.year) if month < enrolled]:
                message = Sentence(
                    "居民养老保险第{row}行：{year}年按12个月计重复月数，其中{months}早于表上的参保时间（{enrolled}），请核对；确不应计的，写明该年经核对的重复月数。",
                    row=index + 1,
                    year=row.year,
                    months=spelled(before),
                    enrolled=spelled([enrolled]),
                )
                yield self._finding("warning", f"resident.years.{index}.year", message)

    def of_decided(self, decided: Mapping[int, int], paid: Collection[int], papers: Overlap) -> Iterator[Finding]:
        """Months that the agency has found out, of years that were not paid or that the papers give otherwise."""
        for year, months in decided.items():
            if year not in paid:
                message = Sentence("经核对的重复月数：居民养老保险{year}年没有缴费，未使用。", year=year)
                yield self._finding("warning", "decided", message)
            elif year not in papers.uncertain and months != (found := _value(papers.years.get(year))):
                message = Sentence(
                    "经核对的重复月数：{year}年写明{months}个月，两张信息表上算得{found}个月，以写明的为准，请留意。",
                    year=year,
                    months=months,
                    found=found,
                )
                yield self._finding("warning", "decided", message)

    def _finding(self, severity: Severity, path: str, message: Said) -> Finding:
        owner, *inside = RecordPath(path).steps
        stated = value_at(getattr(self, owner), RecordPath.of(inside)) if inside else None
        found = None if stated is None else str(stated)
        return Finding(severity, path, "overlap", message, None, found, self.article)


def _which_months(row: int, period: Period, years: list[int]) -> Said:
    known = Sentence("表上缴费{months}个月", months=period.paid) if period.paid else Sentence("起止时间没有填全")
    return Sentence(
        "职工养老保险第{row}行：{months}共{count}个月，{known}，不知是哪几个月，{years}年的重复月数无法确定。请向转出地核实，再写明该年经核对的重复月数。",
        row=row + 1,
        months=spelled(period.months),
        count=len(period.months),
        known=known,
        years=years,
    )


def _value(step: Step | None) -> int:
    return step.value if step else 0


def months_twice(
    resident: Any, employee: Any, decided: Mapping[int, int] | None = None, article: str = ARTICLE
) -> tuple[Overlap, list[Finding]]:
    """The months paid twice of each year, and a finding for whatever the papers do not settle.

    ``decided`` are months that the agency has found out itself; they stand in place of what the papers say.
    """
    decided, doubts = decided or {}, _Doubts(resident, employee, article)
    rows_of = periods(employee)
    paid = {row.year for _, row in paid_rows(resident)}
    papers = overlap(paid, [period for _, period in rows_of], article)
    found = overlap(paid - decided.keys(), [period for _, period in rows_of], article)
    stated = {year: _decided(year, months, article) for year, months in decided.items() if months and year in paid}
    years = dict(sorted({**found.years, **stated}.items()))
    findings = [
        *(doubts.of_row(*rows_of[index], found.uncertain) for index in found.doubtful),
        *doubts.of_silent_rows(paid - decided.keys()),
        *doubts.of_principal(years),
        *doubts.of_enrolment(found.years),
        *doubts.of_decided(decided, paid, papers),
    ]
    return replace(found, years=years), findings


def _decided(year: int, months: int, article: str) -> Step:
    return Step(f"{year}年重复月数", months, MONTHS, inputs=(given(DECIDED, months, MONTHS),), article=article)


def run(case: Accounts) -> Outcome:
    """The months of each year, and their sum; none where the accounts cannot be right."""
    decided = {row.year: row.months for row in case.decided if row.year is not None and row.months is not None}
    checked = {"resident": RESIDENT.check(case.resident), "employee": EMPLOYEE.check(case.employee)}
    own = [finding for side, findings in checked.items() for finding in on_side(side, findings)]
    both = of_both(case.resident, case.employee, ARTICLE, {finding.path for finding in own})
    wrong = weighed((finding for finding in (*own, *both) if finding.rule != "required"), case.employee, decided)
    if spoils_months(wrong):
        return Outcome({}, tuple(wrong))
    found, doubts = months_twice(case.resident, case.employee, decided)
    figures = {f"months.{year}": step for year, step in found.years.items()}
    if not found.uncertain:
        figures["total"] = found.total
    return Outcome(figures, (*but_for(doubts, wrong), *doubts))


CALCULATION = Calculation(
    name="overlap",
    title="重复缴费时段：两种养老保险都缴费的月份",
    article=ARTICLE,
    case_type=Accounts,
    run=run,
    required=("resident.years.*.year", "employee.years.*.year", "decided.*.year", "decided.*.months"),
)
