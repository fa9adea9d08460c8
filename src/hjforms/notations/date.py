"""Dates (日期): ``datetime.date``, printed as 2024年1月5日.

>>> read("2024/1/5"), read("二〇二四年十月九日")
(datetime.date(2024, 1, 5), datetime.date(2024, 10, 9))
>>> write(dt.date(2024, 1, 5))
'2024年1月5日'
>>> read("2024年 月5日")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 日期：缺少月，请补填，或全部留空
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._calendar import (
    DAY_TAKEN,
    DAY_WRITTEN,
    FIRST_YEAR,
    LAST_YEAR,
    MONTH_TAKEN,
    MONTH_WRITTEN,
    YEAR_TAKEN,
    YEAR_WRITTEN,
    numbers,
    parts,
)
from hjforms.notations._characters import BLANKS, compact, refused
from hjforms.notations.spellings import BLANK
from hjforms.wording import Sentence, named

PARTS: Final = ("year", "month", "day")
"""The three blanks of 填表日期：  年  月  日, in their order."""

_NAME = Sentence("日期")
_WANTED = Sentence("请写成 2024年1月5日 或 2024-01-05")
_SPELT = re.compile(
    r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})日|([-/.])([0-9]{1,2})\4([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
)

SPELLING: Final = (
    f"{YEAR_WRITTEN}年{MONTH_WRITTEN}月{DAY_WRITTEN}日|{BLANK}年{BLANK}月{BLANK}日|{BLANK}"
    + "".join(rf"|{YEAR_TAKEN}{sign}{MONTH_TAKEN}{sign}{DAY_TAKEN}" for sign in ("-", "/", r"\."))
    + f"|{YEAR_TAKEN}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
)
"""Every compact spelling that is taken, with small numerals, and those of a 30th and 31st that there are not."""


def read(text: str) -> dt.date | None:
    """Return the date (日期), or None for a blank and for ``年 月 日`` with nothing filled in.

    Accepts 2024年1月5日, 2024-01-05, 2024/1/5, 2024.1.5, 20240105 and Chinese numerals, in full or half width
    and with white space. Raises `NotationError` for anything else and for a day that does not exist.
    """
    match = _SPELT.fullmatch(text)
    if match is None:
        spelling = compact(text)
        if spelling in BLANKS:
            return None
        match = _SPELT.fullmatch(spelling)
        if match is None:
            years, months, days = parts(_NAME, text, spelling, "年月日", _WANTED)
            return read_parts((years, months, days))
    return _date(int(match[1]), int(match[2] or match[5] or match[7]), int(match[3] or match[6] or match[8]))


def write(value: dt.date) -> str:
    """Return the date as it is printed (日期): 2024年1月5日, without zeros before.

    Raises `NotationError` for a year before 1850 or after 2999, which would not read back.
    """
    value = _checked(value)
    return f"{value.year}年{value.month}月{value.day}日"


def read_parts(texts: tuple[str, str, str]) -> dt.date | None:
    """Return the date whose year, month and day stand in three blanks (年、月、日), or None if all are blank.

    The word that follows a blank may stand in it as well. Raises `NotationError` naming which of 年, 月, 日 is missing
    or wrong.

    >>> read_parts(("2024", "1", "5")), read_parts(("2024年", "1月", "5日"))
    (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5))
    """
    found = numbers(_NAME, [compact(text) for text in texts], _WANTED)
    return None if found is None else _date(*found)


def write_parts(value: dt.date) -> tuple[str, str, str]:
    """Return what is printed in the three blanks before 年, 月 and 日.

    >>> write_parts(dt.date(2024, 1, 5))
    ('2024', '1', '5')
    """
    value = _checked(value)
    return str(value.year), str(value.month), str(value.day)


def iso(value: dt.date) -> str:
    """Return the date as JSON has it (ISO 8601): 2024-01-05.

    >>> iso(dt.date(2024, 1, 5))
    '2024-01-05'
    """
    return _checked(value).isoformat()


def of(value: object) -> dt.date | None:
    """Return the date (日期) of a Python or JSON value: None, a text to `read`, or a date without time."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    return _checked(value)


def _checked(value: object) -> dt.date:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise refused(_NAME, value, Sentence("请用 datetime.date，或 2024-01-05 这样的文字"))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise NotationError(
            named(
                _NAME,
                Sentence("年应在{first}至{last}之间，请核对", first=FIRST_YEAR, last=LAST_YEAR),
            )
        )
    return value


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        value = dt.date(year, month, day)
    except ValueError:
        raise NotationError(named(_NAME, Sentence("没有这一天，请核对月和日"))) from None
    return _checked(value)
