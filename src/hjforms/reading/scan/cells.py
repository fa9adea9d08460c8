"""Cells (裁格): what is written in a place of a page that lies straight, without what the form prints itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.page.doubt import Box
from hjforms.reading.scan.templates import COARSE, FINE, Picture, Template

GROUND = 12  # dots of a part of the page whose paper has one colour
RIM = 5  # dots around what the form prints, which are taken for its
EDGE = 0.6  # points of a cell at its edges that are not looked at
DARK, FAINT = 128, 200  # of 255: ink, and what may be
SMALLEST = 0.22  # of the size of a text: a mark both sides of which are smaller is a speck
BESIDE = 0.4  # of the size: how far from a letter its dots are at most
BY_OWN = 0.5  # of a piece of ink: what lies so much beside what the form prints may be a part of that
THIN = 0.16  # of the size: a remnant of a rule at the edge
HIGHEST = 1.25  # of the size: of a letter, with its blur
MARGIN = 0.1  # of the height of a line that is left free above and below it
PALE = 0.08  # of the size: how far the paler outskirts of letters reach
LEAST_HIGH = 0.8  # of the size: of a line
FAINT_PRINT = 60  # of 255: ink of a box that is drawn
MOVED = 2.0  # points by which a box may stand beside its place
COLOURED = 45  # of 255: between the blue and the red of ink that is no black
LEAST_RED = 0.01  # of a place: what a word in red covers at least
MOST_COLOURED = 0.25  # of the ink of a cell


@dataclass(frozen=True)
class Cell:
    """What stands in a place: ``lines`` from the top, each a picture in black on white; none where it is blank.

    ``faint`` is true where there may be ink and it is too pale to say; ``coloured`` where it is a pen's or a stamp's;
    ``red`` where a blank place has red ink: a seal's, or a pen's; ``crossed`` where a stroke is higher than any
    letter: a pen's, or the frame of a stamp.
    """

    lines: tuple[Picture, ...]
    faint: bool = False
    coloured: bool = False
    crossed: bool = False
    red: bool = False


class Page:
    """A page that lies straight under its template."""

    def __init__(self, template: Template, grey: Picture, colours: Picture) -> None:
        self._template = template
        self._height = template.layout.height
        self._grey, self._colours = _levelled(grey, template.print), colours
        self._own = cv2.dilate(template.print, np.ones((RIM, RIM), np.uint8))
        self._beside = cv2.dilate(template.print, np.ones((3 * RIM, 3 * RIM), np.uint8))

    @cached_property
    def _clean(self) -> Picture:
        """The page without what the form prints."""
        return np.where(self._own > 0, 255, self._grey).astype(np.uint8)

    def _part(self, picture: Picture, box: Box, edge: float = EDGE, scale: float = FINE) -> Picture:
        x0, y0, x1, y1 = box
        top, bottom = (self._height - y1 + edge) * scale, (self._height - y0 - edge) * scale
        left, right = (x0 + edge) * scale, (x1 - edge) * scale
        rows = slice(max(0, round(top)), max(1, round(bottom)))
        part: Picture = picture[rows, max(0, round(left)) : max(1, round(right))]
        return part

    def cell(self, box: Box, size_pt: float) -> Cell:
        """What is written in a place, whose text is at most ``size_pt`` high."""
        part = self._part(self._clean, box)
        size = size_pt * FINE
        own = self._part(self._beside, box)
        ink, pale = (_written(part, own, dark, size) for dark in (DARK, FAINT))
        if not ink.any():
            return Cell((), faint=bool(pale.any()), red=self._is_red(box))
        bands = _bands(ink, size)
        lines = tuple(_line(part, top, bottom, ink | pale, size) for top, bottom in bands)
        return Cell(lines, coloured=self._is_coloured(box, part), crossed=_is_crossed(ink, bands, size))

    def _is_red(self, box: Box) -> bool:
        """True where red ink stands in a place, which is taken away before anything is read."""
        colours = self._part(self._colours, box, scale=COARSE).astype(np.int16)
        red = colours[..., 0] - colours[..., 1:].max(axis=-1)
        return bool(red.size) and float((red > COLOURED).mean()) > LEAST_RED

    def _is_coloured(self, box: Box, part: Picture) -> bool:
        """True where much of the ink is blue or green, as pens and stamps are."""
        colours = cv2.resize(self._part(self._colours, box, scale=COARSE), part.shape[::-1]).astype(np.int16)
        ink = part < DARK
        blue = colours[..., 1:].max(axis=-1) - colours[..., 0]
        return float((blue[ink] > COLOURED).mean()) > MOST_COLOURED if ink.any() else False

    def mark(self, box: Box, size_pt: float) -> tuple[float, bool]:
        """How much of the ink is there that a marked box has and an empty one lacks, and whether there is any other.

        The first is 0 where nothing is, 1 where all is black.
        """
        seen = self._part(self._clean, box, -MOVED)
        empty, marked = (255 - self._part(self._template.boxes[mark], box) for mark in (EMPTY, MARKED))
        either = np.maximum(empty, marked)
        left, top = cv2.minMaxLoc(cv2.matchTemplate(255 - seen, either, cv2.TM_CCORR_NORMED))[3]
        there = slice(top, top + empty.shape[0]), slice(left, left + empty.shape[1])
        tick = (marked > DARK) & (cv2.dilate(empty, np.ones((5, 5), np.uint8)) < DARK)
        ink = 255 - seen[there].astype(np.float32)
        rest = seen.copy()
        rest[there][cv2.dilate(either, np.ones((7, 7), np.uint8)) >= FAINT_PRINT] = 255
        own = self._part(self._beside, box, -MOVED)
        other = _written(rest, own, DARK, size_pt * FINE).any()
        return float(ink[tick].mean() / 255) if tick.any() else 0.0, bool(other)


def _levelled(grey: Picture, print_: Picture) -> Picture:
    """The page where its paper is white and its ink black, however it was lit and printed."""
    height, width = grey.shape
    small = cv2.resize(grey, (width // GROUND, height // GROUND), interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
    paper = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    level = np.minimum(255.0, grey * (255.0 / np.maximum(paper, 1)))
    inked = level[cv2.erode(print_, np.ones((3, 3), np.uint8)) > 0]
    ink = min(190.0, float(np.percentile(inked, 40))) if len(inked) else 60.0
    levelled: Picture = np.clip((level - ink) * (255.0 / (255 - ink - 12)), 0, 255).astype(np.uint8)
    return levelled


def _written(part: Picture, own: Picture, dark: int, size: float) -> NDArray[np.bool_]:
    """Where something is written: ink that is more than specks, and no remnant of what the form prints (``own``)."""
    ink = part < dark
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    left, top, wide, high, area = stats.T
    longer, thinner = np.maximum(wide, high), np.minimum(wide, high)
    at_edge = (left <= 1) | (top <= 1) | (left + wide >= part.shape[1] - 1) | (top + high >= part.shape[0] - 1)
    beside_own = np.bincount(labels[own > 0], minlength=len(area)) > BY_OWN * area
    rest = (at_edge | beside_own) & (thinner < THIN * size)
    kept = ~rest & (area > 1)
    kept[0] = False
    letters = kept & (longer >= SMALLEST * size)
    if not letters.any():
        return np.zeros_like(ink)
    reach = 2 * round(BESIDE * size) + 1
    near = cv2.dilate(letters[labels].astype(np.uint8), np.ones((reach // 2 | 1, reach), np.uint8)) > 0
    found: NDArray[np.bool_] = kept[labels] & near
    return found


def _is_crossed(ink: NDArray[np.bool_], bands: Sequence[tuple[int, int]], size: float) -> bool:
    """True where a stroke is higher than a letter, or a line than a line of letters."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    highest = max([int(high) for high in stats[1:, cv2.CC_STAT_HEIGHT]], default=0)
    return max(highest, *(end - start for start, end in bands)) > HIGHEST * size


def _bands(ink: NDArray[np.bool_], size: float) -> list[tuple[int, int]]:
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


def _line(part: Picture, top: int, bottom: int, ink: NDArray[np.bool_], size: float) -> Picture:
    """A line of a cell with a little paper around it, and nothing that is no part of a letter."""
    pale = round(PALE * size)
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    rows = slice(max(0, top - pale), bottom + pale)
    across = slice(max(0, columns[0] - pale), columns[-1] + 1 + pale)
    other = cv2.dilate(((part < DARK) & ~ink).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    near = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    clean = np.where(other & ~near, 255, part).astype(np.uint8)[rows, across]
    high = max(clean.shape[0], round(LEAST_HIGH * size))
    free, lacking = round(MARGIN * high), high - clean.shape[0]
    above, below = lacking // 2 + free, lacking - lacking // 2 + free
    beside = round(0.15 * high)
    line: Picture = cv2.copyMakeBorder(clean, above, below, beside, beside, cv2.BORDER_CONSTANT, value=(255,))
    return line
