"""Word files as others return them (退回的 Word 文件): rows of cells with what they show, and what was done to them.

Only what the page shows is text. Deleted and hidden text, codes of fields, prompts of content controls and text that
is struck through are not; insertions that nobody has accepted yet are, and are told. What is there and cannot be seen
for what it is stays in the text and puts it in doubt. Text boxes and nested tables stand after the row that holds
them, as rows of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from hjforms.errors import DocumentError
from hjforms.reading.file import clock
from hjforms.reading.page.doubt import RAISED, UNREADABLE, Doubt
from hjforms.reading.page.word.alternatives import ALTERNATIVES, chosen, is_known, ways
from hjforms.reading.page.word.bindings import UNFOLLOWED, Bindings, agrees
from hjforms.reading.page.word.codes import LIVE, OTHERWISE, Fields, is_live, is_reading, of_code
from hjforms.reading.page.word.looks import (
    NUMBERED,
    OUTSIDE,
    TURNED,
    Ground,
    Look,
    Looks,
    Paragraph,
    Place,
    is_on,
    measure,
    properties,
)
from hjforms.reading.page.word.overlays import Manner, overlay
from hjforms.reading.page.word.symbols import UNKNOWN, shown, sign
from hjforms.template.word import W, document_of, parse_xml, related
from hjforms.wording import Sentence

MOST_ROWS = 50_000  # with the paragraphs outside tables: a thousand pages
MOST_CELLS = 500  # of a row; Word itself allows 63
MARGINS = {
    "header": Sentence("页眉"),
    "footer": Sentence("页脚"),
    "footnotes": Sentence("脚注"),
    "endnotes": Sentence("尾注"),
}
_PAGE = re.compile(r"[\s\-—–/第页共之\d]*")
_INSERTED, _DELETED = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
_SAID = {f"{W}{name}" for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "tblGrid", "sectPr")}
_SAID |= {f"{W}{name}" for name in ("rubyPr", "smartTagPr", "customXmlPr", "tblPrEx", "proofErr")}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HOLDERS = {f"{W}{name}" for name in ("body", "tbl", "tr", "sdtContent", "txbxContent")}
_PARTS = {f"{W}altChunk", f"{W}subDoc"}  # which hold another file
_PROMPT = re.compile("单击|点击|请|选择|输入|填写|[Cc]lick|[Cc]hoose|[Ee]nter|[Ss]elect")
_CLOCKS = {
    f"{W}{name}" for name in ("pgNum", "dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong")
}
_MARKS = {f"{W}footnoteReference", f"{W}endnoteReference"}
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
PARAGRAPH = "\n"  # between the lines of a cell that its writer parted
TAB, GAP = "\t", "\u3000\u3000"  # what a tab sets apart, as labels are looked for
_SPACES = str.maketrans("\n\r\t", "   ")  # as Word shows them
_COLUMN = 1000  # the width of a column where the file says nothing of it
_LINE = 10  # twips of height for a half point
_SMALL = 16  # half points: as low as a line is taken to be where nothing is written on it
_LEAST = 0.6  # of the height of its lines that a row must have for them to be read

_COLON = re.compile("[:：]")
_READS_BOTH_WAYS = re.compile(r"[\d.,\-]*|\D*")
_PLAIN = Look()

_TRACKED = Doubt(
    "warning", Sentence("有未接受的修订（插入的算，删除的不算），请核对后在 Word 中接受或拒绝。"), "tracked"
)
_CUT = Doubt("error", Sentence("行高、列宽太小，文字显示不出来，没有读入，请人工核对。"))
_MERGED = Doubt("error", Sentence("写在被合并掉的单元格里，看不见，没有读入，请人工核对。"))
_FORMULA = Doubt("error", Sentence("是公式编辑器里的内容，没有读入，请人工核对。"))
_AID = Doubt("error", Sentence("文字上面另有注文，不知哪一个是内容，没有读入，请人工核对。"))
_FOREIGN = Doubt("error", Sentence("文字在 Word 不认识的标记里，不知显示不显示，没有读入，请人工核对。"))
_UNFOLLOWED = Doubt("error", Sentence("内容控件绑定的数据对不上，不知显示的是什么，没有读入，请人工核对。"))
_PROMPTED = Doubt("error", Sentence("内容控件里的文字标为提示语，不知是不是内容，没有读入，请人工核对。"))
_DELETED_ROW = Doubt("warning", Sentence("在修订中被删除，尚未接受；没有读入，请核对。"), "tracked")
_HIDDEN_ROW = Doubt("warning", Sentence("是隐藏的，没有读入，请核对。"), "hidden")
_PICTURED = Doubt("error", Sentence("这里有图片，图上的字读不出，请人工核对。"))
_OVER = Doubt("error", Sentence("有图形或图片浮在文字上，不知盖住了什么，没有读入，请人工核对。"))
_SEALED = Doubt("warning", Sentence("有像是印章的图形或图片浮在文字上，请核对文字有没有被盖住。"), "seal")
_NOTED = Doubt("warning", Sentence("有脚注或尾注，请人工查看。"), "comment")
_EMBEDDED = Doubt("error", Sentence("嵌入了另一个文件，其中的内容没有读入，请人工查看。"), "read.unknown")


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and between which edges it stands (any unit, the same in the whole table).

    ``struck`` is what is struck through, ``notes`` is what has to be said of the cell.
    """

    text: str
    left: int = 0
    right: int = _COLUMN
    struck: str = ""
    notes: tuple[Doubt, ...] = ()
    continued: bool = False  # merged with the cell above
    lined: str = ""  # the text with its lines and what tabs set apart parted, where it is not one
    inner: str = ""  # what is written in tables inside the cell

    @property
    def stretches(self) -> tuple[str, ...]:
        """What the lines and tabs of a cell part, blanks left out."""
        return stretches(self.lined) if self.lined else (self.text.strip(),)

    @property
    def trace(self) -> str:
        """What is there where nothing is seen: struck or covered text, the sign for a picture."""
        return next((doubt.found for doubt in self.notes if doubt.refuses and doubt.found), "")


