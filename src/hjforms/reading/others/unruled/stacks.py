"""Heads over columns (表头): they are put to the columns that rows make as people see it.

A head belongs to the column above which it stands, a head over several stands in the middle of these. Where that leaves
more than one way, the one counts by which most columns are known; where two are as good, there is no table.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from hjforms.reading.file import clock
from hjforms.reading.others.unruled.blocks import IN_LINE, Column, Line, Part
from hjforms.reading.others.unruled.table_heads import TableHeads

LEAST_TRACKS = 3
LEAST_HEADS = 3  # of a table
LEAST_KNOWN = 3  # columns of a table of which the fields are known
MIDDLE = 0.35  # of the usual width of a column: how far a head may stand off the middle of those under it
MUCH_NEARER = 2  # times
MOST_WAYS = 512


@dataclass
class Track:
    """What stands in one column, by the number of the row."""

    left: float
    right: float
    values: dict[int, Part]


@dataclass
class Stack:
    """A head of one line or more over one column, and the heads over it that it shares with those beside it."""

    parts: list[Part]
    over: list[Part] = field(default_factory=list)
    track: Track | None = None

    @property
    def left(self) -> float:
        """Where its lowest head begins."""
        return min(part.left for part in self.parts)

    @property
    def right(self) -> float:
        """Where that ends."""
        return max(part.right for part in self.parts)

    def names(self) -> tuple[str, ...]:
        """The words of the heads, from the top."""
        return Column(self.parts, over=self.over).heads


def best(
    lines: Sequence[Line], tracks: list[Track], words: TableHeads, ruled: Container[int] = frozenset()
) -> list[Stack]:
    """The heads over the tracks in the way by which most are known; empty where no way is better than the others.

    A rule tells over what the ``ruled`` ones stand, by their ids: they are as wide.
    """
    ways: list[tuple[int, list[Stack]]] = []
    for count, stacks in enumerate(_ways(lines, words, ruled)):
        if count >= MOST_WAYS:  # one that was not looked at may be as good
            return []
        if not _put(stacks, tracks):
            continue
        named = [words.fields_of(stack.names()) for stack in stacks]
        known = [fields for fields in named if fields]
        if len(known) >= LEAST_KNOWN and _are_clear(known) and not _are_torn(stacks, words):
            ways.append((len(known), stacks))
    best = [stacks for known, stacks in ways if known == max(count for count, _ in ways)]
    told = {tuple((id(stack.track), words.fields_of(stack.names())) for stack in stacks) for stacks in best}
    return best[0] if len(told) == 1 else []


def tracks_of(rows: dict[int, list[Part]]) -> list[Track]:
    """The columns that the stretches of rows make; none where two of a row stand in one."""
    parts = sorted(
        ((part, row) for row, line in rows.items() for part in line if not part.is_sum),
        key=lambda placed: placed[0].left,
    )
    found: list[Track] = []
    for part, row in parts:
        if found and part.left < found[-1].right:
            track = found[-1]
            if row in track.values:
                return []
            track.right = max(track.right, part.right)
            track.values[row] = part
        else:
            found.append(Track(part.left, part.right, {row: part}))
    for row, line in rows.items():
        for part in (part for part in line if part.is_sum):
            free = next((track for track in found if row not in track.values), None)
            if free is None:  # without its word, a sum would be a row
                return []
            free.values[row] = part
    return found if len(found) >= LEAST_TRACKS else []


def _are_clear(known: Sequence[tuple[str, ...]]) -> bool:
    """True for columns of which every one has a field of its own, or that come again, all of them: tables side by side.

    Each of these has more columns than there are tables.

    >>> table = [("year",), ("months",), ("amount",)]
    >>> _are_clear(table), _are_clear(table * 2), _are_clear([("year",)] * 2)
    (True, True, False)
    """
    own = len(set(known))
    return list(known) == list(known[:own]) * (len(known) // own) and own > len(known) // own


def _are_torn(stacks: Sequence[Stack], words: TableHeads) -> bool:
    """True for heads of which one that others stand under stands alone, and beside it one that is nothing without it.

    小计 beside 当年缴费金额.
    """
    alone = [stack.names() for stack in stacks if len(stack.names()) == 1]
    lone = [names for names in alone if not words.fields_of(names)]
    uppers = [names for names in alone if words.is_upper(names[0])]
    return any(words.fields_of((*upper, *names)) for upper in uppers for names in lone)


def _ways(lines: Sequence[Line], words: TableHeads, ruled: Container[int]) -> Iterator[list[Stack]]:
    """Every way in which lines of heads may stand over one another: a part is more of a head, or over several."""
    upper: list[tuple[int, Part]] = []
    bottoms: list[Part] = []
    for number, line in reversed(list(enumerate(lines))):
        for part in line:
            if any(low.is_under(part) and low.top > part.top for low in bottoms):
                upper.append((number, part))
            else:
                bottoms.append(part)
    bottoms.sort(key=lambda part: part.left)
    if len(bottoms) < LEAST_HEADS:
        return
    options = [_options(part, bottoms, words, is_ruled=id(part) in ruled) for _, part in upper]
    levels = [number for number, _ in upper]
    for chosen in _chosen(options, levels):
        stacks = [Stack([part]) for part in bottoms]
        for (_, part), (first, last) in zip(upper, chosen, strict=True):
            if first == last:
                (stacks[first].over or stacks[first].parts).insert(0, part)
            else:
                for stack in stacks[first : last + 1]:
                    stack.over.insert(0, part)
        yield _shared(stacks)


_Run = tuple[int, int]
"""The first and the last of the lowest heads over which a part stands."""


def _chosen(options: Sequence[Sequence[_Run]], levels: Sequence[int]) -> Iterator[list[_Run]]:
    """A run for every part; those of one line do not overlap."""
    chosen: list[_Run] = []

    def further(place: int) -> Iterator[list[_Run]]:
        clock.tick()
        if place == len(options):
            yield list(chosen)
            return
        for run in options[place]:
            beside = (other for other, level in zip(chosen, levels, strict=False) if level == levels[place])
            if all(run[1] < other[0] or other[1] < run[0] for other in beside):
                chosen.append(run)
                yield from further(place + 1)
                chosen.pop()

    return further(0)


def _shared(stacks: list[Stack]) -> list[Stack]:
    """Stacks under the same heads hold one list of them."""
    for one, other in pairwise(stacks):
        if len(one.over) == len(other.over) and all(a is b for a, b in zip(one.over, other.over, strict=True)):
            other.over = one.over
    return stacks


def _options(part: Part, bottoms: Line, words: TableHeads, *, is_ruled: bool) -> list[_Run]:
    """The runs of lower heads that a part may stand over: those under it, and others around the same middle.

    Where it begins and ends as those under it do, it stands over these.
    """
    under = [place for place, low in enumerate(bottoms) if low.is_under(part)]
    first, last = under[0], under[-1]
    if is_ruled:
        return [(first, last)]
    ends = max(abs(part.left - bottoms[first].left), abs(part.right - bottoms[last].right))
    if ends <= IN_LINE or (first == last and words.is_lowest(f"{part.text}\n{bottoms[first].text}")):
        return [(first, last)]
    pitch = median([right.left - left.left for left, right in pairwise(bottoms)])
    middle = (part.left + part.right) / 2
    found = [(first, last)] if first == last else []
    for start in range(first + 1):
        for end in range(max(last, start + 1), len(bottoms)):
            centre = (bottoms[start].left + bottoms[end].right) / 2
            are_lower = all(low.top > part.top for low in bottoms[start : end + 1])
            if are_lower and abs(centre - middle) <= MIDDLE * pitch:
                found.append((start, end))
    return found


def _put(stacks: list[Stack], tracks: Sequence[Track]) -> bool:
    """Put every track under one head, in order; false where one has none, or two would do."""
    taken: set[int] = set()
    for track in tracks:
        over = [place for place, stack in enumerate(stacks) if stack.left < track.right and track.left < stack.right]
        if not over:
            over = _between(stacks, track, is_full=len(stacks) == len(tracks))
        if len(over) > 1:
            centre = (track.left + track.right) / 2
            over = [place for place in over if stacks[place].left <= centre <= stacks[place].right]
        if len(over) != 1 or over[0] in taken:
            return False
        taken.add(over[0])
        stacks[over[0]].track = track
    return True


def _between(stacks: Sequence[Stack], track: Track, *, is_full: bool) -> list[int]:
    """The head beside a track under which nothing else stands, where it is much nearer than any other.

    Where there are as many heads as tracks, and each has one, it need only be the nearest. None is farther than heads
    stand from one another.
    """
    far = sorted((max(stack.left - track.right, track.left - stack.right), place) for place, stack in enumerate(stacks))
    if far[0][0] > median([right.left - left.left for left, right in pairwise(stacks)]):
        return []
    is_clear = len(far) < 2 or far[1][0] > (1 if is_full else MUCH_NEARER) * far[0][0]
    return [far[0][1]] if is_clear else []
