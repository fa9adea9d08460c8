"""Tables whose years stand side by side (年份成列): they are turned, so that every year is a line.

A line of years heads the columns; in the lines below, heads stand left of the first year. A head over several lines
(当年缴费) is a strip of letters downwards, or a text; it is over all lines between the rules above and below it, or
stands in the middle of its lines, or at the first. Where that is not clear, or something stands under no year or under
two, the table is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from hjforms.reading.others.unruled.blocks import Beside, Line, Part, Run, is_year
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.page.titles import squeezed

LEAST_YEARS = 2
LEAST_LINES = 3  # below the years
STEP = 1.7  # of the widest step from line to line before: to the next
FIRST_STEP = 4.0  # of the size of letters: from the years to the first line
ON_LINE = 0.4  # of the size of letters
FILLED = 0.6  # of a line, or of a column, that letters fill once the table is turned
LEVELS = 2  # of heads
WIDTH = 100.0  # points from head to head


def turned(lines: Sequence[Line], words: TableHeads, beside: Beside) -> Run | None:
    """The table whose years are the first of these lines, with a line for every year below those of its heads."""
    years = _years(lines[0], words)
    size = _size(lines, years) if years else 0
    if years is None or size <= LEAST_LINES:
        return None
    top, bottom = lines[0][0].top, max(part.bottom for part in lines[size - 1])
    strips = [strip for strip in beside.strips if top < strip.middle < bottom and strip.right <= years.left]
    rows, loose = _rows(lines[1:size], years)
    groups = [*loose, *(row.over for row in rows if row.over is not None), *strips]
    over = _over(rows, sorted(groups, key=lambda group: group.middle), beside)
    cells = _cells(rows, years.parts)
    if over is None or cells is None:
        return None
    left = min(part.left for line in lines[:size] for part in line)
    drawn = _drawn(years, rows, over, cells)
    return Run(_placed(drawn, left, top, bottom), size, years.rest)


class _Years(NamedTuple):
    """The years beside one another, with what sums them; the head before them, and what of it says nothing."""

    head: Part
    parts: list[Part]
    rest: list[Part]

    @property
    def left(self) -> float:
        """Where the first year begins."""
        return self.parts[0].left


class _Row(NamedTuple):
    """A line below the years: its head, what stands left of that, and the values."""

    head: Part
    over: Part | None
    values: list[Part]


def _years(line: Line, words: TableHeads) -> _Years | None:
    """The years of a line that holds nothing else but the head before them, and the word of a sum."""
    first = next((place for place, part in enumerate(line) if is_year(part.text)), len(line))
    before, parts = line[:first], list(line[first:])
    told = [squeezed(part.text)[:4] for part in parts if not part.is_sum]
    are_years = len(told) >= LEAST_YEARS and told == sorted(set(told))
    are_years &= all(is_year(part.text) or part.is_sum for part in parts)
    if len(before) != 1 or not are_years:
        return None
    head, rest = _corner(before[0], words)
    return _Years(head, parts, rest) if head is not None else None


def _corner(part: Part, words: TableHeads) -> tuple[Part | None, list[Part]]:
    """The head of the years, and the words of the corner that are none of it: 项目＼年份."""
    pieces, start = list[Part](), 0
    for end in range(1, len(part.text) + 1):
        if end == len(part.text) or not part.text[end].isalnum():
            pieces.append(part.cut(start)[1].cut(end - start)[0])
            start = end + 1
    known = [piece for piece in pieces if piece.text and words.fields_of((piece.text,)) == ("year",)]
    whole = [part] if words.fields_of((part.text,)) == ("year",) else known
    return (whole[0], [part] if whole[0] is not part else []) if len(whole) == 1 else (None, [])


def _size(lines: Sequence[Line], years: _Years) -> int:
    """How many lines the table has that begins with its years; 0 where one may be the rest of a value."""
    widest = 0.0
    for number, (above, line) in enumerate(pairwise(lines), 1):
        step = line[0].top - above[0].top
        near = STEP * widest if widest else FIRST_STEP * (line[0].bottom - line[0].top)
        heads = len(_before(line, years))
        if step > near or not all(part.is_plain for part in line) or any(is_year(part.text) for part in line[1:]):
            return number
        if not 0 < heads <= LEVELS:
            return number if heads else 0
        widest = max(widest, step)
    return len(lines)


def _before(line: Line, years: _Years) -> list[Part]:
    """The words of a line that stand left of all years."""
    return [part for part in line if part.right <= years.left and not part.is_figure]


def _rows(lines: Sequence[Line], years: _Years) -> tuple[list[_Row], list[Part]]:
    """The lines below the years, and the words between two of them, which are nearer than lines are to another."""
    tops = [line[0].top for line in lines if len(line) > len(_before(line, years))]
    pitch = median([lower - upper for upper, lower in pairwise(tops)]) if len(tops) > 1 else 0.0
    rows, loose = list[_Row](), list[Part]()
    for above, line, below in zip([[], *lines], lines, [*lines[1:], []], strict=False):
        words = _before(line, years)
        if above and below and len(line) == 1 and below[0].top - above[0].top < STEP * pitch:
            loose += words
        else:
            rows.append(_Row(words[-1], words[0] if len(words) > 1 else None, [p for p in line if p not in words]))
    return rows, loose


def _over(rows: Sequence[_Row], groups: Sequence[Part], beside: Beside) -> list[Part | None] | None:
    """The head over that of each row; ``None`` where it is not clear."""
    inner = min((group.right for group in groups), default=0.0)
    found: list[Part | None] = [None] * len(rows)
    for (low, high), own in groupby(groups, beside.band):
        names = list(own)
        within = [place for place, row in enumerate(rows) if low < row.head.middle < high]
        lower = [place for place in within if rows[place].head.left >= inner]
        if len(names) == 1 and within == lower and abs(low) + abs(high) < float("inf"):
            shares: list[Sequence[int]] = [lower]
        else:
            shares = _shares([rows[place].head for place in lower], names, lower)
        if not shares or not all(shares):
            return None
        for name, places in zip(names, shares, strict=True):
            for place in places:
                found[place] = name
    is_own = all(row.over in {None, name} for row, name in zip(rows, found, strict=True))
    return found if is_own else None


def _shares(heads: Sequence[Part], groups: Sequence[Part], places: Sequence[int]) -> list[Sequence[int]]:
    """The rows of each of several heads one below the other; empty where not each stands alike to its own.

    No head stands twice under one.
    """
    ways: list[list[Sequence[int]]] = []
    for starts in (_middles(heads, groups), _firsts(heads, groups)):
        shares = [places[start:end] for start, end in pairwise([*starts, len(heads)])]
        is_whole = len(shares) == len(groups) and starts[:1] == [0] and all(shares)
        is_whole &= all(share[-1] - share[0] < len(share) for share in shares if share)
        names = [[squeezed(head.text) for head in heads[start:end]] for start, end in pairwise([*starts, len(heads)])]
        if is_whole and all(len(set(own)) == len(own) for own in names) and shares not in ways:
            ways.append(shares)
    return ways[0] if len(ways) == 1 else []


def _middles(heads: Sequence[Part], groups: Sequence[Part]) -> list[int]:
    """Where the rows of heads begin that stand in the middle of them; empty where one does not."""
    starts = [0]
    for group in groups:
        first = starts[-1]
        ends = range(first + 1, len(heads) + 1)
        end = next((end for end in ends if _are_around(group, heads[first], heads[end - 1])), None)
        if end is None:
            return []
        starts.append(end)
    return starts[:-1] if starts[-1] == len(heads) else []


def _firsts(heads: Sequence[Part], groups: Sequence[Part]) -> list[int]:
    """Where the rows of heads begin that stand at the first of them."""
    return [place for place, head in enumerate(heads) if any(_are_around(group, head, head) for group in groups)]


def _cells(rows: Sequence[_Row], years: Sequence[Part]) -> list[dict[int, Part]] | None:
    """What stands in each row under each year, by its place; ``None`` where that is not clear."""
    rooms = [(year.left, year.right) for year in years]
    found: list[dict[int, Part]] = [{} for _ in rows]
    values = [(place, value) for place, row in enumerate(rows) for value in row.values]
    while values:
        left = []
        for place, value in values:
            under = [at for at, (start, end) in enumerate(rooms) if value.left < end and start < value.right]
            if len(under) > 1 or (under and under[0] in found[place]):
                return None
            if under:
                found[place][under[0]] = value
            else:
                left.append((place, value))
        if len(left) == len(values):
            return None
        rooms = [
            (
                min(start, *(row[at].left for row in found if at in row), start),
                max(end, *(row[at].right for row in found if at in row), end),
            )
            for at, (start, end) in enumerate(rooms)
        ]
        values = left
    return found if all(one[1] <= other[0] for one, other in pairwise(rooms)) else None


def _drawn(
    years: _Years, rows: Sequence[_Row], over: Sequence[Part | None], cells: Sequence[dict[int, Part]]
) -> Iterator[list[_Placed]]:
    """The lines of the turned table: every part with the first and the last of its columns."""
    spans: dict[int, _Placed] = {}
    for column, name in enumerate(over, 1):
        if name is not None:
            spans[id(name)] = _Placed(name, spans.get(id(name), _Placed(name, column, column)).first, column)
    if spans:
        yield list(spans.values())
    yield [_Placed(part, column, column) for column, part in enumerate([years.head, *(row.head for row in rows)])]
    for at, year in enumerate(years.parts):
        values = [_Placed(row[at], column, column) for column, row in enumerate(cells, 1) if at in row]
        yield [_Placed(year, 0, 0), *values]


class _Placed(NamedTuple):
    """A part, and from which column to which it stands."""

    part: Part
    first: int
    last: int


def _placed(drawn: Iterable[Sequence[_Placed]], left: float, top: float, bottom: float) -> list[Line]:
    """The lines of a table between these heights."""
    lines = list(drawn)
    step = (bottom - top) / len(lines)
    return [
        [
            part._replace(
                left=left + WIDTH * first,
                right=left + WIDTH * (last + FILLED),
                top=top + step * number,
                bottom=top + step * (number + FILLED),
            )
            for part, first, last in line
        ]
        for number, line in enumerate(lines)
    ]


def _are_around(group: Part, first: Part, last: Part) -> bool:
    """True for heads in whose middle another stands."""
    off = abs(group.middle - (first.middle + last.middle) / 2)
    return off <= ON_LINE * (first.bottom - first.top)
