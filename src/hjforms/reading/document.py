"""Any file (读文件): which forms are in it, and the reading of each."""

from __future__ import annotations

from collections.abc import Sequence

from hjforms.errors import DocumentError
from hjforms.reading import attached, docx, pdf
from hjforms.reading.annotations import annotations_of, with_annotations
from hjforms.reading.assemble import assemble
from hjforms.reading.bundle import gathered
from hjforms.reading.changes import with_changes
from hjforms.reading.proposals import with_proposals
from hjforms.reading.reading import FormLike, Reading
from hjforms.template.word import carried_records, open_package

ZIP = b"PK\x03\x04"
HEAD = 1024


def read_all(data: bytes, forms: Sequence[FormLike]) -> list[Reading]:
    """The reading of every form in a PDF or DOCX file; empty where there is none.

    Raises ``DocumentError`` for a file that is neither, or that cannot be read.
    """
    if data.startswith(ZIP):
        parts = open_package(data)
        pages = docx.identify(parts, tuple(forms))
        carried, written = carried_records(parts), []
    elif b"%PDF-" in data[:HEAD]:
        pages = pdf.identify(data, tuple(forms))
        carried = attached.records(data) if pages else []
        written = annotations_of(data) if pages else []
    else:
        raise DocumentError("不是 PDF，也不是 Word 文件（DOCX）。旧版 .doc 请先另存为 .docx。")
    readings = [assemble(form, group) for form, group in gathered(pages)]
    return list(map(with_proposals, with_changes(with_annotations(readings, written), carried)))


def read_one(form: FormLike, data: bytes) -> Reading:
    """The reading of the one ``form`` in a file.

    Raises ``DocumentError`` where the file holds none of it, or several.
    """
    readings = read_all(data, (form,))
    if not readings:
        raise DocumentError(f"文件中没有《{form.title}》。")
    if len(readings) > 1:
        raise DocumentError(f"文件中有 {len(readings)} 份《{form.title}》，请用 hjforms.read 逐份读取。")
    return readings[0]
