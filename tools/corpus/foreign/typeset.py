"""A paper in typst's language, and as typst sets it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.corpus.foreign.sheets import Block, Cell, Grid, Line
from tools.corpus.samples import ROOT

FACES = {"宋体": "HJ Song", "仿宋": "HJ Fang", "楷体": "HJ Kai", "黑体": "HJ Hei"}
STYLE = """#set page("a4", flipped: {turned}, margin: 14mm, footer: align(center)[#context counter(page).display()])
#set text(font: ("{face}", "HJ Symbol"), size: {size}pt)
#set par(leading: 0.55em, spacing: 0.8em)
#set table(stroke: 0.5pt, inset: 4pt, align: center + horizon)
"""


def pdf(blocks: Sequence[Block], head: dict[str, str]) -> bytes:
    """The paper, with the fonts that our templates use too."""
    turned = str("landscape" in head).lower()
    style = STYLE.format(turned=turned, face=FACES[head["font"]], size=head.get("size", "9.5"))
    body = "\n".join(
        _table(block, "0pt" if at and isinstance(blocks[at - 1], Grid) else "7pt")
        if isinstance(block, Grid)
        else _line(block)
        for at, block in enumerate(blocks)
    )
    fonts = [str(ROOT / "templates" / "fonts")]
    import typst  # of the benchmark: only who makes the corpus anew needs it

    made = typst.compile((style + body).encode(), format="pdf", font_paths=fonts, ignore_system_fonts=True, timestamp=0)
    assert isinstance(made, bytes)
    return made


def _line(line: Line) -> str:
    if line.style == "spread":
        return f"#block(above: 10pt)[{'#h(1fr)'.join(f'#{_content(part)}' for part in line.parts)}]\n"
    text = _content(line.parts[0])
    forms = {
        "title": f"#align(center, text(size: 16pt, {text}))",
        "centre": f"#align(center, {text})",
        "right": f"#align(right, {text})",
        "left": f"#par({text})",
        "paragraph": f"#par(first-line-indent: (amount: 2em, all: true), {text})",
    }
    return forms[line.style] + "\n"


def _table(grid: Grid, above: str) -> str:
    columns = ", ".join(f"{width}fr" for width in grid.widths)
    cells = [[_cell(cell) for cell in row if not cell.hidden] for row in grid.rows]
    head = "".join(cell for row in cells[: grid.heads] for cell in row)
    body = "".join(cell for row in cells[grid.heads :] for cell in row)
    header = f"table.header({head})," if head else ""
    return f"#block(above: {above}, below: 0pt, table(columns: ({columns},), {header}{body}))\n"


def _cell(cell: Cell) -> str:
    return f"table.cell(colspan: {cell.across}, rowspan: {cell.down}, {_content(cell.text)}),"


def _content(text: str) -> str:
    quoted = "".join(
        f"#underline({_string(piece)});" if marked else f"#({_string(piece)});"
        for marked, piece in _pieces(text)
        if piece
    )
    return f"[{quoted}]"


def _pieces(text: str) -> list[tuple[bool, str]]:
    return [(bool(at % 2), piece) for at, piece in enumerate(re.split("[\ue000\ue001]", text))]


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
