"""Rows that no level line parts (无横线的行): where only upright lines are ruled, the figures themselves make the rows.

Figures on the same heights in several columns are rows; what stands above the first of them are the heads. A text
of several lines belongs to the row in whose middle it stands. What may belong to two rows is put to none.

Where only the heads stand in cells, the columns go on below them: no text of a row reaches over the edge of one.
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
EDGE = 1.0  # points: what belongs to a column may reach over its edge
FIRST, STEP = 4.0, 1.6  # from heads to the first row (of the size), and from a row to the next (of the widest step)
FOLD = 1.7  # of the size: from the last row to more of its cells
CLEARLY = 1.3  # so much nearer is a line to the row to which it belongs than to the next
_FIGURE = re.compile(r"[-+¥￥]?\d[\d,.:/年月至~～—%-]*元?")

Line = Sequence[Char]
Rule = tuple[float, float, float]
Edges = Sequence[tuple[float, float]]
"""Where columns begin and end, from the left."""


def below_heads(grid: Grid) -> Grid:
    """The page with cells for the rows that stand outside of cells, right below a table that has nothing but heads.

    Level rules part the rows; where there are none, a line belongs to the row to which it is clearly the nearest.
    """
    found: list[RuledCell] = []
    taken: set[int] = set()
    for table in sorted(set(grid.tables)):
        cells = [cell for cell, own in zip(grid.cells, grid.tables, strict=True) if own == table]
        columns = _columns(cells)
        body, rows = _body(grid.outside, columns) if columns else ([], [])
        if cells_of_rows := _below(columns, body, rows, grid.rules) if rows else []:
            taken |= {id(line) for line in body}
            found += cells_of_rows
    if not found:
        return grid
    outside = tuple(line for line in grid.outside if id(line) not in taken)
    cells = sorted((*grid.cells, *found), key=lambda cell: (-cell.box[3], cell.box[0]))
    return replace(grid, cells=tuple(cells), outside=outside)


def _columns(cells: Sequence[RuledCell]) -> list[RuledCell]:
    """The lowest cells of a table of heads, from the left; empty where it has figures, or these are no whole line."""
    low = min(cell.box[1] for cell in cells)
    lowest = sorted((cell for cell in cells if cell.box[1] <= low + EDGE), key=lambda cell: cell.box[0])
    has_figures = any(_is_figure(line) and not _is_count(line) for cell in cells for line in cell.lines)
    is_whole = all(abs(cell.box[2] - after.box[0]) <= EDGE for cell, after in pairwise(lowest))
    is_whole &= lowest[0].box[0] <= min(cell.box[0] for cell in cells) + EDGE
    is_whole &= lowest[-1].box[2] >= max(cell.box[2] for cell in cells) - EDGE
    has_words = sum(bool(cell.chars) for cell in lowest) > len(lowest) / 2
    return lowest if len(lowest) > LEAST_COLUMNS and is_whole and has_words and not has_figures else []


def _is_count(line: Line) -> bool:
    """True for the number of a column."""
    return squeezed("".join(char.text for char in line)).isdecimal() and len(line) < LEAST_COLUMNS


def _body(outside: Sequence[Line], columns: Sequence[RuledCell]) -> tuple[list[Line], list[float]]:
    """The lines outside of cells that fill columns, from the top, and the heights of those that are rows."""
    edges = [(cell.box[0], cell.box[2]) for cell in columns]
    height, step = min(cell.box[1] for cell in columns), 0.0
    found: list[Line] = []
    rows: list[float] = []
    for line in sorted((line for line in outside if line[0].y < height), key=lambda line: -line[0].y):
        filled = _filled(line, edges)
        is_row = len(filled) >= LEAST_COLUMNS and 2 * sum(map(_is_figure, filled)) >= len(filled)
        is_near = height - line[0].y <= (STEP * step if step else FIRST * line[0].size)
        if not filled or not is_near or not (is_row or rows):
            break
        if is_row:
            step = max(step, rows[-1] - line[0].y) if rows else step
            rows.append(line[0].y)
        found.append(line)
        height = line[0].y
    return [line for line in found if rows[-1] - line[0].y <= FOLD * line[0].size], rows


def _filled(line: Line, edges: Edges) -> list[Line]:
    """What a line has in each column in which it has anything; empty where a text reaches over an edge."""
    parts: dict[int, list[Char]] = defaultdict(list)
    for char in line:
        parts[_column_of(char, edges)].append(char)
    if min(parts) < 0:
        return []
    ends = {number: (part[0].left, part[-1].left + part[-1].width) for number, part in parts.items()}
    are_within = all(
        edges[number][0] - EDGE <= left and right <= edges[number][1] + EDGE for number, (left, right) in ends.items()
    )
    return [parts[number] for number in sorted(parts)] if are_within else []


def _below(
    columns: Sequence[RuledCell], body: Sequence[Line], rows: Sequence[float], rules: Sequence[Rule]
) -> list[RuledCell]:
    """The cells of the rows; of a sum, the word is in the first. None where it is not clear whose a line is."""
    edges = [(cell.box[0], cell.box[2]) for cell in columns]
    across = [height for height, left, right in rules if left <= edges[1][0] and right >= edges[-1][0]]
    levels = [columns[0].box[1], *(_between(upper, lower, across) for upper, lower in pairwise(rows))]
    levels.append(min(char.y - char.size for char in body[-1]))
    if not all(_is_clear(line, rows, levels, across) for line in body):
        return []
    found: list[RuledCell] = []
    for high, low in pairwise(levels):
        chars: list[list[Char]] = [[] for _ in edges]
        for line in (line for line in body if low < line[0].y <= high):
            word = _word_of_sum(line)
            for place, char in enumerate(line):
                chars[0 if place < word else _column_of(char, edges)].append(char)
        cells = zip(edges, chars, strict=True)
        found += [RuledCell((left, low, right, high), tuple(written)) for (left, right), written in cells]
    return found


def _between(upper: float, lower: float, across: Sequence[float]) -> float:
    """Where a row ends and the next begins: at the rule between them, or half way."""
    return next((height for height in across if lower < height < upper), (upper + lower) / 2)


def _is_clear(line: Line, rows: Sequence[float], levels: Sequence[float], across: Sequence[float]) -> bool:
    """True for a line of one row: it is that, a rule parts it from the others, or it is clearly nearer to that."""
    height = line[0].y
    near, *others = sorted(abs(height - row) for row in rows)
    level = min(levels[1:-1], key=lambda level: abs(level - height), default=None)
    return level is None or level in across or not others or others[0] >= CLEARLY * near


def _column_of(char: Char, edges: Edges) -> int:
    """The number of the column in which a letter stands, -1 beside all of them."""
    return next((number for number, (left, right) in enumerate(edges) if left <= char.middle <= right), -1)


def _word_of_sum(line: Line) -> int:
    """How many letters at the beginning of a line say that it sums the others: it may be set across two columns."""
    return next((count for count in range(len(line), 0, -1) if _is_sum(line[:count])), 0)


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
