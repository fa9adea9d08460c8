"""Months of a year (年月): `YearMonth`, printed as 2012年1月.

>>> read("2012.1"), read("二〇一二年十一月")
(YearMonth(year=2012, month=1), YearMonth(year=2012, month=11))
>>> write(YearMonth(2012, 1)), str(YearMonth(2012, 1))
('2012年1月', '2012-01')
>>> read("2012-13")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 年月：月应在1至12之间，请核对
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from hjforms.errors import NotationError
from hjforms.notations._calendar import (
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

_NAME = Sentence("年月")
_SPELT = re.compile(r"([0-9]{4})(?:年([0-9]{1,2})月|[-/.]([0-9]{1,2})|([0-9]{2}))")
SPELLING: Final = (
    f"{YEAR_WRITTEN}年{MONTH_WRITTEN}月|{BLANK}年{BLANK}月|{BLANK}"
    rf"|{YEAR_TAKEN}[-/.]{MONTH_TAKEN}|{YEAR_TAKEN}(?:0[1-9]|1[0-2])"
)
"""Every compact spelling that is taken, with small numerals."""
_WANTED = Sentence("请写成 2012年1月 或 2012-01")


class YearMonth(NamedTuple):
    """One month of one year (年月); compares and sorts as time does."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def index(self) -> int:  # type: ignore[override] # of no use on a pair, unlike this
        """The months since January of the year 0, so that differences are numbers of months.

        >>> YearMonth(2013, 1).index - YearMonth(2012, 11).index
        2
        """
        return self.year * 12 + self.month - 1

    @classmethod
    def from_index(cls, index: int) -> YearMonth:
        """Return the month with this `index`.

        >>> YearMonth.from_index(YearMonth(2012, 12).index + 1)
        YearMonth(year=2013, month=1)
        """
        years, months = divmod(index, 12)
        return cls(years, months + 1)


def read(text: str) -> YearMonth | None:
    """Return the month (年月), or None for a blank and for ``年 月`` with nothing filled in.

    Accepts 2012年1月, 2012-01, 2012/1, 2012.1, 201201 and Chinese numerals, in full or half width and
    with white space. Raises `NotationError` for anything else and for a month that does not exist.
    """
    match = _SPELT.fullmatch(text)
    if match is None:
        spelling = compact(text)
        if spelling in BLANKS:
            return None
        match = _SPELT.fullmatch(spelling)
        if match is None:
            found = numbers(_NAME, parts(_NAME, text, spelling, "年月", _WANTED), _WANTED)
            return None if found is None else _checked(YearMonth(*found))
    return _checked(YearMonth(int(match[1]), int(match[2] or match[3] or match[4])))


def write(value: YearMonth) -> str:
    """Return the month as it is printed (年月): 2012年1月.

    Raises `NotationError` for a month beyond 12 and for a year before 1850 or after 2999.
    """
    value = _checked(value)
    return f"{value.year}年{value.month}月"


def write_digits(value: YearMonth) -> str:
    """Return the month as narrow columns print it, in six figures (年月): 201201. Raises as `write` does."""
    value = _checked(value)
    return f"{value.year:04}{value.month:02}"


def of(value: object) -> YearMonth | None:
    """Return the month (年月) of a Python or JSON value: None, a text to `read`, or a `YearMonth`."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    return _checked(value)


def _checked(value: object) -> YearMonth:
    if not isinstance(value, YearMonth):
        raise refused(_NAME, value, Sentence("请用 YearMonth，或 2012-01 这样的文字"))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise NotationError(
            named(
                _NAME,
                Sentence("年应在{first}至{last}之间，请核对", first=FIRST_YEAR, last=LAST_YEAR),
            )
        )
    if not 1 <= value.month <= 12:
        raise NotationError(named(_NAME, Sentence("月应在1至12之间，请核对")))
    return value
