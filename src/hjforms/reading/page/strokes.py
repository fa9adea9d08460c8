"""Strokes (划线) that are drawn into a page itself: a value that a line goes through is struck out.

A viewer may put what people draw into the content of the page when it saves it. The lines of the template are where
the template has them; what else goes through the middle of a value strikes it out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from operator import attrgetter, itemgetter
from typing import NamedTuple

from hjforms.pdfium import opened
from hjforms.reading.page.characters import Char, lines, upright
from hjforms.reading.page.doubt import Box, Doubt, are_one, around_points
from hjforms.reading.page.grid import Path, drawings_of, paths_of
from hjforms.reading.page.placement import Placement
from hjforms.template.store import Compiled
from hjforms.wording import Sentence

MOST = 20_000  # paths of a page
SHARED = 0.5  # of the width of a line of text: what a stroke covers of it at least
LOW, HIGH = 0.12, 0.7  # of the size, from the baseline: where a stroke goes through a text, neither under nor over it
FLAT = 0.6  # of the size: so high may a stroke of several pieces be
SAME = 1.5  # points of the template
LONGEST_TICK = 36.0  # points: of a stroke that marks a box, with the room that viewers leave around it


STRUCK = Doubt("warning", Sentence("被划线删去，没有读入，请核对。"), "struck", taken=False)
AMENDED = Doubt("error", Sentence("有的字被划去，旁边另有字，不知以哪些为准，没有读入，请人工核对。"))


class Stroke(NamedTuple):
    """A path that is drawn: its box, and whether it is one straight line, which may slope."""

    box: Box
    straight: bool

    @property
    def height(self) -> float:
        """Where its middle is."""
        return (self.box[1] + self.box[3]) / 2


HEIGHT = attrgetter("height")


def strokes_of(paths: Sequence[Path]) -> list[Stroke]:
    """The strokes that the paths of a page are."""
    found: list[Stroke] = []
    for sides in paths:
        if not sides:
            continue
        xs, ys = ([point[axis] for side in sides for point in side] for axis in (0, 1))
        found.append(Stroke((min(xs), min(ys), max(xs), max(ys)), len(sides) == 1))
        if len(found) >= MOST:
            break
    return found


@cache
def _ruled(template: Compiled) -> tuple[Box, ...]:
    """The strokes of a template, from the left."""
    with opened(template.pdf) as document:
        return tuple(sorted(stroke.box for stroke in strokes_of(paths_of(drawings_of(document[0])))))


def drawn_over(strokes: Sequence[Stroke], template: Compiled, placement: Placement) -> list[Stroke]:
    """The strokes that are not those of the template, where they lie on it, from the lowest."""
    ruled = _ruled(template)
    back = (Stroke(_back(stroke.box, placement), stroke.straight) for stroke in strokes)
    return sorted((stroke for stroke in back if not _is_ruled(stroke.box, ruled)), key=HEIGHT)


def _is_ruled(box: Box, ruled: Sequence[Box]) -> bool:
    """True for a stroke that is one of these, which go from the left."""
    first = bisect_left(ruled, box[0] - SAME, key=itemgetter(0))
    return any(are_one(box, other, SAME) for other in takewhile(lambda other: other[0] <= box[0] + SAME, ruled[first:]))


def _back(box: Box, placement: Placement) -> Box:
    corners = (upright(box[0], box[1], placement.turn), upright(box[2], box[3], placement.turn))
    return around_points(placement.point_back(*corner) for corner in corners)


def struck(strokes: Sequence[Stroke], chars: Sequence[Char], text: str) -> Doubt | None:
    """The doubt about a text through which one of these strokes goes, from the lowest; the text is not taken."""
    told = lines(chars) if strokes else []
    gone = [line for line in told if _is_struck(line, strokes)]
    if not gone:
        return None
    return AMENDED if len(gone) < len(told) else STRUCK._replace(found=text)


def _is_struck(line: Sequence[Char], strokes: Sequence[Stroke]) -> bool:
    """True for a line of text through which one of these strokes goes, from the lowest."""
    size, base = line[0].size, line[0].base
    left, right = line[0].left, line[-1].left + line[-1].width
    low, high = base + size * LOW, base + size * HIGH
    level = range(bisect_right(strokes, low, key=HEIGHT), bisect_left(strokes, high, key=HEIGHT))
    return any(_goes_through(strokes[number], left, right, size) for number in level)


def _goes_through(stroke: Stroke, left: float, right: float, size: float) -> bool:
    """True for a stroke on the height of a line of text that goes through enough of it."""
    x0, y0, x1, y1 = stroke.box
    flat = stroke.straight or y1 - y0 <= size * FLAT
    return flat and min(x1, right) - max(x0, left) >= (right - left) * SHARED
