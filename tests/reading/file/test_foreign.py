"""Formats that LibreOffice has to convert: told by their content, and what is said where nothing comes of it."""

from __future__ import annotations

import io
import zipfile

import pytest

from hjforms.api import entries, read
from hjforms.errors import DependencyMissing, DocumentError
from hjforms.reading.file import foreign as module
from hjforms.reading.file.foreign import HTML, MHT, ODT, RTF, WORD_97, Foreign, as_docx, foreign
from hjforms.template import office
from support import REFUND, worked

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")


def package(mimetype: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", mimetype)
        made.writestr("content.xml", "<a/>")
    return target.getvalue()


ODT_FILE = package("application/vnd.oasis.opendocument.text")
FILES = {
    "doc": (OLD_WORD, WORD_97),
    "rtf": (b"{\\rtf1 a}", RTF),
    "odt": (ODT_FILE, ODT),
    "html": (b"\xef\xbb\xbf\r\n<HTML><body>a</body></HTML>", HTML),
    "doctype": (b"<!DOCTYPE html><p>a", HTML),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>a", MHT),
}


@pytest.mark.parametrize(("data", "kind"), FILES.values(), ids=FILES)
def test_a_format_is_told_by_its_content(data, kind):
    assert foreign(data) is kind


@pytest.mark.parametrize(
    "data",
    [
        REFUND.docx(worked()),
        REFUND.pdf(worked()),
        OLD_WORD[:600],
        package("application/vnd.oasis.opendocument.spreadsheet"),
        ODT_FILE[:60],
        b"PK\x03\x04 application/vnd.oasis.opendocument.text",
        b"",
        b"{}",
    ],
    ids=["docx", "pdf", "other old file", "ods", "torn odt", "no zip", "nothing", "JSON"],
)
def test_any_other_file_is_none_of_these(data):
    assert foreign(data) is None


@pytest.mark.parametrize(("data", "kind"), FILES.values(), ids=FILES)
def test_without_libreoffice_one_message_says_what_to_do(data, kind, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DependencyMissing) as caught:
        read(data)
    [fault] = caught.value.faults
    assert kind.title in fault.message
    assert "LibreOffice" in fault.message
    assert ".docx" in fault.message


REACHING = [
    b'{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE "/etc/hostname"}}}',
    b'{\\rtf1{\\field{\\*\\fldinst include{\\b0 text} "/etc/hostname"}}}',
    b"{\\rtf1{\\field{\\*\\fldinst \\'49NCLUDE\\'50ICTURE x}}}",
    b"{\\rtf1{\\field{\\*\\fldinst INCLUDE\r\nTEXT x}}}",
    b"{\\rtf1{\\field{\\*\\fldinst DDEAUTO excel x}}}",
    OLD_WORD + b"\x13 INCLUDETEXT x",
    OLD_WORD + "\x13 IncludePicture x".encode("utf-16-le"),
]


@pytest.mark.parametrize("data", REACHING)
def test_a_file_that_fetches_others_is_not_converted(data, monkeypatch):
    monkeypatch.setattr(office, "installed", lambda: "soffice")
    monkeypatch.setattr(office, "to_docx", lambda *_: pytest.fail("it was given to LibreOffice"))
    with pytest.raises(DocumentError, match="引用了别的文件"):
        read(data)


def test_a_file_beyond_measure_is_not_converted(monkeypatch):
    monkeypatch.setattr(office, "installed", lambda: "soffice")
    monkeypatch.setattr(module, "LARGEST", 5)
    with pytest.raises(DocumentError, match="超过"):
        as_docx(b"{\\rtf1 a}", RTF)


def test_what_is_prepared_is_what_is_converted(monkeypatch):
    given = []
    monkeypatch.setattr(office, "installed", lambda: "soffice")
    monkeypatch.setattr(office, "to_docx", lambda data, infilter: given.append((data, infilter)) or b"made")
    assert as_docx(b"a", Foreign(RTF.title, "x", "a filter", bytes.upper)) == b"made"
    assert given == [(b"A", "a filter")]


@pytest.mark.parametrize("name", ["清退表.rtf", "清退表.doc"])
def test_a_file_of_whatever_name_is_a_paper(name, tmp_path, monkeypatch):
    """RTF begins as JSON does."""
    source = tmp_path / name
    source.write_bytes(b"{\\rtf1 a}")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DependencyMissing, match="RTF"):
        list(entries(source))
    [entry] = entries(tmp_path)
    assert "RTF" in entry.faults[0].message
