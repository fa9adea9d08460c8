"""Hostile PDF files: refused, or read as if nothing were in them, in bounded time and memory; nothing is written."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import zlib

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

from built import CATALOG, PAGES, page_of, pdf_of, stream
from hjforms.api import read
from hjforms.errors import DocumentError
from hjforms.reading.file import limits, weights
from support import REFUND, error_of, saved_by_mutool, saved_by_pdfium, saved_by_pypdf, saved_by_qpdf, table_of, worked

LINE = b"0 0 m 1 1 l S\n"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"


def packed(size, piece=b"\0"):
    """The piece again and again, as zlib packs it; a mebibyte of it is packed once and repeated."""
    block = piece * (2**20 // len(piece))
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    count, checksum = size // 2**20, 1
    for _ in range(count):
        checksum = zlib.adler32(block, checksum)
    body = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + body * count + b"\x03\x00" + checksum.to_bytes(4)


def bomb(size, piece=b" "):
    return stream(packed(size, piece), b"/Filter/FlateDecode")


def form(content, child):
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I %d 0 R>>>>" % child)


def unlocked(data):
    """The file encrypted, so that nobody sees into it who does not open it; it opens without a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("", "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


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
    "a page that draws the same a thousand times": pdf_of(
        CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/Contents[%b]>>" % (b"4 0 R " * 1000), stream(LINE * 5_000)
    ),
    "a page that is called a picture": page_of(stream(LINE * 50, b"/Subtype/Image/Width 1/Height 1")),
    "a bomb in letters": page_of(
        stream(base64.a85encode(packed(2**27)) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]")
    ),
    "a bomb whose packing stands elsewhere": page_of(stream(packed(2**27), b"/Filter 5 0 R"), b"/FlateDecode"),
    "a bomb behind a lock": unlocked(page_of(stream(packed(2**25), b"/Filter/FlateDecode"))),
    "a bomb of objects": page_of(stream(packed(2**28), b"/Type/ObjStm/N 1/First 9/Filter/FlateDecode")),
    "streams without end": page_of(b"stream\n" * 10_000),
    "a million lines": page_of(stream(b"0 0 m 9 9 l S\n" * 500_000)),
    "a page of fine print": page_of(
        stream(b"BT /F 9 Tf 9 9 Td " + b"(ABCDEFGHIJ)Tj\n" * 6_000 + b"ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ),
    "texts through which others are drawn": page_of(
        stream(b"BT 7 Tr /F 9 Tf " + b"(A)Tj " * 10_000 + b"ET"), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    ),
    "notes without number": page_of(
        stream(b""), b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]>>", entries=b"/Annots[%b]" % (b"5 0 R " * 6_000)
    ),
    "notes that all show the same much": page_of(
        stream(b""),
        b"<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>",
        stream(LINE * 100_000, b"/Subtype/Form/BBox[0 0 9 9]"),
        entries=b"/Annots[%b]" % (b"5 0 R " * 1_000),
    ),
    "lists in lists": page_of(b"[" * 200_000),
    "a picture as large as a field": pdf_of(
        CATALOG, PAGES, PAGE, stream(b"/I Do"), stream(b"", b"/Subtype/Image/Width 99999/Height 99999")
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_or_has_no_form(data):
    error = error_of(lambda: REFUND.read(data))
    assert isinstance(error, DocumentError)


READ_ALL = """
import resource, sys
from pathlib import Path
from hjforms.api import read
from hjforms.errors import DocumentError
for path in sys.argv[1:]:
    try:
        print(len(read(Path(path))))
    except DocumentError as error:
        print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
def test_hostile_files_end_in_bounded_time_and_memory(tmp_path):
    for number, data in enumerate(HOSTILE.values()):
        (tmp_path / f"{number}.pdf").write_bytes(data)
    files = [str(tmp_path / f"{number}.pdf") for number in range(len(HOSTILE))]
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *files], capture_output=True, text=True, timeout=300, check=True
    )
    assert int(done.stdout.splitlines()[-1]) < 1024 * 1024  # a gigabyte


def test_of_a_hostile_file_nothing_is_written(tmp_path):
    bad, out = tmp_path / "bad.pdf", tmp_path / "out.json"
    bad.write_bytes(HOSTILE["a page that draws the same a thousand times"])
    command = [sys.executable, "-c", "from hjforms.cli import main; main()", "read", str(bad), "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == DocumentError.exit_code
    assert list(tmp_path.iterdir()) == [bad]
    assert "Traceback" not in done.stderr


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


def test_a_form_field_that_has_a_dictionary_for_a_name_is_refused():
    """pdfium would take ten megabytes and a tenth of a second for every field of the page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked(), editable=True)))
    fields = [item.get_object() for item in writer.pages[0]["/Annots"]]
    field = next(item["/Parent"] for item in fields if "/Parent" in item)
    field[NameObject("/T")] = writer._add_object(DictionaryObject())
    target = io.BytesIO()
    writer.write(target)
    assert error_of(lambda: REFUND.read(target.getvalue())).args[0] == weights.NAMELESS


@pytest.mark.parametrize("saved", [saved_by_pypdf, saved_by_pdfium, saved_by_mutool, saved_by_qpdf])
@pytest.mark.parametrize("editable", [False, True])
def test_an_honest_file_is_far_from_every_bound(saved, editable, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_STREAM", limits.LARGEST_STREAM // 20)
    for name in ("LARGEST_CONTENT", "MOST_DRAWN", "MOST_ANNOTATIONS", "MOST_OBJECTS", "MOST_CLIPPING"):
        monkeypatch.setattr(weights, name, getattr(weights, name) // 20)
    data = saved(REFUND.pdf(table_of(60), editable=editable))
    limits.check(data)
    with pypdfium2.PdfDocument(data) as document:
        weights.check(document)


def test_a_table_of_codes_that_is_entered_as_a_program_of_a_font_is_weighed_as_what_it_is():
    """jsPDF writes Length1 into every ToUnicode; a bomb may write it there as well."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    tables = {id(table): table for table in map(_codes, writer._objects) if table is not None}
    for table in tables.values():
        table[NameObject("/Length1")] = NumberObject(len(table.get_data()))
    target = io.BytesIO()
    writer.write(target)
    assert tables
    assert REFUND.read(target.getvalue()).record == worked()

    for table in tables.values():
        table.set_data(b"1 begincidrange <0000> <FFFFFFFF> 0 endcidrange " * 9)
    target = io.BytesIO()
    writer.write(target)
    assert error_of(lambda: REFUND.read(target.getvalue())).args[0] == weights.TOO_LARGE


def _codes(item):
    item = item.get_object() if item is not None else None
    return item["/ToUnicode"].get_object() if isinstance(item, DictionaryObject) and "/ToUnicode" in item else None
