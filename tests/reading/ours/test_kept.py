"""Pages of ours in files that others have saved: known as ours only where nothing of what they draw was changed."""

from __future__ import annotations

import io

import pypdf
import pytest
from hypothesis import given
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

import strategies
from hjforms.api import read
from hjforms.errors import DocumentError
from support import (
    REFUND,
    documents,
    encrypted,
    saved_by_mutool,
    saved_by_pdfium,
    saved_by_pypdf,
    saved_by_qpdf,
    table_of,
    worked,
)


def written(writer: pypdf.PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def methods(data: bytes) -> set[str]:
    """How the values of a file were read, those of every form in it."""
    try:
        return {field.method for reading in read(data) for field in reading.fields.values()}
    except DocumentError:
        return set()


@pytest.mark.parametrize(
    "saved",
    [saved_by_pypdf, saved_by_pdfium, saved_by_mutool, saved_by_qpdf, lambda data: encrypted(data, "")],
    ids=["pypdf", "pdfium", "mutool", "qpdf", "encrypted"],
)
def test_a_page_that_was_only_saved_again_is_known_as_ours(saved):
    for record in (worked(), table_of(13)):
        for archive in (False, True):
            data = saved(REFUND.pdf(record, archive=archive))
            [reading] = read(data)
            assert (reading.record, reading.findings) == (record, ())
            assert methods(data) == {"content"}


def test_a_run_for_archives_that_was_saved_again_is_known_as_ours(tmp_path):
    records = [worked(), table_of(13), table_of(2)]
    REFUND.print_run(records, tmp_path / "run.pdf", archive=True)
    data = saved_by_pypdf((tmp_path / "run.pdf").read_bytes())
    assert [reading.record for reading in read(data)] == records
    assert methods(data) == {"content"}


@documents
@given(strategies.refund_records())
def test_any_record_is_read_as_it_was_written(record):
    data = saved_by_pdfium(REFUND.pdf(record))
    [reading] = read(data)
    assert (reading.record, reading.findings) == (record, ())
    assert methods(data) <= {"content"}


def test_files_that_were_joined_are_read_one_by_one():
    writer, records = pypdf.PdfWriter(), [worked(), table_of(13), table_of(2)]
    for record in records:
        writer.append(io.BytesIO(REFUND.pdf(record)))
    data = written(writer)
    assert [reading.record for reading in read(data)] == records
    assert methods(data) == {"content"}


def test_a_value_that_was_changed_where_it_is_drawn_is_read_as_it_is_drawn_and_told():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    content = writer.pages[0]["/Contents"].get_object()
    content.set_data(content.get_data().replace(b"(2015)Tj", b"(2016)Tj"))
    [reading] = read(written(writer))
    assert methods(written(writer)) == {"content"}
    assert [row.year for row in reading.record.years] == [2013, 2014, 2016]
    assert "years.2.year" in {finding.path for finding in reading.findings}


# ------------------------------------------------------------------------------------------ changed pages


def _fonts(page):
    return page["/Resources"]["/Font"]


def _background(page):
    return page["/Resources"]["/XObject"]["/Bg"].get_object()


def _covered(page):
    """A white bar over the page, drawn after all."""
    content = page["/Contents"].get_object()
    content.set_data(content.get_data() + b"1 1 1 rg 0 0 900 300 re f\n")


def _covered_below(page):
    """A black bar in the background."""
    content = _background(page)
    content.set_data(content.get_data() + b"\n0 g 0 0 900 300 re f\n")


def _added(page):
    content = DecodedStreamObject()
    content.set_data(b"1 1 1 rg 0 0 900 300 re f\n")
    page[NameObject("/Contents")] = ArrayObject(
        [page.raw_get("/Contents"), page.indirect_reference.pdf._add_object(content)]
    )


def _other_codes(page):
    """A font that says of its codes that they are other characters."""
    codes = _fonts(page)["/F0"]["/ToUnicode"].get_object()
    codes.set_data(codes.get_data().replace(b"<0001><", b"<0001><4E00><0001><", 1))


def _other_glyphs(page):
    """A font in which two glyphs are exchanged."""
    font = _fonts(page)["/F0"]["/DescendantFonts"][0].get_object()
    table = DecodedStreamObject()
    table.set_data(b"".join(number.to_bytes(2) for number in (0, 2, 1, *range(3, 400))))
    font[NameObject("/CIDToGIDMap")] = table


def _other_figures(page):
    """A font of figures that draws other ones."""
    font = _fonts(page)["/A"].get_object()
    font[NameObject("/Encoding")] = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Encoding"),
            NameObject("/Differences"): ArrayObject([NumberObject(48), NameObject("/six"), NameObject("/nine")]),
        }
    )


