"""Codes of fields in Word files, and what they show where no result is written."""

from __future__ import annotations

import pytest

from hjforms.reading.page.doubt import UNREADABLE
from hjforms.reading.page.word.codes import LIVE, is_reading, of_code


@pytest.mark.parametrize(
    ("code", "shown", "doubt"),
    [
        (r"EQ \o\ad(\s\up 11(zhāng),张)", "张", None),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(yǎn),䶮)', "䶮", None),
        (r"EQ \o\ac(○,1)", "■", UNREADABLE),
        (r"EQ \o\ad(\s\up 9(500),600)", "■", UNREADABLE),
        (r"EQ \f(1,2)", "■", UNREADABLE),
        (r"SYMBOL 254 \f Wingdings", "☑", None),
        (r'SYMBOL 0xA3 \f "Wingdings 2" \s 12', "□", None),
        (r"SYMBOL 163 \f Wingdings", "■", UNREADABLE),
        ("SYMBOL 65", "A", None),
        (r' DATE \@ "yyyy"', "", LIVE),
        ("page", "", LIVE),
        ("HYPERLINK x", "", None),
        ("", "", None),
    ],
)
def test_what_a_code_without_a_result_shows(code, shown, doubt):
    assert of_code(code) == (shown, doubt)


@pytest.mark.parametrize(("aid", "base"), [("yǎn", "䶮"), ("zhang1", "张"), ("ㄓㄤ", "张"), ("ちょう", "张")])
def test_letters_over_a_character_say_how_it_is_pronounced(aid, base):
    assert is_reading(aid, base)


@pytest.mark.parametrize(("aid", "base"), [("500", "张"), ("李", "张"), ("a", "100"), ("", ""), ("zhang", "")])
def test_anything_else_over_anything_else_does_not(aid, base):
    assert not is_reading(aid, base)
