"""Unread (读不出): the third state of a field, beside a value and blank.

Something stands on the paper that could not be read with certainty. It is part of the record, so that no step takes it
for blank: nothing is derived from it, nothing is printed of it, and what hangs on it stays open until a person has
looked at the paper and put a value, or ``None``, in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hjforms.errors import Fault, NotationError
from hjforms.findings import Finding
from hjforms.wording import Said, Sentence, named

UNREAD = "unread"
"""The rule of its finding and the code of its fault."""
REQUIRED = "required"
"""The rule by which a blank is a fault."""

ADVICE = Sentence("读不出，没有当作空白；请看清纸面，改为看到的内容，空白的改为 null。")


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands where a value should: ``text`` as it is printed, empty where only ink is seen.

    The field is named as JSON has it, ``{"unread": "5OO"}``, so that every writer of data gives that.

    >>> Unread("5OO").text
    '5OO'
    """

    unread: str

    @property
    def text(self) -> str:
        """What stands there, as printed."""
        return self.unread

    @property
    def shown(self) -> str:
        """The mark that a clerk sees in its place (？ before what stands there)."""
        return f"？{self.unread}"

    def __str__(self) -> str:
        """A text that no paper takes, so that it is never printed as one."""
        return f"\0{self.unread}"


def unread_of(value: Any) -> Unread | None:
    """The unread text that a value of Python or JSON stands for; ``None`` where it is none.

    Raises ``NotationError`` where its text is no text.

    >>> unread_of({"unread": "5OO"})
    Unread(unread='5OO')
    """
    if isinstance(value, Unread):
        return value
    if not isinstance(value, dict) or value.keys() != {UNREAD}:
        return None
    if not isinstance(value[UNREAD], str):
        raise NotationError(Sentence('unread：应为纸面上的原文，例如 {{"unread": "5OO"}}；只看到墨迹的写作 ""。'))
    return Unread(value[UNREAD])


def is_known(value: Any) -> bool:
    """True for a value: neither blank nor unread."""
    return value is not None and not isinstance(value, Unread)


def told_once(read: Iterable[Finding], checked: Iterable[Finding]) -> list[Finding]:
    """What was found on paper and then what checking found.

    A field that could not be read is told once, with its reason: checking adds neither that it is unread nor that it
    is blank.
    """
    found = [*read]
    told = {finding.path for finding in found if finding.severity == "error"}
    follows = {UNREAD, REQUIRED}
    return [*found, *(finding for finding in checked if finding.rule not in follows or finding.path not in told)]


def fault_at(path: str, place: Said) -> Fault:
    """The fault of a step that cannot go on without the value at ``path``, which is at ``place`` on paper."""
    return Fault(path, named(place, ADVICE), UNREAD)
