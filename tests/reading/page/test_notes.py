"""Marks of notes are small, raised and right behind a text; what else is small is a part of it."""

from __future__ import annotations

from hjforms.reading.page.characters import Char
from hjforms.reading.page.notes import without_marks


def char(text, left, base=100.0, size=9.0):
    return Char(text, left + size / 4, base + size / 3, left, base, size / 2, size)


FIGURE = [char("5", 10 + 4.5 * place) for place in range(-5, 3)]


def test_a_raised_small_figure_behind_a_text_is_no_part_of_it():
    mark = char("1", 23.5, base=103, size=5.5)
    assert without_marks([*FIGURE, mark]) == (FIGURE, [mark])


def test_a_mark_may_have_several_characters():
    marks = [char("[", 23.5, 103, 5.5), char("1", 26.25, 103, 5.5), char("]", 29, 103, 5.5)]
    assert without_marks([*FIGURE, *marks]) == (FIGURE, marks)


def test_what_is_level_large_or_apart_is_no_mark():
    for other in (char("1", 23.5), char("1", 23.5, size=5.5), char("1", 40, base=103, size=5.5)):
        assert without_marks([*FIGURE, other]) == ([*FIGURE, other], [])
