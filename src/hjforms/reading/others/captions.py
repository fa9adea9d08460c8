"""Labels under their values (栏名在下), in small letters: these stand on a rule, in boxes, or above them in cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from hjforms.reading.others.boxed import Boxed, boxed
from hjforms.reading.others.unruled.labels import SMALL, is_smaller
from hjforms.reading.page.characters import Char, end_of, stretches, text_of
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.grid import Grid, RuledCell

ON_RULE = 1.5  # of the size: how far over its rule a value stands
UNDER = 1.5  # the same of a label under the rule
NEARER = 2.0  # times as far from the label as the rule: what stands under it, and may be its value
LEAST_LED = 2  # cells of a page that end with their labels
EDGE = 2.0  # points: what stands on a rule may reach over its ends


class Captioned(NamedTuple):
    """A value with the label under it, where its rule is or its boxes are, and the number that these hold."""

    value: Sequence[Char]
    label: Sequence[Char]
    box: Box
    cells: tuple[int, ...] = ()
    number: Boxed | None = None


class _Place(NamedTuple):
    """A value, and what it rests on."""

    value: Sequence[Char]
    left: float
    right: float
    low: float
    cells: tuple[int, ...] = ()
    number: Boxed | None = None


def captioned(grid: Grid, is_label: Callable[[str], bool]) -> tuple[list[Captioned], Grid]:
    """The values of a page with labels under them, and the page without these.

    None where a label under a rule stands over a value: on such a page labels are above their values.
    """
    found = [one for place in _places(grid, is_label) if (one := _with_label(place, grid, is_label))]
    if any(_is_over_value(one, grid) for one in found):
        found = []
    if not found:
        return [], grid
    cells = {index for one in found for index in one.cells}
    over = (char for one in found if one.number is not None for char in one.number.over)
    taken = {id(char) for one in found for char in (*one.label, *one.value)} | set(map(id, over))
    return found, grid.without(taken, cells)


def led(grid: Grid, is_label: Callable[[str], bool]) -> Grid:
    """The page with labels that end their cells in smaller letters before their values, in cells of their own.

    So are those as small without a value. Of one such cell alone it is not certain that its label is below.
    """
    cut = {id(cell): place for cell in grid.cells if (place := _label_from(cell, is_label))}
    small = max((cell.lines[cut[id(cell)]][0].size for cell in grid.cells if id(cell) in cut), default=0.0)
    if len(cut) < LEAST_LED:
        return grid
    cut |= {id(cell): 0 for cell in grid.cells if _is_blank(cell, small, is_label)}
    parts = (_led(cell, cut[id(cell)]) if id(cell) in cut else (cell,) for cell in grid.cells)
    return replace(grid, cells=tuple(chain.from_iterable(parts)))


def _label_from(cell: RuledCell, is_label: Callable[[str], bool]) -> int:
    """The line of a cell with which its label begins, below the value; 0 where there is none."""
    sizes = [max(char.size for char in line) for line in cell.lines]
    are_small = [size <= SMALL * max(sizes) for size in sizes]
    first = are_small.index(True) if True in are_small else 0
    texts = list(map(text_of, cell.lines))
    is_value = not any(":" in text or "：" in text or is_label(text) for text in texts[:first])
    return first if all(are_small[first:]) and is_value and is_label("".join(texts[first:])) else 0


def _is_blank(cell: RuledCell, small: float, is_label: Callable[[str], bool]) -> bool:
    """True for a label alone in letters so small."""
    return bool(cell.chars) and all(char.size <= small for char in cell.chars) and is_label(text_of(cell.chars))


def _led(cell: RuledCell, first: int) -> tuple[RuledCell, RuledCell]:
    """The label of a cell, from this line on, and what stands above it."""
    left, low, right, high = cell.box
    middle = (left + right) / 2
    label, value = (tuple(chain(*lines)) for lines in (cell.lines[first:], cell.lines[:first]))
    return RuledCell((left, low, middle, high), label), RuledCell((middle, low, right, high), value)


def _places(grid: Grid, is_label: Callable[[str], bool]) -> Iterator[_Place]:
    """Numbers in boxes, boxes alone, and what stands on rules outside of cells."""
    for number in boxed(grid):
        left, low, right, _ = number.box
        chars = [char for _, char in number.letters if char is not None]
        yield _Place(chars, left, right, low, number.cells, number)
    for index, (cell, table) in enumerate(zip(grid.cells, grid.tables, strict=True)):
        if len(cell.lines) == 1 and grid.tables.count(table) == 1:
            yield _Place(cell.lines[0], cell.box[0], cell.box[2], cell.box[1], (index,))
    for height, left, right in grid.rules:
        on = [
            line
            for line in grid.outside
            if 0 <= line[0].y - height <= ON_RULE * line[0].size and not _is_labelled(line, left, is_label)
        ]
        values = [value for line in on if (value := _within(line, left, right))]
        if len(values) == 1:
            yield _Place(values[0], left, right, height)


def _is_labelled(line: Sequence[Char], left: float, is_label: Callable[[str], bool]) -> bool:
    """True where a label stands right before a rule."""
    before = [part for part in stretches(line) if end_of(part) <= left + EDGE]
    return bool(before) and is_label(text_of(before[-1]).rstrip(":："))


def _with_label(place: _Place, grid: Grid, is_label: Callable[[str], bool]) -> Captioned | None:
    """A value with the one text right under it, if that is a label in smaller letters."""
    size = min(char.size for char in place.value)
    near = [line for line in grid.outside if 0 <= place.low - line[0].y <= UNDER * size]
    under = [text for line in near if (text := _within(line, place.left, place.right))]
    if len(under) != 1 or not is_smaller(under[0], place.value):
        return None
    if is_label(text_of(place.value)) or not is_label(text_of(under[0])):
        return None
    box = (place.left, place.low, place.right, place.low + size)
    return Captioned(place.value, under[0], box, place.cells, place.number)


def _is_over_value(one: Captioned, grid: Grid) -> bool:
    """True for a label under which something stands that is not clearly farther from it than the rule over it."""
    (left, rule, right, _), label = one.box, one.label[0]
    over = rule - label.y - label.size / 2
    tops = [
        line[0].y + line[0].size / 2
        for line in grid.outside
        if any(char.left < right and char.left + char.width > left for char in line)
    ]
    tops += [cell.box[3] for cell in grid.cells if cell.box[0] < right and cell.box[2] > left]
    return any(label.y - label.size / 2 - top < NEARER * over for top in tops if top < label.y)


def _within(line: Sequence[Char], left: float, right: float) -> list[Char]:
    """What of a line stands over a rule, or under it; nothing where a text reaches over its end."""
    own = [part for part in stretches(line) if part[0].left < right and end_of(part) > left]
    is_inside = all(left - EDGE <= part[0].left and end_of(part) <= right + EDGE for part in own)
    return [char for part in own for char in part] if is_inside else []
