"""Tables by their rows (由行定列): where no upright line parts the columns, the figures themselves do.

Lines of figures under one another make tracks. The heads over them are put to the tracks as people see it: a head
belongs to the track above which it stands, a head over several stands in the middle of these. Where that leaves more
than one way, the one counts by which most columns are known; where two are as good, there is no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Protocol

from hjforms.reading.file import clock
from hjforms.reading.others.heads import FORMULA
from hjforms.reading.others.unruled import Block, Column, Part, beside_part, joined_part
from hjforms.reading.others.vocabulary import TOTAL, is_heading, is_subtotal
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.titles import squeezed

LEAST_PARTS = 3  # stretches of a line that may be a row
MOST_SAID = 4  # stretches of a line that heads rows
LEAST_KNOWN = 3  # columns of a table of which the fields are known
MOST_HEAD_LINES = 8  # heights at which heads of one line, of two and of three stand beside one another
NEAR = 2.4  # of the size of letters: from one line of heads to the next, and to the first row
FOLD = 1.7  # the same from a line of a cell to the next
CLEARLY = 1.3  # so much nearer is a line to the row to which it belongs than to the next
MIDDLE = 0.35  # of the usual width of a column: how far a head may stand off the middle of those under it
MOST_WAYS = 512
_SENTENCE = re.compile("[，。；]")
_CODE = re.compile(r"\d{6}(?:\d{6})?")
_FIGURE = re.compile(r"[(（]?[-+¥￥]?\d[\d,，.:：/年月日至~～—-]*[%)）元]?|[-—－/]+")


class HeadWords(Protocol):
    """What a form knows of heads."""

    def fields_of(self, heads: tuple[str, ...]) -> tuple[str, ...]:
        """The fields that a stack of heads names."""

    def is_head(self, text: str) -> bool:
        """Whether a text is a head, or a part of one."""

    def is_lowest(self, text: str) -> bool:
        """Whether a text is a head under which none stands."""

    def reads(self, column: str, text: str) -> bool:
        """Whether a text may be a value of a column."""


@dataclass
class _Stack:
    """A head of one line or more over one track."""

    parts: list[Part]
    over: list[Part] = field(default_factory=list)
    track: _Track | None = None

    @property
    def left(self) -> float:
        return min(part.left for part in self.parts)

    @property
    def right(self) -> float:
        return max(part.right for part in self.parts)

    def names(self) -> tuple[str, ...]:
        """The words of the heads, from the top."""
        return Column(self.parts, over=self.over).heads


@dataclass
class _Track:
    """What stands in one column, by the number of the row."""

    left: float
    right: float
    values: dict[int, Part]


def tables(lines: Sequence[Sequence[Part]], words: HeadWords) -> Iterator[Block]:
    """The tables of a page whose columns follow from their rows; lines come from the top."""
    number = 0
    while number < len(lines):
        run = _run(lines, number, words)
        if run:
            if table := _table(lines, run, words):
                yield table
            number = run[-1]
        number += 1


def _is_figure(part: Part) -> bool:
    return bool(_FIGURE.fullmatch(squeezed(part.text)))


def _is_sum(part: Part) -> bool:
    name = canonical(part.text)
    return name == TOTAL or is_subtotal(name)


def _is_row(line: Sequence[Part]) -> bool:
    """True for a line of several stretches of which at least half are figures, or that sums others."""
    figures = sum(map(_is_figure, line))
    is_count = all(FORMULA.fullmatch(squeezed(part.text)) and len(squeezed(part.text)) < 3 for part in line)
    is_plain = all(part.is_plain or _is_figure(part) for part in line)
    if not is_plain or (is_count and _counts(line)):
        return False
    return (len(line) >= LEAST_PARTS and 2 * figures >= len(line)) or (
        bool(figures) and any(map(_is_sum, line)) and len(line) > 1
    )


def _counts(line: Sequence[Part]) -> bool:
    """True for a line that numbers the columns."""
    numbers = [int(text) for part in line if (text := squeezed(part.text)).isdecimal()]
    return all(lower + 1 == upper for lower, upper in pairwise(numbers))


def _size(part: Part) -> float:
    return part.bottom - part.top


def _run(lines: Sequence[Sequence[Part]], first: int, words: HeadWords) -> list[int]:
    """The lines from one on that are rows, with those between them that are rests of their cells."""
    if not _is_row(lines[first]):
        return []
    found, widest = [first], 0.0
    for number in range(first + 1, len(lines)):
        above, line = lines[found[-1]], lines[number]
        step = line[0].top - above[0].top
        is_near = step <= (1.6 * widest or 4 * max(map(_size, line)))
        if len(found) > 1 and any(canonical(part.text) == TOTAL for part in above):  # what follows is no row
            is_near = step <= FOLD * max(map(_size, line)) and not _is_row(line)
        is_over = _is_over_rows(lines, number, lines[first], words)
        if not is_near or not (_is_row(line) or is_over or _may_be_rest(line, lines[number - 1], above)):
            break
        found.append(number)
        widest = max(widest, step)
    while not _is_row(lines[found[-1]]):
        found.pop()
    return found


def _is_over_rows(lines: Sequence[Sequence[Part]], number: int, row: Sequence[Part], words: HeadWords) -> bool:
    """True for a line of words that begins where rows do, and heads those right below it.

    A head alone with the code of a place, and its name, is such a line as well: 参保地区 371002 示例市.
    """
    line, below = lines[number], lines[number + 1 : number + 2]
    is_place = len(line) > 1 and [words.is_head(part.text) for part in line].count(True) == 1 == sum(
        map(_is_code, line)
    )
    is_said = len(line) <= MOST_SAID and not any(
        (_is_figure(part) and not (is_place and _is_code(part))) or _is_sum(part) or _SENTENCE.search(part.text)
        for part in line
    )
    is_said &= len(line) == 1 or is_place or not all(part.is_plain for part in line)  # and no line of heads
    begins = line[0].left <= row[0].left + _size(line[0])
    are_rows = any(_is_row(under) and not any(map(_is_sum, under)) for under in below)
    return is_said and begins and are_rows and below[0][0].top - line[0].top <= NEAR * _size(line[0])


def _is_code(part: Part) -> bool:
    return bool(_CODE.fullmatch(squeezed(part.text)))


def _may_be_rest(line: Sequence[Part], above: Sequence[Part], row: Sequence[Part]) -> bool:
    """True for words so near under others that they may be more of a cell."""
    is_near = line[0].top - above[0].top <= FOLD * max(map(_size, line))
    words = [part for part in line if not _is_figure(part)]
    return len(line) < len(row) and bool(words) and (is_near or len(line) == 1) and all(part.is_plain for part in line)


def _table(lines: Sequence[Sequence[Part]], run: list[int], words: HeadWords) -> Block | None:
    first = run[0]
    if first and _is_over_rows(lines, first - 1, lines[first], words):
        first -= not all(words.is_head(part.text) for part in lines[first - 1])
    over = [number for number in {first, *run} if _is_over_rows(lines, number, lines[run[0]], words)]
    heads = _head_lines(lines, first, words)
    rows = _rows(lines, [number for number in run if number not in over])
    tracks = _tracks(rows) if rows else None
    if not heads or tracks is None:
        return None
    stacks = _best(heads, tracks, words)
    if not stacks or not _are_readable(stacks, words):
        return None
    columns = [
        Column(stack.parts, stack.track.values if stack.track else {}, stack.over)
        for stack in sorted(stacks, key=lambda stack: stack.left)
    ]
    top = min(number for number, line in enumerate(lines) if line is heads[0])
    return Block(columns, top, sorted(rows), over_rows={number: beside_part(lines[number]) for number in over})


def _head_lines(lines: Sequence[Sequence[Part]], first: int, words: HeadWords) -> list[Sequence[Part]]:
    """The lines of heads above the first row, from the top."""
    found: list[Sequence[Part]] = []
    below = lines[first]
    number = first - 1
    while number >= 0 and len(found) < MOST_HEAD_LINES:
        line = lines[number]
        texts = [squeezed(part.text) for part in line]
        gap = min(part.top for part in below) - max(part.bottom for part in line)
        if len(line) > 1 and all(map(FORMULA.fullmatch, texts)):  # the numbers of the columns
            number -= 1
            continue
        is_other = any(not part.is_plain or _is_figure(part) for part in line)
        is_alone = len(line) == 1 and (is_heading(line[0].text) or not words.is_head(line[0].text))
        if is_other or is_alone or gap > NEAR * max(map(_size, line)):
            break
        found.insert(0, line)
        below = line
        number -= 1
    return found


def _rows(lines: Sequence[Sequence[Part]], run: Sequence[int]) -> dict[int, list[Part]]:
    """The rows by the number of their line, each with the rests of its cells; empty where it is not clear whose."""
    own = [number for number in run if _is_row(lines[number])]
    found = {number: list(lines[number]) for number in own}
    for number in (number for number in run if number not in found):
        height = lines[number][0].top
        near = sorted(own, key=lambda row: abs(lines[row][0].top - height))
        far = [abs(lines[row][0].top - height) for row in near]
        if far[0] > FOLD * max(map(_size, lines[number])) or (len(far) > 1 and far[1] < CLEARLY * far[0]):
            return {}
        for part in lines[number]:
            if not _fold(found[near[0]], part):
                return {}
    return found


def _fold(row: list[Part], rest: Part) -> bool:
    """Put more of a cell to the one stretch of a row that it is under, or above; alone in a column, it is a cell."""
    under = [place for place, part in enumerate(row) if part.is_under(rest)]
    if len(under) > 1 or (under and _is_figure(row[under[0]])):
        return False
    if under:
        pair = sorted([row[under[0]], rest], key=lambda part: part.top)
        row[under[0]] = joined_part(pair)
    else:
        row.append(rest)
        row.sort(key=lambda part: part.left)
    return True


def _tracks(rows: dict[int, list[Part]]) -> list[_Track] | None:
    """The columns that the stretches of rows make; ``None`` where two of a row stand in one."""
    parts = sorted(
        ((part, row) for row, line in rows.items() for part in line if not _is_sum(part)),
        key=lambda placed: placed[0].left,
    )
    found: list[_Track] = []
    for part, row in parts:
        if found and part.left < found[-1].right:
            track = found[-1]
            if row in track.values:
                return None
            track.right = max(track.right, part.right)
            track.values[row] = part
        else:
            found.append(_Track(part.left, part.right, {row: part}))
    for row, line in rows.items():
        for part in filter(_is_sum, line):
            free = next((track for track in found if row not in track.values), None)
            if free is None:  # without its word, a sum would be a row
                return None
            free.values[row] = part
    return found if len(found) >= LEAST_PARTS else None


# --------------------------------------------------------------------------------------------------- heads


def _best(lines: Sequence[Sequence[Part]], tracks: list[_Track], words: HeadWords) -> list[_Stack]:
    """The heads over the tracks in the way by which most are known; empty where no way is better than the others."""
    ways: list[tuple[int, list[_Stack]]] = []
    for count, stacks in enumerate(_ways(lines, words)):
        if count >= MOST_WAYS:  # one that was not looked at may be as good
            return []
        if not _put(stacks, tracks):
            continue
        named = [words.fields_of(stack.names()) for stack in stacks]
        known = [fields for fields in named if fields]
        if len(set(known)) == len(known) >= LEAST_KNOWN:
            ways.append((len(known), stacks))
    best = [stacks for known, stacks in ways if known == max(count for count, _ in ways)]
    told = {tuple((id(stack.track), words.fields_of(stack.names())) for stack in stacks) for stacks in best}
    return best[0] if len(told) == 1 else []


def _ways(lines: Sequence[Sequence[Part]], words: HeadWords) -> Iterator[list[_Stack]]:
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
    if len(bottoms) < LEAST_PARTS:
        return
    options = [_options(part, bottoms, words) for _, part in upper]
    if not all(options):
        return
    levels = [number for number, _ in upper]
    for chosen in _chosen(options, levels):
        stacks = [_Stack([part]) for part in bottoms]
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


def _shared(stacks: list[_Stack]) -> list[_Stack]:
    """Stacks under the same heads hold one list of them."""
    for one, other in pairwise(stacks):
        if len(one.over) == len(other.over) and all(a is b for a, b in zip(one.over, other.over, strict=True)):
            other.over = one.over
    return stacks


def _options(part: Part, bottoms: Sequence[Part], words: HeadWords) -> list[_Run]:
    """The runs of heads that a part may stand over: those under it, and others around the same middle."""
    under = [place for place, low in enumerate(bottoms) if low.is_under(part)]
    first, last = under[0], under[-1]
    if first == last and words.is_lowest(f"{part.text}\n{bottoms[first].text}"):
        return [(first, last)]
    pitch = median([right.left - left.left for left, right in pairwise(bottoms)])
    middle = (part.left + part.right) / 2
    found = [(first, last)] if first == last else []
    for start in range(first + 1):
        for end in range(max(last, start + 1), len(bottoms)):
            centre = (bottoms[start].left + bottoms[end].right) / 2
            if abs(centre - middle) <= MIDDLE * pitch:
                found.append((start, end))
    return found


def _put(stacks: list[_Stack], tracks: Sequence[_Track]) -> bool:
    """Put every track under one head, in order; false where one has none, or two would do."""
    taken: set[int] = set()
    for track in tracks:
        over = [place for place, stack in enumerate(stacks) if stack.left < track.right and track.left < stack.right]
        if not over:
            over = _between(stacks, track)
        if len(over) > 1:
            centre = (track.left + track.right) / 2
            over = [place for place in over if stacks[place].left <= centre <= stacks[place].right]
        if len(over) != 1 or over[0] in taken:
            return False
        taken.add(over[0])
        stacks[over[0]].track = track
    return True


def _between(stacks: Sequence[_Stack], track: _Track) -> list[int]:
    """The head beside a track under which nothing else stands, where it is much nearer than any other."""
    far = sorted((max(stack.left - track.right, track.left - stack.right), place) for place, stack in enumerate(stacks))
    is_clear = len(far) < 2 or far[1][0] > 2 * far[0][0]
    return [far[0][1]] if far and is_clear else []


def _are_readable(stacks: Sequence[_Stack], words: HeadWords) -> bool:
    """True where what stands under every head that is known may be a value of its field, but for sums."""
    tracks = [stack.track for stack in stacks if stack.track is not None]
    sums = {row for track in tracks for row, part in track.values.items() if _is_sum(part)}
    return all(
        words.reads(field_, part.text)
        for stack in stacks
        for field_ in _one(words.fields_of(stack.names()))
        if stack.track is not None
        for row, part in stack.track.values.items()
        if row not in sums
    )


def _one(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The field of a column that has one alone; a span of months has two."""
    return fields if len(fields) == 1 else ()
