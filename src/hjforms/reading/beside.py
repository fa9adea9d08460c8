"""Values beside their labels (栏目与内容): where on a page of another office a label stands, and what belongs to it.

A value stands in the cell to the right of its label, in the one below it, or behind it in the same cell or line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from hjforms.reading.alignment import labels_of
from hjforms.reading.characters import Char, lines
from hjforms.reading.grid import Cell, Grid
from hjforms.reading.identification import squeezed
from hjforms.reading.labels import bare, plain_labels
from hjforms.reading.reading import Box, Doubt, FormLike

SIGNED, SIGNATURES = "经办人", "签章"
DAY = "年月日"
"""The label of the date behind a signature, which paper does not print."""

PLACE_WORDS = frozenset("城乡居民镇职工基本养老保险待遇领取转入出新就业原参保地的")
LONGEST_LABEL = 40
SAME_SIDE = 4.0  # points by which the sides of one column may differ
GAP = 0.5  # of the size: a gap that parts a label from a value without a colon
WIDEST_GAP = 2.0  # of the size: spaces in a value are narrower
NEAR_LINES = 1.2  # of the size: how far the lines of a folded text stand apart
FOLDED = Doubt("error", "这一栏的内容折了行，折行的文字归属不清，请人工核对。")

_DATE = re.compile(r"(\d*)年(\d*)月(\d*)日$")
_UNIT = re.compile(r"\((?:元|月|年|个月)\)")


class Taken:
    """The characters of a page that are known to be a label or a value."""

    def __init__(self) -> None:
        self._ids: set[int] = set()

    def __contains__(self, char: Char) -> bool:
        return id(char) in self._ids

    def add(self, chars: Iterable[Char]) -> None:
        """Take characters."""
        self._ids.update(map(id, chars))

    def drop(self, chars: Iterable[Char]) -> None:
        """Give characters back."""
        self._ids.difference_update(map(id, chars))

    def has_all(self, chars: Sequence[Char]) -> bool:
        """True where there are characters and all of them are taken."""
        return bool(chars) and all(char in self for char in chars)


@dataclass(frozen=True)
class Found:
    """A label on the page with the value that belongs to it, and the words that tell its block."""

    label: str
    value: tuple[Char, ...]
    box: Box
    block: str
    in_cell: bool
    doubt: Doubt | None = None


class Labelled:
    """Finds the labels of a form on a page, and their values."""

    def __init__(self, form: FormLike, grid: Grid, taken: Taken) -> None:
        self._form, self._grid, self._taken = form, grid, taken
        self._known = plain_labels(form.record_type)

    def in_cells(self) -> Iterator[Found]:
        """Labels in cells, with the cell beside or below them, or with the rest of their own cell."""
        for cell in self._grid.cells:
            if self._taken.has_all(cell.chars) or not cell.chars:
                continue
            if bare(cell.text) in self._known:
                value = self._value_of(cell)
                if value is not None:
                    self._taken.add(cell.chars)
                    self._taken.add(value.chars)
                    yield Found(bare(cell.text), value.chars, value.box, self._block(cell), in_cell=True)
                continue
            yield from self._inside(cell)

    def _inside(self, cell: Cell) -> list[Found]:
        """Labels in a cell with the rest of it; a line without a label goes on where the line before it ended."""
        found: list[Found] = []
        for line in lines(cell.chars):
            items = list(self._on_line(line, self._block(cell), in_cell=True))
            if found and not items:
                self._taken.add(line)
                value = (*found[-1].value, *line)
                found[-1] = replace(found[-1], value=value, box=box_of(value))
            found += items
        return found

    def _value_of(self, cell: Cell) -> Cell | None:
        """The cell of a label's value: beside it, or below it where labels stand side by side."""
        beside = next((other for other in self._grid.cells if cell.is_beside(other)), None)
        below = self._below(cell)
        if below is not None and self._numbers_a_column(below):
            self._taken.add(below.chars)
            below = self._below(below)
        if beside is not None and not self._is_label(beside) and (beside.chars or not self._is_head(cell)):
            return beside
        if below is not None and not self._is_label(below) and not self._taken.has_all(below.chars):
            return below
        return None

    def _below(self, cell: Cell) -> Cell | None:
        return next((other for other in self._grid.cells if cell.is_above(other)), None)

    def _numbers_a_column(self, cell: Cell) -> bool:
        """True for one of a row of cells that count: 1, 2, 3 …"""
        number = int(cell.text) if cell.text.isdecimal() and len(cell.text) <= 2 else 0
        around = [other.text for other in self._grid.cells if cell.is_beside(other) or other.is_beside(cell)]
        return bool(number) and bool({str(number - 1), str(number + 1)} & set(around))

    def _is_head(self, cell: Cell) -> bool:
        """True for a label whose value is below it: one beside another label, or one that is alone above a value."""
        cells = self._grid.cells
        if any(other.is_beside(cell) and bare(other.text) in self._known for other in cells):
            return True
        below = [other for other in cells if cell.is_above(other) and is_same_column(cell, other)]
        right = [other for one in below for other in cells if one.is_beside(other)]
        return bool(below) and not any(other.is_beside(cell) or other.chars for other in right)

    def _is_label(self, cell: Cell) -> bool:
        return bare(cell.text) in self._known or bare(cell.text) in self._printed

    @cached_property
    def _printed(self) -> frozenset[str]:
        """The labels that our own paper prints."""
        words = (bare("".join(char.text for char in word)) for word in labels_of(self._form.compiled).words)
        return frozenset(word for word in words if len(word) > 1 and not word.isdecimal())

    def _block(self, cell: Cell) -> str:
        """What tells the block of a cell: the merged cell to its left, and the heading above it."""
        x0, y0, _, y1 = cell.box
        left = [
            other.text
            for other in self._grid.cells
            if other.box[2] <= x0 + 1
            and other.box[1] <= y0 + 1
            and other.box[3] >= y1 - 1
            and other.box[3] - other.box[1] > (y1 - y0) * 1.5
        ]
        cells = self._grid.cells
        width = max(other.box[2] for other in cells) - min(other.box[0] for other in cells)
        above = [
            other
            for other in self._grid.cells
            if other.box[1] >= y1 - 1 and other.box[2] - other.box[0] > width * 0.9 and other.chars
        ]
        heading = min(above, key=lambda other: other.box[1], default=None)
        return "|".join([*left, heading.text if heading else ""])

    def outside(self) -> Iterator[Found]:
        """Labels outside the cells; what stands right under a value, where no label is, may belong to it."""
        found = [
            item
            for line in self._grid.outside
            for item in self._on_line(line, "签章" if SIGNED in plain_text(line) else "", in_cell=False)
        ]
        rest = [char for line in self._grid.outside for char in line if char not in self._taken]
        for item in found:
            folded = any(_is_under(char, item) for char in rest)
            yield replace(item, doubt=FOLDED) if folded else item

    def _on_line(self, line: Sequence[Char], block: str, *, in_cell: bool) -> Iterator[Found]:
        """Labels followed by a colon or a gap, each with what follows up to the next one."""
        marks = list(self._marks(line))
        for (start, end, label), (stop, _, _) in pairwise([*marks, (len(line), 0, "")]):
            value = list(line[end:stop])
            while value and value[0].text in "：:":
                value.pop(0)
            tail = _DATE.search(plain_text(value))
            dated = self._known[label][0].kind.name == "date" if label in self._known else False
            if tail and not dated:
                cut = _cut(value, tail.group())
                self._taken.add(value[cut:])
                yield self._dated(value[cut:], block, in_cell=in_cell)
                value = value[:cut]
            if not dated:
                value = value[: _end_of(value)]
            self._taken.add(line[start:end])
            self._taken.add([char for char in line[end:stop] if char.text in "：:"])
            self._taken.add(value)
            yield Found(label, tuple(value), box_of([*line[start:end], *value]), block, in_cell)
        if not marks:
            text = plain_text(line)
            if _DATE.fullmatch(text):
                self._taken.add(line)
                yield self._dated(line, "签章", in_cell=in_cell)

    def _dated(self, chars: Sequence[Char], block: str, *, in_cell: bool) -> Found:
        return Found("年月日", tuple(chars), box_of(chars), block or "签章", in_cell)

    def _marks(self, line: Sequence[Char]) -> Iterator[tuple[int, int, str]]:
        """Where labels begin and end on a line: their first character, the one after them, and their spelling."""
        texts = [squeezed(char.text) for char in line]
        index = 0
        while index < len(line):
            label, end = self._label_at(texts, index)
            unit = _UNIT.match("".join(texts[end : end + 4])) if label else None
            end += len(unit.group()) if unit else 0
            whole = index == 0 and end == len(line)
            if label and (whole or (self._may_begin(line, index) and self._ends(line, texts, end))):
                start = index
                while label.endswith("机构(章)") and start and texts[start - 1] in PLACE_WORDS:
                    start -= 1
                yield start, end, label
                index = end
            else:
                index += 1

    def _label_at(self, texts: Sequence[str], index: int) -> tuple[str, int]:
        """The longest label that begins at a character, and where it ends."""
        found, end, text = "", index, ""
        for position in range(index, min(len(texts), index + 40)):
            text += texts[position]
            if text in self._known:
                found, end = text, position + 1
        return found, end

    @staticmethod
    def _may_begin(line: Sequence[Char], index: int) -> bool:
        """True where a label may begin: after a gap, a mark, or a word that says which place is meant."""
        if index == 0:
            return True
        before, char = line[index - 1], line[index]
        gap = (char.left - before.left - before.width) / (char.size or 1)
        return bool(char.space) or gap > GAP or not before.text.isalnum() or squeezed(before.text) in PLACE_WORDS

    @staticmethod
    def _ends(line: Sequence[Char], texts: Sequence[str], end: int) -> bool:
        if end >= len(line):
            return False
        gap = (line[end].left - line[end - 1].left - line[end - 1].width) / (line[end].size or 1)
        return texts[end] == ":" or gap > GAP


