"""Pages as squares (页面上的格子): the cells between ruled lines, and the stretches of the lines outside of them.

Lines of a cell that are not folded are parted; stretches of a line that go on below are one; columns that no upright
line parts become squares as well. The pages of a paper stand below each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from hjforms.reading.others.boxed import Boxed, boxed
from hjforms.reading.others.captions import captioned, led
from hjforms.reading.others.found import AGENCY_NAME, BLANK, fitted, is_readable
from hjforms.reading.others.gutters import parted_below
from hjforms.reading.others.heads import Heads, is_short
from hjforms.reading.others.panes import panes_of
from hjforms.reading.others.tails import is_apart
from hjforms.reading.others.unruled import labels, tables
from hjforms.reading.others.unruled.abreast import abreast
from hjforms.reading.others.unruled.blocks import GAP, Beside, Block, Drawn, Line, Part
from hjforms.reading.others.unruled.cells import opened, side_by_side, with_rows
from hjforms.reading.others.unruled.labels import Says
from hjforms.reading.others.vocabulary import NUMBERS, SEAL, TOTAL, Vocabulary
from hjforms.reading.page.characters import Char, end_of, lines, spaced, stretches, text_of
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.grid import Grid, RuledCell
from hjforms.reading.page.labels import UNITS, canonical
from hjforms.reading.page.squares import Square
from hjforms.records.base import Leaf

EVEN = 4.0  # points
PAGE_GAP = 1000.0  # points between the pages of a paper, as squares are told
LABEL_GAP = 0.25  # the same between labels
SAME_START = 0.2  # of the size
FOLDED_LEADING = 1.8  # of the size: from a line to the one in which it goes on
FLOWING_LEADING = 2.6  # the same in running text
SET_IN = 1.5  # of the size: the first line of running text
HANGING = 0.6  # of the size: what a mark at the beginning of a line stands out
SET_RIGHT = 2.0  # of the size: how far a line begins right of the one above, where both are set to the right
EVEN_SIZE = 0.5  # points
INSET = 1.0  # points: what stands in a cell is no part of the next
WORD_GAP = 0.5  # of the size: between words
LONGEST_HEAD = 40  # letters of what stands above a line and may be its label
NEARER = 1.3  # times as far: what stands over a text, and is none of it
LEAST_OF_STRIP = 2  # letters
LEAST_LISTED = 3  # labels one below the other
STAMP = "（章）"
FULL = 2.5  # of the size: a line that ends so near to its edge is folded

_NAMES_END = re.compile(r"^[\w（）()·]{4,}(?:局|处|所|站|中心|办公室|公司|支行|分行|营业部|联社|专?户)$")
_NONE = re.compile(rf"{BLANK.pattern}|[-—－/]+")  # what stands where there is no value
_AMOUNT = re.compile(r"[￥¥]?\d{1,3}(?:,?\d{3})*\.\d\d")


class _Table(NamedTuple):
    """A table without upright lines that may go on upon the next page, and its number."""

    block: Block
    table: int


class Seen(NamedTuple):
    """A square of a page, with the character of every letter of its text, the page, and where its column ends there.

    What a seal says goes on with nothing.
    """

    square: Square
    chars: list[Char | None]
    page: int
    edge: float = 0.0
    is_seal: bool = False

    def letters(self) -> list[Char]:
        """The characters alone."""
        return [char for char in self.chars if char is not None]


class _Framed(NamedTuple):
    """A text in a box of its own, or a number in several: its cells, its box, and the character of every letter."""

    cells: tuple[int, ...]
    box: Box
    text: str
    chars: Sequence[Char | None]
    is_number: bool = False

    def part(self) -> Part:
        """The text as a part of its line."""
        x0, y0, x1, y1 = self.box
        return Part(self.text, x0, x1, -y1, -y0, tuple(self.chars))


@dataclass(frozen=True)
class Sheets:
    """The squares of the pages of a paper in the order of reading, and the table that may go on upon the next page."""

    seen: Sequence[Seen] = ()
    table: _Table | None = None


FIRST = Sheets()
"""What is above the first page of a paper."""


def with_page(above: Sheets, page: Grid, number: int, words: Vocabulary, known: Mapping[str, Leaf]) -> Sheets:
    """The squares of a paper and of its next page, which stands below the one before it."""
    found, before = [*above.seen], above.table
    for pane in panes_of(page):
        whole = led(pane, lambda text: bool(words.name_of(text)))
        tables = max((seen.square.table for seen in found), default=0)
        count = tables + len(whole.cells)
        under, rest = _captioned(whole, number, count, words)
        framed, rest = _framed(rest, number, count + len(under), words)
        listed, rest = _listed(rest, number, count + len(under) + len(framed), words)
        used = -min(0, *(seen.square.table for seen in found), 0)
        heads = TableHeads(words, known, Heads(words))
        grid, columns, before = _without_lines(with_rows(side_by_side(rest, heads)), heads, before, used)
        drawn = under + framed + listed + _page(grid, number, tables, words)
        drawn += [Seen(replace(square, page=number), chars, number) for square, chars in columns]
        edge = _right_of(whole)
        drawn = [seen._replace(edge=edge) for seen in drawn]
        drawn.sort(key=lambda seen: (seen.square.top, seen.square.left))
        found += _below(found, drawn)
    return Sheets(found, before)


def _right_of(grid: Grid) -> float:
    """Where the text and the tables of a page end on the right."""
    ends = [char.left + char.width for line in grid.outside for char in line]
    return max([*ends, *(cell.box[2] for cell in grid.cells)], default=0)


def _page(grid: Grid, number: int, tables: int, words: Vocabulary) -> list[Seen]:
    """The squares of a page; its tables are counted on from those before."""
    found = []
    for cell, table in zip(grid.cells, grid.tables, strict=True):
        x0, y0, x1, y1 = cell.box
        text, chars = _written(cell.chars, x1, words)
        found.append(Seen(Square(text, x0, -y1, x1, -y0, tables + table, page=number), chars, number))
    found += [_sealed(seal, number) for seal in grid.seals]
    lines_ = grid.outside
    right = max((char.left + char.width for line in lines_ for char in line), default=0.0)
    flowing = _paragraphs(lines_, right, words)
    for paragraph in flowing:
        chars_of = [char for line in paragraph for char in line]
        x0, y0, x1, y1 = box_of(chars_of)
        text, chars = _written(chars_of, right, words)
        found.append(Seen(Square(text, x0, -y1, x1, -y0, page=number), chars, number))
    taken = {id(line) for paragraph in flowing for line in paragraph}
    edges = [*(end_of(line) for line in lines_), *(cell.box[2] for cell in grid.cells)]
    for folded in _unfolded([line for line in lines_ if id(line) not in taken], words, edges):
        x0, y0, x1, y1 = box_of(folded[0])
        text, chars = _one(folded[0], edges, words) if len(folded) == 1 else _woven(folded, words)
        found.append(Seen(Square(text, x0, -y1, x1, -y0, page=number), chars, number))
    return found


def _sealed(seal: Sequence[Char], page: int) -> Seen:
    """What a seal says, as one line; the name of an agency is told to be that of a seal."""
    x0, y0, x1, y1 = box_of(seal)
    text, chars = text_of(seal), [char for char in seal for _ in char.text]
    mark = STAMP if AGENCY_NAME.fullmatch(text) else ""
    return Seen(Square(text + mark, x0, -y1, x1, -y0, page=page), [*chars, *[None] * len(mark)], page, is_seal=True)


def _captioned(grid: Grid, number: int, tables: int, words: Vocabulary) -> tuple[list[Seen], Grid]:
    """Values with their labels under them, each a row of a table of its own, and the page without these.

    In the row, the label stands before its value.
    """
    found, rest = captioned(grid, lambda text: bool(words.name_of(text)))
    rows: list[Seen] = []
    for table, one in enumerate(found, tables + 1):
        left, low, right, high = one.box
        text, chars = _spelled(one.number) if one.number else _written(one.value, right, words)
        label, value = _part(one.label, words), Part(text, left, right, -high, -low, tuple(chars))
        middle = (left + right) / 2
        row = [label._replace(left=left, right=middle, top=-high, bottom=-low), value._replace(left=middle)]
        rows += _as_row(row, number, table)
    return rows, rest


def _framed(grid: Grid, number: int, tables: int, words: Vocabulary) -> tuple[list[Seen], Grid]:
    """The lines of labels with boxes behind them, each a row of a table of its own, and the page without these.

    In a box stands a figure of a number, or all of a value.
    """
    numbers = boxed(grid)
    over = {id(char) for boxes in numbers for char in boxes.over}
    texts = [line for line in (tuple(char for char in line if id(char) not in over) for line in grid.outside) if line]
    framed = [_Framed(boxes.cells, boxes.box, *_spelled(boxes), is_number=True) for boxes in numbers]
    framed += [
        _Framed((index,), cell.box, *_written(cell.chars, cell.box[2], words))
        for index, cell in enumerate(grid.cells)
        if grid.tables.count(grid.tables[index]) == 1
    ]
    beside: dict[int, list[_Framed]] = {}
    for frame in framed:
        level = [place for place, line in enumerate(texts) if frame.box[1] <= line[0].y <= frame.box[3]]
        if len(level) == 1 or frame.is_number:
            beside.setdefault(level[0] if level else -1 - frame.cells[0], []).append(frame)
    rows: list[Seen] = []
    taken: set[int] = set()
    for place, frames in beside.items():
        line = texts[place] if place >= 0 else ()
        row = _row_of(line, frames, words)
        if not any(frame.is_number for frame in frames) and not _has_label(row, frames, words):
            continue
        taken |= {index for frame in frames for index in frame.cells} | ({-1 - place} if line else set())
        rows += _as_row(row, number, tables + len(rows) + 1 if line else 0)
    cells = tuple(cell for index, cell in enumerate(grid.cells) if index not in taken)
    outside = tuple(line for place, line in enumerate(texts) if -1 - place not in taken)
    return rows, replace(grid, cells=cells, outside=outside)


def _as_row(row: Sequence[Part], number: int, table: int) -> list[Seen]:
    """Texts that stand beside each other, as a row of a table."""
    top, bottom = min(part.top for part in row), max(part.bottom for part in row)
    return [
        Seen(Square(part.text, part.left, top, part.right, bottom, table, page=number), list(part.chars), number)
        for part in row
    ]


def _listed(grid: Grid, number: int, tables: int, words: Vocabulary) -> tuple[list[Seen], Grid]:
    """Labels one below the other with their values in a column beside them, each a row, and the page without these.

    What stands in the column without a label goes on with the value above.
    """
    pairs = {place: pair for place, line in enumerate(grid.outside) if (pair := _pair(line, words))}
    rows: dict[int, list[Sequence[Char]]] = {}
    for left in sorted({value[0].left for _, value in pairs.values()}):
        own = [place for place, (_, value) in pairs.items() if place not in rows and _begins_at(value, left)]
        known = [place for place in own if words.name_of(text_of(pairs[place][0]))]
        if len({words.name_of(text_of(pairs[place][0])) for place in known}) < LEAST_LISTED:
            continue
        for place in (place for place in own if known[0] <= place <= known[-1]):
            rows[place] = [*pairs[place]]
            for above, line in pairwise(grid.outside[place:]):
                if not _begins_at(line, left) or above[0].base - line[0].base > FOLDED_LEADING * line[0].size:
                    break
                rows[place].append(line)
    edge = max((end_of(line) for _, *lines_ in rows.values() for line in lines_), default=0.0)
    found: list[Seen] = []
    for table, (label, *value) in enumerate(rows.values(), tables + 1):
        found += _as_row(
            [_part(label, words), _part([char for line in value for char in line], words, edge)], number, table
        )
    taken = {id(char) for parts in rows.values() for line in parts for char in line}
    return found, replace(grid, outside=tuple(line for line in grid.outside if id(line[0]) not in taken))


def _pair(line: Sequence[Char], words: Vocabulary) -> tuple[list[Char], list[Char]] | None:
    """What may be a label and, behind a gap, its value; the letters of a label may be spread."""
    parts = stretches(line)
    if len(parts) == 1:
        return None
    sums = [[char for part in parts[:count] for char in part] for count in range(1, len(parts))]
    label = next((chars for chars in reversed(sums) if words.name_of(text_of(chars))), sums[0])
    value = line[len(label) :]
    is_one = not any(words.is_label(text_of(part)) or _before_colon(part) for part in stretches(value))
    is_level = all(abs(char.base - line[0].base) <= SAME_START * char.size for char in line)
    return (label, list(value)) if is_one and is_level else None


def _begins_at(chars: Sequence[Char], left: float) -> bool:
    return abs(chars[0].left - left) <= SAME_START * chars[0].size


def _spelled(boxes: Boxed) -> tuple[str, list[Char | None]]:
    """The text of a number in boxes, with the character of each letter."""
    return "".join(letter for letter, _ in boxes.letters), [char for _, char in boxes.letters]


def _row_of(line: Sequence[Char], frames: Sequence[_Framed], words: Vocabulary) -> list[Part]:
    """The texts of a line and those in the boxes on it, from the left."""
    groups: dict[int, list[Char]] = {}
    for char in line:
        groups.setdefault(sum(frame.box[0] < char.left for frame in frames), []).append(char)
    parts = [frame.part() for frame in frames]
    for group in groups.values():
        is_label = words.is_label(text_of(group))
        parts += [_part(group, words)] if is_label else _stretches(group, words.is_label, words, Heads(words))
    return sorted(parts, key=lambda part: part.left)


def _has_label(row: Sequence[Part], frames: Sequence[_Framed], words: Vocabulary) -> bool:
    """True where a label stands right before a box."""
    starts = {frame.box[0] for frame in frames}
    return any(words.name_of(label.text) for label, part in pairwise(row) if part.left in starts)


def _below(above: Sequence[Seen], page: list[Seen]) -> list[Seen]:
    """The squares of a page as they stand under those of the page before; a table with the same columns goes on."""
    cells, before = [drawn for drawn in page if drawn.square.table], [drawn for drawn in above if drawn.square.table]
    if not above or not page:
        return page
    shift = max(drawn.square.bottom for drawn in above) - min(drawn.square.top for drawn in page) + PAGE_GAP
    own = last = 0
    if cells and before and _are_even(_edges(_first_line(cells)), _edges(_last_line(before))):
        own, last = cells[0].square.table, before[-1].square.table
        shift = before[-1].square.bottom - cells[0].square.top
    return [
        drawn._replace(
            square=replace(
                drawn.square,
                top=drawn.square.top + shift,
                bottom=drawn.square.bottom + shift,
                table=last if own and drawn.square.table == own else drawn.square.table,
            )
        )
        for drawn in page
    ]


def _first_line(cells: Sequence[Seen]) -> list[Square]:
    """The cells of the first table of a page that begin where it does."""
    top = cells[0].square.top
    return [cell.square for cell in cells if cell.square.top == top]


def _last_line(cells: Sequence[Seen]) -> list[Square]:
    """The cells of the last table of a paper that end where its last one does: some are over several rows."""
    last = cells[-1]
    own = (cell for cell in cells if cell.page == last.page and cell.square.table == last.square.table)
    return sorted((cell.square for cell in own if abs(cell.square.bottom - last.square.bottom) <= EVEN), key=_left_of)


def _left_of(square: Square) -> float:
    return square.left


def _edges(line: Sequence[Square]) -> list[float]:
    """Where the cells of a line begin and end."""
    return [edge for square in line for edge in (square.left, square.right)]


def _are_even(one: Sequence[float], other: Sequence[float]) -> bool:
    """True for edges that stand above one another."""
    return len(one) == len(other) and all(abs(here - there) <= EVEN for here, there in zip(one, other, strict=True))


def _without_lines(
    grid: Grid, heads: TableHeads, before: _Table | None, count: int
) -> tuple[Grid, list[Drawn], _Table | None]:
    """The page without the columns that no upright line parts, the squares of these, and the table that may go on.

    Their tables count downwards from those of the pages before (``count`` of them); one that goes on with that of the
    page before has its number.
    """
    boxes, wide = _beside_text(grid), opened(grid)
    strips = {index: strip for index, cell in enumerate(grid.cells) if (strip := _strip(cell))}
    alone = _alone([index for index, cell in enumerate(grid.cells) if cell.chars and index not in strips], grid.cells)
    whole = sorted({*wide, *(index for index in alone if grid.tables[index] not in boxes)} - strips.keys())
    stretched = _stretched(grid, whole, wide, heads)
    whole += strips
    found = _blocks(stretched, heads, before, Beside(list(strips.values()), grid.rules))
    if not found:
        return grid, [], None
    rest = _left(grid, whole, _letters(found))
    for block in [block for block in found if not block.rows]:
        rest = replace(rest, outside=tuple(parted_below(block, rest.outside)))
    numbered = [_Table(block, -number) for number, block in enumerate(found, count + 1)]
    if before is not None and found[0].is_further:
        numbered[0] = _Table(found[0], before.table)
    squares = [square for block, table in numbered for square in block.squares(table)]
    last = numbered[-1]
    return rest, squares, last if last.block.is_table and tables.may_go_on(last.block, stretched) else None


def _stretched(grid: Grid, whole: Sequence[int], wide: Sequence[int], heads: TableHeads) -> list[list[Part]]:
    """The lines outside of cells and in ``whole`` ones, from the top; what stands in ``wide`` ones is as wide."""
    owner = {id(char): index for index in wide for char in grid.cells[index].chars}
    level = [line for line in grid.outside if not _is_downwards(line)]
    drawn = [*level, *lines(char for index in whole for char in grid.cells[index].chars)]
    found: list[list[Part]] = []
    for line in sorted(drawn, key=lambda line: -line[0].base):
        found.append([])
        for index, own in groupby(line, lambda char: owner.get(id(char))):
            parts = _stretches(list(own), heads.is_whole, heads.words, heads.heads)
            found[-1] += parts if index is None else (_widened(part, grid.cells[index].box) for part in parts)
    return found


def _widened(part: Part, box: Box) -> Part:
    """A part as wide as the cell in which it stands."""
    return part._replace(left=box[0] + INSET, right=box[2] - INSET)


def _is_downwards(line: Sequence[Char]) -> bool:
    """True for letters that run downwards in the margin: no line of the page has them."""
    return len(line) > 1 and line[0].base - line[-1].base > line[0].size and line[0].left >= line[-1].left - EVEN_SIZE


def _blocks(lines_: Sequence[Line], heads: TableHeads, before: _Table | None, beside: Beside) -> list[Block]:
    """The columns of a page, from the top: what goes on with the table before, labels under their values, then others.

    Each way of finding them sees what those before it have left.
    """
    further = tables.continued(before.block, lines_, heads) if before is not None else None
    found = [further] if further is not None else []
    ways = (
        lambda part: labels.over_small(part, heads.is_label, heads.is_section),
        lambda part: tables.tables(part, heads, beside) if heads.words.columns else (),
        lambda part: abreast(part, heads),
        lambda part: labels.blocks(part, heads.is_label, heads.is_section),
    )
    for blocks in ways:
        for part in _between(lines_, found):
            found += filter(heads.are_values, blocks(part))
    return sorted(found, key=lambda block: block.top)


def _between(lines_: Sequence[Line], found: Sequence[Block]) -> list[list[Line]]:
    """The lines that stand between blocks."""
    parts: list[list[Line]] = [[]]
    taken = _letters(found)
    for line in lines_:
        if any(id(char) in taken for part in line for char in part.chars):
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _letters(found: Sequence[Block]) -> set[int]:
    """The letters of blocks, by their ids."""
    return {id(char) for block in found for part in block.parts for char in part.chars if char is not None}


@dataclass(frozen=True)
class TableHeads:
    """The heads of the table of a form, with what may stand under them."""

    words: Vocabulary
    known: Mapping[str, Leaf]
    heads: Heads

    def fields_of(self, heads: tuple[str, ...]) -> tuple[str, ...]:
        """The fields that a stack of heads names."""
        return self.heads.summed(tuple(map(self.heads.name, heads)))

    def is_head(self, text: str) -> bool:
        """True for a head, or a part of one."""
        return self.heads.is_head(self.heads.name(text))

    def is_label(self, text: str) -> bool:
        """True for the label of a field that is in no table."""
        return bool(self.words.name_of(text))

    def is_section(self, text: str) -> bool:
        """True for what heads a block of fields."""
        return canonical(text) in self.words.sections - {TOTAL}

    def is_whole(self, text: str) -> bool:
        """True for a label, or a head, that is one by itself."""
        return self.is_label(text) or canonical(text) in NUMBERS or bool(self.heads.fields((canonical(text),)))

    def is_lowest(self, text: str) -> bool:
        """True for a head under which none stands."""
        return any(names[-1] == self.heads.name(text) for names in self.words.columns)

    def is_upper(self, text: str) -> bool:
        """True for a head under which others stand, or for one that leaves its end out."""
        name = self.heads.name(text)
        return any(len(names) > 1 and is_short(name, names[0]) for names in self.words.columns)

    def reads(self, column: str, text: str) -> bool:
        """True for what may be a value of a column, or a blank."""
        leaf = self.known.get(f"{self.words.table}.*.{column}")
        return leaf is None or bool(_NONE.fullmatch(text)) or is_readable(leaf, fitted(leaf, text))

    def are_values(self, block: Block) -> bool:
        """True where what stands under labels is of their kinds, and for one it says something, or a colon does.

        Under labels of a blank paper there may be other labels, that we do not know. Tables were asked already.
        """
        if block.is_table or not block.rows:
            return True
        read = [
            (
                {self.known[path].kind.name for path in paths},
                any(is_readable(self.known[path], fitted(self.known[path], value.text)) for path in paths),
            )
            for column in block.columns
            if (value := block.value(column)) is not None
            and (paths := self.words.names.get(self.words.name_of(column.text)))
        ]
        told = [is_one for kinds, is_one in read if not kinds & {"text", "year-month"}]
        is_month = any(is_one for kinds, is_one in read if kinds == {"year-month"})
        return (bool(told) or is_month or block.is_told) and all(told)


def _alone(own: Sequence[int], cells: Sequence[RuledCell]) -> list[int]:
    """Which of these cells are all of their row: text in them may stand in columns."""
    found: list[list[int]] = []
    low = float("inf")
    for index in sorted(own, key=lambda index: -cells[index].box[3]):
        _, bottom, _, top = cells[index].box
        if top <= low:
            found.append([])
        found[-1].append(index)
        low = min(low, bottom) if len(found[-1]) > 1 else bottom
    return [group[0] for group in found if len(group) == 1]


def _strip(cell: RuledCell) -> Part | None:
    """The text of a cell whose letters stand one below the other, as high as the cell."""
    left, low, right, high = cell.box
    chars = [line[0] for line in cell.lines]
    is_strip = len(chars) >= LEAST_OF_STRIP and all(len(line) == 1 for line in cell.lines)
    if not is_strip or any(char.text.isdecimal() for char in chars):
        return None
    return Part(text_of(chars), left, right, -high, -low, tuple(chars))


def _beside_text(grid: Grid) -> set[int]:
    """The tables beside which text stands outside of cells: each is a box of its own."""
    heights = [line[0].y for line in grid.outside]
    cells = zip(grid.cells, grid.tables, strict=True)
    return {table for cell, table in cells if any(cell.box[1] < height < cell.box[3] for height in heights)}


def _left(grid: Grid, whole: Sequence[int], taken: set[int]) -> Grid:
    """The page without these characters; of cells that lose some, the rest stands outside of cells."""
    torn = [index for index in whole if any(id(char) in taken for char in grid.cells[index].chars)]
    margin = [line for line in grid.outside if _is_downwards(line)]
    chars = [char for line in grid.outside if line not in margin for char in line] + [
        char for index in torn for char in grid.cells[index].chars
    ]
    rest = [*margin, *map(tuple, lines(char for char in chars if id(char) not in taken))]
    cells = tuple(cell for index, cell in enumerate(grid.cells) if index not in torn)
    return replace(grid, cells=cells, outside=tuple(sorted(rest, key=lambda line: -line[0].base)))


def _stretches(line: Sequence[Char], is_label: Says, words: Vocabulary, heads: Heads) -> list[Part]:
    """The stretches of a line; the letters of a label that is spread (合　计) are one."""

    def is_head(text: str) -> bool:
        return is_label(text) or heads.is_head(heads.name(text))

    found: list[list[Char]] = []
    for part in stretches(line):
        spread = "".join(char.text for char in [*(found[-1] if found else []), *part])
        is_whole = is_label(spread) or canonical(spread) == TOTAL
        if found and len(part) == 1 and len(found[-1]) < len(spread) <= 4 and is_whole:
            found[-1] += part
        else:
            found += [piece for own in _labels_apart(part, is_head) for piece in _amounts_apart(own)]
    return [_part(part, words) for part in found]


def _labels_apart(part: list[Char], is_label: Says) -> list[list[Char]]:
    """A stretch; where it is labels with narrow gaps between them, each of these."""
    text = text_of(part)
    if is_label(text) or not any(map(str.isalpha, text)):
        return [part]
    pieces = stretches(part, LABEL_GAP)
    texts = (text_of(piece) for piece in pieces)
    return pieces if len(pieces) > 1 and all(map(is_label, texts)) else [part]


def _amounts_apart(part: list[Char]) -> list[list[Char]]:
    """A stretch; where an amount and words that are no unit stand in it with a narrow gap between them, both."""
    pieces = stretches(part, LABEL_GAP)
    texts = list(map(text_of, pieces))
    are_amounts = [bool(_AMOUNT.fullmatch(text)) for text in texts]
    is_alone = are_amounts.count(True) == 1 and are_amounts[0] != are_amounts[-1]
    if not is_alone or any(char.text in ":：" for char in part) or "".join(texts[1:]) in UNITS:
        return [part]
    cut = len(pieces[0]) if are_amounts[0] else len(part) - len(pieces[-1])
    return [part[:cut], part[cut:]]


def _part(chars: Sequence[Char], words: Vocabulary, edge: float = float("inf")) -> Part:
    x0, y0, x1, y1 = box_of(chars)
    text, letters = _written(chars, edge, words)
    return Part(text, x0, x1, -y1, -y0, tuple(letters))


def _paragraphs(found: Sequence[Sequence[Char]], right: float, words: Vocabulary) -> list[list[Sequence[Char]]]:
    """Lines of running text: the first is set in and begins with no label, and all but the last are full."""
    groups: list[list[Sequence[Char]]] = []
    for line in found:
        if groups and _flows(groups[-1], line, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group for group in groups if len(group) > 1 and not words.name_of(_before_colon(group[0]))]


def _flows(above: Sequence[Sequence[Char]], line: Sequence[Char], right: float) -> bool:
    """True for a line that goes on with running text."""
    last, size = above[-1], line[0].size
    is_near = 0 < last[0].base - line[0].base <= FLOWING_LEADING * size
    is_full = right - last[-1].left - last[-1].width <= max(FULL * size, _unbroken(line))
    is_first = len(above) == 1
    step = above[0][0].left - line[0].left if is_first else line[0].left - above[1][0].left
    begins = step >= SET_IN * size if is_first else abs(step) <= HANGING * size
    is_text = all(len(stretches(part)) == 1 or _is_said(part) for part in (last, line)) and (
        _is_said(above[0]) or _is_said(line)
    )
    return is_near and is_full and begins and is_text and abs(last[0].size - size) <= SAME_START


def _is_said(line: Sequence[Char]) -> bool:
    """True for a line of a sentence."""
    return any(char.text in "，。；" for char in line)


def _unbroken(line: Sequence[Char]) -> float:
    """How wide the figures are with which a line begins: a line ends before what may not be parted."""
    figures = list(takewhile(lambda char: char.text.isascii() and char.text.isalnum(), line))
    return end_of(figures) - line[0].left if figures else 0.0


def _unfolded(found: Sequence[Sequence[Char]], words: Vocabulary, edges: Sequence[float]) -> list[list[Sequence[Char]]]:
    """Lines of text, each with those in which its parts go on right below where they began."""
    groups: list[list[Sequence[Char]]] = []
    for line in found:
        if groups and (_goes_on(groups[-1][-1], line, groups[-1][0], words) or _hangs(groups[-1], line, edges)):
            groups[-1].append(line)
        elif groups and len(groups[-1]) == 1 and _runs_on(groups[-1][0], line, edges):
            groups[-1] = [[*groups[-1][0], *line]]
        elif groups and len(groups[-1]) == 1 and (one := _under(groups[-1][0], line, found, edges)):
            groups[-1] = one
        elif groups and len(groups[-1]) == 1 and (parted := _beside(groups[-1][0], line, words)):
            groups[-1:] = [[part] for part in parted]
        elif len(groups) > 1 and (
            one := _around(groups[-2][-1:], groups[-1][-1:], line, words)
            or _level_with(groups[-2][-1:], groups[-1][-1:], line, words)
        ):
            groups[-2:] = [*([groups[-2][:-1]] if groups[-2][:-1] else []), one]
        else:
            groups.append([line])
    return groups


def _around(
    above: Sequence[Sequence[Char]], between: Sequence[Sequence[Char]], line: Sequence[Char], words: Vocabulary
) -> list[Sequence[Char]]:
    """The line between two others that are a text in two lines, and this text: empty where they are none.

    Beside a label of two lines its value stands at half their height, and so do others beside the folded name of an
    agency that is set to the right.
    """
    labels, values, rest = (stretches(parts) for parts in (above[0], between[0], line))
    is_near = above[0][0].base - line[0].base <= FOLDED_LEADING * line[0].size
    are_labels = len(labels) == len(rest) and all(
        _begin_together(label, below) and words.name_of(text_of([*label, *below]))
        for label, below in zip(labels, rest, strict=True)
    )
    is_name = len(labels) == len(rest) == 1 and _is_rest_of_name(labels[0], rest[0])
    is_beside = all(
        end_of(part) <= value[0].left or end_of(value) <= part[0].left for value in values for part in [*labels, *rest]
    )
    if not (is_near and (are_labels or is_name) and is_beside):
        return []
    return [sorted([*above[0], *between[0]], key=lambda char: char.left), line]


def _is_rest_of_name(part: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that ends where the one above does, and makes what stands there the name of an agency."""
    value = _behind_colon(part)
    return bool(value) and abs(end_of(part) - end_of(line)) <= SAME_START * line[0].size and _completes(value, line)


