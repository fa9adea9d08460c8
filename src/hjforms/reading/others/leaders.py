"""Labels with dots that lead to their values (引导点): each such pair is a row, with all lines of the value.

Values are set to the left or to the right; where they are folded, all lines but the last are about as wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from hjforms.reading.others.tails import is_apart
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.others.written import written
from hjforms.reading.page.characters import Char, end_of, stretches

LEAST = 4  # dots in a row that lead, whatever stands around them
SET_APART = 0.15  # of the size: what stands at least on either side of fewer, where others lead
LEADING = 1.8  # of the size: from a line to the one in which it goes on
EVEN = 0.3  # of the size: lines that begin or end together
WIDE = 2.5  # of the size: a gap between dots and what is of another column
FULL = 1.6  # of the size: by how much a folded line may be narrower than the widest
_DOTS = {".": 1, "．": 1, "·": 1, "•": 1, "‥": 2, "…": 3}
_COLONS = ":："

Line = Sequence[Char]


class Led(NamedTuple):
    """A label, and the lines of its value, none where nothing is written."""

    label: Line
    value: list[Line]

    def text(self, words: Vocabulary) -> tuple[str, list[Char | None]]:
        """The text of the value, with the character of each letter: what is not folded is parted."""
        text, chars = "", list[Char | None]()
        widest = max(map(_width, self.value), default=0.0)
        for number, line in enumerate(self.value):
            own, letters = written(line, float("inf"), words)
            if number:
                room = widest - _width(self.value[number - 1])
                is_folded = room <= FULL * line[0].size and not is_apart(own)
                text, chars = text + "\n" * (not is_folded), [*chars, *[None] * (not is_folded)]
            text, chars = text + own, [*chars, *letters]
        return text, chars


def led_by_dots(found: Sequence[Line]) -> tuple[list[list[Led]], set[int]]:
    """The pairs of every line with leaders, and all characters that are theirs, dots as well, by their ids."""
    if not any(_is_long(run) for line in found for run in _runs(line)):
        return [], set()
    rows: list[list[Led]] = []
    taken: set[int] = set()
    above: list[Led] = []
    for line in found:
        own, further = _apart(line, above)
        pairs = _pairs(own) if own else []
        if (own and not pairs) or not all(goes_on(above, [part]) for part in further):
            above = []
            continue
        if pairs:
            rows.append(pairs)
        above = [*(pair for pair in above if any(part is pair.value[-1] for part in further)), *pairs]
        taken |= set(map(id, line))
    return rows, taken


def _apart(line: Line, above: Sequence[Led]) -> tuple[list[Char], list[list[Char]]]:
    """A line without the stretches in which values above go on, and these.

    What stands right behind dots is the value to which they lead.
    """
    own: list[Char] = []
    further: list[list[Char]] = []
    for part in stretches(line):
        is_led = bool(own) and own[-1].text in _DOTS and part[0].left - end_of(own) < WIDE * part[0].size
        has_dots = any(_leads(part, run) for run in _runs(part))
        if not is_led and not has_dots and _owner(above, part) is not None:
            further.append(part)
        else:
            own += part
    return own, further


def goes_on(above: Sequence[Led], parts: Sequence[Line]) -> bool:
    """Give stretches of a line to the values above that begin or end where these do; false where one has none."""
    owners = [owner for part in parts if (owner := _owner(above, part)) is not None]
    if len(owners) < len(parts) or len(set(map(id, owners))) < len(owners):
        return False
    for owner, part in zip(owners, parts, strict=True):
        owner.value.append(part)
    return True


def _owner(above: Sequence[Led], part: Line) -> Led | None:
    """The one pair whose value goes on in a stretch of the next line."""
    own = [pair for pair in above if pair.value and _is_further(pair.value, part)]
    return own[0] if len(own) == 1 and not any(char.text in _COLONS for char in part) else None


def _pairs(line: Line) -> list[Led]:
    """Labels and values of a line: between two leaders stands a value, and behind a gap the next label."""
    cuts = [run for run in _runs(line) if _leads(line, run)]
    if not cuts or not cuts[0][0]:
        return []
    ends = [0, *(end for _, end in cuts)]
    parts = [line[start:cut] for start, cut in zip(ends, [*(cut for cut, _ in cuts), len(line)], strict=True)]
    label, found = parts[0], list[Led]()
    for part in parts[1:-1]:
        pieces = stretches(part) if part else []
        if len(pieces) != 2:
            return []
        found.append(Led(label, [*pieces[:1]]))
        label = pieces[1]
    is_label = parts[-1] or not any(char.text in _COLONS or char.text.isdecimal() for char in label)
    return [*found, Led(label, [parts[-1]] if parts[-1] else [])] if is_label else []


def _runs(line: Line) -> Iterator[tuple[int, int]]:
    """Where dots begin and end on a line."""
    for is_dot, places in groupby(range(len(line)), lambda place: line[place].text in _DOTS):
        own = list(places)
        if is_dot:
            yield own[0], own[-1] + 1


def _is_long(run: tuple[int, int]) -> bool:
    return run[1] - run[0] >= LEAST


def _leads(line: Line, run: tuple[int, int]) -> bool:
    """True for dots that lead: many, or some that stand apart from what is around them."""
    first, end = run
    around = [(first - 1, first)] * (first > 0) + [(end - 1, end)] * (end < len(line))
    gaps = (line[right].left - end_of(line[left : left + 1]) for left, right in around)
    return _is_long(run) or all(gap >= SET_APART * line[first].size for gap in gaps)


def _is_further(value: Sequence[Line], part: Line) -> bool:
    """True for a stretch right under a value, which begins or ends with it."""
    first, size = value[0], part[0].size
    is_near = 0 < value[-1][0].base - part[0].base <= LEADING * size
    is_even = abs(first[0].left - part[0].left) <= EVEN * size or abs(end_of(first) - end_of(part)) <= EVEN * size
    return is_near and is_even and part[0].left < end_of(first) and first[0].left < end_of(part)


def _width(line: Line) -> float:
    return end_of(line) - line[0].left
