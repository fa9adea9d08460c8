r"""Plain text (文字): names, addresses, remarks, account numbers, kept to the character.

White space around the text goes; everything inside stays as it is: double spaces, rare characters (生僻字),
variation selectors, even code points that no version of Unicode has assigned yet. Characters that cannot be
printed, or that mean something else on every machine, are refused.

>>> read("　䶮　𠮷 ")
'䶮　𠮷'
>>> read("—") is None
True
>>> read("张\ue863")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 文字：第2个字（U+E863）是造字，多来自旧系统或GB18030编码，请换成标准汉字
"""

from __future__ import annotations

import unicodedata

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, WHITE_SPACE, refused, shown

_NAME = "文字"
_CONTROL = "是控制字符或换行符，请删去"
_REFUSED = {
    "Cc": _CONTROL,
    "Zl": _CONTROL,
    "Zp": _CONTROL,
    "Cs": "是残缺的半个字（孤立代理项），请重新录入这个字",
    "Co": "是造字，多来自旧系统或GB18030编码，请换成标准汉字",
}
"""The Unicode categories that no paper shows, and what to do about them."""


def read(text: str) -> str | None:
    """Return the text without surrounding white space (文字), or None for a blank.

    Raises `NotationError` for control characters, line breaks inside, lone surrogates, private-use
    characters (造字) and noncharacters.
    """
    bare = text.strip(WHITE_SPACE)
    if not bare.isprintable():  # all that is refused is unprintable; the reverse does not hold
        _check(bare, len(text) - len(text.lstrip(WHITE_SPACE)))
    return None if bare in BLANKS else bare


def write(value: str) -> str:
    """Return the text itself (文字), once it is certain that it reads back as it is.

    Raises `NotationError` as `read` does, and for a text that paper would not show: a blank, or white space
    at an end.
    """
    if read(value) != value:
        raise NotationError(f"{_NAME}：不能为空白、短横或斜线，首尾也不能有空格，请删去或留空")
    return value


def of(value: object) -> str | None:
    """Return the text of a Python or JSON value (文字): None, or a text as `read` takes it."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    raise refused(_NAME, value, "请给出文字")


def _check(bare: str, start: int) -> None:
    for position, character in enumerate(bare, start + 1):
        reason = _REFUSED.get(unicodedata.category(character))
        if reason is None and _is_noncharacter(ord(character)):
            reason = "不是字符，请删去"
        if reason:
            raise NotationError(f"{_NAME}：第{position}个字{shown(character)}{reason}", position - 1)


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
