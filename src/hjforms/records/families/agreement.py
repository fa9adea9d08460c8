"""What the papers of one move (衔接) say of the same person: the letter, the two accounts and the refund table.

Each function gives the pair that two of these papers make, for the records of a province; messages and paths call them
``letter`` (联系函), ``resident`` and ``employee`` (the accounts, 信息表), ``refund`` (清退表) and ``outcome`` (告知单).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Any

from hjforms.records.base import Record, part_type
from hjforms.records.families.contact_letter import ContactLetter
from hjforms.records.families.employee_account import EmployeeAccount
from hjforms.records.families.refund import RefundTable
from hjforms.records.families.resident_account import ResidentAccount
from hjforms.records.pairs import Pair, both, one_agency, one_person
from hjforms.records.relations import in_order
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence

LETTER = "联系函"
RESIDENT = "居民信息表"
EMPLOYEE = "职工信息表"
REFUND = "清退表"
OUTCOME = "告知单"
NOTHING = Decimal("0.00")
WHOLE_YEAR = 12


def letter_and_resident(
    letter: type[ContactLetter], account: type[ResidentAccount[Any]], article: str, *more: Check
) -> Pair:
    """The letter and the account of 居民养老保险 that answers it; ``more`` is what else a province asks."""
    papers = both(letter=(LETTER, letter), resident=(RESIDENT, account))
    answered = (
        in_order(article, "letter.signoff.date", "resident.filled_on"),
        in_order(article, "letter.signoff.date", "resident.transferred_on"),
    )
    return Pair(papers, (*one_person(papers, article), *answered, *more))


def letter_and_employee(
    letter: type[ContactLetter], account: type[EmployeeAccount], article: str, *more: Check
) -> Pair:
    """The letter and the account of 职工养老保险; ``more`` is what a province asks of the two."""
    papers = both(letter=(LETTER, letter), employee=(EMPLOYEE, account))
    return Pair(papers, (*one_person(papers, article), *more))


def resident_and_employee(resident: type[ResidentAccount[Any]], employee: type[EmployeeAccount], article: str) -> Pair:
    """Both accounts of one person."""
    papers = both(resident=(RESIDENT, resident), employee=(EMPLOYEE, employee))
    return Pair(papers, tuple(one_person(papers, article)))


def letter_and_refund(letter: type[ContactLetter], refund: type[RefundTable[Any]], article: str) -> Pair:
    """The letter of the agency that receives the account (转入地), and the refund that it makes."""
    papers = both(letter=(LETTER, letter), refund=(REFUND, refund))
    return Pair(
        papers,
        (
            *one_person(papers, article),
            *one_agency(papers, article, "letter.signoff.agency", "refund.signoff.agency"),
            in_order(article, "letter.signoff.date", "refund.filled_on", severity="warning"),
        ),
    )


def resident_and_refund(resident: type[ResidentAccount[Any]], refund: type[RefundTable[Any]], article: str) -> Pair:
    """The account of 居民养老保险, and the refund of what was paid into it twice."""
    papers = both(resident=(RESIDENT, resident), refund=(REFUND, refund))
    columns = _columns(refund)
    paths = tuple(f"refund.years.*.paid.{name}" for name in columns)
    formula = "当年缴费金额为信息表上该年的缴费"
    return Pair(
        papers,
        (
            *one_person(papers, article),
            in_order(article, "resident.filled_on", "refund.filled_on", severity="warning"),
            Check("paid", ("refund.years.*.year", *paths), formula, article, lambda case: _paid(case, columns)),
        ),
    )


def employee_and_refund(employee: type[EmployeeAccount], refund: type[RefundTable[Any]], article: str) -> Pair:
    """The account of 职工养老保险, and the refund of the months that it shares with 居民养老保险."""
    papers = both(employee=(EMPLOYEE, employee), refund=(REFUND, refund))
    targets = ("refund.years.*.year", "refund.years.*.months")
    return Pair(
        papers,
        (
            *one_person(papers, article),
            in_order(article, "employee.filled_on", "refund.filled_on", severity="warning"),
            Check("months", targets, "重复月数为信息表上该年的缴费月数", article, _months),
        ),
    )


def refund_and_outcome(refund: type[RefundTable[Any]], outcome: type[Record], article: str) -> Pair:
    """The refund, and the sheet that tells the person of it."""
    papers = both(refund=(REFUND, refund), outcome=(OUTCOME, outcome))
    columns = [f"{side}.{name}" for side in ("paid", "refund") for name in _columns(refund)]
    paths = tuple(f"outcome.years.*.{name}" for name in ("year", "months", *columns))
    return Pair(
        papers,
        (
            *one_person(papers, article),
            in_order(article, "refund.filled_on", "outcome.signoff.date", severity="warning"),
            Check("outcome", paths, "各年与清退表相同", article, lambda case: _told(case, ["months", *columns])),
            Check("outcome", ("outcome.refund_total",), "退还合计与清退表相同", article, _told_in_all),
        ),
    )


def _columns(refund: type[RefundTable[Any]]) -> tuple[str, ...]:
    """The parts of a year's contributions, and their 小计 at the end."""
    year, _ = part_type(refund.model_fields["years"].annotation)
    paid, _ = part_type(year.model_fields["paid"].annotation)
    return tuple(paid.model_fields)