def stretches(text: str) -> tuple[str, ...]:
    """What lines and tabs part in a text, blanks left out."""
    return tuple(piece.strip() for line in text.split(PARAGRAPH) for piece in line.split(TAB) if piece.strip())


@dataclass(frozen=True)
class Row:
    """A row of a table, or a paragraph outside tables (a row of one cell, ``table`` 0).

    ``margin`` is the kind of the place where it stands outside the text (``header``).
    ``gone`` says why a row is not on the page: hidden, or taken out by somebody, which nobody has accepted yet.
    """

    table: int
    row: int
    cells: tuple[Cell, ...]
    gone: Doubt | None = None
    margin: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(cell.text for cell in self.cells)

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """The edges between which each cell stands."""
        return tuple((cell.left, cell.right) for cell in self.cells)


def rows_of(parts: dict[str, bytes]) -> list[Row]:
    """The rows of a Word package in the order of the document; tables count from 1."""
    body = document_of(parts).find(f"{W}body")
    found: list[Row] = [] if body is None else list(_disagreeing(body))
    for row in () if body is None else _Reader(parts).rows(body):
        clock.tick()
        found.append(row)
        if len(found) > MOST_ROWS or len(row.cells) > MOST_CELLS:
            raise DocumentError(Sentence("Word 文件的行、格多得不合常理；页数多的，请分拆后再读。"))
    return found


def margins_of(parts: dict[str, bytes]) -> list[Row]:
    """What stands in headers, footers and notes (页眉、页脚、脚注); blanks and the number of a page left out.

    Their tables count downwards from -1: they are others than those of the text.
    """
    reader, found = _Reader(parts), list[Row]()
    for kind, names in sorted(related(parts).items()):
        for name in sorted(names) if kind in MARGINS else ():
            found += [replace(row, margin=kind, table=-row.table) for row in reader.margin(parse_xml(parts[name]))]
    return [row for row in dict.fromkeys(found) if not _PAGE.fullmatch("".join(row.texts))]


