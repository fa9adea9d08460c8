"""The texts of a page (页面文字), field by field: what every reader of pages gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from hjforms.findings import Finding
from hjforms.reading.page.doubt import Box, Doubt
from hjforms.records.base import Record
from hjforms.records.carried import Carried
from hjforms.template.layout import PAGE
from hjforms.template.store import Compiled, Manner
from hjforms.wording import Said, Sentence

Method = Literal["content", "field", "chars", "cell", "grid", "ocr"]
METHODS: dict[Method, Said] = {
    "content": Sentence("本工具所印版面，逐字读取"),
    "field": Sentence("PDF 表单域"),
    "chars": Sentence("PDF 文字，按位置归格"),
    "cell": Sentence("Word 表格单元格"),
    "grid": Sentence("按栏目名称和表格线查找"),
    "ocr": Sentence("扫描件或照片，识别"),
}
_SEEN = Sentence("文件里的文字，与画出来的页面对照")
WITNESSES: dict[Method, Said] = {
    "content": Sentence("文件里的文字；照它重印，与文件所画的逐项相同"),
    "field": Sentence("表单域的内容，与纸面显示的对照"),
    "chars": _SEEN,
    "cell": Sentence("Word 文件里显示出来的文字"),
    "grid": _SEEN,
    "ocr": Sentence("页面的图像；看得出对错的，用校验码、合计、大写对照"),
}
"""What speaks for a text, by how it was read. A Word file has no picture to be held against: see ``FieldReading``."""
WITNESSED: dict[Method, tuple[str, ...]] = {
    "content": ("text", "redrawn"),
    "field": ("field", "picture"),
    "chars": ("text", "picture"),
    "cell": ("text",),
    "grid": ("text", "picture"),
    "ocr": ("picture", "recognition"),
}
"""The names of these witnesses."""
_LABEL = re.compile(r"第\s*(\d{1,4})\s*页\s*共\s*(\d{1,4})\s*页")


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

    def __hash__(self) -> int:
        """What is made of a form, such as pictures of its template, is kept by it."""

    def redraw(
        self,
        template: Compiled,
        pages: Iterable[Sequence[str]],
        carried: Carried | None,
        sink: Callable[[bytes], object],
        bookmarks: Mapping[int, str],
        manner: Manner = Manner.PLAIN,
    ) -> None:
        """Write the PDF of which these are the texts of the slots, page by page, on a template of the form."""

    def redraw_ofd(
        self, pages: Iterable[Sequence[str]], carried: Carried | None, sink: Callable[[bytes], object]
    ) -> None:
        """Write the OFD of which these are the texts of the slots, page by page."""


class Claim(NamedTuple):
    """A field that may be what a label of the paper names, and how well it fits there.

    ``score`` counts what stands around the label, or is the likeness of two labels (0 to 1); ``None`` where the label
    is that of one field only.
    """

    field: str
    label: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it stood on paper: on which page (from 1), in which box (points, lower left), read how.

    ``rivals`` are other texts of the paper that claim the same field; ``claims`` are the fields whose label stands at
    the text, its own first, and none where its place on the template told it.
    """

    text: str
    page: int
    box: Box | None
    method: Method
    confidence: float = 1.0
    doubt: Doubt | None = None
    notes: tuple[Doubt, ...] = ()  # further doubts
    rivals: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class PageTexts:
    """The texts of one page of a form: outside the rows by path, and row by row by their path in the row.

    ``findings`` are about what stands on the page and is in none of them.
    """

    fields: dict[str, Source]
    rows: list[dict[str, Source]]
    page: int
    findings: tuple[Finding, ...] = ()


def label_of(page: PageTexts) -> tuple[int, int]:
    """The number of a page and of all pages, as printed on it (第 x 页 共 y 页); 1 of 1 where nothing is."""
    return page_of(page.fields[PAGE].text) if PAGE in page.fields else (1, 1)


def page_of(text: str) -> tuple[int, int]:
    """The number of a page and of all pages in a text; 1 of 1 where it does not say so."""
    found = _LABEL.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else (1, 1)
