"""Typst markup (排版标记) of a form: what its Word template says, in the words of typst.

Tables stay tables, paragraphs stay paragraphs; typst lays them out, nothing is placed by its coordinates. The Word
templates use few words (``tools/drawing/paper.py``): one paragraph of one run a cell, exact heights of rows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hjforms.template.layout import Slot
from hjforms.template.store import TOKEN
from hjforms.template.word import W, parse_xml, text_of

TWIP = 20  # of a point
CAP_HEIGHT = 0.73  # of the font size: what a line of typst is high
STROKE = "0.5pt"
INSET = "(x: 2pt, y: 0pt)"
SIDES = ("top", "left", "bottom", "right")
ALIGNED = {"center": "center", "right": "right", "end": "right"}


def markup(document: str, slots: Sequence[Slot]) -> str:
    """The file with the function ``form(t)``, which lays out a page with the texts ``t`` of the slots."""
    body = parse_xml(document.encode()).find(f"{W}body")
    values = {slot.path: f"t.at({index})" for index, slot in enumerate(slots)}
    parts = [_table(item, values) if item.tag == f"{W}tbl" else _paragraph(item) for item in body[:-1]]
    return "#let form(t) = {\n" + "\n".join(parts) + "\n}\n"


def page(document: str) -> str:
    """The size and the margins of the page."""
    section = parse_xml(document.encode()).find(f"{W}body/{W}sectPr")
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    sides = ", ".join(f"{side}: {_points(margins, side)}" for side in SIDES)
    return f"#set page(width: {_points(size, 'w')}, height: {_points(size, 'h')}, margin: ({sides}))\n"


def _points(element: Any, name: str) -> str:
    return f"{int(element.get(W + name)) / TWIP:g}pt"


def _of(element: Any, path: str, name: str = "val") -> str:
    """The attribute of what is found on a path (``pPr/jc``); the empty text where there is none."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else found.get(W + name, "")


# -------------------------------------------------------------------------------------- paragraphs


def _paragraph(element: Any) -> str:
    """A paragraph outside tables; an empty one is a space."""
    line, after = (int(_of(element, "pPr/spacing", name) or 0) / TWIP for name in ("line", "after"))
    if not text_of(element):
        return f"v({line + after:g}pt)"
    size = _size(element)
    leading = line - size * CAP_HEIGHT
    settings = [f"leading: {leading:.2f}pt"]
    if _of(element, "pPr/jc") == "both":
        settings.append("justify: true")
    if indent := _of(element, "pPr/ind", "firstLine"):
        settings.append(f"first-line-indent: (amount: {int(indent) / TWIP:g}pt, all: true)")
    shown = f"text(size: {size:g}pt, par({', '.join(settings)}, {_lines(text_of_lines(element))}))"
    if align := ALIGNED.get(_of(element, "pPr/jc")):
        shown = f"align({align}, {shown})"
    below = f", below: {after:g}pt" if after else ""
    return f"block(width: 100%, inset: (y: {leading / 2:.2f}pt){below}, {shown})"


def text_of_lines(element: Any) -> list[str]:
    """The text of a paragraph, line by line."""
    text = "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in element.iter(f"{W}t", f"{W}br"))
    return text.split("\n")


def _lines(lines: Sequence[str]) -> str:
    """An expression for lines of text."""
    texts = [json.dumps(line, ensure_ascii=False) for line in lines]
    return texts[0] if len(texts) == 1 else "{ " + "; linebreak(); ".join(texts) + " }"


def _size(element: Any) -> float:
    """The font size of a paragraph or cell."""
    size = next((item.get(f"{W}val") for item in element.iter(f"{W}sz")), "21")
    return int(size) / 2


# ------------------------------------------------------------------------------------------ tables


def _table(element: Any, values: dict[str, str]) -> str:
    """A table: columns and rows of fixed sizes, what most cells have in common said once."""
    columns = ", ".join(_points(column, "w") for column in element.iter(f"{W}gridCol"))
    rows = list(element.iter(f"{W}tr"))
    heights = ", ".join(f"{int(_of(row, 'trPr/trHeight')) / TWIP:g}pt" for row in rows)
    cells = list(_cells(rows))
    (size, align, stroke), _ = Counter(_style(cell) for cell, _, _ in cells).most_common(1)[0]
    drawn = "\n".join(_cell(cell, across, down, (size, align, stroke), values) for cell, across, down in cells)
    settings = f"columns: ({columns},), rows: ({heights},), align: {align}, stroke: {stroke}, inset: {INSET}"
    return f"align(center, text(size: {size}, table({settings},\n{drawn}\n)))"


def _cells(rows: Sequence[Any]) -> Iterator[tuple[Any, int, int]]:
    """Every cell with the columns and the rows that it covers, without those that continue the one above."""
    grid = [dict(_by_column(row)) for row in rows]
    for number, row in enumerate(grid):
        for column, cell in row.items():
            if not _continues(cell):
                below = [later.get(column) for later in grid[number + 1 :]]
                down = next((count for count, other in enumerate(below) if not _continues(other)), len(below))
                yield cell, _span(cell), 1 + down


def _by_column(row: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row with the number of their first column."""
    column = 0
    for cell in row.iter(f"{W}tc"):
        yield column, cell
        column += _span(cell)


def _span(cell: Any) -> int:
    return int(_of(cell, "tcPr/gridSpan") or 1)


def _continues(cell: Any) -> bool:
    """Whether a cell is the continuation of the one above."""
    if cell is None:
        return False
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


Style = tuple[str, str, str]
"""Size, alignment and stroke of a cell."""


def _style(cell: Any) -> Style:
    align = ALIGNED.get(_of(cell, "p/pPr/jc"), "left")
    hidden = [side for side in SIDES if _of(cell, f"tcPr/tcBorders/{side}") == "nil"]
    drawn = ", ".join(f"{side}: {'none' if side in hidden else STROKE}" for side in SIDES)
    stroke = "none" if len(hidden) == len(SIDES) else f"({drawn})" if hidden else STROKE
    return f"{_size(cell):g}pt", f"{align} + horizon", stroke


def _cell(cell: Any, across: int, down: int, common: Style, values: dict[str, str]) -> str:
    """A cell of a table; only what differs from most cells is said."""
    size, align, stroke = _style(cell)
    settings = {
        "colspan": str(across) if across > 1 else "",
        "rowspan": str(down) if down > 1 else "",
        "align": align if align != common[1] else "",
        "stroke": stroke if stroke != common[2] else "",
    }
    shown = _shown(cell, values)
    if size != common[0]:
        shown = f"text(size: {size}, {shown})"
    stated = [f"{name}: {value}" for name, value in settings.items() if value]
    return f"table.cell({', '.join([*stated, shown])})," if stated else f"{shown},"


def _shown(cell: Any, values: dict[str, str]) -> str:
    """What a cell shows: the text of a slot, or the lines of a label."""
    token = TOKEN.fullmatch(text_of(cell).strip())
    return values[token[1]] if token else _lines(text_of_lines(cell))
