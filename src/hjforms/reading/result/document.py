"""Any file (读文件): which forms are in it, and the reading of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hjforms.errors import DocumentError
from hjforms.findings import Finding
from hjforms.picture_files import is_picture
from hjforms.reading.file import clock
from hjforms.reading.file.clock import Clock
from hjforms.reading.file.foreign import COMPOUND, ZIP, Foreign, as_docx, foreign
from hjforms.reading.file.ofd import may_be_ofd
from hjforms.reading.file.opening import in_turn
from hjforms.reading.file.signatures import SEALED_OFD, signed
from hjforms.reading.page.texts import FormLike
from hjforms.reading.result import docx, ofd, pdf, scanned
from hjforms.reading.result.annotated import with_annotations
from hjforms.reading.result.changes import with_changes
from hjforms.reading.result.contents import Contents
from hjforms.reading.result.proofs import with_proofs
from hjforms.reading.result.proposals import with_proposals
from hjforms.reading.result.reading import Reading
from hjforms.reading.result.vouched import vouched
from hjforms.seals import NOBODY, Trust
from hjforms.template.word import carried_records, open_package
from hjforms.template.word_xml import is_word_xml, open_word_xml
from hjforms.wording import Said, Sentence

if TYPE_CHECKING:
    from hjforms.keys import Key

HEAD = 1024
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PHOTOS = (b"ftypheic", b"ftypmif1", b"ftypavif")


def read_all(data: bytes, forms: Sequence[FormLike], key: Key | None = None, trust: Trust = NOBODY) -> list[Reading]:
    """The reading of every form in a PDF, DOCX or picture file; empty where there is none.

    With a key they say whether the office that has it made them (``Reading.proof``). Certificates of signatures are
    held against those that a caller trusts.
    Raises ``DocumentError`` for a file that is neither, or that cannot be read.
    """
    return list(readings_of(data, forms, key, trust))


def readings_of(
    data: bytes, forms: Sequence[FormLike], key: Key | None = None, trust: Trust = NOBODY
) -> Iterator[Reading]:
    """The readings of ``read_all`` one by one, none of which is kept: a print run of any length takes little memory.

    Forms are put together before the first reading is given; a file that cannot be read raises no later than that.
    A file that has to be converted is so before, in a process that has bounds of its own.
    """
    kind = foreign(data)
    if kind is not None:
        data = as_docx(data, kind)
    timer = Clock()
    with clock.limited(timer), in_turn():
        contents = _contents(data, tuple(forms))
        waiting = _with_signatures(data, contents, trust)
        if key is not None:
            waiting = vouched(waiting, data, contents.drawn, key)
    while True:
        with clock.limited(timer), in_turn():
            reading = next(waiting, None)
        if reading is None:
            return
        yield reading if kind is None else _converted(reading, kind)


def _contents(data: bytes, forms: tuple[FormLike, ...]) -> Contents:
    if may_be_ofd(data):
        return ofd.contents_of(data, forms)
    if data.startswith(ZIP) or is_word_xml(data):
        parts = open_package(data) if data.startswith(ZIP) else open_word_xml(data)
        return Contents.of(docx.identify(parts, forms), carried_records(parts))
    if b"%PDF-" in data[:HEAD]:
        return pdf.contents_of(data, forms)
    if is_picture(data):
        return scanned.contents_of(data, forms)
    raise DocumentError(_refusal(data))


def _converted(reading: Reading, kind: Foreign) -> Reading:
    """The reading with the warning that another program stands between the file and what was read."""
    told = Sentence("{kind}由 LibreOffice 转换以后读取，转换可能改变版面，请对照原件核对。", kind=kind.title)
    return replace(reading, findings=(Finding("warning", "", "read.converted", told), *reading.findings))


def shown(data: bytes) -> bytes:
    """A file as it can be shown: an OFD file as the PDF that it draws, any other as it is."""
    return ofd.drawn_file(data) if may_be_ofd(data) else data


def _with_signatures(data: bytes, contents: Contents, trust: Trust) -> Iterator[Reading]:
    """The readings of a file; each has the signatures of the file, and what was found of them."""
    readings = _read(contents)
    if not contents.seals or not contents.groups:
        return readings
    found = SEALED_OFD if may_be_ofd(data) else signed(data, contents.seals, trust)
    return (
        replace(reading, signatures=found.signatures, findings=(*reading.findings, *found.findings))
        for reading in readings
    )


def _read(contents: Contents) -> Iterator[Reading]:
    """The readings of a file; where something lies beside its pages, all of them are held against it first."""
    readings = contents.readings()
    if contents.carried or contents.written:
        readings = iter(with_changes(with_annotations(list(readings), contents.written), contents.carried))
    return map(with_proposals, map(with_proofs, readings))


def _refusal(data: bytes) -> Said:
    """What a file is that is neither PDF nor DOCX, and what to do with it."""
    if not data:
        return Sentence("文件是空的（0 字节），可能没有传完，请重新取得。")
    if data.startswith(COMPOUND):
        if ENCRYPTED in data:
            return Sentence("Word 文件有密码，请先去除密码再读。")
        return Sentence(
            "是旧版 Office 文件，但不是 Word 文件（可能是 .xls、.ppt），不能读取；是表的，请先另存为 .docx 再读。"
        )
    if data[4:12] in PHOTOS:
        return Sentence("是 HEIC、AVIF 照片，不能读取，请先另存为 JPEG 或 PNG。")
    return Sentence("不是 PDF，也不是 Word 文件，或已损坏。")


def read_one(form: FormLike, data: bytes, key: Key | None = None, trust: Trust = NOBODY) -> Reading:
    """The reading of the one ``form`` in a file.

    Raises ``DocumentError`` where the file holds none of it, or several.
    """
    readings = read_all(data, (form,), key, trust)
    if not readings:
        raise DocumentError(Sentence("文件中没有《{title}》。", title=form.title))
    if len(readings) > 1:
        raise DocumentError(
            Sentence(
                "文件中有 {count} 份《{title}》，请用 hjforms.read 逐份读取。", count=len(readings), title=form.title
            )
        )
    return readings[0]
