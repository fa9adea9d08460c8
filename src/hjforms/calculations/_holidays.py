"""Notices of holidays (放假安排) that a case, or the file named in ``HJFORMS_HOLIDAYS``, adds to the calendar."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hjforms.errors import Fault, InputError
from hjforms.law.workdays import DAY, SATURDAY, Calendar, Notice, notice_title
from hjforms.paths import RecordPath
from hjforms.records import loading
from hjforms.records.base import Record, Rows, entry, rows
from hjforms.records.kinds import CalendarYear, Date, Text
from hjforms.wording import Said, Sentence, named

NOTICES = RecordPath("notices")
SEARCH = "HJFORMS_HOLIDAYS"
LONGEST = 31


class Span(Record):
    """Days from the first to the last, both counted; without ``last``, the first alone."""

    first: Date = entry("第一天")
    last: Date = entry("最后一天")


class HolidayNotice(Record):
    """The notice of one year (部分节假日安排的通知): days off, and the weekend days that are worked instead."""

    year: CalendarYear = entry("年份")
    source: Text = entry("通知")
    off: Rows[Span] = rows("放假")
    work: Rows[Span] = rows("上班")


class HolidayFile(Record):
    """A file of notices."""

    notices: Rows[HolidayNotice] = rows("放假安排")


def calendar(notices: tuple[HolidayNotice, ...]) -> Calendar:
    """The published calendar with the notices of the file in ``HJFORMS_HOLIDAYS`` and of a case, which hold over it."""
    filed = _filed(Path(path)) if (path := os.environ.get(SEARCH)) else Calendar()
    return _with(filed, notices, "")


def _filed(path: Path) -> Calendar:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            Sentence(
                "环境变量 {variable} 指明的 {path} 打不开（{kind}），请更正。",
                variable=SEARCH,
                path=path,
                kind=type(error).__name__,
            )
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(named(path, Sentence("不是有效的 TOML（{error}）。", error=error))) from None
    return _with(Calendar(), loading.load(HolidayFile, data).notices, f"{path} ")


def _with(base: Calendar, stated: tuple[HolidayNotice, ...], where: str) -> Calendar:
    """A calendar with further notices on top; ``InputError`` lists every fault of theirs."""
    faults: list[Fault] = []
    for index, notice in enumerate(stated):
        found = [Fault(f"{where}{NOTICES / index / path}", message) for path, message in _faults(notice, base)]
        faults += found
        if not found:
            base = Calendar((*base.notices, _notice(notice)))
    if faults:
        raise InputError(*faults)
    return base


def _notice(stated: HolidayNotice) -> Notice:
    assert stated.year is not None
    off, work = (frozenset(day for span in spans for day in _days(span)) for spans in (stated.off, stated.work))
    return Notice(stated.year, off, work, stated.source or notice_title(stated.year))


def _faults(notice: HolidayNotice, base: Calendar) -> Iterator[tuple[str, Said]]:
    """What cannot be right in a notice: days of another year, spans that end before they begin, weekdays “worked”."""
    if notice.year is None:
        yield "year", Sentence("请写明是哪一年的放假安排")
        return
    seen: set[dt.date] = set()
    for name in ("off", "work"):
        for index, span in enumerate(getattr(notice, name)):
            message = _fault(notice.year, span, seen) or (_worked_anyway(span, base) if name == "work" else None)
            if message:
                yield RecordPath(name) / index, message
            else:
                seen.update(_days(span))


def _fault(year: int, span: Span, seen: set[dt.date]) -> Said | None:
    if span.first is None:
        return Sentence("请写明第一天")
    last = span.last or span.first
    if not dt.timedelta() <= last - span.first < dt.timedelta(LONGEST):
        return Sentence("最后一天早于第一天，或相隔超过一个月，请核对")
    if not dt.date(year - 1, 12, 1) <= span.first <= last <= dt.date(year, 12, 31):
        return Sentence("不在{year}年（或上年12月）之内，请核对", year=year)
    return Sentence("与前面写的日期重复，请核对") if seen.intersection(_days(span)) else None


def _worked_anyway(span: Span, base: Calendar) -> Said | None:
    """A weekday that is worked anyway is a slip of the pen: what a notice lists are weekend days."""
    for day in _days(span):
        if day.weekday() < SATURDAY and (not base.knows(day.year) or base.is_workday(day)):
            return Sentence("不是周六、周日，本来就是工作日，请核对")
    return None


def _days(span: Span) -> Iterator[dt.date]:
    day: Any = span.first
    while day <= (span.last or span.first):
        yield day
        day += DAY
