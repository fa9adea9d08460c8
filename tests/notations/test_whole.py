import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.errors import NotationError
from hjforms.notations import whole

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


@pytest.mark.parametrize("value", [-1, 10**15])
def test_numbers_out_of_range_are_refused(value):
    with pytest.raises(NotationError):
        whole.write(value)
