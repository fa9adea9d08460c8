"""Every exception that hjforms raises on purpose, and the exit code that the command gives for it.

::

    HjformsError                             what an ``except`` clause of a caller names
    ├─ InputError          记录有误        2   faulty input; lists every faulty path at once
    │  ├─ NotationError                    2   one text or value that is not of its notation
    │  └─ ArgumentError                    2   an argument of the wrong kind, a ``TypeError`` as well
    ├─ DocumentError       文件无法读取     3   encrypted, damaged, too large, no form in it
    ├─ NoRuleInForce       当日无有效规定    4   the law has no answer for this day
    ├─ TemplateError       模板与记录不符    5   a template that does not fit its record
    └─ DependencyMissing   缺少程序        6   a program that this step needs is not installed

Messages are for clerks, in Chinese (``text("en")``: in English): what, where, why, what to do. They never carry
personal data (names, citizen ids, accounts), only paths, positions and code points.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hjforms.paths import RecordPath
from hjforms.wording import LANGUAGES, Language, Lines, Said, Sentence, named, plain, said


class HjformsError(Exception):
    """The root of every error that hjforms raises on purpose.

    ``fault_code`` is the code of a fault that says no more.
    """

    def __init__(self, message: Said) -> None:
        self.message = said(message)
        super().__init__(self.message)

    exit_code: ClassVar[int] = 2
    fault_code: ClassVar[str] = "input"

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, as data."""
        return (Fault("", self.message, self.fault_code),)

    def text(self, lang: Language = "zh") -> str:
        """What is wrong, in a language: in Chinese it is what ``str`` gives."""
        return self.message.text(spoken(lang))


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty place of an input: its dotted path (``years.3.paid.personal``) and what is wrong there.

    ``code`` is stable (``unknown-key``, ``money``, ``json.comma``). ``found`` is what stands there; it may be
    personal, so it stands in no message. ``params`` are the facts of the message, and further ones for a program.
    """

    path: str
    message: Said
    code: str = "input"
    found: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer (RFC 6901): ``/years/3/paid/personal``."""
        return RecordPath(self.path).pointer

    @property
    def line(self) -> Said:
        """The message with the path before it."""
        return named(self.path, self.message) if self.path else said(self.message)

    def text(self, lang: Language = "zh") -> str:
        """The message in a language."""
        return said(self.message).text(spoken(lang))

    def as_dict(self, lang: Language = "zh") -> dict[str, Any]:
        """The fault as plain JSON data, its message in a language."""
        return {
            "code": self.code,
            "path": self.path,
            "pointer": self.pointer,
            "message": self.text(lang),
            "found": self.found,
            "params": facts(self.message, self.params, lang),
        }

    def __str__(self) -> str:
        return str(self.line)