def margins_on_each_page(parts: dict[str, bytes]) -> set[str]:
    """Which of headers and footers are certain to be on every page: there is one, and it is that of all pages."""
    root = document_of(parts)
    if any(is_on(properties(said).get("titlePg")) for said in root.iter(f"{W}sectPr")):
        return set()
    found = {kind: list(root.iter(f"{W}{kind}Reference")) for kind in ("header", "footer")}
    return {
        kind
        for kind, names in related(parts).items()
        if len(names) == 1 and [item.get(f"{W}type") for item in found.get(kind, ())] == ["default"]
    }


@dataclass
class _Words:
    """What was found on the way through a cell."""

    ground: Ground = OUTSIDE
    paragraph: Paragraph = field(default_factory=Paragraph)
    text: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    notes: dict[Doubt, None] = field(default_factory=dict)
    comments: dict[Doubt, None] = field(default_factory=dict)
    apart: list[Any] = field(default_factory=list)  # tables and text boxes inside, and rows made of pictures of words
    over: list[Manner] = field(default_factory=list)
    boxed: list[str] = field(default_factory=list)  # what is written in boxes over the cell
    fields: Fields = field(default_factory=Fields)
    raised: set[int] = field(default_factory=set)
    tracked: bool = False
    height: float = 0  # of the lines so far, in twips
    needed: float = 0  # of the lines up to the last that is not blank
    indented: float = 0

    def doubt(self, *doubts: Doubt | None) -> None:
        """Put the text in doubt."""
        self.notes.update(dict.fromkeys(doubt for doubt in doubts if doubt))

    def begin(self, paragraph: Paragraph) -> None:
        """A paragraph begins."""
        if self.text:
            self.text.append(PARAGRAPH)
        self.paragraph = paragraph
        self.height += paragraph.before + (paragraph.line or _LINE * _SMALL)

    def put(self, text: str, look: Look) -> None:
        """A text as it looks."""
        if look.hidden or self.fields.in_code:
            self.hidden.append(text)
            return
        (self.struck if look.struck else self.text).append(text)
        if look.struck or not text.strip():
            return
        paragraph = self.paragraph
        self.raised.add(look.raised)
        tall = max(0, look.size - _SMALL) * _LINE if not paragraph.line else 0
        self.needed = max(self.needed, self.height + tall)
        self.indented = max(self.indented, paragraph.indented)
        thin = 0 < paragraph.line < _LEAST * look.size * _LINE
        turned = paragraph.turned and not _READS_BOTH_WAYS.fullmatch(text.strip())
        self.doubt(look.doubt, paragraph.doubt, _CUT if thin else None, TURNED if turned else None)
        self.doubt(NUMBERED if paragraph.numbered and self.ground.in_cell else None)


