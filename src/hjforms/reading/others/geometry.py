"""Pages as squares (页面上的格子): the cells between ruled lines, and the stretches of the lines outside of them.

Labels with values beside them and columns that no upright line parts become squares as well. The pages of a paper
stand below each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hjforms.reading.others.captions import led
from hjforms.reading.others.found import AGENCY_NAME
from hjforms.reading.others.heads import heads_of
from hjforms.reading.others.labelled_rows import labelled_rows
from hjforms.reading.others.panes import panes_of
from hjforms.reading.others.unruled.blocks import Drawn
from hjforms.reading.others.unruled.cells import side_by_side, with_rows
from hjforms.reading.others.unruled.pages import OpenTable, without_lines
from hjforms.reading.others.unruled.parted import with_columns, with_halves
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.others.wrapping import paragraphs, text_of_folded, unfolded
from hjforms.reading.others.written import box_of, written
from hjforms.reading.page.characters import Char, end_of, text_of
from hjforms.reading.page.grid import Grid
from hjforms.reading.page.squares import Square
from hjforms.records.base import Leaf

EVEN = 4.0  # points
PAGE_GAP = 1000.0  # points between the pages of a paper, as squares are told
STAMP = "（章）"


class Seen(NamedTuple):
    """A square of a page, with the character of every letter of its text, the page, and where its column ends there.

    What stands apart, as what a seal says, goes on with nothing; what is in a row without cells, in any text.
    """

    square: Square
    chars: list[Char | None]
    page: int
    edge: float = 0.0
    is_apart: bool = False
    is_open: bool = False

    def letters(self) -> list[Char]:
        """The characters alone."""
        return [char for char in self.chars if char is not None]


@dataclass(frozen=True)
class Sheets:
    """The squares of the pages of a paper in the order of reading, and the table that may go on upon the next page."""

    seen: Sequence[Seen] = ()
    table: OpenTable | None = None


FIRST = Sheets()
"""What is above the first page of a paper."""


def with_page(above: Sheets, page: Grid, number: int, words: Vocabulary, known: Mapping[str, Leaf]) -> Sheets:
    """The squares of a paper and of its next page, which stands below the one before it."""
    found, before = [*above.seen], above.table
    for pane in panes_of(page, lambda text: bool(words.name_of(text))):
        whole = led(pane, lambda text: bool(words.name_of(text)))
        tables = max((one.square.table for one in found), default=0)
        count = tables + len(whole.cells)
        rows, rest = labelled_rows(whole, count, words)
        used = -min(0, *(one.square.table for one in found), 0)
        heads = TableHeads(words, known, heads_of(words))
        ruled = side_by_side(with_halves(with_columns(rest, heads), heads), heads)
        grid, columns, before = without_lines(with_rows(ruled), heads, before, used)
        edge = _right_of(whole)
        drawn = (
            [one._replace(is_open=True) for one in _seen(rows, number)]
            + _page(grid, number, tables, words)
            + _seen(columns, number)
        )
        drawn = [one._replace(edge=edge) for one in drawn]
        drawn.sort(key=lambda one: (one.square.top, one.square.left))
        found += _below(found, drawn)
    return Sheets(found, before)


def _seen(drawn: Sequence[Drawn], page: int) -> list[Seen]:
    """Squares as they are seen on a page."""
    return [Seen(replace(square, page=page), chars, page) for square, chars in drawn]


def _right_of(grid: Grid) -> float:
    """Where the text and the tables of a page end on the right."""
    ends = [char.left + char.width for line in grid.outside for char in line]
    return max([*ends, *(cell.box[2] for cell in grid.cells)], default=0)


def _page(grid: Grid, number: int, tables: int, words: Vocabulary) -> list[Seen]:
    """The squares of a page; its tables are counted on from those before."""
    found = []
    for cell, table in zip(grid.cells, grid.tables, strict=True):
        x0, y0, x1, y1 = cell.box
        text, chars = written(cell.chars, x1, words)
        found.append(Seen(Square(text, x0, -y1, x1, -y0, tables + table, page=number), chars, number))
    found += [_sealed(seal, number) for seal in grid.seals]
    found += [_aside(text, number, words) for text in grid.aside]
    lines_ = grid.outside
    right = max((char.left + char.width for line in lines_ for char in line), default=0.0)
    flowing = paragraphs(lines_, right, words)
    for paragraph in flowing:
        chars_of = [char for line in paragraph for char in line]
        x0, y0, x1, y1 = box_of(chars_of)
        text, chars = written(chars_of, right, words)
        found.append(Seen(Square(text, x0, -y1, x1, -y0, page=number), chars, number))
    taken = {id(line) for paragraph in flowing for line in paragraph}
    edges = [*(end_of(line) for line in lines_), *(cell.box[2] for cell in grid.cells)]
    for folded in unfolded([line for line in lines_ if id(line) not in taken], words, edges):
        x0, y0, x1, y1 = box_of(folded[0])
        text, chars = text_of_folded(folded, edges, words)
        found.append(Seen(Square(text, x0, -y1, x1, -y0, page=number), chars, number))
    return found


def _sealed(seal: Sequence[Char], page: int) -> Seen:
    """What a seal says, as one line; the name of an agency is told to be that of a seal."""
    x0, y0, x1, y1 = box_of(seal)
    text, chars = text_of(seal), [char for char in seal for _ in char.text]
    mark = STAMP if AGENCY_NAME.fullmatch(text) else ""
    return Seen(Square(text + mark, x0, -y1, x1, -y0, page=page), [*chars, *[None] * len(mark)], page, is_apart=True)


def _aside(text: Sequence[Char], page: int, words: Vocabulary) -> Seen:
    """What runs up or down outside of cells, as one line."""
    x0, y0, x1, y1 = box_of(text)
    said, chars = written(text, x1, words)
    return Seen(Square(said, x0, -y1, x1, -y0, page=page), chars, page, is_apart=True)


def _below(above: Sequence[Seen], page: list[Seen]) -> list[Seen]:
    """The squares of a page as they stand under those of the page before; a table with the same columns goes on."""
    cells, before = [drawn for drawn in page if drawn.square.table], [drawn for drawn in above if drawn.square.table]
    if not above or not page:
        return page
    shift = max(drawn.square.bottom for drawn in above) - min(drawn.square.top for drawn in page) + PAGE_GAP
    own = last = 0
    if cells and before and _are_even(_edges(_first_line(cells)), _edges(_last_line(before))):
        own, last = cells[0].square.table, before[-1].square.table
        shift = before[-1].square.bottom - cells[0].square.top
    return [
        drawn._replace(
            square=replace(
                drawn.square,
                top=drawn.square.top + shift,
                bottom=drawn.square.bottom + shift,
                table=last if own and drawn.square.table == own else drawn.square.table,
            )
        )
        for drawn in page
    ]


def _first_line(cells: Sequence[Seen]) -> list[Square]:
    """The cells of the first table of a page that begin where it does."""
    top = cells[0].square.top
    return [cell.square for cell in cells if cell.square.top == top]


def _last_line(cells: Sequence[Seen]) -> list[Square]:
    """The cells of the last table of a paper that end where its last one does: some are over several rows."""
    last = cells[-1]
    own = (cell for cell in cells if cell.page == last.page and cell.square.table == last.square.table)
    return sorted((cell.square for cell in own if abs(cell.square.bottom - last.square.bottom) <= EVEN), key=_left_of)


def _left_of(square: Square) -> float:
    return square.left


def _edges(line: Sequence[Square]) -> list[float]:
    """Where the cells of a line begin and end."""
    return [edge for square in line for edge in (square.left, square.right)]


def _are_even(one: Sequence[float], other: Sequence[float]) -> bool:
    """True for edges that stand above one another."""
    return len(one) == len(other) and all(abs(here - there) <= EVEN for here, there in zip(one, other, strict=True))
