"""Annotations (批注、划线) of PDF files: what people write on a page with a viewer, told at the field where it lies.

A value that is struck through is no value any more: it is not taken, and the clerk is told. What was typed upon the
page stands there as if it were printed. Whatever else lies on it (a note, a highlight, a stamp) changes nothing and is
told as well, where it has words or covers a value.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.pdfium import raw as pdfium
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.strokes import LONGEST_TICK

HIGHEST = 8.0  # points: of a stroke by hand through a line
LONGEST_NOTE = 500
MOST = 1000  # of a page


@dataclass(frozen=True)
class Annotation:
    """One annotation: on which page (from 1), over which boxes, whether it strikes out, its words, and how they came.

    What was typed upon the page is a part of what it says, and so may be what was written with a pen.
    """

    page: int
    boxes: tuple[Box, ...]
    strikes: bool
    text: str
    is_typed: bool = False
    is_written: bool = False

    @property
    def is_tick(self) -> bool:
        """True for a stroke of a pen as large as a tick."""
        return self.is_written and all(max(x1 - x0, y1 - y0) <= LONGEST_TICK for x0, y0, x1, y1 in self.boxes)


def annotations_of(page: Any, number: int) -> Iterator[Annotation]:
    """The annotations of a page of pdfium (the number is its place in the file, from 1) but for fields and links."""
    unsaid = {
        pdfium.FPDF_ANNOT_INK: "（手写笔迹）",
        pdfium.FPDF_ANNOT_STAMP: "（图章）",
        **dict.fromkeys((pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON), "（图形）"),
    }
    silent = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind not in silent and not pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
            strikes = kind in {pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_POLYLINE}
            boxes = tuple(_quads(annotation)) or tuple(_line(annotation)) or tuple(_rectangle(annotation))
            words = _words(annotation) or unsaid.get(kind, "")
            strikes = strikes or (kind == pdfium.FPDF_ANNOT_INK and _is_flat(boxes))
            yield Annotation(number, boxes, strikes, words, is_typed(annotation), kind == pdfium.FPDF_ANNOT_INK)
        pdfium.FPDFPage_CloseAnnot(annotation)


def is_typed(annotation: Any) -> bool:
    """True for words that were typed upon the page (添加文本、打字机), without a line to what they are about."""
    is_text = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FREETEXT
    return bool(is_text and not pdfium.FPDFAnnot_HasKey(annotation, b"CL") and _words(annotation))


def is_mark(annotation: Any) -> bool:
    """True for an annotation that marks a text or strikes it out, and covers nothing."""
    marks = {
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_POLYLINE,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    return kind in marks or (kind == pdfium.FPDF_ANNOT_INK and _is_flat(tuple(_rectangle(annotation))))


def _is_flat(boxes: Sequence[Box]) -> bool:
    """True for what is drawn in one stroke along a line of text."""
    return all(y1 - y0 <= HIGHEST and x1 - x0 > 2 * (y1 - y0) for x0, y0, x1, y1 in boxes)


def _quads(annotation: Any) -> Iterator[Box]:
    """The lines of text that a mark-up covers."""
    quad = pdfium.FS_QUADPOINTSF()
    for index in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _line(annotation: Any) -> Iterator[Box]:
    start, end = pdfium.FS_POINTF(), pdfium.FS_POINTF()
    if pdfium.FPDFAnnot_GetLine(annotation, start, end):
        yield min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y)


def _rectangle(annotation: Any) -> Iterator[Box]:
    box = pdfium.FS_RECTF()
    if pdfium.FPDFAnnot_GetRect(annotation, box):
        yield min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


def _words(annotation: Any) -> str:
    """What is written in an annotation."""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size < 2**20:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(
        annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
    )
    text = buffer.raw[: size - 2].decode("utf-16-le", "replace")
    return " ".join(text.split())[:LONGEST_NOTE]
