"""What calculations take from the two accounts of a person: paid years of the one, paid periods of the other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from hjforms.law.periods import Period
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Record, leaves
from hjforms.records.kinds import one_of

DIRECTIONS = {
    "resident-to-employee": "居民养老保险衔接至职工养老保险",
    "employee-to-resident": "职工养老保险衔接至居民养老保险",
}
Direction = Annotated[str | None, *one_of("衔接方向", DIRECTIONS).metadata()]
"""Which scheme a person leaves, and which one takes the account over."""

PRINCIPAL = ("personal", "land_personal", "collective", "land_collective")
"""What a person gets back (本金): 个人缴费, 被征地个人缴费, 集体补助, 被征地集体缴费."""


def principal(row: Any) -> dict[str, Decimal | None]:
    """The principal amounts of a year of a resident account, by their names, as far as its form has them."""
    return {name: getattr(row, name) for name in PRINCIPAL if name in type(row).model_fields}


def labels(row: Any) -> dict[str, str]:
    """The printed labels of the principal amounts."""
    row_type: type[Record] = type(row)
    known = leaves(row_type)
    return {name: known[name].label for name in principal(row)}


CREDITED = (*PRINCIPAL, "subsidy", "other")
"""What shows that a year was paid (缴费的年份): principal, or what is only given to a year that was paid."""


def paid_rows(resident: Any) -> Iterator[tuple[int, Any]]:
    """The rows of a resident account that were paid, with their positions; interest alone is no payment."""
    for index, row in enumerate(resident.years):
        if row.year is not None and any(getattr(row, name, None) for name in CREDITED):
            yield index, row


def periods(employee: Any) -> list[tuple[int, Period]]:
    """The paid periods of an employee account with the positions of their rows."""
    found = ((index, _period(row)) for index, row in enumerate(employee.years))
    return [(index, period) for index, period in found if period is not None]


def _period(row: Any) -> Period | None:
    """The period of a row; where its start or end is blank, what it can be within its year; nothing where it was none.

    Months that fill what is left are certain; without them, no month is.
    """
    whole = row.start is not None and row.end is not None
    first, last = row.start or _of_year(row, 1), row.end or _of_year(row, 12)
    if first is None or last is None or last < first or not (whole or row.months or _half(row)):
        return None
    return Period(first, last, row.months if whole or row.months is not None else 0)


def _half(row: Any) -> bool:
    return row.months is None and (row.start is not None or row.end is not None)


def _of_year(row: Any, month: int) -> YearMonth | None:
    year = row.year or next((end.year for end in (row.start, row.end) if end is not None), None)
    return None if year is None else YearMonth(year, month)
