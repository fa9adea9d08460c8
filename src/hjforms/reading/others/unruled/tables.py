"""Tables by their rows (由行定列): where no upright line parts the columns, the figures themselves do.

Lines of figures under one another are rows, what stands on the lines between them may be the rest of a cell, and the
stretches of the rows make the columns. The heads above them name these (``stacks``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

from hjforms.reading.others.heads import FORMULA
from hjforms.reading.others.unruled.blocks import Beside, Block, Column, Line, Part, Rule, beside_part, joined_part
from hjforms.reading.others.unruled.stacks import Stack, best, tracks_of
from hjforms.reading.others.unruled.storeys import laid
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.others.vocabulary import TOTAL, is_heading, is_sentence
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.titles import squeezed

LEAST_PARTS = 3  # stretches of a line that may be a row
MOST_SAID = 4  # stretches of a line that heads rows
MOST_HEAD_LINES = 8  # heights at which heads of one line, of two and of three stand beside one another
MOST_ABOVE, MOST_BELOW = 2, 2  # lines that head a page, and that foot it
STEP = 1.6  # of the widest step from row to row before: to the next
FIRST_STEP = 3.0  # of the size of letters: from where the first row ends to the second
NEAR = 2.4  # of the size of letters: from one line of heads to the next, and to the first row
MIDDLE = 0.4  # of the size: off the middle between two rules
FOLD = 1.7  # the same from a line of a cell to the next
CLEARLY = 1.3  # so much nearer is a line to the row to which it belongs than to the next
_OF_ANOTHER = re.compile(r"\D{2,20}(?:记录|明细|清单|如下)|\D+[:，。；]\D*")  # right above a table: what that is
_CODE = re.compile(r"\d{6}(?:\d{6})?")


def tables(lines: Sequence[Line], words: TableHeads, beside: Beside) -> Iterator[Block]:
    """The tables of a page whose columns follow from their rows; lines come from the top."""
    found = laid(lines, words, beside)
    page = _Page(found.lines, words, beside.rules, found.moved)
    number = 0
    while number < len(page.lines):
        run = page.run(number)
        if run:
            if table := page.table(run):
                own = [part for part in found.again if table.top <= part.top < table.bottom]
                yield replace(table, again=own)
            number = run[-1]
        number += 1


class _Merged(NamedTuple):
    """A text, and the rows over which it stands."""

    part: Part
    rows: Sequence[int]


@dataclass(frozen=True)
class _Page:
    """The lines of a page, from the top, with what the form knows of heads."""

    lines: Sequence[Line]
    words: TableHeads
    rules: Sequence[Rule]
    moved: Container[int]  # lines that stand elsewhere on the page, where rules do not part them

    @cached_property
    def _are_rows(self) -> list[bool]:
        return [_is_row(line, self.words) for line in self.lines]

    def run(self, first: int) -> list[int]:
        """The lines from one on that are rows, with those between them that are rests of their cells."""
        if not self._are_rows[first]:
            return []
        found, widest = [first], 0.0
        for number in range(first + 1, len(self.lines)):
            above, line = self.lines[found[-1]], self.lines[number]
            step = _top(line) - _top(above)
            is_near = step <= (STEP * widest or FIRST_STEP * _size(line) + _bottom(above) - _top(above))
            is_near |= not widest and _are_alike(above, line)
            if len(found) > 1 and any(canonical(part.text) == TOTAL for part in above):  # what follows is no row
                is_near = step <= FOLD * _size(line) and not self._are_rows[number]
            is_rest = _may_be_rest(line, self.lines[number - 1], above)
            if not is_near or not (
                self._are_rows[number] or is_rest or self._is_over_rows(number, self.lines[first][0].left)
            ):
                break
            found.append(number)
            widest = max(widest, step)
        while not self._are_rows[found[-1]]:
            found.pop()
        return found

    def table(self, run: Sequence[int]) -> Block | None:
        """The table whose rows are among these lines; ``None`` where heads do not name its columns for certain."""
        first, parts = run[0], [part for number in run for part in self.lines[number]]
        left, right = min(part.left for part in parts), max(part.right for part in parts)
        if first and self._is_over_rows(first - 1, left):
            first -= not all(self.words.is_head(part.text) for part in self.lines[first - 1])
        over = {number for number in {first, *run} if self._is_over_rows(number, left)}
        heads = self._heads_above(first, self._step(run))
        own = [number for number in run if number not in over]
        rules = Beside(rules=() if run[0] in self.moved else self.rules)
        merged = self._merged([number for number in own if self._are_rows[number]], own, rules)
        rows = self._rows(own, merged)
        tracks = tracks_of(rows)
        above = [self.lines[number] for number in heads]
        spanned = rules.spanned(above, (left, right))
        ruled = {id(part) for part in chain(*spanned)} - {id(part) for part in chain(*above)}
        stacks = best(spanned, tracks, self.words, ruled) if heads and tracks else []
        if not stacks or not _are_readable(stacks, self.words):
            return None
        columns = [
            Column(stack.parts, stack.track.values if stack.track else {}, stack.over)
            for stack in sorted(stacks, key=lambda stack: stack.left)
        ]
        said = {number: beside_part(self.lines[number]) for number in sorted(over)}
        until = {id(part): rows[-1] for part, rows in merged}
        return Block(columns, heads[0], sorted(rows), is_table=True, over_rows=said, until=until)

    def _merged(self, rows: Sequence[int], run: Sequence[int], rules: Beside) -> list[_Merged]:
        """What stands over several rows: between the rules across its column, which part the others of each row."""
        found: list[_Merged] = []
        for part in (part for number in run for part in self.lines[number] if not part.is_sum):
            high, low = rules.band(part)
            own = [row for row in rows if high < self.lines[row][-1].middle < low]
            if len(own) > 1 and all(self._are_parted(*pair, rules) for pair in pairwise(own)):
                found.append(_Merged(part, own))
        over = {id(part) for part, _ in found}
        return [one for one in found if self._leads(one, over) or self._is_in_middle(one, rows, rules)]

    def _leads(self, one: _Merged, over: Container[int]) -> bool:
        """True for a text over rows, left of which nothing else stands but others that are over rows."""
        parts = (part for row in one.rows for part in self.lines[row] if part.left < one.part.left)
        return all(id(part) in over for part in parts)

    def _is_in_middle(self, one: _Merged, rows: Sequence[int], rules: Beside) -> bool:
        """True for a text half way between rules that part its column in the midst of the table.

        Where none does, it may be of one row alone.
        """
        high, low = rules.band(one.part)
        size = one.part.bottom - one.part.top
        return len(one.rows) < len(rows) and abs(one.part.middle - (high + low) / 2) <= MIDDLE * size

    def _are_parted(self, upper: int, lower: int, rules: Beside) -> bool:
        """True for rows between which a rule goes across most of their columns."""
        high, low = (self.lines[number][-1].middle for number in (upper, lower))
        own = [sum(high < edge < low for edge in rules.edges(part)) for part in self.lines[upper]]
        return 2 * sum(map(bool, own)) > len(own)

    def _is_over_rows(self, number: int, left: float) -> bool:
        """True for a line of words that begins where rows do, and heads those right below it.

        A head alone with the code of a place, and its name, is such a line as well: 参保地区 371002 示例市. A sentence
        is one between rows.
        """
        is_between = number > 0 and self._are_rows[number - 1]
        line, below = self.lines[number], self.lines[number + 1 : number + 2]
        heads = [part for part in line if self.words.is_head(part.text)]
        is_place = len(line) > 1 and len(heads) == 1 == sum(map(_is_code, line))
        is_said = len(line) <= MOST_SAID and not any(
            (part.is_figure and not (is_place and _is_code(part)))
            or part.is_sum
            or (not is_between and is_sentence(part.text))
            for part in line
        )
        is_said &= len(line) == 1 or is_place or not all(part.is_plain for part in line)  # and no line of heads
        begins = line[0].left <= left + _size(line[:1])
        is_near = bool(below) and _top(below[0]) - _top(line) <= NEAR * _size(line[:1])
        return (
            is_said and begins and is_near and self._are_rows[number + 1] and not any(part.is_sum for part in below[0])
        )

    def _step(self, run: Sequence[int]) -> float:
        """From the first row to the second; 0 where there is one alone."""
        first, second = ([number for number in run if self._are_rows[number]] * 2)[:2]
        return max(0.0, _top(self.lines[second]) - _top(self.lines[first]))

    def _heads_above(self, first: int, step: float) -> list[int]:
        """The lines of heads above the first row, from the top; the lowest is no farther from it than the next row."""
        found: list[int] = []
        below = self.lines[first]
        for number in range(first - 1, -1, -1):
            line = self.lines[number]
            if len(line) > 1 and all(FORMULA.fullmatch(squeezed(part.text)) for part in line):
                continue  # the numbers of the columns
            gap = _top(below) - _bottom(line)
            is_headed = any(self.words.is_head(part.text) for part in line)
            is_other = any(
                not part.is_plain or (part.is_figure and not (is_headed and _is_count(part))) for part in line
            ) or self._is_alone(number)
            near = max(NEAR * _size(line), 0 if found else step)
            if is_other or gap > near or len(found) == MOST_HEAD_LINES:
                break
            found.insert(0, number)
            below = line
        return found

    def _is_alone(self, number: int) -> bool:
        """True for a line of one stretch that is no head, nor a part of one that stands beside others of one line."""
        line, above = self.lines[number], self.lines[max(0, number - 1)]
        if len(line) > 1:
            return False
        is_beside = number > 0 and _top(line) < _bottom(above)
        return is_heading(line[0].text) or not (self.words.is_head(line[0].text) or is_beside)

    def _rows(self, run: Sequence[int], merged: Sequence[_Merged]) -> dict[int, list[Part]]:
        """The rows by the number of their line, each with the rests of its cells; none where it is not clear whose.

        What stands over several rows is put to the first of them.
        """
        over = {id(part) for part, _ in merged}
        lines = [[part for part in line if id(part) not in over] for line in self.lines]
        own = [number for number in run if self._are_rows[number]]
        found = {number: list(lines[number]) for number in own}
        for part, rows in merged:
            found[rows[0]].append(part)
        for number in (number for number in run if number not in found and lines[number]):
            height = _top(lines[number])
            far = sorted((abs(_top(lines[row]) - height), row) for row in own)
            is_clear = far[0][0] <= FOLD * _size(lines[number]) and (len(far) < 2 or far[1][0] >= CLEARLY * far[0][0])
            if not is_clear or not all(_fold(found[far[0][1]], part) for part in lines[number]):
                return {}
        return found


def _is_code(part: Part) -> bool:
    return bool(_CODE.fullmatch(squeezed(part.text)))


def _is_count(part: Part) -> bool:
    """True for the number of a column below its head."""
    text = squeezed(part.text)
    return bool(FORMULA.fullmatch(text)) and len(text) < LEAST_PARTS


def _is_row(line: Line, words: TableHeads) -> bool:
    """True for a line of several stretches of which at least half are figures, or that sums others; none is a label."""
    others = [part for part in line if not part.is_figure]
    if not all(part.is_plain and not words.is_label(part.text) for part in others) or _counts(line):
        return False
    is_sum = any(part.is_sum for part in others) and len(others) < len(line)
    return is_sum or (len(line) >= LEAST_PARTS and 2 * len(others) <= len(line))


def _counts(line: Line) -> bool:
    """True for a line that numbers the columns."""
    texts = [squeezed(part.text) for part in line]
    numbers = [int(text) for text in texts if text.isdecimal()]
    is_count = all(FORMULA.fullmatch(text) and len(text) < 3 for text in texts)
    return is_count and all(lower + 1 == upper for lower, upper in pairwise(numbers))


def _top(line: Line) -> float:
    return min(part.top for part in line)


def _bottom(line: Line) -> float:
    return max(part.bottom for part in line)


def _size(line: Line) -> float:
    return max(part.bottom - part.top for part in line)


def _are_alike(one: Line, other: Line) -> bool:
    """True for rows of which every stretch stands above one of the other."""
    return len(one) == len(other) and all(map(Part.is_under, one, other))


def _may_be_rest(line: Line, above: Line, row: Line) -> bool:
    """True for words so near under others that they may be more of a cell."""
    is_near = _top(line) - _top(above) <= FOLD * _size(line)
    words = [part for part in line if not part.is_figure]
    return len(line) < len(row) and bool(words) and (is_near or len(line) == 1) and all(part.is_plain for part in line)


def _fold(row: list[Part], rest: Part) -> bool:
    """Put more of a cell to the one stretch of a row that it is under, or above; alone in a column, it is a cell."""
    under = [place for place, part in enumerate(row) if part.is_under(rest)]
    if len(under) > 1 or (under and row[under[0]].is_figure):
        return False
    if under:
        pair = sorted([row[under[0]], rest], key=lambda part: part.top)
        row[under[0]] = joined_part(pair)
    else:
        row.append(rest)
        row.sort(key=lambda part: part.left)
    return True


def _are_readable(stacks: Sequence[Stack], words: TableHeads) -> bool:
    """True where what stands under every head that is known may be a value of its field, but for sums."""
    tracks = [stack.track for stack in stacks if stack.track is not None]
    sums = {row for track in tracks for row, part in track.values.items() if part.is_sum}
    return all(
        words.reads(fields[0], part.text)
        for stack in stacks
        if stack.track is not None and len(fields := words.fields_of(stack.names())) == 1  # a span of months has two
        for row, part in stack.track.values.items()
        if row not in sums
    )


def may_go_on(table: Block, lines: Sequence[Line]) -> bool:
    """True for a table at the end of a page without a line of sums: there may be more of it on the next.

    Of one whose lines are laid side by side it could not be told where its columns are.
    """
    last = [column.values[table.last] for column in table.columns if table.last in column.values]
    places = {part.left for line in lines for part in line}
    below = [line for line in lines if _top(line) > _bottom(last)]
    return len(below) <= MOST_BELOW and all(canonical(part.text) != TOTAL and part.left in places for part in last)


def _heads_another(line: Line) -> bool:
    """True for words alone on a line that say of what another table below them is."""
    text = squeezed(line[0].text)
    return len(line) == 1 and (is_heading(text) or bool(_OF_ANOTHER.fullmatch(text)))


def continued(table: Block, lines: Sequence[Line], words: TableHeads) -> Block | None:
    """The rows with which a table goes on at the top of a page: every stretch of them lines up with one column.

    ``None`` where there are none, or heads stand over them again.
    """
    rooms = zip(table.columns, table.edges(), strict=True)
    columns = [Column(column.head, over=column.over, room=room) for column, room in rooms]
    rows: list[int] = []
    for number, line in enumerate(lines):
        if any(words.is_head(part.text) or words.is_label(part.text) for part in line):
            break
        under = [
            [index for index, column in enumerate(table.columns) if column.lines_up(part)] if part.is_plain else []
            for part in line
        ]
        is_row = all(len(found) == 1 for found in under) and len({found[0] for found in under}) == len(line)
        if is_row and len(line) >= LEAST_PARTS:
            rows.append(number)
            for part, [index] in zip(line, under, strict=True):
                columns[index].values[number] = part
        elif rows or number >= MOST_ABOVE or _heads_another(line):
            break
    found = Block(columns, rows[0], rows, is_table=True, is_further=True) if rows else None
    return found if found is not None and found.is_filled() else None
