import hypothesis.strategies as st
import pytest
from hypothesis import given

from hjforms.errors import NotationError
from hjforms.notations import careers
from hjforms.notations.careers import Lane, Stretch
from hjforms.notations.year_month import YearMonth

JANUARY = YearMonth(2012, 1)


@st.composite
def stretches(draw):
    if draw(st.booleans()):
        year = draw(st.integers(1950, 2090))
        return Stretch(YearMonth(year, 1), YearMonth(year, 12), draw(st.integers(1, 12)))
    first, more = draw(st.integers(1950 * 12, 2080 * 12)), draw(st.integers(0, 100))
    return Stretch(YearMonth.from_index(first), YearMonth.from_index(first + more))


labels = st.text("居民职工养老保险缴费重复领取", min_size=1, max_size=12)
lanes = st.builds(Lane, labels, st.lists(stretches(), min_size=1, max_size=6).map(tuple))


@given(st.lists(lanes, max_size=3).map(tuple))
def test_read_inverts_write(value):
    assert careers.read(careers.write(value)) == value == careers.of(value)


def test_the_text_says_years_once():
    within, over = Stretch(JANUARY, YearMonth(2012, 7)), Stretch(JANUARY, YearMonth(2013, 7))
    assert (str(within), str(over), str(Stretch(JANUARY, JANUARY))) == (
        "2012年1月至7月",
        "2012年1月至2013年7月",
        "2012年1月",
    )
    assert str(Stretch(JANUARY, YearMonth(2012, 12), 5)) == "2012年（5个月）"


@pytest.mark.parametrize(
    "spelling", ["居民: 2012年1月至 7月;职工：2013年2月，2014年3月。", "居民：２０１２年1月至2012年7月"]
)
def test_other_spellings_are_read(spelling):
    assert careers.read(spelling)[0] == Lane("居民", (Stretch(JANUARY, YearMonth(2012, 7)),))


def test_what_stands_elsewhere_has_no_lanes():
    assert careers.read(careers.ELSEWHERE) == () == careers.read(careers.write(()))


@pytest.mark.parametrize(
    ("text", "told"),
    {
        "2012年1月": "请写成",
        "居民：": "请写成",
        "居民：2012年": "请写成",
        "居民：2012年1月；": "请写成",
        "居民：2012年13月": "月应在1至12之间",
        "居民：1200年1月": "年应在",
        "居民：2012年5月至3月": "止于起始以前",
        "居民：2012年（13个月）": "月数应在1至12之间",
        "居民：2012年（0个月）": "月数应在1至12之间",
    }.items(),
)
def test_what_is_no_months_is_refused(text, told):
    with pytest.raises(NotationError, match=told):
        careers.read(text)


@given(stretches(), st.integers(1950, 2090))
def test_the_months_of_a_year_are_those_in_it(stretch, year):
    every = range(stretch.first.index, stretch.last.index + 1)
    known = sum(index // 12 == year for index in every)
    assert stretch.months_of(year) == (known if stretch.months is None else min(known, stretch.months))
