"""Strokes (笔画): ticks of a pen and frames of stamps, which are no text of the cells on which they lie.

A tick (勾) is one thin stroke that goes down a little, turns, and goes up further to the right. No printed letter does.
A stamp or a seal has an outline that is larger than anything a hand writes into a cell; what stands in it is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

SMALLEST, LARGEST = 6.0, 30.0  # points: sides of a tick
LEAST_FRAME = 18.0, 40.0  # points: the sides of what is left of the outline of a stamp
GAP, WIDE_GAP = 1.5, 4.0  # points: of a tick, and of a frame, where something black lies over it
FILLED = 1.15  # times its ink: what a tick covers with its gaps at most
LESS, MORE = 0.1, 0.6  # of the width of a tick: where it turns
DOWN, UP = 0.15, 0.6  # of its height: how far it goes down and up at least
FURTHER = 1.3  # times it goes up as far as down
THICK = 0.25  # of its height: its pen
SOLID = 0.6  # of the rows between its edges: where there is ink
BACK = 0.12  # of its height: by how much it may go the wrong way


def ticks(ink: Mask, scale: float) -> Mask:
    """Where the ticks are in this ink, which has ``scale`` dots a point."""
    found = np.zeros_like(ink)
    for part, own in _pieces(ink, scale, GAP, (SMALLEST, LARGEST)):
        seen = own & ink[part]
        if own.sum() <= FILLED * seen.sum() and (_is_tick(seen) or _is_tick(own)):
            found[part] |= own
    return found & ink


def framed(ink: Mask, scale: float) -> Mask:
    """The places inside the outlines of stamps and seals in this ink, which has ``scale`` dots a point."""
    found = np.zeros(ink.shape, np.uint8)
    pieces = [_corners(*piece) for piece in _pieces(ink, scale, WIDE_GAP, (0, np.inf))]
    for corners in pieces:
        around = cv2.minAreaRect(corners)
        if (np.sort(around[1]) >= np.multiply(LEAST_FRAME, scale)).all():
            inside = cv2.boxPoints(around)
            own = [corners, *(piece for piece in pieces if _touches(piece, inside))]
            cv2.fillConvexPoly(found, cv2.convexHull(np.vstack(own)), (1,))
    return found > 0


def _corners(part: tuple[slice, slice], own: Mask) -> NDArray[np.int32]:
    """The dots of a piece of ink, as (x, y) on the page."""
    found = cv2.findNonZero(own.astype(np.uint8)) + np.array([part[1].start, part[0].start], np.int32)
    corners: NDArray[np.int32] = cv2.convexHull(found.astype(np.int32))
    return corners


def _touches(corners: NDArray[np.int32], inside: Any) -> bool:
    """True where one of these dots lies inside of an outline."""
    return any(cv2.pointPolygonTest(inside, (float(x), float(y)), False) >= 0 for x, y in corners[:, 0])


def _pieces(
    ink: Mask, scale: float, gap_pt: float, sides_pt: tuple[float, float]
) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """The pieces of ink whose sides are of these points: where each is, and its dots there with the gaps in it."""
    gap, (least, most) = 2 * round(gap_pt * scale / 2) + 1, sides_pt
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    sides = stats[:, 2:4] / scale
    for index in np.flatnonzero((sides.min(axis=1) >= least) & (sides.max(axis=1) <= most)):
        if index:
            left, top, wide, high = map(int, stats[index, :4])
            part = slice(top, top + high), slice(left, left + wide)
            yield part, labels[part] == index


def _is_tick(ink: Mask) -> bool:
    """True for one thin stroke that goes down, turns, and goes up further to the right."""
    high, wide = ink.shape
    count = ink.sum(axis=0)
    if not count.all():
        return False
    upper, lower = ink.argmax(axis=0), high - 1 - ink[::-1].argmax(axis=0)
    turn = int(lower.argmax())
    down, up = lower[: turn + 1], lower[turn:]
    falls, rises = (down[-1] - down[0]) / high, (up[0] - up[-1]) / high
    length = np.hypot(1, np.diff((upper + lower) / 2)).sum()
    return bool(
        LESS * wide <= turn <= MORE * wide
        and falls >= DOWN
        and rises >= max(UP, FURTHER * falls)
        and (count >= SOLID * (lower - upper + 1)).all()
        and count.sum() <= THICK * high * length
        and np.diff(down).min(initial=0) >= -BACK * high
        and np.diff(up).max(initial=0) <= BACK * high
    )
