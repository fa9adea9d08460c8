"""Papers as other offices draw them, in PDF and in Word: a title, tables, and lines of text."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.table import Table as Table_
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
from reportlab.platypus.tables import TableStyle

from hjforms.api import read
from hjforms.catalogue import Form
from hjforms.reading.result.reading import Reading

FONT = "STSong-Light"

Block = str | Sequence[Sequence[str]]
"""A line of text, or the rows of a table."""
ABOVE, LEFT = "^", "<"
"""In Word, cells that are merged with the one above, or with the one on their left."""


def in_word(title: str, *blocks: Block) -> bytes:
    """A Word file of paragraphs and tables; ``\\t`` is a tab."""
    made, target = docx.Document(), io.BytesIO()
    made.add_paragraph(title)
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(rows=len(block), cols=max(map(len, block)))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = "" if text in {ABOVE, LEFT} else text
        for line, texts in enumerate(block):
            for column, text in enumerate(texts):
                if text in {ABOVE, LEFT}:
                    _merge(table, line, column, text)
    made.save(target)
    return target.getvalue()


def _merge(table: Table_, line: int, column: int, way: str) -> None:
    """Merge a cell with the one above it, or with the one on its left, whose text is that of both."""
    first = table.cell(line - (way == ABOVE), column - (way == LEFT))
    text = first.text
    first.merge(table.cell(line, column)).text = text


def in_pdf(title: str, *blocks: Block) -> bytes:
    """A page of lines and ruled tables."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = Paragraph("", None).style
    style.fontName, style.wordWrap = FONT, "CJK"
    ruled = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    parts = [Paragraph(title, style)]
    for block in blocks:
        if isinstance(block, str):
            parts.append(Paragraph(block, style))
            continue
        cells = [[Paragraph(text.replace("\n", "<br/>"), style) for text in row] for row in block]
        parts.append(Table(cells, [780 / max(8, len(cells[0]))] * len(cells[0]), style=ruled))
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=landscape(A4), leftMargin=20, rightMargin=20, invariant=1).build(parts)
    return target.getvalue()


SIZE = 9


def placed(title: str, *lines: Sequence[tuple[float, str]], rules: Sequence[int] = (), step: float = 16) -> bytes:
    """A page with stretches of text where they begin, and level rules above lines (by number)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    for number, line in enumerate([((200, title),), *lines]):
        canvas.setFont(FONT, SIZE)
        height = 800 - step * number
        for left, text in line:
            canvas.drawString(left, height, text)
        if number in rules:
            canvas.line(40, height + SIZE + 1, 560, height + SIZE + 1)
    canvas.save()
    return target.getvalue()


def at_heights(title: str, *texts: tuple[float, float, str], rules: Sequence[tuple[float, float, float]] = ()) -> bytes:
    """A page with texts where they stand: from the left, and from below, in points; level rules: height, ends."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, SIZE)
    for left, height, text in ((200, 800, title), *texts):
        canvas.drawString(left, height, text)
    for height, left, right in rules:
        canvas.line(left, height, right, height)
    canvas.save()
    return target.getvalue()


Cell = tuple[float, float, float, float, str]
"""Left, top, width, height in points, and the text with its lines parted."""


def ruled(title: str, *pages: Sequence[Cell]) -> bytes:
    """Landscape pages of ruled cells, with a title on the first."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, landscape(A4), invariant=1)
    for page in pages:
        canvas.setFont(FONT, 9)
        canvas.drawString(300, 560, title if page is pages[0] else "")
        for left, top, width, height, text in page:
            canvas.rect(left, 540 - top - height, width, height)
            for number, line in enumerate(text.split("\n")):
                canvas.drawString(left + 3, 540 - top - 13 - 11 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def reading_of(data: bytes, wanted: Form) -> Reading:
    """The one reading of a form."""
    [reading] = [found for found in read(data) if found.form.id == wanted.id]
    return reading


DRAWN = {"PDF": in_pdf, "Word": in_word}
