"""Columns that no upright line parts (无竖线的列): labels above their values, or the heads of a table above its rows.

A line of nothing but labels, each in a stretch of its own, begins a block; each may go on below itself (个人账户 above
储存额). What follows belongs to it line by line, as long as every stretch stands under exactly one of its labels.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from hjforms.notations.units import YEAR
from hjforms.reading.others.vocabulary import TOTAL, is_heading
from hjforms.reading.page.characters import Char
from hjforms.reading.page.squares import Square
from hjforms.reading.page.titles import squeezed

INTERLOCKED = 0.1  # of the height of a line: how deep lines reach into one another that are one
APART = 2.0  # of the height of a line: from heads to those under them
FROM_HEADS = 4.0  # the same from heads to what else stands under them
FAR = 1.5  # of the step between heads and rows
IN_LINE = 2.0  # points
MOST_ABOVE, MOST_BELOW = 2, 1  # lines that head a page, and that foot it
MOST_LINES = 4  # of a head
MOST_ROWS = 200
LEAST_COLUMNS = 2
SMALL = 0.9  # of the size of a value: that of a label which is clearly set in smaller letters
FILLED = 0.7  # of the fullest row: what a row of a table fills at least; one that fills less may be the rest of another
LEAST_ROOMS = 3  # columns whose edges follow from their labels
MOST_FREE = 6  # heads of the upper line of which it is asked whether they stand over others
MOST_HEADS = 40
MOST_RULES = 4  # near the labels
SAME_EDGE = 0.5  # points a column by which what follows from labels may be off
_YEAR = re.compile(rf"(?:19|20)\d{{2}}{YEAR.behind}")
COLONS = (":", "：")
_AMONG = re.compile("^其中[:：](?=.)")
GAP = "\u3000\u3000"

Letters = tuple[Char | None, ...]
Room = tuple[float, float]
Rules = Sequence[tuple[float, float, float]]
"""Level rules: height (upwards), from, to."""
IsLabel = Callable[[str], bool]
IsShared = Callable[[str, Sequence[str]], bool]
"""Whether a text is a label among those beside it."""
Drawn = tuple[Square, list[Char | None]]
"""A square, and the character of every letter of its text."""


class Part(NamedTuple):
    """A stretch of a line between wide gaps, its edges (``y`` grows downwards), and the character of every letter."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    chars: Letters

    def is_under(self, other: Part) -> bool:
        """True for stretches that share a part of the width."""
        return self.left < other.right and other.left < self.right

    @property
    def is_plain(self) -> bool:
        """True for a stretch without a colon, but for that of 其中：."""
        return not any(colon in _AMONG.sub("", self.text) for colon in COLONS)


