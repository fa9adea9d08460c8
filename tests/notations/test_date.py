import datetime as dt

import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import date

DAY = dt.date(2024, 10, 9)
SPELLINGS = {
    "2024年10月9日": DAY,
    "2024-10-09": DAY,
    "2024/10/9": DAY,
    "2024.10.9": DAY,
    "20241009": DAY,
    "2024 年 10 月 9 日": DAY,
    "２０２４年１０月９日": DAY,
    "2024－10－09": DAY,
    "2024．10．9": DAY,
    "2024\u2f49".replace("\u2f49", "年10\u2f49 9\u2f47"): DAY,
    "二〇二四年十月九日": DAY,
    "二零二四年十月九日": DAY,
    "二○二四年十月九日": DAY,
    "贰零贰肆年壹拾月玖日": DAY,
    "贰零贰肆年零壹拾月零玖日": DAY,
    "貳零貳肆年壹拾月玖日": DAY,
    "二〇二四年10月9日": DAY,
    "二〇二四年 十二月 三十一日": dt.date(2024, 12, 31),
    "贰零贰肆年壹月贰拾日": dt.date(2024, 1, 20),
    "贰零贰肆年零壹月壹拾伍日": dt.date(2024, 1, 15),
    "1900-01-01": dt.date(1900, 1, 1),
    "2999-12-31": dt.date(2999, 12, 31),
}
REFUSED = {
    "2031年2月29日": (None, "没有这一天"),
    "20310230": (None, "没有这一天"),
    "2031-13-01": (None, "没有这一天"),
    "2031-00-01": (None, "没有这一天"),
    "二〇二三年二月三十日": (None, "没有这一天"),
    "1849-12-31": (None, "年应在1850至2999之间"),
    "3000-01-01": (None, "年应在1850至2999之间"),
    "2031-10/09": (None, "无法识别"),
    "2031-10-09日": (None, "无法识别"),
    "2031年10月": (None, "无法识别"),
    "24年10月9日": (None, "年无法识别"),
    "二四年十月九日": (None, "年无法识别"),
    "二〇二四年一二月九日": (None, "月无法识别"),
    "二〇二四年四十月九日": (None, "月无法识别"),
    "2031年10月 日": (None, "缺少日"),
    "年10月 日": (None, "缺少年、日"),
    "2031年 月9日": (None, "缺少月"),
    "2031年10月O9日": (8, "“O”（U+004F）"),
    "2031 年 10 月 9 号": (14, "“号”"),
    "Oct 9, 2031": (0, "“O”"),
    "2031-10-09T00:00": (10, "“T”"),
    "2031-1０-²9": (8, "“²”"),
}


@given(strategies.dates())
def test_read_inverts_write(value):
    assert date.read(date.write(value)) == value
    assert date.read(date.iso(value)) == value == dt.date.fromisoformat(date.iso(value))
    assert date.read_parts(date.write_parts(value)) == value


@given(strategies.dates(), st.data())
def test_every_spelling_reads_as_the_same_day(value, data):
    y, m, d = value.year, value.month, value.day
    spellings = [
        f"{y}年{m}月{d}日",
        f"{y}年{m:02}月{d:02}日",
        f"{y}-{m}-{d}",
        f"{y}/{m:02}/{d:02}",
        f"{y}.{m}.{d}",
        f"{y}{m:02}{d:02}",
    ]
    spelling = data.draw(st.sampled_from(spellings + [strategies.full_width(text) for text in spellings]))
    assert date.read(data.draw(strategies.spaced(st.just(spelling)))) == value


@given(strategies.dates(), st.booleans())
def test_every_day_reads_from_chinese_numerals(value, capital):
    digits, ten = ("零壹贰叁肆伍陆柒捌玖", "拾") if capital else ("〇一二三四五六七八九", "十")

    def numeral(number: int) -> str:
        tens, ones = divmod(number, 10)
        return (
            (digits[tens] if tens > 1 or (tens and capital) else "")
            + (ten if tens else "")
            + (digits[ones] if ones else "")
        )

    year = "".join(digits[int(figure)] for figure in str(value.year))
    assert date.read(f"{year}年{numeral(value.month)}月{numeral(value.day)}日") == value


@pytest.mark.parametrize(("text", "value"), SPELLINGS.items())
def test_spellings(text, value):
    assert date.read(text) == value


@pytest.mark.parametrize("text", ["年月日", " 年 月 日", "\u3000\u3000年\u3000月\u3000日", "—年—月—日"])
def test_the_printed_blanks_alone_are_blank(text):
    assert date.read(text) is None


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_anything_else_is_refused(refusal, text, expected):
    position, reason = expected
    error = refusal(date.read, text)
    assert error.position == position
    assert reason in str(error)


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("", " ", "-"), None),
        ((" ２０２４", "１０ ", "09"), DAY),
        (("二〇二四", "十", "九"), DAY),
    ],
)
def test_parts(parts, value):
    assert date.read_parts(parts) == value


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (("2024", "", ""), "缺少月、日"),
        (("", "10", "9"), "缺少年"),
        (("24", "10", "9"), "年无法识别"),
        (("2024", "1O", "9"), "月无法识别"),
        (("2024", "10", "009"), "日无法识别"),
        (("2024", "2", "30"), "没有这一天"),
    ],
)
def test_parts_that_are_missing_or_wrong_are_named(parts, reason):
    with pytest.raises(NotationError, match=reason):
        date.read_parts(parts)


def test_of_takes_texts_and_days_without_time():
    assert date.of("2024-10-09") == date.of(DAY) == DAY
    with pytest.raises(NotationError):
        date.of(dt.datetime(2024, 10, 9, tzinfo=dt.UTC))


@pytest.mark.parametrize("value", [dt.date(1849, 12, 31), dt.date(3000, 1, 1)])
def test_days_out_of_range_are_refused_everywhere(value):
    for verb in (date.write, date.write_parts, date.iso, date.of):
        with pytest.raises(NotationError):
            verb(value)
