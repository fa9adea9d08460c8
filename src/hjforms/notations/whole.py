"""Whole numbers (整数): counts of months or people, 0 and above.

>>> read("１２"), write(12)
(12, '12')
>>> read("12个月")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 整数：第3个字“个”（U+4E2A）不能用，只写数字，例如 12
"""

from __future__ import annotations

import re

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread, refused

_NAME = "整数"
_SPELT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")
_BEGUN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*")
_MAXIMUM = 10**15 - 1


def read(text: str) -> int | None:
    """Return the whole number (整数), or None for a blank.

    Accepts thousands separators in their places, full width and white space. Raises `NotationError` for
    anything else: signs, decimals, units.
    """
    spelling = compact(text)
    if _SPELT.fullmatch(spelling):
        return int(spelling.replace(",", ""))
    if spelling in BLANKS:
        return None
    begun = _BEGUN.match(spelling)
    if begun is None or begun.end() == len(spelling):
        raise NotationError(f"{_NAME}：最多15位，请核对")
    raise misread(_NAME, text, begun.end(), "不能用，只写数字，例如 12")


def write(value: int) -> str:
    """Return the whole number in figures (整数). Raises `NotationError` below 0."""
    return str(_checked(value))


def of(value: object) -> int | None:
    """Return the whole number (整数) of a Python or JSON value: None, a text to `read`, or an ``int``."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    return _checked(value)


def _checked(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise refused(_NAME, value, "请给出整数")
    if not 0 <= value <= _MAXIMUM:
        raise NotationError(f"{_NAME}：应在0至15个9之间，请核对")
    return value
