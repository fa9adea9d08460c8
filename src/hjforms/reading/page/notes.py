"""Marks of notes (注号): small figures raised behind a text (500¹), which are no part of it.

Raised figures behind which the text goes on, and two behind a whole number (432⁵⁰), may be a part of it: they stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from hjforms.reading.page.characters import Char

MARKS = frozenset("0123456789*※†‡#△①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳[]()（）注")
SMALL = 0.75  # of the size of the text: what is larger is a part of it
RAISED = (0.12, 0.8)  # of that size: how far above its line a mark stands
NEAR = (-0.1, 0.35)  # of that size: how far behind the text
CENTS = 2  # figures
_WHOLE = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d$)\d[\d,]*$")  # that is no year
MOST_MARKS = 200  # on a page; where more is small, that is how it is set


def without_marks(chars: Sequence[Char]) -> tuple[list[Char], list[Char]]:
    """The characters of a page without the marks of notes, and these."""
    usual = median(char.size for char in chars) if chars else 0.0
    small = [char for char in chars if char.text in MARKS and char.size <= SMALL * usual]
    if len(small) > MOST_MARKS:
        return list(chars), []
    marks: list[Char] = []
    for char in sorted(small, key=lambda char: char.left):
        behind = [other for other in chars if _is_behind(char, other)]
        is_mark = bool(behind) and not any(_may_be_cents(char, other, small, chars) for other in behind)
        if (is_mark or any(_follows(char, mark) for mark in marks)) and not _goes_on(char, chars):
            marks.append(char)
    taken = set(map(id, marks))
    return [char for char in chars if id(char) not in taken], marks


def _is_behind(mark: Char, char: Char) -> bool:
    size = char.size
    return (
        mark.size <= SMALL * size
        and RAISED[0] * size <= mark.base - char.base <= RAISED[1] * size
        and NEAR[0] * size <= mark.left - char.left - char.width <= NEAR[1] * size
    )


def _follows(mark: Char, before: Char) -> bool:
    """True for a mark of several characters."""
    gap = mark.left - before.left - before.width
    return mark.base == before.base and mark.size == before.size and abs(gap) <= NEAR[1] * mark.size


def is_raised(chars: Sequence[Char]) -> bool:
    """True for figures of which some are small and stand above or below the others: they may be no part of them."""
    figures = [char for char in chars if char.text.isdecimal()]
    size = max((char.size for char in figures), default=0.0)
    bases = [char.base for char in figures if char.size > SMALL * size]
    small = (char for char in figures if char.size <= SMALL * size)
    return any(all(abs(char.base - base) >= RAISED[0] * size for base in bases) for char in small)


def _may_be_cents(mark: Char, before: Char, small: Sequence[Char], chars: Sequence[Char]) -> bool:
    """True for the first of two raised figures behind a whole number."""
    figures = [char for char in small if char.text.isdecimal() and char.base == mark.base and char.size == mark.size]
    reach = (CENTS + 1) * mark.size
    run = [char for char in figures if 0 <= char.left - mark.left < reach]
    if len(run) != CENTS or not before.text.isdecimal():
        return False
    level = (char for char in chars if char.base == before.base and char.size == before.size)
    line = sorted((char for char in level if char.left <= before.left), key=lambda char: char.left)
    return bool(_WHOLE.search("".join(char.text for char in line)))


def _goes_on(mark: Char, chars: Sequence[Char]) -> bool:
    """True where figures on the line go on right behind a raised one."""
    end = mark.left + mark.width
    return any(
        char.text in "0123456789.,"
        and mark.size <= SMALL * char.size
        and RAISED[0] * char.size <= mark.base - char.base <= RAISED[1] * char.size
        and NEAR[0] * char.size <= char.left - end <= NEAR[1] * char.size
        for char in chars
    )
