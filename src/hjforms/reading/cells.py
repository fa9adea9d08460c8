"""Word files as others return them (退回的 Word 文件): rows of cells with what they show, and what was done to them.

Only what the page shows is text. Deleted and hidden text, prompts of content controls and text that is struck
through are not; insertions that nobody has accepted yet are, and are told. Text boxes and nested tables stand
after the row that holds them, as rows of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from hjforms.errors import DocumentError
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading import clock
from hjforms.template.word import RELATIONS, W, document_of, parse_xml

MOST_ROWS = 50_000  # with the paragraphs outside tables: a thousand pages
MOST_CELLS = 500  # of a row; Word itself allows 63
_COMMENTS, _STYLES = "word/comments.xml", "word/styles.xml"
_MARGINS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_PAGE = re.compile(r"[\s\-—–/第页共之\d]*")
_OFF = {"0", "false", "off", "none"}
_INSERTED, _DELETED = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
_PROPERTIES = {f"{W}{name}" for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "tblGrid", "sectPr")}
_SYMBOLS = {"52": MARKED, "FE": MARKED, "54": MARKED, "FD": MARKED, "A3": EMPTY, "A8": EMPTY, "6F": EMPTY, "71": EMPTY}
PARAGRAPH = "\n"  # between the lines of a cell that its writer parted
TAB, GAP = "\t", "\u3000\u3000"  # what a tab sets apart, as labels are looked for
_COLUMN = 1000  # the width of a column where the file says nothing of it


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and between which edges it stands (any unit, the same in the whole table).

    ``struck`` is what is struck through, ``comments`` what others have written beside it, ``tracked`` is true
    where changes wait to be accepted.
    """

    text: str
    left: int = 0
    right: int = _COLUMN
    struck: str = ""
    comments: tuple[str, ...] = ()
    tracked: bool = False
    continued: bool = False  # merged with the cell above
    lined: str = ""  # the text with its lines and what tabs set apart parted, where it is not one


@dataclass(frozen=True)
class Row:
    """A row of a table, or a paragraph outside tables (a row of one cell, ``table`` 0).

    ``deleted`` is a row that somebody has taken out, which nobody has accepted yet.
    """

    table: int
    row: int
    cells: tuple[Cell, ...]
    deleted: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(cell.text for cell in self.cells)


def rows_of(parts: dict[str, bytes]) -> list[Row]:
    """The rows of a Word package in the order of the document; tables count from 1."""
    body = document_of(parts).find(f"{W}body")
    found: list[Row] = []
    for row in () if body is None else _Reader(parts).rows(body):
        clock.tick()
        found.append(row)
        if len(found) > MOST_ROWS or len(row.cells) > MOST_CELLS:
            raise DocumentError("Word 文件的行、格多得不合常理；页数多的，请分拆后再读。")
    return found


