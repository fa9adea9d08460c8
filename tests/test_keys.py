"""An office's key: read from its file, never shown, and nothing but its own tag holds."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import ArgumentError, InputError
from hjforms.keys import SHORTEST, Key, write_new

ONE, OTHER = bytes(range(32)), bytes(range(1, 33))


@given(st.lists(st.binary(max_size=40), max_size=4), st.lists(st.binary(max_size=40), max_size=4))
def test_a_tag_holds_for_its_own_parts_and_for_no_others(parts, others):
    key = Key.of(ONE)
    assert key.holds(key.tag(*parts), *parts)
    assert key.holds(key.tag(*parts), *others) is (parts == others)
    assert not Key.of(OTHER).holds(key.tag(*parts), *parts)


def test_it_is_the_hmac_that_any_library_makes():
    import hmac

    message = b"".join(len(part).to_bytes(8, "big") + part for part in (b"a", b"bc"))
    assert Key.of(ONE).tag(b"a", b"bc") == hmac.digest(ONE, message, "sha256").hex()


def test_a_new_key_is_for_its_owner_alone_and_another_each_time(tmp_path):
    first, second = tmp_path / "一.key", tmp_path / "二.key"
    write_new(first)
    write_new(str(second))
    if os.name == "posix":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert len(bytes.fromhex(first.read_text())) == SHORTEST
    assert first.read_text() != second.read_text()
    assert Key.of(first).holds(Key.of(str(first)).tag(b"x"), b"x")


def test_a_file_that_is_there_is_left_alone(tmp_path):
    path = tmp_path / "office.key"
    write_new(path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="已经有了"):
        write_new(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="没有写成"):
        write_new(tmp_path / "no" / "office.key")


def test_the_first_line_is_in_use_and_the_others_are_still_known(tmp_path):
    path = tmp_path / "office.key"
    path.write_text(f"{OTHER.hex()}\r\n\n{ONE.hex().upper()}\n")
    key = Key.of(path)
    assert key.tag(b"x") == Key.of(OTHER).tag(b"x")
    assert key.holds(Key.of(ONE).tag(b"x"), b"x")
    assert not Key.of(ONE).holds(key.tag(b"x"), b"x")


@pytest.mark.parametrize(
    "text", ["", "\n", "no key", "abc", f"{ONE.hex()} #", f"{ONE.hex()}\n密钥", "00" * 40000], ids=range(7)
)
def test_what_is_no_key_file_is_refused(tmp_path, text):
    path = tmp_path / "office.key"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="不是密钥文件"):
        Key.of(path)


@pytest.mark.parametrize("least", range(SHORTEST))
def test_a_short_key_is_refused(tmp_path, least):
    with pytest.raises(InputError, match="太短"):
        Key.of(b"k" * least)
    if least:
        path = tmp_path / "office.key"
        path.write_text(f"{ONE.hex()}\n{'6b' * least}\n")
        with pytest.raises(InputError, match="太短"):
            Key.of(path)


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path):
    with pytest.raises(InputError, match=r"no\.key.*打不开"):
        Key.of(tmp_path / "no.key")


@pytest.mark.parametrize("stated", [1, ["x"], object()])
def test_anything_else_is_an_argument_of_the_wrong_kind(stated):
    with pytest.raises(ArgumentError, match="key"):
        Key.of(stated)


def test_a_key_is_not_shown_nor_told(tmp_path):
    path = tmp_path / "office.key"
    path.write_text(f"{ONE.hex()}\n66{'6b' * 8}\n")
    shown = repr(Key.of(ONE)) + str(Key.of(ONE))
    with pytest.raises(InputError) as caught:
        Key.of(path)
    for text in (shown, str(caught.value), repr(caught.value)):
        assert ONE.hex() not in text
        assert "6b6b" not in text
        assert repr(ONE) not in text
