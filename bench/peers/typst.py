"""typst: a template compiled from a string, with the data passed in as a file, one compiler for all documents.

Of the ways tried this is the fastest: the blank form is a part of its own, which typst lays out once, and the values
are set in grids over it; data through ``sys.inputs`` would have every part laid out anew for each document. Tags for
screen readers are left out, as in the PDFs of hjforms.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version

import typst

from bench import paper
from bench.records import ROWS, Sheet

NAME = f"typst {version('typst')}"
PAGE = f"#set page(width: {paper.WIDTH}pt, height: {paper.HEIGHT}pt, margin: 0pt)\n"


def _cells(texts: Sequence[str]) -> str:
    """Labels as cells of a table; a line break inside a label stays one."""
    return ", ".join(f"[{text.replace(chr(10), ' #linebreak() ')}]" for text in texts)


def _columns(edges: Sequence[float]) -> str:
    widths = (right - left for left, right in zip(edges, edges[1:], strict=False))
    return f"({', '.join(f'{width:g}pt' for width in widths)})"


STYLE = f"""
#set text(font: "{paper.FONT_NAME}", size: 10.5pt, hyphenate: false)
#set par(leading: 2pt, spacing: 0pt)
#set table(inset: 1pt, stroke: 0.5pt, align: center + horizon)
#set grid(align: center + horizon)
"""
FORM = f"""
{STYLE}
#let amounts(of) = (of.personal, of.land_personal, of.collective, of.land_collective, of.subtotal)
#let at(x, y, body) = place(dx: x * 1pt, dy: y * 1pt, body)
#let blank = {{
  at({paper.LEFT}, 36, text(size: 14pt)[附件 5])
  place(top + center, dy: 62pt, text(size: 18pt)[{paper.TITLE}])
  at({paper.LEFT}, 92)[填表日期：]
  at(137, 92)[年]
  at(175, 92)[月]
  at(212, 92)[日]
  at(758, 92)[单位：元]
  at({paper.LEFT}, 106.9, {{
    table(columns: {_columns(paper.PERSON_EDGES[0])}, rows: (20pt, 22pt, 22pt),
      table.cell(colspan: 8)[{paper.SECTIONS[0]}],
      [个人编号], [], [姓  名], [], [性别], [], [出生日期], [],
      [公民身份号码], [], [户籍地址], table.cell(colspan: 5)[])
    set text(size: 9pt)
    table(columns: {_columns(paper.EDGES)},
      rows: (22pt, 19pt, 26pt, 17pt, ..range({ROWS}).map(_ => 17.5pt), 20pt),
      table.cell(colspan: 13, text(size: 10.5pt)[{paper.SECTIONS[1]}]),
      table.cell(rowspan: 2)[重复 #linebreak() 年份], table.cell(colspan: 5)[{paper.GROUPS[1]}],
      table.cell(rowspan: 2)[重复 #linebreak() 月数], table.cell(colspan: 5)[{paper.GROUPS[3]}],
      table.cell(rowspan: 2)[{paper.GROUPS[4]}],
      {_cells(paper.PARTS)}, {_cells(paper.PARTS)},
      ..range(1, 14).map(str), ..range(13 * {ROWS}).map(_ => []),
      [合计], ..range(12).map(_ => []))
    set text(size: 10.5pt)
    table(columns: {_columns(paper.TOTAL_EDGES)}, rows: 22pt, [退还本人金额合计], [], [大写], [])
  }})
  at({paper.LEFT}, 514)[经办人（签章）：]
  at(270, 514)[联系电话：]
  at(458, 514)[社保经办机构（章）:]
  at({paper.LEFT}, 536)[{paper.NOTE}]
}}
#let form(s) = {{
  blank
  at(104, 92, s.filled_on.year)
  at(155, 92, s.filled_on.month)
  at(192, 92, s.filled_on.day)
  at({paper.LEFT}, 126.9, grid(columns: {_columns(paper.PERSON_EDGES[0])}, rows: 22pt,
    [], s.person.personal_number, [], s.person.name, [], s.person.sex, [], s.person.birth_date,
    [], s.person.citizen_id, [], grid.cell(colspan: 5, s.person.address)))
  at({paper.LEFT}, 254.9, {{
    set text(size: 9pt)
    grid(columns: {_columns(paper.EDGES)}, rows: (..range({ROWS}).map(_ => 17.5pt), 20pt),
      ..s.years.map(y => (y.year, ..amounts(y.paid), y.months, ..amounts(y.refund), y.remark)).flatten(),
      [], ..amounts(s.total.paid), s.total.months, ..amounts(s.total.refund))
  }})
  at({paper.LEFT}, 484.9, grid(columns: {_columns(paper.TOTAL_EDGES)}, rows: 22pt,
    [], s.refund_total, [], s.refund_total_capital))
  at(135, 514, s.signoff.handler)
  at(322.5, 514, s.signoff.phone)
  at(562.5, 514, s.signoff.agency)
}}
"""
MAIN = f"""
#import "form.typ": form
{PAGE}{STYLE}
#json("sheets.json").map(form).join(pagebreak())
"""
_FILES = {"main": MAIN.encode(), "form.typ": FORM.encode()}
_compiler = typst.Compiler(font_paths=[str(paper.FONT.parent)], ignore_system_fonts=True)


def pdf_batch(sheets: Sequence[Sheet]) -> bytes:
    """One PDF with a page for each sheet."""
    data = json.dumps(sheets, ensure_ascii=False).encode()
    output: bytes = _compiler.compile({**_FILES, "sheets.json": data}, format="pdf", pdf_tags=False)
    return output


def pdf(sheet: Sheet) -> bytes:
    """One PDF of one page."""
    return pdf_batch([sheet])
