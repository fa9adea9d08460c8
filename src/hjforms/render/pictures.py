"""Pages as pictures (图像): for people to look at, and to compare how two documents look."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.picture_files import is_picture, pages

DOTS_PER_POINT = 100 / 72
TOLERANCE = 25
"""Of 255, by how much dots may differ that are blurred: text on other parts of a dot by 10, a lost digit by 50."""
BLUR = 2  # dots
NEAR = 12  # dots: differences that are no farther apart are told as one

Box = tuple[int, int, int, int]


def pictures(pdf: bytes) -> list[Any]:
    """Every page of a PDF as a Pillow image of 100 dots an inch, form fields included."""
    from hjforms.pdfium import opened

    with opened(pdf) as document:
        if document.get_formtype():
            document.init_forms()
        return [page.render(scale=DOTS_PER_POINT).to_pil().convert("RGB") for page in document]


LARGEST_SIDE = 3000  # dots
LARGEST_SCAN = 1700  # dots of a side of a picture of a scan
HEAD = 1024
Sides = tuple[float, float, float, float]


@dataclass(frozen=True)
class PagePicture:
    """A page as a viewer shows it, as PNG: the part of it that is shown (points), and its ``turn`` in degrees."""

    png: bytes
    box: Sides
    turn: int = 0

    @property
    def ratio(self) -> float:
        """How high the picture is for its width."""
        x0, y0, x1, y1 = self.box
        ratio = (y1 - y0) / (x1 - x0)
        return 1 / ratio if self.turn // 90 % 2 else ratio

    def place(self, box: Sides) -> Sides:
        """Where a box of the page is on the picture: left, top, width and height, in hundredths of its sides."""
        x0, y0, x1, y1 = self.box
        width, height = x1 - x0, y1 - y0
        left, top = 100 * (box[0] - x0) / width, 100 * (y1 - box[3]) / height
        across, down = 100 * (box[2] - box[0]) / width, 100 * (box[3] - box[1]) / height
        for _ in range(self.turn // 90 % 4):
            left, top, across, down = 100 - top - down, left, down, across
        return round(left, 2), round(top, 2), round(across, 2), round(down, 2)


def page_pictures(
    data: bytes, numbers: Iterable[int] | None = None, most: int = 50, scale: float = DOTS_PER_POINT
) -> dict[int, PagePicture]:
    """Pages of a PDF or of a picture file by their numbers (from 1); of all of them the first ``most``.

    A PDF is drawn at ``scale`` dots a point, form fields included; pages of any other file have no pictures.
    """
    from hjforms.pdfium import opened

    if is_picture(data):
        return _scans(data, numbers, most)
    if b"%PDF-" not in data[:HEAD]:
        return {}
    with opened(data) as document:
        if document.get_formtype():
            document.init_forms()
        wanted = range(1, len(document) + 1) if numbers is None else sorted(numbers)
        return {number: _page_picture(document[number - 1], scale) for number in wanted[:most]}


def _scans(data: bytes, numbers: Iterable[int] | None, most: int) -> dict[int, PagePicture]:
    """The pages of a picture file, whose dots are its points."""
    wanted = None if numbers is None else set(sorted(numbers)[:most])
    found: dict[int, PagePicture] = {}
    for number, image in enumerate(pages(data), 1):
        width, height = image.size
        if (wanted is None and len(found) < most) or (wanted is not None and number in wanted):
            image.thumbnail((LARGEST_SCAN, LARGEST_SCAN))
            found[number] = PagePicture(png(image), (0.0, 0.0, float(width), float(height)))
    return found


def _page_picture(pdf_page: Any, scale: float) -> PagePicture:
    turn = pdf_page.get_rotation()
    pdf_page.set_rotation(0)
    x0, y0, x1, y1 = pdf_page.get_bbox()  # what pdfium draws; a file may state boxes that hold nothing
    fitting = min(scale, LARGEST_SIDE / max(x1 - x0, y1 - y0, 1))
    drawn = pdf_page.render(scale=fitting).to_pil().convert("RGB")
    return PagePicture(png(drawn.rotate(-turn, expand=True)), (x0, y0, x1, y1), turn)


def png(picture: Any) -> bytes:
    """A picture as a PNG file."""
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def opened_picture(data: bytes) -> Any:
    """The picture that a PNG file holds; ``None`` for what is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def regions(first: Any, second: Any, tolerance: int = 0, ignored: Sequence[Box] = ()) -> list[Box]:
    """The boxes that hold every dot in which two pictures differ, from the top; what is near is one.

    With a ``tolerance``, dots differ by more than that, once both pictures are blurred. What lies in ``ignored`` boxes
    is left out. Pictures of two sizes differ everywhere.
    """
    if first.size != second.size:
        return [(0, 0, *second.size)]
    found = _differing(first, second, tolerance)
    for box in ignored:
        found.paste(0, box)
    return _clusters(found) if found.getbbox() else []


def _differing(first: Any, second: Any, tolerance: int) -> Any:
    """A picture that is white where two others differ."""
    from PIL import ImageChops, ImageFilter

    if tolerance:
        blur = ImageFilter.GaussianBlur(BLUR)
        first, second = first.convert("L").filter(blur), second.convert("L").filter(blur)
    difference = ImageChops.difference(first, second)
    bands = [band.point(lambda value: 255 if value > tolerance else 0) for band in difference.split()]
    found = bands[0]
    for band in bands[1:]:
        found = ImageChops.lighter(found, band)
    return found


def _clusters(found: Any) -> list[Box]:
    """Boxes around what is white in a picture, where parts that are near to each other are one."""
    coarse = found.reduce(NEAR).point(lambda value: 255 if value else 0)
    white = {(index % coarse.width, index // coarse.width) for index, value in enumerate(coarse.tobytes()) if value}
    boxes = []
    while white:
        group, waiting = [], [white.pop()]
        while waiting:
            x, y = waiting.pop()
            group.append((x, y))
            around = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & white
            white -= around
            waiting += around
        columns, rows = zip(*group, strict=True)
        area = (min(columns) * NEAR, min(rows) * NEAR, (max(columns) + 1) * NEAR, (max(rows) + 1) * NEAR)
        x0, y0, x1, y1 = found.crop(area).getbbox() or (0, 0, NEAR, NEAR)
        boxes.append((area[0] + x0, area[1] + y0, area[0] + x1, area[1] + y1))
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def marked(first: Any, second: Any, boxes: Sequence[Box]) -> Any:
    """The second picture with everything that differs from the first on a red ground, and red frames at the boxes."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    copy = second.copy()
    if first.size == second.size:
        dots = ImageChops.difference(first, second).convert("L").point(lambda value: 110 if value else 0)
        copy.paste(Image.new("RGB", copy.size, (255, 0, 0)), mask=dots.filter(ImageFilter.MaxFilter(9)))
    for x0, y0, x1, y1 in boxes:
        ImageDraw.Draw(copy).rectangle((x0 - 6, y0 - 6, x1 + 6, y1 + 6), outline=(255, 0, 0), width=2)
    return copy
