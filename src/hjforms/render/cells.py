"""Cells (单元格): which marks of a page stand in which cell of which table, and which are lines outside of them.

The rules of the page make the cells: a point is in the cell whose four rules are the next ones around it. A cell with
the place of a value is a datum; one with labels alone is a head: of its row where a value stands to its
right, else of its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from hjforms.template.content import Rule

NEAR = 1.5  # points: rules that are no farther apart are one, and reach each other
RISE = 0.35  # of the size of a text: from its baseline to its middle
APART = 0.6  # of the size of a text: what lies no farther apart in height is one line
Scope = Literal["", "Row", "Column"]
Box = tuple[float, float, float, float]


class Mark(NamedTuple):
    """A text of the page, be it a label or the place of a value: a point in it, its size, and its number."""

    x: float
    y: float
    size: float
    number: int
    is_value: bool


@dataclass
class Cell:
    """A cell of a table: its box, the marks in it, and over how many columns and rows it goes."""

    box: Box
    marks: list[Mark] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    scope: Scope = ""

    @property
    def is_label(self) -> bool:
        """True where labels stand in it, and no value."""
        return bool(self.marks) and not any(mark.is_value for mark in self.marks)


@dataclass
class Table:
    """The cells of a table row by row."""

    rows: list[list[Cell]]

    @property
    def top(self) -> float:
        """How high it begins."""
        return max(cell.box[3] for row in self.rows for cell in row)


@dataclass
class Line:
    """A line of text outside of tables."""

    marks: list[Mark]
    is_title: bool = False

    @property
    def top(self) -> float:
        """How high it stands."""
        return max(mark.y for mark in self.marks)


def parts_of(marks: Sequence[Mark], rules: Sequence[Rule]) -> list[Table | Line]:
    """The tables and lines of a page from its top to its foot; every mark stands in one of them."""
    grid = _Grid(rules)
    cells = {box: Cell(box) for box in grid.boxes()}
    outside: list[Mark] = []
    for mark in marks:
        box = grid.around(mark.x, mark.y)
        if box is None:
            outside.append(mark)
        else:
            cells.setdefault(box, Cell(box)).marks.append(mark)
    for cell in cells.values():
        cell.marks = [mark for line in _lines(cell.marks) for mark in line]
    tables = [_table(group) for group in _together(list(cells.values()))]
    lines = [Line(line) for line in _lines(outside)]
    _entitle(lines)
    return sorted([*tables, *lines], key=lambda part: -part.top)


def _lines(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks line by line, from left to right."""
    lines: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: -mark.y):
        if lines and lines[-1][0].y - mark.y < APART * min(mark.size, lines[-1][0].size):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [sorted(line, key=lambda mark: mark.x) for line in lines]


def _entitle(lines: Sequence[Line]) -> None:
    """The lines of the largest labels are the title, where others are smaller."""
    sizes = {mark.size for line in lines for mark in line.marks if not mark.is_value}
    if len(sizes) > 1:
        for line in lines:
            line.is_title = all(mark.size == max(sizes) and not mark.is_value for mark in line.marks)


class _Grid:
    """The rules of a page."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._level = [
            (min(rule.x0, rule.x1), max(rule.x0, rule.x1), rule.y0) for rule in rules if abs(rule.y0 - rule.y1) < NEAR
        ]
        self._upright = [
            (min(rule.y0, rule.y1), max(rule.y0, rule.y1), rule.x0) for rule in rules if abs(rule.x0 - rule.x1) < NEAR
        ]

    def around(self, x: float, y: float) -> Box | None:
        """The cell around a point; ``None`` where it is not enclosed."""
        across = [at for start, end, at in self._upright if start - NEAR <= y <= end + NEAR]
        along = [at for start, end, at in self._level if start - NEAR <= x <= end + NEAR]
        sides, edges = _around(across, x), _around(along, y)
        return (sides[0], edges[0], sides[1], edges[1]) if sides and edges else None

    def boxes(self) -> Iterator[Box]:
        """Every cell, some of them several times."""
        across, along = _clusters([at for *_, at in self._upright]), _clusters([at for *_, at in self._level])
        for left, right in pairwise(across):
            for low, high in pairwise(along):
                box = self.around((left + right) / 2, (low + high) / 2)
                if box is not None:
                    yield box


def _around(places: Sequence[float], at: float) -> tuple[float, float] | None:
    """The nearest places on both sides; ``None`` where there is none on one."""
    below, above = [place for place in places if place <= at], [place for place in places if place > at]
    return (round(max(below), 1), round(min(above), 1)) if below and above else None


def _clusters(values: Sequence[float]) -> list[float]:
    """Values in order, of those that are one the first."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _together(cells: list[Cell]) -> Iterator[list[Cell]]:
    """Cells in groups that touch each other."""
    left = list(cells)
    while left:
        group = [left.pop(0)]
        for cell in group:
            near = [other for other in left if _touch(cell.box, other.box)]
            group += near
            left = [other for other in left if other not in near]
        yield group


def _touch(one: Box, other: Box) -> bool:
    return all(one[axis] <= other[axis + 2] + NEAR and other[axis] <= one[axis + 2] + NEAR for axis in (0, 1))


def _table(cells: list[Cell]) -> Table:
    """The table of cells that touch; places that none of them takes are cells without a text."""
    across = _clusters([edge for cell in cells for edge in (cell.box[0], cell.box[2])])
    along = _clusters([edge for cell in cells for edge in (cell.box[1], cell.box[3])])[::-1]
    rows: list[dict[int, Cell]] = [{} for _ in along[1:]]
    taken: set[tuple[int, int]] = set()
    for cell in sorted(cells, key=lambda cell: (-cell.box[3], cell.box[0])):
        left, right = _nearest(across, cell.box[0]), _nearest(across, cell.box[2])
        top, low = _nearest(along, cell.box[3]), _nearest(along, cell.box[1])
        places = {(row, column) for row in range(top, low) for column in range(left, right)}
        if not places or places & taken:
            continue
        taken |= places
        cell.columns, cell.rows = right - left, low - top
        rows[top][left] = cell
    for row, (high, low_) in enumerate(pairwise(along)):
        for column, (left_, right_) in enumerate(pairwise(across)):
            if (row, column) not in taken:
                rows[row][column] = Cell((left_, low_, right_, high))
    for cell in cells:
        cell.scope = _scope(cell, cells) if cell.is_label else ""
    return Table([[row[column] for column in sorted(row)] for row in rows])


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _scope(cell: Cell, cells: Sequence[Cell]) -> Scope:
    """What a label is the head of; nothing where no cell lies beside or below it."""
    x0, y0, x1, y1 = cell.box
    middle = (y0 + y1) / 2
    beside = [other for other in cells if other.box[0] >= x1 - NEAR and other.box[1] < middle < other.box[3]]
    if any(mark.is_value for other in beside for mark in other.marks):
        return "Row"
    below = any(other.box[3] <= y0 + NEAR and other.box[0] < x1 - NEAR and other.box[2] > x0 + NEAR for other in cells)
    return "Column" if below else ""
