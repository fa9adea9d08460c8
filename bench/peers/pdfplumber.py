"""pdfplumber: ``extract_table``, which finds the grid by itself and gives the cells of the largest table.

It reads the grid only (person, years, sums); the lines above and below it are left out, in its favour.
"""

from __future__ import annotations

import io
from importlib.metadata import version

import pdfplumber

from bench import paper
from bench.records import Sheet

NAME = f"pdfplumber {version('pdfplumber')} extract_table"
SCOPE = "the grid only, as texts"
Cells = list[list[str | None]]


def read(data: bytes) -> Cells:
    """The rows of the largest table on the first page."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return document.pages[0].extract_table() or []


def right(sheet: Sheet, rows: Cells) -> bool:
    """Whether each row of the grid came out with each of its values, in order."""
    found = iter([_texts(row) for row in rows])
    wanted = (
        *paper.person_texts(sheet["person"]),
        *map(paper.row_texts, sheet["years"]),
        ["合计", *paper.total_texts(sheet["total"])],
        paper.refund_texts(sheet),
    )
    return all(_texts(row) in found for row in wanted)


def _texts(row: list[str] | list[str | None]) -> list[str]:
    """The texts of the cells that hold one, without white space."""
    texts = ("".join((cell or "").split()) for cell in row)
    return [text for text in texts if text]
