"""The relations that forms share (共用规则): a person and their number, sums, periods, order.

Each is written once, for any paths. Where a rule holds for one form only, it stands with that form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from hjforms.findings import Severity
from hjforms.notations import capital, citizen_id
from hjforms.notations.year_month import YearMonth
from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaves, numbered, place
from hjforms.records.kinds import REGION_CODE
from hjforms.records.rules import Check, Rule, Violation, value_at
from hjforms.unread import is_known
from hjforms.wording import Said, Sentence

CITIZEN_ID_STANDARD = "GB 11643—1999《公民身份号码》"
REGION_STANDARD = "GB/T 2260《中华人民共和国行政区划代码》"
CAPITAL_RULE = "《支付结算办法》附件一"
REQUIRED = "必填项不能空白"
PERIODS = Sentence("各段缴费时间")
GAP = Sentence("中间若有间断，请留意。")
NOTHING = Decimal("0.00")
WORKING_AGE = 16  # 《劳动法》第十五条, 国发〔2014〕8号 三: nobody works or is insured before it


def _stated(values: tuple[Any, ...]) -> list[Any]:
    """The values that are not blank, those of columns among them."""
    flat: list[Any] = []
    for value in values:
        flat += value if isinstance(value, tuple) else (value,)
    return [item for item in flat if item is not None]


def add_amounts(*values: Any) -> Decimal:
    """The sum of amounts, or of a column of them; blanks count as nothing."""
    return sum(_stated(values), NOTHING)


def add_months(*values: Any) -> int:
    """The sum of months, or of a column of them; blanks count as nothing."""
    return sum(_stated(values))


def last_stated(column: tuple[Any, ...]) -> Any:
    """The last value of a column that is not blank; ``None`` where all are."""
    return next((value for value in reversed(column) if value is not None), None)


def _sex(number: str | None) -> str | None:
    return None if number is None else citizen_id.sex(number)


def _birth_date(number: str | None) -> dt.date | None:
    return None if number is None else citizen_id.birth_date(number)


def _unknown_region(record: Any) -> Iterator[Violation]:
    number = record.person.citizen_id
    if is_known(number) and not citizen_id.region_known(number):
        yield Violation("warning", "person.citizen_id", Sentence("前两位不是已知的行政区划代码，请核对证件。"))


SEX_FROM_ID = Rule(
    "person.sex",
    ("person.sex",),
    ("person.citizen_id",),
    "公民身份号码第17位奇数为男、偶数为女",
    CITIZEN_ID_STANDARD,
    _sex,
)
BIRTH_DATE_FROM_ID = Rule(
    "person.birth-date",
    ("person.birth_date",),
    ("person.citizen_id",),
    "公民身份号码第7至14位",
    CITIZEN_ID_STANDARD,
    _birth_date,
)
REGION_KNOWN = Check(
    "person.region",
    ("person.citizen_id",),
    "公民身份号码前两位为省级行政区划代码",
    CITIZEN_ID_STANDARD,
    _unknown_region,
)


def since_birth(*paths: str) -> Check:
    """Nothing is paid or drawn before the person is born, and hardly before they are 16 (年满16周岁).

    The paths are those of years, months or days.
    """

    def find(record: Any) -> Iterator[Violation]:
        born = _birth_date(record.person.citizen_id)
        if born is None:
            return
        birth = _month(born)
        for path, row, moment in _values(record, paths):
            if not is_known(moment) or (latest := _latest(moment)) >= birth + 12 * WORKING_AGE:
                continue
            if latest < birth:
                yield Violation("error", path.in_row(row), Sentence("早于公民身份号码中的出生日期，请核对。"))
            else:
                yield Violation(
                    "warning",
                    path.in_row(row),
                    Sentence("当时不满{age}周岁，请核对年份和公民身份号码。", age=WORKING_AGE),
                )

    formula = Sentence("不早于出生，不满{age}周岁的请核对", age=WORKING_AGE)
    return Check("person.age", paths, formula, CITIZEN_ID_STANDARD, find)


def regions_known(record_type: type[Record]) -> Check:
    """Every region code (行政区划代码) of this form begins with that of a province."""
    paths = tuple(path for path, leaf in leaves(record_type).items() if leaf.kind is REGION_CODE)

    def find(record: Record) -> Iterator[Violation]:
        for path, row, code in _values(record, paths):
            if is_known(code) and not citizen_id.region_known(code):
                yield Violation("warning", path.in_row(row), Sentence("前两位不是已知的省级行政区划代码，请核对。"))

    return Check("region-code", paths, "行政区划代码前两位为省级行政区划代码", REGION_STANDARD, find)


def _capital(amount: Decimal | None) -> str | None:
    return None if amount is None or amount < 0 else capital.write(amount)


def capital_of(path: str) -> Rule:
    """``<path>_capital`` is the capital amount (大写) of ``<path>``."""
    name = path.replace("_", "-")
    return Rule(f"{name}.capital", (f"{path}_capital",), (path,), "大写与小写一致", CAPITAL_RULE, _capital)


def column_sum(target: str, column: str, article: str, add: Callable[..., Any] = add_amounts) -> Rule:
    """A total (合计) is the sum of its column."""
    return Rule("total", (target,), (column,), "合计为各行之和", article, add)


def _span(start: YearMonth | None, end: YearMonth | None) -> int | None:
    if start is None or end is None or end < start:
        return None
    return end.index - start.index + 1


def _grade_gap(_index: int, stated: int, start: YearMonth, end: YearMonth) -> Severity:
    return "warning" if stated < end.index - start.index + 1 else "error"


def span_of(months: str, start: str, end: str, article: str, *, gaps: bool = False) -> Rule:
    """Months from ``start`` to ``end``, both counted (起止含首尾); with ``gaps``, fewer are only a warning."""
    formula = "月数为起止之间的月数，首尾都算"
    grade = _grade_gap if gaps else None
    return Rule("months.span", (months,), (start, end), formula, article, _span, grade, excuse=GAP)


def _months_of_year(start: YearMonth | None, end: YearMonth | None) -> int | None:
    return None if start is None or end is None or start.year != end.year else _span(start, end)


def months_of_year(article: str, *, gaps: bool = False) -> Rule:
    """The months of a row (缴费月数) from its start to its end, both counted, where both are in the same year.

    Where the form allows ``gaps`` in a year, fewer months are only a warning.
    """
    return Rule(
        "months.span",
        ("years.*.months",),
        ("years.*.start", "years.*.end"),
        "缴费月数为起止之间的月数，首尾都算",
        article,
        _months_of_year,
        _grade_gap if gaps else None,
        excuse=GAP,
    )


def within_year(article: str) -> Check:
    """The period of a row lies in its year (缴费起止时间在本行年份之内)."""

    def find(record: Any) -> Iterator[Violation]:
        for index, row in enumerate(record.years):
            for name in ("start", "end"):
                moment = getattr(row, name)
                if is_known(row.year) and is_known(moment) and moment.year != row.year:
                    yield Violation(
                        "error",
                        f"years.{index}.{name}",
                        Sentence("不在本行的年份（{year}年）之内，请核对。", year=row.year),
                    )

    return Check("within-year", ("years.*.start", "years.*.end"), "缴费起止时间在本行年份之内", article, find)


def within_span(article: str, *periods: tuple[str, str, str]) -> Check:
    """No more months were paid than lie between start and end, both counted (实际缴费月数不多于起止之间的月数).

    Each period names the paths of its months, start and end; there may be fewer months, where a time had gaps.
    """

    def find(record: Any) -> Iterator[Violation]:
        for period in periods:
            for path, start, end in _rows_of(record, period):
                moments = value_at(record, start), value_at(record, end)
                months, span = value_at(record, path), _span(*moments) if all(map(is_known, moments)) else None
                if is_known(months) and span is not None and months > span:
                    yield Violation(
                        "error", path, Sentence("实际缴费月数多于起止之间的{span}个月，请核对。", span=span)
                    )

    paths = tuple(months for months, _, _ in periods)
    return Check("months.span", paths, "实际缴费月数不多于起止之间的月数，首尾都算", article, find)


def required(article: str, *paths: str) -> Check:
    """The fields without which the paper is no use (必填); ``*`` stands for every row."""

    def find(record: Record) -> Iterator[Violation]:
        for path in blanks(record, paths):
            yield Violation("error", path, Sentence("必填，不能空白。"))

    return Check("required", paths, REQUIRED, article, find)


def some_rows(article: str, table: str, column: str) -> Check:
    """A table in which nothing stands is probably not finished (没有明细)."""

    def find(record: Record) -> Iterator[Violation]:
        if not value_at(record, table):
            yield Violation("warning", table, Sentence("一行也没有，请核对是否漏填。"))

    return Check("required", (f"{table}.*.{column}",), "明细至少有一行", article, find)


def signed(article: str, signoff: str, day: str) -> Check:
    """A paper on which neither the agency's line nor the day is filled in is not finished (未签章、未填日期)."""

    def find(record: Record) -> Iterator[Violation]:
        if value_at(record, signoff).is_blank() and value_at(record, day) is None:
            yield Violation("warning", day, Sentence("日期和签章栏都还空白，交出之前请补上。"))

    return Check("required", (day,), "交出之前填好日期和签章栏", article, find)


