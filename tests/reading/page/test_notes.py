"""Marks of notes are small, raised and right behind a text; what else is small is a part of it."""

from __future__ import annotations

from hjforms.reading.page.characters import Char
from hjforms.reading.page.notes import is_raised, without_marks


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


def test_raised_figures_that_may_be_a_part_of_a_number_stay():
    small = {"size": 5.5, "base": 103}
    whole = [char("4", 10), char("3", 14.5)]
    cents = [*whole, char("5", 19.2, **small), char("0", 22, **small)]
    inside = [*whole, char("5", 19.2, **small), char(".", 22), char("0", 26.5)]
    before = [char("1", 7, **small), *whole]
    for chars in (cents, inside, before):
        assert without_marks(chars) == (chars, [])
        assert is_raised(chars)
    assert not is_raised(FIGURE)