def _level_with(
    above: Sequence[Sequence[Char]], between: Sequence[Sequence[Char]], line: Sequence[Char], words: Vocabulary
) -> list[Sequence[Char]]:
    """The lines of a value of two lines, and a label that stands alone at half their height; empty where it is none."""
    first, label, size = above[0], between[0], line[0].size
    step = first[0].base - line[0].base
    is_near = 0 < step <= FOLDED_LEADING * size and abs(first[0].size - size) <= EVEN_SIZE
    is_level = abs(first[0].base - label[0].base - step / 2) <= SAME_START * size
    are_plain = not any(char.text in ":：" for part in (first, line) for char in part) and not is_apart(text_of(line))
    is_one = all(len(stretches(part)) == 1 for part in (first, label, line)) and _begin_together(first, line)
    if (
        is_near
        and is_level
        and is_one
        and are_plain
        and end_of(label) < first[0].left
        and words.name_of(text_of(label))
    ):
        return [[*label, *first], line]
    return []


def _goes_on(above: Sequence[Char], line: Sequence[Char], first: Sequence[Char], words: Vocabulary) -> bool:
    """True where every part of a line begins under a part of another that has several, and none has a colon.

    One part that begins where the other line did may as well be the rest of what ended that line, unless both are a
    label. Below a label, another is no rest of it.
    """
    parts, starts = stretches(line), stretches(first)
    is_label = _is_rest_of_label(starts[0], parts[0], words)
    are_two = bool(words.name_of(text_of(starts[0])) and words.name_of(text_of(parts[0])))
    if not is_label and (are_two or (len(parts) == 1 and begins_alike(parts[0], starts))):
        return False
    is_near = above[0].base - line[0].base <= FOLDED_LEADING * line[0].size
    plain = not any(char.text in ":：" for char in (line[:-1] if is_label and len(parts) == 1 else line))
    under = all(any(_begin_together(start, part) for start in starts) for part in parts)
    return is_near and plain and (under or (is_label and len(parts) == 1)) and len(starts) > 1


