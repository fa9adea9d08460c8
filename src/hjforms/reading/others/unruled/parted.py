"""Cells that hold several columns, and rows of two lines of cells (一格几栏、一行两格): both become cells of their own.

Where the heads of a table are ruled and the rows below them are open, or no upright line parts the columns of either,
what stands in a cell is put to the column in which it stands. Where heads are cells over one another, and a cell (the
year) is as high as two lines of cells, these are the halves of one row: they are laid side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, repeat, takewhile

from hjforms.reading.others.unruled.cells import EDGE, Above, Pair, apart, column_of, pair_over, replaced
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.page.characters import Char, end_of, stretches, text_of
from hjforms.reading.page.grid import Grid, RuledCell

LEAST_COLUMNS = 2
LEAST_CELLS = 2  # of several columns, over one another

Edges = Sequence[float]
"""Where columns begin, and where the last one ends."""


def with_columns(grid: Grid, words: TableHeads) -> Grid:
    """The page with a cell for every column of a cell that holds several; one of which it is not clear stays whole."""
    parted: dict[int, list[RuledCell]] = {}
    for run in _runs(grid):
        edges = _edges_of_heads(run[0], grid.cells, words) or _edges_of_texts(run, words)
        parted |= {id(cell): own for cell in run if edges and (own := _in_columns(cell, edges))}
    return replaced(grid, parted)


def _runs(grid: Grid) -> Iterator[list[RuledCell]]:
    """Cells over one another between the same edges, beside which others stand, and of which several hold columns."""
    columns: dict[tuple[int, int], list[RuledCell]] = defaultdict(list)
    for cell in grid.cells:
        columns[round(cell.box[0]), round(cell.box[2])].append(cell)
    for column in columns.values():
        for run in _stacks(column):
            several = [cell for cell in run if any(len(stretches(line)) > 1 for line in cell.lines)]
            high = run[0].box[3] - run[-1].box[1]
            if len(several) >= LEAST_CELLS and all(_is_beside_others(cell, grid, high) for cell in run):
                yield run


def _stacks(column: Sequence[RuledCell]) -> list[list[RuledCell]]:
    """The cells of a column, each right under the one before it."""
    found: list[list[RuledCell]] = []
    for cell in column:
        if found and abs(cell.box[3] - found[-1][-1].box[1]) <= EDGE:
            found[-1].append(cell)
        else:
            found.append([cell])
    return found


def _is_beside_others(cell: RuledCell, grid: Grid, most: float) -> bool:
    """True for a cell that is not all of its row; what is so high as all rows is no part of one."""
    _, low, _, high = cell.box
    return any(
        other is not cell and other.touches(cell) and other.box[1] - EDGE <= low and high <= other.box[3] + EDGE
        for other in grid.cells
        if other.box[3] - other.box[1] < most - EDGE
    )


def _edges_of_heads(first: RuledCell, cells: Sequence[RuledCell], words: TableHeads) -> Edges:
    """Where the heads right above a cell begin and end, several as wide as it together; none without."""
    heads = sorted((cell for cell in cells if _is_over(cell, first)), key=lambda cell: cell.box[0])
    known = [head for head in heads if words.is_head("\n".join(map(text_of, head.lines)))]
    is_whole = len(known) >= LEAST_COLUMNS and all(
        abs(here - there) <= EDGE
        for here, there in zip(
            [first.box[0], *(head.box[2] for head in heads)],
            [*(head.box[0] for head in heads), first.box[2]],
            strict=True,
        )
    )
    return [heads[0].box[0], *(head.box[2] for head in heads)] if is_whole else []


def _is_over(head: RuledCell, cell: RuledCell) -> bool:
    """True for a cell right above another, and no wider."""
    is_next = abs(head.box[1] - cell.box[3]) <= EDGE
    return is_next and cell.box[0] - EDGE <= head.box[0] and head.box[2] <= cell.box[2] + EDGE


def _edges_of_texts(run: Sequence[RuledCell], words: TableHeads) -> Edges:
    """Where columns are parted in which nothing stands in two, below a cell of nothing but heads; none without one."""
    heads = [text_of(part) for line in run[0].lines for part in stretches(line)]
    if len(heads) < LEAST_COLUMNS or not all(map(words.is_head, heads)):
        return []
    texts = sorted((part[0].left, end_of(part)) for cell in run for line in cell.lines for part in stretches(line))
    columns = [texts[0]]
    for left, right in texts[1:]:
        if left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    return [run[0].box[0], *inner, run[0].box[2]] if inner else []


def _in_columns(cell: RuledCell, edges: Edges) -> list[RuledCell]:
    """The parts of a cell between these edges; none where a text goes over one, or two stand in one on a line."""
    rooms = list(pairwise(edges))
    own: list[list[Char]] = [[] for _ in rooms]
    for line in cell.lines:
        taken = set[int]()
        for part in stretches(line):
            within = [at for at, (left, right) in enumerate(rooms) if left <= part[0].left and end_of(part) <= right]
            if len(within) != 1 or within[0] in taken:
                return []
            taken.add(within[0])
            own[within[0]] += part
    _, low, _, high = cell.box
    return [RuledCell((left, low, right, high), tuple(chars)) for (left, right), chars in zip(rooms, own, strict=True)]


# ------------------------------------------------------------------------------------------------ halves


def with_halves(grid: Grid, words: TableHeads) -> Grid:
    """The page with both halves of every row side by side, where they are cells over one another as their heads are.

    Where that is so for some rows or columns alone, it is not clear what is of which: those stand outside of cells.
    """
    if not _are_halved(grid.cells):
        return grid
    parted: dict[int, list[RuledCell]] = {}
    unclear: list[RuledCell] = []
    for table in sorted(set(grid.tables)):
        cells = [cell for cell, own in zip(grid.cells, grid.tables, strict=True) if own == table]
        pairs = _pairs(cells, words)
        below = [_stack(pair.lower, cells) for pair in pairs]
        rows = [_rows(stack, cells) for stack in below]
        if not any(rows):
            continue
        if _are_even(rows, below, cells) and all(map(_are_read, rows, pairs, repeat(words))):
            parted |= {key: own for pair in pairs for key, own in apart(pair).items()}
            parted |= {
                id(cell): [half] for own in rows for row in own for cell, half in zip(row, _halves(row), strict=True)
            }
        else:
            unclear += chain.from_iterable(below)
    return replaced(grid, parted, unclear)


def _are_halved(cells: Sequence[RuledCell]) -> bool:
    """True where two cells of a column, one right under the other, are together as high as another cell."""
    heights = {cell.box[1::2] for cell in cells}
    columns: dict[tuple[float, float], list[RuledCell]] = defaultdict(list)
    for cell in cells:
        columns[column_of(cell)].append(cell)
    return any(_heights(row) in heights for column in columns.values() for row in pairwise(column))


def _pairs(cells: Sequence[RuledCell], words: TableHeads) -> list[Pair]:
    """The heads over one another right above cells, of every column the highest ones."""
    found: dict[tuple[float, float], Pair] = {}
    over = Above(cells)
    for cell in cells:
        pair = pair_over(cell, over, words)
        if pair and pair.lower.chars and _is_over(pair.lower, cell) and _is_over(pair.upper, pair.lower):
            found.setdefault(column_of(cell), pair)
    return list(found.values())


def _stack(head: RuledCell, cells: Sequence[RuledCell]) -> list[RuledCell]:
    """The cells under a head, each right under the one before."""
    below = [cell for cell in cells if column_of(cell) == column_of(head) and cell.box[3] <= head.box[1] + EDGE]
    return next((run for run in _stacks(below) if abs(run[0].box[3] - head.box[1]) <= EDGE), [])


Row = tuple[RuledCell, RuledCell]


def _rows(stack: Sequence[RuledCell], cells: Sequence[RuledCell]) -> list[Row]:
    """The cells of a column two by two, as far down as another one is as high as both."""
    pairs = zip(stack[::2], stack[1::2], strict=False)
    return list(takewhile(lambda row: any(cell.box[1::2] == _heights(row) for cell in cells), pairs))


def _heights(row: Row) -> tuple[float, float]:
    return row[1].box[1], row[0].box[3]


def _are_even(rows: Sequence[Sequence[Row]], below: Sequence[Sequence[RuledCell]], cells: Sequence[RuledCell]) -> bool:
    """True where all columns have the same rows, and whatever stands beside these is as high as they are."""
    own = {id(cell) for stack in below for cell in stack}
    bands = {tuple(map(_heights, some)) for some in rows}
    beside = [
        cell
        for cell in cells
        if id(cell) not in own and any(cell.box[1] < high and low < cell.box[3] for low, high in next(iter(bands)))
    ]
    return len(bands) == 1 and all(cell.box[1::2] in next(iter(bands)) for cell in beside)


def _halves(row: Row) -> list[RuledCell]:
    """The halves of a row, side by side."""
    left, right = column_of(row[0])
    low, high = _heights(row)
    edges = [left, (left + right) / 2, right]
    return [
        RuledCell((start, low, end, high), cell.chars) for cell, (start, end) in zip(row, pairwise(edges), strict=True)
    ]


def _are_read(rows: Sequence[tuple[RuledCell, RuledCell]], pair: Pair, words: TableHeads) -> bool:
    """True where every half has one line at most, which reads as its field."""
    halves = [(cell, name) for row in rows for cell, name in zip(row, pair.fields, strict=True)]
    return all(
        len(cell.lines) <= 1 and all(words.reads(name, text_of(cell.lines[0])) for _ in cell.lines)
        for cell, name in halves
    )
