"""A paper as a web page (HTML), as office systems print it from a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from tools.corpus.foreign.sheets import Block, Grid, Line

STYLE = """@page{{size:A4 {turn};margin:12mm}}body{{font:{size}pt '{font}';margin:0}}
table{{width:100%;border-collapse:collapse;table-layout:fixed;margin-top:-1px}}
td{{border:1px solid #000;padding:3px 4px;text-align:center;overflow-wrap:anywhere}}tr{{break-inside:avoid}}
h1{{font-size:16pt;text-align:center;margin:6px}}p{{margin:7px 2px;white-space:pre-wrap}}
.right{{text-align:right}}.centre{{text-align:center}}.paragraph{{text-indent:2em}}
.spread{{display:flex;justify-content:space-between}}
u{{text-decoration:none;border-bottom:1px dotted #000;padding:0 1em}}
.grid{{display:grid;border:1px solid #000;border-width:0 0 1px 1px;margin-top:-1px}}
.grid div{{border:1px solid #000;border-width:1px 1px 0 0;padding:4px;display:flex;align-items:center;
justify-content:center;text-align:center;overflow-wrap:anywhere}}"""


def page(blocks: Sequence[Block], head: dict[str, str]) -> str:
    """The page; a font, a size and a turned sheet are named in the head."""
    turn = "landscape" if "landscape" in head else "portrait"
    style = STYLE.format(turn=turn, size=head.get("size", "10.5"), font=head["font"])
    table = _boxes if "boxed" in head else _table
    body = "".join(table(block) if isinstance(block, Grid) else _line(block) for block in blocks)
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style><body>{body}</body>'


def _line(line: Line) -> str:
    if line.style == "title":
        return f"<h1>{_text(line.parts[0])}</h1>"
    inner = "".join(f"<span>{_text(part)}</span>" for part in line.parts)
    return f'<p class="{line.style}">{inner}</p>'


def _table(grid: Grid) -> str:
    columns = "".join(f'<col style="width:{100 * width / sum(grid.widths):.2f}%">' for width in grid.widths)
    head, body = "".join(_rows(grid, 0, grid.heads)), "".join(_rows(grid, grid.heads, len(grid.rows)))
    return f"<table>{columns}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _boxes(grid: Grid) -> str:
    """A table of boxes that are no table: each is framed where another one is not."""
    columns = " ".join(f"{width}fr" for width in grid.widths)
    cells = "".join(
        f'<div style="grid-area:{number + 1}/{at + 1}/span {cell.down}/span {cell.across}">{_text(cell.text)}</div>'
        for number, row in enumerate(grid.rows)
        for at, cell in enumerate(row)
        if not cell.hidden
    )
    return f'<div class="grid" style="grid-template-columns:{columns}">{cells}</div>'


def _rows(grid: Grid, first: int, last: int) -> Iterator[str]:
    for row in grid.rows[first:last]:
        cells = (
            f'<td colspan="{cell.across}" rowspan="{cell.down}">{_text(cell.text)}</td>'
            for cell in row
            if not cell.hidden
        )
        yield f"<tr>{''.join(cells)}</tr>"


def _text(text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br>")
    return re.sub("\ue000(.*?)\ue001", r"<u>\1</u>", escaped)
