"""Fields of Word files (域): a code that is not shown, and what it has come to, which is.

A code without a result is worked out by the program that shows it; the few that stand for letters are known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.page.doubt import UNREADABLE, Doubt
from hjforms.reading.page.word.looks import is_on, properties
from hjforms.reading.page.word.symbols import UNKNOWN, sign
from hjforms.template.word import W
from hjforms.wording import Sentence

LIVE = Doubt("error", Sentence("是随打开的日子或页码自动变化的域，没有读入，请人工核对。"))
OTHERWISE = Doubt("error", Sentence("文件里有两种写法，不同软件显示的不一样，没有读入，请人工核对。"))
_LIVE = {"DATE", "TIME", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
_RUBY = re.compile(r"\\o\s*\\a[cdlr]\s*\(\s*\\s\s*\\up\s*-?\d+\s*\(([^()]*)\)\s*[,;，]\s*([^()]*)\)\s*$")
_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9A-Fa-f]{1,5}|\d{1,6})\b", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*"?([\w ]+?)\s*(?:"|\\|$)')
_READING = re.compile(
    r"[a-zA-Z0-9\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\s·'˙ˊˇˋ]*"
)
_TONES = re.compile(r"[\s\d]*")
_HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def is_reading(aid: str, base: str) -> bool:
    """True where one text says how another is pronounced (拼音): letters over characters."""
    return bool(_READING.fullmatch(aid)) and not _TONES.fullmatch(aid) and bool(_HAN.fullmatch(base.strip()))


@dataclass
class _Field:
    code: list[str] = field(default_factory=list)
    choice: str = ""  # of a list to choose from
    in_result: bool = False
    start: int = 0  # how many pieces of text stood before its result


@dataclass
class Fields:
    """The fields that have begun in a cell and not ended."""

    _open: list[_Field] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        """True where what stands here is no text but a part of a code."""
        return any(not item.in_result for item in self._open)

    def say(self, code: str) -> None:
        """A part of a code."""
        if self._open:
            self._open[-1].code.append(code)

    def begin(self, element: Any) -> str:
        """A field begins; what it shows by itself: the mark of an old check box."""
        self._open.append(_Field(choice=_choice(element)))
        return _check_box(element)

    def separate(self, count: int) -> None:
        """The code of a field ends, its result begins; so many pieces of text stand before it."""
        if self._open:
            self._open[-1].in_result, self._open[-1].start = True, count

    def end(self, pieces: Sequence[str]) -> tuple[str, Doubt | None]:
        """A field ends before which these pieces of text stand.

        It gives what the field shows that is not written as its result, and why that or the result is in doubt.
        """
        if not self._open:
            return "", None
        ended = self._open.pop()
        code = "".join(ended.code)
        result = "".join(pieces[ended.start :]).strip() if ended.in_result else ""
        if not result:
            return (ended.choice, None) if ended.choice else of_code(code)
        if ended.choice and ended.choice.strip() != result:
            return "", OTHERWISE
        return "", LIVE if is_live(code) else None


def is_live(code: str) -> bool:
    """True for a code whose result is another every day."""
    return code.split()[:1] != [] and code.split(maxsplit=1)[0].upper() in _LIVE


def of_code(code: str) -> tuple[str, Doubt | None]:
    """What a code without a result shows, and why that is in doubt.

    >>> of_code(r'EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(yǎn),䶮)')
    ('䶮', None)
    """
    name = (code.split() or [""])[0].upper()
    if name == "EQ":
        ruby = _RUBY.search(code)
        return (ruby[2], None) if ruby and is_reading(ruby[1], ruby[2]) else (UNKNOWN, UNREADABLE)
    if name == "SYMBOL" and (found := _SYMBOL.search(code)):
        font = _FONT.search(code)
        shown = sign(int(found[1], 0), font[1] if font else "")
        return shown, UNREADABLE if shown == UNKNOWN else None
    return "", LIVE if name in _LIVE else None


def _check_box(element: Any) -> str:
    """The mark of an old check box field."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    said = properties(box)
    return MARKED if is_on(said.get("checked", said.get("default"))) else EMPTY


def _choice(element: Any) -> str:
    """What is chosen from the list of an old field."""
    choices = element.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    said = properties(choices)
    number = said.get("result", said.get("default", {})).get("val", "0")
    entries = [item.get(f"{W}val", "") for item in choices.iterfind(f"{W}listEntry")]
    return entries[int(number[:6])] if number.isdecimal() and int(number[:6]) < len(entries) else ""
