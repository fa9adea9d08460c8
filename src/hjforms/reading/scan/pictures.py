"""Pictures as dots (图像): the pages of a file that is a picture, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hjforms import picture_files
from hjforms.reading.scan.templates import Picture


def pages(data: bytes) -> Iterator[Picture]:
    """Every page of a picture file upright: red, green and blue, 0–255. Raises as ``picture_files.pages`` does."""
    return map(dots, picture_files.pages(data))


def dots(image: Any) -> Picture:
    """The dots of an RGB image of Pillow."""
    return np.asarray(image)
