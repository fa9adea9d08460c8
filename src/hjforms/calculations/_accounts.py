"""What calculations take from the two accounts of a person: paid years of the one, paid periods of the other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from hjforms.law.periods import Period
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


def paid_rows(resident: Any) -> Iterator[tuple[int, Any]]:
    """The rows of a resident account in which principal was paid, with their positions."""
    for index, row in enumerate(resident.years):
        if row.year is not None and any(principal(row).values()):
            yield index, row


def periods(employee: Any) -> list[tuple[int, Period]]:
    """The paid periods of an employee account with the positions of their rows."""
    return [
        (index, Period(row.start, row.end, row.months))
        for index, row in enumerate(employee.years)
        if row.start is not None and row.end is not None
    ]
