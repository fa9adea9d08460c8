"""Squares (格子): texts between edges, however a file has drawn them, and what stands beside, above and below.

A returned page is a heap of such squares. Which of them are labels is for others to know.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor

from hjforms.notations.text import seen
from hjforms.reading.file import clock
from hjforms.reading.page.word.cells import GAP, TAB, Cell, Row
from hjforms.reading.page.word.symbols import alike

LEAST_COLUMNS = 5  # of two tables that are one: with fewer, equal columns may be chance
OVERLAP = 0.6  # of the narrower of two squares: what they share at least to be in one column


@dataclass(frozen=True)
class Square:
    """A text between its edges, its lines parted; ``y`` grows downwards. Those of another ``table`` are no neighbours.

    ``table`` 0 is text outside tables, where every square is a line of its own. ``line`` and ``cell`` are where
    it comes from in a Word file.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    table: int = 0
    line: int = 0
    cell: Cell | None = None
    page: int = 0  # of a file that has pages

    def turned(self) -> Square:
        """The square where lines are columns, and columns lines."""
        return replace(self, left=self.top, top=self.left, right=self.bottom, bottom=self.right)

    def shares_column(self, other: Square) -> bool:
        """True where two squares stand above one another."""
        if other.left > self.right or other.right < self.left:
            return False
        shared = min(self.right, other.right) - max(self.left, other.left)
        return shared >= OVERLAP * min(self.right - self.left, other.right - other.left)


def of_rows(rows: Sequence[Row]) -> list[Square]:
    """The squares of a Word file; cells that are merged downwards are one."""
    found: list[Square] = []
    above: dict[tuple[int, int, int], int] = {}
    for line, (row, table) in enumerate(zip(rows, _tables(rows), strict=True)):
        for cell in row.cells:
            place = table, cell.left, cell.right
            if cell.continued and place in above and not cell.text:
                old = found[above[place]]
                found[above[place]] = replace(old, bottom=line + 1)
            else:
                above[place] = len(found)
                text = (cell.lined.replace(TAB, GAP) or cell.text) if cell.text.strip() else cell.trace
                found.append(Square(alike(seen(text)), cell.left, line, cell.right, line + 1, table, line, cell))
    return found


def _tables(rows: Sequence[Row]) -> Iterator[int]:
    """The table of every row; one that was cut (拆分表格) and goes on with the same columns is one."""
    joined: dict[int, int] = {}
    before: Row | None = None
    for row in rows:
        if row.table and row.table not in joined:
            goes_on = before is not None and len(row.cells) >= LEAST_COLUMNS and row.edges == before.edges
            joined[row.table] = joined[before.table] if before is not None and goes_on else row.table
        if row.table or any(cell.text.strip() for cell in row.cells):
            before = row if row.table else None
        yield joined.get(row.table, 0)


class Sheet:
    """The squares of a page line by line; they come in the order of reading."""

    def __init__(self, squares: Sequence[Square]) -> None:
        self.squares = tuple(squares)
        self._across: dict[int, list[int]] = {}

    @cached_property
    def lines(self) -> list[list[int]]:
        """The squares that begin on the same height, from the top."""
        found: dict[tuple[float, int], list[int]] = defaultdict(list)
        for index, square in enumerate(self.squares):
            found[square.top, square.table].append(index)
        return [found[key] for key in sorted(found)]

    @cached_property
    def heights(self) -> Counter[int]:
        """How many lines every table has."""
        return Counter(self.squares[line[0]].table for line in self.lines)

    @cached_property
    def line_of(self) -> dict[int, int]:
        """The line of every square."""
        return {index: number for number, line in enumerate(self.lines) for index in line}

    def across(self, index: int) -> list[int]:
        """Every square of the table that stands on the line of this one, taller ones among them, from the left."""
        if index not in self._across:
            clock.tick()
            here = self.squares[index]
            middle = here.top + min(1.0, here.bottom - here.top) / 2
            found = [
                other
                for other in self._bands.get((here.table, floor(middle / self._unit)), ())
                if self.squares[other].top <= middle < self.squares[other].bottom
            ]
            self._across[index] = sorted(found, key=lambda other: self.squares[other].left)
        return self._across[index]

    @cached_property
    def _unit(self) -> float:
        """The height of a band: that of a usual square, so that few squares reach over many."""
        heights = [square.bottom - square.top for square in self.squares]
        return max(1.0, sum(heights) / max(1, len(heights)))

    @cached_property
    def _bands(self) -> dict[tuple[int, int], list[int]]:
        """The squares of every table by the bands over which they reach."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, square in enumerate(self.squares):
            for band in range(floor(square.top / self._unit), ceil(square.bottom / self._unit)):
                found[square.table, band].append(index)
        return found

    @cached_property
    def _tops(self) -> dict[tuple[int, int], list[int]]:
        """The squares of every table by the bands in which they begin."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, square in enumerate(self.squares):
            found[square.table, floor(square.top / self._unit)].append(index)
        return found

    def right_of(self, index: int) -> list[int]:
        """The squares on the right of one, on its line."""
        if not self.squares[index].table:
            return []
        edge = self.squares[index].left
        return [other for other in self.across(index) if self.squares[other].left > edge]

    def left_of(self, index: int) -> list[int]:
        """The squares on the left of one, the nearest first."""
        edge = self.squares[index].left
        return [other for other in reversed(self.across(index)) if self.squares[other].left < edge]

    def below(self, index: int) -> int | None:
        """The square right under one, between the same edges."""
        clock.tick()
        here = self.squares[index]
        half = (here.bottom - here.top) / 2
        first, last = (floor((here.bottom + way) / self._unit) for way in (-half, half))
        bands = range(first, last + 1) if here.table else ()
        for other in sorted(other for band in bands for other in self._tops.get((here.table, band), ())):
            square = self.squares[other]
            is_under = abs(square.top - here.bottom) < half
            if is_under and here.shares_column(square):
                wider = max(square.right - square.left, here.right - here.left)
                if abs(square.left - here.left) + abs(square.right - here.right) < wider / 5:
                    return other
        return None
