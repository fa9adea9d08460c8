"""What a PDF page shows (所见): its lines and its ink, read with pdfium and with nothing of ours.

A document is right when every line that holds a value stands on the page exactly, in order from the top.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from operator import ne
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from bench import paper
from bench.records import Sheet

SAME_LINE = 3.0
"""Points by which the baselines of one line may differ; the rows of the form are 17 apart."""
SCALE = 4
POINTS = 12
DARK = 170
FEW = 10
"""Points in which the pictures of two characters may differ and still be alike (as those of 人 and 入 are)."""
CROWD = 3
"""How many others a hanzi is like when it is only the box for a missing one."""


def right(data: bytes, sheets: Sequence[Sheet]) -> list[bool]:
    """Whether each page shows each value of its sheet."""
    return sample_right(data, dict(enumerate(sheets)), len(sheets))


def sample_right(data: bytes, sample: Mapping[int, Sheet], pages: int) -> list[bool]:
    """Whether some pages, by their index, show each value of their sheet, in a file of so many pages."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        if len(document) != pages:
            return [False] * len(sample)
        return [shows(document[index], sheet) for index, sheet in sample.items()]


def shows(page: Any, sheet: Sheet) -> bool:
    """Whether the page shows every line of the sheet, in order from the top."""
    found = iter(page_lines(page))
    return all(line in found for line in paper.lines(sheet))


def page_lines(page: Any) -> list[str]:
    """The lines of a page from the top, without white space: by baseline, then from left to right."""
    chars = sorted(_characters(page), key=lambda char: -char[0])
    lines: list[list[tuple[float, str]]] = []
    baseline = None
    for y, x, text in chars:
        if baseline is None or baseline - y > SAME_LINE:
            lines.append([])
            baseline = y
        lines[-1].append((x, text))
    return ["".join(text for _, text in sorted(line)) for line in lines]


def _characters(page: Any) -> Iterator[tuple[float, float, str]]:
    """Every visible character with the place of its origin: y, x, character."""
    x, y = ctypes.c_double(), ctypes.c_double()
    with closing(page.get_textpage()) as text:
        for index in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text, index))
            if char.isspace() or char == "\0":
                continue
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            yield y.value, x.value, char


def unseen(data: bytes) -> list[str]:
    """The characters of the first page that text extraction gives but the eye does not see.

    Under them nothing is drawn, or several hanzi share one picture: the box that a font draws for what it lacks.
    """
    with closing(pypdfium2.PdfDocument(data)) as document:
        pictures = {char: picture for char, picture in _pictures(document[0]) if char.isalnum()}
    return [
        char
        for char, picture in pictures.items()
        if not any(picture)
        or (char > "\u2e80" and sum(_alike(picture, pictures[other]) for other in pictures if other != char) >= CROWD)
    ]


def _pictures(page: Any) -> Iterator[tuple[str, tuple[bool, ...]]]:
    """Every character of a page with a coarse picture of it: which of 12 by 12 points are dark."""
    height = page.get_height()
    image = page.render(scale=SCALE).to_pil().convert("L")
    with closing(page.get_textpage()) as text:
        for index in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text, index))
            left, bottom, right_, top = text.get_charbox(index)
            box = [round(edge * SCALE) for edge in (left, height - top, right_, height - bottom)]
            if char.isspace() or char == "\0" or box[0] == box[2] or box[1] == box[3]:
                continue
            points = image.crop(box).resize((POINTS, POINTS)).tobytes()
            yield char, tuple(value < DARK for value in points)


def _alike(left: tuple[bool, ...], right_: tuple[bool, ...]) -> bool:
    return sum(map(ne, left, right_)) <= FEW
