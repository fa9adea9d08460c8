"""Labels with their values outside of tables (框外的栏目): under lines and boxes, before boxes, one below the other.

Each such pair becomes a row of a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from hjforms.reading.others.boxed import Boxed, boxed, cell_before, line_over
from hjforms.reading.others.captions import captioned
from hjforms.reading.others.heads import heads_of
from hjforms.reading.others.leaders import Led, goes_on, led_by_dots
from hjforms.reading.others.unruled.blocks import Drawn, Part
from hjforms.reading.others.unruled.stretches import part_of, parts_of
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.others.wrapping import SAME_START
from hjforms.reading.others.written import before_colon, box_of, written
from hjforms.reading.page.characters import Char, end_of, stretches, text_of
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.grid import Grid
from hjforms.reading.page.squares import Square

LEAST_LISTED = 3  # labels one below the other


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


def labelled_rows(grid: Grid, tables: int, words: Vocabulary) -> tuple[list[Drawn], Grid]:
    """The rows, whose tables are counted on from these, and the page without them."""
    rows: list[Drawn] = []
    for take_out in (_led, _captioned, _numbered, _framed, _listed):
        found, grid = take_out(grid, tables + len(rows), words)
        rows += found
    return rows, grid


def _led(grid: Grid, tables: int, words: Vocabulary) -> tuple[list[Drawn], Grid]:
    """Labels with dots that lead to their values, each a row of a table of its own, and the page without these."""
    found, taken = led_by_dots(grid.outside)
    if not found:
        return [], grid
    pairs = [pair for row in found for pair in row]
    rows: list[Drawn] = []
    for table, pair in enumerate(pairs, tables + 1):
        rows += _row_of_pair(pair, table, words)
    return rows, grid.without(taken)


def _row_of_pair(pair: Led, table: int, words: Vocabulary) -> list[Drawn]:
    """A label, and its value in however many lines, as a row."""
    label = part_of(pair.label, words)
    text, chars = pair.text(words)
    left, _, right, _ = box_of([char for line in pair.value for char in line] or pair.label[-1:])
    return _as_row([label, Part(text, left, right, label.top, label.bottom, tuple(chars))], table)


def _captioned(grid: Grid, tables: int, words: Vocabulary) -> tuple[list[Drawn], Grid]:
    """Values with their labels under them, each a row of a table of its own, and the page without these.

    In the row, the label stands before its value.
    """
    found, rest = captioned(grid, lambda text: bool(words.name_of(text)))
    rows: list[Drawn] = []
    for table, one in enumerate(found, tables + 1):
        spelled = _spelled(one.number) if one.number else written(one.value, one.box[2], words)
        rows += _pair_of(one.label, spelled, one.box, table, words)
    return rows, rest


def _pair_of(
    label: Sequence[Char], value: tuple[str, Sequence[Char | None]], box: Box, table: int, words: Vocabulary
) -> list[Drawn]:
    """A label and its value, wherever it stands by that, as a row in a box."""
    left, low, right, high = box
    middle = (left + right) / 2
    named = part_of(label, words)._replace(left=left, right=middle, top=-high, bottom=-low)
    return _as_row([named, Part(value[0], middle, right, -high, -low, tuple(value[1]))], table)


def _numbered(grid: Grid, tables: int, words: Vocabulary) -> tuple[list[Drawn], Grid]:
    """Numbers in boxes in a cell behind that of their label, or under it, each a row, and the page without these."""
    rows: list[Drawn] = []
    cells: set[int] = set()
    gone: set[int] = set()
    for boxes in boxed(grid):
        before = cell_before(grid, boxes)
        label = grid.cells[before].chars if before is not None else line_over(grid, boxes)
        if not words.name_of(text_of(label)):
            continue
        rows += _pair_of(label, _spelled(boxes), boxes.box, tables + len(rows) + 1, words)
        cells |= {*boxes.cells} | ({before} if before is not None else set())
        gone |= set(map(id, (*label, *boxes.over)))
    return rows, grid.without(gone, cells) if rows else grid


def _framed(grid: Grid, tables: int, words: Vocabulary) -> tuple[list[Drawn], Grid]:
    """The lines of labels with boxes behind them, each a row of a table of its own, and the page without these.

    In a box stands a figure of a number, or all of a value.
    """
    numbers = boxed(grid)
    over = {id(char) for boxes in numbers for char in boxes.over}
    texts = [line for line in (tuple(char for char in line if id(char) not in over) for line in grid.outside) if line]
    framed = [_Framed(boxes.cells, boxes.box, *_spelled(boxes), is_number=True) for boxes in numbers]
    framed += [
        _Framed((index,), cell.box, *written(cell.chars, cell.box[2], words))
        for index, cell in enumerate(grid.cells)
        if grid.tables.count(grid.tables[index]) == 1
    ]
    beside: dict[int, list[_Framed]] = {}
    for frame in framed:
        level = [place for place, line in enumerate(texts) if frame.box[1] <= line[0].y <= frame.box[3]]
        if len(level) == 1 or frame.is_number:
            beside.setdefault(level[0] if level else -1 - frame.cells[0], []).append(frame)
    rows: list[Drawn] = []
    taken: set[int] = set()
    for place, frames in beside.items():
        line = texts[place] if place >= 0 else ()
        row = _row_of(line, frames, words)
        if not any(frame.is_number for frame in frames) and not _has_label(row, frames, words):
            continue
        taken |= {index for frame in frames for index in frame.cells}
        over |= set(map(id, line))
        rows += _as_row(row, tables + len(rows) + 1 if line else 0)
    return rows, grid.without(over, taken) if taken else grid


def _as_row(row: Sequence[Part], table: int) -> list[Drawn]:
    """Texts that stand beside each other, as a row of a table."""
    top, bottom = min(part.top for part in row), max(part.bottom for part in row)
    return [(Square(part.text, part.left, top, part.right, bottom, table), list(part.chars)) for part in row]


def _listed(grid: Grid, tables: int, words: Vocabulary) -> tuple[list[Drawn], Grid]:
    """Labels one below the other with their values in a column beside them, each a row, and the page without these.

    What stands in the column without a label goes on with the value above.
    """
    pairs = {place: pair for place, line in enumerate(grid.outside) if (pair := _pair(line, words))}
    rows: dict[int, Led] = {}
    for own in _columns(pairs):
        known = [place for place in own if place not in rows and words.name_of(text_of(pairs[place].label))]
        if len({words.name_of(text_of(pairs[place].label)) for place in known}) < LEAST_LISTED:
            continue
        for place in (place for place in own if place not in rows and known[0] <= place <= known[-1]):
            rows[place] = pairs[place]
            for line in grid.outside[place + 1 :]:
                if not goes_on([rows[place]], stretches(line)):
                    break
    if not rows:
        return [], grid
    found: list[Drawn] = []
    for table, pair in enumerate(rows.values(), tables + 1):
        found += _row_of_pair(pair, table, words)
    taken = {id(char) for pair in rows.values() for line in (pair.label, *pair.value) for char in line}
    return found, grid.without(taken)


def _columns(pairs: Mapping[int, Led]) -> Iterator[list[int]]:
    """The lines of pairs whose values begin at one place, and those between one label and one end of their values."""
    for left in sorted({pair.value[0][0].left for pair in pairs.values()}):
        yield [place for place, pair in pairs.items() if _is_at(pair.value[0][0].left, left, pair)]
    for left, right in sorted({(pair.label[0].left, end_of(pair.value[0])) for pair in pairs.values()}):
        yield [
            place
            for place, pair in pairs.items()
            if _is_at(pair.label[0].left, left, pair) and _is_at(end_of(pair.value[0]), right, pair)
        ]


def _is_at(here: float, there: float, pair: Led) -> bool:
    return abs(here - there) <= SAME_START * pair.label[0].size


def _pair(line: Sequence[Char], words: Vocabulary) -> Led | None:
    """What may be a label and, behind a gap, its value; the letters of a label may be spread."""
    parts = stretches(line)
    if len(parts) == 1:
        return None
    sums = [[char for part in parts[:count] for char in part] for count in range(1, len(parts))]
    label = next((chars for chars in reversed(sums) if words.name_of(text_of(chars))), sums[0])
    value = line[len(label) :]
    is_one = not any(words.is_label(text_of(part)) or before_colon(part) for part in stretches(value))
    is_level = all(abs(char.base - line[0].base) <= SAME_START * char.size for char in line)
    return Led(label, [value]) if is_one and is_level else None


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
        parts += [part_of(group, words)] if is_label else parts_of(group, words.is_label, words, heads_of(words))
    return sorted(parts, key=lambda part: part.left)


def _has_label(row: Sequence[Part], frames: Sequence[_Framed], words: Vocabulary) -> bool:
    """True where a label stands right before a box."""
    starts = {frame.box[0] for frame in frames}
    return any(words.name_of(label.text) for label, part in pairwise(row) if part.left in starts)