def blanks(record: Record, paths: Sequence[str]) -> Iterator[str]:
    """The places of these paths that are blank; ``*`` stands for every row."""
    return (path.in_row(row) for path, row, value in _values(record, paths) if value is None)


def not_negative(record_type: type[Record], article: str, except_: tuple[str, ...] = ()) -> Check:
    """No amount of this form can be less than nothing (金额不得为负), but for the columns of corrections."""
    amounts = (path for path, leaf in leaves(record_type).items() if leaf.kind.name == "money")
    paths = tuple(path for path in amounts if path not in except_)

    def find(record: Record) -> Iterator[Violation]:
        for path, row, amount in _values(record, paths):
            if is_known(amount) and amount < 0:
                yield Violation("error", path.in_row(row), Sentence("金额不能为负数，请核对。"))

    return Check("not-negative", paths, "金额不得为负", article, find)


def years_in_order(article: str, within: str = "") -> Check:
    """Each year once (年份不重复), and from the earliest to the latest.

    ``within`` names a field of the row (a region) for each value of which the years are counted apart; there, a year
    may have a row for each of its spells, where these are stated (``periods_apart`` tells of months in two of them).
    """
    group = attrgetter(within) if within else lambda _row: None

    def find(record: Any) -> Iterator[Violation]:
        seen: dict[tuple[Any, int], bool] = {}
        latest: dict[Any, int] = {}
        for index, row in enumerate(record.years):
            if not is_known(row.year):
                continue
            key = group(row)
            is_spell = bool(within) and row.start is not None and row.end is not None
            if (key, row.year) in seen and not (is_spell and seen[key, row.year]):
                yield Violation("error", f"years.{index}.year", Sentence("同一年份出现两次，请合并或更正。"))
            elif row.year < latest.get(key, 0):
                yield Violation("warning", f"years.{index}.year", Sentence("年份没有按先后排列，请留意。"))
            seen[key, row.year] = is_spell
            latest[key] = max(latest.get(key, 0), row.year)

    return Check("years.order", ("years.*.year",), "年份由早到晚，每年一行", article, find)


