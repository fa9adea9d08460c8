"""Amounts of money in figures (金额): ``Decimal`` yuan with exactly two places.

>>> read("￥1,234.5"), read("人民币500元整"), read("1,234元5角")
(Decimal('1234.50'), Decimal('500.00'), Decimal('1234.50'))
>>> write(Decimal("1234.50"))
'1234.50'
>>> read("12.345")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 金额：第6个字“5”（U+0035）多余，金额最多两位小数，不自动四舍五入，请核对
>>> read("500万元")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 金额：第4个字“万”（U+4E07）不能用，单位只能是元，请换算后填写
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread, refused
from hjforms.notations.spellings import BLANK
from hjforms.notations.units import YUAN
from hjforms.wording import Said, Sentence, named

MAXIMUM: Final = Decimal("9999999999999.99")
"""The largest amount (金额上限); the smallest is its negative."""

_NAME = Sentence("金额")
PLACES = "money.places"  # the code of more than two decimals
_PRINTED = re.compile(r"(?:0|[1-9][0-9]{0,12})\.[0-9]{2}")
_SIGN = YUAN.ahead + r"(-?¥?|¥-)"
_CENTS = "[元圆圓](?:([0-9])角)?(?:([0-9])分)?[整正]?"
_SPELT = re.compile(_SIGN + r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)" + rf"(?:(?:\.([0-9]{{1,2}}))?{YUAN.behind}|{_CENTS})")
SPELLING: Final = f"{_SPELT.pattern}|{BLANK}|{YUAN.behind}"
"""Every compact spelling that is taken, and those of more figures than an amount has."""
_BEGUN = re.compile(_SIGN + r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{0,2})?)?")
_LARGEST_PLACE = 13


def read(text: str) -> Decimal | None:
    """Return the amount in yuan (金额) with two places, or None for a blank.

    Accepts 元 behind it, also with 角 and 分 (12元5角8分), ¥, ￥ and 人民币 before it, a leading minus sign, thousands
    separators in their places, full width and white space. Raises `NotationError` for anything else: more than two
    decimals are an error, they are never rounded, and no other unit (万元, 角 alone) is reckoned with.
    """
    if _PRINTED.fullmatch(text):
        return Decimal(text)
    spelling = compact(text)
    if spelling in BLANKS or not YUAN.bare(spelling):
        return None
    match = _SPELT.fullmatch(spelling)
    if match is None:
        raise _misread(text, spelling)
    sign, grouped, places, jiao, fen = match.groups()
    cents = places or (jiao or "0") + (fen or "0")
    yuan = grouped.replace(",", "").lstrip("0") or "0"
    if len(yuan) > _LARGEST_PLACE:
        raise NotationError(named(_NAME, Sentence("整数部分最多{places}位，请核对", places=_LARGEST_PLACE)))
    amount = Decimal(f"{yuan}.{cents:0<2}")
    return amount.copy_negate() if "-" in sign and amount else amount


def write(value: Decimal) -> str:
    """Return the amount in figures (金额), without thousands separators.

    Raises `NotationError` for a value that has not exactly two places: it never rounds.
    """
    if isinstance(value, Decimal):
        text = str(value)
        if text[-3:-2] == "." and len(text) < _LARGEST_PLACE and text[0] != "-":
            return text
        if _PRINTED.fullmatch(text):
            return text
        if _PRINTED.fullmatch(text[1:]) and text[0] == "-":
            return text if value else text[1:]
        raise NotationError(
            named(
                _NAME,
                Sentence("应恰有两位小数，且不超过{places}位整数，请先换算到分", places=_LARGEST_PLACE),
            )
        )
    raise refused(_NAME, value, Sentence("请用 Decimal"))


def of(value: object) -> Decimal | None:
    """Return the amount in yuan (金额) of a Python or JSON value: None, text, whole number or ``Decimal``.

    A ``Decimal`` may have none, one or two places. A ``float`` is refused: it is not exact.

    >>> of(5), of("0.5"), of(Decimal("0.50"))
    (Decimal('5.00'), Decimal('0.50'), Decimal('0.50'))
    >>> of(0.5)
    Traceback (most recent call last):
        ...
    hjforms.errors.NotationError: 金额：浮点数不精确（0.1 存不下），请用字符串，例如 "1234.50"
    """
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    if isinstance(value, float):
        raise NotationError(named(_NAME, Sentence('浮点数不精确（0.1 存不下），请用字符串，例如 "1234.50"')))
    if isinstance(value, Decimal):
        return read(_plain(value))
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > MAXIMUM:
            raise NotationError(named(_NAME, Sentence("整数部分最多{places}位，请核对", places=_LARGEST_PLACE)))
        return Decimal(f"{value}.00")
    raise refused(_NAME, value, Sentence('请用字符串，例如 "1234.50"'))


def _plain(value: Decimal) -> str:
    """Return the figures of a finite ``Decimal`` with at most two places."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, str):
        raise NotationError(named(_NAME, Sentence("不是一个数（NaN 或无穷大），请给出金额或留空")))
    if exponent > 0:
        raise NotationError(named(_NAME, Sentence("不能用科学计数法，请写出全部数字")))
    if exponent < -2:
        raise NotationError(named(_NAME, Sentence("最多两位小数，不自动四舍五入，请核对")), code=PLACES)
    return str(value)


def _misread(text: str, spelling: str) -> NotationError:
    begun = _BEGUN.match(spelling)
    assert begun is not None  # every part of it is optional
    end = begun.end()
    character = spelling[end : end + 1]
    if not character:
        reason: Said = Sentence("缺少数字，请写完整")
    elif character == ",":
        reason = Sentence("位置不对，千位分隔符应每三位数字一个")
    elif character in "0123456789" and "." in begun[0]:
        reason = Sentence("多余，金额最多两位小数，不自动四舍五入，请核对")
    elif character in "0123456789":
        reason = Sentence("位置不对，千位分隔符后应恰有三位数字")
    elif character in "eE" and begun[0]:
        reason = Sentence("不能用，不接受科学计数法，请写出全部数字")
    else:
        other = YUAN.refusal(spelling[end:]) if begun[2] else None
        reason = other or Sentence("不能用，金额请写成 1234.50 或 1,234.50")
    error = misread(_NAME, text, end, reason)
    if character and character in "0123456789" and "." in begun[0]:
        error.code = PLACES
    return error
