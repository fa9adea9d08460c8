"""Any file: what it is, and what is said of it where it is nothing that can be read."""

from __future__ import annotations

import io
import tracemalloc

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject, NameObject

from hjforms.api import compare, forms, read
from hjforms.errors import DocumentError
from hjforms.reading.result.document import readings_of
from support import REFUND, documents, picture_only_pdf, table_of, worked

OTHER = {
    "nothing": b"",
    "a blank": b" ",
    "a text": "城乡养老保险重复缴费清退表".encode(),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "JSON": b"{}",
    "an empty zip": b"PK\x05\x06" + bytes(18),
    "a torn zip": b"PK\x03\x04",
    "a torn PDF": b"%PDF-1.7\n",
    "zeros": bytes(5000),
}


@pytest.mark.parametrize("data", OTHER.values(), ids=OTHER)
def test_what_is_neither_pdf_nor_docx_is_refused(data):
    for reading in (read, REFUND.read):
        with pytest.raises(DocumentError):
            reading(data)


@pytest.mark.parametrize(
    ("name", "said"), [("nothing", "空的"), ("a picture", "图片"), ("an old Word file", "旧版"), ("a text", "不是 PDF")]
)
def test_what_cannot_be_read_is_told_for_what_it_is(name, said):
    with pytest.raises(DocumentError, match=said):
        read(OTHER[name])


def test_a_bundle_of_attached_files_is_told_to_be_taken_apart():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.root_object[NameObject("/Collection")] = DictionaryObject()
    writer.add_attachment("清退表.pdf", REFUND.pdf(worked()))
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(DocumentError, match="附件"):
        read(target.getvalue())


def test_an_old_word_file_is_told_what_to_do():
    with pytest.raises(DocumentError, match=r"\.docx"):
        read(OTHER["an old Word file"])


@documents
@given(st.binary(max_size=200))
def test_noise_is_refused(noise):
    with pytest.raises(DocumentError):
        read(noise)


@pytest.mark.parametrize("junk", [b"\n", b"junk before\n", b"x" * 500])
def test_bytes_before_the_head_of_a_pdf_are_borne(junk):
    """Mail programs put them there. The file is refused or read, and never read wrong."""
    try:
        [reading] = read(junk + REFUND.pdf(worked()))
    except DocumentError:
        return
    assert reading.record == worked()


@pytest.mark.parametrize("tail", [b"\n", b"\r\n\r\n", b"\0" * 200, b"x" * 500])
def test_bytes_after_the_end_of_a_pdf_are_borne(tail):
    [reading] = read(REFUND.pdf(worked()) + tail)
    assert compare(worked(), reading.record) == []


def test_the_same_form_is_the_same_record_in_every_format():
    record = table_of(13)
    made = (REFUND.pdf(record), REFUND.pdf(record, editable=True), REFUND.docx(record))
    assert [REFUND.read(data).record for data in made] == [record] * 3


def test_no_message_about_a_file_repeats_what_stands_in_it():
    for data in (picture_only_pdf(), REFUND.pdf(worked())[:-2000], REFUND.docx(worked())[:-200]):
        with pytest.raises(DocumentError) as caught:
            read(data)
        assert "张示例" not in str(caught.value)
        assert "371000" not in str(caught.value)


def test_a_print_run_of_any_length_is_read_in_the_same_memory():
    def peak(pages):
        chunks = []
        document = REFUND.pdf_renderer.document(chunks.append)
        for _ in range(pages):
            document.add(worked())
        document.close()
        data = b"".join(chunks)
        tracemalloc.start()
        try:
            count = sum(1 for _ in readings_of(data, forms()))
            return count, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    (few, least), (many, most) = peak(80), peak(240)
    assert (few, many) == (80, 240)
    assert most - least < (many - few) * 2000  # a reading alone has 50,000 bytes
