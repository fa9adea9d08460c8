"""The parts of a page (一页几表): several forms below or beside each other, each under its own title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hjforms.reading.page.characters import Char, end_of, stretches, text_of
from hjforms.reading.page.doubt import Box
from hjforms.reading.page.grid import Grid
from hjforms.reading.page.titles import bare_title, is_brief, is_title, squeezed

APART = 2.0  # of the size: how far titles stand from each other that stand on one line


def parts_of(grid: Grid, titles: Sequence[str]) -> Iterator[Grid]:
    """The parts of a page that begin with one of these titles; all of it where fewer than two do.

    What stands between two forms belongs to the one from which the narrower gap parts it.
    """
    for part in _below_each_other(grid, titles):
        yield from _beside_each_other(part, titles)


def _below_each_other(grid: Grid, titles: Sequence[str]) -> Iterator[Grid]:
    heights = sorted(_heights(grid, titles), reverse=True)
    cuts = [_cut(grid, title) for title in heights[1:]]
    for top, bottom in pairwise([float("inf"), *cuts, float("-inf")]):
        yield within(grid, (float("-inf"), bottom, float("inf"), top))


def _beside_each_other(grid: Grid, titles: Sequence[str]) -> Iterator[Grid]:
    """The parts of a page of which several titles stand on one line, where nothing crosses what is between them."""
    found: list[tuple[float, float]] = next(
        (places for line in grid.outside if len(places := _places(line, titles)) > 1), []
    )
    texts = [(line_part[0].left, end_of(line_part)) for line in grid.outside for line_part in stretches(line, APART)]
    spans = [*texts, *((cell.box[0], cell.box[2]) for cell in grid.cells)]
    cuts = [_gap(spans, left, right) for left, right in pairwise(found)]
    known = [cut for cut in cuts if cut is not None]
    if not known or len(known) < len(cuts):
        yield grid
        return
    for left, right in pairwise([float("-inf"), *known, float("inf")]):
        yield within(grid, (left, float("-inf"), right, float("inf")))


def within(grid: Grid, box: Box) -> Grid:
    """The cells, texts and rules of a page whose middle is in a box."""
    left, bottom, right, top = box
    cells = [
        cell
        for cell in grid.cells
        if left < (cell.box[0] + cell.box[2]) / 2 <= right and bottom < (cell.box[1] + cell.box[3]) / 2 <= top
    ]
    chars = (
        tuple(char for char in line if left < char.x <= right) for line in grid.outside if bottom < line[0].y <= top
    )
    rules = (rule for rule in grid.rules if bottom < rule[0] <= top and rule[1] < right and rule[2] > left)
    seals, aside = (
        tuple(text for text in texts if left < text[0].x <= right and bottom < text[0].y <= top)
        for texts in (grid.seals, grid.aside)
    )
    outside = tuple(line for line in chars if line)
    return Grid(tuple(cells), outside, tuple(rules), grid.marks, grid.boxes, seals, aside)


def _heights(grid: Grid, titles: Sequence[str]) -> set[float]:
    """Where the titles stand, in brief where none is whole: the top of the cell, or the middle of the line."""
    for says in (_is_one, _is_brief):
        found = {line[0].y for line in grid.outside if says(line, titles)}
        found |= {cell.box[3] for cell in grid.cells if any(says(line, titles) for line in cell.lines)}
        if found:
            return found
    return set()


def _is_brief(line: Sequence[Char], titles: Sequence[str]) -> bool:
    return any(is_brief(text_of(line), title) for title in titles)


def _is_one(line: Sequence[Char], titles: Sequence[str]) -> bool:
    text = text_of(line)
    if not any(squeezed(title) in bare_title(text) for title in titles):
        return False
    is_whole = bool(text.strip()) and any(is_title(text, title) for title in titles)
    return is_whole or len(_places(line, titles)) > 1


def _places(line: Sequence[Char], titles: Sequence[str]) -> list[tuple[float, float]]:
    """Where the stretches of a line are that are titles."""
    texts = [(part, text_of(part)) for part in stretches(line, APART)]
    return [(part[0].left, end_of(part)) for part, text in texts if any(is_title(text, title) for title in titles)]


def _gap(spans: Sequence[tuple[float, float]], left: tuple[float, float], right: tuple[float, float]) -> float | None:
    """The middle of the widest gap between two titles that nothing crosses; ``None`` where there is none."""
    start, end = (left[0] + left[1]) / 2, (right[0] + right[1]) / 2
    gaps = []
    edge = start
    for one, other in sorted((span for span in spans if span[1] > start and span[0] < end), key=lambda span: span[0]):
        if one > edge:
            gaps.append((one - edge, (one + edge) / 2))
        edge = max(edge, other)
    if edge < end:
        gaps.append((end - edge, (end + edge) / 2))
    return max(gaps, default=(0.0, None))[1]


def _cut(grid: Grid, title: float) -> float:
    """Where the form above a title ends: in the widest gap, the lowest of equal ones, behind its last cell or line."""
    floor = min((cell.box[1] for cell in grid.cells if cell.box[1] >= title), default=float("inf"))
    between = sorted((line[0].y for line in grid.outside if title <= line[0].y <= floor), reverse=True)
    heights = [height for height in (floor, *between) if height < float("inf")]
    if title not in heights:
        heights.append(title)
    gaps = [(round(above - below), -(above + below) / 2) for above, below in pairwise(heights)]
    return -max(gaps, default=(0, -title))[1]
