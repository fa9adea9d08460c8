"""Names of files: what every system takes, never out of the folder, never one twice."""

from __future__ import annotations

import sqlite3
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.batches.names import LONGEST_BYTES, Names, Pattern, safe
from hjforms.errors import InputError
from support import REFUND, refund_table

TEXTS = st.text(st.sampled_from('aCoNpRn.·张𠮷 /\\:*?"<>|~$-_\u200b\u202e\t\n\0é\u0301１ '), max_size=12) | st.text()


def names():
    return Names(sqlite3.connect("", isolation_level=None))


@given(TEXTS)
def test_any_text_makes_a_name_that_windows_takes(text):
    name = safe(text)
    for path in (PureWindowsPath(f"{name}.pdf"), PurePosixPath(f"{name}.pdf")):
        assert path.name == f"{name}.pdf"  # no folder, no drive
    assert not PureWindowsPath(f"{name}.pdf").is_reserved()
    assert name == name.strip()
    assert not name.startswith((".", "~$"))
    assert not name.endswith(".")
    assert 0 < len(f"{name} (99999).pdf".encode()) < 255
    assert not any(unicodedata.category(char)[0] == "C" for char in name)
    assert safe(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON", "CON_"),
        ("nul.x", "nul_.x"),
        ("COM1", "COM1_"),
        ("张示例.", "张示例"),
        ("  张 示例  ", "张 示例"),
        ("", "_"),
        ("...", "_"),
        ("A/B公司", "A_B公司"),
        ("张·示例", "张·示例"),
        ("COM10", "COM10"),
        ("张" * 200, "张" * (LONGEST_BYTES // 3)),
    ],
)
def test_what_windows_would_not_take(text, name):
    assert safe(text) == name


@given(st.lists(st.sampled_from(["张", "a", "A", "a (2)", "A (2)", "é", "e\u0301", "ß", "SS"]), max_size=30))
def test_no_two_names_are_one_to_windows_or_macos(stems):
    given_ = names()
    made = [given_.unique(stem) for stem in stems]
    folded = [unicodedata.normalize("NFC", name).casefold() for name in made]
    assert len(set(folded)) == len(stems)
    again = names()
    assert [again.unique(stem) for stem in stems] == made
    assert all(name == stem for name, stem in zip(made, stems, strict=True) if stems.count(stem) == len(stems) == 1)


def test_the_second_of_a_name_is_numbered_and_ten_thousand_of_them_are_soon_named():
    given_ = names()
    made = [given_.unique("张示例") for _ in range(10_000)]
    assert made[:3] == ["张示例", "张示例 (2)", "张示例 (3)"]
    assert made[-1] == "张示例 (10000)"
    assert given_.numbered == 9_999


def test_a_pattern_takes_fields_the_number_and_the_title():
    pattern = Pattern.of("{#}_{person.name}_{form}", REFUND)
    assert pattern.stem("00007", REFUND, refund_table()) == "00007_张示例_城乡养老保险重复缴费清退表"
    assert pattern.is_numbered
    assert Pattern.of("{person.address}", REFUND).stem("1", REFUND, refund_table()) == "_"


@pytest.mark.parametrize(
    ("text", "said"),
    [("{person.nam}", "是否为 person.name"), ("{", "没有配对"), ("{}", "没有"), ("{years.*.year}x}", "没有配对")],
)
def test_a_pattern_that_is_none_is_told(text, said):
    with pytest.raises(InputError, match=said):
        Pattern.of(text, REFUND)
