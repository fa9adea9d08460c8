"""Form fields (表单域) of a PDF page: what a program has entered, where, beside what the page shows.

A field is known by the place of its widget, not by its name: programs that put files together rename fields.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hjforms.errors import DocumentError
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.file.silence import silence
from hjforms.reading.page.doubt import Box, Doubt, around_points, holds_middle
from hjforms.wording import Sentence

DEEPEST = 32  # steps of a name; a field that goes on for longer is its own ancestor
NOT_SHOWN = Doubt("warning", Sentence("表单域里填了，纸面上没有显示；按表单域读取，请核对。"))
COMPUTED = Doubt("error", Sentence("表单域由脚本计算，显示的可能与存的不同，请人工核对。"))
UNMARKED = frozenset({"", "off", "no", "false", "0", "否", "none"})


@dataclass(frozen=True, slots=True)
class Widget:
    """A field in its place on the page: the text that was entered; of a check box the mark.

    ``shown`` is the mark that a check box shows, ``None`` for a field of text: its text stands on the page. A script
    makes the value of one that ``is_computed``. What people typed upon the page ``is_typed``.
    """

    name: str
    box: Box
    value: str
    shown: str | None = None
    is_computed: bool = False
    is_typed: bool = False

    def is_at(self, box: Box) -> bool:
        """True where the middle of a box lies in the field."""
        return holds_middle(self.box, box)


@dataclass(frozen=True)
class FormFields:
    """The fields of a file, page by page. ``redrawn`` is true where viewers draw the values themselves."""

    pages: list[list[Widget]]
    redrawn: bool

    def on(self, number: int) -> list[Widget]:
        """The fields of a page (from 0)."""
        return self.pages[number] if number < len(self.pages) else []


NO_FIELDS = FormFields([], redrawn=False)


def form_fields(data: bytes) -> FormFields:
    """Every field of a PDF file. Raises ``DocumentError`` where they are damaged."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    with silence("pypdf"):
        try:
            reader = PdfReader(io.BytesIO(data))
            form = _resolved(reader.root_object.get("/AcroForm")) or {}
            pages = [list(_widgets(page)) for page in reader.pages]
            redrawn = bool(_resolved(form.get("/NeedAppearances")))
        except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, IndexError):
            raise DocumentError(Sentence("PDF 文件的表单域已损坏，无法读取。")) from None
    return FormFields(pages, redrawn)


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _widgets(page: Any) -> Iterator[Widget]:
    for reference in _resolved(page.get("/Annots")) or ():
        annotation = _resolved(reference)
        if not isinstance(annotation, dict) or annotation.get("/Subtype") != "/Widget":
            continue
        kind = _inherited(annotation, "/FT")
        if kind not in {"/Tx", "/Btn", "/Ch"}:
            continue
        x0, y0, x1, y1 = (float(_resolved(side)) for side in _resolved(annotation["/Rect"]))
        box = around_points(((x0, y0), (x1, y1)))
        value = _resolved(_inherited(annotation, "/V"))
        if kind == "/Btn":
            yield Widget(_name(annotation), box, *_marks(annotation, value))
        else:
            yield Widget(_name(annotation), box, _text(value), is_computed=_is_computed(annotation))


def _chain(annotation: Any) -> Iterator[Any]:
    """A widget, its field, and the fields above it."""
    node = annotation
    for _ in range(DEEPEST):
        if not isinstance(node, dict):
            return
        yield node
        node = _resolved(node.get("/Parent"))


def _inherited(annotation: Any, key: str) -> Any:
    return next((node[key] for node in _chain(annotation) if key in node), None)


def _is_computed(annotation: Any) -> bool:
    actions = _resolved(_inherited(annotation, "/AA"))
    return isinstance(actions, dict) and "/C" in actions


def _name(annotation: Any) -> str:
    steps = [str(_resolved(node["/T"])) for node in _chain(annotation) if "/T" in node]
    return ".".join(reversed(steps))


def _text(value: Any) -> str:
    """The text of a value: a string, a stream that holds one, or the choices of a list."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(_text(_resolved(item)) for item in value)
    if hasattr(value, "get_data"):
        return str(value.get_data().decode("utf-8", "replace"))
    return str(value)


def _marks(annotation: Any, value: Any) -> tuple[str, str]:
    """The mark that was entered into a check box, and the one that it shows, empty where it shows nothing.

    The value may be a name or a text, in any spelling; one without a value says with its state what it is.
    """
    state = annotation.get("/AS")
    shown = _mark(state if state is not None else value)
    entered = _mark(value) if value is not None else shown
    pictures = _resolved((_resolved(annotation.get("/AP")) or {}).get("/N"))
    has_picture = isinstance(pictures, dict) and str(state) in pictures
    return entered, shown if shown == EMPTY or has_picture else ""


def _mark(value: Any) -> str:
    return EMPTY if str(value or "").removeprefix("/").strip().lower() in UNMARKED else MARKED


def contradiction(*texts: str) -> Doubt:
    """That a field and the page, or several fields, say different things."""
    said = "、".join(f"“{text}”" for text in dict.fromkeys(texts) if text)
    return Doubt("error", Sentence("表单域与纸面显示的不一致，请人工核对。"), found=said)
