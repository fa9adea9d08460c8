"""A paper as somebody draws it in Word."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tools.corpus.foreign.sheets import Block, Grid, Line

STYLES = {"title": ALIGN.CENTER, "centre": ALIGN.CENTER, "right": ALIGN.RIGHT}
WIDTH, LENGTH = 21.0, 29.7


def file(blocks: Sequence[Block], head: dict[str, str]) -> bytes:
    """The DOCX."""
    document: Any = docx.Document()
    section = document.sections[0]
    wide, tall = (LENGTH, WIDTH) if "landscape" in head else (WIDTH, LENGTH)
    section.page_width, section.page_height = Cm(wide), Cm(tall)
    section.orientation = WD_ORIENT.LANDSCAPE if wide > tall else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    font = document.styles["Normal"]
    font.font.name, font.font.size = head["font"], Pt(float(head.get("size", "10")))
    font.element.rPr.rFonts.set(qn("w:eastAsia"), head["font"])
    font.paragraph_format.space_after = Pt(2)
    for block in blocks:
        _table(document, block, wide - 3) if isinstance(block, Grid) else _line(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _line(document: Any, line: Line) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = STYLES.get(line.style)
    if line.style == "paragraph":
        paragraph.paragraph_format.first_line_indent = Pt(20)
    _runs(paragraph, "    ".join(line.parts), 16 if line.style == "title" else None)


def _table(document: Any, grid: Grid, wide: float) -> None:
    table = document.add_table(len(grid.rows), len(grid.widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Cm(wide * width / sum(grid.widths))
    cells = [list(row.cells) for row in table.rows]
    for number, row in enumerate(grid.rows):
        for at, cell in enumerate(row):
            if cell.hidden:
                continue
            place = cells[number][at]
            if cell.across > 1 or cell.down > 1:
                place = place.merge(cells[number + cell.down - 1][at + cell.across - 1])
            place.width = Cm(wide * sum(grid.widths[at : at + cell.across]) / sum(grid.widths))
            paragraph = place.paragraphs[0]
            paragraph.alignment = ALIGN.CENTER
            _runs(paragraph, cell.text, None)
    for row in table.rows[: grid.heads] if grid.heads < 4 else ():  # a head of many rows is no head to Word
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for heads of tables
        properties.append(properties.makeelement(qn("w:tblHeader"), {}))


def _runs(paragraph: Any, text: str, size: int | None) -> None:
    for number, piece in enumerate(re.split("[\ue000\ue001]", text)):
        if piece:
            run = paragraph.add_run(piece)
            run.underline = bool(number % 2) or None
            run.font.size = Pt(size) if size else None
