"""The characters of a page: gaps between them that may be spaces."""

from __future__ import annotations

from hjforms.reading.page.characters import Char, is_unclear


def test_letters_as_wide_as_their_ink_stand_no_farther_apart_than_others():
    """Fonts of some programs give 自 the width of its ink; the next letter stands where it always does."""

    def letter(text, middle, width):
        return Char(text, middle, 0, middle - width / 2, 0, width, 10)

    assert not is_unclear([letter("羊", 5, 8.5), letter("自", 15.3, 6.5), letter("然", 25.3, 9.9)])
    assert is_unclear([letter("羊", 5, 8.5), letter("自", 17.6, 6.5)])
