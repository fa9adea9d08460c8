"""The cells of a page (表格线): the rectangles that its ruled lines enclose, and what is written in them.

Lines may be strokes, sides of rectangles or thin bars, drawn in pieces. Cells that are merged are one. Where rows
are ruled and their ends are open, the ends of the rules close them; rules that nothing parts upright, such as those
under blanks (填空的下划线), enclose nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from hjforms.pdfium import Objects, objects
from hjforms.pdfium import raw as pdfium
from hjforms.reading.file import clock
from hjforms.reading.page.characters import Char, lines, stretches, text_of, upright
from hjforms.reading.page.doubt import Box, around_points, meet
from hjforms.reading.page.listing import without_rules
from hjforms.reading.page.notes import without_marks
from hjforms.reading.page.objects import DEEPEST
from hjforms.reading.page.titles import WIDE

THIN = 2.5  # points: what is thinner is a line
SHORTEST = 4.0
MEETING = 0.5  # points: what is nearer to each other meets
SIDES, STRAIGHT = 4, 0.01  # of a rectangle, and points by which a side of it may be off
SAME_LINE = 2.0
COVERED = 0.7
SHORT = 8.0  # points: a line that ends farther from another does not meet it
SAME_END = 3  # rules that end together
APART = 2.0  # of the size of letters: the gap between texts that are not one
WHITE = 250  # of 255: from there on a colour is white
LEAST_DOWNWARDS = 3  # letters of a text that runs downwards
DOWNWARDS = 4.0  # of their size: from letter to letter
TOUCHING = 0.2  # of the size of letters: what stands nearer to each other is one text
STARS = frozenset("★☆✩✪⭐")
BAND = 20.0  # points
MOST_LINES = 20000
MOST_SIDES = 200_000  # of all paths of a page
MOST_FIELDS = 250_000  # of the raster of all lines
MOST_CELLS = 3000
MOST_POINTS = 2000  # of a path

_BASE = attrgetter("base")
Point = tuple[float, float]
_Drawn = tuple[int, Point, bool]
"""What draws a path: a kind of pdfium, to where, and whether it closes it."""
Path = list[tuple[Point, Point]]
"""The straight lines that a path draws."""
Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class RuledCell:
    """A cell of a page: its box and the characters in it."""

    box: Box
    chars: tuple[Char, ...]

    @cached_property
    def lines(self) -> list[list[Char]]:
        """The lines of text in the cell, from the top."""
        return lines(self.chars)

    def touches(self, other: RuledCell) -> bool:
        """True for cells that border on each other."""
        clock.tick()
        return meet(self.box, other.box, SAME_LINE)


@dataclass(frozen=True)
class Grid:
    """The cells of a page from the top, the lines of text outside them, and the level rules: height, from, to.

    ``boxes`` are the check boxes that are drawn, of which the lines hold the signs, ``seals`` what seals say, and
    ``aside`` are texts outside of cells that run up or down.
    """

    cells: tuple[RuledCell, ...]
    outside: tuple[tuple[Char, ...], ...]
    rules: tuple[tuple[float, float, float], ...] = ()
    marks: str = ""  # of notes, which are no part of any text
    boxes: tuple[Box, ...] = ()
    seals: tuple[tuple[Char, ...], ...] = ()
    aside: tuple[tuple[Char, ...], ...] = ()

    @cached_property
    def texts(self) -> list[str]:
        """What the lines of the page say: those outside of cells, with their wide gaps, and then those in them."""
        around = (WIDE.join(map(text_of, stretches(line, APART))) for line in self.outside)
        return [*around, *(text_of(line) for cell in self.cells for line in cell.lines)]

    def without(self, chars: Container[int], cells: Container[int] = ()) -> Grid:
        """The page without some characters outside of cells, by their ids, and without some cells, by their numbers."""
        outside = (tuple(char for char in line if id(char) not in chars) for line in self.outside)
        kept = tuple(cell for index, cell in enumerate(self.cells) if index not in cells)
        return replace(self, cells=kept, outside=tuple(filter(None, outside)))

    @cached_property
    def tables(self) -> tuple[int, ...]:
        """The table of every cell, from 1: cells that border on each other are of one table."""
        parts: list[int] = []
        boxes = [cell.box for cell in self.cells]
        reaching: list[int] = []  # cells that reach as far down as the one at hand begins, or farther
        for index, box in enumerate(boxes):
            clock.tick()
            reaching = [other for other in reaching if boxes[other][1] - SAME_LINE <= box[3]]
            near = {parts[other] for other in reaching if meet(box, boxes[other], SAME_LINE)}
            own = min(near, default=index + 1)
            if near - {own}:
                parts = [own if part in near else part for part in parts]
            parts.append(own)
            reaching.append(index)
        return tuple(parts)


def grid_of(paths: Sequence[Path], chars: Sequence[Char], turn: int, grounds: Sequence[Box] = ()) -> Grid:
    """The grid of a page on which these paths and characters are drawn, as seen from where its lines stand upright.

    Where a ground ends between upright lines, or where rules do, people see a rule.
    """
    chars, marks = without_marks(chars)
    chars, *lettered = without_rules(chars)
    level, plumb = (drawn + more for drawn, more in zip(_straight(paths, turn), lettered, strict=True))
    sides = [(*upright(*box[:2], turn), *upright(*box[2:], turn)) for box in grounds]
    upright_edges = _edges([(x0, x1, y0, y1) for x0, y0, x1, y1 in sides], plumb, level)
    level, plumb = (
        level + list(_edges([(y0, y1, x0, x1) for x0, y0, x1, y1 in sides], level, plumb, COVERED)),
        plumb + [edge for edge in upright_edges if not _is_written_over(edge, chars)],
    )
    boxes = [box for box in _boxes(level, plumb) if box[2] - box[0] > SAME_LINE]
    tops = sorted(boxes, key=lambda box: (-box[3], box[0]))
    inside: list[list[Char]] = [[] for _ in tops]
    outside: list[Char] = []
    stars = [char for char in chars if _is_stamped(char, chars)]
    bands = _bands(tops)
    for char in chars:
        x, y = char.x, char.y
        for index in bands.get(int(y // BAND), ()):
            left, low, right, high = tops[index]
            if left <= x <= right and low <= y <= high:
                own = inside[index]
                break
        else:
            own = outside
        if char not in stars:
            own.append(char)
    cells = tuple(RuledCell(box, tuple(found)) for box, found in zip(tops, inside, strict=True))
    downwards = list(_downwards(outside, chars))
    taken = {id(char) for column in downwards for char in column}
    rest = lines(char for char in outside if id(char) not in taken)
    around = sorted([*rest, *downwards, *([star] for star in stars)], key=lambda line: -line[0].base)
    return Grid(cells, tuple(map(tuple, around)), tuple(_whole(level)), "".join(mark.text for mark in marks))


def _downwards(outside: Sequence[Char], chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Texts set downwards in the margin, letter under letter, such as 第一联送…机构: no line of the page has them.

    Nothing stands farther out beside them, and some of their letters are alone on their height.
    """
    alone = [char for char in outside if "\u4e00" <= char.text <= "\u9fff"]
    ordered = sorted(chars, key=_BASE)
    columns: dict[int, list[Char]] = defaultdict(list)
    for char in sorted(alone, key=lambda char: -char.base):
        columns[round(char.left)].append(char)
    for column in columns.values():
        runs = [[column[0]]]
        for above, char in pairwise(column):
            if not _is_right_under(above, char):
                runs.append([])
            runs[-1].append(char)
        yield from (run for run in runs if len(run) >= LEAST_DOWNWARDS and _is_in_margin(run, ordered))


