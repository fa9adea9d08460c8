"""typst: a template compiled from a string, with the data passed in as a file, one compiler for all documents.

Of the ways tried this is the fastest: the blank page is a part of its own, which typst lays out once; every value is
placed by itself, in one line of code a slot, at its left edge, middle or right edge. Blocks for the slots, or a loop
over them, take longer, and data through ``sys.inputs`` would have every part laid out anew for each document. Tags
for screen readers are left out, as in the PDFs of hjforms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import groupby

import typst

from bench.paper import FONTS, PADDING, Label, Paper
from hjforms.template.layout import Slot

NAME = f"typst {version('typst')}"
FAMILIES = '("HJ Forms Serif", "HJ Forms Rare")'
STYLE = f'#set text(font: {FAMILIES}, hyphenate: false, top-edge: "baseline", bottom-edge: "baseline")\n'
_compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)


class Printer:
    """Draws the pages of one form."""

    def __init__(self, paper: Paper) -> None:
        page = f"#set page(width: {paper.width}pt, height: {paper.height}pt, margin: 0pt)\n"
        main = f'#import "form.typ": form\n{page}{STYLE}#json("sheets.json").map(form).join(pagebreak())\n'
        self._files = {"main": main.encode(), "form.typ": _form(paper).encode()}

    def pdf(self, texts: Sequence[str]) -> bytes:
        """One PDF of one page."""
        return self.pdf_batch([texts])

    def pdf_batch(self, sheets: Sequence[Sequence[str]]) -> bytes:
        """One PDF with a page for each sheet of texts."""
        data = json.dumps(sheets, ensure_ascii=False).encode()
        output: bytes = _compiler.compile({**self._files, "sheets.json": data}, format="pdf", pdf_tags=False)
        return output


def _form(paper: Paper) -> str:
    """The function that draws a page from its texts."""
    blank = [_line(paper, line) for line in paper.lines] + [_label(paper, label) for label in paper.labels]
    values = "\n".join(_values(paper))
    drawn = "\n".join(blank)
    page = f"#let blank = block(width: 100%, height: 100%, {{\n{drawn}\n}})\n"
    return f"{STYLE}{page}#let form(t) = {{\nplace(blank)\n{values}\n}}\n"


def _line(paper: Paper, line: tuple[float, float, float, float]) -> str:
    start, end = (f"({x}pt, {paper.height - y:.2f}pt)" for x, y in (line[:2], line[2:]))
    return f"place(line(start: {start}, end: {end}, stroke: 0.5pt))"


def _label(paper: Paper, label: Label) -> str:
    text = json.dumps(label.text, ensure_ascii=False)
    return f"place(dx: {label.x}pt, dy: {paper.height - label.y:.2f}pt, text(size: {label.size}pt, {text}))"


def _values(paper: Paper) -> Iterator[str]:
    """The values, those of one font size together."""
    numbered = sorted(enumerate(paper.slots), key=lambda item: item[1].size)
    for size, group in groupby(numbered, key=lambda item: item[1].size):
        placed = "\n".join(_value(paper, slot, index) for index, slot in group)
        yield f"{{\nset text(size: {size}pt)\n{placed}\n}}"


def _value(paper: Paper, slot: Slot, index: int) -> str:
    left, right = slot.box[0] + PADDING, slot.box[2] - PADDING
    x = {"left": left, "center": (left + right - paper.width) / 2, "right": right - paper.width}[slot.align]
    place = f"place(top + {slot.align}, dx: {x:.2f}pt, dy: {paper.height - paper.baseline(slot):.2f}pt, t.at({index}))"
    return f'if t.at({index}) != "" {{ {place} }}'
