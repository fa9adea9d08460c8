"""Handwriting (手写): whether the letters of a cell were printed.

A printer draws a letter as its face has it, and every time alike; a hand does neither. So each letter that was
recognised is held against our own face, and against the same letters elsewhere on the page, which may be printed in
another face. No model knows what handwriting looks like: what is not like print is taken for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache
from itertools import chain
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from hjforms.reading.page.outlines import FONTS
from hjforms.reading.scan.recognition import Letter, Line
from hjforms.reading.scan.templates import FINE, Picture

EM = 32  # dots of a letter that is compared
RIM = 3  # dots of paper around it
FINELY = 8  # times larger a letter of our face is drawn before
SHARP, SOFT = 1.2, 1.0  # dots by which letters are blurred: those of our face, and those that a scanner has blurred
BESIDE, ABOVE = 0.35, 4  # how far from its place a letter is looked for: of its size, and dots
SAME_SIZE = 0.04  # by how much a line may be larger than its text is printed, and is still of that size
HALF = 0.45  # of the darkest ink of a line: what is a part of its letters
FLAT = 0.2  # of the size: a letter that is not higher is like any other stroke
LAST_LATIN = "\u2e7f"
NO_LETTER = "\uffff"
OFTEN = 0.6  # of the same letters of a page: how like them a letter is counts as that to the least like of so many
RESEMBLING, MORE_ALIKE = 0.92, 0.03  # likeness of a letter that stands there, and by how much it is ahead of another
OTHER_FACE = 0.08  # by which likeness to the letters of a page counts less than that to our face
USUAL = 0.75  # of the letters of a page: what they are like that are printed
OWN_FACE = 0.94  # likeness of the letters of a page that is printed in our face
HAND = 0.85  # likeness of the letters of a page that is written by hand
WORDS_LESS = 0.08  # by how much less the hanzi of another face are like ours than its figures at most
UNLIKE = 0.11  # by how much a cell that may be written is less like print than is usual on its page
WRITTEN, WRITTEN_OTHER = 0.17, 0.22  # the same, of one that is; and on a page in another face
ONE_LESS = 0.23  # the same, of one letter in a cell
ALL_WRITTEN = 0.92  # likeness below which a cell is written where the whole page is

Dots = NDArray[np.float32]


class Glyph(NamedTuple):
    """A letter of our face: its dots with a rim, and the rows of its ink, from the baseline downwards."""

    dots: Dots
    top: float
    bottom: float


class Shape(NamedTuple):
    """A letter of a line: how like our face it is (0–1), and what it looks like."""

    letter: str
    like: float
    dots: Dots


class Look(Enum):
    """What a cell looks like: print, perhaps not, print with a stroke or a letter of a pen, or handwriting."""

    PRINTED = 0
    UNUSUAL = 1
    AMENDED = 2
    WRITTEN = 3


@cache
def _face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[-1]), EM * FINELY)


@cache
def _glyph(letter: str) -> Glyph | None:
    """A letter as our face draws it; ``None`` where it has none, or one that is no more than a stroke."""
    mask, (_, top) = _face().getmask2(letter, mode="L", anchor="ls")
    lacking, _ = _face().getmask2(NO_LETTER, mode="L", anchor="ls")
    ink = np.asarray(mask, np.uint8).reshape(mask.size[::-1])
    left, upper, wide, high = cv2.boundingRect(ink)
    if high < FLAT * EM * FINELY or bytes(mask) == bytes(lacking):
        return None
    size, top = (max(1, round(wide / FINELY)), round(high / FINELY)), (top + upper) / FINELY
    small = cv2.resize(ink[upper : upper + high, left : left + wide], size, interpolation=cv2.INTER_AREA)
    return Glyph(_soft(small, RIM, SHARP), top, top + size[1])


def _soft(ink: Picture, rim: int, by: float) -> Dots:
    framed = cv2.copyMakeBorder(ink, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(0,)).astype(np.float32)
    soft: Dots = cv2.GaussianBlur(framed, (0, 0), by)
    return soft


class _Fit(NamedTuple):
    """How a line lies: what was found of its letters, our dots per dot of it, its baseline and how far that is off."""

    shapes: list[Shape]
    scale: float
    base: float
    reach: float


def shapes(picture: Picture, line: Line, size: float) -> list[Shape]:
    """The letters of a line where they are most like our face, at the size (points) of its slot or as high as it is."""
    fit = _fitted(picture, line, size)
    return fit.shapes if fit else []


def resembling(picture: Picture, line: Line, size: float) -> Line:
    """The line, where a letter is the one of its rivals that is clearly more like what stands there: 强, and not 強."""
    fit = _fitted(picture, line, size) if any(letter.rivals for letter in line.letters) else None
    if fit is None or np.median([shape.like for shape in fit.shapes] or [0]) < RESEMBLING:
        return line
    return replace(line, letters=tuple(_likest(picture, letter, fit) for letter in line.letters))


def _likest(picture: Picture, letter: Letter, fit: _Fit) -> Letter:
    """A letter, or the rival of it that is clearly more like our face."""
    known = [(text, letter.at, glyph) for text in (letter.text, *letter.rivals) if (glyph := _glyph(text)) is not None]
    if len(known) < 2 or known[0][0] != letter.text:
        return letter
    found = list(_found(255 - picture, known, fit.scale, fit.base, fit.reach))
    best = max(found, key=lambda shape: shape.like, default=None)
    if best is None or best.letter == letter.text or best.like < max(RESEMBLING, found[0].like + MORE_ALIKE):
        return letter
    rivals = (letter.text, *(rival for rival in letter.rivals if rival != best.letter))
    return Letter(best.letter, min(letter.certainty, RESEMBLING), rivals, letter.at)


def _fitted(picture: Picture, line: Line, size: float) -> _Fit | None:
    known = [(letter.text, letter.at, glyph) for letter in line.letters if (glyph := _glyph(letter.text)) is not None]
    ink = 255 - picture
    rows = np.flatnonzero((ink > HALF * ink.max()).any(axis=1))
    if not known or not ink.any():
        return None
    top, bottom = min(glyph.top for _, _, glyph in known), max(glyph.bottom for _, _, glyph in known)
    printed, fitting = EM / (size * FINE), (bottom - top) / (rows[-1] + 1 - rows[0])
    scales = [fitting] if abs(fitting / printed - 1) < SAME_SIZE else [printed, fitting]
    middle = (rows[0] + rows[-1] + 1) / 2
    high = rows[-1] + 1 - rows[0]
    trials = []
    for scale in scales:
        base, reach = middle * scale - (top + bottom) / 2, ABOVE + abs(high * scale - bottom + top) / 2
        trials.append(_Fit(list(_found(ink, known, scale, base, reach)), scale, base, reach))
    return max(trials, key=lambda fit: sum(shape.like for shape in fit.shapes))


def _found(
    ink: Picture, known: Sequence[tuple[str, float, Glyph]], scale: float, base: float, reach: float
) -> Iterator[Shape]:
    """Each letter near its place on a line whose baseline is ``base``, or so many dots above or below."""
    room = EM // 2
    size = max(8, round(ink.shape[1] * scale)), max(4, round(ink.shape[0] * scale))
    seen = _soft(cv2.resize(ink, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), room, SOFT)
    for letter, at, glyph in known:
        wide, high = glyph.dots.shape[1], glyph.dots.shape[0]
        middle, top = room + at * size[0], room + base + glyph.top - RIM
        left, upper = max(0, int(middle - wide / 2 - BESIDE * EM)), max(0, int(top - reach))
        part = seen[upper : int(top + high + reach + 1), left : int(middle + wide / 2 + BESIDE * EM + 1)]
        if part.shape[0] >= high and part.shape[1] >= wide:
            likeness = cv2.matchTemplate(part, glyph.dots, cv2.TM_CCOEFF_NORMED)
            _, like, _, (x, y) = cv2.minMaxLoc(np.nan_to_num(likeness))
            yield Shape(letter, max(0.0, like), part[y : y + high, x : x + wide])


def looks(cells: Sequence[Sequence[Shape]]) -> list[Look]:
    """What each cell of a page looks like, whose letters these are; one without any is taken for print."""
    letters = list(chain.from_iterable(cells))
    if not letters:
        return [Look.PRINTED] * len(cells)
    usual = float(np.quantile([shape.like for shape in letters], USUAL))
    words = _usual_of_words(letters, usual)
    likeness = iter(_like_print(letters))
    return [
        _look(np.array([next(likeness) - (words - usual) * is_hanzi(shape.letter) for shape in cell]), usual)
        for cell in cells
    ]


def _usual_of_words(letters: Sequence[Shape], usual: float) -> float:
    """How like our face the hanzi of a page are: in another face they may be less so than figures are."""
    words = [shape.like for shape in letters if is_hanzi(shape.letter)]
    if usual >= OWN_FACE or not words:
        return usual
    return min(usual, max(usual - WORDS_LESS, float(np.quantile(words, USUAL))))


def is_hanzi(letter: str) -> bool:
    """True for a letter that is neither of a script of Europe nor a figure or a sign of it."""
    return letter > LAST_LATIN


def _like_print(letters: Sequence[Shape]) -> NDArray[np.float64]:
    """How like print each letter is: like our face, or like the same letters of the page."""
    like = np.array([shape.like for shape in letters])
    same: dict[str, list[int]] = defaultdict(list)
    for place, shape in enumerate(letters):
        same[shape.letter].append(place)
    for places in same.values():
        if len(places) > 1:
            dots = np.stack([letters[place].dots.ravel() for place in places])
            dots = dots - dots.mean(axis=1, keepdims=True)
            dots /= np.maximum(np.linalg.norm(dots, axis=1, keepdims=True), 1e-6)
            others = np.sort(dots @ dots.T, axis=1)[:, :-1]  # the last is the letter itself
            like[places] = np.maximum(like[places], others[:, int(OFTEN * others.shape[1])] - OTHER_FACE)
    return like


def _look(likeness: NDArray[np.float64], usual: float) -> Look:
    """What a cell looks like whose letters are so like print; ``usual`` is how like our face those of its page are."""
    if not len(likeness):
        return Look.PRINTED
    mean, least = float(likeness.mean()), float(likeness.min())
    if usual < HAND:
        return Look.WRITTEN if mean < ALL_WRITTEN else Look.UNUSUAL
    is_ours = usual >= OWN_FACE
    if mean < usual - (WRITTEN if is_ours else WRITTEN_OTHER):
        return Look.WRITTEN
    if is_ours and least < usual - ONE_LESS:
        return Look.AMENDED
    return Look.UNUSUAL if mean < usual - UNLIKE else Look.PRINTED
