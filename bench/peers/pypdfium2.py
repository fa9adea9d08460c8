"""pypdfium2: the text inside each of the known rectangles of the form; it has to be told where they are."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from importlib.metadata import version

import pypdfium2

import hjforms

NAME = f"pypdfium2 {version('pypdfium2')}"


class Reader:
    """Reads the pages of one form."""

    scope = "told the rectangles"

    def __init__(self, form: hjforms.Form) -> None:
        self._boxes = [slot.box for slot in form.compiled.layout.slots]

    def read(self, data: bytes) -> list[str]:
        """The text in each rectangle of the first page."""
        with closing(pypdfium2.PdfDocument(data)) as document, closing(document[0].get_textpage()) as text:
            return [text.get_text_bounded(*box) for box in self._boxes]

    def right(self, texts: Sequence[str], found: list[str]) -> bool:
        """Whether each text is the one of its slot."""
        return [text.strip() for text in found] == list(texts)
