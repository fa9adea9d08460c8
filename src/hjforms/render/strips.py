"""逐月经历的带 (strips): the months that a form states as text, drawn small above that text.

Nothing of a strip is text, so that whoever reads the page finds one text in its place: years and schemes are outlines.
Lengths are points, y runs downwards from the upper edge of the room above the slot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from hjforms.errors import NotationError
from hjforms.notations import careers as notation
from hjforms.notations.careers import Lane, Stretch
from hjforms.render.careers import PAID_GREY, Axis
from hjforms.render.drawing import Box, Hatch, Point, grey, hatched, number
from hjforms.render.fonts import faces
from hjforms.render.typeset import one_line
from hjforms.template.layout import PADDING, Slot

NAMED = 2  # characters of a scheme: 居民, 职工
SIZE, YEAR_SIZE = 6.5, 6.0
TOP, BEHIND = 2.0, 4.0  # what is left free above, and behind the name of a scheme
SCALE = 7.0  # how high the line of years is
APART = 1.5  # between two lanes
LINE = 0.4
GIVEN_BACK = "居民养老保险缴费"
"""What is given back of months that were paid twice (退还), crossed as well as hatched."""

Line = tuple[Point, ...]


class Paint(NamedTuple):
    """How lines are painted: filled with a grey from 0 (black), or drawn ``width`` wide."""

    grey: float | None
    width: float
    is_closed: bool


class Strip(NamedTuple):
    """A strip that begins ``left`` from the edge of its page, and what is painted on it, one paint after another."""

    left: float
    width: float
    height: float
    painted: dict[Paint, list[Line]]

    def moved(self, x: float, y: float) -> Iterator[tuple[Paint, list[Line]]]:
        """What is painted, moved."""
        for paint, lines in self.painted.items():
            yield paint, [tuple((left + x, top + y) for left, top in line) for line in lines]


GREY, EDGE, THIN, BLACK = Paint(PAID_GREY, 0, True), Paint(None, 0.5, True), Paint(None, LINE, False), Paint(0, 0, True)


def above(slot: Slot, text: str) -> Strip | None:
    """The strip above a slot, as wide as the text in it; ``None`` where there is none."""
    x0, _, x1, _ = slot.box
    strip = strip_of(text, x1 - x0 - 2 * PADDING, slot.picture) if slot.picture else None
    return strip and strip._replace(left=x0 + PADDING)


@lru_cache(maxsize=256)
def strip_of(text: str, width: float, height: float) -> Strip | None:
    """The strip of what a form states; ``None`` where that is no careers, or they stand elsewhere.

    Months that are stated twice are hatched, those that are given back crossed.
    """
    try:
        return _drawn(notation.read(text) or (), width, height)
    except NotationError:
        return None


def _drawn(lanes: Sequence[Lane], width: float, height: float) -> Strip | None:
    """The strip of lanes. Raises ``NotationError`` for a scheme whose name no font has."""
    schemes = [lane for lane in lanes if not lane.label.startswith(notation.TWICE)]
    twice = [stretch for lane in lanes if lane not in schemes for stretch in lane.stretches]
    if not schemes:
        return None
    room = (height - TOP - SCALE) / len(schemes)
    left = BEHIND + max(one_line(lane.label[:NAMED], SIZE).width for lane in schemes)
    months = [end.index for lane in lanes for part in lane.stretches for end in (part.first, part.last)]
    axis = Axis.of(months, left, width, room - APART)
    painted: dict[Paint, list[Line]] = {paint: [] for paint in (GREY, THIN, EDGE, BLACK)}
    for index, lane in enumerate(schemes):
        top = TOP + index * room
        painted[BLACK] += _outlined(lane.label[:NAMED], 0, top + (axis.lane + 0.75 * SIZE) / 2, SIZE)
        for paint, line in _lane(lane, twice, axis, top):
            painted[paint].append(line)
    painted[THIN] += [((axis.left, height - SCALE), (axis.right, height - SCALE))]
    for year in axis.years:
        x = axis.at(year * 12)
        painted[THIN].append(((x, height - SCALE), (x, height)))
        painted[BLACK] += _outlined(str(year), x + 1, height - 1, YEAR_SIZE)
    return Strip(0, width, height, painted)


def _lane(lane: Lane, twice: Sequence[Stretch], axis: Axis, top: float) -> Iterator[tuple[Paint, Line]]:
    """A scheme: its months, and on them what came twice."""
    hatch: Hatch = "x" if lane.label == GIVEN_BACK else "/"
    for stretch in lane.stretches:
        boxes = [axis.box(stretch, top, PAID_GREY)]
        boxes += [axis.box(common, top, PAID_GREY, hatch) for common in axis.common(stretch, twice)]
        for box in boxes:
            yield GREY, _corners(box)
            yield EDGE, _corners(box)
            yield from ((THIN, line.points) for line in hatched(box))


def _corners(box: Box) -> Line:
    right, bottom = box.x + box.width, box.y + box.height
    return (box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)


def _outlined(text: str, x: float, y: float, size: float) -> Iterator[Line]:
    """The outlines of a text that begins at (x, y) on its baseline. Raises ``NotationError`` as ``one_line``."""
    for run in one_line(text, size).runs:
        face, left = faces()[run.face], x + run.offset * size / 1000
        for character in run.characters:
            for contour in face.contours(character):
                yield tuple((left + across * size / 1000, y - up * size / 1000) for across, up in contour)
            left += one_line(character, size).width


def operators(slot: Slot, text: str) -> str:
    """The operators of PDF that draw the strip above a slot; none where there is none."""
    strip = above(slot, text)
    if strip is None:
        return ""
    steps: list[str] = []
    for paint, lines in strip.moved(strip.left, -slot.box[3] - strip.height):
        close, end = "h " if paint.is_closed else "", "S" if paint.grey is None else "f"
        state = f"{number(paint.width)} w\n" if paint.grey is None else f"{number(paint.grey)} g\n"
        paths = (f"{_path(line)}{close}" for line in lines)
        steps.append(f"{state}{''.join(paths)}{end}\n")
    return "".join(steps)


def _path(line: Line) -> str:
    return "".join([f"{number(x)} {number(-y)} {'l' if place else 'm'} " for place, (x, y) in enumerate(line)])


def svg_paths(slot: Slot, text: str, page_height: float) -> list[tuple[str, str, float]]:
    """The strip above a slot for a page of a browser: of each paint the path, its fill, and the width of its line."""
    strip = above(slot, text)
    if strip is None:
        return []
    found = []
    for paint, lines in strip.moved(strip.left, page_height - slot.box[3] - strip.height):
        end = "z" if paint.is_closed else ""
        path = "".join([f"M{' '.join(f'{number(x)} {number(y)}' for x, y in line)}{end}" for line in lines])
        found.append((path, "none" if paint.grey is None else grey(paint.grey), paint.width))
    return found
