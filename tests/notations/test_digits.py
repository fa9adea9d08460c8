"""Digits that count nothing."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

import strategies
from hjforms.notations import digits

numbers = st.text("0123456789", min_size=9, max_size=23)


@given(numbers)
def test_read_inverts_write(value):
    assert digits.read(digits.write(value)) == value


@given(numbers, st.sampled_from([" ", "-", "\u3000", "－"]), st.data())
def test_an_account_in_groups_of_four_is_the_same_account(value, gap, data):
    grouped = gap.join(value[start : start + 4] for start in range(0, len(value), 4))
    assert digits.read(data.draw(st.sampled_from([grouped, strategies.full_width(grouped)]))) == value


@pytest.mark.parametrize(
    "value", ["10-123456789012345", "6222-0000", "6222--0000-1234", "-6222-0000-1234", "62220000O"]
)
def test_another_hyphen_or_letter_is_refused(refusal, value):
    assert "不是数字" in str(refusal(digits.read, value))


def test_no_code_has_hyphens(refusal):
    refusal(digits.read, "3710-0200-12", 10)
