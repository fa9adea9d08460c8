"""Years paid (缴费年限): whole months, printed before the printed 年 as years with at most two decimals.

Twelve months have twelve different fractions of two places, so that the months always read back exactly.

>>> write(108), write(113), write(114)
('9', '9.42', '9.5')
>>> read("9.42"), read("9年5个月"), read("9.50")
(113, 113, 114)
>>> read("9.40")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 缴费年限：小数应为 .08 .17 .25 .33 .42 .5 .58 .67 .75 .83 .92 之一，请核对
"""

from __future__ import annotations

import re
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread, refused
from hjforms.notations.spellings import BLANK
from hjforms.wording import Sentence, named

_NAME = Sentence("缴费年限")
_FRACTIONS = (
    "",
    ".08",
    ".17",
    ".25",
    ".33",
    ".42",
    ".5",
    ".58",
    ".67",
    ".75",
    ".83",
    ".92",
)  # of months / 12
_MONTHS = {fraction: months for months, fraction in enumerate(_FRACTIONS)} | {".0": 0, ".00": 0, ".50": 6}
_SPELT = re.compile(r"([0-9]{1,3})(\.[0-9]{1,2})?年?")
_SPELT_OUT = re.compile(r"([0-9]{1,3})年零?([0-9]{1,2})(?:个?月)?|([0-9]{1,4})个?月")
_FRACTION = "|".join(sorted(fraction.replace(".", r"\.") for fraction in _MONTHS))
SPELLING: Final = (
    rf"[0-9]{{1,3}}(?:{_FRACTION})年|[0-9]{{1,3}}年零?(?:0?[0-9]|1[01])个?月|[0-9]{{1,4}}个?月|年|个?月|{BLANK}"
)
"""Every compact spelling that is taken in JSON, where a text needs its unit."""
_ALPHABET = frozenset("0123456789.年零个月")
_UNITS = ("年", "个月", "月")
MOST_MONTHS: Final = 999 * 12 + 11


def read(text: str) -> int | None:
    """Return the whole months of the years paid (缴费年限), or None for a blank.

    Accepts 9, 9.42, 9.50, 9.42年, 9年, 9年5个月, 9年5月, 9年5 and 113个月, in full or half width and with white space.
    Raises `NotationError` for a decimal that no whole month prints as, and for anything else.
    """
    spelling = compact(text)
    if match := _SPELT.fullmatch(spelling):
        months = _MONTHS.get(match[2] or "")
        if months is None:
            raise NotationError(
                named(_NAME, Sentence("小数应为 {fractions} 之一，请核对", fractions=" ".join(_FRACTIONS[1:])))
            )
        return int(match[1]) * 12 + months
    if spelling in BLANKS or spelling in _UNITS:
        return None
    if match := _SPELT_OUT.fullmatch(spelling):
        if match[3]:
            return int(match[3])
        if int(match[2]) < 12:
            return int(match[1]) * 12 + int(match[2])
        raise NotationError(named(_NAME, Sentence("年后面的月数应小于12，请核对")))
    for index, character in enumerate(spelling):
        if character not in _ALPHABET:
            raise misread(_NAME, text, index, Sentence("不能用，请写成 9.42 或 9年5个月"))
    raise NotationError(named(_NAME, Sentence("无法识别，请写成 9.42 或 9年5个月")))


def write(value: int) -> str:
    """Return whole months as years with at most two decimals (缴费年限), without trailing zeros."""
    years, months = divmod(_checked(value), 12)
    return f"{years}{_FRACTIONS[months]}"


def of(value: object) -> int | None:
    """Return the whole months (月数) of a Python or JSON value: None, whole months, or a text with its unit.

    >>> of(113), of("9年5个月"), of("113个月")
    (113, 113, 113)
    >>> of("9.42")
    Traceback (most recent call last):
        ...
    hjforms.errors.NotationError: 缴费年限：不能用文字，请给出整月数，例如 9年5个月写作 113
    """
    if value is None:
        return None
    if isinstance(value, str) and ((spelling := compact(value)) in BLANKS or spelling.endswith(_UNITS)):
        return read(value)  # without a unit, it would be years on paper and months in JSON
    return _checked(value)


def _checked(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise refused(_NAME, value, Sentence("请给出整月数，例如 9年5个月写作 113"))
    if not 0 <= value <= MOST_MONTHS:
        raise NotationError(named(_NAME, Sentence("月数应在0至{most}之间，请核对", most=MOST_MONTHS)))
    return value
