"""Check boxes that a page draws (画出的方框): small frames before words become ☑ or □ of the line of these.

What is inside, a sign of a font or strokes, is seen in the picture of the page. Frames side by side are no check
boxes: numbers are written in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from hjforms.notations.choice import EMPTY
from hjforms.pdfium import objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.characters import Char, lines
from hjforms.reading.page.doubt import Box, are_one, holds
from hjforms.reading.page.grid import STARS, Grid, Path, RuledCell
from hjforms.reading.page.marks import Picture
from hjforms.reading.page.signs import DRAWN, OVER, TICKS, mark_of

EDGE = 1.5  # points: from a box to the lines that draw it
LEAST, MOST = 5.0, 20.0  # points of a side
SQUARE = 1.3  # sides of a frame, the longer to the shorter
SMALL, LARGE = 0.55, 1.7  # of the size of the words beside it
NEAR = 1.6  # of the size: how far words stand from their box
HAIR = 0.3  # points: frames below one another overlap by less, but for cells that share a line
MOST_FRAMES = 200


def frames_of(page: Any) -> list[Box]:
    """The frames of a page of pdfium that are about as wide as high, and small; each once."""
    known, path = objects(), pdfium.FPDF_PAGEOBJ_PATH
    found: list[Box] = []
    for item in known.of_page(page):
        clock.tick()
        if known.kind(item) != path:
            continue
        box = known.bounds(item)
        if is_frame(box) and not any(_is_one(box, other) for other in found):
            found.append(box)
            if len(found) >= MOST_FRAMES:
                break
    return found


def is_frame(box: Box) -> bool:
    """True for a box that is small and about as wide as high."""
    width, height = box[2] - box[0], box[3] - box[1]
    short, long = sorted((width, height))
    return short >= LEAST and long <= MOST and long <= SQUARE * short


def paths_outside(paths: Sequence[Path], boxes: Sequence[Box]) -> list[Path]:
    """The paths of a page without those that draw one of its check boxes; empty where there is no such path."""
    rest = [path for path in paths if not any(_is_inside(path, box) for box in boxes)]
    return rest if len(rest) < len(paths) else []


def _is_inside(path: Path, box: Box) -> bool:
    return bool(path) and all(
        box[0] - EDGE <= x <= box[2] + EDGE and box[1] - EDGE <= y <= box[3] + EDGE for side in path for x, y in side
    )


def with_frames(frames: Sequence[Box], boxes: Sequence[Box]) -> list[Box]:
    """The check boxes of a page, and those of its frames that are none of these."""
    return [*boxes, *(frame for frame in frames if not any(_is_one(box, frame) for box in boxes))]


def with_boxes(grid: Grid, frames: Sequence[Box], picture: Picture) -> Grid:
    """A page where frames before words are signs of the lines of these words."""
    cells = {cell.box: cell for cell in _alone(grid)}
    places = [*cells, *(frame for frame in frames if not any(_is_one(frame, box) for box in cells))]
    chars = [char for line in grid.outside for char in line] + [char for cell in grid.cells for char in cell.chars]
    drawn: list[Char] = []
    boxes: list[Box] = []
    gone: set[int] = set()
    frames_: list[RuledCell] = []
    for box in places:
        within = [char for char in chars if holds(box, char.x, char.y)]
        beside = next(_words(box, [char for char in chars if char not in within]), None)
        is_tick = len(within) <= 1 and all(char.text in TICKS for char in within)
        if beside is None or not is_tick or any(_touches(box, other) for other in places):
            continue
        mark = mark_of(within[0].text) if within else picture.mark(box)
        if mark is None:  # where one is not clear, none is
            return grid
        drawn.append(_sign(mark or EMPTY, box, beside, *within))
        boxes.append(box)
        gone |= set(map(id, within))
        frames_ += [cells[box]] if box in cells else []
    # where all are alike, none has a tick of a font, and they stand below one another, they may be marks of headings
    has_tick = any(id(char) in gone for char in chars if char.text in OVER)
    is_beside = any(abs(one[1] - other[1]) < EDGE for one, other in combinations(boxes, 2))
    if not (has_tick or is_beside or EMPTY in {sign.text for sign in drawn} or len({sign.text for sign in drawn}) > 1):
        return grid
    return replace(_put(grid, frames_, drawn, gone), boxes=tuple(boxes))


def _put(grid: Grid, frames: Sequence[RuledCell], drawn: Sequence[Char], gone: set[int]) -> Grid:
    """The page with signs where frames were, and without the ticks in these."""
    rest = list(drawn)
    cells = []
    for cell in grid.cells:
        if cell in frames:
            continue
        own = [sign for sign in rest if holds(cell.box, sign.x, sign.y)]
        rest = [sign for sign in rest if sign not in own]
        chars = tuple(char for char in (*cell.chars, *own) if id(char) not in gone)
        cells.append(RuledCell(cell.box, chars) if own else cell)
    stars = [line for line in grid.outside if len(line) == 1 and line[0].text in STARS]
    chars_ = [char for line in grid.outside if line not in stars for char in line if id(char) not in gone]
    outside = sorted([*lines([*chars_, *rest]), *map(list, stars)], key=lambda line: -line[0].base)
    return replace(grid, cells=tuple(cells), outside=tuple(map(tuple, outside)), boxes=())


def is_sign(char: Char) -> bool:
    """True for the sign of a box that is drawn."""
    return char.font == DRAWN


def _alone(grid: Grid) -> list[RuledCell]:
    """The cells that are tables of their own, and frames."""
    small = [index for index, cell in enumerate(grid.cells) if is_frame(cell.box)]
    tables = grid.tables if small else ()
    return [grid.cells[index] for index in small if tables.count(tables[index]) == 1]


def _words(box: Box, chars: Sequence[Char]) -> Iterator[Char]:
    """The nearest letter of the words beside a box on its line, that behind it first."""
    middle, size = (box[1] + box[3]) / 2, box[3] - box[1]
    near = [
        char
        for char in chars
        if abs(char.y - middle) <= char.size / 2 and SMALL * char.size <= size <= LARGE * char.size
    ]
    behind = [char for char in near if 0 <= char.left - box[2] + 1 <= NEAR * char.size]
    before = [char for char in near if 0 <= box[0] + 1 - char.left - char.width <= NEAR * char.size]
    yield from sorted(behind, key=lambda char: char.left)
    yield from sorted(before, key=lambda char: -char.left)


def _sign(mark: str, box: Box, beside: Char, tick: Char | None = None) -> Char:
    """The sign of a box as a letter of the line beside it; its ink is that of the tick of a font, if there is one."""
    ink, thing = (tick.ink, tick.thing) if tick else (None, 0)
    x, width = (box[0] + box[2]) / 2, box[2] - box[0]
    return beside._replace(text=mark, x=x, left=box[0], width=width, space="", font=DRAWN, ink=ink, thing=thing)


def _is_one(one: Box, other: Box) -> bool:
    """True for boxes that are the same but for the width of a line."""
    return are_one(one, other, 2.5)


def _touches(one: Box, other: Box) -> bool:
    """True for frames side by side, or cells below one another."""
    return (
        not _is_one(one, other)
        and one[0] - 1 <= other[2]
        and other[0] - 1 <= one[2]
        and one[1] + HAIR <= other[3]
        and other[1] + HAIR <= one[3]
    )
