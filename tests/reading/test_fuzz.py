"""A few files with faults in them, of the many that ``make fuzz`` reads: each has its number and is always the same."""

from __future__ import annotations

import pytest
from tools.fuzz.cases import SERIES, case, verdict

FIRST = {
    "pdf": 3 * SERIES,
    "sealed": 2 * SERIES,
    "docx": 5 * SERIES,
}  # of a series: one original is read for all of its cases


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("kind", FIRST)
def test_a_file_with_faults_is_read_for_what_it_shows_or_refused(kind, number):
    assert verdict(kind, FIRST[kind] + number) == ""


@pytest.mark.parametrize("kind", FIRST)
def test_a_case_is_always_the_same(kind):
    assert case(kind, FIRST[kind]) == case(kind, FIRST[kind])
    assert case(kind, FIRST[kind]).data != case(kind, FIRST[kind] + 1).data
