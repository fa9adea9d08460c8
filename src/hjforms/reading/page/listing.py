"""Rules that are letters (制表符): listings draw their tables with ─, │ and ┼, or with -, | and +.

A run of level letters is a rule, and so are upright ones under one another; those that are alone are text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from hjforms.reading.file import clock
from hjforms.reading.page.characters import Char, lines

LEVEL, UPRIGHT = frozenset(("LEFT", "RIGHT", "HORIZONTAL")), frozenset(("UP", "DOWN", "VERTICAL"))
PLAIN = {"-": LEVEL, "=": LEVEL, "|": UPRIGHT, "+": LEVEL | UPRIGHT}
LEAST_LEVEL = 8  # letters of a rule that has no corners; fewer may be a dash, or say that there is nothing
LEAST_UPRIGHT = 3
BESIDE = 0.5  # of the size: between letters of one rule
UNDER = 2.5  # of the size: from line to line
SAME_PLACE = 0.25  # of the size

Line = tuple[float, float, float]
"""Where a rule stands, from, to."""


def without_rules(chars: Sequence[Char]) -> tuple[list[Char], list[Line], list[Line]]:
    """The characters that are text, and the level and the upright rules that the others draw."""
    candidates = [char for char in chars if _ways(char.text)]
    if len(candidates) < LEAST_UPRIGHT:
        return list(chars), [], []
    columns = list(_columns([char for char in candidates if _ways(char.text) & UPRIGHT]))
    corners = {id(char) for column in columns for char in column}
    rows = list(_rows([char for char in candidates if _ways(char.text) & LEVEL], corners))
    taken = corners | {id(char) for row in rows for char in row}
    level = [(row[0].y, row[0].left, row[-1].left + row[-1].width) for row in rows]
    return [char for char in chars if id(char) not in taken], level, list(map(_upright, columns))


@cache
def _ways(text: str) -> frozenset[str]:
    """Where the arms of a letter point that is a piece of a rule; of any other none."""
    words = frozenset(unicodedata.name(text, "").split()) if "\u2500" <= text <= "\u257f" else frozenset[str]()
    return frozenset() if "DIAGONAL" in words else PLAIN.get(text, words & (LEVEL | UPRIGHT))


def _columns(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Upright letters under one another, from the top, line by line."""
    found: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.base):
        clock.tick()
        own = next((column for column in found if _is_under(column[-1], char)), None)
        if own is None:
            found.append([char])
        else:
            own.append(char)
    yield from (column for column in found if len(column) >= LEAST_UPRIGHT)


def _is_under(above: Char, char: Char) -> bool:
    is_near = 0 < above.base - char.base <= UNDER * char.size
    return is_near and abs(above.middle - char.middle) <= SAME_PLACE * char.size


def _rows(chars: Sequence[Char], corners: set[int]) -> Iterator[list[Char]]:
    """Level letters beside one another that are many, or have corners among them."""
    for line in lines(chars):
        starts = [0, *(number for number, pair in enumerate(pairwise(line), 1) if _are_parted(*pair)), len(line)]
        for first, last in pairwise(starts):
            row = line[first:last]
            if len(row) >= LEAST_LEVEL or (len(row) > 1 and any(id(char) in corners for char in row)):
                yield row


def _are_parted(before: Char, char: Char) -> bool:
    return char.left - before.left - before.width > BESIDE * char.size


def _upright(column: Sequence[Char]) -> Line:
    """The rule that upright letters draw; one that ends with no corner reaches half as far as the next line."""
    top, bottom = column[0], column[-1]
    step = min(above.y - char.y for above, char in pairwise(column)) / 2
    high = top.y + step * (not _ways(top.text) & LEVEL)
    return top.middle, bottom.y - step * (not _ways(bottom.text) & LEVEL), high
