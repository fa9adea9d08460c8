"""Setting text: it wraps, it shrinks, and then it is an error; no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies
from hjforms.errors import NotationError
from hjforms.render.fonts import faces
from hjforms.render.typeset import LEADING, NEVER_FIRST, NEVER_LAST, PADDING, SMALLEST, fit, fit_office
from support import error_of

EM = 10.0


def lines(text: str, ems: float, rows: int = 5, size: float = EM) -> list[str]:
    """The lines of a text in a box that is ``ems`` wide at full size, with room for so many lines."""
    setting = fit(text, ems * size + 2 * PADDING, rows * size * LEADING, size)
    return ["".join("".join(run.characters) for run in line.runs) for line in setting.lines]


def test_what_fits_one_line_stays_on_it():
    assert lines("城乡养老", 4) == ["城乡养老"]


def test_what_does_not_fit_wraps_at_any_han_character():
    assert lines("城乡养老保险", 4) == ["城乡养老", "保险"]


def test_a_latin_word_and_a_number_stay_together():
    assert lines("环翠区 Weihai 28号", 6) == ["环翠区 ", "Weihai 28号"]
    assert lines("城乡12345", 4) == ["城乡", "12345"]


def test_a_number_shrinks_rather_than_being_cut_in_two():
    assert lines("0631-12345678转8888", 6, rows=2) == ["0631-12345678", "转8888"]
    assert fit("9999999.99", 5 * EM + 2 * PADDING, 2 * EM * LEADING, EM).size == 9.0


def test_a_word_that_is_wider_than_the_line_at_six_points_is_cut_rather_than_lost():
    setting = fit("A" * 30, 4 * EM + 2 * PADDING, 20 * EM * LEADING, EM)
    assert setting.size == EM
    assert sum(len(run.characters) for line in setting.lines for run in line.runs) == 30


def test_no_line_begins_with_closing_punctuation():
    assert lines("城乡养老，保险", 4) == ["城乡养", "老，保险"]


def test_no_line_ends_with_an_opening_bracket():
    assert lines("城乡养（保险）", 4) == ["城乡养", "（保险）"]


def test_no_line_begins_with_the_dot_between_the_parts_of_a_name():
    assert lines("古丽巴哈尔·买买提", 5) == ["古丽巴哈", "尔·买买提"]


def test_no_character_stands_alone_on_the_last_line():
    assert lines("居民养老保险中心", 7) == ["居民养老保险", "中心"]
    assert lines("城乡养老保险", 5) == ["城乡养老", "保险"]


def test_a_last_character_stays_alone_where_the_line_before_can_spare_none():
    assert lines("养老28", 2) == ["养老", "28"]
    assert lines("城乡28号", 3) == ["城乡", "28号"]
    assert lines("Weihai号", 4) == ["Weihai", "号"]
    assert lines("养老", 1) == ["养", "老"]


def test_spaces_stay_at_the_end_of_the_line_that_they_follow():
    assert lines("城乡养老  保险", 4) == ["城乡养老  ", "保险"]


def test_trailing_spaces_do_not_count_for_the_width():
    setting = fit("城乡  养老", 2 * EM + 2 * PADDING, 2 * EM * LEADING, EM)
    assert [line.width for line in setting.lines] == [20.0, 20.0]


def test_text_wraps_before_it_shrinks():
    assert fit("城乡养老保险", 4 * EM + 2 * PADDING, 2 * EM * LEADING, EM).size == EM


def test_text_shrinks_to_what_fits():
    setting = fit("城乡养老保险", 4 * EM + 2 * PADDING, EM * LEADING, EM)
    assert (setting.size, len(setting.lines)) == (6.5, 1)


def test_text_does_not_shrink_below_six_points():
    width = 7 * SMALLEST + 2 * PADDING
    assert fit("老" * 7, width, EM, EM).size == SMALLEST
    with pytest.raises(NotationError, match="太长"):
        fit("老" * 8, width, EM, EM)


def test_the_message_for_a_text_too_long_says_how_long_and_not_what():
    with pytest.raises(NotationError) as caught:
        fit("王小明" * 60, 100, 20, EM)
    assert "180字" in str(caught.value)
    assert "王" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("张😀", "U+1F600", 1),
        ("𠮷\U00030000", "U+30000", 1),
        ("葛\U000e0100城", "U+845B U+E0100", 0),
        ("Zo\u0308e", "U+0308", 2),
    ],
    ids=ascii,
)
def test_a_character_that_no_font_has_is_named_with_its_place_and_code(text, code, position):
    with pytest.raises(NotationError) as caught:
        fit(text, 200, 20, EM)
    assert code in str(caught.value)
    assert f"第{position + 1}个字" in str(caught.value)
    assert caught.value.position == position


@given(strategies.printable_texts(60), st.floats(20, 400), st.floats(8, 60), st.sampled_from([7.5, 9.0, 10.5]))
def test_every_character_is_on_a_line_and_every_line_fits(text, width, height, size):
    error = error_of(lambda: fit(text, width, height, size))
    if error is not None:
        assert "太长" in str(error)
        return
    setting = fit(text, width, height, size)
    assert "".join("".join(run.characters) for line in setting.lines for run in line.runs) == text
    assert SMALLEST <= setting.size <= size
    assert len(setting.lines) == 1 or len(setting.lines) * setting.size * LEADING <= height + 1e-6
    widest = max(faces().glyph(char).advance for char in text) * setting.size / 1000
    assert max(line.width for line in setting.lines) <= max(width - 2 * PADDING, widest) + 1e-6


@given(strategies.printable_texts(40), st.integers(4, 12))
def test_punctuation_keeps_to_its_side_of_the_break(text, ems):
    found = lines(text, ems, rows=40)
    assume(len(found) > 1)
    for left, right in zip(found, found[1:], strict=False):
        broken_word = right[0] in NEVER_FIRST or left[-1] in NEVER_LAST
        assert not broken_word or len(left) == 1 or _unbreakable(left)


def _unbreakable(line: str) -> bool:
    """True where a line offers no place to break at all, so that it had to be cut."""
    pairs = zip(line, line[1:], strict=False)
    return not any(
        right not in NEVER_FIRST
        and left not in NEVER_LAST
        and not right.isspace()
        and (left.isspace() or not (left.isascii() and right.isascii()))
        for left, right in pairs
    )


@given(strategies.printable_texts(40))
def test_each_run_is_drawn_by_the_face_that_has_its_characters(text):
    for line in fit(text, 400, 40, EM).lines:
        for run in line.runs:
            assert {faces().glyph(char).face for char in run.characters} == {run.face}


# ------------------------------------------------------------------------------------ for office programs


def test_a_short_text_is_left_to_the_office_program_as_it_is():
    assert fit_office("荣成市", 60, 17, 9) == (9, None)


def test_a_text_that_other_rules_may_break_into_a_further_line_is_set_smaller_or_closer():
    ours = fit("2019年8月起No. 8", 50, 17, 9)
    size, leading = fit_office("2019年8月起No. 8", 50, 17, 9)
    assert size < ours.size
    assert leading is not None


@given(strategies.printable_texts(60), st.sampled_from([40.0, 63.0, 120.0]), st.sampled_from([17.0, 22.0, 36.0]))
def test_lines_for_an_office_program_are_never_higher_than_their_cell(text, width, height):
    assume(error_of(lambda: fit(text, width, height, 9)) is None)
    size, leading = fit_office(text, width, height, 9)
    assert size <= fit(text, width, height, 9, lenient=True).size
    assert leading is None or leading < height


def test_a_text_too_long_for_the_page_is_too_long_for_word():
    with pytest.raises(NotationError, match="太长"):
        fit_office("长" * 200, 60, 17, 9)
