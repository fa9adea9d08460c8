"""大写金额, against 《支付结算办法》附件一 and against an independent list of lawful spellings."""

import itertools
import re
import warnings
from decimal import Decimal, localcontext

import cn2an
import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import capital

DIGITS = "零壹贰叁肆伍陆柒捌玖"
amounts = strategies.money(largest="9999999999999999.99")

# 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》第四条; the first spelling is ours but for the 整.
OFFICIAL = {
    "1409.50": ("壹仟肆佰零玖元伍角",),
    "6007.14": ("陆仟零柒元壹角肆分",),
    "1680.32": ("壹仟陆佰捌拾元零叁角贰分", "壹仟陆佰捌拾元叁角贰分"),
    "107000.53": ("壹拾万柒仟元零伍角叁分", "壹拾万零柒仟元伍角叁分"),
    "16409.02": ("壹万陆仟肆佰零玖元零贰分",),
    "325.04": ("叁佰贰拾伍元零肆分",),
}
CANONICAL = {
    "0.00": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "0.53": "伍角叁分",
    "1.00": "壹元整",
    "10.00": "壹拾元整",
    "11.10": "壹拾壹元壹角整",
    "10.10": "壹拾元零壹角整",
    "10.01": "壹拾元零壹分",
    "100.00": "壹佰元整",
    "101.00": "壹佰零壹元整",
    "1002.00": "壹仟零贰元整",
    "1010.00": "壹仟零壹拾元整",
    "10000.00": "壹万元整",
    "10002.00": "壹万零贰元整",
    "12000.00": "壹万贰仟元整",
    "100200.00": "壹拾万零贰佰元整",
    "10020000.30": "壹仟零贰万元零叁角整",
    "100000000.00": "壹亿元整",
    "120000000.00": "壹亿贰仟万元整",
    "1020000000.00": "壹拾亿贰仟万元整",
    "1002000000.00": "壹拾亿零贰佰万元整",
    "400006332.00": "肆亿零陆仟叁佰叁拾贰元整",
    "400000332.00": "肆亿零叁佰叁拾贰元整",
    "1000000000000.00": "壹万亿元整",
    "1000012340000.00": "壹万亿壹仟贰佰叁拾肆万元整",
    "9999999999999.99": "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "9999999999999999.99": "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}
VARIANTS = {
    "人民币壹佰元整": "100.00",
    "人民币：壹佰元": "100.00",
    "人民幣 壹佰圓正": "100.00",
    "人民币￥壹佰元整": "100.00",
    "￥壹佰元整": "100.00",
    " 壹 佰 圆 整 ": "100.00",
    "貳億零陸萬叄仟元正": "200063000.00",
    "弍拾參元伍角正": "23.50",
    "叁\u2009拾\u3000元伍\xa0角": "30.50",
    "\uf9d3\uf973元": "60.00",
    "零元": "0.00",
    "零圆正": "0.00",
    "零元伍分": "0.05",
    "零元零伍分": "0.05",
    "零元伍角整": "0.50",
    "零元零伍角叁分": "0.53",
    "肆亿陆仟叁佰叁拾贰元整": "400006332.00",
    "壹拾亿零贰仟万元整": "1020000000.00",
}
REFUSED = {
    "壹仟贰元整": (2, "前面缺“零”"),
    "壹元贰分": (2, "前面缺“零”"),
    "壹万贰佰元整": (2, "前面缺“零”"),
    "壹亿贰佰万元整": (2, "前面缺“零”"),
    "肆亿叁佰元整": (2, "前面缺“零”"),
    "壹元零伍角": (2, "多余"),
    "壹万零贰仟元整": (2, "多余"),
    "壹亿零贰仟万元": (2, "多余"),
    "壹佰零元整": (2, "零"),
    "壹佰零零贰元": (3, "只写一个"),
    "壹仟零贰佰元": (2, "零"),
    "壹佰元零零贰分": (4, "位置不对"),
    "零壹元整": (0, "不能开头"),
    "零伍分": (0, "不能开头"),
    "壹元零角伍分": (3, "位置不对"),
    "拾元整": (0, "前面缺数字"),
    "壹佰零拾元": (3, "前面缺数字"),
    "壹佰拾元整": (2, "前面缺数字"),
    "元整": (0, "前面缺数字"),
    "万元整": (0, "前面缺数字"),
    "壹亿万元整": (2, "前面缺数字"),
    "零万元整": (1, "前面缺数字"),
    "壹贰元整": (1, "前面缺单位"),
    "壹佰贰叁元": (3, "前面缺单位"),
    "壹拾贰拾元": (3, "位置不对"),
    "壹拾贰佰元": (3, "位置不对"),
    "壹万贰万元": (3, "位置不对"),
    "壹亿贰亿元": (3, "位置不对"),
    "壹亿壹万亿元": (4, "“亿”"),
    "壹佰角": (1, "位置不对"),
    "壹元贰元": (3, "位置不对"),
    "伍分叁角": (2, "位置不对"),
    "壹元伍分整": (4, "位置不对"),
    "伍分整": (2, "位置不对"),
    "壹元整整": (3, "位置不对"),
    "壹佰整": (1, "位置不对"),
    "整": (0, "不能开头"),
    "壹佰": (1, "没有“元”"),
    "壹元伍": (None, "末尾不完整"),
    "伍": (None, "末尾不完整"),
    "零": (None, "末尾不完整"),
    "人民币": (None, "末尾缺少金额"),
    "人民币：￥ ": (None, "末尾缺少金额"),
    "一佰元整": (0, "“一”（U+4E00）"),
    "壹百元整": (1, "“百”"),
    "壹兆元整": (1, "“兆”"),
    "壹佰块整": (2, "“块”"),
    "壹佰〇贰元": (2, "“〇”"),
    "两佰元整": (0, "“两”"),
    "负壹佰元整": (0, "“负”"),
    "100元整": (0, "“1”"),
    "人民币 壹 佰X元": (7, "“X”（U+0058）"),
    "壹佰元整。": (4, "“。”"),
    "壹佰元整人民币": (4, "“人”"),
}


