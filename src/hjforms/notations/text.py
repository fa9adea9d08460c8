r"""Plain text (文字): names, addresses, remarks, numbers of files, kept to the character.

What goes, and what stays
    - White space around the text goes; everything inside stays: double spaces, rare characters (生僻字), variation
      selectors, even code points that no version of Unicode has assigned yet.
    - Characters that nobody sees and that say nothing go: zero-width spaces, joiners between letters that do not join,
      byte order marks, soft hyphens, marks of a direction that the text has anyway.
    - One character stands for what Unicode says is one: an ideograph for its radical (⼭ ⻓) and its compatibility
      forms; and ``·`` for every dot in the midst of a name. What only looks alike (О for 0) is never exchanged.
    - Refused is what cannot be printed, what means something else on every machine, and what turns the order in which
      characters are seen (方向控制符).

`read` is for texts of one line; `read_lines` takes the break of a line as the space that it stands for, and `read_code`
the figures and letters of full width as those of half width: a telephone number has one spelling.

>>> read("　䶮　𠮷 "), read("阿依•古丽"), read_lines("一次\n缴费"), read_code("０６３１-５２００００１")
('䶮　𠮷', '阿依·古丽', '一次 缴费', '0631-5200001')
>>> read("—") is None
True
>>> read("张\ue863")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 文字：第2个字（U+E863）是造字，多来自旧系统或GB18030编码，请换成标准汉字
>>> read_code("371OO")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 号码：第4个字“O”（U+004F）是字母，不是数字，请与原件逐位核对
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import (
    BLANKS,
    EDGES,
    FOLDED,
    FULL_WIDTH,
    UNIFIED,
    bare,
    folded,
    refused,
    shown,
    visible,
)
from hjforms.notations.spellings import characters
from hjforms.wording import Sentence, named

_NAME, _CODE = Sentence("文字"), Sentence("号码")
_CONTROL = Sentence("是控制字符或换行符，请删去")
_TURNED = Sentence("会颠倒文字的显示次序（方向控制符），请删去后重新录入")
_HIDDEN = Sentence("是看不见的标记，请删去")
_REFUSED = {
    "Cc": _CONTROL,
    "Zl": _CONTROL,
    "Zp": _CONTROL,
    "Cs": Sentence("是残缺的半个字（孤立代理项），请重新录入这个字"),
    "Co": Sentence("是造字，多来自旧系统或GB18030编码，请换成标准汉字"),
}
"""The Unicode categories that no paper shows, and what to do about them."""

_TURNS = frozenset("\u061c\u200f\u202b\u202d\u202e\u2067")
_GOES_LEFT = frozenset("\u200e\u202a\u202c\u2066\u2068\u2069")  # these turn what has letters from right to left
UNCHANGED = (
    r"[^\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\ud800-\uf8ff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f" + FOLDED + "]"
)
"""The pattern of a character that surely stands as it is, once noncharacters are left out of account."""

_EDGE = characters(EDGES)
_UNSHOWN = (
    r"\u0000-\u001f\u007f-\u009f\u061c\u200f\u202b\u202d\u202e\u2028\u2029\u2067"
    r"\ud800-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
)
TAKEN: Final = rf"^[{_EDGE}\u202d]*(?:[^{_UNSHOWN}{_EDGE}](?:[^{_UNSHOWN}]*[^{_UNSHOWN}{_EDGE}])?)?[{_EDGE}]*$"
TAKEN_LINES: Final = rf"^(?:[^{_UNSHOWN}]|[{_EDGE}\u202d])*$"
"""Every text that is taken, and more: code points above U+FFFF that are refused, and what turns letters to the left."""
_PLAIN = re.compile("(?! )[ -~·（）\u4e00-\u9fff]+(?<! )")  # most texts: nothing to fold, nothing to refuse
_HALF_WIDTH = {wide: narrow for wide, narrow in FULL_WIDTH.items() if narrow.isalnum() or narrow in "+-"}
_RADICAL = re.compile("[\u2e80-\u2fd5\u31c0-\u31e3\uf900-\ufaff\U0002f800-\U0002fa1f]")
_BREAK = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_LIKE_FIGURES = "OoIl|\u041e\u043e\u0406\u0456\u039f\u03bf\u0399"  # Latin, Cyrillic, Greek: a figure was meant
_ALPHABETS = r"A-Za-z|\u0370-\u052f"
_FIGURES = re.compile(rf"(?<![\d{_ALPHABETS}])[\d{_LIKE_FIGURES}]+(?![\d{_ALPHABETS}])")


def read(text: str) -> str | None:
    """Return the text in its one spelling (文字), or None for a blank.

    Raises `NotationError` for control characters, line breaks inside, lone surrogates, private-use
    characters (造字), noncharacters, and what turns the order of what is seen.
    """
    if _PLAIN.fullmatch(text):
        return None if text in BLANKS else text
    inside = bare(text)
    if not inside.isprintable():  # all that is refused is unprintable; the reverse does not hold
        _check(inside, text.find(inside))
    inside = folded(inside)
    return None if inside in BLANKS else inside


def read_lines(text: str) -> str | None:
    r"""Return the text of a cell whose lines its writer broke (可换行的文字), with one space for every break.

    A cell breaks its lines where it is full, in Word and in PDF differently, so that a break by hand cannot be told
    from one of these. It parts words as a space does, and so it is kept.
    """
    if _BREAK.search(text):
        text = " ".join(filter(None, map(bare, _BREAK.split(text))))
    return read(text)


def read_code(text: str) -> str | None:
    """Return a number that may have letters and signs in it (号码): half width where there is full width.

    Raises `NotationError` as `read` does, and for a letter that looks like a figure among nothing but figures.
    """
    code = read(text)
    if code is None or (code.isascii() and code.isdecimal()):
        return code
    code = code.translate(_HALF_WIDTH)
    if code in BLANKS:
        return None
    for number in _FIGURES.finditer(code):
        letter = next((letter for letter in number[0] if letter in _LIKE_FIGURES), "")
        if letter and any(map(str.isdecimal, number[0])):
            raise _mistaken(text, letter, code.count(letter, 0, number.start()))
    return code


def _mistaken(text: str, letter: str, before: int) -> NotationError:
    """The error for a letter among figures, of which as many stand ``before`` it."""
    places = [place for place, other in enumerate(text.translate(_HALF_WIDTH)) if other == letter]
    place = places[before]
    return NotationError(
        named(
            _CODE,
            Sentence(
                "第{position}个字{character}是字母，不是数字，请与原件逐位核对",
                position=place + 1,
                character=shown(text[place]),
            ),
        ),
        place,
    )


def unified(text: str) -> str:
    """Return a text, letter by letter, with the ideographs that its radicals are the same as (部首归一).

    >>> unified("⼭⻓⽉")
    '山长月'
    """
    return text.translate(UNIFIED) if _RADICAL.search(text) else text


def seen(text: str) -> str:
    """Return a text as `read` takes it, but for the space around it and its dots (看得见的字符)."""
    return visible(text)


def write(value: str) -> str:
    """Return the text itself (文字), once it is certain that it reads back as it is.

    Raises `NotationError` as `read` does, and for a text that paper would not show: a blank, or white space
    at an end.
    """
    if read(value) != value:
        raise NotationError(
            named(
                _NAME,
                Sentence("不能为空白、短横或斜线，首尾不能有空格，里面不能有看不见的字符和部首字符，请改正或留空"),
            )
        )
    return value


def write_code(value: str) -> str:
    """Return the number itself (号码), once it is certain that it reads back as it is."""
    if read_code(value) != value:
        raise NotationError(named(_CODE, Sentence("不能为空白，首尾不能有空格，数字和字母应为半角")))
    return value


def of(value: object) -> str | None:
    """Return the text of a Python or JSON value (文字): None, or a text as `read` takes it."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    raise refused(_NAME, value, Sentence("请给出文字"))


def _check(inside: str, start: int) -> None:
    """Raise `NotationError` for the first character that is refused; ``start`` is what stood before."""
    turns = _TURNS
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in inside):
        turns |= _GOES_LEFT
    for position, character in enumerate(inside, start + 1):
        reason = _TURNED if character in turns else _reason(character)
        if reason:
            raise NotationError(
                named(
                    _NAME,
                    Sentence(
                        "第{position}个字{character}{reason}",
                        position=position,
                        character=shown(character),
                        reason=reason,
                    ),
                ),
                position - 1,
            )


def _reason(character: str) -> str | None:
    """Why no paper shows a character; None where one does."""
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return Sentence("不是字符，请删去")
    if 0xE0000 <= code <= 0xE007F or 0xFFF9 <= code <= 0xFFFB:
        return _HIDDEN
    return _REFUSED.get(unicodedata.category(character))
