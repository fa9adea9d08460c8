"""Rows folded in lines (一行折成几行), and their heads with them: the lines of a row are laid side by side.

Every row has two lines of figures, and what is of both (the year, a remark) may stand between. Of the heads, the upper
ones are those of the first line, the lower ones those of the second. Where rules, or wider steps, do not part the rows,
or not every column is known in one way alone, lines stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from hjforms.reading.others.unruled.blocks import Beside, Line, Part, Run
from hjforms.reading.others.unruled.stacks import best, tracks_of
from hjforms.reading.others.unruled.table_heads import TableHeads

LINES = 2  # of a row
LEAST_FIGURES = 3  # of a line of a row
LEAST_ROWS = 2
MOST_HEADS = 8  # lines
MOST_LOOSE = 2  # lines between those of a row
CLEARLY = 1.3  # times the step in a row: to the next
GAP = 50.0  # points between lines that are laid side by side


class _Row(NamedTuple):
    """The two lines of figures of a row, what stands between them in so many lines, and the line that heads rows."""

    upper: Line
    lower: Line
    between: Line
    over: Line
    loose: int


def folded(lines: Sequence[Line], words: TableHeads, beside: Beside) -> Run | None:
    """The table whose heads begin with the first of these lines, with one line for every row."""
    if not all(words.is_head(part.text) for part in lines[0]):
        return None
    first = next((at for at, line in enumerate(lines[: MOST_HEADS + 2]) if _has_figures(line)), 0)
    count = next((at for at, line in enumerate(lines[:first]) if not _are_plain(line)), first)
    rows, size = _rows(lines, count) if 1 < count <= MOST_HEADS else ([], 0)
    if len(rows) < LEAST_ROWS or not _are_parted(rows, beside):
        return None
    parts = list(chain(*lines[:count], *(line for row in rows for line in (row.upper, row.lower))))
    by = max(part.right for part in parts) - min(part.left for part in parts) + GAP
    laid = [_laid(row, by) for row in rows]
    ways: list[list[Line]] = []
    for heads in (_heads(lines[:count], cut, rows, by) for cut in range(1, count)):
        if heads not in ways and _are_known(heads, laid, words):
            ways.append(heads)
    if len(ways) != 1:
        return None
    built = [line for row, one in zip(rows, laid, strict=True) for line in (row.over, one) if line]
    return Run([*ways[0], *built], size)


def _has_figures(line: Line) -> bool:
    return sum(part.is_figure for part in line) >= LEAST_FIGURES and _are_plain(line)


def _are_plain(line: Line) -> bool:
    return all(part.is_plain for part in line)


def _rows(lines: Sequence[Line], start: int) -> tuple[list[_Row], int]:
    """The rows from a line on, and the number of the line behind the last of them."""
    found: list[_Row] = []
    at = start
    while (row := _row(lines[at:])) is not None:
        found.append(row)
        at += len(row.over[:1]) + LINES + row.loose
    return found, at


def _row(lines: Sequence[Line]) -> _Row | None:
    """The row with which lines begin, or that is below the first of them."""
    over = lines[0] if lines and not _has_figures(lines[0]) else ()
    rest = lines[len(over[:1]) :]
    loose = next((at for at, line in enumerate(rest[1:]) if _has_figures(line)), MOST_LOOSE + 1)
    between = rest[1 : 1 + loose]
    if not rest or not _has_figures(rest[0]) or loose > MOST_LOOSE or not all(map(_are_plain, between)):
        return None
    return _Row(rest[0], rest[1 + loose], list(chain(*between)), over, loose)


def _are_parted(rows: Sequence[_Row], beside: Beside) -> bool:
    """True for rows that are clearly farther from one another than their lines, or between which alone rules go."""
    inner = [(row.upper, row.lower) for row in rows]
    outer = [(above.lower, below.upper) for above, below in pairwise(rows)]
    steps = [[lower[0].top - upper[0].top for upper, lower in pairs] for pairs in (inner, outer)]
    are_ruled = all(_are_ruled(*pair, beside) for pair in outer)
    return CLEARLY * max(steps[0]) <= min(steps[1]) or (
        are_ruled and not any(_are_ruled(*pair, beside) for pair in inner)
    )


def _are_ruled(upper: Line, lower: Line, beside: Beside) -> bool:
    """True for lines between which rules go across most of the columns."""
    high, low = upper[0].middle, lower[0].middle
    return 2 * sum(any(high < edge < low for edge in beside.edges(part)) for part in upper) > len(upper)


def _moved(part: Part, by: float) -> Part:
    return part._replace(left=part.left + by, right=part.right + by)


def _laid(row: _Row, by: float) -> Line:
    """A row as one line: its lower line stands right of the upper one."""
    return sorted([*row.upper, *row.between, *(_moved(part, by) for part in row.lower)], key=_left)


def _heads(lines: Sequence[Line], cut: int, rows: Sequence[_Row], by: float) -> list[Line]:
    """The lines of heads; those from ``cut`` on that have figures of lower lines below them stand over these."""
    upper, lower = (list(chain(*some)) for some in ((row.upper for row in rows), (row.lower for row in rows)))
    found: list[Line] = []
    for number, line in enumerate(lines):
        is_lower = [
            any(map(part.is_under, lower)) and (number >= cut or not any(map(part.is_under, upper))) for part in line
        ]
        found.append(
            sorted((_moved(part, by) if low else part for part, low in zip(line, is_lower, strict=True)), key=_left)
        )
    return found


def _are_known(heads: Sequence[Line], rows: Sequence[Line], words: TableHeads) -> bool:
    """True for heads that name a field for every column."""
    tracks = tracks_of({number: list(row) for number, row in enumerate(rows)})
    stacks = best(heads, tracks, words) if tracks else []
    return bool(stacks) and all(words.fields_of(stack.names()) for stack in stacks if stack.track is not None)


def _left(part: Part) -> float:
    return part.left
