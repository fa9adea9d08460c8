"""Our own pages (本工具所印 PDF): read from the operators that we wrote, character by character.

What a file says of itself proves nothing: anybody can write a header and a digest. A file is ours where writing the
texts that are read from it gives its bytes. Then nothing is drawn on it that was not read, and its fonts say what they
show. A file that another program has saved, or a page that it has touched, is not read here.

The background of each page carries its layout, so a file can be read whatever has become of the template since. A
layout that is not that of the template is read as well as it can be, and the reading says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from hjforms.errors import DocumentError
from hjforms.findings import Finding
from hjforms.reading.file import attached, clock
from hjforms.reading.page.outlines import draws_other
from hjforms.reading.page.texts import FormLike, Method, PageTexts, Source
from hjforms.records.carried import Carried
from hjforms.template.layout import Layout, Slot
from hjforms.template.objects import REFERENCE, CanonicalFile, NotCanonicalError, entries_of
from hjforms.template.store import LABELS, Compiled, Embedded, Manner
from hjforms.wording import Sentence

_OPERATOR = re.compile(
    rb"/(\w+) [\d.]+ Tf\n|1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-F]*)>)Tj\n"
    rb"|/P<</MCID \d+>>BDC\n|EMC\n"
)
_PAIR = re.compile(rb"<((?:[0-9A-F]{2}){1,2})><([0-9A-F]{4,})>")
_ESCAPE = re.compile(rb"\\(.)")
_CONTENTS = re.compile(rb"/Contents(?:\[\d{1,9} 0 R)? (\d{1,9}) 0 R")
_KIDS = re.compile(rb"/Kids\[(.*?)\]")
_EPILOGUE = b"ET\n"
_PICTURES = re.compile(rb"ET\n(?:/Artifact BMC\n)?q\n")
_PROLOGUES = {Manner.PLAIN: b"/Bg Do\nBT\n", Manner.ARCHIVED: b"/Bg Do\nBT\n", Manner.TAGGED: b"BT\n"}
_CELL = 8.0
LARGEST_CONTENT = LARGEST_MAP = 2**21
MOST_KNOWN = 8192  # points of a layout
MOST_KEPT = 64  # pages that are not read twice: of a long run none is kept
LIES = Sentence("PDF 文件的字体被改动过：看到的字与读出的字不同，不能读取，请人工录入。")
ANOTHER_LAYOUT = Sentence("版面不是现用模板的（旧版或自备模板所印），按文件自带的版面读取，请核对。")


class Locator:
    """Finds the slot at a point of the page."""

    def __init__(self, slots: tuple[Slot, ...]) -> None:
        self.known: dict[tuple[bytes, bytes], int] = {}
        self._grid: dict[tuple[int, int], list[int]] = {}
        self.count = len(slots)
        self._boxes = [slot.box for slot in slots]
        for index, (x0, y0, x1, y1) in enumerate(self._boxes):
            for column in range(int(x0 // _CELL), int(x1 // _CELL) + 1):
                for row in range(int(y0 // _CELL), int(y1 // _CELL) + 1):
                    self._grid.setdefault((column, row), []).append(index)

    def at_written(self, x: bytes, y: bytes) -> int:
        """The same for a point as it is written; the places of figures recur from page to page."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        index = self.known[x, y] = self.at(float(x), float(y))
        return index

    def at(self, x: float, y: float) -> int:
        """The number of the slot at a point, -1 where there is none."""
        for index in self._grid.get((int(x // _CELL), int(y // _CELL)), ()):
            x0, y0, x1, y1 = self._boxes[index]
            if x0 <= x <= x1 and y0 <= y <= y1:
                return index
        return -1


Fonts = dict[bytes, dict[bytes, str]]


def written_pages(data: bytes, forms: Sequence[FormLike]) -> Written | None:
    """The pages of a file that is to the byte as we write it; ``None`` where its form is none of these.

    Raises ``NotCanonicalError`` for any other file, ``DocumentError`` for one of ours that is damaged.
    """
    file = CanonicalFile(data)
    if b"/AcroForm" in file.body(file.root):
        raise NotCanonicalError
    numbers = kids_of(file)
    if not numbers:
        raise NotCanonicalError
    shared = file.reference(numbers[0], b"/Resources")
    layout = layout_of(file.decoded(file.reference(file.reference(shared, b"/Bg"), b"/Layout"), LARGEST_MAP))
    form = next((form for form in forms if form.id == layout.form), None)
    if form is None:
        return None
    manner = _manner(file.body(file.root))
    return Written(file, form, _template(file, form, layout, manner), shared, numbers, manner)


def kids_of(file: CanonicalFile) -> list[int]:
    """The object numbers of the pages of a file."""
    tree = file.body(file.reference(file.root, b"/Pages"))
    return [int(found[1]) for kids in _KIDS.findall(tree) for found in REFERENCE.finditer(kids)]


def _lies(file: CanonicalFile, font: int, codes: dict[bytes, str]) -> bool:
    """True for a font of ours that does not draw the characters that it names."""
    if b"/Subtype/TrueType" in file.body(font):  # the font of figures, whose codes are those of its characters
        return any(char.isascii() and code != b"%02X" % ord(char) for code, char in codes.items())
    descriptor = file.reference(file.reference(font, b"/DescendantFonts["), b"/FontDescriptor")
    program = file.decoded(file.reference(descriptor, b"/FontFile2"), LARGEST_MAP)
    return draws_other(program, {int(code, 16): char for code, char in codes.items()})


@lru_cache(maxsize=64)
def layout_of(data: bytes) -> Layout:
    """The layout that a background carries. Raises ``NotCanonicalError`` for what is none."""
    try:
        return Layout.load(data)
    except ValueError:
        raise NotCanonicalError from None


def _template(file: CanonicalFile, form: FormLike, layout: Layout, manner: Manner) -> Compiled:
    """The template on which a file is printed: that of its form, or else the one that it carries."""
    is_plain = manner is Manner.PLAIN
    ours = form.compiled.background if is_plain else form.compiled.archived_background
    if len(ours) < file.count and all(file.body(number) == body for number, body in enumerate(ours, 1)):
        return form.compiled
    if not layout.fits(form.record_type):
        raise NotCanonicalError
    return Embedded(b"", b"", layout, tuple(map(file.body, file.closure(1))))


def _named_fonts(file: CanonicalFile, resources: int) -> list[tuple[bytes, int]]:
    fonts = entries_of(entries_of(file.body(resources)).get("Font", b""))
    found = {name: REFERENCE.fullmatch(value) for name, value in fonts.items() if not name.startswith(LABELS)}
    return [(name.encode(), int(number[1])) for name, number in found.items() if number]


def _fonts(file: CanonicalFile, resources: int) -> Fonts:
    """The characters of the fonts of a resource dictionary."""
    maps = {name: file.reference(font, b"/ToUnicode") for name, font in _named_fonts(file, resources)}
    return {name: codes_of(file.decoded(number, LARGEST_MAP)) for name, number in maps.items()}


@lru_cache(maxsize=16)
def codes_of(cmap: bytes) -> dict[bytes, str]:
    """The characters of the codes of a font."""
    try:
        return {code: bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in _PAIR.findall(cmap)}
    except ValueError:
        raise NotCanonicalError from None


def _manner(root: bytes) -> Manner:
    """How a file with this catalog is written, if it is as we write it."""
    if b"/OutputIntents[" not in root:
        return Manner.PLAIN
    return Manner.TAGGED if b"/StructTreeRoot " in root else Manner.ARCHIVED


@lru_cache(maxsize=64)
def locator_of(template: Compiled) -> Locator:
    """What finds the slots of a template."""
    return Locator(template.layout.slots)


class Same:
    """Takes what is written; raises ``NotCanonicalError`` where a file has something else in its place."""

    def __init__(self, data: bytes) -> None:
        self._data, self.position = data, 0

    def __call__(self, written: bytes) -> None:
        """Take what is written next."""
        if not self._data.startswith(written, self.position):
            raise NotCanonicalError
        self.position += len(written)


class Written:
    """The pages of a file, which are all of one form and on one template."""

    def __init__(
        self,
        file: CanonicalFile,
        form: FormLike,
        template: Compiled,
        resources: int,
        numbers: list[int],
        manner: Manner,
    ) -> None:
        self._file, self.form, self._template, self._numbers = file, form, template, numbers
        self.carried = attached.record_of(file)
        self._resources, self._fonts = resources, _fonts(file, resources)
        self._manner = manner
        self._is_usual = template is form.compiled
        self._kept: dict[int, PageTexts] = {}

    def check(self, data: bytes, noted: Callable[[PageTexts], object]) -> None:
        """Read every page once, and see that the file is as we write it; a caller notes of a page what it wants.

        Raises ``NotCanonicalError`` where it is not, ``DocumentError`` where its fonts lie.
        """
        try:
            self._compare(data, noted)
        except NotCanonicalError:
            fonts = _named_fonts(self._file, self._resources)
            if any(_lies(self._file, font, self._fonts[name]) for name, font in fonts):
                raise DocumentError(LIES) from None
            raise

    def _compare(self, data: bytes, noted: Callable[[PageTexts], object]) -> None:
        same = Same(data)
        try:
            record = Carried.load(self.carried[0]) if self.carried else None
            bookmarks = dict(self._bookmarks())
            self.form.redraw(self._template, self._all_texts(noted), record, same, bookmarks, self._manner)
        except (NotCanonicalError, DocumentError):
            raise
        except Exception:  # noqa: BLE001 - texts that cannot be drawn, for whatever reason, were not drawn by us
            raise NotCanonicalError from None
        if same.position != len(data):
            raise NotCanonicalError

    def _bookmarks(self) -> Iterator[tuple[int, str]]:
        """The titles of bookmarks by the number of their page (from 0)."""
        places = {number: place for place, number in enumerate(self._numbers)}
        for title, page in self._file.bookmarks():
            yield places[page], title

    def _all_texts(self, noted: Callable[[PageTexts], object]) -> Iterator[list[str]]:
        """The texts of every page, while its reading is noted."""
        for place in range(len(self._numbers)):
            clock.tick()
            texts = self._texts(place)
            page = self._page(place, texts)
            noted(page)
            if place < MOST_KEPT:
                self._kept[place] = page
            yield texts

    def page(self, place: int) -> PageTexts:
        """A page (from 0)."""
        return self._kept.pop(place, None) or self._page(place, self._texts(place))

    def _page(self, place: int, texts: list[str]) -> PageTexts:
        page = page_texts(self._template.layout, texts, place + 1, "content")
        if self._is_usual:
            return page
        told = Finding(
            "warning",
            "",
            "read.version",
            Sentence("第{page}页的{told}", page=place + 1, told=ANOTHER_LAYOUT),
        )
        return replace(page, findings=(told,))

    def _texts(self, place: int) -> list[str]:
        """The text of each slot of a page."""
        contents = _CONTENTS.search(self._file.body(self._numbers[place]))
        content = self._file.decoded(int(contents[1]), LARGEST_CONTENT) if contents else b""
        return texts_of(content, locator_of(self._template), self._fonts, self._manner)


def texts_of(content: bytes, locator: Locator, fonts: Fonts, manner: Manner = Manner.PLAIN) -> list[str]:
    """The text of each slot in the content of a page. Raises ``NotCanonicalError`` for one that we do not write."""
    prologue = _PROLOGUES[manner]
    content = _without_pictures(content)
    if not content.startswith(prologue) or not content.endswith(_EPILOGUE):
        raise NotCanonicalError
    known = locator.known
    texts: list[str] = [""] * locator.count
    position, codes = len(prologue), None
    for found in _OPERATOR.finditer(content, position, len(content) - len(_EPILOGUE)):
        if found.start() != position:
            raise NotCanonicalError
        position = found.end()
        font, x, y, literal, coded = found.groups()
        if font is not None:
            codes = fonts.get(font)
            continue
        if x is None:  # a mark
            continue
        index = known.get((x, y))
        if index is None:
            index = locator.at_written(x, y)
        if index < 0:
            raise NotCanonicalError
        texts[index] += _text(literal, coded, codes)
    if position != len(content) - len(_EPILOGUE):
        raise NotCanonicalError
    return texts


def _without_pictures(content: bytes) -> bytes:
    """The content of a page without the pictures that end it; they hold no text, and writing it makes them again."""
    return content[: found.start()] + _EPILOGUE if (found := _PICTURES.search(content)) else content


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
    for (row, path), source in zip(layout.places, sources, strict=True):
        if source is not None:
            (fields if row is None else rows[row])[path] = source
    return PageTexts(fields, rows, page)
