"""Compile (编译模板): from the Word file to the fillable PDF, at development time.

docxtpl renders the template once, with a token ⟦path⟧ for every value and as many rows as fit the page. Of
that document LibreOffice prints two versions: blank, and with every cell that held a token shaded in a colour
of its own. The page of the first becomes the background; the coloured rectangles of the second are the slots.
Shading moves nothing, so both pages are the same but for it, which is checked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hjforms.errors import TemplateError
from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaf_at, leaves, part_names
from hjforms.template import acroform
from hjforms.template.layout import PADDING, PAGE, Align, Height, Layout, Slot
from hjforms.template.lint import LOOP, lint
from hjforms.template.objects import PdfWriter, stream
from hjforms.template.office import to_pdf
from hjforms.template.store import TOKEN, digest, held
from hjforms.template.word import DOCUMENT, W, blocks, document_of, open_package, parse_xml, related, text_of
from hjforms.wording import Lines, Sentence, named

MOST_ROWS = 60
COARSE = 8
POINT = 12700
ALIGNMENTS: dict[str, Align] = {"center": "center", "right": "right", "end": "right"}
HEIGHTS: dict[str, Height] = {"center": "center", "both": "center", "bottom": "bottom"}
LINE = 1.3  # of the size: how high the last line of a label is, and a value beside it
_Box = tuple[float, float, float, float]
LEAST_ROOM = 2.0  # characters that have to fit behind a label
USUAL_MARGIN = 5.4  # of a cell, left and right, where a Word file does not say


def compile_template(form_id: str, title: str, word: bytes, record_type: type[Record]) -> bytes:
    """The fillable PDF of a Word template, the same bytes on every machine.

    Raises ``TemplateError`` with every problem that lint finds, or where the page cannot be laid out.
    """
    problems = lint(word, record_type)
    if problems:
        raise TemplateError(Lines(*(named(form_id, problem.line) for problem in problems)))
    table, capacity = _capacity(form_id, word, record_type)
    document = _prepare(word, record_type, table, capacity)
    cells = _cells(word, document, record_type, table)
    page, shaded = to_pdf([_package(word, _blank(document)), _package(word, _shade(document))])
    width, height = _page_size(form_id, page)
    boxes = _rooms(form_id, page, cells, _boxes(form_id, page, shaded, len(cells)))
    slots = tuple(
        Slot(cell.path, _below(box, cell.picture), cell.align, cell.size, cell.once, cell.height, cell.picture)
        for cell, box in zip(cells, boxes, strict=True)
    )
    layout = Layout(form_id, digest(word), width, height, table, capacity, slots)
    return _assemble(layout, title, record_type, page, document)


def _capacity(form_id: str, word: bytes, record_type: type[Record]) -> tuple[str, int]:
    """The list that fills the rows of the page, and how many rows fit it.

    A page that is full stays full with more rows, so that two looks will do: a coarse one and a close one.
    """
    texts = [text for block in blocks(document_of(open_package(word))) for text in block.texts()]
    loops = [found[2] for text in texts for found in LOOP.finditer(text)]
    if not loops:
        return "", 0
    coarse = _fitting(word, record_type, loops[0], range(1, MOST_ROWS + 1, COARSE))
    if not coarse:
        raise TemplateError(named(form_id, Sentence("一页连一行都放不下，请缩小行高或页边距。")))
    close = _fitting(word, record_type, loops[0], range(coarse + 1, min(coarse + COARSE, MOST_ROWS + 1)))
    return loops[0], close or coarse


def _fitting(word: bytes, record_type: type[Record], table: str, tries: Sequence[int]) -> int:
    """The largest of these numbers of rows with which the form is one page; 0 where none is."""
    from pypdf import PdfReader

    documents = (_blank(_prepare(word, record_type, table, rows)) for rows in tries)
    pages = to_pdf([_package(word, document) for document in documents])
    fits = (len(PdfReader(io.BytesIO(page)).pages) == 1 for page in pages)
    return max((rows for rows, fit in zip(tries, fits, strict=True) if fit), default=0)


class _Date(str):  # noqa: SLOT000 - the parts of a date are attributes of its token, as templates name them
    """The token of a date, with a token for each of its parts behind it."""


def _token(path: RecordPath, parts: tuple[str, ...] = ()) -> str:
    """What stands for a value while the template is prepared: its own path."""
    token = _Date(f"⟦{path}⟧")
    for part in parts:
        setattr(token, part, f"⟦{path / part}⟧")
    return token


def _context(record_type: type[Record], table: str, rows: int) -> dict[str, Any]:
    """A token for every field, nested as the record is."""
    context: dict[str, Any] = {PAGE: _token(RecordPath(PAGE)), table: [{} for _ in range(rows)]}
    for leaf in leaves(record_type).values():
        path = leaf.path
        scopes = [(context[table][row], path.in_row(row)) for row in range(rows)] if path.table else [(context, path)]
        for scope, place in scopes:
            node = scope
            for step in path.column.parent.steps:
                node = node.setdefault(step, {})
            node[path.name] = _token(place, part_names(leaf))
    return context


def _prepare(word: bytes, record_type: type[Record], table: str, rows: int) -> bytes:
    """``word/document.xml`` with its tags rendered by docxtpl: tokens for values, ``rows`` rows."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined

    template = DocxTemplate(io.BytesIO(word))
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    template.render(_context(record_type, table, rows), environment)
    target = io.BytesIO()
    template.save(target)
    return open_package(target.getvalue())[DOCUMENT]


