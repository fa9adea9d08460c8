"""Texts that run upwards or downwards in their cell (竖排的栏目): they are read as if the cell were laid down.

Heads of narrow columns are set so. A cell in which all letters are turned the same way is seen from where these stand
upright; what is read there is put back into the cell, smaller, so that lines go from its left side to its right. So are
letters that stand upright one under the other, in several columns from the right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from hjforms.reading.page.characters import Char, end_of, is_wide, lines, stretches, turned
from hjforms.reading.page.doubt import Box, holds
from hjforms.reading.page.grid import Grid, RuledCell

UPWARDS, DOWNWARDS = 1, 3  # quarter turns to the left against the other lines of the page
LEAST_LETTERS = 3  # of a column of letters
CLEARLY = 1.15  # times the step from letter to letter: from column to column
CLOSE = 1.4  # of the size: such a step


def with_laid(grid: Grid, chars: Sequence[Char], turn: int) -> Grid:
    """The grid of a page that is seen upright after ``turn`` quarter turns, with the texts that run up or down in it.

    What stands in no cell, or beside letters that are turned in another way, is ``aside``.
    """
    found: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        if char.turn not in {-1, turn}:
            x, y, *_ = turned((char.x, char.y, char.x, char.y), char.turn - turn)
            found[next((at for at, cell in enumerate(grid.cells) if holds(cell.box, x, y)), -1)].append(char)
    cells, rest = list(grid.cells), list[Char]()
    for at, own in found.items():
        turns = {(char.turn - turn) % 4 for char in own}
        if at >= 0 and not cells[at].chars and len(turns) == 1 and turns <= {UPWARDS, DOWNWARDS}:
            cells[at] = RuledCell(cells[at].box, tuple(_laid(own, cells[at].box, turn)))
        else:
            rest += own
    for at, cell in enumerate(cells):
        if columns := _columns(cell):
            cells[at] = RuledCell(cell.box, tuple(_laid(columns, cell.box, turn)))
    return replace(grid, cells=tuple(cells), aside=tuple(_aside(rest, turn)))


def _aside(chars: Sequence[Char], turn: int) -> Iterator[tuple[Char, ...]]:
    """The texts of letters that are turned, each laid down within the box in which it stands."""
    for own in sorted({char.turn for char in chars}):
        for text in chain.from_iterable(map(stretches, lines(char for char in chars if char.turn == own))):
            if len(text) == 1:  # of a seal
                continue
            size = max(char.size for char in text) / 2
            left, right = text[0].left, end_of(text)
            box = left, min(char.y for char in text) - size, right, max(char.y for char in text) + size
            yield tuple(_laid(text, turned(box, own - turn), turn))


def _columns(cell: RuledCell) -> list[Char]:
    """The letters of a cell as seen from where its columns run from left to right; none where lines do that."""
    if len(cell.chars) <= LEAST_LETTERS or not all(map(is_wide, cell.chars)):
        return []
    columns = lines(map(_seen_downwards, cell.chars))
    steps = [after.x - before.x for column in columns for before, after in pairwise(column)]
    apart = [upper[0].base - lower[0].base for upper, lower in pairwise(columns)]
    is_clear = steps and apart and CLEARLY * max(steps) <= min(apart) and max(steps) <= CLOSE * columns[0][0].size
    if not is_clear or len(columns[0]) < LEAST_LETTERS:
        return []
    return [char for column in columns for char in column]


def _seen_downwards(char: Char) -> Char:
    """A letter that stands upright, as one of a line that runs downwards."""
    along, turn = -char.base, (char.turn + DOWNWARDS) % 4
    return char._replace(x=along, y=char.middle, left=along - char.width / 2, base=char.middle, turn=turn)


def _laid(chars: Sequence[Char], box: Box, turn: int) -> list[Char]:
    """Letters as they stand in a box once it is laid down, and as small as that makes it."""
    left, low, right, high = turned(box, turn - chars[0].turn)
    scale = (box[2] - box[0]) / max(right - left, 1.0)
    middle = (box[1] + box[3]) / 2 - scale * (low + high) / 2
    return [char.moved(box[0] + scale * (char.x - left), middle + scale * char.y, scale) for char in chars]
