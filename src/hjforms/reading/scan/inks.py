"""Inks (墨色): what of a page is black, and what is of a pen, a stamp or a seal.

Black lets no colour through, any other ink lets one. So what is bright in one of its colours is no print; by how much
that colour is paler than paper follows from how much it differs from the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hjforms.reading.scan.templates import Picture

SPARSE = 4  # of so many dots each way one tells the colour of the paper
PALER = 0.9  # of the difference between its colours: by how much the brightest of a coloured ink is darker than paper
SOFT = 3  # dots over which colours are taken together: cameras and files see them less sharply than light
COLOURED = 20  # of 255: between the brightest and the darkest colour of ink that is not black
FRINGE = 5  # dots

Mask = NDArray[np.bool_]


def balanced(picture: Picture, page: Picture) -> Picture:
    """A picture (RGB) in the light in which the paper of its ``page`` is grey."""
    paper = np.median(page[::SPARSE, ::SPARSE].reshape(-1, 3), axis=0)
    gain = paper.max() / np.maximum(paper, 1)
    table = np.clip(np.arange(256)[:, None] * gain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table[None]), np.uint8)


def without_colours(picture: Picture) -> Picture:
    """A balanced picture in grey in which coloured ink is as pale as paper."""
    brightest = _of_colours(cv2.max, picture)
    light = cv2.multiply(brightest, brightest, scale=1 / 255)  # what is black under it stays so
    lacking = cv2.multiply(light, _colour(picture), scale=PALER / 255)
    return np.asarray(cv2.add(brightest, lacking), np.uint8)


def coloured(picture: Picture) -> tuple[Mask, Mask]:
    """Where on a balanced picture red ink is, and where ink of another colour, the fringes of red apart."""
    ink = _colour(picture) > COLOURED
    red = ink & (picture[..., 0] > picture[..., 1:].max(axis=-1))
    fringe = cv2.dilate(red.astype(np.uint8), np.ones((FRINGE, FRINGE), np.uint8)) > 0
    return red, ink & ~fringe


def _colour(picture: Picture) -> Picture:
    """How far the colours of each dot are from one another; 0 for black, grey and white."""
    soft = np.asarray(cv2.blur(picture, (SOFT, SOFT)), np.uint8)
    return np.asarray(cv2.subtract(_of_colours(cv2.max, soft), _of_colours(cv2.min, soft)), np.uint8)


def _of_colours(which: Callable[[Any, Any], Any], picture: Picture) -> Any:
    first, second, third = cv2.split(picture)
    return which(which(first, second), third)
