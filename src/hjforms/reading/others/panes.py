"""Pages in two columns (分栏的版面): sections beside sections, each column read from the top down, the left one first.

Headings on one line begin such columns, where nothing below crosses from one to the other. Two labels on one line
under one heading are no columns: that line is read across. Columns are as well what level rules of their own part on
either side of a gap: labels and values on the left, a table on the right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from hjforms.notations import choice
from hjforms.reading.others.found import AGENCY_NAME
from hjforms.reading.others.parts import within
from hjforms.reading.others.scales import BRACKET as UNIT
from hjforms.reading.others.vocabulary import is_heading
from hjforms.reading.page.characters import end_of, lines, stretches, text_of
from hjforms.reading.page.grid import Grid
from hjforms.reading.page.titles import squeezed

NARROW = 1.0  # of the size: a gutter at least
SET_IN = 1.5  # of the size: what a heading may stand right or left of what is below it
BESIDE = 1.2  # of the size: how far above or below what stands beside a heading may be
LEADING = 1.8  # of the size: from a line to the one in which it goes on
NEAR = 3.0  # of the size: what stands under a heading
FAR = 1.6  # of the widest step before: from there on it is other text
COLUMNS = 2
LEAST_RULES = 3  # of a column that is told by its rules
LEVEL = 1.0  # points: rules on one height
TOGETHER = 0.5  # of the rules of a column: where more are on the heights of the other's, they are rows of one table
FARTHEST = float("inf")

_NUMBER = re.compile("([一二三四五六七八九十]{1,3})、")
_SIGNS = re.compile(r"^(?:经办|复核|审核|负责|填表|制表)人|机构\([盖公签]?章\)")  # squeezed
_SIGNED = re.compile("意见|审|经办|办理|受理|签")  # sections in which an office signs
_WORDS = re.compile(r"[\u4e00-\u9fff（）()]{2,20}")
_BEFORE = re.compile(r"([^:：.．…·•]{2,20})(?:[:：].|[.．·•]{2}|…)")  # a label, and what leads to its value
_BOXES = (*choice.MARKS, *choice.NO_MARKS)
_DIGITS = "一二三四五六七八九"

Span = tuple[float, float]
Says = Callable[[str], bool]
_Rules = dict[Span, list[float]]
"""The heights of level rules, by where they begin and end."""


class _Line(NamedTuple):
    """A line of text, or the top of a cell: its height, its size, and what of the width it takes."""

    height: float
    size: float
    spans: Sequence[Span]
    parts: Sequence[tuple[float, str]] = ()  # where a stretch of text begins, and what it says
    heads: Sequence[float] = ()  # where headings begin


class _Heading(NamedTuple):
    """A heading in one of the columns, the line on which it stands, and its number, 0 if it has none."""

    line: int
    side: int
    number: int
    text: str


def panes_of(grid: Grid, is_label: Says) -> Iterator[Grid]:
    """The parts of a page in the order of reading: what is above two columns, the left, the right, what is below.

    Headings are those by their form, and what stands alone over labels with their values.
    """
    rows = _headed(sorted(_lines_of(grid), key=lambda line: -line.height), is_label)
    if (ruled := _between_rules(grid, rows)) is not None:
        yield from _parted(grid, *ruled, is_label)
        return
    for first, line in enumerate(rows):
        if len(line.heads) != COLUMNS or len(line.parts) != COLUMNS:
            continue
        last, cut = _columns(rows, first, line.heads[1])
        if last <= first:
            continue
        high = (rows[first - 1].height + line.height) / 2 if first else FARTHEST
        low = (rows[last].height + rows[last + 1].height) / 2 if last + 1 < len(rows) else -FARTHEST
        yield from _parted(grid, high, low, cut, is_label)
        return
    yield grid


def _headed(rows: Sequence[_Line], is_label: Says) -> list[_Line]:
    """Lines with the places at which headings stand on them."""
    return [line._replace(heads=list(_heads(rows, number, is_label))) for number, line in enumerate(rows)]


def _heads(rows: Sequence[_Line], number: int, is_label: Says) -> Iterator[float]:
    """Where headings begin on a line: by their form, or alone over a label with its value behind it, or over a box."""
    for left, text in rows[number].parts:
        said = squeezed(UNIT.sub("", text))
        is_named = bool(_WORDS.fullmatch(said)) and not AGENCY_NAME.fullmatch(said)
        if is_heading(text) or (is_named and _is_over_label(rows, number, left, is_label)):
            yield left


def _is_over_label(rows: Sequence[_Line], number: int, left: float, is_label: Says) -> bool:
    """True for a place of a line right below which a label with its value stands, or a box; above it no bare label."""
    under = _nearest(rows[number + 1 :], rows[number], left)
    if not under or not (under[0].startswith(_BOXES) or _is_labelled(under, is_label)):
        return False
    over = _nearest(rows[:number][::-1], rows[number], left)
    return not over or not _is_bare(over, is_label)


def _nearest(others: Sequence[_Line], line: _Line, left: float) -> list[str]:
    """The texts from that on which begins right above a place of a line, or right below it, to the end of its line."""
    near = takewhile(lambda other: abs(line.height - other.height) <= NEAR * line.size, others)
    places = ((other, _part_at(other, left, line.size)) for other in near)
    return next(([text for _, text in other.parts[place:]] for other, place in places if place is not None), [])


def _is_bare(texts: Sequence[str], is_label: Says) -> bool:
    """True for a label without a value behind it: that may stand below."""
    return is_label(texts[0].rstrip(":：")) and not _is_labelled(texts, is_label)


def _is_labelled(texts: Sequence[str], is_label: Says) -> bool:
    """True for texts of a line of which the first is a label with its value behind it."""
    if before := _BEFORE.match(texts[0]):
        return is_label(before[1])
    return len(texts) > 1 and is_label(texts[0]) and not is_label(texts[1]) and not _BEFORE.match(texts[1])


def _part_at(line: _Line, left: float, size: float) -> int | None:
    """The part of a line that begins there, or about there."""
    return next((place for place, (start, _) in enumerate(line.parts) if abs(left - start) <= SET_IN * size), None)


def _parted(grid: Grid, high: float, low: float, cut: float, is_label: Says) -> Iterator[Grid]:
    """What is above two columns, the columns, and what is below."""
    yield within(grid, (-FARTHEST, high, FARTHEST, FARTHEST))
    yield _levelled(within(grid, (-FARTHEST, low, cut, high)))
    yield _levelled(within(grid, (cut, low, FARTHEST, high)))
    yield from panes_of(within(grid, (-FARTHEST, -FARTHEST, FARTHEST, low)), is_label)


def _between_rules(grid: Grid, rows: Sequence[_Line]) -> tuple[float, float, float] | None:
    """Where two columns with rules of their own begin and end, and are parted: between rules of the whole width."""
    spans: _Rules = {}
    for height, left, right in grid.rules:
        spans.setdefault((round(left), round(right)), []).append(height)
    common = [span for span, heights in sorted(spans.items()) if len(heights) >= LEAST_RULES]
    if len(common) != COLUMNS or common[0][1] >= common[1][0]:
        return None
    (_, start), (end, _) = common
    ours, theirs = (spans[span] for span in common)
    top, bottom = max(*ours, *theirs), min(*ours, *theirs)
    across = [height for height, left, right in grid.rules if left < start and right > end]
    high = min((height for height in across if height > top), default=top)
    low = max((height for height in across if height < bottom), default=bottom)
    own = [row for row in rows if low < row.height < high]
    is_free = all(stop <= start or begin >= end for row in own for begin, stop in row.spans)
    is_wide = all(end - start >= NARROW * row.size for row in own)
    is_crossed = any(low < height < high for height in across)
    together = sum(any(abs(height - other) <= LEVEL for other in theirs) for height in ours)
    is_table = together > TOGETHER * min(len(ours), len(theirs))
    return (high, low, (start + end) / 2) if is_free and is_wide and not is_crossed and not is_table else None


def _levelled(grid: Grid) -> Grid:
    """A column with its own lines: what stands about as high in the other one had a part in those of the page."""
    level = [line for line in grid.outside if max(char.base for char in line) - line[0].base < line[0].size]
    own = lines(char for line in level for char in line)
    return replace(grid, outside=(*map(tuple, own), *(line for line in grid.outside if line not in level)))


def _lines_of(grid: Grid) -> Iterator[_Line]:
    for line in grid.outside:
        parts = stretches(line)
        texts = [(part[0].left, text_of(part)) for part in parts]
        yield _Line(line[0].y, line[0].size, [(part[0].left, end_of(part)) for part in parts], texts)
    for cell in grid.cells:
        left, low, right, high = cell.box
        yield _Line((low + high) / 2, high - low, [(left, right)])


def _columns(rows: Sequence[_Line], first: int, start: float) -> tuple[int, float]:
    """The last line of the columns that begin on a line, and where they are parted; the line before if there are none.

    ``start`` is where the heading of the right column begins.
    """
    size = rows[first].size
    free: list[Span] = [(-FARTHEST, FARTHEST)]
    last = first - 1
    for number in range(first, len(rows)):
        left = [gap for gap in _free(free, rows[number].spans) if _is_gutter(gap, start, size)]
        if not left:
            break
        free, last = left, number
    last = _until_strange(rows, first, _before_wide(rows, first, last, start - SET_IN * size), start - SET_IN * size)
    gutter = max((gap for gap in free if gap[0] > -FARTHEST), key=lambda gap: gap[1] - gap[0], default=None)
    return (first - 1, 0.0) if gutter is None else (last, (gutter[0] + gutter[1]) / 2)


def _free(free: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """What spans leave free of gaps."""
    ends = [-FARTHEST, *(end for _, end in sorted(spans))]
    starts = [*(start for start, _ in sorted(spans)), FARTHEST]
    own = list(zip(ends, starts, strict=True))
    both = ((max(one[0], gap[0]), min(one[1], gap[1])) for one in free for gap in own)
    return [gap for gap in both if gap[0] < gap[1]]


def _is_gutter(gap: Span, start: float, size: float) -> bool:
    """True for a gap that is wide enough, and ends where the heading of the right column begins, or about there."""
    return gap[1] - gap[0] >= NARROW * size and gap[0] < start and gap[1] >= start - SET_IN * size


def _before_wide(rows: Sequence[_Line], first: int, last: int, cut: float) -> int:
    """The last line before one with a label on the left whose value is set to the right, with nothing between.

    Where it stands closely under the right column, it may be folded there.
    """
    edge = max((end for row in rows[first : last + 1] for _, end in row.spans), default=0.0)
    for number in range(first + 1, last + 1):
        here = rows[number]
        left, right = ([(at, text) for at, text in here.parts if (at >= cut) == side] for side in (False, True))
        above = next((row for row in rows[first:number][::-1] if any(at >= cut for at, _ in row.parts)), here)
        is_far = above.height - here.height > LEADING * here.size
        is_label = len(left) == 1 and not is_heading(left[0][1]) and not _BEFORE.match(left[0][1])
        is_at_edge = max(end for _, end in here.spans) >= edge - here.size
        if right and is_far and is_label and is_at_edge and right[0][0] > cut + 2 * SET_IN * here.size:
            return number - 1
    return last


def _until_strange(rows: Sequence[_Line], first: int, last: int, cut: float) -> int:
    """The last of the lines that is certainly in columns.

    A heading on the left, with none beside it, may head the whole width of the page: not where its number comes before
    those on the right, or where on the right a heading follows that has none beside it.
    """
    heads = list(_headings(rows, first, last, cut))
    sides = {number: {head.side for head in heads if head.line == number} for number in range(first, last + 1)}
    numbered = [head.number for head in heads if head.side]
    for head in heads:
        if head.side or sides[head.line] != {0} or _has_beside(rows, head.line, cut):
            continue
        follows = any(sides[number] == {1} for number in range(head.line, last + 1))
        before = bool(head.number) and all(head.number < number for number in numbered)
        if not (before if head.number else follows):
            last = head.line - 1
            break
    last = min(last, _before_foot(rows, heads, last, cut))
    return _near(rows, max((head.line for head in heads if head.line <= last), default=first), first, last)


def _has_beside(rows: Sequence[_Line], number: int, cut: float) -> bool:
    """True where text stands in the right column beside a line of the left one, on its height or nearly so."""
    here = rows[number]
    beside = (row for row in rows if abs(row.height - here.height) <= BESIDE * here.size)
    return any(left >= cut for row in beside for left, _ in row.parts)


def _before_foot(rows: Sequence[_Line], heads: Sequence[_Heading], last: int, cut: float) -> int:
    """The last line before who signs the paper below both columns: the section above on the left is none to sign in."""
    after = max((head.line for head in heads if head.side), default=0)
    for number in range(after + 1, last + 1):
        signs = [text for left, text in rows[number].parts if left < cut and _SIGNS.search(squeezed(text))]
        above = [head for head in heads if head.line < number and not head.side]
        if signs and above and not _SIGNED.search(above[-1].text):
            return number - 1
    return last


def _near(rows: Sequence[_Line], after: int, first: int, last: int) -> int:
    """The last line before what stands far below the last section of the columns."""
    steps = [upper.height - lower.height for upper, lower in pairwise(rows[first : last + 1])]
    for number in range(after, last):
        before = [step for step in steps[: number - first] if step > 0]
        if before and steps[number - first] > FAR * max(before):
            return number
    return last


def _headings(rows: Sequence[_Line], first: int, last: int, cut: float) -> Iterator[_Heading]:
    """The headings in columns, each alone in its column on its line."""
    for number in range(first, last + 1):
        for side in range(COLUMNS):
            own = [(left, text) for left, text in rows[number].parts if (left >= cut) == bool(side)]
            if len(own) == 1 and own[0][0] in rows[number].heads:
                yield _Heading(number, side, _number(own[0][1]), own[0][1])


def _number(text: str) -> int:
    """The number of a heading, 0 where it has none.

    >>> [_number(text) for text in ("五、退费账户", "十二、签章", "二十、代办人", "退费账户信息")]
    [5, 12, 20, 0]
    """
    found = _NUMBER.match(squeezed(text))
    if found is None:
        return 0
    tens, ten, ones = found[1].rpartition("十")
    return 10 * (_digit(tens) or 1) * bool(ten) + _digit(ones)


def _digit(text: str) -> int:
    return _DIGITS.find(text) + 1 if text else 0