def margins_of(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """What stands in headers, footers and notes (页眉、页脚、脚注), with the name of the place; blanks left out.

    The number of a page is none of it.
    """
    relations = parts.get(RELATIONS, b"")
    reader, found = _Reader(parts), []
    for name, data in sorted(parts.items()):
        where = next((place for step, place in _MARGINS.items() if name.startswith(f"word/{step}")), "")
        if where and name.removeprefix("word/").encode() in relations:
            texts = ["".join(row.texts) for row in reader.margin(parse_xml(data))]
            found += [(where, text.strip()) for text in texts if text.strip() and not _PAGE.fullmatch(text)]
    return list(dict.fromkeys(found))


@dataclass
class _Words:
    """What was found on the way through a cell."""

    text: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    apart: list[Any] = field(default_factory=list)  # tables and text boxes inside
    tracked: bool = False


class _Reader:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self._notes = dict(_notes(parts[_COMMENTS])) if _COMMENTS in parts else {}
        self._struck_styles = set(_struck_styles(parts.get(_STYLES, b"")))
        self._tables = 0

    def rows(self, owner: Any) -> Iterator[Row]:
        """The rows of the body, of a cell or of a text box."""
        for element in _children(owner):
            if element.tag == f"{W}p":
                words = self._words(element)
                yield Row(0, 0, (_cell(words, 0, _COLUMN),))
                yield from self._apart(words)
            elif element.tag == f"{W}tbl":
                self._tables += 1
                yield from self._table(element, self._tables)

    def margin(self, root: Any) -> Iterator[Row]:
        """The rows of a header, a footer, or of all notes of a file."""
        notes = [child for child in root if child.tag in {f"{W}footnote", f"{W}endnote"}]
        for owner in notes or [root]:
            yield from self.rows(owner)

    def _apart(self, words: _Words) -> Iterator[Row]:
        for element in words.apart:
            if element.tag == f"{W}tbl":
                self._tables += 1
                yield from self._table(element, self._tables)
            else:
                yield from self.rows(element)

    def _table(self, table: Any, number: int) -> Iterator[Row]:
        edges = _edges(table)
        lines = (child for child in _children(table) if child.tag == f"{W}tr")
        for count, line in enumerate(lines, 1):
            if _marked(line, "del"):
                yield Row(number, count, (), deleted=True)
                continue
            if (frame := _frame(line)) is not None:
                yield from self.rows(frame)
                continue
            found = list(self._cells(line, edges))
            yield Row(number, count, tuple(cell for cell, _ in found))
            for _, words in found:
                yield from self._apart(words)

    def _cells(self, line: Any, edges: list[int]) -> Iterator[tuple[Cell, _Words]]:
        """The cells of a row; those that an old way of merging joins are one."""
        column = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        pending: tuple[Cell, _Words] | None = None
        for element in (child for child in _children(line) if child.tag == f"{W}tc"):
            words = self._words(element)
            words.tracked |= _marked(line, "ins") or element.find(f"{W}tcPr/{W}cellIns") is not None
            end = column + _number(element.find(f"{W}tcPr/{W}gridSpan"), 1)
            cell = replace(_cell(words, _edge(edges, column), _edge(edges, end)), continued=_is_continued(element))
            column = end
            merged = element.find(f"{W}tcPr/{W}hMerge")
            if pending and merged is not None and merged.get(f"{W}val", "continue") == "continue":
                pending = replace(pending[0], text=pending[0].text + cell.text, right=cell.right, lined=""), pending[1]
                continue
            if pending:
                yield pending
            pending = cell, words
        if pending:
            yield pending

    def _words(self, element: Any) -> _Words:
        words = _Words()
        self._gather(element, words, struck=self._is_struck(element))
        return words

    def _gather(self, owner: Any, words: _Words, *, struck: bool) -> None:
        for element in owner:
            tag = element.tag
            if tag in _PROPERTIES or not isinstance(tag, str):
                continue
            if tag == f"{W}p" and words.text:
                words.text.append(PARAGRAPH)
            if tag in _DELETED:
                words.tracked |= bool("".join(element.itertext()).strip())
            elif tag == f"{W}r":
                self._run(element, words, struck=struck)
            elif tag == f"{W}tbl":
                self._nested(element, words)
            elif tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue  # a prompt, no value
            elif tag in {f"{W}commentRangeStart", f"{W}commentReference"}:
                self._note(element, words)
            else:
                words.tracked |= tag in _INSERTED and bool("".join(element.itertext()).strip())
                self._gather(element, words, struck=struck or self._is_struck(element))

    def _is_struck(self, paragraph: Any) -> bool:
        style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph.tag == f"{W}p" else None
        return style is not None and style.get(f"{W}val") in self._struck_styles

    def _nested(self, table: Any, words: _Words) -> None:
        """A table of one cell is the text of that cell; any other stands apart."""
        cells = list(table.iter(f"{W}tc"))
        if len(cells) == 1:
            self._gather(cells[0], words, struck=False)
        else:
            words.apart.append(table)

    def _run(self, run: Any, words: _Words, *, struck: bool) -> None:
        properties = run.find(f"{W}rPr")
        style = None if properties is None else properties.find(f"{W}rStyle")
        styled = style is not None and style.get(f"{W}val") in self._struck_styles
        stated = _stated(properties, "strike", "dstrike")
        if _is_on(properties, "vanish", "webHidden"):
            return
        through = struck or styled if stated is None else stated
        for element in run:
            self._piece(element, words, words.struck if through else words.text)

    def _piece(self, element: Any, words: _Words, target: list[str]) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.rpartition("}")[2]
        if tag == f"{W}t":
            target.append(element.text or "")
        elif tag in {f"{W}tab", f"{W}ptab"}:
            target.append(TAB)
        elif tag in {f"{W}br", f"{W}cr"}:
            words.text.append(PARAGRAPH)
        elif tag == f"{W}noBreakHyphen":
            target.append("-")
        elif tag == f"{W}sym":
            target.append(_symbol(element))
        elif tag == f"{W}fldChar":
            target.append(_check_box(element))
        elif tag == f"{W}commentReference":
            self._note(element, words)
        elif name in {"AlternateContent", "drawing", "pict", "object"}:
            words.apart += _text_boxes(element)

    def _note(self, element: Any, words: _Words) -> None:
        note = self._notes.get(element.get(f"{W}id"))
        if note is not None and note not in words.comments:
            words.comments.append(note)


def _cell(words: _Words, left: int, right: int) -> Cell:
    lined = "".join(GAP if piece == TAB else piece for piece in words.text).rstrip(PARAGRAPH)
    text, struck = ("".join(map(_in_line, pieces)) for pieces in (words.text, words.struck))
    return Cell(
        text, left, right, struck.strip(), tuple(words.comments), words.tracked, lined=lined if lined != text else ""
    )


def _in_line(piece: str) -> str:
    """A piece of text as it stands in one line."""
    return {PARAGRAPH: "", TAB: " "}.get(piece, piece)


def _children(element: Any) -> Iterator[Any]:
    """The children of an element, those inside content controls and marks of insertion among them."""
    for child in element:
        content = child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else None
        if content is not None:
            yield from _children(content)
        elif child.tag in _INSERTED or child.tag in {f"{W}customXml", f"{W}smartTag"}:
            yield from _children(child)
        else:
            yield child


def _frame(line: Any) -> Any:
    """The only cell of a row that holds tables: it is a frame around a page, not a cell of one."""
    cells = line.findall(f"{W}tc")
    tables = cells[0].findall(f"{W}tbl") if len(cells) == 1 else []
    return cells[0] if any(len(list(table.iter(f"{W}tc"))) > 1 for table in tables) else None


def _text_boxes(element: Any) -> Iterator[Any]:
    """The contents of the text boxes in a picture; of two ways to say the same, the first."""
    if element.tag == f"{W}txbxContent":
        yield element
        return
    children = list(element)
    if element.tag.endswith("}AlternateContent"):
        children = children[:1]
    for child in children:
        if isinstance(child.tag, str):
            yield from _text_boxes(child)


def _edges(table: Any) -> list[int]:
    """Where the columns of a table begin and end."""
    widths = [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _width(column: Any) -> int:
    found = re.match(r"\d+", column.get(f"{W}w", ""))
    return max(1, int(found[0])) if found else _COLUMN


def _edge(edges: list[int], column: int) -> int:
    """The edge before a column; columns that the table does not announce are all of one width."""
    known = len(edges) - 1
    return edges[column] if column <= known else edges[-1] + (column - known) * _COLUMN


def _is_continued(element: Any) -> bool:
    merged = element.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _number(element: Any, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value), 1000) if value.isdecimal() else otherwise


def _marked(line: Any, change: str) -> bool:
    """True for a row that was inserted or deleted while changes were tracked."""
    return line.find(f"{W}trPr/{W}{change}") is not None


def _stated(properties: Any, *names: str) -> bool | None:
    """Whether one of these properties is on; ``None`` where nothing is said of them."""
    found = [] if properties is None else [item for name in names for item in properties.iterfind(f"{W}{name}")]
    return any(item.get(f"{W}val", "true") not in _OFF for item in found) if found else None


def _is_on(properties: Any, *names: str) -> bool:
    return bool(_stated(properties, *names))


def _symbol(element: Any) -> str:
    """A character of a symbol font: the boxes that are known."""
    code = (element.get(f"{W}char") or "").upper().removeprefix("F0").removeprefix("00")
    return _SYMBOLS.get(code, "\ufffd")


def _check_box(element: Any) -> str:
    """The mark of an old check box field."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    stated = _stated(box, "checked")
    return MARKED if (_is_on(box, "default") if stated is None else stated) else EMPTY


def _notes(data: bytes) -> Iterator[tuple[str, str]]:
    """The comments of a file by their ids."""
    for comment in parse_xml(data).iterfind(f"{W}comment"):
        paragraphs = ("".join(node.text or "" for node in item.iter(f"{W}t")) for item in comment.iter(f"{W}p"))
        yield comment.get(f"{W}id"), " ".join(filter(None, paragraphs))


def _struck_styles(data: bytes) -> Iterator[str]:
    """The styles that strike their text through, and those that follow one of them."""
    if b"trike" not in data:
        return
    styles = {style.get(f"{W}styleId"): style for style in parse_xml(data).iterfind(f"{W}style")}
    for name, style in styles.items():
        chain, at = [name], style
        while at is not None and _stated(at.find(f"{W}rPr"), "strike", "dstrike") is None:
            above = at.find(f"{W}basedOn")
            following = None if above is None else above.get(f"{W}val")
            at = styles.get(following) if following not in chain else None
            chain.append(following)
        if at is not None and _is_on(at.find(f"{W}rPr"), "strike", "dstrike"):
            yield name
