"""Files that are pictures (图片文件): each page upright and in colour, however the file holds it, within a measure."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from hjforms.errors import DocumentError
from hjforms.wording import Sentence

SIGNS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
"""How files begin that are pictures."""
MOST_DOTS = 85_000_000  # A3 at 600 dots an inch has 70 million
LARGEST_SIDE = 5000  # dots: what is larger is made smaller before anything else is done
MOST_PAGES = 500
ORIENTATION = 0x0112  # of EXIF
DAMAGED = Sentence("图片不完整或已损坏，可能没有传完，请重新取得。")


def is_picture(data: bytes) -> bool:
    """True for a file that begins as a picture."""
    return data.startswith(SIGNS)


def pages(data: bytes) -> Iterator[Any]:
    """Every page of a picture file (JPEG, PNG, TIFF …) as a person holds it: an RGB image of Pillow.

    Raises ``DocumentError`` for a picture that is too large, damaged or cut off.
    """
    with _opened(data) as image:
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if count > MOST_PAGES:
            raise DocumentError(Sentence("图片文件有 {count} 页，太多，请分拆后再读。", count=count))
        for number in range(count):
            yield _page(image, number)


def _opened(data: bytes) -> Any:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we have a measure of our own
            return Image.open(io.BytesIO(data))
    except Image.DecompressionBombError:
        raise DocumentError(Sentence("图片太大；请用 200 至 300 dpi 重新扫描，或缩小后再读。")) from None
    except (OSError, ValueError, SyntaxError):
        raise DocumentError(DAMAGED) from None


def _page(image: Any, number: int) -> Any:
    try:
        if number:
            image.seek(number)
        width, height = image.size
        if width * height > MOST_DOTS:
            message = Sentence(
                "图片有 {width}×{height} 点，太大；请用 200 至 300 dpi 重新扫描，或缩小后再读。",
                width=width,
                height=height,
            )
            raise DocumentError(message)
        return coloured(image)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise DocumentError(DAMAGED) from None


def coloured(image: Any) -> Any:
    """An image of Pillow upright, not larger than needed, in RGB, on white where it is transparent."""
    from PIL import Image, ImageOps

    image.load()
    orientation = image.getexif().get(ORIENTATION)
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode in {"P", "PA", "LA", "La"} or "transparency" in image.info:
        image = image.convert("RGBA")
    smaller = -(-max(image.size) // LARGEST_SIDE)
    if smaller > 1:
        image = image.reduce(smaller)
    if orientation:
        image.getexif()[ORIENTATION] = orientation
        image = ImageOps.exif_transpose(image)
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, (255, 255, 255))
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _eight_bits(image: Any) -> Any:
    """A grey picture of more than 256 shades in as many as 256."""
    deep = image.convert("F")
    _, most = deep.getextrema()
    scale = 1 / 256 if most > 255 else 1.0
    return deep.point(lambda shade: shade * scale + 0).convert("L")
