"""A reading (读取结果): the record that was read, where each value stood, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, Protocol

from hjforms.findings import Finding, Severity
from hjforms.records.base import Record, RecordT
from hjforms.records.carried import Carried
from hjforms.template.store import Compiled
from hjforms.unread import told_once
from hjforms.wording import Language, Said, Sentence

if TYPE_CHECKING:
    from hjforms.catalogue import Form

Method = Literal["content", "field", "chars", "cell", "grid"]
METHODS: dict[Method, Said] = {
    "content": Sentence("本工具所印版面，逐字读取"),
    "field": Sentence("PDF 表单域"),
    "chars": Sentence("PDF 文字，按位置归格"),
    "cell": Sentence("Word 表格单元格"),
    "grid": Sentence("按栏目名称和表格线查找"),
}
Box = tuple[float, float, float, float]


class FormLike(Protocol):
    """What reading needs to know of a form."""

    @property
    def id(self) -> str:
        """Its id, such as ``shandong/refund``."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def printed_title(self) -> str:
        """Its title as its template prints it."""

    @property
    def compiled(self) -> Compiled:
        """Its compiled template."""

    @property
    def record_type(self) -> type[Record]:
        """The type of its records."""

    def redraw(
        self,
        template: Compiled,
        pages: Iterable[Sequence[str]],
        carried: Carried | None,
        sink: Callable[[bytes], object],
    ) -> None:
        """Write the PDF of which these are the texts of the slots, page by page, on a template of the form."""


class Doubt(NamedTuple):
    """Why a text is not certain (存疑). With an ``error`` it is not taken for the value, with a ``warning`` it is.

    ``rule`` and ``found`` are those of the finding; a warning may also say that the text is not taken.
    """

    severity: Severity
    message: Said
    rule: str = "read"
    found: str | None = None
    taken: bool = True

    @property
    def refuses(self) -> bool:
        """True where the text is not taken for the value."""
        return self.severity == "error" or not self.taken


UNREADABLE = Doubt("error", Sentence("有的字印得出来却读不出是什么字，请人工核对。"))
SPACES_UNCLEAR = Doubt("error", Sentence("字间的空隙是不是空格看不清，请人工核对。"))


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it stood on paper: on which page (from 1), in which box (points, lower left), read how."""

    text: str
    page: int
    box: Box | None
    method: Method
    confidence: float = 1.0
    doubt: Doubt | None = None
    notes: tuple[Doubt, ...] = ()  # further doubts


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One value that was read, with its provenance (来源). ``value`` is ``Unread`` where it cannot be read.

    ``confidence`` is 1 where the place of the value is certain, less where it was found by labels and lines.
    """

    value: Any
    text: str
    page: int
    box: Box | None
    method: Method
    confidence: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """Where the value stood and how it was read, as plain JSON data; the value itself stands in the record."""
        return {
            "text": self.text,
            "page": self.page,
            "box": None if self.box is None else list(self.box),
            "method": self.method,
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class PageTexts:
    """The texts of one page of a form: outside the rows by path, and row by row by their path in the row.

    ``findings`` are about what stands on the page and is in none of them.
    """

    fields: dict[str, Source]
    rows: list[dict[str, Source]]
    page: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reading(Generic[RecordT]):
    """What one form says. ``findings`` are about the reading only; ``form.check`` judges the record.

    ``carried`` is true where the file carries the record that it was made from (随附记录). Then a field without a
    finding of the rule ``changed`` is as we wrote it.
    """

    form: Form[RecordT]
    record: RecordT
    findings: tuple[Finding, ...]
    fields: Mapping[str, FieldReading]
    carried: bool = False

    def as_dict(self, lang: Language = "zh") -> dict[str, Any]:
        """The reading as plain JSON data, its messages in a language."""
        return {
            "form": self.form.id,
            "record": self.record.model_dump(mode="json"),
            "findings": [finding.as_dict(lang) for finding in self.findings],
            "fields": {path: found.as_dict() for path, found in self.fields.items()},
            "pages": sorted({found.page for found in self.fields.values()}),
        }

    def judged(self) -> list[Finding]:
        """The findings of the reading, then those of ``form.check``; what is unread is told once, with its reason."""
        return told_once(self.findings, self.form.check(self.record))
