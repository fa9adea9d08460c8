"""What a Word file says (所载): its whole text, and its main text in canonical XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

import hjforms
from hjforms.template.store import TOKEN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def right(form: hjforms.Form, data: bytes, texts: Sequence[str]) -> list[bool]:
    """Whether the text of the document is that of the template with each value at its place, and nothing else."""
    values = iter(texts)
    wanted = TOKEN.sub(lambda _: next(values), _text(form.compiled.document.encode()))
    return ["".join(_text(_document(data)).split()) == "".join(wanted.split())]


def canonical(data: bytes) -> bytes:
    """``word/document.xml`` in canonical form (C14N): what differs in fonts, sizes and leading alone is equal.

    hjforms makes a text that is too long for its cell smaller, in a run of its own, with its lines as far apart as
    there is room, and sets boxes in the font that it brings along.
    """
    document = etree.fromstring(_document(data))
    etree.strip_elements(document, f"{W}rFonts", f"{W}sz", f"{W}szCs", f"{W}spacing")
    for run in list(document.iter(f"{W}r")):
        if not "".join(run.itertext()) and {child.tag for child in run} <= {f"{W}rPr", f"{W}t"}:
            run.getparent().remove(run)
    text: bytes = etree.tostring(document, method="c14n")
    return text


def _text(document: bytes) -> str:
    return "".join(etree.fromstring(document).itertext(f"{W}t"))


def _document(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml")