def _rows_of(years: Any, year: int) -> list[Any]:
    return [row for row in years if row.year == year]


def _unknown_year(index: int, year: int) -> Violation:
    return Violation("error", f"refund.years.{index}.year", Sentence("信息表上没有{year}年的缴费，请核对。", year=year))


def _paid(case: Any, columns: tuple[str, ...]) -> Iterator[Violation]:
    """Years of the refund that the account does not have, and amounts that it states otherwise; blanks are nothing.

    A year of the refund that only states its sum is held against the sum of the account's.
    """
    *parts, whole = columns
    for index, row in enumerate(case.refund.years):
        if row.year is None:
            continue
        of_year = _rows_of(case.resident.years, row.year)
        if not of_year:
            yield _unknown_year(index, row.year)
            continue
        listed = {name: sum((getattr(found, name) or NOTHING for found in of_year), NOTHING) for name in parts}
        apart = any(getattr(row.paid, name) is not None for name in parts)
        expected = listed if apart else {whole: sum(listed.values(), NOTHING)}
        for name, amount in expected.items():
            if (getattr(row.paid, name) or NOTHING) != amount:
                yield Violation(
                    "error",
                    f"refund.years.{index}.paid.{name}",
                    Sentence("信息表上{year}年为{amount}元，请核对。", year=row.year, amount=amount),
                )


def _months_of(rows: list[Any]) -> int:
    """The months of the rows of a year, of which none has more than there are; months that rows share count once."""
    spans = [row for row in rows if row.start is not None and row.end is not None and row.end >= row.start]
    whole = [row for row in spans if row.end.index - row.start.index + 1 == row.months]
    months = {index for row in whole for index in range(row.start.index, row.end.index + 1)}
    others = sum(int(row.months) for row in rows if row not in whole)
    return min(len(months) + others, WHOLE_YEAR)


def _months(case: Any) -> Iterator[Violation]:
    """Years of the refund that the account does not have, and months that it states otherwise.

    More months than were paid cannot be lawful; fewer can, where 居民养老保险 was not paid in all of them.
    """
    for index, row in enumerate(case.refund.years):
        if row.year is None or row.months is None:
            continue
        of_year = _rows_of(case.employee.years, row.year)
        if not of_year:
            yield _unknown_year(index, row.year)
            continue
        if any(found.months is None for found in of_year) or row.months == (paid := _months_of(of_year)):
            continue
        path = f"refund.years.{index}.months"
        if row.months > paid:
            message = Sentence("信息表上{year}年缴费{months}个月，请核对。", year=row.year, months=paid)
            yield Violation("error", path, message)
        else:
            message = Sentence(
                "信息表上{year}年缴费{months}个月，若已核对确实较少，请留意。", year=row.year, months=paid
            )
            yield Violation("warning", path, message)


def _told(case: Any, columns: list[str]) -> Iterator[Violation]:
    """Years that stand on one of refund and sheet alone, and figures that the sheet states otherwise."""
    refunded = {row.year: row for row in case.refund.years if row.year is not None}
    told = {row.year for row in case.outcome.years}
    for year in (year for year in refunded if year not in told):
        yield Violation("error", "outcome.years", Sentence("没有清退表上的{year}年，请核对。", year=year))
    for index, row in enumerate(case.outcome.years):
        if row.year is None:
            continue
        if row.year not in refunded:
            message = Sentence("清退表上没有{year}年，请核对。", year=row.year)
            yield Violation("error", f"outcome.years.{index}.year", message)
            continue
        for column in columns:
            expected = attrgetter(column)(refunded[row.year])
            if (expected or NOTHING) != (attrgetter(column)(row) or NOTHING):
                yield Violation("error", f"outcome.years.{index}.{column}", _otherwise(expected))


def _told_in_all(case: Any) -> Iterator[Violation]:
    """A refund that the sheet states otherwise."""
    if case.refund.refund_total != case.outcome.refund_total:
        yield Violation("error", "outcome.refund_total", _otherwise(case.refund.refund_total))


def _otherwise(expected: Any) -> Sentence:
    """What is said of a figure that is another on the refund."""
    return Sentence("清退表上为{expected}，请核对。", expected=Sentence("空白") if expected is None else expected)
