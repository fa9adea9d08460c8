"""Tables whose rows stand abreast (各段成列): heads below one another, and the values of each row in a column.

Over every column stands what it is called (第一段, 合计): without that, sums would be one more row. Columns of years
are turned instead (``turned``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hjforms.reading.others.unruled.blocks import IN_LINE, Block, Column, Line, Part
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.page.titles import squeezed

LEAST_LINES = 3  # with a head
LEAST_VALUES = 2  # columns
_NUMBER = r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})"
_CALLED = re.compile(rf"第?{_NUMBER}?(?:时段|阶段|期间|段|期|次|笔){_NUMBER}?|{_NUMBER}")  # and no scheme: 职保, 居保
STEP = 2.4  # of the size of letters: from line to line


def abreast(lines: Sequence[Line], words: TableHeads) -> Iterator[Block]:
    """The tables among lines, which come from the top, whose heads stand left of their values."""
    number = 1
    while number < len(lines):
        run = _run(lines, number, words)
        if len(run) >= LEAST_LINES and (columns := _columns(lines, run)):
            yield Block(columns, number - 1, run, is_table=True)
        number = run[-1] + 1 if run else number + 1


def _run(lines: Sequence[Line], first: int, words: TableHeads) -> list[int]:
    """The lines from one on that are a head, each another, with figures behind it, one right below the other."""
    found: list[int] = []
    names: set[tuple[str, ...]] = set()
    for number in range(first, len(lines)):
        head, *values = lines[number]
        fields = words.fields_of((head.text,))
        is_next = not found or _is_right_below(lines[found[-1]][0], head)
        if not fields or fields in names or not is_next or not values or not all(part.is_figure for part in values):
            break
        names.add(fields)
        found.append(number)
    return found


def _is_right_below(above: Part, part: Part) -> bool:
    size = part.bottom - part.top
    return abs(part.left - above.left) <= IN_LINE and part.top - above.top <= STEP * size


def _columns(lines: Sequence[Line], run: Sequence[int]) -> list[Column]:
    """The heads and the columns of values under what they are called; empty where one of them is not clear."""
    over, rows = lines[run[0] - 1], [lines[number] for number in run]
    edge = max(row[0].right for row in rows)
    is_near = over[0].top >= rows[0][0].top - STEP * (rows[0][0].bottom - rows[0][0].top)
    are_called = all(part.is_sum or _CALLED.fullmatch(squeezed(part.text)) for part in over)
    if len(over) < LEAST_VALUES or over[0].left <= edge or not is_near or not are_called:
        return []
    columns = [Column([part]) for part in over]
    for number, row in zip(run, rows, strict=True):
        for value in row[1:]:
            own = [column for column in columns if column.holds(value) or column.lines_up(value)]
            if len(own) != 1 or number in own[0].values:
                return []
            own[0].values[number] = value
    if any(not column.values for column in columns) or not _are_apart(columns):
        return []
    heads = Column([], {number: row[0] for number, row in zip(run, rows, strict=True)})
    return [heads, *(_filled(column, heads) for column in columns)]


def _are_apart(columns: Sequence[Column]) -> bool:
    """True for columns of which each ends before the next begins."""
    ends = [max(part.right for part in column.parts) for column in columns]
    starts = [min(part.left for part in column.parts) for column in columns]
    return all(end <= start for end, start in zip(ends, starts[1:], strict=False))


def _filled(column: Column, heads: Column) -> Column:
    """A column with a blank beside every head where nothing stands."""
    left = min(part.left for part in column.parts)
    blanks = {number: head._replace(text="", left=left, right=left, chars=()) for number, head in heads.values.items()}
    return Column(column.head, {**blanks, **column.values})
