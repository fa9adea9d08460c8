"""Our own pages (本工具所印 PDF): read from the operators that we wrote, character by character.

The background of each page carries its layout, so a file can be read whatever has become of the template
since. A file that another program has saved, or a page that it has touched, is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from hjforms.reading.reading import Method, PageTexts, Source
from hjforms.template.layout import Layout, Slot
from hjforms.template.objects import REFERENCE, CanonicalFile, NotCanonicalError

_OPERATOR = re.compile(
    rb"/(\w+) [\d.]+ Tf\n|1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-F]*)>)Tj\n"
)
_PAIR = re.compile(rb"<((?:[0-9A-F]{2}){1,2})><([0-9A-F]{4,})>")
_ESCAPE = re.compile(rb"\\(.)")
_FONT = re.compile(rb"/(\w+) (\d+) 0 R")
_PROLOGUE, _EPILOGUE = b"/Bg Do\nBT\n", b"ET\n"
_CELL = 8.0


class Locator:
    """Finds the slot at a point of the page."""

    def __init__(self, slots: tuple[Slot, ...]) -> None:
        self._grid: dict[tuple[int, int], list[int]] = {}
        self._boxes = [slot.box for slot in slots]
        for index, (x0, y0, x1, y1) in enumerate(self._boxes):
            for column in range(int(x0 // _CELL), int(x1 // _CELL) + 1):
                for row in range(int(y0 // _CELL), int(y1 // _CELL) + 1):
                    self._grid.setdefault((column, row), []).append(index)

    def at(self, x: float, y: float) -> int:
        """The number of the slot at a point, -1 where there is none."""
        for index in self._grid.get((int(x // _CELL), int(y // _CELL)), ()):
            x0, y0, x1, y1 = self._boxes[index]
            if x0 <= x <= x1 and y0 <= y <= y1:
                return index
        return -1


@lru_cache(maxsize=64)
def _layout(data: bytes) -> tuple[Layout, Locator]:
    layout = Layout.load(data)
    return layout, Locator(layout.slots)


def pages(data: bytes) -> Iterator[tuple[str, PageTexts]]:
    """The form id and the texts of every page. Raises ``NotCanonicalError`` where the file is not as we wrote it."""
    file = CanonicalFile(data)
    tree = file.reference(file.root, b"/Pages")
    if b"/AcroForm" in file.body(file.root):
        raise NotCanonicalError
    kids = re.search(rb"/Kids\[(.*?)\]", file.body(tree))
    if not kids:
        raise NotCanonicalError
    reader = _Reader(file)
    for number, found in enumerate(REFERENCE.finditer(kids[1]), 1):
        yield reader.page(int(found[1]), number)


class _Reader:
    def __init__(self, file: CanonicalFile) -> None:
        self._file = file
        self._resources: dict[int, tuple[Layout, Locator, dict[bytes, dict[bytes, str]]]] = {}

    def page(self, number: int, count: int) -> tuple[str, PageTexts]:
        file = self._file
        layout, locator, fonts = self._shared(file.reference(number, b"/Resources"))
        content = file.decoded(file.reference(number, b"/Contents"))
        if not content.startswith(_PROLOGUE) or not content.endswith(_EPILOGUE):
            raise NotCanonicalError
        texts: list[str] = [""] * len(layout.slots)
        position, codes = len(_PROLOGUE), None
        for found in _OPERATOR.finditer(content, position, len(content) - len(_EPILOGUE)):
            if found.start() != position:
                raise NotCanonicalError
            position = found.end()
            font, x, y, literal, coded = found.groups()
            if font is not None:
                codes = fonts.get(font)
                continue
            index = locator.at(float(x), float(y))
            if index < 0:
                raise NotCanonicalError
            texts[index] += _text(literal, coded, codes)
        if position != len(content) - len(_EPILOGUE):
            raise NotCanonicalError
        return layout.form, page_texts(layout, texts, count, "content")

    def _shared(self, number: int) -> tuple[Layout, Locator, dict[bytes, dict[bytes, str]]]:
        """The layout and the fonts of a resource dictionary; the pages of a file share one."""
        if number not in self._resources:
            file = self._file
            body = file.body(number)
            background = file.reference(number, b"/Bg")
            layout, locator = _layout(file.decoded(file.reference(background, b"/Layout")))
            fonts = {name: self._codes(int(font)) for name, font in _FONT.findall(body) if name != b"Bg"}
            self._resources[number] = layout, locator, fonts
        return self._resources[number]

    def _codes(self, font: int) -> dict[bytes, str]:
        """The characters of the codes of a font."""
        cmap = self._file.decoded(self._file.reference(font, b"/ToUnicode"))
        try:
            return {code: bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in _PAIR.findall(cmap)}
        except ValueError:
            raise NotCanonicalError from None


def _text(literal: bytes | None, coded: bytes | None, codes: dict[bytes, str] | None) -> str:
    if literal is not None and literal.isascii():
        return (_ESCAPE.sub(rb"\1", literal) if b"\\" in literal else literal).decode("ascii")
    if codes is None:
        raise NotCanonicalError
    try:
        if literal is not None:
            return "".join([codes[b"%02X" % code] for code in literal])
        if coded is None:
            raise NotCanonicalError
        return "".join([codes[coded[start : start + 4]] for start in range(0, len(coded), 4)])
    except KeyError:
        raise NotCanonicalError from None


def page_texts(layout: Layout, texts: list[str], page: int, method: Method) -> PageTexts:
    """The texts of the slots of a page, by path and row by row."""
    slots = zip(layout.slots, texts, strict=True)
    sources = [Source(text.strip(), page, slot.box, method) if text else None for slot, text in slots]
    return by_path(layout, sources, page)


def by_path(layout: Layout, sources: list[Source | None], page: int) -> PageTexts:
    """What stands in the slots of a page, by path and row by row."""
    fields: dict[str, Source] = {}
    rows: list[dict[str, Source]] = [{} for _ in range(layout.capacity)]
    for slot, source in zip(layout.slots, sources, strict=True):
        if source is None:
            continue
        if layout.in_rows(slot):
            row, _, path = slot.path.removeprefix(layout.row_prefix).partition(".")
            rows[int(row)][path] = source
        else:
            fields[slot.path] = source
    return PageTexts(fields, rows, page)
