"""Marks of notes (注号): small figures raised behind a text (500¹), which are no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from hjforms.reading.page.characters import Char

MARKS = frozenset("0123456789*※†‡#△①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳[]()（）注")
SMALL = 0.75  # of the size of the text: what is larger is a part of it
RAISED = (0.12, 0.8)  # of that size: how far above its line a mark stands
NEAR = (-0.1, 0.35)  # of that size: how far behind the text
MOST_MARKS = 200  # on a page; where more is small, that is how it is set


def without_marks(chars: Sequence[Char]) -> tuple[list[Char], list[Char]]:
    """The characters of a page without the marks of notes, and these."""
    usual = median(char.size for char in chars) if chars else 0.0
    small = [char for char in chars if char.text in MARKS and char.size <= SMALL * usual]
    if len(small) > MOST_MARKS:
        return list(chars), []
    marks: list[Char] = []
    for char in sorted(small, key=lambda char: char.left):
        behind = any(_is_behind(char, other) for other in chars)
        if behind or any(_follows(char, mark) for mark in marks):
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
