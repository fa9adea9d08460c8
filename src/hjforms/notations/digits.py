"""Numbers that count nothing (号码): region codes, accounts, postcodes; digits kept as text.

>>> read("３７１００２", 6)
'371002'
>>> read("6222 0000 1234 567"), read("6222-0000-1234-567")
('622200001234567', '622200001234567')
>>> read("37100", 6)
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 号码：应为6位数字，现为5位，请核对
"""

from __future__ import annotations

import re

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, compact, misread
from hjforms.notations.spellings import BLANK
from hjforms.wording import Sentence, named

_NAME = Sentence("号码")
LONGEST = 40
_GROUPED = re.compile("(?:[0-9]{4}-){2,}[0-9]{1,4}")  # as cards and slips print an account


def spelling(length: int | None = None) -> str:
    """Every compact spelling that is taken."""
    figures = f"[0-9]{{{length}}}" if length else f"[0-9]{{1,{LONGEST}}}|(?:[0-9]{{4}}-){{2,9}}[0-9]{{1,4}}"
    return f"{figures}|{BLANK}"


def read(text: str, length: int | None = None) -> str | None:
    """Return the digits of a number (号码), or None for a blank.

    White space between them does not count, and hyphens do not that part an account into groups of four.
    Raises `NotationError` for anything but digits, and for another number of them than ``length``.
    """
    spelling = text if text.isascii() and text.isdecimal() else compact(text)
    if spelling in BLANKS:
        return None
    if length is None and _GROUPED.fullmatch(spelling):
        spelling = spelling.replace("-", "")
    if not (spelling.isascii() and spelling.isdecimal()):
        position = next(position for position, char in enumerate(spelling) if not "0" <= char <= "9")
        raise misread(_NAME, text, position, Sentence("不是数字，只能用0至9"))
    if length is not None and len(spelling) != length:
        raise NotationError(
            named(_NAME, Sentence("应为{length}位数字，现为{count}位，请核对", length=length, count=len(spelling)))
        )
    if len(spelling) > LONGEST:
        raise NotationError(named(_NAME, Sentence("最多{most}位数字，请核对", most=LONGEST)))
    return spelling


def write(value: str, length: int | None = None) -> str:
    """Return the digits as they are printed. Raises `NotationError` for what would not read back."""
    if read(value, length) != value:
        raise NotationError(named(_NAME, Sentence("只能是不带空格的半角数字")))
    return value
