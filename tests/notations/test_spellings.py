"""Patterns of what is taken say of every text what its notation says, as far as a pattern can."""

from __future__ import annotations

import re

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from hjforms.errors import NotationError
from hjforms.notations import _characters, choice, money, spellings
from hjforms.records import kinds
from strategies import WHITE_SPACE

OPTIONS = kinds.choice_of("", "是（已办）", "否")
EXACT = [kinds.YEAR_MONTH, kinds.YEARS, kinds.REGION_CODE, kinds.ACCOUNT, kinds.POSTCODE, kinds.FLAG]
"""Kinds whose pattern takes what they take and nothing else."""

WIDER = [
    *(kinds.MONEY, kinds.RATE, kinds.MONTHS, kinds.YEAR),  # bounds
    *(kinds.DATE, kinds.CITIZEN_ID),  # a 30th of February, check digits
    *(kinds.TEXT, kinds.NOTE, kinds.CODE),  # the order of letters, code points above U+FFFF
    *(kinds.CAPITAL, OPTIONS, kinds.SEX),  # the order of words
]
SIGNS = st.sampled_from(
    "0123456789" * 3 + ",.-/年月日个元整¥￥人民币:一二十零〇○壹拾佰分角X男女是（）否☑□[]%—－―⽉１２"
)
NUMBERS = st.from_regex(r"[0-9]{1,4}([-/.年][0-9]{1,2}){0,2}[月日]?|[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{1,2})?元?|"
                        r"[0-9]{6}|[0-9]{17}[0-9X]|[0-9]{1,2}年[0-9]{1,2}个月", fullmatch=True)  # fmt: skip
HIDDEN = st.sampled_from(
    [*WHITE_SPACE, *"\u200b\u200d\u202d\u202e\u200f\x1c\ufeff\u3164\u2065\x85\x00", "\ufdd0", "\ud800"]
)


@st.composite
def spelt(draw: st.DrawFn) -> str:
    """Texts that are nearly right, with what is not seen strewn in."""
    text = draw(st.text(SIGNS, max_size=8) | NUMBERS | st.text(max_size=5))
    if draw(st.booleans()):
        text = "".join(draw(st.just("") | HIDDEN) + sign for sign in text) + draw(st.just("") | HIDDEN)
    return text


def takes(kind: kinds.Kind, text: str) -> bool:
    """True where the kind takes a text."""
    try:
        kind.of(text)
    except NotationError:
        return False
    return True


def matches(kind: kinds.Kind, text: str) -> bool:
    """True where the schema of the kind does."""
    takes = kind.takes()
    return "string" in takes["type"] and bool(re.search(takes["pattern"], text))


@pytest.mark.parametrize("kind", [*EXACT, *WIDER], ids=lambda kind: kind.title)
@given(text=spelt())
@example("500元")
@example("\u202d 人民币 5,00 0.0 元整\n")
@example("2012年11⽉")
@example("二〇一二年十一月")
@example("年 月 日")
@example("☑是（已办） □否")
@example("1\u20652")
def test_what_a_kind_takes_its_pattern_takes(kind, text):
    if takes(kind, text):
        assert matches(kind, text), ascii(text)
    elif kind in EXACT:
        assert not matches(kind, text), ascii(text)


def test_nothing_that_is_left_out_is_seen_and_nothing_that_is_seen_is_left_out():
    ink = re.compile(f"[{spellings._INK}]")
    assert not [code for code, same in _characters._COMPACT.items() if not same and ink.match(chr(code))]
    signs = money.SPELLING + choice.MARKS + choice.NO_MARKS + "〇零一二三四五六七八九十年月日XxRMB￥人民币个"
    assert not [sign for sign in signs if not ink.match(sign)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.MONEY, "12.345"),
        (kinds.MONEY, "500万元"),
        (kinds.MONEY, "1,23"),
        (kinds.MONTHS, "1年"),
        (kinds.DATE, "2024-13-01"),
        (kinds.DATE, "2024-1/5"),
        (kinds.CITIZEN_ID, "371000196513150018"),
        (kinds.CAPITAL, "500元"),
        (kinds.SEX, "male"),
        (kinds.TEXT, "张\ue863"),
        (kinds.TEXT, "张\n三"),
        (kinds.RATE, "三厘"),
    ],
)
def test_patterns_refuse_what_people_get_wrong(kind, text):
    assert not takes(kind, text)
    assert not matches(kind, text)