@dataclass
class Column:
    """A label with its further lines, and what stands under it, by the number of the line.

    ``over`` is a head that it shares with the columns beside it: 参保地 over 行政区划代码 and 名称.
    """

    head: list[Part]
    values: dict[int, Part] = field(default_factory=dict)
    over: list[Part] = field(default_factory=list)
    room: Room | None = None

    @property
    def text(self) -> str:
        """The label."""
        return "\n".join(part.text for part in [*self.over, *self.head])

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads that stand over one another, from the top; one of several lines is one."""
        return (*(part.text for part in self.over), "\n".join(part.text for part in self.head))

    def are_years(self) -> bool:
        """True for a column of years; beside them may stand what sums them."""
        texts = [squeezed(part.text) for part in self.values.values()]
        return len(texts) > 1 and all(_YEAR.fullmatch(text) or not any(map(str.isdigit, text)) for text in texts)

    @property
    def parts(self) -> list[Part]:
        """Everything that stands in it."""
        return [*self.head, *self.values.values()]

    def lines_up(self, part: Part) -> bool:
        """True for a stretch that begins, ends or has its middle where a value of the column does."""
        return any(
            min(
                abs(part.left - own.left),
                abs(part.right - own.right),
                abs(part.left + part.right - own.left - own.right) / 2,
            )
            <= IN_LINE
            for own in self.values.values()
        )

    def reaches(self, height: float) -> bool:
        """True for a label that goes on beside the first values."""
        return self.head[-1].bottom > height

    def holds(self, part: Part) -> bool:
        """True for a stretch under the label: in its room, where that is known."""
        if self.room is not None:
            return self.room[0] < (part.left + part.right) / 2 < self.room[1]
        return any(part.is_under(own) for own in self.head)


@dataclass
class Block:
    """Columns from the left, the line in which they begin, and those in which their values stand (none: headings).

    One that is further goes on with a table of the page before, where its labels are. Where colons or smaller letters
    say which labels are meant, these are told.
    """

    columns: list[Column]
    first: int
    rows: list[int]
    is_further: bool = False
    is_told: bool = False
    over_rows: dict[int, Part] = field(default_factory=dict)  # lines that head the rows below them, by their number

    @property
    def last(self) -> int:
        """The line in which it ends."""
        return self.rows[-1] if self.rows else self.first

    @property
    def parts(self) -> list[Part]:
        """Everything of it that stands on this page."""
        if self.is_further:
            return [part for column in self.columns for part in column.values.values()]
        return [*self.over_rows.values(), *(part for column in self.columns for part in [*column.over, *column.parts])]

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return min(part.top for part in self.parts)

    def shares_lines(self, other: Block) -> bool:
        """True for blocks of which one begins before the other has ended."""
        return self.top < other._bottom and other.top < self._bottom

    def squares(self, table: int, *, is_table: bool) -> Iterator[Drawn]:
        """Its squares. Where it is no table, what does not stand right under its label stands outside of tables."""
        tops = {
            row: min(column.values[row].top for column in self.columns if row in column.values) for row in self.rows
        }
        tops |= {line: part.top for line, part in self.over_rows.items()}
        edges = [*sorted(tops.values()), self._bottom]
        bottoms = dict(pairwise(edges))
        first = edges[0]
        for column, (left, right) in zip(self.columns, self.edges(), strict=True):
            top = self._middle if column.over else self._top
            if not self.is_further:
                yield _square(column.head, (left, top, right, first), table)
            for row, part in column.values.items():
                is_own = not self.is_further and self.value(column) is part
                top, own = first if is_own and not self.over_rows else tops[row], table if is_own or is_table else 0
                yield _square([part], (left, top, right, bottoms[tops[row]]), own)
        ends = [edge for room in self.edges() for edge in room]
        for line, part in self.over_rows.items():
            yield _square([part], (min(ends), tops[line], max(ends), bottoms[tops[line]]), table)
        if not self.is_further:
            yield from self._shared(table)

    def value(self, column: Column) -> Part | None:
        """What stands right under a label, where nothing follows that may go on with it."""
        first = min(column.values[self.rows[0]].top for column in self.columns if self.rows[0] in column.values)
        is_right_under = self.rows[0] in column.values or column.reaches(first)
        return next(iter(column.values.values())) if is_right_under and len(column.values) == 1 else None

    def _shared(self, table: int) -> Iterator[Drawn]:
        """The squares of the heads over several columns."""
        under: dict[int, list[tuple[Column, tuple[float, float]]]] = defaultdict(list)
        for column, edges in zip(self.columns, self.edges(), strict=True):
            if column.over:
                under[id(column.over)].append((column, edges))
        for columns in under.values():
            (first, (left, _)), (_, (_, right)) = columns[0], columns[-1]
            yield _square(first.over, (left, self._top, right, self._middle), table)

    @property
    def _top(self) -> float:
        return min(part.top for column in self.columns for part in [*column.over, *column.head])

    @property
    def _middle(self) -> float:
        """Where the heads begin that stand under another."""
        return min((part.top for column in self.columns if column.over for part in column.head), default=self._bottom)

    @property
    def _bottom(self) -> float:
        shown = (column.values.values() if self.is_further else column.parts for column in self.columns)
        return max(part.bottom for parts in shown for part in parts)

    def is_filled(self) -> bool:
        """True where every row but that of the sums says its year, or fills most of the columns."""
        rows = [[column.values[row].text for column in self.columns if row in column.values] for row in self.rows]
        most = max(map(len, rows), default=0)
        told = {row for column in self.columns if column.are_years() for row in column.values}
        return all(
            number in told or len(row) >= FILLED * most or TOTAL in map(squeezed, row)
            for number, row in zip(self.rows, rows, strict=True)
        )

    def edges(self) -> list[tuple[float, float]]:
        """From where to where each column goes: up to where the next one begins; of headings, the last has no end."""
        rooms = [column.room for column in self.columns if column.room is not None]
        if len(rooms) == len(self.columns):
            return rooms
        left = [min(part.left for part in column.parts) for column in self.columns]
        right = max(part.right for column in self.columns for part in column.parts)
        return list(pairwise([*left, right if self.rows else float("inf")]))


def may_go_on(block: Block, lines: Sequence[Sequence[Part]]) -> bool:
    """True for a table at the end of a page, of which there may be more on the next."""
    last = [squeezed(column.values[block.last].text) for column in block.columns if block.last in column.values]
    return bool(block.rows) and TOTAL not in last and len(lines) - block.last <= MOST_BELOW + 1


def blocks(
    lines: Sequence[Sequence[Part]],
    is_label: IsLabel,
    is_section: IsLabel,
    rules: Rules = (),
    is_shared: IsShared = lambda _text, _beside: False,
    start: int = 0,
) -> Iterator[Block]:
    """The blocks of columns of a page, from the top; headings side by side are one as well."""
    number = start
    while number < len(lines):
        line = lines[number]
        block = (
            _under_small(lines, number, is_label)
            or (
                None
                if len(line) == 1 and is_section(line[0].text)
                else _block(lines, number, is_label, is_section, rules, is_shared)
            )
            or _under_colons(lines, number, is_label)
        )
        if block is not None:
            yield block
            number = block.last
        elif len(line) >= LEAST_COLUMNS and all(is_section(part.text) for part in line):
            yield Block([Column([part]) for part in line], number, [])
        number += 1


def woven(lines: Sequence[Sequence[Part]]) -> Iterator[list[Part]]:
    """The lines of a page; those that reach into one another's height are one: heads of one line beside heads of two.

    Of those that stand over several others, there is a line of its own, with what stands over none and under none.
    """
    first = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and _are_interlocked(lines[number - 1], lines[number]):
            continue
        yield from [list(lines[first])] if number - first == 1 else _rows([*chain(*lines[first:number])])
        first = number


def _are_interlocked(upper: Sequence[Part], lower: Sequence[Part]) -> bool:
    """True for lines that reach into one another's height, and nowhere stand under one another."""
    size = min(part.bottom - part.top for part in [*upper, *lower])
    deep = max(part.bottom for part in upper) - min(part.top for part in lower)
    is_beside = not any(part.is_under(other) for part in upper for other in lower)
    return deep > INTERLOCKED * size and is_beside and all(part.is_plain for part in [*upper, *lower])


