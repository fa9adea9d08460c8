"""PDF objects: what the writer writes, the reader takes apart, and nothing else."""

from __future__ import annotations

import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import DocumentError
from hjforms.template import objects
from hjforms.template.objects import CanonicalFile, NotCanonicalError, PdfWriter, renumbered, stream, text_string


def small_file(*bodies: bytes) -> bytes:
    """A file of one blank page, after further objects."""
    chunks: list[bytes] = []
    writer = PdfWriter(chunks.append)
    for body in bodies:
        writer.add(body)
    pages = writer.reserve()
    page = writer.add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 100 100]>>" % pages)
    writer.write(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    root = writer.add(b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    info = writer.add(b"<</Title%b>>" % text_string("标题"))
    writer.close(root, info)
    return b"".join(chunks)


@given(st.lists(st.binary(max_size=400), max_size=5))
def test_streams_come_back_as_they_were_written(contents):
    file = CanonicalFile(small_file(*map(stream, contents)))
    assert [file.decoded(number) for number in range(1, len(contents) + 1)] == contents


@given(st.lists(st.binary(max_size=400), max_size=5))
def test_what_is_written_is_a_pdf_that_a_strict_reader_takes(contents):
    reader = pypdf.PdfReader(io.BytesIO(small_file(*map(stream, contents))), strict=True)
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "标题"


@pytest.mark.parametrize("text", ["", "a", "附件5 城乡", "𠮷䶮", "(\\)", "<>"])
def test_a_text_string_is_what_a_reader_makes_of_it(text):
    body = b"<</Type/X/Text%b>>" % text_string(text)
    reader = pypdf.PdfReader(io.BytesIO(small_file(body)))
    assert reader.get_object(1)["/Text"] == text


def test_a_reference_is_followed_and_what_can_be_reached_is_found_once():
    data = small_file(b"<</A 2 0 R/B 3 0 R>>", b"<</Back 1 0 R>>", stream(b"9 0 R in the data is none", b"/C 2 0 R"))
    file = CanonicalFile(data)
    assert file.reference(1, b"/B") == 3
    assert file.closure(1) == [1, 2, 3]


def test_renumbering_changes_references_and_leaves_data_alone():
    body = stream(b"1 0 R", b"/A 1 0 R/B 12 0 R", level=0)
    changed = renumbered(body, {1: 7, 12: 1})
    assert changed.startswith(b"<</A 7 0 R/B 1 0 R")
    assert changed.partition(b">>stream\n")[2] == body.partition(b">>stream\n")[2]


def refused_by_reader(data: bytes) -> bool:
    """True where the file is refused as none of ours; anything but the agreed refusal is an error."""
    try:
        file = CanonicalFile(data)
        file.body(file.root)
        file.decoded(1)
    except (NotCanonicalError, DocumentError):
        return True
    return False


def test_a_sound_file_is_not_refused():
    assert not refused_by_reader(small_file(stream(b"data")))


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data.replace(b"%PDF-1.7", b"%PDF-1.4"),
        lambda data: data.replace(b"startxref\n", b"startxref\n9"),
        lambda data: data.replace(b"1 0 obj", b"1 1 obj", 1),
        lambda data: data.replace(b"stream\nx", b"stream\ny", 1),
        lambda data: data.replace(b"/Root", b"/Toor"),
    ],
)
def test_a_file_that_is_not_as_we_write_it_is_refused(change):
    assert refused_by_reader(change(small_file(stream(b"data"))))


@given(st.data())
def test_no_truncation_is_taken_for_the_whole(data):
    whole = small_file(stream(b"data"))
    assert refused_by_reader(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_a_file_of_ours_with_any_other_byte_is_damaged():
    whole = small_file(stream(b"data"), b"<</Text(100.00)>>")
    for place in range(20, whole.index(b"trailer")):
        with pytest.raises(DocumentError):
            CanonicalFile(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])


def test_a_file_of_ours_that_another_program_has_added_to_is_for_libraries():
    reader = pypdf.PdfReader(io.BytesIO(small_file(stream(b"data"))))
    writer = pypdf.PdfWriter(reader, incremental=True)
    writer.add_metadata({"/Subject": "added"})
    target = io.BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(small_file(stream(b"data")))
    with pytest.raises(NotCanonicalError):
        CanonicalFile(target.getvalue())


def test_a_stream_that_unpacks_beyond_all_measure_is_refused(monkeypatch):
    monkeypatch.setattr(objects, "LARGEST_STREAM", 1000)
    assert refused_by_reader(small_file(stream(b"0" * 1001)))
    assert not refused_by_reader(small_file(stream(b"0" * 999)))


def packed_file(bodies: list[bytes]) -> tuple[bytes, int]:
    """A file of one blank page, of which some objects stand in another; and the number of the first of them."""
    chunks: list[bytes] = []
    writer = PdfWriter(chunks.append)
    pages = writer.reserve()
    page = writer.add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 100 100]>>" % pages)
    writer.write(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    root = writer.add(b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    info = writer.add(b"<</Title%b>>" % text_string("标题"))
    first = writer.next_number + 2
    writer.close_packed(root, info, objects.Packed.of(bodies, first))
    return b"".join(chunks), first


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=300))
def test_objects_in_a_stream_are_found_by_a_strict_reader(values):
    data, first = packed_file([b"<</X %d>>" % value for value in values])
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert [reader.get_object(first + place)["/X"] for place in range(len(values))] == values
    file = CanonicalFile(data)
    assert file.body(file.root).startswith(b"<</Type/Catalog")
    assert file.count == first + len(values)
    with pytest.raises(NotCanonicalError):
        file.body(first)


def test_a_file_with_such_a_stream_that_was_damaged_is_told():
    data, _ = packed_file([b"<</X 1>>"])
    for damaged in (data[:-1], data.replace(b"100 100", b"100 101")):
        with pytest.raises(DocumentError):
            CanonicalFile(damaged)


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (b"<</Font 2 0 R/ProcSet [/PDF /Text]>>", {"Font": b"2 0 R", "ProcSet": b"[/PDF /Text]"}),
        (b"<</A<</B/C/D[<</E 1>>]>>/F(x>>y)/G/H>>", {"A": b"<</B/C/D[<</E 1>>]>>", "F": b"(x>>y)", "G": b"/H"}),
        (b"[1 2]", {}),
        (b"<<>>", {}),
    ],
)
def test_the_entries_of_a_dictionary(body, entries):
    assert objects.entries_of(body) == entries
