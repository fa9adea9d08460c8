"""Hostile PDF files: refused, or read as if nothing were in them, in bounded time and memory; nothing is written."""

from __future__ import annotations

import io
import time
import zlib

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from hjforms.api import read
from hjforms.errors import DocumentError
from hjforms.reading import limits
from support import REFUND, saved_by_mutool, saved_by_pdfium, saved_by_pypdf, saved_by_qpdf, table_of, worked

CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"


def pdf_of(*objects):
    """A file of these objects; the first is the catalog."""
    chunks, offsets = [b"%PDF-1.7\n"], []
    for number, body in enumerate(objects, 1):
        offsets.append(sum(map(len, chunks)))
        chunks.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = sum(map(len, chunks))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    chunks.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table))
    chunks.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return b"".join(chunks)


def stream(data, entries=b""):
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def bomb(size, piece=b" "):
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(piece * (2**20 // len(piece))) for _ in range(size // 2**20))
    return stream(data + packer.flush(), b"/Filter/FlateDecode")


def form(content, child):
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I %d 0 R>>>>" % child)


def changed(change):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


HOSTILE = {
    "a page tree that is its own child": pdf_of(CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
    "a page tree that goes round": pdf_of(
        CATALOG,
        b"<</Type/Pages/Count 5/Kids[3 0 R]>>",
        b"<</Type/Pages/Parent 2 0 R/Count 5/Kids[2 0 R 3 0 R]>>",
    ),
    "10,000 pages": pdf_of(
        CATALOG, b"<</Type/Pages/Count 10000/Kids[%b]>>" % (b"3 0 R " * 10_000), b"<</Type/Page/Parent 2 0 R>>"
    ),
    "a page of a gigabyte": pdf_of(CATALOG, PAGES, PAGE, bomb(2**30)),
    "a page of millions of lines": pdf_of(CATALOG, PAGES, PAGE, bomb(2**24, b"0 0 m 1 1 l S\n")),
    "a page packed twice": pdf_of(CATALOG, PAGES, PAGE, stream(b"", b"/Filter[/FlateDecode/FlateDecode]")),
    "a form that draws itself": pdf_of(CATALOG, PAGES, PAGE, stream(b"/I Do"), form(b"/I Do /I Do", 5)),
    "forms that draw forms": pdf_of(
        CATALOG, PAGES, PAGE, stream(b"/I Do"), *(form(b"/I Do " * 20, 6 + level) for level in range(30))
    ),
    "a picture as large as a field": pdf_of(
        CATALOG, PAGES, PAGE, stream(b"/I Do"), stream(b"", b"/Subtype/Image/Width 99999/Height 99999")
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_at_once(data):
    start = time.monotonic()
    with pytest.raises(DocumentError):
        read(data)
    assert time.monotonic() - start < 30


def test_an_attachment_that_would_unpack_to_gigabytes_is_refused():
    def change(writer):
        file = writer.root_object["/AF"][0].get_object()["/EF"]["/F"].get_object()
        file._data = zlib.compress(bytes(100 * 2**20))
        file[NameObject("/Filter")] = NameObject("/FlateDecode")

    with pytest.raises(DocumentError, match="大得不合常理"):
        read(changed(change))


def test_scripts_and_programs_that_a_file_wants_to_start_are_not_started():
    def change(writer):
        launch = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("/bin/false")}
        script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(launch)
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(script)})

    [reading] = read(changed(change))
    assert reading.record == worked()
    assert reading.findings == ()


def test_an_attachment_that_would_leave_its_folder_is_not_written(tmp_path, monkeypatch):
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    [reading] = read(changed(lambda writer: writer.add_attachment("../evil.json", b"x")))
    assert reading.record == worked()
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


@pytest.mark.parametrize("saved", [saved_by_pypdf, saved_by_pdfium, saved_by_mutool, saved_by_qpdf])
@pytest.mark.parametrize("editable", [False, True])
def test_an_honest_file_is_far_from_every_bound(saved, editable, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_STREAM", limits.LARGEST_STREAM // 20)
    monkeypatch.setattr(limits, "LARGEST_CONTENT", limits.LARGEST_CONTENT // 20)
    monkeypatch.setattr(limits, "MOST_CONTENT", limits.MOST_CONTENT // 20)
    limits.check(saved(REFUND.pdf(table_of(60), editable=editable)))
