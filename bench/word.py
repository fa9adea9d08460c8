"""What a Word file says (所载): the texts of its table rows, and its main text in canonical XML."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from bench import paper
from bench.records import Sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def right(data: bytes, sheet: Sheet) -> list[bool]:
    """Whether each line with a value stands in a row of its own, in order."""
    root = etree.fromstring(_document(data))
    rows = iter(["".join("".join(row.itertext(f"{W}t")).split()) for row in root.iter(f"{W}tr")])
    return [all(line in rows for line in paper.lines(sheet))]


def canonical(data: bytes) -> bytes:
    """``word/document.xml`` in canonical form (C14N), in which equal documents are equal bytes."""
    text: bytes = etree.tostring(etree.fromstring(_document(data)), method="c14n")
    return text


def _document(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml")
