"""pdfplumber: ``extract_tables``, which finds the grids by itself and gives the texts of their cells.

What stands outside the grids is left out, in its favour. Of a page without a grid it gives the words.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.metadata import version

import pdfplumber

import hjforms
from hjforms.template.layout import Slot

NAME = f"pdfplumber {version('pdfplumber')}"
Cell = tuple[int, int, int]
Tables = list[list[list[str | None]]]


class Reader:
    """Reads the pages of one form."""

    def __init__(self, form: hjforms.Form) -> None:
        self._slots = form.compiled.layout.slots
        with pdfplumber.open(io.BytesIO(form.compiled.pdf)) as document:
            page = document.pages[0]
            boxes = {
                (table, row, column): box
                for table, found in enumerate(page.find_tables())
                for row, cells in enumerate(found.rows)
                for column, box in enumerate(cells.cells)
                if box
            }
            self._cells = [_cell_of(slot, boxes, page.height) for slot in self._slots]
        inside = sum(cell is not None for cell in self._cells)
        self.scope = f"{inside} of {len(self._slots)} texts" if inside else "words"
        self._has_grid = bool(inside)

    def read(self, data: bytes) -> Tables:
        """The tables of the first page, or its words as one table of one column."""
        with pdfplumber.open(io.BytesIO(data)) as document:
            page = document.pages[0]
            if self._has_grid:
                return page.extract_tables()
            return [[[word["text"]] for word in page.extract_words()]]

    def right(self, texts: Sequence[str], tables: Tables) -> bool:
        """Whether each text came out in its cell, or among the words."""
        try:
            shown = [_plain(tables[cell[0]][cell[1]][cell[2]]) for cell in self._cells if cell]
        except IndexError:
            return False
        if self._has_grid:
            wanted = [text for cell, text in zip(self._cells, texts, strict=True) if cell]
            return all(_plain(text) in found for text, found in zip(wanted, shown, strict=True))
        words = "".join(_plain(row[0]) for row in tables[0])
        return all(_plain(text) in words for text in texts)


def _cell_of(slot: Slot, boxes: dict[Cell, tuple[float, ...]], height: float) -> Cell | None:
    """The cell of a grid that holds a slot."""
    x, y = (slot.box[0] + slot.box[2]) / 2, height - (slot.box[1] + slot.box[3]) / 2
    return next((cell for cell, box in boxes.items() if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


def _plain(text: str | None) -> str:
    return "".join((text or "").split())
