"""Figures that somebody writes (仿手写): strokes of a pen, no two alike, for the tests of reading scans."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Stroke = tuple[tuple[float, float], ...]
_ROUND = ((0.3, 0.0), (0.05, 0.2), (0.0, 0.6), (0.25, 1.0), (0.5, 0.7), (0.52, 0.25), (0.25, 0.0))
STROKES: dict[str, tuple[Stroke, ...]] = {
    "0": (_ROUND,),
    "1": (((0.05, 0.25), (0.25, 0.0), (0.24, 1.0)),),
    "2": (((0.03, 0.25), (0.25, 0.0), (0.5, 0.25), (0.3, 0.65), (0.0, 1.0), (0.55, 0.96)),),
    "3": (((0.03, 0.1), (0.35, 0.0), (0.45, 0.25), (0.2, 0.45), (0.5, 0.7), (0.3, 1.0), (0.0, 0.9)),),
    "4": (((0.3, 0.0), (0.0, 0.65), (0.58, 0.62)), ((0.42, 0.3), (0.38, 1.0))),
    "5": (((0.5, 0.0), (0.1, 0.02), (0.06, 0.45), (0.4, 0.45), (0.5, 0.75), (0.25, 1.0), (0.0, 0.9)),),
    "6": (((0.45, 0.0), (0.1, 0.4), (0.02, 0.8), (0.3, 1.0), (0.5, 0.75), (0.3, 0.55), (0.05, 0.75)),),
    "7": (((0.02, 0.05), (0.52, 0.03), (0.3, 0.5), (0.18, 1.0)),),
    "8": (((0.45, 0.15), (0.25, 0.0), (0.08, 0.2), (0.45, 0.7), (0.25, 1.0), (0.03, 0.75), (0.45, 0.15)),),
    "9": (((0.5, 0.2), (0.25, 0.0), (0.05, 0.25), (0.25, 0.5), (0.5, 0.2), (0.46, 0.6), (0.36, 1.0)),),
    ".": (((0.1, 0.93), (0.14, 1.0)),),
}
"""Of each figure its strokes: points in a box that is 1 high, from the upper left corner."""
UNSTEADY = 0.035  # of the height: by how much a hand misses a point
SLANT = 0.15
ADVANCE = 0.68


def write(picture: Picture, text: str, at: tuple[float, float], high: float, seed: int, width: int = 3) -> None:
    """Write figures on a picture (RGB), ``high`` dots high, the first one's upper left corner ``at`` these dots."""
    draw = random.Random(seed)
    left = at[0]
    for figure in text:
        tall, slant, top = high * draw.uniform(0.85, 1.15), draw.gauss(0.1, SLANT), at[1] + high * draw.gauss(0, 0.08)
        for stroke in STROKES[figure]:
            points = [(x + draw.gauss(0, UNSTEADY), y + draw.gauss(0, UNSTEADY)) for x, y in stroke]
            dots = [(left + (x - slant * (y - 1)) * tall, top + y * tall) for x, y in _curved(points)]
            cv2.polylines(picture, [np.round(dots).astype(np.int32)], False, (30, 30, 34), width, cv2.LINE_AA)
        left += ADVANCE * tall * (0.5 if figure == "." else 1)


def _curved(points: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Points on a curve (Catmull-Rom) through these."""
    known = np.array([points[0], *points, points[-1]])
    along = np.linspace(0, 1, 6, endpoint=False)[:, None]
    parts = [
        (2 * b + (c - a) * along + (2 * a - 5 * b + 4 * c - d) * along**2 + (3 * b - a - 3 * c + d) * along**3) / 2
        for a, b, c, d in zip(known, known[1:], known[2:], known[3:], strict=False)
    ]
    return np.vstack([*parts, known[-1:]])
