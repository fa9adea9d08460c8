"""重复缴费清退表: what is returned to a person who paid into both schemes at once, whatever parts a year has.

Columns are counted as every such form prints them: 1 重复年份, the parts paid and their 小计, 重复月数, the
parts returned and their 小计, 备注.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Generic, TypeVar

from hjforms.findings import Severity
from hjforms.law.refund import annual_refund, apportion, apportioned_beside, is_share, rounded_apart
from hjforms.paths import RecordPath
from hjforms.records.base import Family, Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import CalendarYear, Capital, Date, Money, Months, MonthsOfYear, Note
from hjforms.records.parts import Person, Signoff
from hjforms.records.relations import (
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    SEX_FROM_ID,
    add_amounts,
    add_months,
    capital_of,
    column_sum,
    not_after,
    not_negative,
    required,
    signed,
    since_birth,
    some_rows,
    years_in_order,
)
from hjforms.records.rules import Check, Rule
from hjforms.wording import Sentence

PAID = "当年缴费金额"
RETURNED = "退还本人金额"
ROUNDED_APART = Sentence("只差分项舍入，请留意。")


AmountsT = TypeVar("AmountsT", bound=Record)
"""The columns of a form: the parts of a year's contributions, left to right, and their 小计."""


class YearOfTable(Family, Generic[AmountsT]):
    """One year that was paid twice, in the columns that every such table has."""

    year: CalendarYear = entry("重复年份")
    paid: Part[AmountsT] = part(PAID)
    months: MonthsOfYear = entry("重复月数")
    refund: Part[AmountsT] = part(RETURNED)


class Year(YearOfTable[AmountsT], Generic[AmountsT]):
    """One year of the form, with what is remarked of it."""

    remark: Note = entry("备注")


class Total(Family, Generic[AmountsT]):
    """The sums of the columns (合计)."""

    paid: Part[AmountsT] = part(PAID)
    months: Months = entry("重复月数")
    refund: Part[AmountsT] = part(RETURNED)


class RefundTable(Record, Generic[AmountsT]):
    """重复缴费清退表 with the columns of a form."""

    filled_on: Date = entry("填表日期")
    person: Part[Person] = part("参保人员基本信息")
    years: Rows[Year[AmountsT]] = rows("历年重复缴费和个人账户清退明细")
    total: Part[Total[AmountsT]] = part("合计")
    refund_total: Money = entry("退还本人金额合计")
    refund_total_capital: Capital = entry("大写")
    signoff: Part[Signoff] = part("签章")


def _refund(*values: Any) -> Decimal | None:
    """The year's refund by the formula; blanks were not paid. Nothing can be said while the months are blank."""
    *paid, months = values
    return None if months is None else annual_refund(paid, months)


def _apart(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any, Any, tuple[Any, ...]]:
    """The inputs of ``_refund_parts``: what was paid, the months, the sum stated and the parts stated."""
    count = len(values) // 2 - 1
    return values[:count], values[count], values[count + 1], values[count + 2 :]


def _refund_parts(*values: Any) -> tuple[Decimal | None, ...]:
    """The parts returned: they add up to the sum that the paper states where that is lawful, else to the formula's.

    Parts that are stated stand where each is within one fen of its exact share and all add up (``apportioned_beside``).
    """
    paid, months, subtotal, parts = _apart(values)
    if months is None:
        return (None,) * len(paid)
    formula = annual_refund(paid, months)
    is_other = subtotal is not None and subtotal != formula and rounded_apart(subtotal, paid, months)
    sums = (subtotal, formula) if is_other else (formula,)
    found = (apportioned_beside(parts, total, paid, months) for total in sums)
    return next(filter(None, found), None) or apportion(formula, paid, months)


def _grade_part(index: int, stated: Decimal, *values: Any) -> Severity:
    paid, months, *_ = _apart(values)
    return "warning" if is_share(stated, paid[index], months) else "error"


def _grade_refund(_index: int, stated: Decimal, *values: Any) -> Severity:
    *paid, months = values
    return "warning" if rounded_apart(stated, paid, months) else "error"


def _paths(owner: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(RecordPath(owner) / name for name in names)


def _sum_of(first: int, count: int) -> str:
    """The sum of so many printed columns: ``2+3+4+5``."""
    return "+".join(str(first + index) for index in range(count))


def table_rules(amounts: type[Record], article: str, note: str) -> tuple[Rule, ...]:
    """The rules of the rows and their sums, with these columns of ``amounts``.

    ``article`` is the formula's, ``note`` what the form prints about its columns.
    """
    columns = tuple(amounts.model_fields)
    parts = columns[:-1]
    count = len(parts)
    paid, refund = _paths("years.*.paid", parts), _paths("years.*.refund", parts)
    returned = 4 + count  # the first column of what is returned
    return (
        Rule("paid.subtotal", ("years.*.paid.subtotal",), paid, f"{2 + count}={_sum_of(2, count)}", note, add_amounts),
        Rule(
            "refund.parts",
            refund,
            (*paid, "years.*.months", "years.*.refund.subtotal", *refund),
            "各项当年缴费金额/12×重复月数，按最大余额法取到分，相加等于小计",
            article,
            _refund_parts,
            _grade_part,
            paired=True,
            excuse=ROUNDED_APART,
        ),
        Rule(
            "refund.subtotal",
            ("years.*.refund.subtotal",),
            refund,
            f"{returned + count}={_sum_of(returned, count)}",
            note,
            add_amounts,
        ),
        Rule(
            "refund.formula",
            ("years.*.refund.subtotal",),
            (*paid, "years.*.months"),
            f"（{_sum_of(2, count)}）/12×{3 + count}",
            article,
            _refund,
            _grade_refund,
            fills=False,
            excuse=ROUNDED_APART,
        ),
        *(column_sum(f"total.paid.{name}", f"years.*.paid.{name}", note) for name in columns),
        column_sum("total.months", "years.*.months", note, add_months),
        *(column_sum(f"total.refund.{name}", f"years.*.refund.{name}", note) for name in columns),
    )


def rules(
    record_type: type[RefundTable[Any]], amounts: type[Record], article: str, note: str
) -> tuple[Rule | Check, ...]:
    """The rules of a form with these columns of ``amounts``; otherwise as ``table_rules``."""
    return (
        required(article, "person.name", "person.citizen_id", "years.*.year", "years.*.months"),
        some_rows(article, "years", "year"),
        signed(article, "signoff", "filled_on"),
        SEX_FROM_ID,
        BIRTH_DATE_FROM_ID,
        REGION_KNOWN,
        years_in_order(article),
        not_after(article, "filled_on", "years.*.year"),
        since_birth("years.*.year"),
        not_negative(record_type, article),
        *table_rules(amounts, article, note),
        Rule(
            "refund-total",
            ("refund_total",),
            ("total.refund.subtotal",),
            "清退总额=各年度重复缴费清退金额之和",
            article,
            add_amounts,
        ),
        capital_of("refund_total"),
    )