def _package(word: bytes, document: bytes) -> bytes:
    """The Word file with another main text."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in open_package(word).items():
            package.writestr(name, document if name == DOCUMENT else data)
    return target.getvalue()


def _blank(document: bytes) -> bytes:
    return TOKEN.sub("", document.decode()).encode()


@dataclass(frozen=True)
class _Cell:
    label: str  # what the cell prints before its value
    path: RecordPath
    align: Align
    size: float
    once: bool
    height: Height
    margins: tuple[float, float]
    picture: float


def _below(box: _Box, picture: float) -> _Box:
    """The box of a text below its picture."""
    x0, y0, x1, y1 = box
    return x0, y0, x1, round(y1 - picture, 2)


def _cells(word: bytes, document: bytes, record_type: type[Record], table: str) -> list[_Cell]:
    """The cells with a token, in document order.

    What follows the rows in their table, up to the heading of the next block, stands only once: the totals.
    """
    cells: list[_Cell] = []
    table_of_rows = 0
    styles = _Styles(word)
    for block in blocks(parse_xml(document)):
        tokens = [held(text_of(element)) for element in block.cells]
        is_heading = len(tokens) == 1 and tokens[0] is None
        if block.table != table_of_rows or is_heading:
            table_of_rows = 0
        for element, found in zip(block.cells, tokens, strict=True):
            if found is None:
                continue
            label, path = found[0], RecordPath(found[1])
            in_rows = bool(table) and path.is_in(table)
            table_of_rows = block.table if in_rows else table_of_rows
            once = bool(table_of_rows) and not in_rows
            align = "left" if label else _align(element)
            height, margins = _height(element, styles), _margins(element, styles)
            leaf, _ = leaf_at(record_type, path)
            picture = _room_above(element) if leaf and leaf.kind.is_drawn else 0.0
            cells.append(_Cell(label, path, align, _size(element), once, height, margins, picture))
    return cells


def _room_above(cell: Any) -> float:
    """The height of the blank paragraph that begins a cell, in points: where a picture of its text is drawn."""
    first, *others = cell.iterfind(f"{W}p")
    spacing = first.find(f"{W}pPr/{W}spacing")
    is_room = others and not text_of(first) and spacing is not None and spacing.get(f"{W}lineRule") == "exact"
    return int(spacing.get(f"{W}line", 0)) / 20 if is_room else 0.0


def _height(cell: Any, styles: _Styles) -> Height:
    """At which height of its cell a text stands: as the cell says, or the style of its table."""
    stated = cell.find(f"{W}tcPr/{W}vAlign")
    stated = styles.of_table(cell, f"{W}tcPr/{W}vAlign") if stated is None else stated
    return HEIGHTS.get(stated.get(f"{W}val"), "top") if stated is not None else "top"


def _margins(cell: Any, styles: _Styles) -> tuple[float, float]:
    """What a cell leaves free left and right of its text, in points: as it says, its table, or the style of that."""
    return _margin(cell, styles, "left", "start"), _margin(cell, styles, "right", "end")


def _margin(cell: Any, styles: _Styles, *sides: str) -> float:
    table = next(cell.iterancestors(f"{W}tbl"))
    for side in sides:
        stated = cell.find(f"{W}tcPr/{W}tcMar/{W}{side}")
        stated = table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}") if stated is None else stated
        stated = styles.of_table(cell, f"{W}tblPr/{W}tblCellMar/{W}{side}") if stated is None else stated
        if stated is not None:
            return int(stated.get(f"{W}w", 0)) / 20
    return USUAL_MARGIN


class _Styles:
    """The styles of the tables of a Word file."""

    def __init__(self, word: bytes) -> None:
        parts = open_package(word)
        roots = [parse_xml(parts[name]) for name in related(parts).get("styles", ())]
        styles = [style for root in roots for style in root.iterfind(f"{W}style[@{W}type='table']")]
        self._styles = {style.get(f"{W}styleId"): style for style in styles}
        usual = (name for name, style in self._styles.items() if style.get(f"{W}default") in {"1", "true"})
        self._usual = next(usual, None)

    def of_table(self, cell: Any, path: str) -> Any:
        """What the style of the table of a cell says at a path, or the style below it; ``None`` where none does."""
        stated = next(cell.iterancestors(f"{W}tbl")).find(f"{W}tblPr/{W}tblStyle")
        name = stated.get(f"{W}val") if stated is not None else self._usual
        for _ in self._styles:
            style = self._styles.get(name)
            if style is None or (found := style.find(path)) is not None:
                return None if style is None else found
            base = style.find(f"{W}basedOn")
            name = base.get(f"{W}val") if base is not None else None
        return None


def _align(cell: Any) -> Align:
    alignment = cell.find(f"{W}p/{W}pPr/{W}jc")
    return ALIGNMENTS.get(alignment.get(f"{W}val") if alignment is not None else "", "left")


def _size(cell: Any) -> float:
    size = next((size for size in cell.iter(f"{W}sz")), None)
    return int(size.get(f"{W}val")) / 2 if size is not None else 10.5


def _shade(document: bytes) -> bytes:
    """The blank document with the n-th cell that held a token shaded in the n-th colour."""
    from lxml import etree

    root = parse_xml(document)
    number = 0
    for block in blocks(root):
        for cell in block.cells:
            if held(text_of(cell)) is None:
                continue
            properties = cell.find(f"{W}tcPr")
            for old in properties.findall(f"{W}shd"):
                properties.remove(old)
            shading = etree.Element(f"{W}shd", {f"{W}val": "clear", f"{W}color": "auto"})
            shading.set(f"{W}fill", "{:02X}{:02X}{:02X}".format(*_colour(number)))
            place = next((child for child in properties if child.tag in _AFTER_SHADING), None)
            properties.append(shading) if place is None else place.addprevious(shading)
            number += 1
    return _blank(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


_AFTER_SHADING = {f"{W}{tag}" for tag in ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")}


def _colour(number: int) -> tuple[int, int, int]:
    """A colour for each number, far enough from its neighbours to survive rounding."""
    return 64 + number // 1024 % 32 * 4, 64 + number // 32 % 32 * 4, 64 + number % 32 * 4


def _boxes(form_id: str, page: bytes, shaded: bytes, count: int) -> list[_Box]:
    """The rectangle of each colour; everything else on the two pages has to be equal."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(page)) as blank, pdfplumber.open(io.BytesIO(shaded)) as coloured:
        plain, painted = blank.pages[0], coloured.pages[0]
        colours = {_colour(number): number for number in range(count)}
        boxes: dict[int, _Box] = {}
        drawn = []
        for rect in painted.rects:
            colour = rect["non_stroking_color"]
            number = colours.get(tuple(round(part * 255) for part in colour)) if len(colour or ()) == 3 else None
            if number is None or not rect["fill"]:
                drawn.append(rect)
                continue
            x0, y0, x1, y1 = (round(rect[edge], 2) for edge in ("x0", "y0", "x1", "y1"))
            if boxes.setdefault(number, (x0, y0, x1, y1)) != (x0, y0, x1, y1):
                raise TemplateError(named(form_id, Sentence("第{number}个标签的单元格断成了两块。", number=number + 1)))
        if _marks(plain.rects, plain) != _marks(drawn, painted):
            raise TemplateError(named(form_id, Sentence("空白版面与着色版面不一致，无法编译。")))
    if len(boxes) != count:
        raise TemplateError(
            named(form_id, Sentence("{tags} 个标签只找到 {cells} 个单元格。", tags=count, cells=len(boxes)))
        )
    return [boxes[number] for number in range(count)]


