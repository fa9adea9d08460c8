"""Rates in percent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import NotationError
from hjforms.notations import rate


@given(st.decimals(-10, 10, places=6))
def test_read_is_the_inverse_of_write(value):
    assert rate.read(rate.write(value)) == value


@pytest.mark.parametrize(
    ("text", "value"), [("2.62%", "0.0262"), ("２．６２％", "0.0262"), ("0.0262", "0.0262"), ("-1%", "-0.01")]
)
def test_percent_and_parts_of_one_are_read(text, value):
    assert rate.read(text) == Decimal(value)


@pytest.mark.parametrize("text", ["2,62%", "二%", "2.62‰", "%", "1.2.3", "99999"])
def test_anything_else_is_refused(text):
    with pytest.raises(NotationError):
        rate.read(text)
