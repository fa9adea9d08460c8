"""A paper drawn cell by cell on a canvas (reportlab), as print controls draw it.

``lines: strokes`` draws each cell as a stroked frame, ``lines: rects`` every rule as a thin filled box.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tools.corpus.foreign.sheets import Block, Cell, Grid, Line
from tools.corpus.samples import ROOT

FILES = {
    "serif": ROOT / "src" / "hjforms" / "fonts" / "serif.ttf",
    "song": ROOT / "templates" / "fonts" / "HJSong-Regular.ttf",
    "hei": ROOT / "templates" / "fonts" / "HJHei-Regular.ttf",
    "fang": ROOT / "templates" / "fonts" / "HJFang-Regular.ttf",
    "kai": ROOT / "templates" / "fonts" / "HJKai-Regular.ttf",
}
MARGIN, PAD = 36.0, 3.0


def pdf(blocks: Sequence[Block], head: dict[str, str]) -> bytes:
    """The paper; it goes on to another page where it is full, and repeats the heads of its table there."""
    drawing = _Drawing(head)
    for block in blocks:
        drawing.grid(block) if isinstance(block, Grid) else drawing.line(block)
    return drawing.saved()


class _Drawing:
    def __init__(self, head: dict[str, str]) -> None:
        self._font, self._size = head["font"], float(head.get("size", "10"))
        self._rects = head.get("lines") == "rects"
        self._width, self._height = landscape(A4) if "landscape" in head else A4
        pdfmetrics.registerFont(TTFont(self._font, str(FILES[self._font])))
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, (self._width, self._height), invariant=1)
        self._canvas.setLineWidth(0.6)
        self._top = self._height - MARGIN

    def saved(self) -> bytes:
        self._canvas.save()
        return self._file.getvalue()

    def line(self, line: Line) -> None:
        size = 16.0 if line.style == "title" else self._size
        wide = self._width - 2 * MARGIN
        if line.style == "spread":
            self._room(size * 2)
            left, free = MARGIN, wide - sum(self._long(part, size) for part in line.parts)
            for part in line.parts:
                self._text(part, left, self._top - size * 1.4, size)
                left += self._long(part, size) + free / max(1, len(line.parts) - 1)
            self._top -= size * 2
            return
        text = "　　" + line.parts[0] if line.style == "paragraph" else line.parts[0]
        for piece in self._wrapped(text, wide, size):
            self._room(size * 1.7)
            share = {"title": 0.5, "centre": 0.5, "right": 1.0}.get(line.style, 0.0)
            self._text(piece, MARGIN + (wide - self._long(piece, size)) * share, self._top - size * 1.3, size)
            self._top -= size * 1.7

    def grid(self, grid: Grid) -> None:
        unit = (self._width - 2 * MARGIN) / sum(grid.widths)
        lefts = [MARGIN + unit * sum(grid.widths[:at]) for at in range(len(grid.widths) + 1)]
        heights = [self._tall(row, lefts) for row in grid.rows]
        drawn = 0
        while drawn < len(grid.rows):
            rows = list(range(grid.heads)) if drawn >= grid.heads and drawn else []
            left = self._top - MARGIN - sum(heights[row] for row in rows)
            while drawn < len(grid.rows) and heights[drawn] <= left:
                left -= heights[drawn]
                rows.append(drawn)
                drawn += 1
            self._part(grid, rows, lefts, heights)
            if drawn < len(grid.rows):
                self._turn()

    def _part(self, grid: Grid, rows: list[int], lefts: list[float], heights: list[float]) -> None:
        for row in rows:
            for at, cell in enumerate(grid.rows[row]):
                if not cell.hidden:
                    deep = sum(heights[row : row + cell.down])
                    self._cell(cell, lefts[at], lefts[at + cell.across], deep)
            self._top -= heights[row]

    def _cell(self, cell: Cell, left: float, right: float, deep: float) -> None:
        bottom = self._top - deep
        if self._rects:
            for box in (
                (left, bottom, right - left, 0.6),
                (left, self._top, right - left, 0.6),
                (left, bottom, 0.6, deep),
                (right, bottom, 0.6, deep),
            ):
                self._canvas.rect(*box, stroke=0, fill=1)
        else:
            self._canvas.rect(left, bottom, right - left, deep, stroke=1, fill=0)
        lines = self._wrapped(cell.text, right - left - 2 * PAD, self._size)
        base = bottom + (deep + len(lines) * self._size * 1.2) / 2 - self._size
        for number, text in enumerate(lines):
            place = left + (right - left - self._long(text, self._size)) / 2
            self._text(text, place, base - number * self._size * 1.2, self._size)

    def _tall(self, row: Sequence[Cell], lefts: list[float]) -> float:
        lines = [
            len(self._wrapped(cell.text, lefts[at + cell.across] - lefts[at] - 2 * PAD, self._size))
            for at, cell in enumerate(row)
            if not cell.hidden and cell.down == 1
        ]
        return max([1, *lines]) * self._size * 1.2 + 2 * PAD + 3

    def _wrapped(self, text: str, wide: float, size: float) -> list[str]:
        found = []
        for piece in text.split("\n"):
            line = ""
            for char in piece:
                if self._long(line + char, size) > wide and line:
                    found.append(line)
                    line = ""
                line += char
            found.append(line)
        return found

    def _text(self, text: str, left: float, base: float, size: float) -> None:
        before, _, rest = text.partition("\ue000")
        marked, _, after = rest.partition("\ue001")
        bare = before + marked + after
        self._canvas.setFont(self._font, size)
        self._canvas.drawString(left, base, bare)
        if marked:
            start = left + self._long(before, size)
            self._canvas.line(start, base - 2, start + self._long(marked, size), base - 2)

    def _long(self, text: str, size: float) -> float:
        bare = text.replace("\ue000", "").replace("\ue001", "")
        return float(pdfmetrics.stringWidth(bare, self._font, size))

    def _room(self, needed: float) -> None:
        if self._top - needed < MARGIN:
            self._turn()

    def _turn(self) -> None:
        self._canvas.showPage()
        self._canvas.setLineWidth(0.6)
        self._top = self._height - MARGIN
