"""typst: the template that a typst user would write, with the data passed in as a file, one compiler for all documents.

Tables, paragraphs and margins are those of the Word template (``bench/markup.py``) and are laid out by typst. The data
are a file, because with ``sys.inputs`` every part would be laid out anew for each document; tags for screen readers are
left out, as in the PDFs of hjforms.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version

import typst

import hjforms
from bench import markup
from bench.paper import FONTS

NAME = f"typst {version('typst')}"
STYLE = """#set text(font: ("HJ Forms Serif", "HJ Forms Rare"), lang: "zh")
#set par(spacing: 0pt)
#set block(spacing: 0pt)
"""
PAGES = '#json("sheets.json").map(form).join(pagebreak())\n'
_compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)


class Printer:
    """Sets the pages of one form."""

    def __init__(self, form: hjforms.Form) -> None:
        document = form.compiled.document
        main = f'#import "form.typ": form\n{markup.page(document)}{STYLE}{PAGES}'
        template = markup.markup(document, form.compiled.layout.slots)
        self._files = {"main": main.encode(), "form.typ": template.encode()}

    def pdf(self, texts: Sequence[str]) -> bytes:
        """One PDF of one page."""
        return self.pdf_batch([texts])

    def pdf_batch(self, sheets: Sequence[Sequence[str]]) -> bytes:
        """One PDF with a page for each sheet of texts."""
        data = json.dumps(sheets, ensure_ascii=False).encode()
        output: bytes = _compiler.compile({**self._files, "sheets.json": data}, format="pdf", pdf_tags=False)
        return output