def _runs_on(above: Sequence[Char], line: Sequence[Char], edges: Sequence[float]) -> bool:
    """True for a line, where that above begins, which makes the name that ends it whole: up to the edge it is full."""
    value, size = _behind_colon(above), line[0].size
    if not value or abs(value[0].size - size) > EVEN_SIZE or len({char.base for char in above}) > 1:
        return False
    is_one = all(len(stretches(part, WORD_GAP)) == 1 for part in (value, line)) and ":" not in text_of(line)
    is_near = 0 < above[0].base - line[0].base <= FOLDED_LEADING * size
    edge = max((edge for edge in edges if edge != end_of(above)), default=0.0)
    is_full = end_of(above) - size <= edge < end_of(above) + line[0].width + size / 2
    texts = (text_of(value), text_of([*value, *line]))
    is_name = [bool(_NAMES_END.search(text)) for text in texts] == [False, True]
    return is_one and is_near and _begin_together(above, line) and is_full and is_name and not is_apart(text_of(line))


def _one(line: Sequence[Char], edges: Sequence[float], words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text of a line, with that of one in which it runs on."""
    first, *rest = lines(line)
    runs_on = len(rest) == 1 and _runs_on(first, rest[0], edges)
    return _written(line, max(edges) if runs_on else float("inf"), words)


def _hangs(above: Sequence[Sequence[Char]], line: Sequence[Char], edges: Sequence[float]) -> bool:
    """True for a line that begins right under the value which ends a full line, or makes it the name of an agency.

    The value begins behind a colon, and what stands under it is no day and nothing else that is whole by itself.
    """
    value = _behind_colon(above[0])
    text = text_of(line)
    is_part = len(stretches(line)) == 1 and not any(char.text in ":：" for char in line) and not is_apart(text)
    if not (
        value and is_part and len(stretches(value, WORD_GAP)) == 1 and abs(value[0].size - line[0].size) <= EVEN_SIZE
    ):
        return False
    is_under = abs(line[0].left - value[0].left) <= SAME_START * line[0].size
    is_near = 0 < above[-1][0].base - line[0].base <= FOLDED_LEADING * line[0].size
    last = value[-1] if len(above) == 1 else above[-1][-1]
    end, size = last.left + last.width, line[0].size
    edge = max((edge for edge in edges if edge != end), default=0.0)  # where other lines end
    is_full = end - size / 2 <= edge < end + line[0].width + size / 2
    is_even = abs(end - end_of(line)) <= SAME_START * size  # both are set to the right
    is_name = _completes([*value, *(char for further in above[1:] for char in further)], line)
    return is_near and ((is_under and is_full) or ((is_under or is_even) and is_name))


def _completes(value: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that makes of the words above it the name of an agency."""
    return not AGENCY_NAME.fullmatch(text_of(value)) and bool(AGENCY_NAME.fullmatch(text_of([*value, *line])))


def _under(
    above: Sequence[Char], line: Sequence[Char], found: Sequence[Sequence[Char]], edges: Sequence[float]
) -> list[Sequence[Char]]:
    """The lines of an agency whose label stands beside the last of them; empty where a line is no such name's end.

    The line above begins where the value does, is full, and stands nearer to it than to anything over it.
    """
    value, size = _behind_colon(line), above[0].size
    if not value or abs(value[0].size - size) > EVEN_SIZE or not _begin_together(above, value):
        return []
    step = above[0].base - value[0].base
    over = min((other[0].base - above[0].base for other in found if other[0].base > above[0].base), default=PAGE_GAP)
    is_near = 0 < step <= FOLDED_LEADING * size and over >= NEARER * step
    is_one = all(len(stretches(part, WORD_GAP)) == 1 for part in (above, value)) and not is_apart(text_of(above))
    edge = max((edge for edge in edges if edge != end_of(above)), default=0.0)
    is_full = end_of(above) + value[0].width + size / 2 > edge
    plain = not any(char.text in ":：" for char in above)
    is_name = bool(AGENCY_NAME.fullmatch(text_of([*above, *value]))) and not AGENCY_NAME.fullmatch(text_of(above))
    if not (is_near and is_one and is_full and plain and is_name):
        return []
    return [[*line[: -len(value)], *above], value]


def _beside(above: Sequence[Char], line: Sequence[Char], words: Vocabulary) -> list[Sequence[Char]]:
    """The name of an agency that ends a line, with its label which stands over it alone, and the rest of the line.

    Empty where there is none: 经办人：张示例 stands beside 社保机构（章）：, 示例市社保局 below it, and the day.
    """
    *rest, name = stretches(line)
    is_label = text_of(above).rstrip().endswith((":", "：")) and words.name_of(text_of(above)).endswith(SEAL)
    is_near = 0 < above[0].base - name[0].base <= FOLDED_LEADING * name[0].size
    if rest and is_label and is_near and _begin_together(above, name) and AGENCY_NAME.fullmatch(text_of(name)):
        return [[*above, *name], [char for part in rest for char in part]]
    return []


def _behind_colon(line: Sequence[Char]) -> Sequence[Char]:
    """What stands behind the last colon of a line."""
    ends = [number for number, char in enumerate(line) if char.text in ":："]
    return line[ends[-1] + 1 :] if ends else ()


def _is_rest_of_label(label: Sequence[Char], part: Sequence[Char], words: Vocabulary) -> bool:
    """True for a stretch under another, with which it is one label, wherever its lines begin and end."""
    is_under = part[0].left < end_of(label) and label[0].left < end_of(part)
    return is_under and bool(words.name_of(text_of([*label, *part])))


def _begin_together(one: Sequence[Char], other: Sequence[Char]) -> bool:
    """True for stretches that begin at the same place of their lines."""
    return abs(other[0].left - one[0].left) <= SAME_START * other[0].size


def _woven(folded: Sequence[Sequence[Char]], words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text of lines whose parts are folded: part by part, each with its further lines."""
    text, found = "", list[Char | None]()
    rest = [part for line in folded[1:] for part in stretches(line)]
    for part in stretches(folded[0]):
        value = _behind_colon(part)
        own = [
            other
            for other in rest
            if _begin_together(part, other)
            or _is_rest_of_label(part, other, words)
            or _is_rest_of_name(part, other)
            or (value and _begin_together(value, other))
        ]
        chars = [*part, *(char for other in own for char in other)]
        gap = GAP if text else ""
        text += gap + text_of(chars)
        found += [None] * len(gap) + [char for char in chars for _ in char.text]
    return text, found


def begins_alike(part: Sequence[Char], parts: Sequence[Sequence[Char]]) -> bool:
    """True for a stretch without a colon that begins where a line of several parts does."""
    plain = not any(char.text in ":：" for char in part)
    return plain and len(parts) > 1 and abs(part[0].left - parts[0][0].left) <= part[0].size


def _written(chars: Sequence[Char], edge: float, words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text between edges, with the character of each letter; lines that are not folded are parted."""
    text, found = "", list[Char | None]()
    before: Char | None = None
    above: Sequence[Char] = ()
    for line in lines(chars):
        goes_on, is_whole = _as_label(text, line, words) if len(above) > 1 else (False, False)
        is_labelled = bool(words.name_of(_before_colon(line))) or _is_set_right(above, line)
        is_labelled |= is_whole or _is_amount(above, line)
        above = line
        begins = _labels_behind(line, words)
        for char in line:
            gap = spaced(before, char) or (GAP if id(char) in begins else "")
            if before is not None and char is line[0]:
                is_full = edge - before.left - before.width <= FULL * before.size
                gap += "" if goes_on or (is_full and not is_labelled) else "\n"
            text += gap + char.text
            found += [None] * len(gap) + [char] * len(char.text)
            before = char
    return text, found


def _labels_behind(line: Sequence[Char], words: Vocabulary) -> set[int]:
    """The letters with which labels with a colon begin behind a narrow gap, by their ids."""
    pieces = stretches(line, LABEL_GAP)[1:] if any(char.text in ":：" for char in line) else []
    return {id(piece[0]) for piece in pieces if words.name_of(_before_colon(piece))}


def _is_amount(above: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that is an amount below words: these are its label."""
    is_word = bool(above) and not any(map(str.isdigit, above[-1].text))
    return is_word and bool(_AMOUNT.fullmatch(text_of(line)))


def _as_label(above: str, line: Sequence[Char], words: Vocabulary) -> tuple[bool, bool]:
    """Whether a line goes on with the label that stands above it alone, and whether that is whole without it."""
    if not above or len(above) > LONGEST_HEAD or not words.name_of(above):
        return False, False
    goes_on = words.name_of(above + text_of(line)) == words.name_of(above)
    return goes_on, not goes_on and not words.name_of(above + text_of(line))


def _is_set_right(above: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that begins farther right than the one above, and ends where that does: it is no rest of it."""
    if not above:
        return False
    ends = (end_of(part) for part in (above, line))
    is_even = abs(next(ends) - next(ends)) <= line[0].size / 2
    return is_even and line[0].left - above[0].left > SET_RIGHT * line[0].size


def _before_colon(line: Sequence[Char]) -> str:
    """What stands before the first colon of a line, if there is one."""
    words, colon, _ = text_of(line).replace("：", ":").partition(":")
    return words if colon else ""


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
