"""Tables of which some lines are ruled (半框线的表): the cells there are tell the columns, and figures the rows.

Where only upright lines are ruled, a cell holds a column: figures on the same heights in several columns are rows; what
stands above the first of them are the heads. A text of several lines belongs to the row in whose middle it stands, or
at which it begins. What may belong to two rows is put to none. Where only the heads stand in cells, ``tables`` finds
the rows below them. Where heads are cells over one another, both lines of a cell below are of one row: they are laid
side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import NamedTuple

from hjforms.reading.others.unruled.blocks import is_year
from hjforms.reading.others.unruled.storeys import ANY_WORD
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.others.unruled.tables import CLEARLY
from hjforms.reading.others.vocabulary import is_sum
from hjforms.reading.page.characters import Char, end_of, text_of
from hjforms.reading.page.grid import Grid, RuledCell
from hjforms.reading.page.titles import squeezed

LEAST_ROWS = 2
STOREYS = 2
LEAST_COLUMNS = 3  # of figures
FULL = 2.0  # of the size: what a line that goes on below may leave free
LEADING = 1.8  # of the size: from a line to the one in which it goes on
SAME_HEIGHT = 0.3  # of the size
EDGE = 1.0  # points
_FIGURE = re.compile(r"[-+¥￥]?\d[\d,.:/年月至~～—%-]*元?")

Line = Sequence[Char]


def with_rows(grid: Grid) -> Grid:
    """The page with a cell for every row of every column; a column of which it is not clear is left empty.

    So is every column where a sum would lose its word.
    """
    parted: dict[int, list[RuledCell]] = {}
    unclear: list[RuledCell] = []
    for cells in _bands(grid.cells).values():
        heights = _heights(cells)
        levels = _levels(cells, heights) if heights else []
        rows = {id(cell): _rows(cell, heights, levels) for cell in cells if heights}
        if any(not rows[id(cell)] and any(map(_is_sum, cell.lines)) for cell in cells if rows):
            rows = {key: [] for key in rows}
        unclear += [cell for cell in cells if rows and not rows[id(cell)]]
        parted |= {id(cell): list(_parts(cell, levels, rows[id(cell)] or [()] * len(levels))) for cell in cells if rows}
    return replaced(grid, parted, unclear)


def replaced(grid: Grid, parted: Mapping[int, list[RuledCell]], unclear: Sequence[RuledCell] = ()) -> Grid:
    """The page with others for some of its cells, by their ids, and with what unclear ones hold outside of cells."""
    if not parted and not unclear:
        return grid
    others = {id(cell): [replace(cell, chars=())] for cell in unclear} | dict(parted)
    found = [part for cell in grid.cells for part in others.get(id(cell), [cell])]
    outside = (*grid.outside, *(tuple(line) for cell in unclear for line in cell.lines))
    return replace(grid, cells=tuple(sorted(found, key=_place_of)), outside=outside)


# ---------------------------------------------------------------------------------------- heads and sums


def opened(grid: Grid) -> list[int]:
    """The cells of tables of nothing but heads, or a line of sums: rows may stand below and above them."""
    tables = {
        table
        for table in set(grid.tables)
        if _is_open([cell for cell, own in zip(grid.cells, grid.tables, strict=True) if own == table])
    }
    return [index for index, table in enumerate(grid.tables) if table in tables]


def _is_open(cells: Sequence[RuledCell]) -> bool:
    """True for cells that are heads, or one line of sums."""
    is_line = len(cells) > 1 and len({cell.box[1::2] for cell in cells}) == 1
    return (is_line and any(_is_sum(cell.chars) for cell in cells)) or _are_heads(cells)


def _are_heads(cells: Sequence[RuledCell]) -> bool:
    """True for cells with several words in the lowest line of them, or years, and no figure but numbers of columns."""
    low = min(cell.box[1] for cell in cells)
    lowest = [cell for cell in cells if cell.box[1] <= low + EDGE]
    has_figures = any(
        _is_figure(line) and not _is_count(line) and not is_year(text_of(line)) for cell in cells for line in cell.lines
    )
    words = [cell for cell in lowest if cell.chars]
    return len(lowest) > LEAST_COLUMNS and 2 * len(words) > len(lowest) and not has_figures


def _is_count(line: Line) -> bool:
    """True for the number of a column."""
    return squeezed(text_of(line)).isdecimal() and len(line) < LEAST_COLUMNS


# -------------------------------------------------------------------------------------------- two storeys


class Pair(NamedTuple):
    """Two heads in cells over one another, each with its field."""

    upper: RuledCell
    lower: RuledCell
    fields: Sequence[str]


def side_by_side(grid: Grid, words: TableHeads) -> Grid:
    """The page with both lines of every row side by side, where their heads are two cells over one another.

    Both stand on their own heights in every row; where they do not, what has two lines is left outside of cells.
    """
    bands = sorted(_bands(grid.cells).values(), key=lambda cells: -cells[0].box[3])
    parted: dict[int, list[RuledCell]] = {}
    unclear: list[RuledCell] = []
    over = Above(grid.cells)
    for run in _runs(bands):
        pairs = {column_of(cell): pair for cell in run[0] if (pair := pair_over(cell, over, words))}
        double = [cell for cells in run for cell in cells if column_of(cell) in pairs and len(cell.lines) == STOREYS]
        halves = [_halves(cells, pairs, words, double) for cells in run] if double else []
        if halves and all(halves):
            parted |= {key: own for band in [*halves, *map(apart, pairs.values())] for key, own in band.items()}
        else:
            unclear += (cell for cells in run for cell in cells if column_of(cell) in pairs and cell.chars)
    return replaced(grid, parted, unclear)


def _bands(cells: Sequence[RuledCell]) -> dict[tuple[float, float], list[RuledCell]]:
    """Cells side by side, by where they end and begin."""
    found: dict[tuple[float, float], list[RuledCell]] = defaultdict(list)
    for cell in cells:
        found[cell.box[1], cell.box[3]].append(cell)
    return found


def _runs(bands: Sequence[Sequence[RuledCell]]) -> list[list[Sequence[RuledCell]]]:
    """Lines of cells, each right under the one before it and in the same columns."""
    runs: list[list[Sequence[RuledCell]]] = []
    for cells in bands:
        if runs and is_under(cells[0], runs[-1][-1][0]) and [*map(column_of, cells)] == [*map(column_of, runs[-1][-1])]:
            runs[-1].append(cells)
        else:
            runs.append([cells])
    return runs


def column_of(cell: RuledCell) -> tuple[float, float]:
    """From where to where a cell goes."""
    return cell.box[0], cell.box[2]


def _place_of(cell: RuledCell) -> tuple[float, float]:
    """Where a cell comes in the order of reading."""
    return -cell.box[3], cell.box[0]


def is_under(cell: RuledCell, above: RuledCell) -> bool:
    """True for a cell right under another, and no wider."""
    is_next = abs(cell.box[3] - above.box[1]) <= EDGE
    return is_next and above.box[0] <= cell.box[0] + EDGE and cell.box[2] - EDGE <= above.box[2]


class Above:
    """Finds the cell right over another."""

    def __init__(self, cells: Sequence[RuledCell]) -> None:
        self._cells: dict[int, list[RuledCell]] = defaultdict(list)  # by where they end
        for cell in cells:
            for height in {round(cell.box[1] - EDGE), round(cell.box[1]), round(cell.box[1] + EDGE)}:
                self._cells[height].append(cell)

    def of(self, cell: RuledCell) -> list[RuledCell]:
        """The first of the cells right over one, if there is any."""
        return [own for own in self._cells.get(round(cell.box[3]), ()) if is_under(cell, own)][:1]


def pair_over(cell: RuledCell, over: Above, words: TableHeads) -> Pair | None:
    """The heads over a column, where each of them names a field of its own, and not both any words."""
    above = [cell]
    while len(above) < STOREYS + 2 and (further := over.of(above[-1])):
        above += further
    if len(above) <= STOREYS or len(set(map(column_of, above[: STOREYS + 1]))) > 1:
        return None
    _, lower, upper, *higher = above
    named = [
        words.fields_of((*map(_text, higher), _text(head))) or words.fields_of((_text(head),))
        for head in (upper, lower)
    ]
    fields = [name for own in named if len(own) == 1 for name in own]
    is_pair = len(set(fields)) == STOREYS
    return Pair(upper, lower, fields) if is_pair and not all(words.reads(name, ANY_WORD) for name in fields) else None


def _text(cell: RuledCell) -> str:
    return "\n".join(map(text_of, cell.lines))


def apart(pair: Pair) -> dict[int, list[RuledCell]]:
    """The heads of a pair side by side, by the ids of their cells."""
    (left, low, right, _), high = pair.lower.box, pair.upper.box[3]
    middle = (left + right) / 2
    return {
        id(pair.upper): [RuledCell((left, low, middle, high), pair.upper.chars)],
        id(pair.lower): [RuledCell((middle, low, right, high), pair.lower.chars)],
    }


def _halves(
    cells: Sequence[RuledCell],
    pairs: Mapping[tuple[float, float], Pair],
    words: TableHeads,
    double: Sequence[RuledCell],
) -> dict[int, list[RuledCell]]:
    """The cells of a row under pairs of heads, each as two, by their ids; empty where one is not clear.

    Both lines stand as high as those of the first of the ``double`` cells that is of the row, or of one as high.
    """
    own = [cell for cell in cells if column_of(cell) in pairs and not (cell.chars and all(map(_is_sum, cell.lines)))]
    alike = [one for one in double if abs(_height(one) - _height(cells[0])) <= EDGE]
    first = next((one for one in (*own, *alike) if len(one.lines) == STOREYS), None)
    if first is None:
        return {}
    heights = [line[0].y - first.box[1] + cells[0].box[1] for line in first.lines]
    found: dict[int, list[RuledCell]] = {}
    for cell in own:
        left, low, right, high = cell.box
        on = [[line for line in cell.lines if _is_on(line[0].y, height, line[0].size)] for height in heights]
        if sum(map(len, on)) != len(cell.lines) or not _are_values(on, pairs[column_of(cell)].fields, words):
            return {}
        middle = (left + right) / 2
        found[id(cell)] = [
            RuledCell((start, low, end, high), tuple(chain(*lines)))
            for (start, end), lines in zip(((left, middle), (middle, right)), on, strict=True)
        ]
    others = (cell for cell in cells if column_of(cell) not in pairs)
    return found if all(sum(map(_is_figure, cell.lines)) < STOREYS for cell in others) else {}


def _height(cell: RuledCell) -> float:
    return cell.box[3] - cell.box[1]


def _are_values(on: Sequence[Sequence[Line]], fields: Sequence[str], words: TableHeads) -> bool:
    """True for one line at most on each height, which reads as its field; two of a kind are no parts of one figure."""
    texts = [text_of(line) for lines in on for line in lines]
    are_read = all(words.reads(name, text_of(line)) for name, lines in zip(fields, on, strict=True) for line in lines)
    are_alike = len(texts) == STOREYS and all(words.reads(*pair) for pair in zip(fields, reversed(texts), strict=True))
    decimals = {len(text.rpartition(".")[2]) * ("." in text) for text in texts}
    return all(len(lines) <= 1 for lines in on) and are_read and not (are_alike and len(decimals) > 1)


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
    is_full = width - (end_of(upper) - upper[0].left) <= FULL * upper[-1].size
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
    return is_sum(text_of(line))


def _is_figure(line: Line) -> bool:
    return bool(_FIGURE.fullmatch(squeezed(text_of(line))))


def _is_broken(line: Line) -> bool:
    """True for the beginning of a figure that goes on below."""
    return squeezed(text_of(line)).endswith((".", ",", "-", "/", ":", "~"))


def _is_above(line: Line, height: float) -> bool:
    return line[0].y > height + SAME_HEIGHT * line[0].size


def _is_on(height: float, row: float, size: float) -> bool:
    """True for a height that is that of a row."""
    return abs(height - row) <= SAME_HEIGHT * size