def spellings(value: Decimal) -> set[str]:
    """Every lawful spelling of an amount, by the letter of the rule, walking its digits from the left.

    第四条: zeros between two other digits are one 零; but where the next of these is a 仟 or a 角, the 零 may
    be left out.
    """
    figures, fen = f"{value:.2f}".split(".")
    choices: list[tuple[str, ...]] = []
    gap = started = section = False
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure != "0":
            choices.append(("", "零") if gap and place % 4 == 3 else ("零",) if gap else ("",))
            choices.append((DIGITS[int(figure)] + ["", "拾", "佰", "仟"][place % 4],))
            gap, started, section = False, True, True
        else:
            gap = started
        if place == 8 and started:
            choices.append(("亿",))
        elif place in {4, 12} and section:
            choices.append(("万",))
        section = section and place % 4 != 0
    whole = ("元",) if started else ("", "零元", "零元零") if fen != "00" else ("零元",)
    if fen == "00":
        tail = [("", "整", "正")]
    elif fen[0] == "0":
        tail = [("零",) if started else ("",), (f"{DIGITS[int(fen[1])]}分",)]
    else:
        tail = [("", "零") if gap else ("",), (f"{DIGITS[int(fen[0])]}角",)]
        tail.append(("", "整", "正") if fen[1] == "0" else (f"{DIGITS[int(fen[1])]}分",))
    return {"".join(parts) for parts in itertools.product(*choices, whole, *tail)}


@pytest.mark.parametrize(("value", "texts"), OFFICIAL.items())
def test_official_examples(value, texts):
    assert capital.write(Decimal(value)).removesuffix("整") == texts[0]
    assert {capital.read(text) for text in texts} == {Decimal(value)}
    assert set(texts) <= spellings(Decimal(value))


@pytest.mark.parametrize(("value", "text"), CANONICAL.items())
def test_canonical_spellings(value, text):
    assert capital.write(Decimal(value)) == text
    assert str(capital.read(text)) == value


@pytest.mark.parametrize(("text", "value"), VARIANTS.items())
def test_variants(text, value):
    assert str(capital.read(text)) == value
    assert capital.canonical(text) == capital.write(Decimal(value))


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_anything_else_is_refused_with_its_place(refusal, text, expected):
    position, reason = expected
    error = refusal(capital.read, text)
    assert error.position == position
    assert reason in str(error)


@given(amounts)
def test_read_inverts_write(value):
    text = capital.write(value)
    assert capital.read(text) == value
    assert capital.canonical(text) == text
    assert str(capital.read(text)) == str(value)


@given(amounts)
def test_every_lawful_spelling_reads_as_its_amount(value):
    lawful = spellings(value)
    assert capital.write(value) in lawful
    assert {capital.read(text) for text in lawful} == {value}