def _is_right_under(above: Char, char: Char) -> bool:
    """True for a letter under another of its size, as those of a text that runs downwards follow each other."""
    step = above.base - char.base
    return abs(above.size - char.size) < 1 and SAME_LINE < step <= DOWNWARDS * char.size


def _is_in_margin(run: Sequence[Char], chars: Sequence[Char]) -> bool:
    """True for letters beside which nothing stands farther out or near, and beside some of them nothing at all.

    The characters of the page come from the bottom.
    """
    own = set(map(id, run))
    high, low, size = run[0].base + run[0].size, run[-1].base - run[-1].size, run[0].size
    left, right = min(char.left for char in run) - size, max(char.left + char.width for char in run) + size
    level = chars[bisect_right(chars, low, key=_BASE) : bisect_left(chars, high, key=_BASE)]
    beside = [char for char in level if id(char) not in own and not char.text.isspace()]
    if not all(char.left + char.width < left for char in beside) and not all(char.left > right for char in beside):
        return False
    free = [char for char in run if not any(abs(other.base - char.base) <= size / 2 for other in beside)]
    return len(free) * LEAST_DOWNWARDS >= len(run)


def _is_stamped(char: Char, chars: Sequence[Char]) -> bool:
    """True for the star of a seal that stands over a text: it is no part of that."""
    return char.text in STARS and any(
        other is not char
        and abs(other.base - char.base) < char.size
        and other.left < char.left + char.width / 2 < other.left + other.width + char.size / 4
        for other in chars
    )


