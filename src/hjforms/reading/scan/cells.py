"""Cells (裁格): what is written in a place of a page that lies straight, without what the form prints itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.page.doubt import Box
from hjforms.reading.scan.inks import Mask, coloured
from hjforms.reading.scan.strokes import framed, ticks
from hjforms.reading.scan.templates import FINE, Picture, Template

MIDDLE = 2.0  # dots per point at which colours are looked at
GROUND = 12  # dots of a part of the page whose paper has one colour
WINDOW, SPARSE = 72.0, 4  # points across which the shade of a fold is taken, and of so many dots each way one
ASKEW = 5.0  # points by which a fold is higher on one side of the page
SHADED, DARKEST_FOLD = 0.96, 0.4  # of the paper: what is in the shade, and how dark that can be
ACROSS = 0.85  # of the page: how much of it a fold crosses
RIM = 5  # dots around what the form prints, which are taken for its
EDGE = 0.6  # points of a cell at its edges that are not looked at
DARK, FAINT = 128, 200  # of 255: ink, and what may be
LEFT, LEFT_BY_PEN = 165, 90  # of 255: ink that is paler is what a coloured one leaves behind, and a tick in a colour
SMALLEST = 0.22  # of the size of a text: a mark both sides of which are smaller is a dot or a speck
WHITE, BLEACHED = 250, 0.9  # of 255, and of its paper: a page that is so white was scanned in black and white
SPECK, BLACK_SPECK = 0.011, 0.0045  # of the square of the size: a smaller mark is no dot of a letter in black and white
BESIDE = 0.4  # of the size: how far from a letter its dots are at most
BY_OWN = 0.5  # of a piece of ink: what lies so much beside what the form prints may be a part of that
THIN = 0.16  # of the size: a remnant of a rule at the edge
HIGHEST = 1.25  # of the size: of a letter, with its blur
WIDEST = 2.2  # of the size: of the stroke of a letter, or a dash
MARGIN = 0.1  # of the height of a line that is left free above and below it
PALE = 0.08  # of the size: how far the paler outskirts of letters reach
LEAST_HIGH = 0.8  # of the size: of a line
FAINT_PRINT = 60  # of 255: ink of a box that is drawn
MOVED = 2.0  # points by which a box may stand beside its place
LEAST_COLOURED = 2.0  # square points: what a stroke of a coloured pen covers at least


class Other(Enum):
    """What else stands in a cell, and is taken away before it is read.

    A seal in red; a tick or a stamp; something red that is neither; what a pen wrote in blue, or over the text.
    """

    NOTHING = 0
    SEAL = 1
    RED = 2
    MARK = 3
    PEN = 4


@dataclass(frozen=True)
class Cell:
    """What stands in a place: ``lines`` from the top, each a picture in black on white; none where it is blank.

    ``faint`` is true where there may be ink and it is too pale to say; ``crossed`` where a stroke is higher than any
    letter: a pen's, or the frame of a stamp.
    """

    lines: tuple[Picture, ...]
    faint: bool = False
    crossed: bool = False
    other: Other = Other.NOTHING


class Page:
    """A page that lies straight under its template."""

    def __init__(self, template: Template, grey: Picture, colours: Picture) -> None:
        self._template = template
        self._height = template.layout.height
        self._own = cv2.dilate(template.print, np.ones((RIM, RIM), np.uint8))
        self._beside = cv2.dilate(template.print, np.ones((3 * RIM, 3 * RIM), np.uint8))
        self._bleached = float((grey >= WHITE).sum()) > BLEACHED * float((grey >= DARK).sum())
        self._red, self._blue = coloured(colours)
        ink = self._red | self._blue
        pen = ticks(ink, MIDDLE)
        self._framed = framed(ink, MIDDLE)
        self._marked = pen | self._framed
        self._grey = _levelled(grey, template.print, self._own)
        for mask, left in ((ink, LEFT), (pen, LEFT_BY_PEN)):
            there = cv2.resize(mask.astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
            self._grey[(there > 0) & (self._grey >= left)] = 255

    @cached_property
    def _printed(self) -> Picture:
        """The page without what the form prints."""
        return np.where(self._own > 0, 255, self._grey).astype(np.uint8)

    @cached_property
    def _ticked(self) -> Mask:
        """Where the ticks of a black pen are."""
        return ticks(self._printed < DARK, FINE)

    @cached_property
    def _clean(self) -> Picture:
        """The page without what the form prints, and without ticks."""
        around = cv2.dilate(self._ticked.astype(np.uint8), np.ones((5, 5), np.uint8))
        return np.where(around > 0, 255, self._printed).astype(np.uint8)

    def _part(self, picture: NDArray[Any], box: Box, edge: float = EDGE, scale: float = FINE) -> NDArray[Any]:
        x0, y0, x1, y1 = box
        top, bottom = (self._height - y1 + edge) * scale, (self._height - y0 - edge) * scale
        left, right = (x0 + edge) * scale, (x1 - edge) * scale
        rows = slice(max(0, round(top)), max(1, round(bottom)))
        return picture[rows, max(0, round(left)) : max(1, round(right))]

    def cell(self, box: Box, size_pt: float) -> Cell:
        """What is written in a place, whose text is at most ``size_pt`` high."""
        part = self._part(self._clean, box)
        size = size_pt * FINE
        written = _written(part, self._part(self._beside, box), size, self._bleached)
        if not written.ink.any():
            return Cell((), faint=written.is_faint, other=self._other(box, None))
        bands = _bands(written.letters, size)
        lines = tuple(_line(part, top, bottom, written.ink, size) for top, bottom in bands)
        crossed = _is_crossed(written.letters & (part < DARK), size) or _is_struck(written.letters, size)
        return Cell(lines, crossed=crossed, other=self._other(box, written.ink))

    def _other(self, box: Box, text: Mask | None) -> Other:
        """What else stands in a place, where that text is."""
        red, blue, marked = (self._part(mask, box, scale=MIDDLE) for mask in (self._red, self._blue, self._marked))
        over = _over(text, (red | blue) & ~marked)
        if _is_much(blue & ~marked) or _is_much(over):
            return Other.PEN
        if _is_much(blue & marked) or self._part(self._ticked, box).any():
            return Other.MARK
        if _is_much(red & ~marked):
            return Other.RED
        return Other.SEAL if _is_much(red) else Other.NOTHING

    def mark(self, box: Box, size_pt: float) -> tuple[float, bool]:
        """How much of the ink is there that a marked box has and an empty one lacks, and whether there is any other.

        The first is 0 where nothing is, 1 where all is black.
        """
        seen = self._part(self._printed, box, -MOVED)
        empty, marked = (255 - self._part(self._template.boxes[mark], box) for mark in (EMPTY, MARKED))
        either = np.maximum(empty, marked)
        left, top = cv2.minMaxLoc(cv2.matchTemplate(255 - seen, either, cv2.TM_CCORR_NORMED))[3]
        there = slice(top, top + empty.shape[0]), slice(left, left + empty.shape[1])
        tick = (marked > DARK) & (cv2.dilate(empty, np.ones((5, 5), np.uint8)) < DARK)
        ink = 255 - seen[there].astype(np.float32)
        rest = seen.copy()
        rest[there][cv2.dilate(either, np.ones((7, 7), np.uint8)) >= FAINT_PRINT] = 255
        own = self._part(self._beside, box, -MOVED)
        other = _written(rest, own, size_pt * FINE, self._bleached).ink.any() or self._is_coloured(box)
        return float(ink[tick].mean() / 255) if tick.any() else 0.0, bool(other)

    def _is_coloured(self, box: Box) -> bool:
        """True where a coloured pen was at a box, or a stamp that is not red."""
        red, blue, framed = (self._part(mask, box, -MOVED, MIDDLE) for mask in (self._red, self._blue, self._framed))
        return _is_much(blue | (red & ~framed))


def _levelled(grey: Picture, print_: Picture, own: Picture) -> Picture:
    """The page where its paper is white and its ink black, however it was lit, folded and printed."""
    height, width = grey.shape
    small = cv2.resize(grey, (width // GROUND, height // GROUND), interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
    paper = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    level = np.minimum(255.0, grey * (255.0 / np.maximum(paper, 1)))
    level = _unfolded(_unfolded(level, own).T, own.T).T
    inked = level[cv2.erode(print_, np.ones((3, 3), np.uint8)) > 0]
    ink = min(190.0, float(np.percentile(inked, 40))) if len(inked) else 60.0
    levelled: Picture = np.clip((level - ink) * (255.0 / (255 - ink - 12)), 0, 255).astype(np.uint8)
    return levelled


def _unfolded(level: NDArray[np.float32], own: Picture) -> NDArray[np.float32]:
    """The page without the shade of folds that go all the way across it; ``own`` is what the form prints.

    Where a fold is, half of what lies beside one another is in its shade, nearly all over the page. A line that
    somebody drew is not as long, or darker.
    """
    window = round(WINDOW * FINE)
    count = level.shape[1] // window
    sample = np.where(own > 0, 255, level)[:, : count * window].reshape(len(level), count, window)[..., ::SPARSE]
    shade = np.median(sample, axis=2).astype(np.float32)
    shade /= np.median(shade, axis=0)
    around = cv2.erode(shade, np.ones((2 * round(ASKEW * FINE) + 1, 1), np.uint8))
    is_fold = (around < SHADED).mean(axis=1) >= ACROSS
    if not is_fold.any():
        return level
    shade[~is_fold] = 1
    wide = cv2.resize(np.clip(shade, DARKEST_FOLD, 1), level.shape[::-1], interpolation=cv2.INTER_LINEAR)
    unfolded: NDArray[np.float32] = np.minimum(255, level / wide)
    return unfolded


class _Written(NamedTuple):
    """Where something is written in a place: ``letters``, and all ``ink`` of them with their dots."""

    letters: Mask
    ink: Mask
    is_faint: bool = False


def _written(part: Picture, own: Picture, size: float, bleached: bool) -> _Written:
    """Where something is written: ink that is more than specks, and no remnant of what the form prints (``own``).

    On a ``bleached`` page, in black and white, a dot of a letter is as black as the letter, and a speck is smaller.

    Ink is what is dark somewhere, with all that hangs together with it.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats((part < FAINT).astype(np.uint8), connectivity=8)
    left, top, wide, high, area = stats.T
    longer, thinner = np.maximum(wide, high), np.minimum(wide, high)
    at_edge = (left <= 1) | (top <= 1) | (left + wide >= part.shape[1] - 1) | (top + high >= part.shape[0] - 1)
    beside_own = np.bincount(labels[own > 0], minlength=len(area)) > BY_OWN * area
    rest = (at_edge | beside_own) & (thinner < THIN * size)
    blackness = np.bincount(labels.ravel(), (255.0 - part).ravel(), len(area)) / 255
    kept = ~rest & (area > 1)
    if bleached:
        kept &= (area >= SPECK * size**2) | (blackness >= BLACK_SPECK * size**2)
    kept[0] = False
    is_dark = np.bincount(labels[part < DARK], minlength=len(area)) > 1
    large = kept & (longer >= SMALLEST * size)
    letters = (large & is_dark)[labels]
    if not letters.any():
        return _Written(letters, letters, bool(large.any()))
    reach = 2 * round(BESIDE * size) + 1
    near = cv2.dilate(letters.astype(np.uint8), np.ones((reach // 2 | 1, reach), np.uint8)) > 0
    return _Written(letters, kept[labels] & near)


def _is_much(ink: Mask) -> bool:
    """True for so much coloured ink as a stroke has."""
    return float(ink.sum()) > LEAST_COLOURED * MIDDLE**2


def _over(text: Mask | None, strokes: Mask) -> Mask:
    """Those strokes that go over the place of a text."""
    over = np.zeros_like(strokes)
    if text is not None and strokes.any():
        left, top, wide, high = cv2.boundingRect(cv2.resize(text.astype(np.uint8), strokes.shape[::-1]))
        place = slice(top, top + high), slice(left, left + wide)
        over[place] = strokes[place]
    return over


def _is_crossed(ink: Mask, size: float) -> bool:
    """True where a stroke is higher than a letter, or a line than a line of letters."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    highest = max([int(high) for high in stats[1:, cv2.CC_STAT_HEIGHT]], default=0)
    return max(highest, *(end - start for start, end in _bands(ink, size))) > HIGHEST * size


def _is_struck(ink: Mask, size: float) -> bool:
    """True where a stroke is wider than any letter: what somebody struck out."""
    thick = cv2.dilate(ink.astype(np.uint8), np.ones((3, 1), np.uint8))
    width = round(WIDEST * size)
    return bool(ink.shape[1] >= width and cv2.erode(thick, np.ones((1, width), np.uint8), borderValue=0).any())


def _bands(ink: Mask, size: float) -> list[tuple[int, int]]:
    """The rows of dots from which and up to which each line of text reaches."""
    rows = np.flatnonzero(ink.sum(axis=1) > 0)
    breaks = np.flatnonzero(np.diff(rows) > 1)
    starts = [rows[0], *rows[breaks + 1]]
    ends = [*(rows[breaks] + 1), rows[-1] + 1]
    bands: list[tuple[int, int]] = []
    for start, end in zip(map(int, starts), map(int, ends), strict=True):
        if bands and (end - bands[-1][0] <= size * 1.05 or min(end - start, bands[-1][1] - bands[-1][0]) < 0.3 * size):
            bands[-1] = bands[-1][0], end
        else:
            bands.append((start, end))
    return bands


def _line(part: Picture, top: int, bottom: int, ink: Mask, size: float) -> Picture:
    """A line of a cell with a little paper around it, and nothing that is no part of a letter."""
    pale = round(PALE * size)
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    rows = slice(max(0, top - pale), bottom + pale)
    across = slice(max(0, columns[0] - pale), columns[-1] + 1 + pale)
    other = cv2.dilate(((part < FAINT) & ~ink).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    near = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    clean = np.where(other & ~near, 255, part).astype(np.uint8)[rows, across]
    high = max(clean.shape[0], round(LEAST_HIGH * size))
    free, lacking = round(MARGIN * high), high - clean.shape[0]
    above, below = lacking // 2 + free, lacking - lacking // 2 + free
    beside = round(0.15 * high)
    line: Picture = cv2.copyMakeBorder(clean, above, below, beside, beside, cv2.BORDER_CONSTANT, value=(255,))
    return line