class _Reader:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._notes = {key: note for name in related(parts).get("comments", ()) for key, note in _notes(parts[name])}
        self._looks = Looks(parts)
        self._tables = 0
        self._ways: dict[str, Callable[[Any, _Words], None]] = {
            f"{W}p": self._paragraph,
            f"{W}r": self._run,
            f"{W}tbl": self._nested,
            f"{W}sdt": self._control,
            f"{W}fldSimple": self._simple_field,
            ALTERNATIVES: self._alternatives,
            **dict.fromkeys((f"{W}bdo", f"{W}dir"), self._turned),
            **dict.fromkeys((f"{W}commentRangeStart", f"{W}commentReference"), self._note),
            **dict.fromkeys(_DELETED, self._deleted),
            **dict.fromkeys(_INSERTED, self._inserted),
        }
        self._piece_ways: dict[str, Callable[[Any, _Words, Look], None]] = {
            f"{W}sym": self._symbol,
            f"{W}fldChar": self._field,
            f"{W}instrText": self._code,
            f"{W}ruby": self._ruby,
            f"{W}commentReference": self._noted,
            ALTERNATIVES: self._alternatives,
            **dict.fromkeys((f"{W}br", f"{W}cr"), self._break),
            **dict.fromkeys((f"{W}tab", f"{W}ptab", f"{W}noBreakHyphen"), self._spoken),
            **dict.fromkeys(_DRAWN, self._overlay),
            **dict.fromkeys(_MARKS, self._mark),
            **dict.fromkeys(_CLOCKS, self._clock),
        }

    @cached_property
    def _bindings(self) -> Bindings:
        return Bindings(self._parts)

    # ---------------------------------------------------------------------------------------------------- rows

    def rows(self, owner: Any) -> Iterator[Row]:
        """The rows of the body, of a cell or of a text box."""
        for element in _children(owner):
            if element.tag == f"{W}p":
                words = self._words(element, OUTSIDE)
                yield Row(0, 0, (_cell(words, 0, _COLUMN),))
                yield from self._apart(words)
            elif element.tag == f"{W}tbl":
                self._tables += 1
                yield from self._table(element, self._tables)
            elif element.tag in _PARTS:
                yield Row(0, 0, (Cell("", notes=(_EMBEDDED,)),))
            elif element.tag in _DELETED and _letters(element):
                yield Row(0, 0, (), gone=_DELETED_ROW)

    def margin(self, root: Any) -> Iterator[Row]:
        """The rows of a header, a footer, or of all notes of a file."""
        notes = [child for child in root if child.tag in {f"{W}footnote", f"{W}endnote"}]
        for owner in notes or [root]:
            yield from self.rows(owner)

    def _apart(self, words: _Words) -> Iterator[Row]:
        for element in words.apart:
            if isinstance(element, str):
                yield Row(0, 0, (Cell(element),))
            elif element.tag == f"{W}tbl":
                self._tables += 1
                yield from self._table(element, self._tables)
            else:
                yield from _with_values(self.rows(element))

    def _table(self, table: Any, number: int) -> Iterator[Row]:
        edges = _edges(table)
        look = self._looks.table(table)
        lines = [child for child in _children(table) if child.tag == f"{W}tr"]
        for count, line in enumerate(lines, 1):
            if (gone := _gone(line)) is not None:
                yield Row(number, count, (), gone=gone)
                continue
            if (frame := _frame(line)) is not None:
                yield from self.rows(frame)
                continue
            cells = [child for child in _children(line) if child.tag == f"{W}tc"]
            ends = count == 1, count == len(lines)
            grounds = [
                self._looks.ground(look, Place(*ends, at == 0, at == len(cells) - 1, count - 1, at), cell)
                for at, cell in enumerate(cells)
            ]
            found = list(self._cells(line, cells, grounds, edges))
            yield Row(number, count, tuple(cell for cell, _ in found))
            for _, words in found:
                yield from self._apart(words)

    def _cells(
        self, line: Any, cells: list[Any], grounds: list[Ground], edges: list[int]
    ) -> Iterator[tuple[Cell, _Words]]:
        """The cells of a row; those that an old way of merging joins are one."""
        said = _row_properties(line)
        column = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        pending: tuple[Cell, _Words] | None = None
        for element, ground in zip(cells, grounds, strict=True):
            words = self._words(element, ground)
            own = properties(element.find(f"{W}tcPr"))
            words.tracked |= "ins" in said or "cellIns" in own
            end = column + _number(element.find(f"{W}tcPr/{W}gridSpan"), 1)
            left, right = _edge(edges, column), _edge(edges, end)
            _look_for_room(words, said, own, right - left)
            cell = replace(_cell(words, left, right), continued=_is_continued(own, "vMerge"))
            column = end
            if pending and _is_continued(own, "hMerge"):
                pending = _merged(pending[0], cell), pending[1]
                continue
            if pending:
                yield pending
            pending = cell, words
        if pending:
            yield pending

    # --------------------------------------------------------------------------------------------------- words

    def _words(self, element: Any, ground: Ground) -> _Words:
        words = _Words(ground)
        around = _control_around(element)
        if element.find(f"{W}tcPr/{W}cellDel") is not None:
            words.tracked |= bool(_letters(element))
        elif around is not None:
            self._control(around, words)
        elif element.tag == f"{W}p":
            self._paragraph(element, words)
        else:
            self._gather(element, words)
        return words

    def _gather(self, owner: Any, words: _Words) -> None:
        for element in owner:
            tag = element.tag
            if not isinstance(tag, str) or tag in _SAID:
                continue
            way = self._ways.get(tag)
            if way is not None:
                way(element, words)
            elif tag.startswith(W):
                self._gather(element, words)
            else:
                self._foreign(element, words)

    def _paragraph(self, element: Any, words: _Words) -> None:
        words.begin(self._looks.paragraph(element, words.ground))
        self._gather(element, words)

    def _foreign(self, element: Any, words: _Words) -> None:
        """What is written in marks that are not those of Word."""
        if element.tag.startswith(_MATHS):
            text = "".join(element.itertext(f"{_MATHS}t"))
            words.put(text, _PLAIN)
            words.doubt(_FORMULA if text.strip() else None)
        else:
            words.doubt(_FOREIGN if _letters(element).strip() and not is_known(element.tag[1:]) else None)
            self._gather(element, words)

    def _deleted(self, element: Any, words: _Words) -> None:
        words.tracked |= bool(_letters(element).strip())

    def _inserted(self, element: Any, words: _Words) -> None:
        words.tracked |= bool(_letters(element).strip())
        self._gather(element, words)

    def _turned(self, element: Any, words: _Words) -> None:
        """Text that is set in a direction of its own."""
        is_turned = element.get(f"{W}val") == "rtl" and _letters(element).strip()
        words.doubt(TURNED if is_turned else None)
        self._gather(element, words)

    def _control(self, element: Any, words: _Words) -> None:
        """A content control: a prompt is no value, and what it is bound to is shown instead of what it holds."""
        said, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
        if content is None:
            return
        text = _letters(content).strip()
        if said is not None and is_on(properties(said).get("showingPlcHdr")):
            if not text or _PROMPT.search(text):
                return
            words.doubt(_PROMPTED)
        bound = None if said is None else self._bindings.text(said)
        if bound is None or said is None or agrees(said, bound, text):
            self._gather(content, words)
            return
        words.doubt(_UNFOLLOWED)
        if bound == UNFOLLOWED:
            self._gather(content, words)
        else:
            words.put(bound, _PLAIN)

    def _simple_field(self, element: Any, words: _Words) -> None:
        code, count = element.get(f"{W}instr", ""), len(words.text)
        self._gather(element, words)
        shown_text, doubt = ("", LIVE if is_live(code) else None) if len(words.text) > count else of_code(code)
        words.text += [shown_text] if shown_text else []
        words.doubt(doubt)

    def _alternatives(self, element: Any, words: _Words, look: Look | None = None) -> None:
        """Of several ways to say the same, the one that Word takes; others may take another."""
        taken = chosen(element)
        mine = "" if taken is None else _seen(taken)
        others = {_seen(way) for way in ways(element) if way is not taken} - {""}
        words.doubt(OTHERWISE if others - {mine} else None)
        if taken is None:
            return
        if look is None:
            self._gather(taken, words)
        else:
            self._pieces(taken, words, look)

    def _nested(self, table: Any, words: _Words) -> None:
        """A table of one cell is the text of that cell; any other stands apart."""
        cells = list(table.iter(f"{W}tc"))
        if len(cells) == 1:
            self._gather(cells[0], words)
        else:
            words.apart.append(table)

    def _note(self, element: Any, words: _Words) -> None:
        note = self._notes.get(element.get(f"{W}id"))
        if note is not None:
            words.comments[Doubt("warning", Sentence("有批注，请人工查看。"), "comment", note)] = None

    # ---------------------------------------------------------------------------------------------------- runs

    def _run(self, run: Any, words: _Words) -> None:
        said = run.find(f"{W}rPr")
        if said is not None and said.find(f"{W}del") is not None:
            self._deleted(run, words)
            return
        self._pieces(run, words, self._looks.run(said, words.paragraph, words.ground))

    def _pieces(self, owner: Any, words: _Words, look: Look) -> None:
        for element in owner:
            tag = element.tag
            if tag == f"{W}t":
                text = element.text or ""
                words.put(self._signs(text, words, look) if look.symbols else text.translate(_SPACES), look)
            elif (piece := self._piece_ways.get(tag)) is not None:
                piece(element, words, look)

    @staticmethod
    def _signs(text: str, words: _Words, look: Look) -> str:
        """What a text in a symbol font shows."""
        signs = shown(text, look.symbols)
        words.doubt(UNREADABLE if UNKNOWN in signs else None)
        return signs

    def _symbol(self, element: Any, words: _Words, look: Look) -> None:
        code = element.get(f"{W}char") or ""
        found = sign(int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0, element.get(f"{W}font") or "")
        words.put(found, look)
        words.doubt(UNREADABLE if found == UNKNOWN and not look.hidden else None)

    def _field(self, element: Any, words: _Words, look: Look) -> None:
        """A field begins, its code ends, or all of it."""
        manner = element.get(f"{W}fldCharType")
        text, doubt = "", None
        if manner == "separate":
            words.fields.separate(len(words.text))
        elif manner == "end":
            text, doubt = words.fields.end(words.text)
        else:
            in_code = words.fields.in_code
            text = words.fields.begin(element)
            text = "" if in_code else text
        if text and not look.hidden:
            (words.struck if look.struck else words.text).append(text)
        words.doubt(doubt)

    def _ruby(self, element: Any, words: _Words, look: Look) -> None:
        """Letters with an aid to reading over them (拼音指南): the letters count, the aid where it may be more."""
        del look
        base, aid = element.find(f"{W}rubyBase"), element.find(f"{W}rt")
        texts = ["" if item is None else _letters(item).strip() for item in (aid, base)]
        words.doubt(_AID if texts[0] and not is_reading(*texts) else None)
        if base is not None:
            self._gather(base, words)

    def _overlay(self, element: Any, words: _Words, look: Look) -> None:
        found = None if look.hidden else overlay(element)
        if found is None:
            return
        words.over.append(found.manner)
        if found.manner == "inline":
            words.put(UNKNOWN, _PLAIN)
            words.doubt(_PICTURED)
        words.apart += [*found.boxes, *found.words]
        if found.manner == "box":
            words.boxed += [text for text in (*map(_letters, found.boxes), *found.words) if text.strip()]

    def _mark(self, element: Any, words: _Words, look: Look) -> None:
        """The mark of a note (脚注): it is no part of what it marks."""
        del element, look
        words.doubt(_NOTED)

    def _break(self, element: Any, words: _Words, look: Look) -> None:
        del element
        words.text.append(PARAGRAPH)
        words.height += words.paragraph.line or look.size * _LINE

    def _clock(self, element: Any, words: _Words, look: Look) -> None:
        del element
        words.put(UNKNOWN, look)
        words.doubt(LIVE)

    def _spoken(self, element: Any, words: _Words, look: Look) -> None:
        """A piece that is a letter or a gap, and says so by its name."""
        words.put({f"{W}noBreakHyphen": "-"}.get(element.tag, TAB), look)

    def _code(self, element: Any, words: _Words, look: Look) -> None:
        del look
        words.fields.say(element.text or "")

    def _noted(self, element: Any, words: _Words, look: Look) -> None:
        del look
        self._note(element, words)


