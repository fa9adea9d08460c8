"""Tables of which some lines are ruled (半框线的表): what cells there are tells the columns, and figures the rows.

Where only upright lines are ruled, a cell holds a column. Where only the heads stand in cells, the columns go on below
them: no text of a row reaches over the edge of one, and level rules part the rows where there are any. In both, figures
on the same heights in several columns are rows; what stands above the first of them are the heads. A text of several
lines belongs to the row in whose middle it stands, or at which it begins. What may belong to two rows is put to none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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


def with_rows(grid: Grid) -> Grid:
    """The page with a cell for every row of every column; a column of which it is not clear is left empty.

    So is every column where a sum would lose its word.
    """
    whole = _with_columns(grid)
    beside: dict[tuple[float, float], list[RuledCell]] = defaultdict(list)
    for cell in whole.cells:
        beside[cell.box[1], cell.box[3]].append(cell)
    parted: dict[int, list[RuledCell]] = {}
    unclear: list[RuledCell] = []
    for cells in beside.values():
        heights = _heights(cells)
        levels = _levels(cells, heights) if heights else []
        rows = {id(cell): _rows(cell, heights, levels) for cell in cells if heights}
        if any(not rows[id(cell)] and any(map(_is_sum, cell.lines)) for cell in cells if rows):
            rows = {key: [] for key in rows}
        unclear += [cell for cell in cells if rows and not rows[id(cell)]]
        parted |= {id(cell): list(_parts(cell, levels, rows[id(cell)] or [()] * len(levels))) for cell in cells if rows}
    if not parted:
        return whole
    found = (part for cell in whole.cells for part in parted.get(id(cell), [cell]))
    outside = (*whole.outside, *(tuple(line) for cell in unclear for line in cell.lines))
    return replace(whole, cells=_ordered(found), outside=outside)


def _ordered(cells: Iterable[RuledCell]) -> tuple[RuledCell, ...]:
    """Cells in the order of reading."""
    return tuple(sorted(cells, key=lambda cell: (-cell.box[3], cell.box[0])))


# ---------------------------------------------------------------------------------------------- columns


def _with_columns(grid: Grid) -> Grid:
    """The page with cells for the columns that go on right below a table of nothing but heads."""
    found: list[RuledCell] = []
    taken: set[int] = set()
    for table in sorted(set(grid.tables)):
        heads = _lowest([cell for cell, own in zip(grid.cells, grid.tables, strict=True) if own == table])
        body = _body(grid.outside, heads) if heads else []
        found += _below(heads, body, grid.rules)
        taken |= {id(line) for line in body}
    if not found:
        return grid
    outside = tuple(line for line in grid.outside if id(line) not in taken)
    return replace(grid, cells=_ordered([*grid.cells, *found]), outside=outside)


def _lowest(cells: Sequence[RuledCell]) -> list[RuledCell]:
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


def _body(outside: Sequence[Line], heads: Sequence[RuledCell]) -> list[Line]:
    """The lines outside of cells that fill the columns of heads, from the top, with more of the cells of the last."""
    edges = [(cell.box[0], cell.box[2]) for cell in heads]
    height, step = min(cell.box[1] for cell in heads), 0.0
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
    return [line for line in found if rows[-1] - line[0].y <= FOLD * line[0].size]


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


def _below(heads: Sequence[RuledCell], body: Sequence[Line], rules: Sequence[Rule]) -> Iterator[RuledCell]:
    """The cells of columns below their heads, parted by the rules across them; of a sum, the word is in the first."""
    if not body:
        return
    edges = [(cell.box[0], cell.box[2]) for cell in heads]
    top, bottom = heads[0].box[1], min(char.y - char.size for char in body[-1])
    across = {height for height, left, right in rules if left <= edges[1][0] and right >= edges[-1][0]}
    levels = [top, *sorted((height for height in across if bottom < height < top), reverse=True), bottom]
    for high, low in pairwise(levels):
        chars: list[list[Char]] = [[] for _ in edges]
        for line in (line for line in body if low < line[0].y <= high):
            word = _word_of_sum(line)
            for place, char in enumerate(line):
                chars[0 if place < word else _column_of(char, edges)].append(char)
        for (left, right), written in zip(edges, chars if any(chars) else (), strict=False):
            yield RuledCell((left, low, right, high), tuple(written))


def _column_of(char: Char, edges: Edges) -> int:
    """The number of the column in which a letter stands, -1 beside all of them."""
    return next((number for number, (left, right) in enumerate(edges) if left <= char.middle <= right), -1)


def _word_of_sum(line: Line) -> int:
    """How many letters at the beginning of a line say that it sums the others: it may be set across two columns."""
    return next((count for count in range(len(line), 0, -1) if _is_sum(line[:count])), 0)


# ------------------------------------------------------------------------------------------------- rows


def _heights(cells: Sequence[RuledCell]) -> list[float]:
    """The heights of the rows in cells side by side, from the top: there, several columns have figures, and one always.

    Empty where there are no rows, or the lines of a figure may stand there: 2307. over 29 is one amount.
    """
    columns = [[line for line in cell.lines if _is_figure(line)] for cell in cells]
    figures = sorted((line for column in columns for line in column), key=lambda line: -line[0].y)
    levels: list[list[Line]] = []
    for line in figures:
        if levels and _is_on(line[0].y, levels[-1][0][0].y, line[0].size):
            levels[-1].append(line)
        else:
            levels.append([line])
    heights = [sum(line[0].y for line in level) / len(level) for level in levels if len(level) >= LEAST_COLUMNS]
    is_folded = any(_is_broken(line) for column in columns for line in column[:-1])
    has_all = any(_are_at(column, heights) for column in columns)
    return heights if len(heights) >= LEAST_ROWS and has_all and not is_folded else []


def _are_at(column: Sequence[Line], heights: Sequence[float]) -> bool:
    """True for a column that has a line on every height."""
    return all(any(_is_on(line[0].y, height, line[0].size) for line in column) for height in heights)


def _levels(cells: Sequence[RuledCell], heights: Sequence[float]) -> list[float]:
    """The heights of all rows, with that of what stands lowest of the heads above the first, where figures have any."""
    heads = [line[0].y for cell in cells for line in cell.lines if _is_above(line, heights[0])]
    is_headed = any(
        _is_above(cell.lines[0], heights[0]) for cell in cells if _are_at(list(filter(_is_figure, cell.lines)), heights)
    )
    return [*([min(heads)] if is_headed else []), *heights]


def _rows(cell: RuledCell, heights: Sequence[float], levels: Sequence[float]) -> list[list[Char]]:
    """What stands in each row of a cell, below what of the heads is in it; empty where a line may belong to two."""
    first = len(levels) - len(heights)
    rows: list[list[Line]] = [[] for _ in levels]
    for line in cell.lines:
        nearest = min(range(len(heights)), key=lambda row: abs(heights[row] - line[0].y))
        rows[0 if first and _is_above(line, heights[0]) else first + nearest].append(line)
    are_clear = all(_are_of(lines, row, heights) for row, lines in enumerate(rows[first:]) if lines)
    is_one = any(_may_go_on(upper, lower, cell.box[2] - cell.box[0], heights) for upper, lower in pairwise(cell.lines))
    return [list(chain.from_iterable(lines)) for lines in rows] if are_clear and not is_one else []


def _are_of(lines: Sequence[Line], row: int, heights: Sequence[float]) -> bool:
    """True for the lines of a text with the row in the middle, or at the first of them and the others clearly near."""
    size, height = lines[0][0].size, heights[row]
    first, last = lines[0][0].y, lines[-1][0].y
    far = min((abs(other - last) for other in heights if other != height), default=0.0)
    begins = _is_on(first, height, size) and far >= CLEARLY * abs(height - last)
    return begins or _is_on((first + last) / 2, height, size)


def _may_go_on(upper: Line, lower: Line, width: float, heights: Sequence[float]) -> bool:
    """True for two lines of words, each on the height of a row, of which the upper is full: they may be one text."""
    is_full = width - (upper[-1].left + upper[-1].width - upper[0].left) <= FULL * upper[-1].size
    is_near = upper[0].y - lower[0].y <= LEADING * upper[-1].size
    are_rows = is_near and all(
        any(_is_on(line[0].y, height, line[0].size) for height in heights) for line in (upper, lower)
    )
    return is_full and are_rows and not _is_figure(upper) and not _is_figure(lower)


def _parts(cell: RuledCell, levels: Sequence[float], rows: Sequence[Line]) -> Iterator[RuledCell]:
    """The parts of a cell between the middles of these heights, with what stands in each."""
    left, low, right, high = cell.box
    edges = [high, *((upper + lower) / 2 for upper, lower in pairwise(levels)), low]
    for (over, under), chars in zip(pairwise(edges), rows, strict=True):
        yield RuledCell((left, under, right, over), tuple(chars))


def _is_sum(line: Line) -> bool:
    name = canonical("".join(char.text for char in line))
    return name == TOTAL or is_subtotal(name)


def _is_figure(line: Line) -> bool:
    return bool(_FIGURE.fullmatch(squeezed("".join(char.text for char in line))))


def _is_broken(line: Line) -> bool:
    """True for the beginning of a figure that goes on below."""
    return squeezed("".join(char.text for char in line)).endswith((".", ",", "-", "/", ":", "~"))


def _is_above(line: Line, height: float) -> bool:
    return line[0].y > height + SAME_HEIGHT * line[0].size


def _is_on(height: float, row: float, size: float) -> bool:
    """True for a height that is that of a row."""
    return abs(height - row) <= SAME_HEIGHT * size
