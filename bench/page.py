"""What a PDF page shows (所见): its characters and its ink, read with pdfium and with nothing of ours.

A page is right when each slot holds exactly its text, and everything outside the slots is what the blank page prints.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from operator import ne
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from bench.paper import Paper

SCALE = 4
POINTS = 12
DARK = 170
FEW = 10
"""Points in which the pictures of two characters may differ and still be alike (as those of 人 and 入 are)."""
CROWD = 3
"""How many others a hanzi is like when it is only the box for a missing one."""


def right(paper: Paper, texts: Sequence[Sequence[str]], data: bytes) -> list[bool]:
    """Whether each page shows each text in its slot, and the labels around them."""
    return sample_right(paper, data, dict(enumerate(texts)), len(texts))


def sample_right(paper: Paper, data: bytes, sample: Mapping[int, Sequence[str]], pages: int) -> list[bool]:
    """The same for some pages, by their index, of a file of so many pages."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        if len(document) != pages:
            return [False] * len(sample)
        return [_shows(paper, document[index], texts) for index, texts in sample.items()]


def _shows(paper: Paper, page: Any, texts: Sequence[str]) -> bool:
    found: list[list[tuple[float, str]]] = [[] for _ in paper.slots]
    labels: Counter[str] = Counter()
    for x, y, char in _characters(page):
        slot = _slot_at(paper, round(x, 1), round(y, 1))
        if slot is None:
            labels[char] += 1
        else:
            found[slot].append((x, char))
    shown = ["".join(char for _, char in sorted(chars)) for chars in found]
    return shown == ["".join(text.split()) for text in texts] and labels == _labels(paper)


@cache
def _labels(paper: Paper) -> Counter[str]:
    """How often the blank page prints each character."""
    return Counter(char for label in paper.labels for char in label.text if not char.isspace())


@cache
def _slot_at(paper: Paper, x: float, y: float) -> int | None:
    """The slot in which a baseline point lies."""
    for index, slot in enumerate(paper.slots):
        if slot.box[0] <= x <= slot.box[2] and slot.box[1] <= y <= slot.box[3]:
            return index
    return None


def _characters(page: Any) -> Iterator[tuple[float, float, str]]:
    """Every visible character with the place of its origin: x, y, character."""
    x, y = ctypes.c_double(), ctypes.c_double()
    with closing(page.get_textpage()) as text:
        for index in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text, index))
            if char.isspace() or char == "\0":
                continue
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            yield x.value, y.value, char


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