def facts(message: str, further: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    """The facts of which a message speaks and further ones, as JSON data.

    >>> facts(named("金额", Sentence("最多{places}位", places=2)), {"line": 3}, "zh")
    {'places': 2, 'place': '金额', 'line': 3}
    """
    own = said(message).params
    inner = own.get("told")
    if isinstance(inner, Said):
        own = {**facts(inner, {}, lang), **{name: value for name, value in own.items() if name != "told"}}
    return plain({**own, **further}, lang)  # type: ignore[no-any-return] # a mapping stays one


def spoken(lang: Any) -> Language:
    """A language in which messages are. Raises ``ArgumentError`` for any other."""
    if lang not in LANGUAGES:
        raise ArgumentError(Sentence("lang：只能是{options}。", options=LANGUAGES))
    return lang  # type: ignore[no-any-return] # it is one of them


class InputError(HjformsError, ValueError):
    """Faulty input (记录有误). ``faults`` lists every faulty path, never only the first."""

    exit_code: ClassVar[int] = 2

    def __init__(self, *faults: Fault | Said) -> None:
        listed = (Fault("", said(fault)) if isinstance(fault, str) else fault for fault in faults)
        self._faults = tuple(dict.fromkeys(listed))
        super().__init__(Lines(*(fault.line for fault in self._faults)))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every faulty path, and what is wrong there."""
        return self._faults

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self._faults


class ArgumentError(InputError, TypeError):
    """An argument of the wrong kind (参数有误): a mapping where a record should be, a record of another form.

    It names what was given by its type, never by its value.
    """

    def __init__(self, *faults: Fault | Said) -> None:
        super().__init__(*(Fault("", said(fault), "argument") if isinstance(fault, str) else fault for fault in faults))


def given(value: object) -> Sentence:
    """What a caller gave in the place of something else, by its type."""
    return Sentence("收到的是 {type}", type=type(value).__name__)


def no_path(value: object) -> ArgumentError:
    """The error for what is no path in a record, nor a step of one."""
    return ArgumentError(
        Sentence("应为栏目路径（str、RecordPath）或其中一段（str、int），{given}。", given=given(value))
    )


class NotationError(InputError):
    """A text that no spelling of its notation allows, or a value that the notation cannot write.

    ``position`` is the 0-based index of the offending character in the text, where one character is to
    blame. It is a ``ValueError`` as well, so that pydantic collects it with its path. ``code`` is the stable name of
    what is wrong (``money.places``), where it is not just the name of the notation.
    """

    def __init__(self, message: Said, position: int | None = None, code: str = "") -> None:
        self.position, self.code = position, code
        super().__init__(Fault("", said(message), code or self.fault_code))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.faults[0].message, self.position, self.code)


class DocumentError(HjformsError):
    """A file that cannot be read (文件无法读取): encrypted, damaged, too large, or not this form."""

    exit_code: ClassVar[int] = 3
    fault_code: ClassVar[str] = "document"


class NoRuleInForce(HjformsError):  # noqa: N818 - the published name
    """No rule is in force on the day asked for (当日无有效规定)."""

    exit_code: ClassVar[int] = 4
    fault_code: ClassVar[str] = "no-rule"


class TemplateError(HjformsError):
    """A template that does not fit its record (模板与记录不符); names table, row, cell and tag."""

    exit_code: ClassVar[int] = 5
    fault_code: ClassVar[str] = "template"


class DependencyMissing(HjformsError):  # noqa: N818 - the published name
    """A program that this step needs is missing (缺少程序); says what to install."""

    exit_code: ClassVar[int] = 6
    fault_code: ClassVar[str] = "dependency"


_REASONS = {
    errno.ENOENT: Sentence("找不到文件"),
    errno.EISDIR: Sentence("这是文件夹"),
    errno.ENOTDIR: Sentence("路径中间有一段不是文件夹"),
    errno.EACCES: Sentence("没有权限"),
    errno.EPERM: Sentence("没有权限"),
    errno.EROFS: Sentence("磁盘只读"),
    errno.ENOSPC: Sentence("磁盘已满"),
    errno.EDQUOT: Sentence("磁盘配额已用完"),
    errno.EFBIG: Sentence("文件太大"),
    errno.ENAMETOOLONG: Sentence("文件名太长"),
    errno.ELOOP: Sentence("链接绕成了圈"),
    errno.EMFILE: Sentence("打开的文件太多"),
    errno.ENFILE: Sentence("打开的文件太多"),
    errno.EBUSY: Sentence("文件正被占用"),
    errno.ETXTBSY: Sentence("文件正被占用"),
    errno.EIO: Sentence("磁盘读写出错"),
    errno.EPIPE: Sentence("接收的一方已经关闭"),
    errno.EBADF: Sentence("没有打开"),
}


def reason(error: OSError) -> Said:
    """Why a file cannot be opened or written, in the words of a clerk."""
    known = _REASONS.get(error.errno or 0)
    return said(known) if known else Sentence("系统错误{number}", number=error.errno)
