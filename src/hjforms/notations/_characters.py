"""The characters of a form (字符): white space, blanks, equal characters, and how an error names one."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Final

from hjforms.errors import NotationError

WHITE_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""The characters of Unicode property ``White_Space`` (空白). ``str.isspace`` counts four separators more."""

BLANKS: Final = frozenset({"", "-", "—", "——", "－", "–", "―", "――", "/", "／"})
"""The texts that stand in a place left blank (空白). ``―`` is what some GB 2312 tables make of ``—``."""

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | {0xFFE5: "¥", 0x2212: "-"}
# PDF programs often give the radical ⽇ or ⽉ for 日 or 月, because a font has one glyph for both.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_COMPACT = _FULL_WIDTH | _RADICALS | dict.fromkeys(map(ord, WHITE_SPACE))

SIMPLIFIED: Final = str.maketrans(
    "壱弌貳貮弍弐參叄叅弎陸億萬圓圆幣\uf96b\uf973\uf9b2\uf9d3",
    "壹壹贰贰贰贰叁叁叁叁陆亿万元元币叁拾零陆",
)
"""Traditional characters and variants of the capital numerals (繁体和异体), to the official ones."""


def compact(text: str) -> str:
    """Return the text in half width (半角), without the white space that justified Chinese text carries.

    >>> compact(" １ ２３４．５０　")
    '1234.50'
    """
    return text.translate(_COMPACT)


def shown(character: str) -> str:
    """Return one character as an error message names it: itself where it is visible, and its code point.

    >>> shown("X"), shown(chr(0x202D))
    ('“X”（U+0058）', '（U+202D）')
    """
    visible = f"“{character}”" if character.isprintable() and not character.isspace() else ""
    return f"{visible}（U+{ord(character):04X}）"


def misread(notation: str, text: str, index: int, reason: str) -> NotationError:
    """Return the error for the character of a text that does not fit its notation.

    ``index`` counts in ``compact(text)``; the error counts in the text itself, so that a clerk finds
    the place.

    >>> print(misread("金额", "1 2X", 2, "不能用"))
    金额：第4个字“X”（U+0058）不能用
    """
    kept = [position for position, character in enumerate(text) if character not in WHITE_SPACE]
    if index >= len(kept):
        return NotationError(f"{notation}：末尾{reason}")
    position = kept[index]
    return NotationError(f"{notation}：第{position + 1}个字{shown(text[position])}{reason}", position)


_TYPES = {bool: "布尔值（true、false）", int: "整数", Decimal: "带小数的数字", str: "文字", list: "数组", dict: "对象"}


def refused(notation: str, value: object, wanted: str) -> NotationError:
    """Return the error for a value of a type that a notation does not take; it names the type only.

    >>> print(refused("日期", [], "请给出 2024-01-05 这样的文字"))
    日期：不能用数组，请给出 2024-01-05 这样的文字
    """
    named = _TYPES.get(type(value), f" {type(value).__name__} 类型的值")
    return NotationError(f"{notation}：不能用{named}，{wanted}")
