"""Drawing PDF (输出 PDF): the texts of a record into the slots of its compiled template.

Everything that is the same for every document is made once per process: the background page as a Form
XObject, the font of figures, and the operators that place figures. Other texts are set by ``typeset`` and drawn
with subset fonts whose codes are given out as characters appear, one code for one character, so that the
page can be read back exactly.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from hjforms.errors import Fault, InputError, NotationError
from hjforms.records.base import Record
from hjforms.records.carried import Carried
from hjforms.records.rules import Check, Rule
from hjforms.render.embedding import LEVEL, Codes, descriptor, embedded, to_unicode
from hjforms.render.fonts import faces
from hjforms.render.pens import SIGNS, FigureFont, FigureGroup, Pen, figure_font, figure_groups
from hjforms.render.remembered import Remembered
from hjforms.render.texts import TextWriter
from hjforms.render.typeset import Run
from hjforms.render.vouched import tagged
from hjforms.template import acroform
from hjforms.template.layout import LATER, PAGE, Slot
from hjforms.template.objects import Bookmarks, Opening, PdfWriter, plain_stream, renumbered, stream, text_string
from hjforms.template.store import Compiled

if TYPE_CHECKING:
    from hjforms.keys import Key

ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
PICTURE = "q\n"
"""What begins a picture, behind the texts of a page."""
MOST_PICTURES = 64
MOST_KNOWN = 8192  # texts whose operators a print run keeps: what an office states of itself recurs
ENCODING = b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[%d%b]>>" % (
    ord(min(SIGNS.values())),
    b"".join([b"/uni%04X" % ord(sign) for sign in SIGNS]),
)
CARRIED = text_string("出表时的记录，供核对页面有无改动；删去不影响页面。")


class Packing(NamedTuple):
    """How pages are packed: those of so many bytes, as zlib counts: how hard, with how much text behind and in all."""

    least: int
    level: int
    window: int
    memory: int


PACKING = Packing(1024, LEVEL, 13, 6)  # 8 KB of text behind, 64 KB in all; what is smaller takes longer than to set it


class _Paper:
    """A form in a document: its background and its page, and the texts that were wrapped on it."""

    def __init__(self, renderer: PdfRenderer, background: int, resources: int, tree: int) -> None:
        self.renderer, self.background, self.resources = renderer, background, resources
        self.wrapped: Remembered[tuple[int, str], str] | None = None
        layout = renderer.template.layout
        self.page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Resources %d 0 R/Contents %%d 0 R%%b>>" % (
            tree,
            layout.width,
            layout.height,
            resources,
        )


class Document:
    """A PDF file in the making: pages are written as they come, fonts and bookmarks at the end.

    It begins with one form; pages of others may follow (``turn_to``). ``carries`` tells whether it will carry records,
    where that is known from the first.
    """

    _packing = PACKING

    def __init__(self, renderer: PdfRenderer, sink: Callable[[bytes], object], carries: bool | None) -> None:
        opening = renderer.openings[carries]
        self._renderer = renderer
        self._figures = len(opening.offsets) - 1
        self._writer = PdfWriter(sink, opening)
        resources = self._writer.reserve()
        self._tree = self._writer.reserve()
        self._pages: list[int] = []
        self._codes: defaultdict[int, Codes] = defaultdict(Codes)
        self._spelled: Remembered[str, str] = Remembered(self._spell, MOST_KNOWN)
        self._fields: acroform.Fields | None = None
        self._attached = b""
        self._bookmarks = Bookmarks()
        self._papers = {renderer: _Paper(renderer, 1, resources, self._tree)}
        self.turn_to(renderer)

    def turn_to(self, renderer: PdfRenderer) -> None:
        """Go on with pages of a form."""
        if renderer not in self._papers:
            writer, background = self._writer, renderer.template.background
            numbers = {number: writer.reserve() for number in range(1, len(background) + 1)}
            for number, body in enumerate(background, 1):
                writer.write(numbers[number], renumbered(body, numbers))
            self._papers[renderer] = _Paper(renderer, numbers[1], writer.reserve(), self._tree)
        self._paper, self._renderer = self._papers[renderer], renderer
        if self._paper.wrapped is None:
            self._paper.wrapped = Remembered(partial(self._wrap, renderer), MOST_KNOWN)
        self._wrapped = self._paper.wrapped

    def add(self, record: Record, *, editable: bool = False, title: str = "") -> None:
        """Write the pages of a record, with a bookmark where they have a ``title``.

        Raises ``InputError`` with every text that cannot be printed.
        """
        first = len(self._pages)
        self.add_pages(list(self._renderer.texts.pages(record)), editable=editable)
        if title:
            self.mark(first, title)

    def mark(self, place: int, title: str) -> None:
        """Put a bookmark at a page (from 0)."""
        self._bookmarks.add(title, self._pages[place])

    def add_pages(self, pages: Sequence[Sequence[str]], *, editable: bool = False) -> None:
        """Write pages of which these are the texts of the slots."""
        faults: list[Fault] = []
        plans = [self._renderer.plan(texts) for texts in pages]
        drawn = [
            self._draw(plan, texts, number, faults)
            for number, (plan, texts) in enumerate(zip(plans, pages, strict=True))
        ]
        if faults:
            raise InputError(*faults)
        if editable:  # what can be edited is drawn by its field, not by the page
            drawn = [self._page_label(plan, texts) for plan, texts in zip(plans, pages, strict=True)]
        for number, (plan, content, texts) in enumerate(zip(plans, drawn, pages, strict=True)):
            contents = self._writer.add(self._packed(content))
            page = self._writer.reserve()
            annotations = b"/Annots[%b]" % self._widgets(plan, page, number, texts) if editable else b""
            self._writer.write(page, self._page(page, contents, annotations))
            self._pages.append(page)

    def _packed(self, content: bytes) -> bytes:
        """The content of a page as an object; zlib would take longer to lay out its usual 256 KB than to pack it."""
        packing = self._packing
        if len(content) < packing.least:
            return plain_stream(content)
        packer = zlib.compressobj(packing.level, zlib.DEFLATED, packing.window, packing.memory)
        packed = packer.compress(content) + packer.flush()
        return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)

    def _page(self, _number: int, contents: int, annotations: bytes) -> bytes:
        """The object of this number, a page."""
        return self._paper.page % (contents, annotations)

    def _draw(self, plan: PagePlan, texts: Sequence[str], page: int, faults: list[Fault]) -> bytes:
        """The content of a page; every text that cannot be printed goes to ``faults``."""
        renderer = self._renderer
        indexes = plan.text_slots
        operators: list[str] = []
        for group in plan.figures:
            figures, wide = group.draw(texts)
            operators.append(figures)
            indexes = [*indexes, *wide] if wide else indexes
        pens, widths, font = renderer.pens, faces().widths, ""
        for index in indexes:
            if not (text := texts[index]):
                continue
            pen = pens[index]
            place = pen.places[widths[text]]
            if place is None:
                font = ""
                try:
                    operators.append(self._wrapped[index, text])
                except NotationError as error:
                    faults.append(Fault(renderer.template.layout.path_on(pen.slot, page), error.message))
                continue
            if font != (font := pen.fonts[text.isascii()]):
                operators.append(font)
            operators += (place, self._spelled[text], pen.end)
        return self._content(operators, texts)

    def _content(self, operators: Sequence[str], texts: Sequence[str], slots: Collection[int] | None = None) -> bytes:
        """The content of a page with these texts, of which the operators draw all or these slots."""
        pictures = self._pictures(texts, slots)
        return f"/Bg Do\nBT\n{''.join(operators)}ET\n{pictures}".encode("latin-1")

    def _pictures(self, texts: Sequence[str], slots: Collection[int] | None) -> str:
        """The operators of the pictures of texts; none on a page of fields, where typing would not change them."""
        if slots is not None:
            return ""
        renderer = self._renderer
        return "".join([renderer.pictures[index, texts[index]] for index in renderer.drawn if texts[index]])

    def _spell(self, text: str) -> str:
        """The operator that shows a text which the first face draws: in ASCII, or in codes."""
        if text.isascii():
            return f"({text.translate(ESCAPED)})Tj\n"
        return f"<{''.join(map(self._codes[0].__getitem__, text))}>Tj\n"

    def _wrap(self, renderer: PdfRenderer, place: tuple[int, str]) -> str:
        """The operators of a text that is wrapped, shrunk or of several faces, in the slot of a number."""
        index, text = place
        return self._set_lines(renderer.pens[index], text)

    def _page_label(self, plan: PagePlan, texts: Sequence[str]) -> bytes:
        """The content of a page of fields: the page number and where the totals are, where there are several."""
        pens = self._renderer.pens
        operators = [self._set(pens[index], texts[index]) for index in sorted(plan.printed) if texts[index]]
        return self._content(operators, texts, plan.printed)

    def _set(self, pen: Pen, text: str) -> str:
        """The operators that a pen draws a text with. Raises ``NotationError`` for what cannot be printed."""
        place = pen.places[faces().widths[text]]
        if place is None:
            return self._set_lines(pen, text)
        return f"{pen.fonts[text.isascii()]}{place}{self._spelled[text]}{pen.end}"

    def _set_lines(self, pen: Pen, text: str) -> str:
        shown = "".join([self._shown(run, *place) for line, *place in pen.lines(text) for run in line.runs])
        return f"{pen.mark}{shown}{pen.end}"

    def _shown(self, run: Run, size: float, x: float, y: float) -> str:
        """The operators that draw a run of a line whose first glyph is at (x, y)."""
        characters = run.characters if isinstance(run.characters, str) else "".join(run.characters)
        if run.face == 0 and characters.isascii():
            font, shown = "A", f"({characters.translate(ESCAPED)})"
        else:
            codes = self._codes[run.face]
            font, shown = f"F{run.face}", f"<{''.join([codes[char] for char in run.characters])}>"
        return f"/{font} {size:g} Tf\n1 0 0 1 {x + run.offset * size / 1000:.1f} {y:.1f} Tm{shown}Tj\n"

    def _widgets(self, plan: PagePlan, page: int, number: int, texts: Sequence[str]) -> bytes:
        """Write the slots of a page as form fields; returns the references to their widgets."""
        layout = self._renderer.template.layout
        if self._fields is None:
            self._fields = acroform.Fields(self._writer, page, self._renderer.record_type)
        else:
            self._fields.turn_to(page)
        for index, (pen, text) in enumerate(zip(self._renderer.pens, texts, strict=True)):
            if index in plan.printed:
                continue
            path = layout.path_on(pen.slot, number)
            picture = self._appearance(pen, text) if text else None
            widget = self._fields.add(path, pen.slot, text, picture, key=self._key())
            self._placed(index, widget)
        return self._fields.widgets()

    def _key(self) -> int | None:
        """The key by which the next form field is known in a structure; ``None`` where there is none."""

    def _placed(self, slot: int, widget: int) -> None:
        """A slot of the page at hand has become a form field."""

    def _appearance(self, pen: Pen, text: str) -> int:
        """The picture of a filled field, in the same fonts as a flat page."""
        inset = acroform.INSET
        x0, y0, x1, y1 = pen.slot.box
        content = self._set(pen.moved(-inset, -inset), text)
        data = f"/Tx BMC\nq\nBT\n0 g\n{content}ET\nQ\nEMC\n".encode("ascii")
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]/Resources %d 0 R"
        size = (x1 - x0 - 2 * inset, y1 - y0 - 2 * inset)
        return self._writer.add(plain_stream(data, entries % (*size, self._paper.resources)))

    def carry(self, carried: Carried) -> None:
        """Attach a record as JSON, uncompressed: packing it would take as long as writing it.

        Its name is its own, so that files that are joined later keep the records of all.
        """
        digest = carried.digest
        data, named = carried.dump(digest), b"(hjforms-%b.json)" % digest[:8].encode()
        entries = b"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %d>>" % len(data)
        file = self._writer.add(plain_stream(data, entries))
        specification = self._writer.add(
            b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/Data/EF<</F %d 0 R/UF %d 0 R>>>>"
            % (named, named, CARRIED, file, file)
        )
        self._attached = b"/Names<</EmbeddedFiles<</Names[%b %d 0 R]>>>>/AF[%d 0 R]" % (
            named,
            specification,
            specification,
        )

    def close(self) -> None:
        """Write fonts, page tree, catalog and trailer."""
        writer = self._writer
        fonts = [b"/F%d %d 0 R" % (face, embedded(writer, face, codes)) for face, codes in self._codes.items()]
        for paper in self._papers.values():
            writer.write(paper.resources, self._resources(b"".join(fonts), paper.background))
        kids = acroform.references(self._pages)
        writer.write(self._tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._pages), kids))
        form = b""
        if self._fields is not None:
            form = b"/AcroForm %d 0 R" % self._fields.close(self._typing_font())
        self._finish(b"%b%b%b" % (form, self._attached, self._bookmarks.close(writer)))

    def _resources(self, fonts: bytes, background: int) -> bytes:
        """What the pages of a paper draw with."""
        return b"<</Font<</A %d 0 R%b>>/XObject<</Bg %d 0 R>>>>" % (self._figures, fonts, background)

    def _typing_font(self) -> int:
        return acroform.typing_font(self._writer)

    def _finish(self, entries: bytes) -> None:
        """Write the catalog, which says ``entries``, and what closes the file."""
        root, info = self._add_root(entries)
        self._writer.close(root, info)

    def _add_root(self, entries: bytes) -> tuple[int, int]:
        """Write the catalog and the document information; returns their numbers."""
        root = self._writer.add(b"<</Type/Catalog/Pages %d 0 R%b/Lang(zh-CN)>>" % (self._tree, entries))
        return root, self._writer.add(acroform.information(self._renderer.title))


class PagePlan(NamedTuple):
    """How a page is drawn: its slots of figures, all others, and those that are printed even on a page of fields."""

    figures: list[FigureGroup]
    text_slots: list[int]
    printed: frozenset[int]


class PdfRenderer:
    """Draws records on one template."""

    signs: Mapping[str, str] = SIGNS
    encoding = ENCODING

    def __init__(
        self, template: Compiled, title: str, record_type: type[Record], rules: Sequence[Rule | Check] = ()
    ) -> None:
        self.template = template
        self.title = title
        self.record_type = record_type
        self.texts = TextWriter(template.layout, record_type, rules)

    @cached_property
    def pens(self) -> list[Pen]:
        """A pen for each slot."""
        return [Pen(slot) for slot in self.template.layout.slots]

    @cached_property
    def drawn(self) -> list[int]:
        """The slots above which a picture of their text is drawn."""
        return [index for index, slot in enumerate(self.template.layout.slots) if slot.picture]

    @cached_property
    def pictures(self) -> Remembered[tuple[int, str], str]:
        """The operators of the picture of a text, by its slot."""
        return Remembered(self._picture, MOST_PICTURES)

    def _picture(self, place: tuple[int, str]) -> str:
        index, text = place
        from hjforms.render import strips  # one form draws any, and every command waits for what it imports

        operators = strips.operators(self.template.layout.slots[index], text)
        return f"{PICTURE}{operators}Q\n" if operators else ""

    @cached_property
    def last(self) -> PagePlan:
        """How the last page of a record is drawn, mostly its only one."""
        return self._plan(lambda slot: slot.path == PAGE)

    @cached_property
    def followed(self) -> PagePlan:
        """How a page is drawn that others follow: where a total stands on the last, it has words."""
        return self._plan(lambda slot: slot.path == PAGE or slot.once)

    def plan(self, texts: Sequence[str]) -> PagePlan:
        """How a page with these texts is drawn."""
        return self.followed if LATER in texts else self.last

    def _plan(self, is_printed: Callable[[Slot], bool]) -> PagePlan:
        printed = frozenset(index for index, pen in enumerate(self.pens) if is_printed(pen.slot))
        signs = [None if index in printed else own for index, own in enumerate(self.texts.signs)]
        texts = [index for index, own in enumerate(signs) if own is None]
        return PagePlan(figure_groups(self.pens, signs, self.signs), texts, printed)

    @cached_property
    def openings(self) -> Mapping[bool | None, Opening]:
        """The objects that begin every document, by whether it will carry records."""
        return dict.fromkeys((None, False, True), self._opening(self.template.background))

    def _opening(self, before: Sequence[bytes]) -> Opening:
        """The objects that begin a document, the background first and the font of figures last."""
        font, base, count = self.font, b"/HJFORM+Figures", len(before)
        codes = range(min(font.advances), max(font.advances) + 1)
        widths = b" ".join([b"%d" % font.advances.get(code, 0) for code in codes])
        return Opening(
            (
                *before,
                stream(font.program, b"/Length1 %d" % len(font.program)),
                descriptor(base, 32, count + 1),
                stream(to_unicode({char: f"{code:02X}" for char, code in font.codes.items()})),
                b"<</Type/Font/Subtype/TrueType/BaseFont%b/Encoding%b/FirstChar %d/LastChar %d/Widths[%b]"
                b"/FontDescriptor %d 0 R/ToUnicode %d 0 R>>"
                % (base, self.encoding, codes[0], codes[-1], widths, count + 2, count + 3),
            )
        )

    @property
    def font(self) -> FigureFont:
        """The font of figures."""
        return figure_font()

    def document(self, sink: Callable[[bytes], object], *, carries: bool | None = None) -> Document:
        """A file in the making that begins with this form."""
        return Document(self, sink, carries)

    def render(self, record: Record, *, editable: bool = False, carry: bool = True, key: Key | None = None) -> bytes:
        """The PDF of one record, which it also carries as JSON where ``carry`` says so, with the tag by a key."""
        chunks: list[bytes] = []
        document = self.document(chunks.append, carries=carry)
        document.add(record, editable=editable)
        carried = Carried.of(self.template.layout.form, self.texts.printed(record)) if carry else None
        if carried is not None:
            document.carry(carried.to_tag if key else carried)
        document.close()
        return tagged(b"".join(chunks), carried, key)
