"""Columns of a page that no upright line parts (没有竖线的栏): what stands in them becomes squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from hjforms.reading.others.unruled import labels, tables
from hjforms.reading.others.unruled.abreast import abreast
from hjforms.reading.others.unruled.blocks import Beside, Block, Drawn, Line, Part
from hjforms.reading.others.unruled.cells import opened
from hjforms.reading.others.unruled.gutters import parted_below
from hjforms.reading.others.unruled.stretches import parts_of
from hjforms.reading.others.unruled.table_heads import TableHeads
from hjforms.reading.page.characters import Char, lines, text_of
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.grid import Grid, RuledCell

INSET = 1.0  # points: what stands in a cell is no part of the next
LEAST_OF_STRIP = 2  # letters
SLANT = 0.5  # points: so far left of the first letter the last one may be where they run downwards


class OpenTable(NamedTuple):
    """A table without upright lines that may go on upon the next page, and its number."""

    block: Block
    table: int


def without_lines(
    grid: Grid, heads: TableHeads, before: OpenTable | None, count: int
) -> tuple[Grid, list[Drawn], OpenTable | None]:
    """The page without the columns that no upright line parts, the squares of these, and the table that may go on.

    Their tables count downwards from those of the pages before (``count`` of them); one that goes on with that of the
    page before has its number.
    """
    boxes, wide = _beside_text(grid), opened(grid)
    strips = {index: strip for index, cell in enumerate(grid.cells) if (strip := _strip(cell))}
    alone = _alone([index for index, cell in enumerate(grid.cells) if cell.chars and index not in strips], grid.cells)
    whole = sorted({*wide, *(index for index in alone if grid.tables[index] not in boxes)} - strips.keys())
    stretched = _stretched(grid, whole, wide, heads)
    whole += strips
    found = _blocks(stretched, heads, before, Beside(list(strips.values()), grid.rules))
    if not found:
        return grid, [], None
    rest = _left(grid, whole, _letters(found))
    for block in [block for block in found if not block.rows]:
        rest = replace(rest, outside=tuple(parted_below(block, rest.outside)))
    numbered = [OpenTable(block, -number) for number, block in enumerate(found, count + 1)]
    if before is not None and found[0].is_further:
        numbered[0] = OpenTable(found[0], before.table)
    squares = [square for block, table in numbered for square in block.squares(table)]
    last = numbered[-1]
    return rest, squares, last if last.block.is_table and tables.may_go_on(last.block, stretched) else None


def _stretched(grid: Grid, whole: Sequence[int], wide: Sequence[int], heads: TableHeads) -> list[list[Part]]:
    """The lines outside of cells and in ``whole`` ones, from the top; what stands in ``wide`` ones is as wide."""
    owner = {id(char): index for index in wide for char in grid.cells[index].chars}
    level = [line for line in grid.outside if not _is_downwards(line)]
    drawn = [*level, *lines(char for index in whole for char in grid.cells[index].chars)]
    found: list[list[Part]] = []
    for line in sorted(drawn, key=lambda line: -line[0].base):
        found.append([])
        for index, own in groupby(line, lambda char: owner.get(id(char))):
            parts = parts_of(list(own), heads.is_whole, heads.words, heads.heads)
            found[-1] += parts if index is None else (_widened(part, grid.cells[index].box) for part in parts)
    return found


def _widened(part: Part, box: Box) -> Part:
    """A part as wide as the cell in which it stands."""
    return part._replace(left=box[0] + INSET, right=box[2] - INSET)


def _is_downwards(line: Sequence[Char]) -> bool:
    """True for letters that run downwards in the margin: no line of the page has them."""
    return len(line) > 1 and line[0].base - line[-1].base > line[0].size and line[0].left >= line[-1].left - SLANT


def _blocks(lines_: Sequence[Line], heads: TableHeads, before: OpenTable | None, beside: Beside) -> list[Block]:
    """The columns of a page, from the top: what goes on with the table before, labels under their values, then others.

    Each way of finding them sees what those before it have left.
    """
    further = tables.continued(before.block, lines_, heads) if before is not None else None
    found = [further] if further is not None else []
    ways = (
        lambda part: labels.over_small(part, heads.is_label, heads.is_section),
        lambda part: tables.tables(part, heads, beside) if heads.words.columns else (),
        lambda part: abreast(part, heads),
        lambda part: labels.blocks(part, heads.is_label, heads.is_section),
    )
    for blocks in ways:
        for part in _between(lines_, found):
            found += filter(heads.are_values, blocks(part))
    return sorted(found, key=lambda block: block.top)


def _between(lines_: Sequence[Line], found: Sequence[Block]) -> list[list[Line]]:
    """The lines that stand between blocks."""
    if not found:
        return [[*lines_]]
    parts: list[list[Line]] = [[]]
    taken = _letters(found)
    for line in lines_:
        if any(id(char) in taken for part in line for char in part.chars):
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _letters(found: Sequence[Block]) -> set[int]:
    """The letters of blocks, by their ids."""
    return {id(char) for block in found for part in block.parts for char in part.chars if char is not None}


def _alone(own: Sequence[int], cells: Sequence[RuledCell]) -> list[int]:
    """Which of these cells are all of their row: text in them may stand in columns."""
    found: list[list[int]] = []
    low = float("inf")
    for index in sorted(own, key=lambda index: -cells[index].box[3]):
        _, bottom, _, top = cells[index].box
        if top <= low:
            found.append([])
        found[-1].append(index)
        low = min(low, bottom) if len(found[-1]) > 1 else bottom
    return [group[0] for group in found if len(group) == 1]


def _strip(cell: RuledCell) -> Part | None:
    """The text of a cell whose letters stand one below the other, as high as the cell."""
    left, low, right, high = cell.box
    chars = [line[0] for line in cell.lines]
    is_strip = len(chars) >= LEAST_OF_STRIP and all(len(line) == 1 for line in cell.lines)
    if not is_strip or any(char.text.isdecimal() for char in chars):
        return None
    return Part(text_of(chars), left, right, -high, -low, tuple(chars))


def _beside_text(grid: Grid) -> set[int]:
    """The tables beside which text stands outside of cells: each is a box of its own."""
    heights = [line[0].y for line in grid.outside]
    cells = zip(grid.cells, grid.tables, strict=True)
    return {table for cell, table in cells if any(cell.box[1] < height < cell.box[3] for height in heights)}


def _left(grid: Grid, whole: Sequence[int], taken: set[int]) -> Grid:
    """The page without these characters; of cells that lose some, the rest stands outside of cells."""
    torn = [index for index in whole if any(id(char) in taken for char in grid.cells[index].chars)]
    margin = [line for line in grid.outside if _is_downwards(line)]
    chars = [char for line in grid.outside if line not in margin for char in line] + [
        char for index in torn for char in grid.cells[index].chars
    ]
    rest = [*margin, *map(tuple, lines(char for char in chars if id(char) not in taken))]
    cells = tuple(cell for index, cell in enumerate(grid.cells) if index not in torn)
    return replace(grid, cells=cells, outside=tuple(sorted(rest, key=lambda line: -line[0].base)))
