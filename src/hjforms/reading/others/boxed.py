"""Numbers in boxes (格子里的数字): a figure a box, as papers print them for ids, accounts and amounts.

Boxes side by side that hold one letter each are one text. Over boxes of an amount, or in the row above, stands what
each of them counts (十万 万 千 百 十 元 角 分): it tells where the 角 begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from hjforms.reading.others.places import are_places, is_place
from hjforms.reading.page.characters import Char, text_of
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.grid import Grid, RuledCell

LEAST = 4  # boxes that are a number
DAY_UNITS = "年月日"  # before which fewer are one
NARROW = 1.8  # of the height of a box: what it is wide at most
SAME = 2.0  # points
OVER = 1.5  # of the height of a box: how far above it stands what it counts
FAR = 2.0  # of the same: how far before it in a row stands the cell of its label
CURRENCY = frozenset("¥￥")
FULL_STOP = "."

Letters = list[tuple[str, Char | None]]


@dataclass(frozen=True)
class Boxed:
    """A number in boxes: its cells (by number), its letters, its box, and the letters over it that say what counts."""

    cells: tuple[int, ...]
    letters: Letters
    box: Box
    over: tuple[Char, ...]


def boxed(grid: Grid) -> list[Boxed]:
    """The numbers in boxes of a page whose boxes are a table of their own."""
    runs = list(_runs(grid))
    if not runs:
        return []
    units = [index for run in runs if _are_units(grid, run) for index in run]
    outside = list(chain(*grid.outside))
    found: list[Boxed] = []
    for run in (run for run in runs if run[0] not in units):
        table = grid.tables[run[0]]
        over = [index for index in units if grid.tables[index] == table]
        said = [char for index in over for char in grid.cells[index].chars]
        number = _number(grid.cells, run, said or outside) if grid.tables.count(table) == len(run) + len(over) else None
        if number is not None and len(number.over) >= len(said):
            found.append(replace(number, cells=(*number.cells, *over)))
    return found


def _are_units(grid: Grid, run: Sequence[int]) -> bool:
    """True for boxes that say what those below them count."""
    return all(is_place(_text(grid.cells[index])) for index in run)


def _text(cell: RuledCell) -> str:
    return text_of(cell.chars)


def _runs(grid: Grid) -> Iterator[list[int]]:
    """The cells side by side of one height that hold one letter at most, and are narrow."""
    narrow = [index for index, cell in enumerate(grid.cells) if _is_narrow(cell)]
    narrow.sort(key=lambda index: (-round(grid.cells[index].box[3]), grid.cells[index].box[0]))
    run: list[int] = []
    for index in [*narrow, -1]:
        if run and (index < 0 or not _is_next(grid.cells[run[-1]].box, grid.cells[index].box)):
            if len(run) >= LEAST or _is_part_of_day(grid, run):
                yield run
            run = []
        run.append(index)


def _is_part_of_day(grid: Grid, run: Sequence[int]) -> bool:
    """True for boxes right behind which stands what they are of a day: 年, 月, 日."""
    last = grid.cells[run[-1]]
    _, low, right, high = last.box
    level = (char for line in grid.outside for char in line if low <= char.y <= high and char.left >= right)
    behind = min(level, key=lambda char: char.left, default=None)
    is_near = behind is not None and behind.text in DAY_UNITS and behind.left - right <= OVER * (high - low)
    return is_near and bool(last.chars)


def _is_narrow(cell: RuledCell) -> bool:
    width, height = cell.box[2] - cell.box[0], cell.box[3] - cell.box[1]
    return width <= NARROW * height and (len(cell.chars) <= 1 or is_place(_text(cell)))


def _is_next(left: Box, right: Box) -> bool:
    return abs(left[2] - right[0]) <= SAME and abs(left[1] - right[1]) <= SAME and abs(left[3] - right[3]) <= SAME


def _number(cells: Sequence[RuledCell], run: Sequence[int], chars: Sequence[Char]) -> Boxed | None:
    """The number in boxes; ``None`` where a box in its midst is blank, or what the boxes count is not clear."""
    boxes = [cells[index].box for index in run]
    box = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[-1][3]
    over = [_over(one, chars) for one in boxes]
    letters = [(cells[index].chars[0] if cells[index].chars else None) for index in run]
    written = [place for place, char in enumerate(letters) if char is not None and char.text not in CURRENCY]
    if not written or written != list(range(written[0], written[-1] + 1)):
        return None
    found: Letters = [(char.text, char) for char in letters[written[0] : written[-1] + 1] if char is not None]
    units = [text_of(part) for part in over]
    if any(units):
        if not are_places(units) or written[-1] != len(run) - 1:
            return None
        point = units.index("元") + 1 - written[0] if "元" in units else 0
        if point < 1:
            return None
        found.insert(point, (FULL_STOP, None))
    return Boxed(tuple(run), found, box, tuple(char for part in over for char in part))


def _over(box: Box, chars: Sequence[Char]) -> list[Char]:
    """The letters right over a box that say what it counts."""
    height = box[3] - box[1]
    near = (char for char in chars if 0 < char.y - box[3] <= OVER * height and box[0] <= char.x <= box[2])
    return sorted((char for char in near if is_place(char.text)), key=lambda char: char.left)


def cell_before(grid: Grid, boxes: Boxed) -> int | None:
    """The cell right before a number in boxes, in whose row these stand; ``None`` where there is none."""
    left, low, _, high = boxes.box
    reach = left - FAR * (high - low)
    near = [
        (cell.box[2], index)
        for index, cell in enumerate(grid.cells)
        if cell.box[1] <= (low + high) / 2 <= cell.box[3] and reach <= cell.box[2] <= left + SAME
    ]
    right, before = max(near, default=(left, None))
    return None if any(right <= char.x <= left for char in _level(grid, boxes)) else before


def line_over(grid: Grid, boxes: Boxed) -> Sequence[Char]:
    """The line of text right over a number in boxes that begins where they do, where nothing stands beside them."""
    left, low, _, high = boxes.box
    over = (line for line in grid.outside if 0 < line[0].y - high <= OVER * (high - low))
    line = min(over, key=lambda line: line[0].y, default=())
    is_over = bool(line) and abs(line[0].left - left) <= high - low and not boxes.over
    return line if is_over and not any(_level(grid, boxes)) else ()


def _level(grid: Grid, boxes: Boxed) -> Iterator[Char]:
    """The text outside of cells on the height of a number in boxes."""
    _, low, _, high = boxes.box
    return (char for line in grid.outside for char in line if low <= char.y <= high)
