from decimal import Decimal, localcontext

import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import money

SPELLINGS = {
    "1,234.5": "1234.50",
    "1234": "1234.00",
    "1，234．50": "1234.50",
    "１２３４．５０": "1234.50",
    "￥1,234.50": "1234.50",
    "¥ 1 234.50": "1234.50",
    "1 234.50": "1234.50",
    "\u30001\xa02\u20093 4 . 5 0 ": "1234.50",
    "0": "0.00",
    "0.0": "0.00",
    "-0.00": "0.00",
    "007": "7.00",
    "-12.00": "-12.00",
    "－12": "-12.00",
    "\u221212": "-12.00",
    "-¥12": "-12.00",
    "¥-12": "-12.00",
    "500元": "500.00",
    "100.00 元": "100.00",
    "￥500.00元": "500.00",
    "人民币500元": "500.00",
    "人民币：￥1,234.50元整": "1234.50",
    "RMB 500": "500.00",
    "１００圆": "100.00",
    "5\u200b00\ufeff元": "500.00",
    "-12元": "-12.00",
    "9,999,999,999,999.99": "9999999999999.99",
    "-9,999,999,999,999.99": "-9999999999999.99",
}
REFUSED = {
    "9876543.215": (10, "最多两位小数"),
    "98,76543.21": (6, "千位分隔符"),
    "9876,543.21": (4, "千位分隔符"),
    "9,876543.21": (5, "千位分隔符"),
    "9,876,54.21": (5, "千位分隔符"),
    ",987": (0, "千位分隔符"),
    "9876543.21.1": (10, "1234.50"),
    "9876543.2 1x": (11, "“x”（U+0078）"),
    "98765４3.2l": (9, "“l”（U+006C）"),
    "9.87e5": (4, "科学计数法"),
    "9E5": (1, "科学计数法"),
    "NaN": (0, "“N”"),
    "Infinity": (0, "“I”"),
    "9876-": (4, "“-”"),
    "--9876": (1, "“-”"),
    "+9876": (0, "“+”"),
    "(9876)": (0, "“(”"),
    "98_76": (2, "“_”"),
    "9876万元": (4, "单位只能是元"),
    "9876千元": (4, "单位只能是元"),
    "9876角": (4, "单位只能是元"),
    "9876分": (4, "单位只能是元"),
    "9876元5": (4, "“元”"),
    "9876元50分": (4, "“元”"),
    "9876.5元5角": (6, "“元”"),
    "9876元5分3角": (4, "“元”"),
    "9876万": (4, "单位只能是元"),
    "人民币9876美元": (7, "“美”"),
    "元9876": (0, "“元”"),
    "壹佰元": (0, "“壹”"),
    "٣٤٥": (0, "“٣”"),
    "①": (0, "“①”"),
    "12²": (2, "“²”"),
    ".50": (0, "“.”"),
    "$98": (0, "“$”"),
    "98\u202d76": (2, "（U+202D）"),
    "9876.": (None, "末尾缺少数字"),
    "¥": (None, "末尾缺少数字"),
    "-¥": (None, "末尾缺少数字"),
    "12345678901234": (None, "最多13位"),
}

amounts = strategies.money(smallest="-9999999999999.99")


@given(amounts)
def test_read_inverts_write(value):
    assert money.read(money.write(value)) == value
    assert str(money.read(money.write(value))) == str(value or abs(value))


@given(amounts, st.data())
def test_every_spelling_reads_as_the_same_amount(value, data):
    spelling = data.draw(
        st.sampled_from([f"{value}", f"{value:,}", f"￥{value:,}", f"{value:.2f}元", f"人民币{value}"])
    )
    spelling = data.draw(st.sampled_from([spelling, strategies.full_width(spelling)]))
    assert money.read(data.draw(strategies.spaced(st.just(spelling)))) == value


@given(strategies.money())
def test_trailing_zeros_may_be_missing(value):
    assert str(money.read(str(value).rstrip("0").removesuffix(".") or "0")) == str(value)


@pytest.mark.parametrize(("text", "value"), SPELLINGS.items())
def test_spellings(text, value):
    assert str(money.read(text)) == value


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_anything_else_is_refused_with_its_place(refusal, text, expected):
    position, reason = expected
    error = refusal(money.read, text)
    assert error.position == position
    assert reason in str(error)


@pytest.mark.parametrize("value", ["1", "1.5", "1.234", "1E+2", "NaN", "Infinity", "-Infinity", "10000000000000.00"])
def test_write_never_rounds_and_never_pads(value):
    with pytest.raises(NotationError):
        money.write(Decimal(value))


def test_write_gives_no_negative_zero():
    assert money.write(Decimal("-0.00")) == "0.00"


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1,234.5", "1234.50"),
        (0, "0.00"),
        (-5, "-5.00"),
        (9999999999999, "9999999999999.00"),
        (Decimal(5), "5.00"),
        (Decimal("5.5"), "5.50"),
        (Decimal("-5.55"), "-5.55"),
        (Decimal("-0"), "0.00"),
    ],
)
def test_of_takes_exact_values(value, amount):
    assert str(money.of(value)) == amount


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (9876543.5, "浮点数不精确"),
        (Decimal("1.000"), "最多两位小数"),
        (Decimal("1.005"), "最多两位小数"),
        (Decimal("1E+2"), "科学计数法"),
        (Decimal("NaN"), "NaN"),
        (Decimal("sNaN"), "NaN"),
        (Decimal("-Infinity"), "无穷大"),
        (10**13, "最多13位"),
        pytest.param(-(10**5000), "最多13位", id="huge"),
        (Decimal(10**13), "最多13位"),
        (True, "布尔值"),
    ],
)
def test_of_refuses_what_is_not_exact(value, reason):
    with pytest.raises(NotationError, match=reason):
        money.of(value)


def test_the_decimal_context_of_the_caller_changes_nothing():
    with localcontext() as context:
        context.prec = 3
        assert money.read("1,234,567.8") == Decimal("1234567.80")
        assert str(money.of(Decimal("1234567.8"))) == "1234567.80"
