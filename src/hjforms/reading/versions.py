"""Other versions of the same paper in PDF (别处版式): read by labels and ruled lines instead of by our rectangles.

Offices order and name the fields of a form as they like. The cells between the ruled lines and the lines of text
outside them are squares; ``neighbours`` finds what stands beside which label. What is read so is less certain, and
what is left over may be a value that nobody asked for: both are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from hjforms.findings import Finding
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.characters import UNKNOWN, Char, is_next_line, is_unclear, lines, spaced, turned
from hjforms.reading.found import Found, Piece, Value
from hjforms.reading.grid import Grid
from hjforms.reading.identification import is_title
from hjforms.reading.inline import wide_gap
from hjforms.reading.neighbours import read_labels
from hjforms.reading.reading import Box, Doubt, FormLike, PageTexts, Source
from hjforms.reading.squares import Square
from hjforms.reading.vocabulary import vocabulary
from hjforms.records.base import Leaf, leaves

LEAST_LABELS = 2
NEAR_LINES = 1.2  # of the size: how far the lines of a folded text stand apart
FULL = 2.5  # of the size: a line that ends so near to its edge is folded

FOLDED = Doubt("error", "这一栏的内容折了行，折行的文字归属不清，请人工核对。")
SPACES = Doubt("error", "字间的空隙是不是空格看不清，请人工核对。")
UNREADABLE = Doubt("error", "有的字印得出来却读不出是什么字，请人工核对。")


@dataclass
class Version:
    """One page of a form as another office prints it, seen upright after ``turn`` quarter turns."""

    form: FormLike
    grid: Grid
    number: int
    turn: int
    score: int = 0  # how many fields have their label on the page, less those that have none
    _rest: list[Char] = field(default_factory=list)  # outside of cells: what may be the rest of a folded text

    def read(self) -> PageTexts | None:
        """The texts of the page; ``None`` where hardly any label of the form is on it."""
        found = read_labels(self.form, [square for square, _ in self._drawn])
        if len(found.seen) < LEAST_LABELS:
            return None
        self._rest = list(self._loose(found))
        self.score = 2 * len(found.seen) - len(leaves(self.form.record_type))
        known = leaves(self.form.record_type)
        fields = {path: self._source(known.get(path), value) for path, value in found.fields.items()}
        prefix = f"{vocabulary(self.form).table}.*."
        rows = [{path: self._source(known[prefix + path], value) for path, value in row.items()} for row in found.rows]
        message = f"第{self.number}页的版面与模板不同，按栏目名称和表格线读取，请核对。"
        findings = (Finding("warning", "", "read.version", message), *self._left_over(found))
        return PageTexts(fields, rows, self.number, findings)

    @cached_property
    def _drawn(self) -> list[tuple[Square, list[Char | None]]]:
        """The squares of the page in the order of reading, each with the character of every letter of its text."""
        found = []
        for cell, table in zip(self.grid.cells, self.grid.tables, strict=True):
            x0, y0, x1, y1 = cell.box
            text, chars = _written(cell.chars, x1)
            found.append((Square(text, x0, -y1, x1, -y0, table), chars))
        for line in self.grid.outside:
            x0, y0, x1, y1 = box_of(line)
            text, chars = _written(line, float("inf"))
            found.append((Square(text, x0, -y1, x1, -y0), chars))
        return sorted(found, key=lambda drawn: (drawn[0].top, drawn[0].left))

    @cached_property
    def _chars(self) -> list[Char]:
        return [char for _, chars in self._drawn for char in chars if char is not None]

    def _source(self, leaf: Leaf | None, value: Value) -> Source:
        """A value as it stands on the page; what is not to be seen clearly is in doubt."""
        chars = [char for piece in value.pieces for char in self._chars_of(piece)]
        doubt = value.doubt
        if value.text not in {MARKED, EMPTY} and (self._runs_over(chars) or any(map(self._is_folded, value.pieces))):
            doubt = doubt or FOLDED
        if any(char.text == UNKNOWN for char in chars):
            doubt = UNREADABLE
        if leaf is not None and leaf.kind.name == "text" and (is_unclear(chars) or _folds_at_space(chars)):
            doubt = doubt or SPACES
        return Source(value.text, self.number, turned(box_of(chars), self.turn), "grid", value.confidence, doubt)

    def _chars_of(self, piece: Piece) -> list[Char]:
        return [char for char in self._drawn[piece.square][1][piece.start : piece.end] if char is not None]

    def _runs_over(self, chars: Sequence[Char]) -> bool:
        """True where the text goes on closely above or below, outside of what was taken for it."""
        own = set(map(id, chars))
        return any(is_next_line(chars, char) for char in self._chars if id(char) not in own)

    def _loose(self, found: Found) -> Iterator[Char]:
        """The characters outside of cells that are not explained, or that stand far behind their label."""
        for index, (square, chars) in enumerate(self._drawn):
            if not square.table:
                used = (found.is_used(index, place) for place in range(len(chars)))
                yield from (char for char, known in zip(chars, used, strict=True) if char is not None and not known)
        for piece in (piece for value in found.fields.values() for piece in value.pieces):
            square = self._drawn[piece.square][0]
            if not square.table and wide_gap(square.text[: piece.start]):
                yield from self._chars_of(piece)

    def _is_folded(self, piece: Piece) -> bool:
        """True where a line outside of cells goes on right above or under a label and its value."""
        square, start, end = piece
        if self._drawn[square][0].table:
            return False
        text = self._drawn[square][0].text[:start]
        start = max(text.rfind("  "), text.rfind("\u3000")) + 1  # with its label, which stands close to it
        chars = self._chars_of(Piece(square, start, end))
        own = set(map(id, chars))
        return any(id(char) not in own and _is_under(char, chars) for char in self._rest)

    def _left_over(self, found: Found) -> Iterator[Finding]:
        """What is neither label nor value: it may be a value whose label we do not know."""
        strange = list(found.rests(vocabulary(self.form).prints).values())
        if strange:
            message = f"第{self.number}页有{len(strange)}处文字没有归到任何栏目，没有读入，请人工查看。"
            yield Finding("error", "", "read.unknown", message, None, "；".join(strange))


def is_headed(grid: Grid, title: str) -> bool:
    """True where a line of the page is this title."""
    texts = [lines(cell.chars) for cell in grid.cells]
    every = [*grid.outside, *(line for found in texts for line in found)]
    return any(is_title("".join(char.text for char in line), title) for line in every if line)


def _written(chars: Sequence[Char], edge: float) -> tuple[str, list[Char | None]]:
    """The text between edges, with the character of each letter; lines that are not folded are parted."""
    text, found = "", list[Char | None]()
    before: Char | None = None
    for line in lines(chars):
        for char in line:
            gap = spaced(before, char)
            if before is not None and char is line[0]:
                is_full = edge - before.left - before.width <= FULL * before.size
                gap += "" if is_full else "\n"
            text += gap + char.text
            found += [None] * len(gap) + [char] * len(char.text)
            before = char
    return text, found


def _folds_at_space(chars: Sequence[Char]) -> bool:
    """True for a text that is folded where spaces are or may have been: nobody sees how many."""
    ordered = lines(chars)
    ends = ((line[-1], following[0]) for line, following in pairwise(ordered))
    return any(bool(char.space) or (before.text.isascii() and char.text.isascii()) for before, char in ends)


def _is_under(char: Char, chars: Sequence[Char]) -> bool:
    """True for a character that stands right above or under others, as folded text does."""
    x0, y0, x1, y1 = box_of(chars)
    height = char.size * NEAR_LINES
    return x0 - char.size <= char.left <= x1 + char.size and y0 - height <= char.y <= y1 + height


def box_of(chars: Sequence[Char]) -> Box:
    """The box around characters."""
    if not chars:
        return (0.0, 0.0, 0.0, 0.0)
    return (
        min(char.left for char in chars),
        min(char.y for char in chars) - chars[0].size / 2,
        max(char.left + char.width for char in chars),
        max(char.y for char in chars) + chars[0].size / 2,
    )
