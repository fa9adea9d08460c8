"""Whole numbers (整数): years, counts of months or people, 0 and above.

>>> from hjforms.notations.units import MONTHS, YEAR
>>> read("１２"), read("12个月", MONTHS), read("2019年度", YEAR), write(12)
(12, 12, 2019, '12')
>>> read("1年", MONTHS)
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 整数：第2个字“年”（U+5E74）不能用，单位只能是月，请换算后填写
"""

from __future__ import annotations

import re
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread, refused
from hjforms.notations.spellings import BLANK
from hjforms.notations.units import Unit
from hjforms.wording import Sentence, named

_NAME = Sentence("整数")
_SPELT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")
SPELLING: Final = f"(?:{_SPELT.pattern}|{BLANK})"
"""Every compact spelling that is taken before a unit."""
_BEGUN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*")
_LONGEST = 15
_MAXIMUM = 10**_LONGEST - 1


def read(text: str, unit: Unit | None = None) -> int | None:
    """Return the whole number (整数), or None for a blank.

    Accepts its ``unit`` behind it, thousands separators in their places, full width and white space. Raises
    `NotationError` for anything else: signs, decimals, other units.
    """
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
        return int(text)
    spelling = compact(text)
    if unit is not None:
        spelling = unit.bare(spelling)
    if _SPELT.fullmatch(spelling):
        return int(spelling.replace(",", ""))
    if spelling in BLANKS:
        return None
    begun = _BEGUN.match(spelling)
    if begun is None or begun.end() == len(spelling):
        raise NotationError(named(_NAME, Sentence("最多{most}位，请核对", most=_LONGEST)))
    other = unit.refusal(spelling[begun.end() :]) if unit and begun[0] else None
    raise misread(_NAME, text, begun.end(), other or Sentence("不能用，只写数字，例如 12"))


def write(value: int) -> str:
    """Return the whole number in figures (整数). Raises `NotationError` below 0."""
    return str(_checked(value))


def of(value: object, unit: Unit | None = None) -> int | None:
    """Return the whole number (整数) of a Python or JSON value: None, a text to `read`, or an ``int``."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value, unit)
    return _checked(value)


def _checked(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise refused(_NAME, value, Sentence("请给出整数"))
    if not 0 <= value <= _MAXIMUM:
        raise NotationError(named(_NAME, Sentence("应在0至15个9之间，请核对")))
    return value
