"""Text in columns (分栏的文字): under headings side by side, each line is as many as there are headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hjforms.reading.others.unruled.blocks import Block
from hjforms.reading.page.characters import Char, end_of, stretches

NARROW = 1.0  # of the size: a gutter at least
FAR = 1.6  # of the step between lines before: from there on it is other text

Lines = list[tuple[Char, ...]]
Gutter = tuple[float, float]


def parted_below(headings: Block, drawn: Sequence[tuple[Char, ...]]) -> Lines:
    """The lines of a page, those under headings cut where nothing crosses from one column to the next.

    The headings are told how far their columns reach.
    """
    heads = sorted((column.head[0] for column in headings.columns), key=lambda part: part.left)
    top = -max(part.bottom for part in heads)
    under = sorted((line for line in drawn if line[0].base < top), key=lambda line: -line[0].base)
    gutters = [(left.right, right.left) for left, right in pairwise(heads)]
    own: Lines = []
    steps: list[float] = []
    last = top
    for line in under:
        step = last - line[0].base
        narrower = [_narrowed(gutter, line) for gutter in gutters]
        if (steps and step > FAR * max(steps)) or any(high - low < NARROW * line[0].size for low, high in narrower):
            break
        gutters, last = narrower, line[0].base
        if step > NARROW * line[0].size:
            steps.append(step)
        own.append(line)
    if not own:
        return list(drawn)
    cuts = [(low + high) / 2 for low, high in gutters]
    for column, room in zip(
        sorted(headings.columns, key=lambda column: column.head[0].left),
        pairwise([float("-inf"), *cuts, float("inf")]),
        strict=True,
    ):
        column.room = room
    found: Lines = []
    for line in drawn:
        found += _cut(line, cuts) if line in own else [line]
    return found


def _narrowed(gutter: Gutter, line: Sequence[Char]) -> Gutter:
    """What a line leaves free of a gutter: the widest gap of it."""
    parts = stretches(line)
    ends = [float("-inf"), *(end_of(part) for part in parts)]
    starts = [*(part[0].left for part in parts), float("inf")]
    gaps = ((max(gutter[0], end), min(gutter[1], start)) for end, start in zip(ends, starts, strict=True))
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _cut(line: Sequence[Char], cuts: Sequence[float]) -> Lines:
    edges = pairwise([float("-inf"), *cuts, float("inf")])
    parts = (tuple(char for char in line if left <= char.left < right) for left, right in edges)
    return [part for part in parts if part]