@given(amounts, st.data())
def test_nothing_but_lawful_spellings_is_read(value, data):
    """One character dropped, added, changed or moved: either another lawful text, or an error."""
    text = list(data.draw(st.sampled_from(sorted(spellings(value)))))
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(DIGITS + "拾佰仟万亿元角分整"))
    edit = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
    if edit == "swap":
        text[place - 1], text[place] = text[place], text[place - 1]
    else:
        text[place : place + (edit != "add")] = [] if edit == "drop" else [other]
    assume(text)
    try:
        amount = capital.read("".join(text))
    except NotationError:
        return
    assert amount is not None
    assert "".join(text) in spellings(amount)


@given(st.text(DIGITS + "拾佰仟万亿元角分整", min_size=1, max_size=8))
def test_whatever_is_read_is_lawful(text):
    try:
        amount = capital.read(text)
    except NotationError:
        return
    assert text in spellings(amount)


def test_every_amount_below_a_hundred_thousand_fen_reads_back():
    for fen in range(100_000):
        value = Decimal(fen).scaleb(-2)
        assert capital.read(capital.write(value)) == value


def test_every_section_reads_back_at_every_level():
    for number in range(1, 10_000):
        for unit in (1, 10**4, 10**8, 10**12):
            assert capital.read(capital.write(number * unit + 1 if unit > 1 else number)) == (
                number * unit + 1 if unit > 1 else number
            )


@given(amounts, st.sampled_from(["", "人民币", "人民币：", "人民幣", "人民币 ￥", "￥"]), st.data())
def test_prefix_script_and_white_space_do_not_matter(value, prefix, data):
    variants = {
        "壹": "壹壱",
        "贰": "贰貳弍",
        "叁": "叁參叄",
        "陆": "陆陸",
        "万": "万萬",
        "亿": "亿億",
        "元": "元圆圓",
        "整": "整正",
    }
    text = "".join(data.draw(st.sampled_from(variants.get(ch, ch))) for ch in capital.write(value))
    assert capital.read(data.draw(strategies.spaced(st.just(prefix + text)))) == value


@given(st.integers(1, 10**16 - 1) | strategies.money(smallest="1.00").map(int))
def test_cn2an_agrees_on_whole_yuan(number):
    """Except where it loses the 零 of a whole section: 400006332."""
    ten_thousands, thousands = number // 10**4 % 10**4, number // 10**3 % 10
    text = capital.write(number)
    if not (number >= 10**8 and ten_thousands == 0 and thousands):
        assert cn2an.an2cn(str(number), "rmb") == text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert cn2an.cn2an(text, "normal") == number


@given(strategies.money(smallest="1.00", largest="9999999.99"))
def test_cn2an_agrees_on_jiao_and_fen_after_a_yuan_digit(value):
    assume(re.search(r"[1-9]\.[1-9][1-9]$", str(value)))
    assert cn2an.an2cn(str(value), "rmb") == capital.write(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "零元整"),
        (Decimal("-0.00"), "零元整"),
        (Decimal("0.5"), "伍角整"),
        (Decimal("1E+2"), "壹佰元整"),
        (Decimal(10), "壹拾元整"),
    ],
)
def test_write_takes_every_exact_amount(value, text):
    assert capital.write(value) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Decimal("-0.01"), "负数"),
        (-1, "负数"),
        (Decimal("1.005"), "两位小数"),
        (Decimal("1E-7"), "两位小数"),
        (Decimal("1.000"), "两位小数"),
        (Decimal("1E+16"), "最多16位"),
        (Decimal("1E+1000000"), "最多16位"),
        (10**16, "最多16位"),
        pytest.param(10**5000, "最多16位", id="huge"),
        (Decimal("NaN"), "NaN"),
        (Decimal("sNaN"), "NaN"),
        (Decimal("Infinity"), "无穷大"),
        (1.5, "float"),
        (True, "布尔值"),
        ("1.50", "文字"),
    ],
)
def test_write_refuses_anything_else(value, reason):
    with pytest.raises(NotationError, match=reason):
        capital.write(value)


def test_the_decimal_context_of_the_caller_changes_nothing():
    with localcontext() as context:
        context.prec = 3
        assert capital.write(Decimal("1234567.89")) == "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"
        assert capital.read("壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分") == Decimal("1234567.89")
