"""What is found where lines are missing: stretches of a line, columns of them, and blocks of columns as squares."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from hjforms.notations.units import YEAR
from hjforms.reading.others.vocabulary import TOTAL, is_sum
from hjforms.reading.others.written import GAP
from hjforms.reading.page.characters import Char
from hjforms.reading.page.squares import Square
from hjforms.reading.page.titles import squeezed

IN_LINE = 2.0  # points
EDGE = 2.0  # points: what stands over a rule may reach over its ends
UNDER = 0.8  # of the size: from a text to the rule below it
FILLED = 0.7  # of the fullest row: what a row of a table fills at least; one that fills less may be the rest of another
COLONS = (":", "：")
_YEAR = re.compile(rf"(?:19|20)\d{{2}}{YEAR.behind}")
_FIGURE = re.compile(r"[(（]?[-+¥￥]?\d[\d,，.:：/年月日至~～—-]*[%)）元]?|[-—－/]+")
_COLON = re.compile("^其中[:：](?=.)|[(（]单位[:：][^)）]*[)）]")  # what says nothing of a label

Letters = tuple[Char | None, ...]
Room = tuple[float, float]
"""From where to where a column goes."""
Line = Sequence["Part"]
Rule = tuple[float, float, float]
"""The height of a level rule on its page, and from where to where it goes."""
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

    def cut(self, count: int) -> tuple[Part, Part]:
        """The first letters, and what is behind them without the gap."""
        rest = count + len(self.text[count:]) - len(self.text[count:].lstrip())
        ends = [char.left for char in self.chars[rest:] if char is not None]
        edge = min(ends, default=self.right)
        before = self._replace(text=self.text[:count], right=edge, chars=self.chars[:count])
        return before, self._replace(text=self.text[rest:], left=edge, chars=self.chars[rest:])

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2

    @property
    def is_figure(self) -> bool:
        """True for a figure, a day, or the stroke that stands where there is none."""
        return bool(_FIGURE.fullmatch(squeezed(self.text)))

    @property
    def is_sum(self) -> bool:
        """True for the word of a line of sums."""
        return is_sum(self.text)

    @property
    def is_plain(self) -> bool:
        """True for a stretch without a colon, but for those of 其中： and （单位：元）."""
        return not any(colon in _COLON.sub("", self.text) for colon in COLONS)


class Run(NamedTuple):
    """Lines that stand for the first ones of others, how many these are, and the heads that come again."""

    lines: Sequence[Line]
    size: int
    again: Sequence[Part] = ()


class Beside(NamedTuple):
    """What a page has beside its lines: strips of letters downwards, and level rules."""

    strips: Sequence[Part] = ()
    rules: Sequence[Rule] = ()

    def edges(self, part: Part) -> list[float]:
        """The rules that cross the column of a text, from the top."""
        return sorted(
            -height for height, left, right in self.rules if left <= part.left + EDGE and part.right - EDGE <= right
        )

    def band(self, part: Part) -> Room:
        """The heights between those next to a text."""
        edges = self.edges(part)
        above, below = ([edge for edge in edges if (edge < part.middle) == is_above] for is_above in (True, False))
        return max(above, default=float("-inf")), min(below, default=float("inf"))

    def spanned(self, lines: Sequence[Line], room: Room) -> list[Line]:
        """Lines of heads, each head as wide as the rule right below it alone, which tells over what it stands.

        Several heads stand below such a rule; one that is as wide as the table parts its lines.
        """
        own = [rule for rule in self.rules if rule[1] > room[0] + EDGE or rule[2] < room[1] - EDGE]
        return [_spanned(line, list(chain(*lines[number:])), own) for number, line in enumerate(lines, 1)]


def _spanned(line: Line, below: Line, rules: Sequence[Rule]) -> Line:
    """A line of heads, those as wide as their rules under which several others stand."""
    found = list(line)
    for height, left, right in rules:
        near = [
            number
            for number, part in enumerate(line)
            if part.left < right - EDGE
            and left + EDGE < part.right
            and part.middle < -height <= part.bottom + UNDER * (part.bottom - part.top)
        ]
        under = [part for part in below if left <= part.left + EDGE and part.right - EDGE <= right]
        if len(near) == 1 and any(one.right <= other.left for one in under for other in under):
            found[near[0]] = line[near[0]]._replace(left=left, right=right)
    return found


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
        return len(texts) > 1 and all(is_year(text) or not any(map(str.isdigit, text)) for text in texts)

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

    They are a table, or labels over their values. One that is further goes on with a table of the page before, where
    its heads are. Where colons or smaller letters say which labels are meant, these are told.
    """

    columns: list[Column]
    first: int
    rows: list[int]
    is_table: bool = False
    is_further: bool = False
    is_told: bool = False
    over_rows: dict[int, Part] = field(default_factory=dict)  # lines that head the rows below them, by their number
    again: Sequence[Part] = ()  # heads that every row of several lines has again
    until: dict[int, int] = field(default_factory=dict)  # the last row of what is over several, by its id

    @property
    def last(self) -> int:
        """The line in which it ends."""
        return self.rows[-1] if self.rows else self.first

    @property
    def parts(self) -> list[Part]:
        """Everything of it that stands on this page."""
        if self.is_further:
            return [part for column in self.columns for part in column.values.values()]
        columns = (part for column in self.columns for part in [*column.over, *column.parts])
        return [*self.over_rows.values(), *columns, *self.again]

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return min(part.top for part in self.parts)

    def squares(self, table: int) -> Iterator[Drawn]:
        """Its squares. Where it is no table, what does not stand right under its label stands outside of tables."""
        tops = {
            row: min(column.values[row].top for column in self.columns if row in column.values) for row in self.rows
        }
        tops |= {line: part.top for line, part in self.over_rows.items()}
        edges = [*sorted(tops.values()), self.bottom]
        bottoms = dict(pairwise(edges))
        first = edges[0]
        for column, (left, right) in zip(self.columns, self.edges(), strict=True):
            top = self._middle if column.over else self._top
            if not self.is_further:
                yield _square(column.head, (left, top, right, first), table)
            for row, part in column.values.items():
                is_own = not self.is_further and self.value(column) is part
                top, own = (
                    first if is_own and not self.over_rows else tops[row],
                    table if is_own or self.is_table else 0,
                )
                last = self.until.get(id(part), row)
                yield _square([part], (left, top, right, bottoms[tops[last]]), own)
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
        return min((part.top for column in self.columns if column.over for part in column.head), default=self.bottom)

    @property
    def bottom(self) -> float:
        """Where it ends."""
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


def is_year(text: str) -> bool:
    """True for a year and nothing else: 2016, 2016年."""
    return bool(_YEAR.fullmatch(squeezed(text)))


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


def _square(parts: Sequence[Part], box: tuple[float, float, float, float], table: int) -> Drawn:
    """The square of parts that stand over one another."""
    chars: list[Char | None] = []
    for part in parts:
        chars += [*([None] if part is not parts[0] else []), *part.chars]
    return Square("\n".join(part.text for part in parts), *box, table), chars
