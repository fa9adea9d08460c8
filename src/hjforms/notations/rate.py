"""Rates (利率、比例): a ``Decimal`` part of one, printed in percent.

>>> read("2.62%"), read("0.0262")
(Decimal('0.0262'), Decimal('0.0262'))
>>> write(Decimal("0.0262"))
'2.62%'
>>> read("三厘")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 利率：第1个字“三”（U+4E09）不能用，请写成 2.62% 或 0.0262
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread, refused
from hjforms.notations.spellings import BLANK
from hjforms.wording import Sentence, named

_NAME = Sentence("利率")
_SPELT = re.compile(r"(-?[0-9]{1,4}(?:\.[0-9]{1,10})?)(%?)")
SPELLING: Final = f"{_SPELT.pattern}|{BLANK}"
"""Every compact spelling that is taken, and those of rates that are too large."""
_BEGUN = re.compile(r"-?(?:[0-9]{1,4}(?:\.[0-9]{0,10})?)?")
_WANTED = Sentence("请写成 2.62% 或 0.0262")
LARGEST: Final = 10


def read(text: str) -> Decimal | None:
    """Return the rate (利率) as a part of one, or None for a blank.

    Accepts 2.62% and 0.0262, in full or half width and with white space. Raises `NotationError` for anything else.
    """
    spelling = compact(text)
    if match := _SPELT.fullmatch(spelling):
        number = Decimal(match[1])
        return _checked(number.scaleb(-2) if match[2] else number)
    if spelling in BLANKS:
        return None
    begun = _BEGUN.match(spelling)
    if begun is None or begun.end() == len(spelling):
        raise NotationError(named(_NAME, Sentence("无法识别，{wanted}", wanted=_WANTED)))
    raise misread(_NAME, text, begun.end(), Sentence("不能用，{wanted}", wanted=_WANTED))


def write(value: Decimal) -> str:
    """Return the rate in percent (百分率), without trailing zeros. Raises `NotationError` beyond ten times."""
    return f"{(_checked(value) * 100).normalize():f}%"


def of(value: object) -> Decimal | None:
    """Return the rate (利率) of a Python or JSON value: None, a text to `read`, a whole number or a ``Decimal``."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _checked(Decimal(value))
    return _checked(value)


def _checked(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        raise refused(_NAME, value, _WANTED)
    if not value.is_finite() or abs(value) > LARGEST:
        raise NotationError(named(_NAME, Sentence("应在 -1000% 至 1000% 之间，请核对")))
    return value
