"""Rows that no level line parts (无横线的行): where only upright lines are ruled, the figures themselves make the rows.

Figures on the same heights in several columns are rows; what stands above the first of them are the heads. A text
of several lines belongs to the row in whose middle it stands. What may belong to two rows is put to none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from hjforms.reading.others.vocabulary import TOTAL, is_subtotal
from hjforms.reading.page.characters import Char
from hjforms.reading.page.grid import Grid, RuledCell
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.titles import squeezed

LEAST_ROWS = 2
LEAST_COLUMNS = 3  # of figures
FULL = 2.0  # of the size: what a line that goes on below may leave free
LEADING = 1.8  # of the size: from a line to the one in which it goes on
SAME_HEIGHT = 0.3  # of the size
_FIGURE = re.compile(r"[-+¥￥]?\d[\d,.:/年月至~～—%-]*元?")

Line = Sequence[Char]


def with_rows(grid: Grid) -> Grid:
    """The page with the cells parted in which several rows stand; a column of which it is not clear is left empty.

    So is every column where a sum would lose its word.
    """
    beside: dict[tuple[float, float], list[RuledCell]] = defaultdict(list)
    for cell in grid.cells:
        _, low, _, high = cell.box
        beside[low, high].append(cell)
    parted: dict[int, list[RuledCell]] = {}
    unclear: list[RuledCell] = []
    for cells in beside.values():
        heights = _heights(cells) if len(cells) >= LEAST_COLUMNS else []
        levels = _levels(cells, heights) if heights else []
        rows = {id(cell): _rows(cell, heights, levels) for cell in cells} if heights else {}
        if any(not rows[id(cell)] and any(map(_is_sum, cell.lines)) for cell in cells if rows):
            rows = {key: [] for key in rows}
        unclear += [cell for cell in cells if rows and not rows[id(cell)]]
        parted |= {id(cell): list(_parts(cell, levels, rows[id(cell)] or [()] * len(levels))) for cell in cells if rows}
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
    """The heights of all rows, with that of what stands lowest of the heads above the first, where figures have any."""
    heads = [line[0].y for cell in cells for line in cell.lines if _is_above(line, heights[0])]
    figures = [cell for cell in cells if len(list(_figures(cell))) == len(heights)]
    is_headed = any(_is_above(cell.lines[0], heights[0]) for cell in figures)
    return [*([min(heads)] if is_headed else []), *heights]


def _is_above(line: Line, height: float) -> bool:
    return line[0].y > height + SAME_HEIGHT * line[0].size


def _rows(cell: RuledCell, heights: Sequence[float], levels: Sequence[float]) -> list[list[Char]]:
    """What stands in each row of a cell, below what of the heads is in it; empty where a line may belong to two."""
    first = len(levels) - len(heights)
    rows: list[list[Line]] = [[] for _ in levels]
    for line in cell.lines:
        nearest = min(range(len(heights)), key=lambda row: abs(heights[row] - line[0].y))
        rows[0 if first and _is_above(line, heights[0]) else first + nearest].append(line)
    for height, lines in zip(heights, rows[first:], strict=True):
        if lines and not _is_on((lines[0][0].y + lines[-1][0].y) / 2, height, lines[0][0].size):
            return []
    is_one = any(_may_go_on(upper, lower, cell.box[2] - cell.box[0], heights) for upper, lower in pairwise(cell.lines))
    return [] if is_one else [list(chain.from_iterable(lines)) for lines in rows]


def _may_go_on(upper: Line, lower: Line, width: float, heights: Sequence[float]) -> bool:
    """True for two lines of words, each on the height of a row, of which the upper is full: they may be one text."""
    is_full = width - (upper[-1].left + upper[-1].width - upper[0].left) <= FULL * upper[-1].size
    is_near = upper[0].y - lower[0].y <= LEADING * upper[-1].size
    are_rows = is_near and all(
        any(_is_on(line[0].y, height, line[0].size) for height in heights) for line in (upper, lower)
    )
    return is_full and are_rows and not _is_figure(upper) and not _is_figure(lower)


def _is_sum(line: Line) -> bool:
    name = canonical("".join(char.text for char in line))
    return name == TOTAL or is_subtotal(name)


def _is_figure(line: Line) -> bool:
    return bool(_FIGURE.fullmatch(squeezed("".join(char.text for char in line))))


def _is_broken(line: Line) -> bool:
    """True for the beginning of a figure that goes on below: 2307. over 29 is one amount."""
    return squeezed("".join(char.text for char in line)).endswith((".", ",", "-", "/", ":", "~"))


def _is_on(height: float, row: float, size: float) -> bool:
    """True for a height that is that of a row."""
    return abs(height - row) <= SAME_HEIGHT * size


def _heights(cells: Sequence[RuledCell]) -> list[float]:
    """The heights of the rows, from the top, as several columns of figures agree on them; empty where they do not."""
    columns = [column for cell in cells if len(column := list(_figures(cell))) >= LEAST_ROWS]
    count, columns_of_it = Counter(map(len, columns)).most_common(1)[0] if columns else (0, 0)
    fullest = [column for column in columns if len(column) == count]
    is_folded = any(_is_broken(line) for column in columns for line in column[:-1])
    if columns_of_it < LEAST_COLUMNS or is_folded:
        return []
    return [sum(line[0].y for line in level) / len(level) for level in zip(*fullest, strict=True)]


def _figures(cell: RuledCell) -> Iterator[Line]:
    """The lines at the end of a cell that are figures, from the top."""
    lines = cell.lines
    first = len(lines)
    while first and _is_figure(lines[first - 1]):
        first -= 1
    yield from lines[first:]
