"""How a seal looks (印章外观): a picture over the paper, a frame around the cell, or nothing at all.

A picture is blended with what is printed below it (Multiply), so that its white is no white and every word stays as
black as it was: nothing on the paper becomes unreadable.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hjforms.errors import ArgumentError, DocumentError, Fault, InputError, given
from hjforms.files import content
from hjforms.picture_files import is_picture, pages
from hjforms.template.seals import Box, SealPlace
from hjforms.wording import Sentence

OFFICE_MM = 42.0
"""The width of an office's seal (公章), where nothing else is said."""
NARROWEST_MM, WIDEST_MM = 5.0, 100.0
MOST_DOTS = 1200  # of a side: 42 mm at 720 dots an inch
POINTS_A_MM = 72 / 25.4
RED = "0.8 0 0"
NO_PICTURE = Sentence("印章图片应为 PNG 或 JPEG。")
WIDTH = Sentence("印章的宽度应为 {least} 至 {most} 毫米。", least=NARROWEST_MM, most=WIDEST_MM)


@dataclass(frozen=True)
class Seal:
    """What is seen of a signature: a ``picture`` (PNG or JPEG; bytes or a path), without one a frame around the cell.

    ``width_mm`` is how wide the picture is on paper; an office's seal has 42 mm, a person's fits its cell.
    """

    picture: bytes | str | Path | None = None
    width_mm: float | None = None

    def __post_init__(self) -> None:
        """Raise ``ArgumentError`` for what is no width, ``InputError`` for one that no seal has."""
        if self.width_mm is None:
            return
        if not isinstance(self.width_mm, int | float) or isinstance(self.width_mm, bool):
            raise ArgumentError(Sentence("width_mm：应为数，{given}。", given=given(self.width_mm)))
        if not NARROWEST_MM <= self.width_mm <= WIDEST_MM:
            raise InputError(Fault("", WIDTH, "seal"))


@dataclass(frozen=True)
class Look:
    """A seal in its place on the page: its box in points, and the image of Pillow that is in it, if any."""

    box: Box
    image: Any = None
    is_framed: bool = False

    @property
    def operators(self) -> str:
        """What draws it, from the lower left corner of its box."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        if self.image is not None:
            return f"q /Blend gs {width:.2f} 0 0 {height:.2f} 0 0 cm /Picture Do Q"
        return f"q {RED} RG 1 w 0.5 0.5 {width - 1:.2f} {height - 1:.2f} re S Q" if self.is_framed else ""


def look_of(seal: Seal | None, place: SealPlace, page: tuple[float, float]) -> Look:
    """How a seal looks at its place on a page of this size; it never reaches over the edge of the page.

    Raises ``InputError`` for a file that is no picture.
    """
    if seal is None or seal.picture is None:
        return Look(place.box, is_framed=seal is not None)
    image = _image(seal.picture)
    shape = image.height / image.width
    x0, y0, x1, y1 = place.box
    if seal.width_mm is not None:
        width = seal.width_mm * POINTS_A_MM
    elif place.is_office:
        width = OFFICE_MM * POINTS_A_MM / max(1.0, shape)
    else:
        width = min(x1 - x0, (y1 - y0) / shape)
    width = min(width, page[0], page[1] / shape)
    left = _inside((x0 + x1 - width) / 2, width, page[0])
    low = _inside((y0 + y1 - width * shape) / 2, width * shape, page[1])
    return Look((left, low, left + width, low + width * shape), image)


def _inside(start: float, length: float, whole: float) -> float:
    return min(max(start, 0.0), whole - length)


def _image(picture: bytes | str | Path) -> Any:
    data = content(picture)
    try:
        image = next(pages(data)) if is_picture(data) else None
    except DocumentError as error:
        raise InputError(Fault("", error.message, "seal")) from None
    if image is None:
        raise InputError(Fault("", NO_PICTURE, "seal"))
    image.thumbnail((MOST_DOTS, MOST_DOTS))
    return image
