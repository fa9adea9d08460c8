"""Labels above their values (栏名在上), or under them: lines of nothing but labels, each in a stretch of its own.

A label may go on below itself (个人账户 above 储存额). What follows belongs to the block line by line, as long as every
stretch stands under exactly one of its labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from hjforms.reading.others.unruled.blocks import COLONS, IN_LINE, Block, Column, Line, Part
from hjforms.reading.others.vocabulary import is_heading
from hjforms.reading.page.characters import Char

APART = 2.0  # of the height of a line: from labels with colons to their values
FROM_LABELS = 4.0  # the same from labels to what else stands under them
FAR = 1.5  # of the step between labels and rows
MOST_LINES = 4  # of a label
MOST_ROWS = 200
LEAST_COLUMNS = 2
CLOSER = 1.5  # times as far from a line of small labels: the other of the two lines between which it stands
SMALL = 0.9  # of the size of a value: that of a label which is clearly set in smaller letters

Says = Callable[[str], bool]


def blocks(lines: Sequence[Line], is_label: Says, is_section: Says) -> Iterator[Block]:
    """The blocks of labels and values among lines, from the top; headings side by side are one as well."""
    number, last = 0, -1
    while number < len(lines):
        is_free = last != number - 1  # what stands above has no labels so far
        is_of_above = number > 0 and is_free and _is_of_above(lines, number, 1 / CLOSER)
        block = None if is_of_above else _block(lines, number, is_label, is_section)
        if block is not None:
            yield block
            number = last = block.last
        number += 1


def over_small(lines: Sequence[Line], is_label: Says, is_section: Says) -> list[Block]:
    """The lines of values under which nothing but labels stand, in smaller letters and closer than what follows.

    None where any line of labels does not stand so: on such a page labels may be above their values.
    """
    found: list[Block] = []
    for number, line in enumerate(lines):
        if all(is_label(part.text) for part in line):
            above = lines[number - 1] if number and _is_of_above(lines, number, CLOSER) else ()
            is_one_each = len(above) == len(line) and not _are_apart(above, line, 1.0)
            if not is_one_each or any(is_label(part.text) or is_section(part.text) for part in above):
                return []
            columns = [Column([_over(*pair)], {number - 1: pair[1]}) for pair in zip(line, above, strict=True)]
            found.append(Block(columns, number - 1, [number - 1], is_told=len(line) >= LEAST_COLUMNS))
    return found


def _over(label: Part, value: Part) -> Part:
    """A label that stands under its value as if it stood over it."""
    return label._replace(top=value.top + label.top - label.bottom, bottom=value.top)


def _block(lines: Sequence[Line], number: int, is_label: Says, is_section: Says) -> Block | None:
    """The block that begins with a line, if one does."""
    return (
        _under_small(lines, number, is_label)
        or _under_labels(lines, number, is_label, is_section)
        or _under_colons(lines, number, is_label)
        or _headings(lines, number, is_section)
    )


def _is_of_above(lines: Sequence[Line], number: int, closer: float) -> bool:
    """True for a line in smaller letters under another, if the one below is so many times as far."""
    above, line = lines[number - 1 : number + 1]
    is_under = _are_smaller(line, above) and _is_row([Column([part]) for part in above], line)
    return is_under and all(_gap(line, below) >= closer * _gap(above, line) for below in lines[number + 1 : number + 2])


def _headings(lines: Sequence[Line], number: int, is_section: Says) -> Block | None:
    line = lines[number]
    are_headings = len(line) >= LEAST_COLUMNS and all(is_section(part.text) for part in line)
    return Block([Column([part]) for part in line], number, []) if are_headings else None


def _under_labels(lines: Sequence[Line], start: int, is_label: Says, is_section: Says) -> Block | None:
    """Labels in letters of any size, with the lines that stand under them."""
    columns, first = _labelled(lines, start, is_label, is_section)
    if not columns:
        return None
    rows = [first]
    for number in range(first + 1, min(len(lines), first + MOST_ROWS)):
        before_labels = all(is_label(part.text) for part in chain(*lines[number + 1 : number + 2]))
        above = lines[start if before_labels else first : number]  # what heads other labels may follow one row
        if _is_other(lines[number], above, is_label, is_section) or not _is_row(columns, lines[number]):
            break
        _put(columns, lines[number], number)
        rows.append(number)
    return Block(sorted(columns, key=lambda column: column.head[0].left), start, rows)


def _labelled(lines: Sequence[Line], start: int, is_label: Says, is_section: Says) -> tuple[list[Column], int]:
    """The labels that begin with a line, each with all of its lines, and the line of the first values, put under them.

    No labels where one is not known, or it is not clear what stands under which.
    """
    columns: list[Column] = []
    if len(lines[start]) == 1 and is_section(lines[start][0].text):
        return [], start
    for number in range(start, min(len(lines), start + MOST_LINES)):
        is_near = not columns or not _are_apart(lines[number - 1], lines[number], FROM_LABELS)
        if not is_near or not _goes_on(columns, lines[number], number, is_label):
            break
        if any(column.values for column in columns):
            are_labels = len(columns) >= LEAST_COLUMNS and all(is_label(column.text) for column in columns)
            return columns if are_labels else [], number
    return [], start


def _goes_on(columns: list[Column], line: Line, number: int, is_label: Says) -> bool:
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
    for index, parts in under.items():
        _take(columns[index], parts, number, is_label)
        if len(parts) > 1 and columns[index].values:
            return False
    columns += new
    return not new or not any(column.values for column in columns)


def _take(column: Column, parts: Sequence[Part], number: int, is_label: Says) -> None:
    """Put what stands under a label to it: more of the label, or a value."""
    for part in parts:
        if not is_label(column.text) or is_label(f"{column.text}\n{part.text}"):
            column.head.append(part)
        else:
            column.values[number] = part


def _is_other(line: Line, above: Sequence[Line], is_label: Says, is_section: Says) -> bool:
    """True for a line below values that is none of them: it has a label, or heads what follows."""
    if any(is_label(part.text) or is_section(part.text) for part in line):
        return True
    return len(line) == 1 and (is_heading(line[0].text) or _is_far(above, line[0]))


def _is_far(rows: Sequence[Line], part: Part) -> bool:
    """True for a stretch further below the last line of labels and rows than these stand apart: it is of neither."""
    tops = [row[0].top for row in rows]
    steps = [lower - upper for upper, lower in pairwise(tops)]
    return bool(steps) and part.top - tops[-1] > FAR * max(steps)


def _under_colons(lines: Sequence[Line], start: int, is_label: Says) -> Block | None:
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


def _under_small(lines: Sequence[Line], start: int, is_label: Says) -> Block | None:
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


def _may_go_on_below(columns: Sequence[Column], lines: Sequence[Line]) -> bool:
    """True for a line right below the values, in letters as large, of which a stretch lines up with one of them."""
    is_near = len(lines) > 1 and not _are_apart(lines[0], lines[1], 1.0) and not _are_smaller(lines[1], lines[0])
    return is_near and any(column.lines_up(part) for part in lines[1] for column in columns)


def _are_smaller(labels: Line, line: Line) -> bool:
    """True for stretches in clearly smaller letters than those of a line."""
    upper, lower = ([char for part in parts for char in part.chars if char] for parts in (labels, line))
    return bool(upper and lower) and is_smaller(upper, lower)


def is_smaller(label: Iterable[Char], value: Iterable[Char]) -> bool:
    """True for a label that is set in clearly smaller letters than a value."""
    return max(char.size for char in label) <= SMALL * min(char.size for char in value)


def _are_apart(upper: Line, lower: Line, most: float) -> bool:
    """True for lines that stand farther from one another than some heights of a line."""
    return _gap(upper, lower) > most * (lower[0].bottom - lower[0].top)


def _gap(upper: Line, lower: Line) -> float:
    return min(part.top for part in lower) - max(part.bottom for part in upper)


def _each_under(columns: Sequence[Column], line: Line) -> list[tuple[Column, Part]] | None:
    """The stretches of a line, each with the one label that it is under; ``None`` where that is not clear."""
    if not _is_row(columns, line):
        return None
    return [(next(column for column in columns if column.holds(part)), part) for part in line]


def _is_row(columns: Sequence[Column], line: Line) -> bool:
    """True for a line of which every stretch stands under one label, and no two under the same."""
    over = [[index for index, column in enumerate(columns) if column.holds(part)] for part in line]
    is_clear = all(len(found) == 1 for found in over) and len({found[0] for found in over}) == len(over)
    return is_clear and all(part.is_plain for part in line)


def _put(columns: Sequence[Column], line: Line, number: int) -> None:
    for column, part in _each_under(columns, line) or ():
        column.values[number] = part
