import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import years

SPELLINGS = {
    "9": 108,
    "9.42": 113,
    "9.5": 114,
    "9.50": 114,
    "9.00": 108,
    "9.42年": 113,
    "9年": 108,
    "9年5个月": 113,
    "9 年 零 5 个 月": 113,
    "9年5月": 113,
    "9年零5": 113,
    "5个月": 5,
    "113个月": 113,
    "0": 0,
    "９．４２": 113,
    "9．42 年": 113,
    "15.08": 181,
}
REFUSED = {
    "9.40": (None, "小数应为"),
    "9.41": (None, "小数应为"),
    "9.1": (None, "小数应为"),
    "9.99": (None, "小数应为"),
    "9.417": (None, "无法识别"),
    "9.": (None, "无法识别"),
    ".5": (None, "无法识别"),
    "9年12个月": (None, "小于12"),
    "9.5年5个月": (None, "无法识别"),
    "1000": (None, "无法识别"),
    "-9": (0, "“-”"),
    "九年": (0, "“九”"),
    "9 岁": (2, "“岁”"),
}


def test_read_inverts_write():
    assert [years.read(years.write(months)) for months in range(1201)] == list(range(1201))


def test_print_is_the_quotient_to_two_places():
    assert all(f"{months / 12:.2f}" == f"{float(years.write(months)):.2f}" for months in range(1201))


@given(st.integers(0, 1200), st.data())
def test_every_spelling_reads_as_the_same_months(months, data):
    whole, rest = divmod(months, 12)
    spellings = [
        years.write(months),
        years.write(months) + "年",
        f"{whole}年{rest}个月",
        f"{months}个月",
        f"{months / 12:.2f}",
    ]
    spelling = data.draw(st.sampled_from(spellings + [strategies.full_width(text) for text in spellings]))
    assert years.read(data.draw(strategies.spaced(st.just(spelling)))) == months


@pytest.mark.parametrize(("text", "months"), SPELLINGS.items())
def test_spellings(text, months):
    assert years.read(text) == months


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_anything_else_is_refused(refusal, text, expected):
    position, reason = expected
    error = refusal(years.read, text)
    assert error.position == position
    assert reason in str(error)


def test_of_takes_whole_months_and_what_says_its_unit():
    assert years.of(113) == 113 == years.of("9年5个月") == years.of("9.42年") == years.of("１１３个月")
    assert years.of("") is None
    with pytest.raises(NotationError, match="整月数"):
        years.of("9.42")
    with pytest.raises(NotationError):
        years.of(-1)
    with pytest.raises(NotationError):
        years.write(12_000)
