"""Other versions of the same paper (别处版式): read by labels and ruled lines instead of by our rectangles.

Offices order and name the fields of a form as they like. Single fields are found beside their labels, the table of
years by its heads, choices by the text beside their boxes, blanks in sentences by the words around them. What is
read so is less certain, and what is left over may be a value that nobody asked for: both are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from hjforms.errors import NotationError
from hjforms.findings import Finding
from hjforms.reading.alignment import labels_of
from hjforms.reading.beside import FOLDED, Found, Labelled, Taken, box_of, plain_text
from hjforms.reading.characters import UNKNOWN, Char, is_next_line, is_unclear, joined, lines, turned
from hjforms.reading.grid import Cell, Grid
from hjforms.reading.identification import squeezed
from hjforms.reading.labels import bare, plain_labels
from hjforms.reading.reading import Box, Doubt, FormLike, PageTexts, Source
from hjforms.reading.settling import meant, settle
from hjforms.reading.yearly import YearTable
from hjforms.records.base import Leaf, leaves
from hjforms.template.layout import PAGE
from hjforms.template.store import TOKEN
from hjforms.template.word import blocks, parse_xml

CONFIDENCE = 0.8
BOXES = "☑☒■√✓✔□☐"
LONGEST_PREFIX = 8  # 山东省, （样表）
LONGEST_BLANK = 40
UNITS = {"money": ("元",), "years": ("年",), "whole": ("个月", "月", "年")}

_PAGE_LABEL = re.compile(r"第(\d+)页,?共(\d+)页")
_OTHER_UNIT = re.compile(r"单位:?[^元:]元|\([^元()]元\)")  # 万元

AMBIGUOUS = Doubt("error", "同名栏目不止一处，分不清是哪一栏的内容，请人工核对。")
SPACES = Doubt("error", "字间的空隙是不是空格看不清，请人工核对。")
UNREADABLE = Doubt("error", "有的字印得出来却读不出是什么字，请人工核对。")
SCALED = Doubt("error", "表上的金额不以元为单位，请人工换算录入。")


@dataclass
class Version:
    """One page of a form as another office prints it, seen upright after ``turn`` quarter turns."""

    form: FormLike
    grid: Grid
    number: int
    turn: int
    score: int = 0  # how many fields have their label on the page, less those that have none
    _fields: dict[str, Source] = field(default_factory=dict)
    _findings: list[Finding] = field(default_factory=list)
    _taken: Taken = field(default_factory=Taken)

    def read(self) -> PageTexts | None:
        """The texts of the page; ``None`` where hardly any label of the form is on it."""
        for line in self._all_lines:
            if is_title(line, self.form.title):
                self._taken.add(line)
        table = YearTable(self.form, self.grid, self._taken, self._take_cell)
        labelled = Labelled(self.form, self.grid, self._taken)
        found = [*labelled.in_cells(), *labelled.outside()]
        if len({item.label for item in found}) + bool(table.rows) < 2:
            return None
        record_type = self.form.record_type
        fields = {leaf.path for item in found for leaf in meant(record_type, item)}
        self.score = 2 * (len(fields) + table.columns) - len(leaves(record_type))
        self._fields |= table.sums
        self._settle(found)
        self._read_boxes()
        self._read_sentences()
        self._read_page_label()
        message = f"第{self.number}页的版面与模板不同，按栏目名称和表格线读取，请核对。"
        findings = (Finding("warning", "", "read.version", message), *self._findings, *self._left_over())
        return PageTexts(self._fields, table.rows, self.number, findings)

    def _settle(self, found: Sequence[Found]) -> None:
        settled = settle(self.form.record_type, found)
        for leaf, item in settled.fields:
            is_box = leaf.kind.parts is not None and leaf.kind.parts.boxes
            if is_box and any(char.text in BOXES for char in item.value):
                continue  # the boxes are read by what is printed beside them
            if item.value or item.doubt:
                source = self._fields[leaf.path] = self._source(leaf, item.value, item.box, item.doubt)
                if not _is_readable(leaf, source.text):  # it may hold what belongs to others
                    self._taken.drop(item.value)
        for leaf, item in settled.doubtful:
            self._fields[leaf.path] = self._source(leaf, item.value, item.box, AMBIGUOUS)
        for item in settled.extra:
            message = f"第{self.number}页有多出的栏目“{item.label}”，没有读入，请人工查看。"
            self._findings.append(Finding("error", "", "read.unknown", message, None, joined(item.value)))

    def _take_cell(self, leaf: Leaf, cell: Cell) -> Source:
        """A cell of the table as the value of a column."""
        self._taken.add(cell.chars)
        return self._source(leaf, cell.chars, cell.box)

    def _source(self, leaf: Leaf | None, chars: Sequence[Char], box: Box, doubt: Doubt | None = None) -> Source:
        if self._runs_over(chars):
            doubt = doubt or FOLDED
        if any(char.text == UNKNOWN for char in chars):
            doubt = UNREADABLE
        if any(label.endswith(known) for label in plain_text(chars).split(":")[:-1] for known in self._known):
            doubt = AMBIGUOUS
        if leaf is not None and leaf.kind.name == "text" and is_unclear(chars):
            doubt = doubt or SPACES
        if leaf is not None and leaf.kind.name == "money" and self._is_scaled:
            doubt = SCALED
        source = Source(joined(chars).strip(), self.number, turned(box, self.turn), "grid", CONFIDENCE, doubt)
        return _fitted(leaf, source) if leaf else source

    def _runs_over(self, chars: Sequence[Char]) -> bool:
        """True where the text goes on closely above or below, outside of what was taken for it."""
        own = set(map(id, chars))
        return any(is_next_line(chars, char) for line in self._all_lines for char in line if id(char) not in own)

    @cached_property
    def _known(self) -> tuple[str, ...]:
        """The spellings of labels that are long enough not to be met by chance."""
        return tuple(label for label in plain_labels(self.form.record_type) if len(label) > 2)

    @cached_property
    def _all_lines(self) -> list[Sequence[Char]]:
        return list(_all_lines(self.grid))

    @property
    def _is_scaled(self) -> bool:
        """True where the page states amounts in 万元 or the like."""
        return any(_OTHER_UNIT.search(plain_text(line)) for line in self._all_lines)

    # ------------------------------------------------------------------- boxes, and blanks in sentences

    def _flow(self) -> list[Char]:
        """All characters in the order of reading."""
        pieces = [(-line[0].base, line[0].left, line) for line in self.grid.outside]
        for cell in self.grid.cells:
            if cell.chars:
                inside = tuple(char for line in lines(cell.chars) for char in line)
                pieces.append((-(cell.box[1] + cell.box[3]) / 2, cell.box[0], inside))
        return [char for *_, chars in sorted(pieces, key=lambda piece: piece[:2]) for char in chars]

    def _read_boxes(self) -> None:
        """Choices: the mark before (or behind) the text of each option."""
        flow = self._flow()
        text = _letters(flow)
        for leaf in leaves(self.form.record_type).values():
            parts = leaf.kind.parts
            if ".*." in leaf.path or parts is None or not parts.boxes or leaf.path in self._fields:
                continue
            places = [_mark_of(text, squeezed(label)) for label in parts.labels]
            marks = [(name, flow[place]) for name, place in zip(parts.names, places, strict=True) if place is not None]
            if len(marks) == len(parts.names):
                self._taken.add(mark for _, mark in marks)
                for name, mark in marks:
                    self._fields[f"{leaf.path}.{name}"] = self._source(None, [mark], box_of([mark]))

    def _read_sentences(self) -> None:
        """Blanks inside sentences and before labels, where the words around them are those of our paper."""
        printed = plain_text(labels_of(self.form.compiled).chars)
        flow = self._flow()
        text = _letters(flow)
        for path, before, after in _blanks(self.form):
            if len(before + after) < 3 or any(path == known or path.startswith(f"{known}.") for known in self._fields):
                continue
            found = list(re.finditer(f"{re.escape(before)}(.{{0,{LONGEST_BLANK}}}?){re.escape(after)}", text))
            chars = flow[found[0].start(1) : found[0].end(1)] if len(found) == 1 else []
            known = any(char in self._taken or char.text in BOXES for char in chars)
            if chars and not known and plain_text(chars) not in printed:
                self._taken.add(chars)
                doubt = SPACES if is_unclear(chars) else None
                self._fields[path] = self._source(None, chars, box_of(chars), doubt)

    def _read_page_label(self) -> None:
        for line in self.grid.outside:
            found = _PAGE_LABEL.search(plain_text(line))
            if found:
                self._taken.add(line)
                source = self._source(None, line, box_of(line))
                self._fields[PAGE] = replace(source, text=f"第 {found[1]} 页 共 {found[2]} 页")

    def _left_over(self) -> Iterator[Finding]:
        """What is neither label nor value: it may be a value whose label we do not know."""
        printed = plain_text(labels_of(self.form.compiled).chars)
        known = plain_labels(self.form.record_type)
        rests = [[char for char in line if char not in self._taken] for line in self._all_lines]
        texts = [(rest, bare(plain_text(rest))) for rest in rests]
        strange = [joined(rest) for rest, text in texts if text not in printed and text not in known]
        strange = [text for text in strange if any(map(str.isalnum, text))]
        if strange:
            message = f"第{self.number}页有{len(strange)}处文字没有归到任何栏目，没有读入，请人工查看。"
            yield Finding("error", "", "read.unknown", message, None, "；".join(strange))


def is_headed(grid: Grid, title: str) -> bool:
    """True where a line of the page is this title."""
    return any(is_title(line, title) for line in _all_lines(grid))


def is_title(line: Sequence[Char], title: str) -> bool:
    """True for a line that is the title, whatever little stands beside it; a list or a sentence is none."""
    text, wanted = plain_text(line), squeezed(title)
    return wanted in text and len(text) <= len(wanted) + LONGEST_PREFIX and "《" not in text and not text[0].isdigit()


def _all_lines(grid: Grid) -> Iterator[Sequence[Char]]:
    yield from grid.outside
    for cell in grid.cells:
        yield from lines(cell.chars)


def _letters(chars: Sequence[Char]) -> str:
    """Characters as a text to be searched, one letter for each."""
    return "".join(squeezed(char.text)[:1] or " " for char in chars)


def _fitted(leaf: Leaf, source: Source) -> Source:
    """The text as its notation takes it: without the unit that our paper prints behind the blank."""
    texts = [source.text.removesuffix(unit).strip() for unit in ("", *UNITS.get(leaf.kind.name, ()))]
    return replace(source, text=next((text for text in texts if _is_readable(leaf, text)), source.text))


def _is_readable(leaf: Leaf, text: str) -> bool:
    try:
        leaf.kind.read(text)
    except NotationError:
        return False
    return True


def _mark_of(text: str, option: str) -> int | None:
    """Where the box of an option stands: right before it, or right behind it; ``None`` where that is not clear."""
    starts = [found.start() for found in re.finditer(f"(?={re.escape(option)})", text)]
    before = [start - 1 for start in starts if start and text[start - 1] in BOXES]
    ends = [start + len(option) for start in starts]
    behind = [end for end in ends if end < len(text) and text[end] in BOXES]
    places = before or behind
    return places[0] if len(places) == 1 else None


def _blanks(form: FormLike) -> Iterator[tuple[str, str, str]]:
    """The slots of our paper that stand in sentences: the path, and the words right before and behind."""
    layout = form.compiled.layout
    for block in blocks(parse_xml(form.compiled.document.encode())):
        pieces = TOKEN.split("".join(block.texts()))
        for index in range(1, len(pieces), 2):
            path = pieces[index]
            if not path.startswith(layout.row_prefix or "\0") and path != PAGE:
                yield path, squeezed(pieces[index - 1])[-10:], squeezed(pieces[index + 1])[:8]
