"""Promises that all notations keep alike."""

import subprocess
import sys
from datetime import UTC, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hjforms.errors import NotationError
from hjforms.notations import capital, careers, citizen_id, date, money, rate, text, whole, year_month, years

MODULES = (text, money, capital, citizen_id, date, year_month, years, whole, rate, careers)
BLANKS = ("", " ", "\u3000", "\n", "\xa0 ", "-", " - ", "—", "——", "－", "–", "/", "／", "\u3000／")
UNUSABLE = (True, 1.5, b"1", [], {}, object(), datetime(2024, 1, 5, tzinfo=UTC))

modules = pytest.mark.parametrize("module", MODULES)


@modules
@pytest.mark.parametrize("blank", BLANKS)
def test_blank_places_read_as_none(module, blank):
    assert module.read(blank) is None


@modules
def test_a_blank_stays_a_blank(module):
    assert module.of(None) is None


def outcome(read, text):
    """What comes of a text: its value, or that it is refused."""
    try:
        return read(text)
    except NotationError as error:
        return str(error)


SPELLINGS = (
    *("500元", "人民币500元", "500万元", "2019年", "12个月", "2024年1月5日", "2012年1月", "8%", "壹佰元整"),
    "371000196501150018",
)
strange = st.sampled_from(["\u200b", "\ufeff", "\u202e", "\u3000", "元", "年", "万", "O", "１", "⼀"])


@pytest.mark.parametrize("module", [module for module in MODULES if module not in (capital, years)])
@given(st.sampled_from(SPELLINGS), strange, st.integers(0, 20))
def test_a_text_is_judged_alike_in_json_and_on_paper(module, spelling, character, place):
    text = f"{spelling[:place]}{character}{spelling[place:]}"
    assert outcome(module.of, text) == outcome(module.read, text)


@modules
@pytest.mark.parametrize("value", UNUSABLE, ids=lambda value: type(value).__name__)
def test_of_refuses_values_of_foreign_types(module, value):
    with pytest.raises(NotationError):
        module.of(value)


@pytest.mark.parametrize("value", [*UNUSABLE, None], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("module", [capital, date, money, rate, whole, year_month, years])
def test_write_refuses_values_of_foreign_types(module, value):
    with pytest.raises(NotationError):
        module.write(value)


@modules
def test_a_faulty_text_is_refused_however_long_it_is(module):
    with pytest.raises(NotationError):
        module.read("9" * 5000 + "\ue000")


@modules
def test_reading_time_grows_with_length_only(module):
    for faulty in ("9," * 250_000, "壹" * 500_000, "零" * 500_000):  # at the square of it, nobody would see the end
        with pytest.raises(NotationError):
            module.read(faulty + "\ue000")


def test_importing_every_notation_does_not_import_cn2an():
    names = ", ".join(["choice", *(module.__name__.rpartition(".")[2] for module in MODULES)])
    program = f"from hjforms.notations import {names}\nimport sys\nprint('cn2an' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "False\n"