def _cell(words: _Words, left: int, right: int) -> Cell:
    """The cell of what was found in it."""
    raw = "".join(words.text)
    text, struck = ("".join(map(_in_line, pieces)) for pieces in (words.text, words.struck))
    lined = raw.rstrip(PARAGRAPH)
    notes = tuple(_said_of(words, text.strip(), struck.strip()))
    inner = " ".join(_letters(item) for item in words.apart if not isinstance(item, str) and item.tag == f"{W}tbl")
    return Cell(text, left, right, struck.strip(), notes, lined=lined if lined != text else "", inner=inner.strip())


def _said_of(words: _Words, text: str, struck: str) -> Iterator[Doubt]:
    """What has to be said of a cell."""
    yield from words.notes
    yield from _overlaid(words, is_blank=not text)
    if len(words.raised) > 1 and RAISED not in words.notes:
        yield RAISED
    hidden = "".join(words.hidden).strip()
    if hidden:
        yield Doubt("warning", Sentence("有隐藏的文字，没有读入，请核对。"), "hidden", hidden)
    if struck and text:
        yield Doubt("warning", Sentence("划去了一些字，按没有划去的文字读取，请核对。"), "struck", struck)
    elif struck:
        yield Doubt("warning", Sentence("已被划去，没有读入，请核对。"), "struck", struck, taken=False)
    yield from words.comments
    if words.tracked:
        yield _TRACKED


