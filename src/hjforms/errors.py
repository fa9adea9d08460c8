"""Every exception that hjforms raises on purpose, and the exit code that the command gives for it.

::

    HjformsError                             what an ``except`` clause of a caller names
    ├─ InputError          记录有误        2   faulty input; lists every faulty path at once
    │  └─ NotationError                    2   one text or value that is not of its notation
    ├─ DocumentError       文件无法读取     3   encrypted, damaged, too large, no form in it
    ├─ NoRuleInForce       当日无有效规定    4   the law has no answer for this day
    ├─ TemplateError       模板与记录不符    5   a template that does not fit its record
    └─ DependencyMissing   缺少程序        6   a program that this step needs is not installed

Messages are for clerks, in Chinese: what, where, why, what to do. They never carry personal data
(names, citizen ids, accounts), only paths, positions and code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class HjformsError(Exception):
    """The root of every error that hjforms raises on purpose."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty place of an input: its dotted path (``years.3.paid.personal``) and what is wrong there."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}" if self.path else self.message


class InputError(HjformsError):
    """Faulty input (记录有误). ``faults`` lists every faulty path, never only the first."""

    exit_code: ClassVar[int] = 2

    def __init__(self, *faults: Fault | str) -> None:
        listed = (Fault("", fault) if isinstance(fault, str) else fault for fault in faults)
        self.faults = tuple(dict.fromkeys(listed))
        super().__init__("\n".join(map(str, self.faults)))


class NotationError(InputError, ValueError):
    """A text that no spelling of its notation allows, or a value that the notation cannot write.

    ``position`` is the 0-based index of the offending character in the text, where one character is to
    blame. It is a ``ValueError`` as well, so that pydantic collects it with its path.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        self.position = position
        super().__init__(message)


class DocumentError(HjformsError):
    """A file that cannot be read (文件无法读取): encrypted, damaged, too large, or not this form."""

    exit_code: ClassVar[int] = 3


class NoRuleInForce(HjformsError):  # noqa: N818 - the published name
    """No rule is in force on the day asked for (当日无有效规定)."""

    exit_code: ClassVar[int] = 4


class TemplateError(HjformsError):
    """A template that does not fit its record (模板与记录不符); names table, row, cell and tag."""

    exit_code: ClassVar[int] = 5


class DependencyMissing(HjformsError):  # noqa: N818 - the published name
    """A program that this step needs is missing (缺少程序); says what to install."""

    exit_code: ClassVar[int] = 6
