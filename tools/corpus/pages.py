"""What printers and programs do to pages: scale, shift, turn and cut them, put several on a sheet or in a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject

A4, LETTER = (595.3, 841.89), (612.0, 792.0)


def written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _changed(data: bytes, change: Callable[[PageObject], Any]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        change(page)
    return written(writer)


def _upright(page: PageObject) -> tuple[float, float]:
    return float(page.mediabox.width), float(page.mediabox.height)


def scaled(data: bytes, scale: float) -> bytes:
    """Larger or smaller around the middle of the page, as a print dialogue does it."""

    def change(page: PageObject) -> None:
        width, height = _upright(page)
        middle = (1 - scale) * width / 2, (1 - scale) * height / 2
        page.add_transformation(Transformation().scale(scale).translate(*middle))

    return _changed(data, change)


def shifted(data: bytes, x: float, y: float) -> bytes:
    return _changed(data, lambda page: page.add_transformation(Transformation().translate(x, y)))


def turned(data: bytes, degrees: int) -> bytes:
    """The page is to be shown turned (/Rotate)."""
    return _changed(data, lambda page: page.rotate(degrees))


def printed_turned(data: bytes, degrees: int) -> bytes:
    """What is printed on the page is turned."""

    def change(page: PageObject) -> None:
        page.rotate(degrees)
        page.transfer_rotation_to_content()

    return _changed(data, change)


def cropped(data: bytes, margin: float) -> bytes:
    """The margins of the page are cut off."""

    def change(page: PageObject) -> None:
        width, height = _upright(page)
        page.cropbox = RectangleObject((margin, margin, width - margin, height - margin))

    return _changed(data, change)


def on_letter(data: bytes) -> bytes:
    """A4 fitted on sheets of the American size."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(data)).pages:
        width, height = _upright(page)
        sheet = LETTER if width < height else LETTER[::-1]
        scale = min(sheet[0] / width, sheet[1] / height)
        middle = (sheet[0] - scale * width) / 2, (sheet[1] - scale * height) / 2
        place = Transformation().scale(scale).translate(*middle)
        writer.add_blank_page(*sheet).merge_transformed_page(page, place)
    return written(writer)


def two_up(one: bytes, other: bytes) -> bytes:
    """The first pages of two files on one sheet of A4, above each other or side by side."""
    pages = [PdfReader(io.BytesIO(data)).pages[0] for data in (one, other)]
    width, height = _upright(pages[0])
    writer = PdfWriter()
    lying = width > height
    sheet = A4 if lying else A4[::-1]
    room = (sheet[0], sheet[1] / 2) if lying else (sheet[0] / 2, sheet[1])
    target = writer.add_blank_page(*sheet)
    for number, page in enumerate(pages):
        across, up = _upright(page)
        scale = min(room[0] / across, room[1] / up)
        corner = (0, room[1] * (1 - number)) if lying else (room[0] * number, 0)
        target.merge_transformed_page(page, Transformation().scale(scale).translate(*corner))
    return written(writer)


def bundle(*pages: tuple[bytes, int]) -> bytes:
    """A file of these pages: of each the file and the number in it."""
    writer = PdfWriter()
    for data, number in pages:
        writer.add_page(PdfReader(io.BytesIO(data)).pages[number])
    return written(writer)


def page_count(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


def each_page(*files: bytes) -> Sequence[tuple[bytes, int]]:
    """Every page of these files, for ``bundle``."""
    return [(data, number) for data in files for number in range(page_count(data))]
