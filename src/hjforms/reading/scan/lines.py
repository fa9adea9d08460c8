"""Whole pages (整页识别): the lines of text and the rules on a picture that no template of ours lies on.

A detector finds where lines of text are, the recogniser reads them; rules are what is long, thin and straight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.reading.file import clock
from hjforms.reading.page.doubt import Box
from hjforms.reading.scan.libraries import DETECTION, session
from hjforms.reading.scan.recognition import Line, recognised
from hjforms.reading.scan.registration import Matrix, without_red
from hjforms.reading.scan.templates import Picture

LONG_SIDE = 1280  # dots of the picture in which lines are looked for
WORKING = 2400  # dots of the long side of the picture in which they are read
LIKELY, CERTAIN = 0.3, 0.5  # of a dot that it is text; of a line, on the average
UNCLIP = 1.6  # how much of its area for its outline a line is larger than what was found
SMALLEST = 3  # dots
MOST_LINES = 1000
STEEPEST = 12.0  # degrees by which a page may lie askew
LEAST_LONG = 40  # of the long side: what is shorter by this share of it is no rule
SAMPLE = 8  # lines that are read to see which way a page is up
UPRIGHT = 0.8  # of the certainty of the lines of a page that is not upside down
GAP = 6  # dots: of a rule that is broken
Segment = tuple[float, float, float, float]


class Found(NamedTuple):
    """A line that was read, and where: left, upper, right and lower dots."""

    box: Box
    line: Line


@dataclass(frozen=True, eq=False)
class Whole:
    """A page laid straight: its lines of text and its rules, in dots; ``size`` are its sides.

    ``back`` takes its dots to those of the picture.
    """

    size: tuple[int, int]
    lines: tuple[Found, ...]
    rules: tuple[Segment, ...]
    back: Matrix

    def place(self, box: Box) -> Box:
        """Where a box (left, upper, right, lower dots) is on the picture."""
        left, upper, right, lower = box
        corners = np.array([[[left, upper], [right, upper], [right, lower], [left, lower]]], np.float64)
        seen = cv2.perspectiveTransform(corners, self.back)[0]
        (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


def whole(picture: Picture) -> Whole | None:
    """The text and the rules of a picture (RGB), upright; ``None`` where there is hardly any text."""
    grey = without_red(picture)
    scale = WORKING / max(grey.shape)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    boxes = _detected(grey)
    if len(boxes) < SAMPLE:
        return None
    there = np.diag([scale, scale, 1.0])
    if sum(high > 1.5 * wide for wide, high in _sides(boxes)) > len(boxes) / 2:
        there = np.array([[0, 1, 0], [-1, 0, grey.shape[1] - 1], [0, 0, 1]], np.float64) @ there
        grey = np.ascontiguousarray(np.rot90(grey))
    grey, turn = _level(grey)
    upright, boxes = _the_right_way_up(grey)
    if upright is not grey:
        turn = np.array([[-1, 0, grey.shape[1] - 1], [0, -1, grey.shape[0] - 1], [0, 0, 1]], np.float64) @ turn
    flat = _flat(upright)
    rules = tuple(_rules(flat))
    lines = tuple(_read(flat, boxes, rules))
    return Whole((flat.shape[1], flat.shape[0]), lines, rules, np.linalg.inv(turn @ there).astype(np.float64))


def _sides(boxes: list[Box]) -> list[tuple[float, float]]:
    return [(right - left, lower - upper) for left, upper, right, lower in boxes]


def _detected(grey: Picture) -> list[Box]:
    """The boxes of the lines of text on a picture, from the top."""
    scale = min(1.0, LONG_SIDE / max(grey.shape))
    width, height = (max(32, round(side * scale / 32) * 32) for side in grey.shape[::-1])
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1
    likely: NDArray[np.float32] = session(DETECTION).run(None, {"x": np.broadcast_to(small, (1, 3, height, width))})[0][
        0, 0
    ]
    outlines, _ = cv2.findContours((likely > LIKELY).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    across, down = grey.shape[1] / width, grey.shape[0] / height
    found: list[Box] = []
    for outline in outlines[:MOST_LINES]:
        left, top, wide, high = cv2.boundingRect(outline)
        if min(wide, high) < SMALLEST or likely[top : top + high, left : left + wide].mean() < CERTAIN:
            continue
        rim = wide * high * (UNCLIP - 1) / (2 * (wide + high)) + 1
        x0, y0, x1, y1 = left - rim, top - rim, left + wide + rim, top + high + rim
        found.append((max(0.0, x0 * across), max(0.0, y0 * down), x1 * across, y1 * down))
    return sorted(found, key=lambda box: (box[1], box[0]))


def _level(grey: Picture) -> tuple[Picture, Matrix]:
    """The picture turned so that its rules are level, and by what."""
    edges = cv2.Canny(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 60, 180)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1440, 120, minLineLength=edges.shape[1] // 6, maxLineGap=12)
    if found is None:
        return grey, np.eye(3)
    sides = found.reshape(-1, 4).astype(np.float64)
    angles = np.degrees(np.arctan2(sides[:, 3] - sides[:, 1], sides[:, 2] - sides[:, 0]))
    nearly = angles[np.abs(angles) < STEEPEST]
    if not len(nearly):
        return grey, np.eye(3)
    turn = cv2.getRotationMatrix2D((grey.shape[1] / 2, grey.shape[0] / 2), float(np.median(nearly)), 1.0)
    level: Picture = cv2.warpAffine(grey, turn, grey.shape[::-1], None, cv2.INTER_CUBIC, cv2.BORDER_REPLICATE)
    return level, np.vstack([turn, [0, 0, 1]])


def _the_right_way_up(grey: Picture) -> tuple[Picture, list[Box]]:
    """The picture as its longest lines are read best, and where its lines are."""
    best: tuple[float, Picture, list[Box]] = (-1.0, grey, [])
    for turned in (grey, np.ascontiguousarray(np.rot90(grey, 2))):
        boxes = _detected(turned)
        longest = sorted(boxes, key=lambda box: box[0] - box[2])[:SAMPLE]
        certain = [_mean(recognised(_cut(turned, box))) for box in longest]
        score = float(np.mean(certain)) if certain else 0.0
        best = max(best, (score, turned, boxes), key=lambda one: one[0])
        if score > UPRIGHT:
            break
    return best[1], best[2]


def _mean(line: Line) -> float:
    return float(np.mean([letter.certainty for letter in line.letters])) if line.letters else 0.0


def _cut(grey: Picture, box: Box) -> Picture:
    left, upper, right, lower = (max(0, round(side)) for side in box)
    return grey[upper : max(upper + 1, lower), left : max(left + 1, right)]


def _flat(grey: Picture) -> Picture:
    """The picture where its paper is white, however it was lit."""
    small = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 7)
    paper = cv2.resize(ground, grey.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)
    flat: Picture = np.minimum(255.0, grey * (250.0 / np.maximum(paper, 1))).astype(np.uint8)
    return flat


def _rules(flat: Picture) -> Iterator[Segment]:
    """The level and the upright rules of a picture: their ends."""
    dark = (flat < 190).astype(np.uint8)
    least = max(flat.shape) // LEAST_LONG
    for is_level in (True, False):
        kernel = np.ones((1, least) if is_level else (least, 1), np.uint8)
        gap = np.ones((3, GAP) if is_level else (GAP, 3), np.uint8)
        long = cv2.morphologyEx(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, gap), cv2.MORPH_OPEN, kernel)
        _, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
        for left, top, wide, high, _ in stats[1:].tolist():
            if (high if is_level else wide) <= least / 4:
                x, y = left + wide / 2, top + high / 2
                yield (left, y, left + wide, y) if is_level else (x, top, x, top + high)


def _read(flat: Picture, boxes: list[Box], rules: tuple[Segment, ...]) -> Iterator[Found]:
    """The lines in these boxes, cut where an upright rule goes through."""
    walls = [(x0, y0, y1) for x0, y0, x1, y1 in rules if x0 == x1]
    for left, upper, right, lower in boxes:
        middle = (upper + lower) / 2
        rim = (lower - upper) / 4
        cuts = sorted(x for x, y0, y1 in walls if y0 <= middle <= y1 and left + rim < x < right - rim)
        for start, end in zip([left, *(x + 2 for x in cuts)], [*(x - 2 for x in cuts), right], strict=True):
            clock.tick()
            box = (start, upper, end, lower)
            line = recognised(_cut(flat, box))
            if line.text.strip():
                yield Found(box, line)