def in_order(article: str, *paths: str, severity: Severity = "error") -> Check:
    """Points in time that follow one another (时间先后): months and dates, each not before the one before it.

    In rows (``places.*.start``) the order holds within each row.
    """

    def find(record: Any) -> Iterator[Violation]:
        for places in _rows_of(record, paths):
            stated = [(path, value) for path in places if is_known(value := value_at(record, path))]
            for (before, first), (after, second) in zip(stated, stated[1:], strict=False):
                if _month(second) < _month(first) or (type(first) is type(second) and second < first):
                    yield Violation(
                        severity, after, Sentence("早于“{place}”，请核对。", place=place(type(record), before))
                    )

    return Check("in-order", paths, "依次不早于前一项", article, find)


def _month(moment: Any) -> int:
    """The months since January of the year 0, as ``YearMonth.index``."""
    return moment.index if isinstance(moment, YearMonth) else moment.year * 12 + moment.month - 1


def not_after(article: str, last: str, *paths: str) -> Check:
    """Nothing on the form is later than the day at ``last`` (填表日期): years, months and days."""

    def find(record: Any) -> Iterator[Violation]:
        day = value_at(record, last)
        if not is_known(day):
            return
        latest = _month(day)
        for path, row, moment in _values(record, paths):
            if is_known(moment) and _earliest(moment) > latest:
                told = Sentence("晚于“{place}”，请核对。", place=place(type(record), last))
                yield Violation("error", path.in_row(row), told)

    return Check("not-after", paths, "不晚于表上的日期", article, find)


