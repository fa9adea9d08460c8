import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import year_month
from hjforms.notations.year_month import YearMonth

MONTH = YearMonth(2012, 1)
REFUSED = {
    "2031-13": (None, "月应在1至12之间"),
    "2031.0": (None, "月应在1至12之间"),
    "203100": (None, "月应在1至12之间"),
    "1849-12": (None, "年应在"),
    "3000年1月": (None, "年应在"),
    "2031": (None, "无法识别"),
    "2031年": (None, "无法识别"),
    "20311": (None, "无法识别"),
    "2031-01-05": (None, "无法识别"),
    "2031年 月": (None, "缺少月"),
    "年1月": (None, "缺少年"),
    "12年1月": (None, "年无法识别"),
    "2031年1月份": (7, "“份”"),
    "2031 年 1O 月": (8, "“O”"),
}


@given(strategies.year_months())
def test_read_inverts_write(value):
    assert year_month.read(year_month.write(value)) == value
    assert year_month.read(str(value)) == value


@given(strategies.year_months(), st.data())
def test_every_spelling_reads_as_the_same_month(value, data):
    y, m = value
    spellings = [
        f"{y}年{m}月",
        f"{y}年{m:02}月",
        f"{y}-{m:02}",
        f"{y}-{m}",
        f"{y}/{m}",
        f"{y}.{m}",
        f"{y}{m:02}",
    ]
    spelling = data.draw(st.sampled_from(spellings + [strategies.full_width(text) for text in spellings]))
    assert year_month.read(data.draw(strategies.spaced(st.just(spelling)))) == value


@pytest.mark.parametrize("text", ["二〇一二年一月", "二零一二年零一月", "贰零壹贰年壹月", "二○一二 年 1 月"])
def test_chinese_numerals(text):
    assert year_month.read(text) == MONTH


@pytest.mark.parametrize("text", ["年月", "  年 月", "—年—月"])
def test_the_printed_blanks_alone_are_blank(text):
    assert year_month.read(text) is None


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_anything_else_is_refused(refusal, text, expected):
    position, reason = expected
    error = refusal(year_month.read, text)
    assert error.position == position
    assert reason in str(error)


@given(strategies.year_months(), st.integers(-500, 500))
def test_the_index_counts_months(value, months):
    later = YearMonth.from_index(value.index + months)
    assert later.index - value.index == months
    assert (later > value) == (months > 0)
    assert (later.year - value.year) * 12 + later.month - value.month == months


def test_of_takes_texts_and_months():
    assert year_month.of("2012-01") == year_month.of(MONTH) == MONTH
    for value in (YearMonth(2012, 13), YearMonth(1849, 12), (2012, 1), 201201):
        with pytest.raises(NotationError):
            year_month.of(value)


@given(strategies.year_months())
def test_six_figures_read_as_the_same_month(value):
    written = year_month.write_digits(value)
    assert len(written) == 6
    assert written.isdigit()
    assert year_month.read(written) == value
