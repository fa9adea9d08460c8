"""The two careers of a person as a picture (图): months and accounts as the papers of a case state them.

What is said of months paid or drawn twice are figures of the chain; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hjforms.calculations._accounts import paid_rows, periods
from hjforms.law.jilin import NAMES
from hjforms.law.periods import Period, stretches, united, year_of
from hjforms.law.steps import Step
from hjforms.notations.year_month import YearMonth
from hjforms.render.careers import Account, Careers, Lane, Stretch

Figures = Mapping[str, Step]
SCHEMES = {"resident": "居民养老保险", "employee": "职工养老保险"}


def of_case(figures: Figures, case: Any, accounts: tuple[Any, Any] | None) -> Careers:
    """The careers of a transfer, by its ``accounts`` (completed) or by whatever else the case is about."""
    if accounts is not None:
        return of_accounts(figures, *accounts)
    return of_drawing(figures, case.offset) if case.clear.is_blank() else of_clearing(figures, case.clear)


def of_accounts(figures: Figures, resident: Any, employee: Any) -> Careers:
    """What was paid under both schemes, by the completed accounts of a person."""
    years = [row.year for _, row in paid_rows(resident)]
    of_employee = united(period for _, period in periods(employee))
    months = {"resident": united(map(_year, years)), "employee": of_employee}
    twice = [stretch for year in dict.fromkeys(years) for stretch in _twice(figures, year, of_employee)]
    balances: dict[str, list[tuple[YearMonth, Decimal]]] = {
        "resident": [
            (YearMonth(row.year, 12), row.balance) for row in resident.years if row.year and row.balance is not None
        ],
        "employee": [(end, row.balance) for row in employee.years if (end := _end(row)) and row.balance is not None],
    }
    accounts = (Account(SCHEMES[side], tuple(sorted(stated))) for side, stated in balances.items() if stated)
    after = figures["account"].value if "account" in figures else None
    lanes = tuple(Lane(label, _apart(months[side])) for side, label in SCHEMES.items())
    return Careers("两种养老保险的缴费和个人账户", "缴费", lanes, tuple(twice), tuple(accounts), after)


def of_clearing(figures: Figures, case: Any) -> Careers:
    """What was paid to 机关事业单位养老保险 and to 企业职工养老保险."""
    paid = {
        scheme: united(Period(row.start, row.end) for row in getattr(case, scheme).years if row.start and row.end)
        for scheme in NAMES
    }
    both = _apart(paid["agency"] & paid["enterprise"])
    returned = figures.get("clear.refund.total")
    said = f"退还本金合计{returned.text}" if returned is not None else ""
    twice = tuple(Stretch(part.first, part.last, said if part == both[-1] else "") for part in both)
    lanes = tuple(Lane(label, _apart(paid[scheme])) for scheme, label in NAMES.items())
    return Careers("两种养老保险的缴费", "缴费", lanes, twice)


def of_drawing(figures: Figures, case: Any) -> Careers:
    """What was drawn under both schemes until that ended."""
    starts = {"resident": case.resident_from, "employee": case.employee_from}
    lanes = tuple(Lane(SCHEMES[side], (Stretch(start, case.end),)) for side, start in starts.items())
    firsts = {
        YearMonth(*map(int, key.removeprefix("offset.drawn.").split("-"))): step
        for key, step in figures.items()
        if key.startswith("offset.drawn.")
    }
    nexts = [*(YearMonth.from_index(month.index - 1) for month in list(firsts)[1:]), case.end]
    twice = (Stretch(first, last, step.text) for (first, step), last in zip(firsts.items(), nexts, strict=True))
    return Careers("两种养老保险的待遇领取", "领取", lanes, tuple(twice))


def _year(year: int) -> Period:
    return Period(YearMonth(year, 1), YearMonth(year, 12))


def _end(row: Any) -> YearMonth | None:
    """The month at whose end the balance of a row stands: its last month, or that of its year."""
    return getattr(row, "end", None) or (YearMonth(row.year, 12) if row.year else None)


def _apart(months: Iterable[YearMonth]) -> tuple[Stretch, ...]:
    return tuple(Stretch(first, last) for first, last in stretches(months))


def _twice(figures: Figures, year: int, employee: frozenset[YearMonth]) -> Iterator[Stretch]:
    """The months of a year that were paid twice, with what is said of them once.

    Months that the agency has found out are known by their number alone: then the whole year is marked.
    """
    count, refund = figures.get(f"months.{year}"), figures.get(f"refund.{year}")
    if count is None or refund is None:
        return
    known = employee & year_of(year)
    whole = Stretch(YearMonth(year, 1), YearMonth(year, 12), count=count.value)
    found = _apart(known) if len(known) == count.value else (whole,)
    for part in found:
        yield replace(part, label=f"{count.text} 退{refund.text}") if part == found[-1] else part