def is_same_column(head: Cell, cell: Cell) -> bool:
    """True for cells whose sides stand above each other."""
    return abs(head.box[0] - cell.box[0]) <= SAME_SIDE and abs(head.box[2] - cell.box[2]) <= SAME_SIDE


def plain_text(line: Iterable[Char]) -> str:
    """The text of characters as labels are compared."""
    return squeezed("".join(char.text for char in line))


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


def _end_of(value: Sequence[Char]) -> int:
    """Where a value ends on its line: at a gap so wide that what follows belongs to something else."""
    for index, (before, char) in enumerate(pairwise(value), 1):
        if char.left - before.left - before.width > char.size * WIDEST_GAP:
            return index
    return len(value)


def _is_under(char: Char, item: Found) -> bool:
    """True for a character that stands right above or under a label and its value, as folded text does."""
    x0, y0, x1, y1 = item.box
    height = char.size * NEAR_LINES
    return x0 - char.size <= char.left <= x1 + char.size and y0 - height <= char.y <= y1 + height


def _cut(chars: Sequence[Char], tail: str) -> int:
    """Where the last characters begin that together are ``tail``."""
    text = ""
    for index in reversed(range(len(chars))):
        text = squeezed(chars[index].text) + text
        if len(text) >= len(tail):
            return index
    return 0
