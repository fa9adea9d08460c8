"""Rows that no level line parts (无横线的行): where only upright lines are ruled, the figures themselves make the rows.

Figures on the same heights in several columns are rows; what stands above the first of them are the heads. A text
of several lines belongs to the row in whose middle it stands. What may belong to two rows is put to none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hjforms.reading.page.characters import Char
from hjforms.reading.page.grid import Grid, RuledCell
from hjforms.reading.page.titles import squeezed

LEAST_ROWS = 2
LEAST_COLUMNS = 3  # of figures
FULL = 1.5  # of the size: what a line that goes on below may leave free
SAME_HEIGHT = 0.3  # of the size
_FIGURE = re.compile(r"[-+¥￥]?\d[\d,.:/年月至~～—%-]*元?")

Line = Sequence[Char]


def with_rows(grid: Grid) -> Grid:
    """The page with the cells parted in which several rows stand; a column of which it is not clear is left empty."""
    beside: dict[tuple[float, float], list[RuledCell]] = defaultdict(list)
    for cell in grid.cells:
        _, low, _, high = cell.box
        beside[low, high].append(cell)
    parted: dict[int, list[RuledCell]] = {}
    unclear: list[RuledCell] = []
    for cells in beside.values():
        heights = _heights(cells) if len(cells) >= LEAST_COLUMNS else []
        levels = _levels(cells, heights) if heights else []
        for cell in cells if heights else ():
            rows = _rows(cell, heights, levels)
            unclear += [] if rows else [cell]
            parted[id(cell)] = list(_parts(cell, levels, rows or [()] * len(levels)))
    if not parted:
        return grid
    found = (part for cell in grid.cells for part in parted.get(id(cell), [cell]))
    return replace(
        grid,
        cells=tuple(sorted(found, key=lambda cell: (-cell.box[3], cell.box[0]))),
        outside=(*grid.outside, *(tuple(line) for cell in unclear for line in cell.lines)),
    )


def _parts(cell: RuledCell, levels: Sequence[float], rows: Sequence[Line]) -> Iterator[RuledCell]:
    """The parts of a cell between the middles of these heights, with what stands in each."""
    left, low, right, high = cell.box
    edges = [high, *((upper + lower) / 2 for upper, lower in pairwise(levels)), low]
    for (over, under), chars in zip(pairwise(edges), rows, strict=True):
        yield RuledCell((left, under, right, over), tuple(chars))


def _levels(cells: Sequence[RuledCell], heights: Sequence[float]) -> list[float]:
    """The heights of all rows, with that of what stands lowest of the heads above the first."""
    heads = [line[0].y for cell in cells for line in cell.lines if _is_above(line, heights[0])]
    return [*([min(heads)] if heads else []), *heights]


def _is_above(line: Line, height: float) -> bool:
    return line[0].y > height + SAME_HEIGHT * line[0].size


def _rows(cell: RuledCell, heights: Sequence[float], levels: Sequence[float]) -> list[list[Char]]:
    """What stands in each row of a cell, below what of the heads is in it; empty where a line may belong to two."""
    rows: list[list[Char]] = [[] for _ in levels]
    first = len(levels) - len(heights)
    free: list[list[Line]] = [[]]
    for line in cell.lines:
        own = _row(line[0].y, heights, line[0].size)
        if first and _is_above(line, heights[0]):
            rows[0] += line
        elif own is None:
            free[-1].append(line)
        else:
            rows[first + own] += line
            free.append([])
    for run in filter(None, free):
        own = _row((run[0][0].y + run[-1][0].y) / 2, heights, run[0][0].size)
        if own is None or rows[first + own]:
            return []
        rows[first + own] += [char for line in run for char in line]
    is_one = any(_may_go_on(upper, lower, cell.box[2], heights) for upper, lower in pairwise(cell.lines))
    return [] if is_one else rows


def _may_go_on(upper: Line, lower: Line, edge: float, heights: Sequence[float]) -> bool:
    """True for two lines of words, each on the height of a row, of which the upper is full: they may be one text."""
    is_full = edge - upper[-1].left - upper[-1].width <= FULL * upper[-1].size
    are_rows = all(_row(line[0].y, heights, line[0].size) is not None for line in (upper, lower))
    return is_full and are_rows and not _is_figure(upper) and not _is_figure(lower)


def _is_figure(line: Line) -> bool:
    return bool(_FIGURE.fullmatch(squeezed("".join(char.text for char in line))))


def _row(height: float, heights: Sequence[float], size: float) -> int | None:
    """The row that stands on a height."""
    return next((row for row, own in enumerate(heights) if abs(own - height) <= SAME_HEIGHT * size), None)


def _heights(cells: Sequence[RuledCell]) -> list[float]:
    """The heights of the rows, from the top, as several columns of figures agree on them; empty where they do not."""
    columns = [column for cell in cells if len(column := list(_figures(cell))) >= LEAST_ROWS]
    count, columns_of_it = Counter(map(len, columns)).most_common(1)[0] if columns else (0, 0)
    fullest = [column for column in columns if len(column) == count]
    if columns_of_it < LEAST_COLUMNS or count < max(map(len, columns)):
        return []
    return [sum(line[0].y for line in level) / len(level) for level in zip(*fullest, strict=True)]


def _figures(cell: RuledCell) -> Iterator[Line]:
    """The lines at the end of a cell that are figures, from the top."""
    lines = cell.lines
    first = len(lines)
    while first and _is_figure(lines[first - 1]):
        first -= 1
    yield from lines[first:]
