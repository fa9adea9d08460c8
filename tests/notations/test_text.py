import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import text
from hjforms.notations._characters import _SAME, FOLDED, folded

KEPT = (
    "王 小  明",
    "张\xa0三",
    "葛\U000e0100城",
    "䶮𠮷㑇𬭎",
    "\u0378 is not assigned yet",
    "Zo\u0308e",
    "\u0645\u06cc\u200c\u062e",
    "A\uff21（甲）",
    "甲；• 乙",
    "\u0421\u0410",
    "A&B<公司>{{ name }}",
    "- a",
    "1/2",
)
REFUSED = {
    "\x00": "控制字符",
    "\t": "控制字符",
    "\n": "换行符",
    "\r": "换行符",
    "\x1f": "控制字符",
    "\x7f": "控制字符",
    "\x85": "控制字符",
    "\u2028": "换行符",
    "\u2029": "换行符",
    "\ud800": "孤立代理项",
    "\ue000": "造字",
    "\ue863": "造字",
    "\uf8ff": "造字",
    "\U000f0000": "造字",
    "\U0010fffd": "造字",
    "\ufdd0": "不是字符",
    "\ufdef": "不是字符",
    "\ufffe": "不是字符",
    "\uffff": "不是字符",
    "\U0001fffe": "不是字符",
    "\U000effff": "不是字符",
    "\U000fffff": "不是字符",
    "\U0010ffff": "不是字符",
}


SAME = {
    "⼭⽉⻓⻢⺟": "山月长马母",
    "\uf92c\uf900\ufa0e": "郎豈\ufa0e",  # the last is no compatibility character but an ideograph of its own
    "\U0002f800": "丽",
    "阿卜杜拉•买买提": "阿卜杜拉·买买提",
    "阿卜杜拉・买买提‧吐尔逊∙尼牙孜⋅艾山": "阿卜杜拉·买买提·吐尔逊·尼牙孜·艾山",
    "葛\U000e0100•城": "葛\U000e0100·城",
    "阿里 • 买买提": "阿里 · 买买提",
    "王\u200b小\u200d明\ufeff": "王小明",
    "\u200e王\u00ad小明\u2060": "王小明",
    "\u202d13800000000\u202c": "13800000000",
    "\u202a王小明\u202c": "王小明",
    "王\u3164小明": "王小明",
}
TURNED = ("王\u202e小明", "王\u202d小明", "\u202b王小明", "王\u200f小明", "王\u2067小明", "\u061c12", "\u05d0\u202a1")


@pytest.mark.parametrize(("spelling", "value"), SAME.items(), ids=ascii)
def test_characters_that_are_the_same_have_one_spelling(spelling, value):
    assert text.read(spelling) == value == text.of(spelling) == text.write(value)
    with pytest.raises(NotationError):
        text.write(spelling)


@pytest.mark.parametrize("value", TURNED, ids=ascii)
def test_what_turns_the_order_of_a_text_is_refused(refusal, value):
    error = refusal(text.read, value)
    assert "显示次序" in str(error)
    assert error.position is not None


@pytest.mark.parametrize("value", ["王\U000e0041明", "王\ufff9明"], ids=ascii)
def test_hidden_marks_are_refused(refusal, value):
    assert "看不见的标记" in str(refusal(text.read, value))


@given(st.text(max_size=20))
def test_what_is_read_reads_as_itself(value):
    for read in (text.read, text.read_lines, text.read_code):
        try:
            found = read(value)
        except NotationError:
            continue
        assert found is None or read(found) == found


@given(st.characters())
def test_every_character_that_is_exchanged_is_in_the_ranges(character):
    assert folded(f"甲{character}乙") == f"甲{character}乙" or re.search(f"[{FOLDED}]", character)


def test_every_character_of_the_table_is_in_the_ranges():
    assert all(re.fullmatch(f"[{FOLDED}]", chr(code)) for code in _SAME)


@pytest.mark.parametrize(
    "value", ["一次\n缴费", "一次 \r\n 缴费", "\n一次\x0b缴费\n", "一次\u2028\u2029缴费", "一次\t缴费"], ids=ascii
)
def test_a_line_that_its_writer_broke_is_parted_by_a_space(value):
    assert text.read_lines(value) == "一次 缴费"


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("０５３６－２０９０１２３", "0536-2090123"),
        ("Ｃ３７１０", "C3710"),
        ("138 0000 0000", "138 0000 0000"),
        ("（0536）2090123转8003", "（0536）2090123转8003"),
        ("威社险〔2024〕12号", "威社险〔2024〕12号"),
        ("LOL2024", "LOL2024"),
        ("－", None),
    ],
)
def test_numbers_have_figures_of_half_width(spelling, value):
    assert text.read_code(spelling) == value
    assert value is None or text.write_code(value) == value


@pytest.mark.parametrize(
    ("value", "position"),
    [
        ("371OOOOO11111", 3),
        ("37100000lllll", 8),
        ("371\u041e000011111", 3),
        ("O631-5200001", 0),
        (" l38 00000000", 1),
        ("O 12O", 4),
        ("３７１Ｏ００", 3),
    ],
    ids=ascii,
)
def test_a_letter_for_a_figure_is_told_with_its_place(refusal, value, position):
    error = refusal(text.read_code, value)
    assert error.position == position
    assert "是字母，不是数字" in str(error)


@given(strategies.texts())
def test_read_inverts_write(value):
    assert text.read(text.write(value)) == value


@given(strategies.texts())
def test_white_space_around_goes(value):
    assert text.read(f"\u3000{value} \n") == value


@pytest.mark.parametrize("value", KEPT)
def test_everything_inside_stays(value):
    assert text.read(value) == value == text.write(value)


@pytest.mark.parametrize(("character", "reason"), REFUSED.items(), ids=ascii)
def test_unprintable_characters_are_named_with_their_place(refusal, character, reason):
    error = refusal(text.read, f" 张三{character}丰")
    assert error.position == 3
    assert reason in str(error)


def test_a_private_use_character_is_explained(refusal):
    assert str(refusal(text.read, "张\ue863")) == (
        "文字：第2个字（U+E863）是造字，多来自旧系统或GB18030编码，请换成标准汉字"
    )


@pytest.mark.parametrize("value", ["", " ", "—", "/", " 张三", "张三\u3000", "张\n三"])
def test_write_refuses_what_would_not_read_back(value):
    with pytest.raises(NotationError):
        text.write(value)
