"""Names of files (文件名) by a pattern: safe on every system, and none twice.

``{#}`` is the number of the record in its list, ``{person.name}`` what stands there, ``{form}`` the title of the form.
A name never leads out of its folder. What Windows would not take is written as ``_``; where two names differ in
nothing that Windows tells apart, the later one gets a number: ``张示例 (2)``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hjforms import naming
from hjforms.errors import InputError
from hjforms.records.base import leaves
from hjforms.records.rules import value_at
from hjforms.wording import Joined, Said, Sentence, named

if TYPE_CHECKING:
    import sqlite3

    from hjforms.catalogue import Form

NUMBER, TITLE = "#", "form"
LONGEST_BYTES = 180  # of 255 that file systems allow: room for numbers, endings, and what programs add
_BLANK = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?=\.|$)")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class Pattern:
    """A pattern of names, whose blanks are known to be fields."""

    text: str

    @classmethod
    def of(cls, text: str, form: Form | None) -> Pattern:
        """The pattern. Raises ``InputError`` for a blank that is none, or no field of the form."""
        rest = _BLANK.sub("", text)
        if "{" in rest or "}" in rest:
            raise InputError(_told(text, Sentence("花括号没有配对。例：{example}。", example="{#}_{person.name}")))
        known = leaves(form.record_type) if form else None
        for name in _BLANK.findall(text):
            if name in {NUMBER, TITLE} or (known is None and name) or (known and name in known):
                continue
            fields = [path for path in known or () if "*" not in path]
            guess = naming.is_it(name, fields)
            usable = [f"{{{path}}}" for path in fields[:3]] or ["{person.name}"]
            missing = Sentence("没有 {blank} 这一栏。", blank=f"{{{name}}}")
            use = Sentence("可用：{number}（序号）、{title}（表名），或一栏的路径，如 {fields}。",
                           number=f"{{{NUMBER}}}", title=f"{{{TITLE}}}", fields=usable)  # fmt: skip
            raise InputError(_told(text, Joined(*filter(None, (missing, guess, use)))))
        return cls(text)

    @property
    def is_numbered(self) -> bool:
        """True where names hang on the place in the list."""
        return f"{{{NUMBER}}}" in self.text

    def stem(self, number: str, form: Form, record: Any) -> str:
        """The name for a record, without its ending."""

        def filled(blank: re.Match[str]) -> str:
            if blank[1] == NUMBER:
                return number
            return form.title if blank[1] == TITLE else shown_at(form, record, blank[1])

        return safe(_BLANK.sub(filled, self.text))


def _told(pattern: str, told: Said) -> Sentence:
    """What is wrong with a pattern."""
    return named(Sentence("文件名的写法 {pattern}", pattern=pattern), told)


def shown_at(form: Form, record: Any, path: str) -> str:
    """What stands at a path; nothing where it is blank, or no field of this form."""
    leaf = leaves(form.record_type).get(path)
    value = value_at(record, path) if leaf else None
    return leaf.kind.shown(value) if leaf and value is not None else ""


def safe(text: str) -> str:
    """A text as the name of a file, without an ending, that every system takes."""
    composed = unicodedata.normalize("NFC", text)
    plain = "".join("" if unicodedata.category(char) in _INVISIBLE else char for char in composed)
    name = _shortened(_FORBIDDEN.sub("_", plain).strip().lstrip("."), LONGEST_BYTES).rstrip(". ")
    name = f"_{name[2:]}" if name.startswith("~$") else name  # what office programs keep beside an open file
    if not name:
        return "_"
    return _RESERVED.sub(lambda found: f"{found[1]}_", name, count=1) if _RESERVED.match(name) else name


def _shortened(text: str, most: int) -> str:
    """As much of a text as has no more than so many bytes, whole characters."""
    return text.encode()[:most].decode(errors="ignore")


class Names:
    """Gives every file of a folder a name of its own, in the order in which they are asked for."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        index.execute("CREATE TABLE names (folded TEXT PRIMARY KEY, next INTEGER) WITHOUT ROWID")
        self.numbered = 0

    def unique(self, stem: str) -> str:
        """The stem, with a number where it is taken."""
        number = self._take(stem)
        if number == 1:
            return stem
        self.numbered += 1
        while self._take(name := f"{stem} ({number})") != 1:
            number += 1
            self._index.execute("UPDATE names SET next = ? WHERE folded = ?", (number + 1, _folded(stem)))
        return name

    def _take(self, name: str) -> int:
        """1 where the name was free, else the number to try."""
        row = self._index.execute(
            "INSERT INTO names VALUES (?, 2) ON CONFLICT (folded) DO UPDATE SET next = next + 1 RETURNING next",
            (_folded(name),),
        ).fetchone()
        return int(row[0]) - 1


def _folded(name: str) -> str:
    """A name without what Windows and macOS do not tell apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