def _earliest(moment: Any) -> int:
    """The first month of a year; that of any other moment."""
    return moment * 12 if isinstance(moment, int) else _month(moment)


def _latest(moment: Any) -> int:
    """The last month of a year; that of any other moment."""
    return moment * 12 + 11 if isinstance(moment, int) else _month(moment)


def periods_in_order(table: str, article: str, named: Said) -> Check:
    """Periods from the earliest to the latest (时段由早到晚); ``named`` is what the form calls its rows."""

    def find(record: Any) -> Iterator[Violation]:
        latest: YearMonth | None = None
        for index, row in enumerate(getattr(record, table)):
            if not is_known(row.start):
                continue
            if latest is not None and row.start < latest:
                yield Violation(
                    "warning",
                    f"{table}.{index}.start",
                    Sentence("{periods}没有按时间先后排列，请留意。", periods=named),
                )
            latest = row.start if latest is None else max(latest, row.start)

    return Check(f"{table}.order", (f"{table}.*.start",), Sentence("{periods}由早到晚", periods=named), article, find)


def periods_apart(table: str, article: str, named: Said = PERIODS, *, united: bool = False) -> Check:
    """The periods of one person do not overlap (时段不重叠), whatever region they are in.

    Where the months are ``united`` before they are counted, those of two periods are only a warning.
    """
    severity: Severity = "warning" if united else "error"
    advice = Sentence("重叠的月份只计一次，请核对。") if united else Sentence("请核对。")

    def find(record: Any) -> Iterator[Violation]:
        periods = [
            (row.start, row.end, index)
            for index, row in enumerate(attrgetter(table)(record))
            if is_known(row.start) and is_known(row.end)
        ]
        periods.sort()
        reached: tuple[YearMonth, int] | None = None  # the latest end so far, and its row
        for start, end, index in periods:
            if reached and start <= reached[0]:
                message = Sentence("与{row}的起止时间重叠，{advice}", row=numbered(reached[1]), advice=advice)
                yield Violation(severity, f"{table}.{index}.start", message)
            reached = max(reached, (end, index)) if reached else (end, index)

    return Check("periods.apart", (f"{table}.*.start",), Sentence("{periods}不重叠", periods=named), article, find)


def _rows_of(record: Any, paths: Sequence[str]) -> Iterator[tuple[RecordPath, ...]]:
    """The paths as they are, or once for every row that the record has."""
    places = [RecordPath(path) for path in paths]
    table = next((place.table for place in places if place.table), None)
    if table is None:
        yield tuple(places)
        return
    for index in range(len(attrgetter(table)(record))):
        yield tuple(place.in_row(index) for place in places)


def _values(record: Any, paths: Sequence[str]) -> Iterator[tuple[RecordPath, int, Any]]:
    """Every value at these paths with its path, which is ``in_row`` of the row; a path without rows has the row 0."""
    for path, values in _fields(tuple(paths)):
        for row, value in enumerate(values(record)):
            yield path, row, value


@cache
def _fields(paths: tuple[str, ...]) -> list[tuple[RecordPath, Callable[[Any], Iterable[Any]]]]:
    """For each path what gives its values in a record: of every row, or the one."""
    return [(RecordPath(path), _column(RecordPath(path))) for path in paths]


def _column(path: RecordPath) -> Callable[[Any], Iterable[Any]]:
    field = attrgetter(path.column)
    if not path.table:
        return lambda record: (field(record),)
    rows = attrgetter(path.table)
    return lambda record: map(field, rows(record))