def _rooms(form_id: str, page: bytes, cells: Sequence[_Cell], boxes: Sequence[_Box]) -> list[_Box]:
    """The boxes within the margins of their cells; a value whose cell prints a label stands behind its last letter."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(page)) as blank:
        chars = [char for char in blank.pages[0].chars if char["text"].strip()]
    pairs = zip(cells, boxes, strict=True)
    return [_within(cell, _behind(form_id, cell, box, chars) if cell.label.strip() else box) for cell, box in pairs]


def _within(cell: _Cell, box: _Box) -> _Box:
    """A box without what the margins of its cell take beyond ``PADDING``, where that leaves room for a character."""
    x0, y0, x1, y1 = box
    left, right = (max(0.0, margin - PADDING) for margin in cell.margins)
    left = 0.0 if cell.label.strip() else left
    if not (left or right) or x1 - x0 - left - right < cell.size + 2 * PADDING:
        return box
    return round(x0 + left, 2), y0, round(x1 - right, 2), y1


def _behind(form_id: str, cell: _Cell, box: _Box, chars: Sequence[dict[str, Any]]) -> _Box:
    """The room behind a label: of its cell where it has one line, else of its last line."""
    where = f"{form_id} {{{{ {cell.path} }}}}"
    x0, y0, x1, y1 = box
    inside = [
        (char["x1"], (char["y0"] + char["y1"]) / 2)
        for char in chars
        if x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and y0 <= (char["y0"] + char["y1"]) / 2 <= y1
    ]
    if not inside:
        raise TemplateError(named(where, Sentence("格里的文字没有印出来，请改小字号或加高这一格。")))
    middle = min(height for _, height in inside)
    last = [right for right, height in inside if height - middle < cell.size / 2]
    left = round(max(last) - PADDING, 2)
    if x1 - left - 2 * PADDING < cell.size * LEAST_ROOM:
        raise TemplateError(named(where, Sentence("格里的文字后面放不下内容，请加宽这一格。")))
    if len(last) == len(inside):
        return left, y0, x1, y1
    half = cell.size * LINE / 2
    return left, max(y0, round(middle - half, 2)), x1, min(y1, round(middle + half, 2))


def _marks(rects: list[Any], page: Any) -> tuple[Any, ...]:
    """What is drawn on a page besides the shading: texts and rules with their places."""
    texts = [(char["text"], round(char["x0"], 1), round(char["y0"], 1)) for char in page.chars]
    rules = [
        tuple(round(item[edge], 1) for edge in ("x0", "y0", "x1", "y1")) for item in (*rects, *page.lines, *page.curves)
    ]
    return texts, sorted(rules)


def _page_size(form_id: str, page: bytes) -> tuple[float, float]:
    """Width and height of the page in points. Raises ``TemplateError`` where there are several."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(page)).pages
    if len(pages) > 1:
        raise TemplateError(
            named(form_id, Sentence("模板印出来有 {count} 页，只能是一页，请缩小行高或页边距。", count=len(pages)))
        )
    box = pages[0].mediabox
    return round(float(box.width), 2), round(float(box.height), 2)


