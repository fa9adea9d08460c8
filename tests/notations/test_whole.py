import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import money, whole, years
from hjforms.notations.units import MONTHS, YEAR

counts = st.integers(0, 10**15 - 1)
REFUSED = {
    "-5": (0, "“-”"),
    "12.0": (2, "“.”"),
    "12个月": (2, "“个”"),
    "1 2 x": (4, "“x”"),
    "1,23": (1, "“,”"),
    "十二": (0, "“十”"),
    "³": (0, "“³”"),
    "1234567890123456": (None, "最多15位"),
    "1,234,567,890,123,456": (None, "最多15位"),
}


@given(counts)
def test_read_inverts_write(value):
    assert whole.read(whole.write(value)) == value == whole.of(value)


@given(counts, st.data())
def test_every_spelling_reads_as_the_same_number(value, data):
    spelling = data.draw(st.sampled_from([f"{value}", f"{value:,}", strategies.full_width(f"{value:,}")]))
    assert whole.read(data.draw(strategies.spaced(st.just(spelling)))) == value


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_anything_else_is_refused(refusal, text, expected):
    position, reason = expected
    error = refusal(whole.read, text)
    assert error.position == position
    assert reason in str(error)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("2019年", YEAR, 2019),
        ("２０１９ 年度", YEAR, 2019),
        ("12个月", MONTHS, 12),
        ("12月", MONTHS, 12),
        ("9 期", MONTHS, 9),
        ("7 个月（期）", MONTHS, 7),
        ("7（月）", MONTHS, 7),
    ],
)
def test_its_unit_may_stand_behind_a_number(text, unit, value):
    assert whole.read(text, unit) == value == whole.of(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("1年", MONTHS, "单位只能是月"),
        ("12个月", YEAR, "单位只能是年"),
        ("12天", MONTHS, "单位只能是月"),
        ("2019年12月", YEAR, "“年”"),
        ("7个月（年）", MONTHS, "“个”"),
    ],
)
def test_no_other_unit_is_reckoned_with(refusal, text, unit, told):
    assert told in str(refusal(whole.read, text, unit))


def test_a_unit_alone_is_a_blank():
    assert whole.read("个月", MONTHS) is None
    assert money.read(" 元") is money.read("（元）") is None
    assert years.read("年") is None


@pytest.mark.parametrize("value", [-1, 10**15])
def test_numbers_out_of_range_are_refused(value):
    with pytest.raises(NotationError):
        whole.write(value)
