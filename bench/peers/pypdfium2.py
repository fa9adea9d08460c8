"""pypdfium2: the text inside each of the known rectangles of the form; it has to be told where they are."""

from __future__ import annotations

from contextlib import closing
from importlib.metadata import version

import pypdfium2

from bench.records import FORM_ID, Sheet
from hjforms.template import store

NAME = f"pypdfium2 {version('pypdfium2')}"
SCOPE = "texts; it has to be told the rectangles"
_slots = store.compiled(FORM_ID).layout.slots


def read(data: bytes) -> dict[str, str]:
    """The text in each rectangle of the first page, by the path of its field."""
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[0].get_textpage()) as text:
        return {slot.path: text.get_text_bounded(*slot.box) for slot in _slots}


def right(sheet: Sheet, texts: dict[str, str]) -> bool:
    """Whether each text is the one of the sheet at that path."""
    return all(_at(sheet, path) == text.strip() for path, text in texts.items())


def _at(sheet: Sheet, path: str) -> str:
    value = sheet
    for step in path.split("."):
        value = value[int(step) if step.isdigit() else step]
    return str(value)
