"""LibreOffice as it is run: within bounds, alone, and with nothing of it left behind."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from hjforms.errors import DependencyMissing, DocumentError, TemplateError
from hjforms.template import office

posix = pytest.mark.skipif(os.name != "posix", reason="a script in the place of LibreOffice")


@pytest.fixture
def instead(tmp_path, monkeypatch):
    """Put a script in the place of LibreOffice."""

    def put(script: str) -> Path:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        return tmp_path

    return put


def test_it_is_missing_where_no_command_finds_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert office.installed() is None
    with pytest.raises(DependencyMissing, match="LibreOffice"):
        office.to_pdf([b""])


@posix
def test_what_it_makes_comes_back_and_its_folder_is_gone(instead):
    folder = instead('echo "$HOME" > $(dirname "$0")/home; mkdir "$HOME/made"; printf made > "$HOME/made/paper.docx"')
    assert office.to_docx(b"data", "a filter") == b"made"
    assert not Path((folder / "bin" / "home").read_text().strip()).exists()


@posix
def test_it_is_told_the_format_and_given_a_profile_without_macros(instead):
    folder = instead('printf "%s\\n" "$@" > $(dirname "$0")/words; cp "$HOME"/profile/user/* $(dirname "$0")')
    with pytest.raises(DocumentError, match="打不开"):
        office.to_docx(b"data", "a filter")
    words = (folder / "bin" / "words").read_text()
    assert "--infilter=a filter" in words
    assert "--headless" in words
    settings = (folder / "bin" / "registrymodifications.xcu").read_text()
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in settings
    assert '"BlockUntrustedRefererLinks" oor:op="fuse"><value>true<' in settings
    assert '"ooInetProxyType"' in settings


@posix
def test_what_takes_too_long_is_ended_with_all_that_it_started(instead, monkeypatch):
    folder = instead('(sleep 2; touch $(dirname "$0")/late) & sleep 60')
    monkeypatch.setattr(office, "READING_S", 1)
    with pytest.raises(DocumentError, match="1 秒"):
        office.to_docx(b"data", "a filter")
    time.sleep(2)
    assert not (folder / "bin" / "late").exists()


@posix
def test_what_it_writes_and_takes_is_bounded(instead, monkeypatch):
    folder = instead(
        'ulimit -f > $(dirname "$0")/file; ulimit -v > $(dirname "$0")/memory; ulimit -t > $(dirname "$0")/time'
    )
    with pytest.raises(DocumentError):
        office.to_docx(b"data", "a filter")
    said = {name: (folder / "bin" / name).read_text().strip() for name in ("file", "memory", "time")}
    assert said == {
        "file": str(office.LARGEST // 512),
        "memory": str(office.MEMORY // 1024),
        "time": str(office.READING_S),
    }


@posix
def test_what_it_says_where_a_template_comes_to_nothing_is_told(instead):
    instead("echo no such filter >&2")
    with pytest.raises(TemplateError, match="no such filter"):
        office.to_pdf([b""])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_noise_is_refused_by_libreoffice_itself():
    with pytest.raises(DocumentError, match="打不开"):
        office.to_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "MS Word 97")
