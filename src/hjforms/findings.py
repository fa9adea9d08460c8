"""Findings (核对结果): disagreements on a form, as data.

A finding is about the case (a sum that does not add up); an exception is about the run (a file that
cannot be opened).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hjforms.errors import facts, spoken
from hjforms.paths import RecordPath
from hjforms.wording import Language, Said, said

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: where it is, which rule saw it, what was expected and what stands there.

    ``expected`` and ``found`` are the printed texts (``"16.67"``), ``None`` where the field is blank.
    ``message`` is a Chinese sentence for the clerk, ``text("en")`` the English one; ``article`` names the law or the
    printed note; ``params`` are the facts of the message, and further ones for a program.
    """

    severity: Severity
    path: str
    rule: str
    message: Said
    expected: str | None = None
    found: str | None = None
    article: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def code(self) -> str:
        """The stable name of what is wrong: that of the rule."""
        return self.rule

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer (RFC 6901): ``/years/3/refund/subtotal``."""
        return RecordPath(self.path).pointer

    def text(self, lang: Language = "zh") -> str:
        """The message in a language."""
        return said(self.message).text(spoken(lang))

    def as_dict(self, lang: Language = "zh") -> dict[str, Any]:
        """The finding as plain JSON data, its message in a language."""
        return {
            "severity": self.severity,
            "code": self.code,
            "path": self.path,
            "pointer": self.pointer,
            "rule": self.rule,
            "message": self.text(lang),
            "expected": self.expected,
            "found": self.found,
            "article": self.article,
            "params": facts(self.message, self.params, lang),
        }
