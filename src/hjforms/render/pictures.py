"""Pages as pictures (图像): for people to look at, and to compare how two documents look."""

from __future__ import annotations

import io
from typing import Any

DOTS_PER_POINT = 100 / 72


def pictures(pdf: bytes) -> list[Any]:
    """Every page of a PDF as a Pillow image of 100 dots an inch, form fields included."""
    from hjforms.pdfium import opened

    with opened(pdf) as document:
        if document.get_formtype():
            document.init_forms()
        return [page.render(scale=DOTS_PER_POINT).to_pil().convert("RGB") for page in document]


def png(picture: Any) -> bytes:
    """A picture as a PNG file."""
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def difference_box(first: Any, second: Any) -> tuple[int, int, int, int] | None:
    """The smallest box that holds every dot in which two pictures differ; ``None`` where there is none."""
    from PIL import ImageChops

    if first.size != second.size:
        return (0, 0, *second.size)
    box: tuple[int, int, int, int] | None = ImageChops.difference(first, second).getbbox()
    return box


def marked(first: Any, second: Any) -> Any:
    """The second picture with everything that differs from the first on a red ground, in a red frame."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    box = difference_box(first, second)
    copy = second.copy()
    if box is None:
        return copy
    if first.size == second.size:
        dots = ImageChops.difference(first, second).convert("L").point(lambda value: 110 if value else 0)
        copy.paste(Image.new("RGB", copy.size, (255, 0, 0)), mask=dots.filter(ImageFilter.MaxFilter(9)))
    x0, y0, x1, y1 = box
    ImageDraw.Draw(copy).rectangle((x0 - 6, y0 - 6, x1 + 6, y1 + 6), outline=(255, 0, 0), width=2)
    return copy
