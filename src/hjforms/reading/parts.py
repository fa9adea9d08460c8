"""The parts of a page (一页几表): a page may hold several forms, one below the other, each under its own title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hjforms.reading.characters import Char, lines
from hjforms.reading.grid import Grid
from hjforms.reading.identification import is_title


def parts_of(grid: Grid, titles: Sequence[str]) -> Iterator[Grid]:
    """The parts of a page that begin with one of these titles; all of it where fewer than two do.

    What stands between two forms belongs to the one from which the narrower gap parts it.
    """
    heights = sorted(_heights(grid, titles), reverse=True)
    cuts = [_cut(grid, title) for title in heights[1:]]
    edges = [float("inf"), *cuts, float("-inf")]
    for top, bottom in pairwise(edges):
        cells = tuple(cell for cell in grid.cells if bottom < (cell.box[1] + cell.box[3]) / 2 <= top)
        outside = tuple(line for line in grid.outside if bottom < line[0].y <= top)
        yield Grid(cells, outside, tuple(rule for rule in grid.rules if bottom < rule[0] <= top), grid.marks)


def _heights(grid: Grid, titles: Sequence[str]) -> set[float]:
    """Where the titles stand: the top of the cell, or the middle of the line."""
    found = {line[0].y for line in grid.outside if _is_one(line, titles)}
    for cell in grid.cells:
        if any(_is_one(line, titles) for line in lines(cell.chars)):
            found.add(cell.box[3])
    return found


def _is_one(line: Sequence[Char], titles: Sequence[str]) -> bool:
    text = "".join(char.text for char in line)
    return bool(text.strip()) and any(is_title(text, title) for title in titles)


def _cut(grid: Grid, title: float) -> float:
    """Where the form above a title ends: in the widest gap between its last cell or line and the title."""
    floor = min((cell.box[1] for cell in grid.cells if cell.box[1] >= title), default=float("inf"))
    between = sorted((line[0].y for line in grid.outside if title <= line[0].y <= floor), reverse=True)
    heights = [height for height in (floor, *between) if height < float("inf")]
    if title not in heights:
        heights.append(title)
    gaps = [(above - below, (above + below) / 2) for above, below in pairwise(heights)]
    return max(gaps, default=(0.0, title))[1]