def _rows(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The one line or the two that stretches are, those under one another put together."""
    below = {part: [other for other in parts if other.top > part.top and part.is_under(other)] for part in parts}
    over = [part for part in parts if any(not one.is_under(other) for one, other in combinations(below[part], 2))]
    stacks: list[list[Part]] = []
    for part in sorted((part for part in parts if part not in over), key=lambda part: part.top):
        stack = next((stack for stack in stacks if any(part.is_under(other) for other in stack)), None)
        stacks.append([part]) if stack is None else stack.append(part)
    alone = [stack for stack in stacks if not any(part.is_under(other) for part in stack for other in over)]
    if over:
        yield sorted([*over, *map(joined_part, alone)], key=lambda part: part.left)
    rest = [stack for stack in stacks if not over or stack not in alone]
    yield sorted(map(joined_part, rest), key=lambda part: part.left)


def joined_part(parts: Sequence[Part]) -> Part:
    """Stretches under one another as one of several lines."""
    square, chars = _square(
        parts,
        (
            min(part.left for part in parts),
            min(part.top for part in parts),
            max(part.right for part in parts),
            max(part.bottom for part in parts),
        ),
        0,
    )
    return Part(square.text, square.left, square.right, square.top, square.bottom, tuple(chars))


def beside_part(parts: Sequence[Part]) -> Part:
    """Stretches beside one another as one."""
    text = GAP.join(part.text for part in parts)
    chars = [*parts[0].chars, *(char for part in parts[1:] for char in (*[None] * len(GAP), *part.chars))]
    tops, bottoms = [part.top for part in parts], [part.bottom for part in parts]
    return Part(text, parts[0].left, parts[-1].right, min(tops), max(bottoms), tuple(chars))


def _block(
    lines: Sequence[Sequence[Part]],
    start: int,
    is_label_of: IsLabel,
    is_section: IsLabel,
    rules: Rules,
    is_shared: IsShared,
) -> Block | None:
    """The block that begins with a line."""
    beside = [part.text for part in lines[start]]

    def is_label(text: str) -> bool:
        return is_label_of(text) or (text in beside and is_shared(text, beside))

    columns, first = _two_levels(lines[start : start + 2], rules), start + 2
    if not columns or not all(is_label(column.text) for column in columns):
        columns, first = [], start
    while first < min(len(lines), start + MOST_LINES) and not any(column.values for column in columns):
        if len(columns) >= LEAST_ROOMS and all(is_label(column.text) for column in columns):
            _make_room(columns, rules)
        if columns and _are_apart(lines[first - 1], lines[first], FROM_HEADS):
            return None
        if not _goes_on(columns, lines[first], first, is_label):
            return None
        first += 1
    is_one = len(columns) >= LEAST_COLUMNS and all(is_label(column.text) for column in columns)
    if not is_one or not any(column.values for column in columns):
        return None
    rows = [first - 1]
    for number in range(first, min(len(lines), first + MOST_ROWS)):
        is_other = any(is_label(part.text) or is_section(part.text) for part in lines[number])
        before_labels = all(is_label(part.text) for part in chain(*lines[number + 1 : number + 2]))
        above = lines[start if before_labels else rows[0] : number]  # what heads other labels may follow one row
        is_other |= len(lines[number]) == 1 and (is_heading(lines[number][0].text) or _is_far(above, lines[number][0]))
        if is_other or not _is_row(columns, lines[number]):
            break
        _put(columns, lines[number], number)
        rows.append(number)
    return Block(sorted(columns, key=lambda column: column.head[0].left), start, rows)


def _under_colons(lines: Sequence[Sequence[Part]], start: int, is_label: IsLabel) -> Block | None:
    """A line of labels with nothing behind their colons, of which every one has a value on the line below it.

    A value begins right of where its label does, and left of where the next one does.
    """
    line, values = lines[start], lines[start + 1] if start + 1 < len(lines) else ()
    are_labels = all(part.text.rstrip().endswith(COLONS) and is_label(part.text) for part in line)
    are_values = all(part.is_plain and not is_label(part.text) for part in values)
    if not len(line) == len(values) >= LEAST_COLUMNS or not are_labels or not are_values:
        return None
    ends = [*(part.left for part in line[1:]), float("inf")]
    is_own = all(
        label.left - IN_LINE <= value.left < value.right <= end
        for label, value, end in zip(line, values, ends, strict=True)
    )
    if not is_own or _are_apart(line, values, APART):
        return None
    edges = zip((part.left for part in line), [*ends[:-1], max(line[-1].right, values[-1].right)], strict=True)
    columns = [
        Column([label], {start + 1: value}, room=room) for label, value, room in zip(line, values, edges, strict=True)
    ]
    return Block(columns, start, [start + 1], is_told=True)


def _under_small(lines: Sequence[Sequence[Part]], start: int, is_label: IsLabel) -> Block | None:
    """Labels in clearly smaller letters than the one line of values below them, each of which is under one label.

    The letters say what is a label: some may be in words that we do not know, one may stand alone.
    """
    columns, number = [Column([part]) for part in lines[start]], start + 1
    while number < len(lines) and not _are_smaller(lines[start], lines[number]):
        under = _each_under(columns, lines[number])
        if number == start + MOST_LINES or under is None or _are_apart(lines[number - 1], lines[number], 1.0):
            return None
        for column, part in under:
            column.head.append(part)
        number += 1
    known = sum(is_label(column.text) for column in columns)
    below = lines[number : number + 1]
    if (
        not below
        or not _is_row(columns, below[0])
        or 2 * known < len(columns)
        or _are_apart(lines[number - 1], below[0], 1.0)
    ):
        return None
    _put(columns, below[0], number)
    if any(is_label(part.text) for part in below[0]) or _may_go_on_below(columns, lines[number : number + 2]):
        return None
    return Block(columns, start, [number], is_told=True)


def _each_under(columns: Sequence[Column], line: Sequence[Part]) -> list[tuple[Column, Part]] | None:
    """The stretches of a line, each with the one label that it is under; ``None`` where that is not clear."""
    if not _is_row(columns, line):
        return None
    return [(next(column for column in columns if column.holds(part)), part) for part in line]


def _are_smaller(labels: Sequence[Part], line: Sequence[Part]) -> bool:
    """True for stretches in clearly smaller letters than those of a line."""
    sizes = [[char.size for part in parts for char in part.chars if char] for parts in (labels, line)]
    return all(sizes) and max(sizes[0]) <= SMALL * min(sizes[1])


def _may_go_on_below(columns: Sequence[Column], lines: Sequence[Sequence[Part]]) -> bool:
    """True for a line right below the values, in letters as large, of which a stretch lines up with one of them."""
    is_near = len(lines) > 1 and not _are_apart(lines[0], lines[1], 1.0) and not _are_smaller(lines[1], lines[0])
    return is_near and any(column.lines_up(part) for part in lines[1] for column in columns)


def _is_far(rows: Sequence[Sequence[Part]], part: Part) -> bool:
    """True for a stretch further below the last line of heads and rows than these stand apart: it is of neither."""
    tops = [row[0].top for row in rows]
    steps = [lower - upper for upper, lower in pairwise(tops)]
    return bool(steps) and part.top - tops[-1] > FAR * max(steps)


def continued(block: Block, lines: Sequence[Sequence[Part]], is_head: IsLabel) -> Block | None:
    """The rows with which a table goes on at the top of a page: every stretch of them lines up with one column.

    ``None`` where there are none, or heads stand over them again.
    """
    rooms = zip(block.columns, block.edges(), strict=True)
    columns = [Column(column.head, over=column.over, room=room) for column, room in rooms]
    rows: list[int] = []
    for number, line in enumerate(lines):
        if any(is_head(part.text) for part in line):
            break
        under = [
            [index for index, column in enumerate(block.columns) if column.lines_up(part)] if part.is_plain else []
            for part in line
        ]
        is_row = all(len(found) == 1 for found in under) and len({found[0] for found in under}) == len(line)
        if is_row and len(line) >= LEAST_ROOMS:
            rows.append(number)
            for part, [index] in zip(line, under, strict=True):
                columns[index].values[number] = part
        elif rows or number >= MOST_ABOVE:
            break
    return Block(columns, rows[0], rows, is_further=True) if rows else None


def _two_levels(lines: Sequence[Sequence[Part]], rules: Rules) -> list[Column]:
    """The columns under two lines of heads, of which the upper stand over several of the lower.

    Empty where a rule does not tell where columns end, or where what stands over which is not clear.
    """
    if not rules or len(lines) < 2 or not all(part.is_plain for line in lines for part in line):
        return []
    upper, lower = lines
    if _are_apart(upper, lower, APART):  # a title over a table
        return []
    free = [part for part in upper if not any(part.is_under(other) for other in lower)]
    if len(free) > MOST_FREE or not LEAST_ROOMS <= len(lower) <= MOST_HEADS:
        return []
    for count in range(len(free), -1, -1):
        for alone in combinations(free, count):
            columns = [Column([part]) for part in sorted([*lower, *alone], key=lambda part: part.left)]
            _make_room(columns, rules)
            over = [part for part in upper if part not in alone]
            if (
                over
                and columns[0].room is not None
                and all(_cover(part, columns, lower) or _stack(part, columns, lower) for part in over)
            ):
                return columns
    return []


def _are_apart(upper: Sequence[Part], lower: Sequence[Part], most: float) -> bool:
    """True for lines that stand farther from one another than some heights of a line."""
    gap = min(part.top for part in lower) - max(part.bottom for part in upper)
    return gap > most * (lower[0].bottom - lower[0].top)


def _cover(part: Part, columns: Sequence[Column], lower: Sequence[Part]) -> bool:
    """Put a head over the one run of columns of which it stands in the middle; false where there is none."""
    middle = (part.left + part.right) / 2
    runs = [
        columns[first : last + 1]
        for first in range(len(columns))
        for last in range(first + 1, len(columns))
        if all(column.head[0] in lower and not column.over for column in columns[first : last + 1])
        if abs((_room(columns[first])[0] + _room(columns[last])[1]) / 2 - middle) <= SAME_EDGE * 2
    ]
    longest = max(runs, key=len, default=[])
    over = [part]
    for column in longest:
        column.over = over
    return bool(longest)


def _stack(part: Part, columns: Sequence[Column], lower: Sequence[Part]) -> bool:
    """Put a line of a head over the other, where it stands in the room of one column alone; false elsewhere."""
    own = [column for column in columns if _room(column)[0] <= part.left and part.right <= _room(column)[1]]
    is_one = len(own) == 1 and own[0].head[0] in lower and not own[0].over
    if is_one:
        own[0].head.insert(0, part)
    return is_one


def _room(column: Column) -> Room:
    assert column.room is not None
    return column.room


def _make_room(columns: Sequence[Column], rules: Rules) -> None:
    """Tell each column from where to where it goes, where that follows from a rule near its labels.

    If a label stands in the middle of its column, that ends as far behind its middle as it begins before. The last
    column has to end where the rule does; otherwise nothing follows.
    """
    if len(columns) < LEAST_ROOMS:
        return
    ordered = sorted(columns, key=lambda column: column.head[0].left)
    middles = [_middle(column.head) for column in ordered]
    bottom = max(part.bottom for column in columns for part in column.head)
    for _, start, end in sorted(rules, key=lambda rule: abs(rule[0] + bottom))[:MOST_RULES]:
        edges = [start]
        for middle in middles:
            edges.append(2 * middle - edges[-1])
        is_one = all(
            left < column.head[0].left and max(part.right for part in column.head) < right
            for column, (left, right) in zip(ordered, pairwise(edges), strict=True)
        )
        if is_one and abs(edges[-1] - end) <= SAME_EDGE * len(columns):
            for column, room in zip(ordered, pairwise(edges), strict=True):
                column.room = room
            return


def _middle(parts: Sequence[Part]) -> float:
    return (min(part.left for part in parts) + max(part.right for part in parts)) / 2


def _goes_on(columns: list[Column], line: Sequence[Part], number: int, is_label: IsLabel) -> bool:
    """Take a line for more of the labels, or, once these are whole, for the first of their values."""
    under: dict[int, list[Part]] = defaultdict(list)
    new: list[Column] = []
    for part in line:
        over = [index for index, column in enumerate(columns) if column.holds(part)]
        if len(over) > 1 or not part.is_plain:
            return False
        if over:
            under[over[0]].append(part)
        else:
            new.append(Column([part]))
    for index, parts in sorted(under.items(), reverse=True):
        taken = _taken(columns[index], parts, number, is_label)
        if len(parts) > 1 and any(column.values for column in taken):
            return False
        columns[index : index + 1] = taken
    columns += new
    return not new or not any(column.values for column in columns)


def _taken(column: Column, parts: list[Part], number: int, is_label: IsLabel) -> list[Column]:
    """A column with what stands under it on the next line: more of its label, heads of their own, or a value."""
    if len(parts) > 1 and not column.over and not is_label(column.text):
        return [Column([part], over=column.head) for part in parts]
    for part in parts:
        if not is_label(column.text) or is_label(f"{column.text}\n{part.text}"):
            column.head.append(part)
        else:
            column.values[number] = part
    return [column]


def _is_row(columns: Sequence[Column], line: Sequence[Part]) -> bool:
    """True for a line of which every stretch stands under one label, and no two under the same."""
    over = [[index for index, column in enumerate(columns) if column.holds(part)] for part in line]
    is_clear = all(len(found) == 1 for found in over) and len({found[0] for found in over}) == len(over)
    return is_clear and all(part.is_plain for part in line)


def _put(columns: Sequence[Column], line: Sequence[Part], number: int) -> None:
    for column, part in _each_under(columns, line) or ():
        column.values[number] = part


def _square(parts: Sequence[Part], box: tuple[float, float, float, float], table: int) -> Drawn:
    """The square of parts that stand over one another."""
    chars: list[Char | None] = []
    for part in parts:
        chars += [*([None] if part is not parts[0] else []), *part.chars]
    return Square("\n".join(part.text for part in parts), *box, table), chars
