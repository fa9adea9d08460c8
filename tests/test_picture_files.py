"""Files that are pictures: whatever they are made of, a page is RGB, upright and on white."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hjforms.errors import DocumentError
from hjforms.picture_files import LARGEST_SIDE, ORIENTATION, coloured, is_picture, pages


def file_of(image, kind="PNG", **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("mode", "paper", "kind"),
    [("1", 1, "TIFF"), ("L", 255, "PNG"), ("I;16", 65535, "PNG"), ("CMYK", (0, 0, 0, 0), "JPEG"), ("P", 0, "GIF")],
)
def test_paper_is_white_in_every_mode(mode, paper, kind):
    image = Image.new(mode, (40, 30), paper)
    if mode == "P":
        image.putpalette([255, 255, 255] * 256)
    (page,) = pages(file_of(image, kind))
    assert (page.mode, page.size) == ("RGB", (40, 30))
    assert min(low for low, _ in page.getextrema()) >= 250


def test_what_is_transparent_is_white():
    (page,) = pages(file_of(Image.new("RGBA", (8, 8), (0, 0, 0, 0))))
    assert page.getpixel((4, 4)) == (255, 255, 255)


def test_a_photo_is_turned_as_it_says():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    (page,) = pages(file_of(Image.new("RGB", (40, 30), "white"), "JPEG", exif=exif))
    assert page.size == (30, 40)


def test_a_large_picture_is_made_smaller():
    page = coloured(Image.new("L", (2 * LARGEST_SIDE, 60), 255))
    assert page.size == (LARGEST_SIDE, 30)


def test_every_page_of_a_tiff():
    first, *rest = [Image.new("L", (10 + count, 10)) for count in range(3)]
    assert [page.width for page in pages(file_of(first, "TIFF", save_all=True, append_images=rest))] == [10, 11, 12]


def test_what_is_cut_off_is_told():
    data = file_of(Image.effect_noise((200, 200), 80), "JPEG")
    assert is_picture(data)
    for part in (data[:-300], data[:40], b"\xff\xd8\xff"):
        with pytest.raises(DocumentError, match="不完整或已损坏"):
            list(pages(part))
