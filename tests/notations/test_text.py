import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import text

KEPT = (
    "王 小  明",
    "张\xa0三",
    "葛\U000e0100城",
    "䶮𠮷㑇𬭎",
    "\u0378 is not assigned yet",
    "Zo\u0308e",
    "a\u200db",
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
