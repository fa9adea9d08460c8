"""Months by scheme (逐月经历): which months somebody paid, drew or has twice, as a paper says it in one sentence.

>>> lanes = read("居民养老保险缴费：2012年1月至2013年12月；职工养老保险缴费：2012年12月、2013年3月至5月")
>>> lanes[1].label, lanes[1].stretches[1]
('职工养老保险缴费', Stretch(first=YearMonth(year=2013, month=3), last=YearMonth(year=2013, month=5), months=None))
>>> write(lanes)
'居民养老保险缴费：2012年1月至2013年12月；职工养老保险缴费：2012年12月、2013年3月至5月'
>>> read("2013年以后")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 逐月经历：请写成 居民养老保险缴费：2012年1月至2013年12月、2015年3月；重复缴费：2012年12月
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from hjforms.errors import NotationError
from hjforms.notations import year_month
from hjforms.notations._characters import BLANKS, refused
from hjforms.notations.year_month import YearMonth
from hjforms.wording import Sentence, named

ELSEWHERE: Final = "逐月见计算说明"
"""What a paper says that has no room for all stretches."""
TWICE: Final = "重复"
"""How the label of a lane begins that says what came twice."""
_NAME = Sentence("逐月经历")
_WANTED = Sentence("请写成 居民养老保险缴费：2012年1月至2013年12月、2015年3月；重复缴费：2012年12月")
_MONTH = r"([0-9]{4})年([0-9]{1,2})月"
_STRETCH = re.compile(rf"{_MONTH}(?:至(?:([0-9]{{4}})年)?([0-9]{{1,2}})月)?|([0-9]{{4}})年（([0-9]{{1,2}})个月）")
_BLANK = re.compile(r"\s+")
_MARKS = str.maketrans("０１２３４５６７８９:;,，()", "0123456789：；、、（）")


class Stretch(NamedTuple):
    """Months from ``first`` to ``last``, both inclusive; of a whole year only so many where ``months`` says so."""

    first: YearMonth
    last: YearMonth
    months: int | None = None

    def __str__(self) -> str:
        if self.months is not None:
            return f"{self.first.year}年（{self.months}个月）"
        start = year_month.write(self.first)
        if self.first == self.last:
            return start
        is_same = self.first.year == self.last.year
        return f"{start}至" + (f"{self.last.month}月" if is_same else year_month.write(self.last))

    def months_of(self, year: int) -> int:
        """How many of its months are in a year."""
        if self.months is not None:
            return self.months if year == self.first.year else 0
        first, last = max(self.first, YearMonth(year, 1)), min(self.last, YearMonth(year, 12))
        return max(0, last.index - first.index + 1)


class Lane(NamedTuple):
    """A scheme and what was done in it (职工养老保险缴费), or what came twice (重复缴费), with its months."""

    label: str
    stretches: tuple[Stretch, ...]


def read(text: str) -> tuple[Lane, ...] | None:
    """The lanes of a text (逐月经历); an empty tuple where it says that they stand elsewhere, ``None`` of a blank.

    Raises ``NotationError`` for any other text, for months that do not exist, and for a stretch that ends before it
    begins.
    """
    spelled = _BLANK.sub("", text)
    if spelled in BLANKS:
        return None
    spelled = spelled.translate(_MARKS).rstrip("。")
    return () if spelled == ELSEWHERE else tuple(map(_lane, spelled.split("；")))


def of(value: object) -> tuple[Lane, ...] | None:
    """The lanes of a Python or JSON value: ``None``, a text to ``read``, or lanes."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    if isinstance(value, tuple) and all(isinstance(lane, Lane) for lane in value):
        return read(write(value))
    raise refused(_NAME, value, _WANTED)


def write(lanes: Sequence[Lane]) -> str:
    """The text of lanes (逐月经历); of none, that they stand elsewhere."""
    return "；".join(f"{lane.label}：{'、'.join(map(str, lane.stretches))}" for lane in lanes) or ELSEWHERE


def _lane(text: str) -> Lane:
    label, mark, months = text.partition("：")
    if not label or not mark:
        raise NotationError(named(_NAME, _WANTED))
    return Lane(label, tuple(map(_stretch, months.split("、"))))


def _stretch(text: str) -> Stretch:
    found = _STRETCH.fullmatch(text)
    if found is None:
        raise NotationError(named(_NAME, _WANTED))
    year, month, end_year, end_month, counted, count = found.groups()
    if counted:
        if not 1 <= int(count) <= 12:
            raise NotationError(named(_NAME, Sentence("一年里的月数应在1至12之间，请核对")))
        return Stretch(_month(counted, "1"), _month(counted, "12"), int(count))
    first = _month(year, month)
    last = _month(end_year or year, end_month) if end_month else first
    if last < first:
        raise NotationError(named(_NAME, Sentence("止于起始以前，请核对")))
    return Stretch(first, last)


def _month(year: str, month: str) -> YearMonth:
    found = year_month.of(YearMonth(int(year), int(month)))
    assert found is not None
    return found
