"""The shapes of figures (数字字形): whether what is drawn looks like the digit that the text of a page says it is.

The codes of a font may lie. A digit that looks more like another one, or like none, is not what the text says. Our own
font and those of pdfium are what digits are held against.
"""

from __future__ import annotations

import ctypes
from functools import cache, lru_cache
from operator import mul
from typing import Any

from hjforms.pdfium import created
from hjforms.pdfium import raw as pdfium
from hjforms.reading.page.outlines import FONTS

DIGITS = "0123456789"
MOST_LIKE = 1.0  # how much anything is like itself
LIKE_NONE = 0.3  # how much a digit is at least like itself in another font
LIKE_OTHER = 0.15  # by how much more a digit may look like another: the 6 of some fonts is round
LIKE_OTHER_CROWDED = 0.3  # the same, where ink of its neighbours is in the picture
SIZE = 64  # dots of a digit that others are held against
_ROOM = 80
_GRID = (10, 12)
_STANDARD = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier")

Shape = tuple[tuple[float, ...], float]
"""Where the ink of a character is, within the box around it, and how wide that is against its height."""


def is_other(digit: str, picture: Any, *, crowded: bool = False) -> bool:
    """True where a picture of a digit is that of another one, or of none; ``crowded`` where its neighbours reach in."""
    return _looks_other(digit, picture.tobytes(), picture.size, crowded)


@lru_cache(maxsize=1024)
def _looks_other(digit: str, dots: bytes, size: tuple[int, int], crowded: bool) -> bool:
    """The same of the dots of a picture: papers of one office show the same digits again and again."""
    from PIL import Image

    shape = _shape(Image.frombytes("L", size, dots))
    if shape is None:
        return False
    margin = LIKE_OTHER_CROWDED if crowded else LIKE_OTHER
    own = _likeness(shape, digit)
    if own >= MOST_LIKE - margin:  # nothing can be so much more like another
        return False
    return own < LIKE_NONE or own < max(_likeness(shape, other) for other in DIGITS) - margin


def _likeness(shape: Shape, digit: str) -> float:
    """How much a shape is like a digit in one of the fonts that are there on every machine."""
    return max(_like(shape, known) for known in _known()[digit])


def _like(one: Shape, other: Shape) -> float:
    broad, narrow = max(one[1], other[1]), min(one[1], other[1])
    return float(sum(map(mul, one[0], other[0]))) - max(0.0, 0.7 - narrow / broad) / 2


def _shape(picture: Any) -> Shape | None:
    """The shape of what is darker than the rest of a picture; ``None`` where nothing is."""
    from PIL import Image

    dark, pale = picture.getextrema()
    shades = (dark + pale + 1) // 2  # that are darker than the middle
    ink = picture.tobytes().translate(bytes([255]) * shades + bytes(256 - shades))
    box = Image.frombytes("L", picture.size, ink).getbbox()
    if pale - dark < 16 or box is None:
        return None
    dots = picture.resize(_GRID, Image.Resampling.BOX, box=box).tobytes()
    middle = sum(dots) / len(dots)
    parts = [dot - middle for dot in dots]
    length = sum(part * part for part in parts) ** 0.5 or 1.0
    return tuple(part / length for part in parts), (box[2] - box[0]) / (box[3] - box[1])


@cache
def _known() -> dict[str, list[Shape]]:
    """The shapes of every digit in the fonts that are there on every machine."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(FONTS[-1]), SIZE)
    found: dict[str, list[Shape | None]] = {}
    for digit in DIGITS:
        picture = Image.new("L", (2 * _ROOM, 2 * _ROOM), 255)
        ImageDraw.Draw(picture).text((30, 30), digit, font=font, fill=0)
        found[digit] = [_shape(picture), *(_shape(drawn[digit]) for drawn in _standard())]
    return {digit: [shape for shape in shapes if shape] for digit, shapes in found.items()}


@cache
def _standard() -> list[dict[str, Any]]:
    """Pictures of every digit in each of the fonts that pdfium brings with it."""
    with created() as document:
        return [_drawn_in(document, name) for name in _STANDARD]


def _drawn_in(document: Any, name: bytes) -> dict[str, Any]:
    """Pictures of every digit in a font of pdfium."""
    page = document.new_page(_ROOM * len(DIGITS), 120)
    font = pdfium.FPDFText_LoadStandardFont(document, name)
    for index, digit in enumerate(DIGITS):
        item = pdfium.FPDFPageObj_CreateTextObj(document, font, SIZE)
        text = ctypes.create_string_buffer((digit + "\0").encode("utf-16-le"))
        pdfium.FPDFText_SetText(item, ctypes.cast(text, ctypes.POINTER(pdfium.FPDF_WCHAR)))
        pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, _ROOM * index + 8, 40)
        pdfium.FPDFPage_InsertObject(page, item)
    pdfium.FPDFPage_GenerateContent(page)
    picture = page.render(scale=1, grayscale=True).to_pil()
    page.close()
    return {digit: picture.crop((_ROOM * at, 0, _ROOM * (at + 1), 120)) for at, digit in enumerate(DIGITS)}