def _bands(boxes: Sequence[Box]) -> dict[int, list[int]]:
    """The numbers of the boxes that reach into each band of the page, in their order."""
    bands: dict[int, list[int]] = defaultdict(list)
    for index, (_, low, _, high) in enumerate(boxes):
        clock.tick()
        for band in range(int(low // BAND), int(high // BAND) + 1):
            bands[band].append(index)
    return bands


# ------------------------------------------------------------------------------------------------ lines

_Line = tuple[float, float, float]  # where it stands, from, to


def _straight(paths: Sequence[Path], turn: int) -> tuple[list[_Line], list[_Line]]:
    """The level and the upright lines of a page."""
    level: list[_Line] = []
    plumb: list[_Line] = []
    for one, other in chain.from_iterable(paths):
        (x0, y0), (x1, y1) = upright(*one, turn), upright(*other, turn)
        if abs(y0 - y1) <= 0.5 and abs(x0 - x1) >= SHORTEST:
            level.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= 0.5 and abs(y0 - y1) >= SHORTEST:
            plumb.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(level) + len(plumb) > MOST_LINES:
            break
    return level, plumb


def _edges(grounds: Iterable[Box], along: list[_Line], across: list[_Line], ruled: float = 0.0) -> Iterator[_Line]:
    """The edges of grounds, side by side or alone, that go from a line across to another, or as far as lines along.

    A line nearby along more than the share ``ruled`` of an edge is the edge itself. Of a ground its two edges are
    told, and from where to where they go.
    """
    sides = [(edge, min(start, end), max(start, end)) for *edges, start, end in grounds for edge in edges]
    rules, walls = _whole(along), _whole(across)
    for place, low, high in _whole(sides):
        is_ruled = _shared(place, low, high, rules) > (high - low) * ruled
        is_ended = all(
            any(abs(wall - side) <= SAME_LINE and start < place < end for wall, start, end in walls)
            or sum(abs(ends[number] - side) <= SAME_LINE for _, *ends in rules) >= SAME_END
            for number, side in enumerate((low, high))
        )
        if is_ended and not is_ruled:
            yield place, low, high


def _shared(place: float, low: float, high: float, rules: list[_Line]) -> float:
    """How much of an edge is ruled."""
    near = (rule for rule in rules if abs(rule[0] - place) <= SAME_LINE)
    return sum(max(0.0, min(high, end) - max(low, start)) for _, start, end in near)


def _is_written_over(edge: _Line, chars: Sequence[Char]) -> bool:
    """True where an upright edge goes through a character, or between two of one text."""
    place, low, high = edge
    near = [
        char
        for char in chars
        if low < char.y < high and abs(place - char.left - char.width / 2) < char.width / 2 + TOUCHING * char.size
    ]
    through = any(char.left + SAME_LINE < place < char.left + char.width - SAME_LINE for char in near)
    return through or len({round(char.base) for char in near}) < len(near)


class Drawing(NamedTuple):
    """A path of a page: its points, how it is filled, whether it is stroked, and by which pdfium knows it."""

    points: list[_Drawn]
    fill: int
    is_stroked: bool
    item: int


def drawings_of(page: Any) -> list[Drawing]:
    """The paths of a page of pdfium; of a page with more than any paper has, the first ones."""
    found: list[Drawing] = []
    count = 0
    known = objects()
    for item, matrix in _paths(known, page):
        found.append(Drawing(_points(known, item, matrix), *known.mode(item), item))
        count += len(found[-1].points) + 1
        if count > MOST_SIDES:
            break
    return found


def paths_of(drawings: Sequence[Drawing]) -> list[Path]:
    """The lines that each path of a page draws."""
    return [list(_path_sides(drawing)) for drawing in drawings]


def grounds_of(drawings: Sequence[Drawing]) -> list[Box]:
    """The rectangles of an open page that are filled with a colour; of more than any paper has, the first ones.

    Those of one colour that stand side by side are one: nobody sees where they meet, but for a line drawn there.
    """
    found: dict[tuple[int, ...], list[Box]] = {}
    known = objects()
    count = 0
    for points, fill, is_stroked, item in drawings:
        if not fill or is_stroked or _is_white(colour := known.colour(item)):
            continue
        sides = list(_drawn(points))
        box = _around(sides) if _is_rectangle(sides) else (0, 0, 0, 0)
        if min(box[2] - box[0], box[3] - box[1]) > THIN:
            found.setdefault(colour, []).append(box)
            count += 1
        if count >= MOST_CELLS:
            break
    plumb = _whole(_straight(paths_of(drawings), 0)[1])
    return [box for own in found.values() for box in _side_by_side(own, plumb)]


def _side_by_side(boxes: Iterable[Box], plumb: list[_Line]) -> list[Box]:
    """Boxes, of which those that meet, as high as each other, are one where no upright line parts them."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: (round(box[1]), round(box[3]), box[0])):
        last = found[-1] if found else box
        clock.tick()
        is_level = abs(box[1] - last[1]) < MEETING and abs(box[3] - last[3]) < MEETING
        is_met = found and is_level and box[0] - last[2] < MEETING
        if is_met and not _shared(box[0], box[1], box[3], plumb):
            found[-1] = (last[0], last[1], max(last[2], box[2]), last[3])
        else:
            found.append(box)
    return found


def _paths(known: Objects, page: Any) -> Iterator[tuple[int, Matrix]]:
    """The paths of a page, each with where it is drawn."""
    yield from _paths_among(known, known.of_page(page), _UPRIGHT, 0)


def _paths_among(known: Objects, items: Iterable[int], outer: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    path, form = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM
    for item in items:
        clock.tick()
        kind = known.kind(item)
        if kind == path:
            yield item, _times(known.matrix(item), outer)
        elif kind == form and depth < DEEPEST:
            yield from _paths_among(known, known.of_form(item), _times(known.matrix(item), outer), depth + 1)


def _is_white(colour: tuple[int, int, int, int]) -> bool:
    """True for white, or what nobody sees."""
    *mixed, opaque = colour
    return min(mixed) >= WHITE or not opaque


def _points(known: Objects, item: int, matrix: Matrix) -> list[_Drawn]:
    """The points of a path."""
    a, b, c, d, e, f = matrix
    segments = known.segments(item, MOST_POINTS)
    return [(kind, (a * x + c * y + e, b * x + d * y + f), closes) for kind, x, y, closes in segments]


def _path_sides(drawing: Drawing) -> Iterator[tuple[Point, Point]]:
    """The sides of a path that is stroked; of one that is only filled, the line or frame that it is if it is thin."""
    points, fill, is_stroked, _ = drawing
    sides = list(_drawn(points))
    if is_stroked:
        yield from sides
    elif fill and sides:
        outer = _around(sides)
        if outer[3] - outer[1] <= THIN:
            yield _level(outer, outer[1], outer[3])
        elif outer[2] - outer[0] <= THIN:
            yield _plumb(outer, outer[0], outer[2])
        elif fill == pdfium.FPDF_FILLMODE_ALTERNATE:
            yield from _frame(points)


def _frame(points: Sequence[_Drawn]) -> Iterator[tuple[Point, Point]]:
    """The lines that are what a rectangle leaves of one around it: on each side, if it is thin."""
    starts = [index for index, (kind, *_) in enumerate(points) if kind == pdfium.FPDF_SEGMENT_MOVETO]
    parts = [list(_drawn(points[start:end])) for start, end in pairwise([*starts, len(points)])]
    boxes = sorted(map(_around, filter(_is_rectangle, parts)))
    if not len(boxes) == len(parts) == 2:
        return
    one, other = boxes
    outer, inner = (one, other) if one[2:] >= other[2:] else (other, one)
    for low, high in ((outer[1], inner[1]), (inner[3], outer[3])):
        if 0 < high - low <= THIN:
            yield _level(outer, low, high)
    for left, right in ((outer[0], inner[0]), (inner[2], outer[2])):
        if 0 < right - left <= THIN:
            yield _plumb(outer, left, right)


def _is_rectangle(sides: Sequence[tuple[Point, Point]]) -> bool:
    """True for the sides of a rectangle; its corners may be round, but what has hardly more than these is a circle."""
    if len(sides) < SIDES or not all(map(_is_straight, sides)):
        return False
    left, low, right, high = _around(sides)
    return sum(math.dist(*side) for side in sides) >= COVERED * 2 * (right - left + high - low)


def _is_straight(side: tuple[Point, Point]) -> bool:
    """True for a side that is level or upright."""
    (x0, y0), (x1, y1) = side
    return abs(x0 - x1) < STRAIGHT or abs(y0 - y1) < STRAIGHT


def _around(sides: Sequence[tuple[Point, Point]]) -> Box:
    """The box around sides."""
    return around_points(chain.from_iterable(sides))


def _level(box: Box, low: float, high: float) -> tuple[Point, Point]:
    """The line through the middle of what is so high, as long as a box."""
    return (box[0], (low + high) / 2), (box[2], (low + high) / 2)


def _plumb(box: Box, left: float, right: float) -> tuple[Point, Point]:
    """The line through the middle of what is so wide, as high as a box."""
    return ((left + right) / 2, box[1]), ((left + right) / 2, box[3])


def _drawn(points: Sequence[_Drawn]) -> Iterator[tuple[Point, Point]]:
    start = last = (0.0, 0.0)
    to_start, to_end = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO
    for kind, point, closed in points:
        if kind == to_start:
            start = point
        elif kind == to_end:
            yield last, point
        last = point
        if closed:
            yield last, start


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


# ------------------------------------------------------------------------------------------------ cells


def _boxes(level: list[_Line], plumb: list[_Line]) -> list[Box]:
    """The boxes that lines enclose: fields of the raster of all lines, joined where no line parts them."""
    plumb = [*plumb, *_ends(_whole(level), _whole(plumb))]
    level = [*level, *_torn(_whole(level), _whole(plumb))]
    xs, ys = _places(plumb), _places(level)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_FIELDS:
        return []
    walls, floors = _cover(plumb, xs, ys), _cover(level, ys, xs)
    width, height = len(xs) - 1, len(ys) - 1
    parts = _Parts()
    for column in range(width):
        clock.tick()
        for row in range(height):
            here = (column, row)
            for edge, (wall, beyond) in (
                (column == 0, ((0, row), None)),
                (column == width - 1, ((width, row), None)),
                (column < width - 1, ((column + 1, row), (column + 1, row))),
            ):
                if edge and wall not in walls:
                    parts.join(here, beyond)
            for edge, (floor, beyond) in (
                (row == 0, ((0, column), None)),
                (row == height - 1, ((height, column), None)),
                (row < height - 1, ((row + 1, column), (column, row + 1))),
            ):
                if edge and floor not in floors:
                    parts.join(here, beyond)
    found = []
    sides = _Sides(plumb, xs)
    for members in parts.closed([(column, row) for column in range(width) for row in range(height)]):
        columns, rows = [column for column, _ in members], [row for _, row in members]
        size = (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1)
        if size == len(members):
            low, high = ys[min(rows)], ys[max(rows) + 1]
            left, right = (sides.at(column, low, high) for column in (min(columns), max(columns) + 1))
            found.append((left, low, right, high))
    return found if len(found) <= MOST_CELLS else []


class _Sides:
    """Where the upright lines stand that the raster takes for one."""

    def __init__(self, plumb: list[_Line], places: list[float]) -> None:
        self._places = places
        lines = defaultdict(list)
        for line in plumb:
            lines[max(0, bisect_right(places, line[0] + 0.01) - 1)].append(line)
        self._lines = {index: own for index, own in lines.items() if max(own)[0] > min(own)[0]}

    def at(self, index: int, low: float, high: float) -> float:
        """Where the line of a place stands beside a box."""
        lines = self._lines.get(index, ())
        beside = (place for place, start, end in lines if start < (low + high) / 2 < end)
        return next(beside, self._places[index])


def _whole(found: list[_Line]) -> list[_Line]:
    """Lines that are drawn in pieces, from cell to cell, each as one."""
    whole: list[_Line] = []
    places = _places(found)
    level = sorted((places[bisect_right(places, place + 0.01) - 1], start, end) for place, start, end in found)
    for place, start, end in level:
        if whole and whole[-1][0] == place and start - whole[-1][2] <= SAME_LINE:
            whole[-1] = (place, whole[-1][1], max(whole[-1][2], end))
        else:
            whole.append((place, start, end))
    return whole


def _ends(level: list[_Line], plumb: list[_Line]) -> list[_Line]:
    """Upright lines where several rules begin or end together, along rows that upright lines part."""
    found: list[_Line] = []
    for end, group in _ending_together(level):
        rows = list(_parted(group, plumb))
        is_open = any(not _is_closed(end, row, plumb) for row in rows)
        found += _without_passed(end, (rows[0][0], rows[-1][1]), group, level) if is_open else []
    return found


def _without_passed(end: float, span: tuple[float, float], group: list[_Line], level: list[_Line]) -> Iterator[_Line]:
    """An upright line along a span, but for the rows beside rules that go on past it."""
    low, high = span
    for place in sorted(place for place, start, stop in level if start < end - SAME_LINE and stop > end + SAME_LINE):
        below = max((rule[0] for rule in group if rule[0] < place - SAME_LINE), default=place)
        above = min((rule[0] for rule in group if rule[0] > place + SAME_LINE), default=place)
        if low < below <= high:
            yield end, low, below
        low = max(low, above) if low < above and below < high else low
    if low < high:
        yield end, low, high


def _torn(level: list[_Line], plumb: list[_Line]) -> Iterator[_Line]:
    """Level lines where the end of a page cuts a table: several upright lines end together, and none goes on."""
    for end, group in _ending_together(plumb):
        left, right = min(group)[0], max(group)[0]
        passes = any(
            left - SAME_LINE <= place <= right + SAME_LINE and low < end - SAME_LINE and high > end + SAME_LINE
            for place, low, high in plumb
        )
        is_ruled = any(abs(place - end) <= SAME_LINE and one < right and other > left for place, one, other in level)
        if not passes and not is_ruled:
            yield end, left, right


def _ending_together(found: list[_Line]) -> Iterator[tuple[float, list[_Line]]]:
    """Where several lines begin, or several end, and which do."""
    for side in (1, 2):
        ends = sorted((line[side], line) for line in found)
        group: list[_Line] = []
        for end, line in [*ends, (float("inf"), (0.0, 0.0, 0.0))]:
            if group and end - group[-1][side] > SAME_LINE:
                if len(group) >= SAME_END:
                    yield group[0][side], group
                group = []
            group.append(line)


def _is_closed(place: float, row: tuple[float, float], plumb: list[_Line]) -> bool:
    """True for a row that has an upright line of its own there: two tables below one another are not one."""
    low, high = row
    return any(
        abs(other - place) <= SAME_LINE and under <= low + SAME_LINE and over >= high - SAME_LINE
        for other, under, over in plumb
    )


def _parted(rules: list[_Line], plumb: list[_Line]) -> Iterator[tuple[float, float]]:
    """The rows between rules, from below, that an upright line parts."""
    for low, high in pairwise(sorted(rules)):
        start, end = max(low[1], high[1]) + SAME_LINE, min(low[2], high[2]) - SAME_LINE
        if any(
            start < place < end and under <= low[0] + SAME_LINE and over >= high[0] - SAME_LINE
            for place, under, over in plumb
        ):
            yield low[0], high[0]


def _places(found: list[_Line]) -> list[float]:
    """Where lines stand, once for lines that stand together."""
    places: list[float] = []
    for place in sorted(line[0] for line in found):
        if not places or place - places[-1] > SAME_LINE:
            places.append(place)
    return places


def _cover(found: list[_Line], places: list[float], across: list[float]) -> set[tuple[int, int]]:
    """The sides of the raster that lines cover, from corner to corner or nearly: the line, and the field along it."""
    drawn: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for place, start, end in _whole(found):
        drawn[max(0, bisect_right(places, place + 0.01) - 1)].append((start, end))
    covered = set()
    for index, pieces in drawn.items():
        clock.tick()
        for number, (start, end) in enumerate(pairwise(across)):
            own = [(max(start, begin), min(end, stop)) for begin, stop in pieces if begin < end and start < stop]
            length = sum(stop - begin for begin, stop in own)
            is_met = own and min(own)[0] - start <= SHORT and end - max(stop for _, stop in own) <= SHORT
            if is_met and length >= (end - start) * COVERED:
                covered.add((index, number))
    return covered


_Field = tuple[int, int]


class _Parts:
    """Fields of the raster that are open to each other; ``None`` is the outside."""

    def __init__(self) -> None:
        self._above: dict[_Field | None, _Field | None] = {}

    def _top(self, field: _Field | None) -> _Field | None:
        while field in self._above and self._above[field] != field:
            field = self._above[field]
        return field

    def join(self, one: _Field, other: _Field | None) -> None:
        """Make two fields one; what is joined to the outside stays outside."""
        first, second = self._top(one), self._top(other)
        if first == second:
            return
        if first is None:
            self._above[second] = None
        else:
            self._above[first] = second

    def closed(self, fields: Sequence[_Field]) -> Iterator[list[_Field]]:
        """The groups of fields that are not open to the outside."""
        groups: dict[_Field, list[_Field]] = defaultdict(list)
        for field in fields:
            top = self._top(field)
            if top is not None:
                groups[top].append(field)
        yield from groups.values()