def _overlaid(words: _Words, *, is_blank: bool) -> Iterator[Doubt]:
    """What lies over a cell, or under it."""
    manners = set(words.over)
    if words.boxed and words.ground.in_cell:
        yield Doubt(
            "error", Sentence("有文本框浮在格上，不知哪一个是内容，没有读入，请人工核对。"), found=" ".join(words.boxed)
        )
    elif (manners & {"picture", "shape", "box"} and not is_blank) or (words.ground.in_cell and "picture" in manners):
        yield _OVER._replace(found=UNKNOWN) if is_blank else _OVER
    elif "behind" in manners and is_blank and words.ground.in_cell:
        yield _PICTURED._replace(found=UNKNOWN)
    if "seal" in manners and (words.ground.in_cell or not is_blank):
        yield _SEALED


def _look_for_room(words: _Words, row: dict[str, Any], own: dict[str, Any], width: int) -> None:
    """Doubt what does not fit its row or its column, and what is written in a cell that is merged with another."""
    if not words.needed:
        return
    if any(_is_continued(own, name) for name in ("vMerge", "hMerge")):
        words.doubt(_MERGED)
    height = row.get("trHeight", {})
    exact = measure(height.get("val")) if height.get("hRule") == "exact" else 0
    low = exact and exact < _LEAST * words.needed and "vMerge" not in own
    narrow = own.get("tcW", {}).get("type") == "dxa" and 0 < measure(own["tcW"].get("w")) < _LINE * _SMALL / 4
    words.doubt(_CUT if low or narrow or words.indented > max(width, _COLUMN) else None)


