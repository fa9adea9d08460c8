"""Outputs come whole or not at all, several together; what a killed run leaves is removed by the next."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from hjforms import files
from hjforms.errors import InputError
from hjforms.files import whole_files, write_whole


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(files, "_swept", set())


def _write_new(paths):
    with whole_files(paths) as outputs:
        for output in outputs:
            output.write(b"new")


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_several_files_appear_together(tmp_path):
    names = [tmp_path / "a", tmp_path / "b"]
    with whole_files(names) as outputs:
        for output in outputs:
            output.write(b"new")
        assert not any(path.exists() for path in names)
    assert left(tmp_path) == ["a", "b"]


def test_what_goes_wrong_with_one_leaves_all_as_they_were(tmp_path, monkeypatch):
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    replaced = Path.replace

    def refuse_b(self, target):
        if Path(target).name == "b" and self.read_bytes() == b"new":
            raise PermissionError(13, "no")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", refuse_b)
    with pytest.raises(InputError, match="没有权限"):
        _write_new([tmp_path / name for name in "cab"])
    assert left(tmp_path) == ["a", "b"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


def test_one_that_cannot_be_begun_leaves_nothing(tmp_path):
    with pytest.raises(InputError, match="不存在"), whole_files([tmp_path / "a", tmp_path / "no" / "b"]):
        pass
    assert left(tmp_path) == []


def test_what_a_killed_run_left_is_removed_and_what_is_being_written_is_not(tmp_path):
    (tmp_path / ".hjforms-0123456789abcdef.tmp").write_bytes(b"left over")
    with whole_files([tmp_path / "a"]) as outputs:
        [held] = left(tmp_path)
        files._swept.clear()
        write_whole(tmp_path / "b", b"other")
        assert left(tmp_path) == [held, "b"]
        outputs[0].write(b"new")
    assert left(tmp_path) == ["a", "b"]


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "file")
    for data in (b"first", b"second"):  # there is no file yet; then there is one
        write_whole(tmp_path / "link", data)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real" / "file").read_bytes() == data


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    heard = []
    reader = threading.Thread(target=lambda: heard.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_whole(tmp_path / "pipe", b"data" * 50_000)
    reader.join(10)
    assert heard == [b"data" * 50_000]
    assert (tmp_path / "pipe").is_fifo()


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="文件夹"):
        write_whole(tmp_path, b"")


def test_a_new_file_is_made_without_touching_the_mask_of_the_process(tmp_path, monkeypatch):
    before = os.umask(0o027)
    try:
        monkeypatch.setattr(os, "umask", None)  # one for all threads: who sets it, sets it for the others
        write_whole(tmp_path / "new", b"x")
    finally:
        monkeypatch.undo()
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
