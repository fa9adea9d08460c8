"""Rows of several printed lines (一行占几行的表): they are laid side by side, so that every row is one line.

In storeys, one head stands over another, and so do the values below them: 参保地名称 over 行政区划代码. One head may
name both (名称/行政区划代码), or both ends of a span of months. Or under a line that tells the year stand others, each
with a head of its own before its figures: 当年缴费金额, 退还本人金额. Where rows begin has to be certain, and every row
must be built like the first; otherwise lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from hjforms.reading.others.unruled.blocks import Beside, Line, Part, Run, joined_part
from hjforms.reading.others.unruled.folded import folded
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.others.unruled.turned import turned
from hjforms.reading.others.vocabulary import TOTAL
from hjforms.reading.page.labels import canonical

FOLD = 1.7  # of the size: from a head to the one under it
SAME_STEP = 1.1  # times a step: what is as far
CLEARLY = 1.3  # times the steps in a row: from a row to the next
FAR = 1.6  # times the step from row to row: from there on it is something else
STOREYS = 2
MOST_LINES = 4  # of a row, or of heads
LEAST_HEADS = 2
LEAST_FIGURES = 2  # behind the head of a line
LEAST_OF_ROW = 3  # figures of what is a row, and is not built like the others
ANY_WORD = "某"
GAP = 50.0  # points between lines that are laid side by side
SIDES = ((min, "left"), (max, "right"))
_LIST = re.compile(r"([^/／、]{2,})[/／、]([^/／、]{2,})")


@dataclass
class Laid:
    """The lines of a page, those of a row laid side by side, and the heads that are left out as they come again.

    ``moved`` are the numbers of lines that stand elsewhere on the page.
    """

    lines: list[Line]
    again: list[Part] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)


def laid(lines: Sequence[Line], words: TableHeads, beside: Beside) -> Laid:
    """The lines of a page, one for every row of its tables."""
    found, number = Laid(list(lines)), 0
    while number < len(found.lines):
        rest = found.lines[number:]
        run = (
            _storeyed(rest, words)
            or _with_heads(rest, words)
            or turned(rest, words, beside)
            or folded(rest, words, beside)
        )
        if run is not None:
            found.lines[number : number + run.size] = run.lines
            found.again += run.again
            found.moved |= set(range(number, number + len(run.lines)))
            number += len(run.lines) - 1
        number += 1
    return found


def _put(part: Part, left: float, right: float) -> Part:
    return part._replace(left=left, right=right)


def _ordered(parts: Sequence[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.left)


def _level(line: Line) -> float:
    return max(part.bottom for part in line)


# --------------------------------------------------------------------------------------------- storeys


class _Pair(NamedTuple):
    """Two heads over one another, each of a field of its own; those that one head lists stand in the same place."""

    upper: Part
    lower: Part
    is_listed: bool = False

    def own(self, parts: Sequence[Part]) -> list[Part]:
        """What stands under the heads, from the top."""
        found = [part for part in parts if part.is_under(self.upper) or part.is_under(self.lower)]
        return sorted(found, key=lambda part: part.top)


def _storeyed(lines: Sequence[Line], words: TableHeads) -> Run | None:
    """A table in storeys whose heads begin with the first of these lines."""
    below = range(1, min(len(lines), MOST_LINES))
    last, pairs = next(((at, found) for at in below if (found := _pairs(lines[0], lines[at], words))), (0, []))
    if not pairs:
        last, pairs = next(((at, found) for at in (1, 0) if (found := _listed(lines[: at + 1], words))), (0, []))
    rows, count = _rows(lines[last + 1 :], pairs) if pairs else ([], 0)
    if not rows:
        return None
    heads = [_with_halves(line, pairs) for line in lines[: last + 1]]
    rows = [_spanned(row, heads, words) for row in rows]
    moved: dict[int, Part] = {}
    for pair in pairs:
        column = [(pair.upper, pair.lower), *((own[0], own[1]) for row in rows if len(own := pair.own(row)) > 1)]
        left, right = (edge([getattr(part, side) for own in column for part in own]) for edge, side in SIDES)
        for upper, lower in column:
            moved[id(upper)] = _put(upper, left, (left + right) / 2)
            moved[id(lower)] = _put(lower, (left + right) / 2, right)
        over = [part for line in heads for part in line if pair.is_listed and part.bottom <= pair.upper.top]
        moved |= {id(part): _put(part, left, right) for part in over if part.is_under(pair.upper)}
    built = [_ordered([moved.get(id(part), part) for part in line]) for line in [*heads, *rows]]
    return Run(built, last + 1 + count)


def _pairs(upper: Line, lower: Line, words: TableHeads) -> list[_Pair]:
    """The heads of two lines that stand over one another, and are no head of two lines."""
    near = (
        (one, other)
        for one in upper
        for other in lower
        if one.is_under(other) and other.top - one.top <= FOLD * (one.bottom - one.top)
    )
    found = []
    for one, other in near:
        fields = {words.fields_of((one.text,)), words.fields_of((other.text,))}
        is_one = bool(words.fields_of((f"{one.text}\n{other.text}",)))
        are_words = all(words.reads(name, ANY_WORD) for names in fields for name in names)  # a folded text would be two
        if () not in fields and len(fields) > 1 and not is_one and not are_words:
            found.append(_Pair(one, other))
    return found


def _listed(lines: Sequence[Line], words: TableHeads) -> list[_Pair]:
    """The heads in the last of these lines that list two fields, as they stand below: 名称/行政区划代码."""
    found = []
    for part in lines[-1]:
        over = [one.text for line in lines[:-1] for one in line if one.is_under(part)]
        halves = _LIST.fullmatch(part.text)
        if halves is None or len(over) >= len(lines):
            continue
        named = [words.fields_of((*over, text)) or words.fields_of((text,)) for text in halves.groups()]
        are_words = all(words.reads(name, ANY_WORD) for names in named for name in names)
        if all(len(names) == 1 for names in named) and len(set(named)) == STOREYS and not are_words:
            upper, lower = part.cut(halves.end(1))[0], part.cut(halves.start(2))[1]
            found.append(_Pair(_put(upper, part.left, part.right), _put(lower, part.left, part.right), is_listed=True))
    return found


def _with_halves(line: Line, pairs: Sequence[_Pair]) -> Line:
    """A line of heads, with both halves of those that list two fields."""
    found = list(line)
    for pair in (pair for pair in pairs if pair.is_listed):
        whole = [part for part in found if part.chars[: len(pair.upper.chars)] == pair.upper.chars]
        if whole:
            found = [*(part for part in found if part not in whole), pair.upper, pair.lower]
    return found if len(found) == len(line) else _ordered(found)


def _spanned(row: Line, heads: Sequence[Line], words: TableHeads) -> list[Part]:
    """A row, in which both ends of a span of months under one head are one text of two lines."""
    found = list(row)
    for head in (part for line in heads for part in line if len(words.fields_of((part.text,))) == STOREYS):
        own = sorted((part for part in found if part.is_under(head)), key=lambda part: part.top)
        if len(own) == STOREYS and own[0].bottom <= own[1].middle:
            found = [part for part in found if part not in own] + [joined_part(own)]
    return found


def _rows(lines: Sequence[Line], pairs: Sequence[_Pair]) -> tuple[list[Line], int]:
    """The rows below heads, and how many lines they are; none where it is not clear where one begins."""
    counts = range(LEAST_HEADS, MOST_LINES + 1)
    firsts = (count for count in counts if all(len(pair.own(_all(lines[:count]))) == STOREYS for pair in pairs))
    first = next(firsts, 0)
    steps = [_level(lower) - _level(upper) for upper, lower in pairwise(lines)]
    if not first or len(lines) < first:
        return [], 0
    inner, outer = max(steps[: first - 1]), 0.0
    rows: list[Line] = []
    start = 0
    for end, step in enumerate([*steps, float("inf")], 1):
        if step <= SAME_STEP * inner:
            continue
        row = _all(lines[start:end])
        if not _fits(row, pairs):
            return ([], 0) if sum(part.is_figure for part in row) >= LEAST_OF_ROW else (rows, start)
        rows.append(row)
        start = end
        if any(canonical(part.text) == TOTAL for part in row) or step > FAR * (outer or step):
            break
        if step < CLEARLY * inner:
            return [], 0
        outer = max(outer, step)
    return rows, start


def _fits(row: Line, pairs: Sequence[_Pair]) -> bool:
    """True for a row with two values under every pair of heads, or none; of sums, their word may stand there alone."""
    under = [pair.own(row) for pair in pairs]
    return all(len(own) in {0, STOREYS} or all(part.is_sum for part in own) for own in under)


def _all(lines: Sequence[Line]) -> list[Part]:
    return [part for line in lines for part in line]


# ----------------------------------------------------------------------------------- lines with heads


def _with_heads(lines: Sequence[Line], words: TableHeads) -> Run | None:
    """A table whose columns the first of these lines head, and in whose rows every line has a head of its own."""
    head, first = _heads(lines)
    if not _are_heads(head, words):
        return None
    kinds = list(_kinds(lines[first:], words))
    names = list(dict.fromkeys(filter(None, kinds)))
    size = _period(kinds, names)
    if not size:
        return None
    count = next((at for at in range(0, len(kinds), size) if kinds[at : at + size] != kinds[:size]), len(kinds))
    if any(kinds[count:]):  # a row that is not built like the first
        return None
    table = _Lined(head, [lines[at : at + size] for at in range(first, first + count, size)], words)
    return Run([*table.heads(), *table.rows()], first + count, table.again())


def _heads(lines: Sequence[Line]) -> tuple[Line, int]:
    """The heads with which lines begin, those of several lines as one, and how many lines these are."""
    found, count = list(lines[0]), 1
    for above, line in pairwise(lines[:MOST_LINES]):
        over = [[head for head in found if head.is_under(part)] for part in line]
        is_near = line[0].top - above[0].top <= FOLD * (line[0].bottom - line[0].top)
        if not is_near or any(len(heads) > 1 for heads in over) or any(part.is_figure for part in line):
            break
        rests = [(heads[0], part) for heads, part in zip(over, line, strict=True) if heads]
        found = [joined_part([head, *(rest for own, rest in rests if own is head)]) for head in found]
        found += [part for heads, part in zip(over, line, strict=True) if not heads]
        count += 1
    top, bottom = max(part.top for part in found), max(part.bottom for part in found)
    return [part._replace(top=top, bottom=bottom) for part in _ordered(found)], count


def _kinds(lines: Sequence[Line], words: TableHeads) -> Iterator[str]:
    """The head before the figures of every line, empty for a line without, up to the first that is of no row."""
    for line in lines:
        head = _head_of(line, words)
        if head is None and not any(part.is_figure or part.is_sum or _keyed(part, words) for part in line):
            return
        yield "" if head is None else canonical(head.text)


def _head_of(line: Line, words: TableHeads) -> Part | None:
    """The one head of a line that on the form stands over others, with figures behind it."""
    heads = [part for part in line if words.is_upper(part.text)]
    behind = [part for part in line if part.is_figure and part.left > heads[0].right] if heads else []
    return heads[0] if len(heads) == 1 and len(behind) >= LEAST_FIGURES else None


def _period(kinds: Sequence[str], names: Sequence[str]) -> int:
    """How many lines a row has; 0 where it has not every head once."""
    if len(names) < LEAST_HEADS:
        return 0
    firsts = [at for at, kind in enumerate(kinds) if kind == names[0]]
    size = firsts[1] - firsts[0] if len(firsts) > 1 else kinds.index(names[-1]) + 1
    return size if size <= MOST_LINES and sorted(filter(None, kinds[:size])) == sorted(names) else 0


def _are_heads(line: Line, words: TableHeads) -> bool:
    """True for a line that heads columns."""
    return sum(words.is_head(part.text) for part in line) >= LEAST_FIGURES and not any(part.is_figure for part in line)


def _keyed(part: Part, words: TableHeads) -> tuple[Part, Part] | None:
    """A head and the figure behind it in one stretch: 重复年份 2012."""
    for cut in range(len(part.text) - 1, 1, -1):
        head, value = part.cut(cut)
        is_word = not any(map(str.isdigit, head.text))
        if is_word and value.is_figure and words.fields_of((head.text.rstrip(" :："),)):
            return head, value
    return None


class _Lined:
    """A table in whose rows every line has a head of its own: further columns stand right of the page, line by line."""

    def __init__(self, head: Line, rows: Sequence[Sequence[Line]], words: TableHeads) -> None:
        self._head, self._rows, self._words = head, rows, words
        lined = [(line, own) for row in rows for line in row if (own := _head_of(line, words))]
        self._names = list(dict.fromkeys(canonical(own.text) for _, own in lined))
        figures = [part for line, own in lined for part in line if part.is_figure and part.left > own.right]
        self._columns = [part for part in head if any(part.is_under(figure) for figure in figures)]
        parts = _all([head, *(line for row in rows for line in row)])
        self._left, self._right = (edge(getattr(part, side) for part in parts) for edge, side in SIDES)

    def heads(self) -> list[Line]:
        """The heads of lines, as they stand over those of columns, and beside these the others."""
        top, bottom = self._head[0].top, self._head[0].bottom
        first = [own for line in self._rows[0] if (own := _head_of(line, self._words))]
        left, right = (edge(getattr(part, side) for part in self._columns) for edge, side in SIDES)
        upper = [self._moved(_put(own, left, right)._replace(top=2 * top - bottom, bottom=top), own) for own in first]
        lower = [part for part in self._head if part not in self._columns and self._names_field(part)]
        lower += [self._moved(part, own) for own in first for part in self._columns]
        lower += [
            _put(head, head.left, value.right)._replace(top=top, bottom=bottom)
            for head, value in self._keys(self._rows[0])
        ]
        return [upper, _ordered(lower)]

    def rows(self) -> Iterator[Line]:
        """Every row as one line."""
        for row in self._rows:
            found: list[Part] = []
            for line in row:
                own = _head_of(line, self._words)
                for part in (part for part in line if part is not own):
                    keyed = _keyed(part, self._words)
                    is_of_line = own is not None and any(part.is_under(head) for head in self._columns)
                    value = _put(keyed[1], part.left, part.right) if keyed else part
                    found.append(self._moved(value, own) if own is not None and is_of_line else value)
            yield _ordered(found)

    def again(self) -> list[Part]:
        """The heads of all rows but the first, and those that name nothing: 项目 over the heads of lines."""
        unknown = [part for part in self._head if part not in self._columns and not self._names_field(part)]
        lined = [own for row in self._rows[1:] for line in row if (own := _head_of(line, self._words))]
        return [*unknown, *lined, *(head for row in self._rows[1:] for head, _ in self._keys(row))]

    def _names_field(self, part: Part) -> bool:
        return bool(self._words.fields_of((part.text,)))

    def _keys(self, row: Sequence[Line]) -> list[tuple[Part, Part]]:
        return [keyed for part in _all(row) if (keyed := _keyed(part, self._words))]

    def _moved(self, part: Part, own: Part) -> Part:
        """A part of a line beside those of the lines before it."""
        by = (self._names.index(canonical(own.text)) + 1) * (self._right - self._left + GAP)
        return _put(part, part.left + by, part.right + by)