def _merged(first: Cell, second: Cell) -> Cell:
    """Two cells that an old way of merging joins."""
    notes = tuple(dict.fromkeys((*first.notes, *second.notes)))
    return replace(first, text=first.text + second.text, right=second.right, lined="", notes=notes)


def _with_values(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a text box, in which a line that ends with a colon and the line below it are one."""
    pending: list[Row] = []
    for row in rows:
        if pending and not row.table and not _COLON.search(row.texts[0]):
            yield replace(row, cells=(_below(*pending.pop().cells, *row.cells),))
            continue
        yield from pending
        pending = [row]
        if row.table or not row.texts[0].rstrip().endswith(("：", ":")):
            yield pending.pop()
    yield from pending


def _below(first: Cell, second: Cell) -> Cell:
    """Two paragraphs as the lines of one."""
    notes = tuple(dict.fromkeys((*first.notes, *second.notes)))
    lined = PARAGRAPH.join(cell.lined or cell.text for cell in (first, second))
    return replace(first, text=first.text + second.text, lined=lined, struck=first.struck + second.struck, notes=notes)


def _in_line(piece: str) -> str:
    """A piece of text as it stands in one line."""
    return {PARAGRAPH: "", TAB: " "}.get(piece, piece)


def _letters(element: Any) -> str:
    """Every letter that is written in an element, seen or not."""
    return "".join(element.itertext(f"{W}t", f"{W}delText"))


def _seen(element: Any) -> str:
    """The letters of an element as they are compared."""
    return "".join("".join(element.itertext(f"{W}t")).split())


def _children(element: Any) -> Iterator[Any]:
    """The children of an element, those inside content controls and marks of insertion among them."""
    for child in element:
        if child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            yield from () if content is None else _children(content)
        elif child.tag == ALTERNATIVES:
            taken = chosen(child)
            yield from () if taken is None else _children(taken)
        elif child.tag in _INSERTED or child.tag in {f"{W}customXml", f"{W}smartTag"}:
            yield from _children(child)
        else:
            yield child


def _frame(line: Any) -> Any:
    """The only cell of a row that holds tables: it is a frame around a page, not a cell of one."""
    cells = line.findall(f"{W}tc")
    tables = cells[0].findall(f"{W}tbl") if len(cells) == 1 else []
    return cells[0] if any(len(list(table.iter(f"{W}tc"))) > 1 for table in tables) else None


def _edges(table: Any) -> list[int]:
    """Where the columns of a table begin and end."""
    widths = [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _width(column: Any) -> int:
    found = re.match(r"\d{1,9}", column.get(f"{W}w", ""))
    return max(1, int(found[0])) if found else _COLUMN


def _edge(edges: list[int], column: int) -> int:
    """The edge before a column; columns that the table does not announce are all of one width."""
    known = len(edges) - 1
    return edges[column] if column <= known else edges[-1] + (column - known) * _COLUMN


def _is_continued(said: dict[str, Any], name: str) -> bool:
    """True for a cell that goes on with the one above it (``vMerge``) or before it (``hMerge``)."""
    return name in said and said[name].get("val", "continue") == "continue"


def _number(element: Any, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value[:9]), 1000) if value.isdecimal() else otherwise


def _disagreeing(body: Any) -> Iterator[Row]:
    """Of rows and paragraphs that are said in several ways which are not the same, what other programs may show."""
    for element in body.iter(ALTERNATIVES):
        if element.getparent().tag in _HOLDERS:
            texts = {_seen(way) for way in ways(element)} - {""}
            if len(texts) > 1:
                yield Row(0, 0, (Cell("", notes=(OTHERWISE._replace(found=" / ".join(sorted(texts))),)),))


def _control_around(element: Any) -> Any:
    """The content control that holds a cell or a paragraph and nothing else, or ``None``."""
    content = element.getparent()
    is_held = content is not None and content.tag == f"{W}sdtContent" and len(content) == 1
    return content.getparent() if is_held else None


def _row_properties(line: Any) -> dict[str, Any]:
    """What is said of a row; an element inside the properties that repeats their name counts as they do."""
    found: dict[str, Any] = {}
    for said in line.iterfind(f"{W}trPr"):
        for inner in (said, *said.iterfind(f"{W}trPr")):
            found |= properties(inner)
    return found


def _gone(line: Any) -> Doubt | None:
    """Why a row is not on the page, or ``None``."""
    said = _row_properties(line)
    if "del" in said:
        return _DELETED_ROW
    return _HIDDEN_ROW if is_on(said.get("hidden")) else None


def _notes(data: bytes) -> Iterator[tuple[str, str]]:
    """The comments of a file by their ids."""
    for comment in parse_xml(data).iterfind(f"{W}comment"):
        paragraphs = ("".join(node.text or "" for node in item.iter(f"{W}t")) for item in comment.iter(f"{W}p"))
        yield comment.get(f"{W}id"), " ".join(filter(None, paragraphs))