def _assemble(layout: Layout, title: str, record_type: type[Record], page: bytes, document: bytes) -> bytes:
    """The fillable PDF: the page as a Form XObject, the fields, and what rendering and reading need."""
    from pypdf import PdfReader

    chunks: list[bytes] = []
    writer = PdfWriter(chunks.append)
    source = PdfReader(io.BytesIO(page)).pages[0]
    layout_stream = writer.add(stream(layout.dump()))
    document_stream = writer.add(stream(document))
    resources = _Copier(writer).body(source["/Resources"])
    contents = source.get_contents()
    assert contents is not None
    background = writer.add(
        stream(
            contents.get_data(),
            b"/Type/XObject/Subtype/Form/BBox[0 0 %g %g]/Resources%b/PieceInfo<</hjforms"
            b"<</LastModified(D:20240101000000Z)/Private<</Layout %d 0 R>>>>>>"
            % (layout.width, layout.height, resources, layout_stream),
        )
    )
    pages, page_number = writer.reserve(), writer.reserve()
    fields = acroform.Fields(writer, page_number, record_type)
    for slot in layout.slots:
        if slot.path != PAGE:
            fields.add(slot.path, slot)
    form = fields.close(acroform.typing_font(writer))
    drawing = writer.add(stream(b"/Bg Do\n"))
    writer.write(
        page_number,
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Resources<</XObject<</Bg %d 0 R>>>>/Contents %d 0 R"
        b"/Annots[%b]>>" % (pages, layout.width, layout.height, background, drawing, fields.widgets()),
    )
    writer.write(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page_number)
    root = writer.add(
        b"<</Type/Catalog/Pages %d 0 R/AcroForm %d 0 R/PieceInfo<</hjforms<</LastModified(D:20240101000000Z)"
        b"/Private<</Layout %d 0 R/Document %d 0 R/Background %d 0 R>>>>>>/Lang(zh-CN)>>"
        % (pages, form, layout_stream, document_stream, background)
    )
    writer.close(root, writer.add(acroform.information(title)))
    return b"".join(chunks)


class _Copier:
    """Copies objects of a PDF that pypdf has read into a file of ours, in the order of discovery."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._numbers: dict[int, int] = {}

    def body(self, value: Any) -> bytes:
        """The text of an object; what it refers to is written first."""
        from pypdf import generic

        if isinstance(value, generic.IndirectObject):
            if value.idnum not in self._numbers:
                self._numbers[value.idnum] = self._writer.reserve()
                self._writer.write(self._numbers[value.idnum], self.body(value.get_object()))
            return b"%d 0 R" % self._numbers[value.idnum]
        if isinstance(value, generic.StreamObject):
            return stream(value.get_data(), self._entries(value, "/Length", "/Filter"))
        if isinstance(value, generic.DictionaryObject):
            return b"<<" + self._entries(value) + b">>"
        if isinstance(value, generic.ArrayObject):
            return b"[" + b" ".join(self.body(item) for item in value) + b"]"
        target = io.BytesIO()
        value.write_to_stream(target)
        return target.getvalue()

    def _entries(self, value: Any, *without: str) -> bytes:
        keys = sorted(set(value) - set(without))
        return b"".join(key.encode() + b" " + self.body(value.raw_get(key)) for key in keys)
