"""Papers in formats that LibreOffice has to convert (别的格式): which one a file is in, and the same paper as DOCX.

Word files lose least as DOCX: hidden, struck and changed text, fields and notes come over as what they are, where the
pages of a PDF would show them as text. A format is told by the content of a file, never by its name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from hjforms.errors import DependencyMissing, DocumentError
from hjforms.reading.file import web
from hjforms.template import office
from hjforms.wording import Said, Sentence

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 64 * 2**20
_HEAD = 1024
_MARK = b"\xef\xbb\xbf"
_ODT = "application/vnd.oasis.opendocument.text"
_STREAM = "WordDocument".encode("utf-16-le")
_RTF_LETTER = re.compile(rb"\\'([0-9a-fA-F]{2})")
_RTF_WORD = re.compile(rb"\\[a-zA-Z]+-?\d* ?|\\\*|[{}\r\n]")
_REACHING = re.compile(rb"INCLUDE(?:TEXT|PICTURE)|DDE(?:AUTO)?\s|IMPORT\s*\"", re.IGNORECASE)
_OTHER_FILES = Sentence(
    "文件里引用了别的文件（INCLUDETEXT、INCLUDEPICTURE、DDE），没有转换；请在 Word 或 WPS 中另存为 .docx 再读。"
)


@dataclass(frozen=True)
class Foreign:
    """A format that is converted: what it is called, how its files end, and the filter of LibreOffice that reads it."""

    title: Said
    ending: str
    filter: str
    prepared: Callable[[bytes], bytes] = bytes
    """What LibreOffice is given of a file; raises ``DocumentError`` for one that it must not be given."""


def _without_reaching(data: bytes) -> bytes:
    """The file, where no field of it is told to fetch another file."""
    if _REACHING.search(data) or _REACHING.search(data.replace(b"\0", b"")):
        raise DocumentError(_OTHER_FILES)
    return data


def _of_rtf(data: bytes) -> bytes:
    """The same of RTF, which may spell a word in many ways."""
    spelled = _RTF_LETTER.sub(lambda found: bytes.fromhex(found[1].decode()), data)
    _without_reaching(_RTF_WORD.sub(b"", spelled))
    return data


WORD_97 = Foreign(Sentence("旧版 Word 文件（.doc、.wps）"), "doc", "MS Word 97", _without_reaching)
RTF = Foreign(Sentence("RTF 文件"), "rtf", "Rich Text Format", _of_rtf)
ODT = Foreign(Sentence("OpenDocument 文件（.odt）"), "odt", "writer8")
HTML = Foreign(Sentence("网页文件（HTML）"), "html", "HTML (StarWriter)", web.checked)
MHT = Foreign(Sentence("网页存档文件（MHT）"), "mht", "HTML (StarWriter)", web.page_of_archive)
_TEXTS = {b"{\\rtf": RTF, b"mime-version:": MHT, b"<html": HTML, b"<!doctype html": HTML}
"""Formats that are texts, by what they begin with."""


def foreign(data: bytes) -> Foreign | None:
    """The format of a file that has to be converted; ``None`` for any other file."""
    if data.startswith(COMPOUND):
        return WORD_97 if _STREAM in data else None
    if data.startswith(ZIP):
        return ODT if _is_odt(data) else None
    head = data[:_HEAD].removeprefix(_MARK).lstrip(b" \t\r\n").lower()
    return next((kind for sign, kind in _TEXTS.items() if head.startswith(sign)), None)


def as_docx(data: bytes, kind: Foreign) -> bytes:
    """The file as DOCX.

    Raises ``DependencyMissing`` where LibreOffice is not installed, ``DocumentError`` for a file that is too large,
    reaches for other files, takes too long, or of which nothing comes.
    """
    if office.installed() is None:
        raise DependencyMissing(
            Sentence(
                "是{kind}，要由 LibreOffice 转换才能读取，这台电脑上没有 LibreOffice；请安装（能找到命令 soffice），"
                "或在 Word、WPS 中打开，另存为 .docx 再读。",
                kind=kind.title,
            )
        )
    if len(data) > LARGEST:
        raise DocumentError(
            Sentence("{kind}超过 {most} MB，请另存为 .docx 或分拆。", kind=kind.title, most=LARGEST // 2**20)
        )
    return office.to_docx(kind.prepared(data), kind.filter)


def _is_odt(data: bytes) -> bool:
    """True for a package that says it is an OpenDocument text."""
    if _ODT.encode() not in data:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.getinfo("mimetype").file_size < _HEAD and package.read("mimetype").strip() == _ODT.encode()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is told where it is opened
        return False