def _other_widths(page):
    font = _fonts(page)["/A"].get_object()
    font[NameObject("/Widths")] = ArrayObject([NumberObject(300) for _ in font["/Widths"]])


def _optional(page):
    """A background that is not shown."""
    group = DictionaryObject({NameObject("/Type"): NameObject("/OCG")})
    _background(page)[NameObject("/OC")] = group


def _clipped(page):
    _background(page)[NameObject("/BBox")] = ArrayObject([FloatObject(side) for side in (0, 0, 300, 300)])


def _annotated(page):
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Square"),
            NameObject("/Rect"): ArrayObject([FloatObject(side) for side in (0, 0, 900, 300)]),
            NameObject("/IC"): ArrayObject([FloatObject(1)] * 3),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([note])


def _set(name, value):
    def change(page):
        page[NameObject(name)] = value

    return change


def _inherited(page):
    """A page that is turned by what is above it."""
    page["/Parent"].get_object()[NameObject("/Rotate")] = NumberObject(90)


SMALL = ArrayObject([FloatObject(side) for side in (0, 0, 400, 500)])
CHANGES = {
    "covered": _covered,
    "covered below": _covered_below,
    "added": _added,
    "other codes": _other_codes,
    "other glyphs": _other_glyphs,
    "other figures": _other_figures,
    "other widths": _other_widths,
    "optional": _optional,
    "clipped": _clipped,
    "annotated": _annotated,
    "turned": _set("/Rotate", NumberObject(90)),
    "turned above": _inherited,
    "cut": _set("/CropBox", SMALL),
    "smaller": _set("/MediaBox", SMALL),
    "larger units": _set("/UserUnit", NumberObject(2)),
    "blended": _set("/Group", DictionaryObject({NameObject("/S"): NameObject("/Transparency")})),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_page_that_draws_anything_else_is_none_of_ours(change):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(table_of(13))))
    for page in writer.pages:
        change(page)
    assert "content" not in methods(written(writer))


def test_a_page_beside_one_that_was_changed_is_ours_where_it_draws_the_same():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(table_of(13))))
    _annotated(writer.pages[0])
    fields = read(written(writer))[0].fields
    assert {field.method for field in fields.values() if field.page == 2} == {"content"}
    assert "content" not in {field.method for field in fields.values() if field.page == 1}


def test_what_viewers_show_for_the_pages_is_looked_at():
    """A file of fields may draw what is not on its pages."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject()})
    assert methods(written(writer)) == {"chars"}


def test_a_file_whose_tree_of_pages_is_odd_is_not_taken_for_ours():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    tree = writer.root_object["/Pages"].get_object()
    data = written(writer).replace(b"/Count 1", b"/Count 2")
    assert tree["/Count"] == 1
    assert "content" not in methods(data)


def test_streams_that_are_packed_otherwise_are_the_same():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(REFUND.pdf(worked())))
    content = writer.pages[0]["/Contents"].get_object()
    plain = StreamObject()
    plain.set_data(content.get_data())
    writer.pages[0][NameObject("/Contents")] = writer._add_object(plain)
    assert methods(written(writer)) == {"content"}
