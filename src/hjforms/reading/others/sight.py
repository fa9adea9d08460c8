"""What cannot be seen clearly on a paper of another office (看不清的): values that may be cut, folded or printed over.

A text that goes on over the edge of its cell, on the line below, or under a stamp may be more than what was read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, takewhile
from operator import itemgetter

from hjforms.notations.choice import UNTOLD
from hjforms.reading.others.beside import is_beside
from hjforms.reading.others.days import DAY
from hjforms.reading.others.found import MOST_SPREAD, Found, Value, is_readable
from hjforms.reading.others.geometry import Seen
from hjforms.reading.others.remarks import is_person
from hjforms.reading.others.wrapping import FOLDED_LEADING, begins_alike
from hjforms.reading.page.characters import LEADING, UNKNOWN, Char, has_unclear_gap, lines, next_lines, stretches
from hjforms.reading.page.doubt import RAISED, SPACES_UNCLEAR, UNREADABLE, Doubt
from hjforms.reading.page.notes import is_raised
from hjforms.records.base import Leaf
from hjforms.records.kinds import CODE, NOTE
from hjforms.wording import Sentence

OTHER_SIZE = 0.15  # of the size: what differs more is no line of the same text
START = 4  # letters at the beginning of a line
LEAST_LEADING = 0.6  # of the size: what is less far below stands on the same line
TOUCHING = 0.15  # of the size: letters that stand so near on one line are of one text
NEAR = 4.0  # sizes: what stands farther off touches nothing
WHOLE = frozenset(("citizen-id", "money", "year-month"))  # kinds of which a part is none, nor a part of words
NUMBERS = frozenset(("digits",))  # of which a part may be one
CLOSED = frozenset(("citizen-id", "choice"))  # kinds of which a part is none, and behind which nothing goes on
CHOICES = frozenset(("choice", "choices"))
_ENDED = re.compile(r"(?:\d月|\.\d\d)$")  # with which a month or an amount ends
LEVEL = 0.1  # of the size: how far apart the letters of a line stand in height
APART = 0.15  # of the size: how far the letters of a spread name stand from each other
CLOSE = 1.1  # sizes: a full-width space
ROOM = 2.0  # sizes: between a text and the one behind it, where neither is folded
WORD_GAP = 0.5  # of the size: between what stands beside each other on a line
LEAST_EVEN = 4  # figures that stand apart
EDGE = 0.2  # of the size: how far apart the edges of a column stand
OVERLAP = 0.4  # of the width: letters that share so much stand over each other

_HEIGHT = itemgetter(0)

OVERPRINTED = Doubt("error", Sentence("有字叠印在别的字上，看不清哪些是这一栏的，没有读入，请人工核对。"))
CUT = Doubt("error", Sentence("文字越过格子的边线，紧接着还有字，不知到哪里为止，没有读入，请人工核对。"))
FOLDED = Doubt("error", Sentence("这一栏的内容折了行，折行的文字归属不清，请人工核对。"))


@dataclass(frozen=True)
class Sight:
    """What was found on a paper, and the squares in which it is to be seen."""

    found: Found
    seen: Sequence[Seen]

    def doubt(self, leaf: Leaf | None, value: Value) -> Doubt | None:
        """What speaks against a value, as it stands on the page."""
        chars, own = self.chars_of(value), self.seen[value.square]
        unknown = {UNKNOWN} if leaf is None or leaf.kind.name in CHOICES else {UNKNOWN, UNTOLD}
        if any(char.text in unknown for char in chars):
            return UNREADABLE
        if value.doubt or leaf is None:
            return value.doubt
        if self._is_cut(chars, own):
            return CUT
        if is_raised(chars):
            return RAISED
        return OVERPRINTED if _is_overprinted(chars) else self._doubt_of_breaks(leaf, value, chars)

    def _doubt_of_breaks(self, leaf: Leaf, value: Value, chars: Sequence[Char]) -> Doubt | None:
        """What speaks against the places where a value goes on, from line to line and from word to word."""
        own = self.seen[value.square]
        is_whole = leaf.kind.name == "date" and DAY.fullmatch(value.text)
        if not (is_whole or value.is_whole) and (self._runs_over(chars, own) or value in self._torn):
            return FOLDED
        has_spaces = leaf.kind.name == "text" and not (is_person(leaf) and _is_spread(chars))
        if not has_spaces or _is_even(chars):
            return None
        is_number = leaf.kind is CODE or (own.square.table and leaf.kind is not NOTE)
        edge = _edge(own) if is_number and not any(char.space for char in chars) else float("inf")
        return SPACES_UNCLEAR if has_unclear_gap(chars) or _folds_at_space(chars, edge) else None

    def chars_of(self, value: Value) -> list[Char]:
        """The characters of a value."""
        return [
            char
            for square, start, end in value.pieces
            for char in self.seen[square].chars[start:end]
            if char is not None
        ]

    def _is_cut(self, chars: Sequence[Char], own: Seen) -> bool:
        """True where a line goes on beside the cell without a gap: what is taken for its edge goes through a text."""
        if not own.square.table:
            return False
        inside = set(map(id, own.chars))
        return any(
            _touches(line[-1], char) or _touches(char, line[0])
            for line in lines(chars)
            for char in self._level(own.page, line[0])
            if line[0].left - NEAR * char.size < char.left < line[-1].left + NEAR * line[-1].size
            if id(char) not in inside
        )

    def _level(self, page: int, char: Char) -> list[Char]:
        """The characters of a page on the height of one."""
        found: list[Char] = []
        reach = LEVEL * char.size
        for known in (self._by_height.get((page, inside), []) for inside in (True, False)):
            first = bisect_left(known, char.base - reach, key=_HEIGHT)
            last = bisect_right(known, char.base + reach, key=_HEIGHT)
            found += [other for _, _, other in known[first:last]]
        return found

    def _runs_over(self, chars: Sequence[Char], own: Seen) -> bool:
        """True where the text goes on closely above or below, outside of what was taken for it."""
        near = list(self._near(own, chars))
        begins, ends = _is_whole(chars, own)
        if any(begins if char.base > chars[0].base else ends for char in near):
            return True
        if own.square.table:
            return False
        if any(_is_over(part, chars) for part, is_first in self._rest[own.page] if is_first):
            return True
        if not ends or not self._rest[own.page]:
            return False
        stretch = _stretch_of(chars, own)
        return any(
            _is_below(part[0], stretch)
            or _is_under_start(part[0], chars, own)
            or (begins and self._goes_round(chars, own, part))
            for part, begins in self._rest[own.page]
        )

    def _goes_round(self, chars: Sequence[Char], own: Seen, part: Sequence[Char]) -> bool:
        """True where a text ends a full line, and part of the next line may be the rest of it."""
        if not chars or not _follows(chars, part):
            return False
        line = own.letters()
        is_last = max(one.left for one in line if one.base == chars[-1].base) == chars[-1].left
        return is_last and (_is_full(chars, part, own.edge) or begins_alike(part, stretches(line)))

    @cached_property
    def _torn(self) -> list[Value]:
        """Values outside of cells that stand far behind their label and right under another: one may go on there."""
        outside = [
            (leaf, value, self.chars_of(value))
            for path, value in self.found.fields.items()
            if (leaf := self.found.leaves.get(path)) is None or leaf.kind.name != "date"
            if not self.seen[value.square].square.table
        ]
        pairs = (
            (below, above)
            for leaf, below, chars in outside
            if chars and any(part[0] is chars[0] for part in stretches(self.seen[below.square].letters()))
            for over, above, others in outside
            if below is not above and self.seen[below.square].page == self.seen[above.square].page
            if not below.is_whole and _is_under(chars[0], others, self.seen[above.square])
            if not self._is_close(below, above)
            if not self._are_rows_of_labels(below, above, is_one=_is_one(leaf, below, WHOLE))
            or not (
                _is_one(leaf, below, WHOLE)
                or _is_one(over, above, CLOSED)
                or (_is_one(over, above, WHOLE) and _ENDED.search(above.text))
                or (_is_one(leaf, below, NUMBERS) and not above.text[-1:].isascii())  # no words end so
                or self._had_room(above, chars)
            )
        )
        return [value for pair in pairs for value in pair]

    def _are_rows_of_labels(self, one: Value, other: Value, *, is_one: bool) -> bool:
        """True for values in a column, beside a column of their labels; for what by itself is a value, beside these."""
        sides = [_beside(self.chars_of(value), self.seen[value.square]) for value in (one, other)]
        if not all(sides):
            return False
        (label, value), (other_label, other_value) = sides
        reach = EDGE * value[0].size
        ends = (abs(value[0].left - other_value[0].left), abs(_end(value) - _end(other_value)))
        return abs(label[0].left - other_label[0].left) <= reach and (is_one or min(ends) <= reach)

    def _is_close(self, one: Value, other: Value) -> bool:
        """True for a value a letter behind its label, which stands under no label of the other: no column has both."""
        sides = [_beside(self.chars_of(value), self.seen[value.square]) for value in (one, other)]
        if not all(sides):
            return False
        (label, value), (other_label, _) = sides
        size = value[0].size
        return value[0].left - _end(label) <= CLOSE * size and abs(label[0].left - other_label[0].left) > size

    def _had_room(self, value: Value, part: Sequence[Char]) -> bool:
        """True where a text ends so far before what stands behind it that the word below had fitted in."""
        own, chars = self.seen[value.square], self.chars_of(value)
        behind = (char.left - ROOM * char.size for char in own.letters() if char.left > chars[-1].left)
        return not _is_full(chars, part, min(behind, default=own.edge))

    def _near(self, own: Seen, chars: Sequence[Char]) -> Iterator[Char]:
        """The characters closely above and below a text that are nothing else.

        Rules part them, and lines that begin otherwise.
        """
        if not chars:
            return
        taken, is_next, size = set(map(id, chars)), next_lines(chars), chars[0].size
        left, right = min([char.left for char in chars]), max([char.left + char.width for char in chars])
        known = self._open[own.page] if own.is_open else self._by_height[own.page, bool(own.square.table)]
        bases = [char.base for char in chars]
        reach = LEADING * max([char.size for char in chars])
        first = bisect_left(known, min(bases) - reach, key=_HEIGHT)
        last = bisect_right(known, max(bases) + reach, key=_HEIGHT)
        beside = [one for one in known[first:last] if left - one[2].size <= one[2].left <= right]
        for _, index, char in beside:
            if id(char) in taken or abs(char.size - size) > OTHER_SIZE * size or not is_next(char):
                continue
            seen = self.seen[index]
            is_other = seen is not own and not seen.square.table and self._begins_otherwise(index)
            is_apart = seen is own or own.square.table < 0
            is_known = (is_apart and seen.square.table and id(char) in self._explained) or self._are_rows(own, index)
            if not is_other and not is_known:
                yield char

    def _are_rows(self, own: Seen, index: int) -> bool:
        """True for two cells whose texts stand on the lines of their rows: nothing of the one goes on in the other."""
        other = self.seen[index]
        if own is other or own.square.table <= 0 or other.square.table <= 0:
            return False
        return id(own) in self._level_cells and (id(other) in self._level_cells or index in self._printed)

    @cached_property
    def _level_cells(self) -> set[int]:
        """The cells of one line of text that stands on the height of that of another cell beside it."""
        rows: dict[tuple[float, int], list[tuple[float, float, int]]] = defaultdict(list)
        for seen in self.seen:
            letters = seen.letters()
            if seen.square.table > 0 and letters and len(lines(letters)) == 1:
                rows[seen.square.top, seen.square.table].append((letters[0].base, letters[0].size, id(seen)))
        return {
            number
            for row in rows.values()
            for base, size, number in row
            if any(other != number and abs(base - there) <= LEVEL * size for there, _, other in row)
        }

    @cached_property
    def _printed(self) -> set[int]:
        """The squares that are explained and hold no value: labels and headings."""
        values = {piece.square for value in self._values for piece in value.pieces}
        return {
            index
            for index, seen in enumerate(self.seen)
            if index not in values and self.found.is_explained(index, len(seen.square.text))
        }

    @property
    def _values(self) -> Iterator[Value]:
        yield from self.found.fields.values()
        for row in self.found.rows:
            yield from row.values()

    @cached_property
    def _explained(self) -> set[int]:
        """The characters that are labels or values."""
        return {
            id(char)
            for index, (_, chars, *_) in enumerate(self.seen)
            for char, is_used in zip(chars, self.found.are_used(index), strict=False)
            if char is not None and is_used
        }

    def _begins_otherwise(self, index: int) -> bool:
        """True for a line that begins with a label or the words of a sentence of the form, or is a note beside it."""
        text = self.seen[index].square.text
        return any(self.found.is_used(index, at) for at in range(START)) or is_beside(text)

    @cached_property
    def _by_height(self) -> dict[tuple[int, bool], list[tuple[float, int, Char]]]:
        """The characters of each page in cells, and outside of them, from the bottom, with their squares."""
        found: dict[tuple[int, bool], list[tuple[float, int, Char]]] = defaultdict(list)
        for index, (square, chars, page, _, is_apart, _) in enumerate(self.seen):
            if is_apart:
                continue
            found[page, bool(square.table)] += [(char.base, index, char) for char in chars if char is not None]
        return {key: sorted(chars, key=_HEIGHT) for key, chars in found.items()}

    @cached_property
    def _open(self) -> dict[int, list[tuple[float, int, Char]]]:
        """The characters of each page, in cells or not, from the bottom, with their squares."""
        pages = {seen.page for seen in self.seen}
        both = {page: (self._by_height[page, inside] for inside in (True, False)) for page in pages}
        return {page: sorted(chain.from_iterable(known), key=_HEIGHT) for page, known in both.items()}

    @cached_property
    def _rest(self) -> dict[int, list[tuple[Sequence[Char], bool]]]:
        """By page, the stretches outside of cells whose beginning nothing explains; true for the first of a line."""
        rest: dict[int, list[tuple[Sequence[Char], bool]]] = defaultdict(list)
        for seen in self.seen:
            if (
                not (seen.square.table or seen.is_apart)
                and (letters := seen.letters())
                and not is_beside(seen.square.text)
            ):
                parts = stretches(letters)
                rest[seen.page] += [(part, part is parts[0]) for part in parts if id(part[0]) not in self._explained]
        return rest


def _follows(chars: Sequence[Char], part: Sequence[Char]) -> bool:
    """True for a text on the line below."""
    return _is_lower(chars[-1], part[0])


def _is_lower(above: Char, char: Char) -> bool:
    """True for a character on the line below another, as lines of one text follow each other."""
    return LEAST_LEADING * char.size < above.base - char.base <= FOLDED_LEADING * char.size


def _is_over(part: Sequence[Char], chars: Sequence[Char]) -> bool:
    """True for words of the same size that begin right above others: a label may stand beside their last line."""
    if not chars or abs(part[0].size - chars[0].size) > OTHER_SIZE * chars[0].size:
        return False
    if any(all(char.text.isascii() for char in text) for text in (part, chars)):
        return False
    return _is_lower(part[0], chars[0]) and abs(part[0].left - chars[0].left) <= EDGE * chars[0].size


def _is_full(above: Sequence[Char], line: Sequence[Char], right: float) -> bool:
    """True where the word that begins a line had no room, give or take a character, behind the line above."""
    word = (
        list(takewhile(lambda char: char.text.isascii() and not char.space, line[1:])) if line[0].text.isascii() else []
    )
    return above[-1].left + above[-1].width + sum(char.width for char in (line[0], *word)) > right - line[0].size


def _touches(before: Char, char: Char) -> bool:
    """True for a character right behind another of its size, or over its end."""
    alike = abs(char.size - before.size) <= OTHER_SIZE * before.size
    gap = char.left - before.left - before.width
    return alike and -before.width < gap < TOUCHING * before.size


def _is_overprinted(chars: Sequence[Char]) -> bool:
    """True where a character of another size stands over one of the text: a stamp does (印章上的字)."""
    if len({char.size for char in chars}) == 1:
        return False
    pairs = (pair for line in lines(chars) for pair in pairwise(line))
    return any(
        abs(before.size - char.size) > OTHER_SIZE * before.size
        and before.left + before.width - char.left > OVERLAP * min(before.width, char.width)
        for before, char in pairs
    )


def _is_whole(chars: Sequence[Char], own: Seen) -> tuple[bool, bool]:
    """Whether a text may go on above and below: outside of cells, where it begins its line and ends its part of it."""
    if own.square.table or not chars:
        return True, True
    line = own.letters()
    part = next((part for part in stretches(line, WORD_GAP) if chars[-1] in part), line)
    return chars[0] is line[0], chars[-1] is part[-1]


def _is_one(leaf: Leaf | None, value: Value, kinds: frozenset[str]) -> bool:
    """True for a text that by itself is a value, of a field of one of these kinds."""
    return leaf is not None and leaf.kind.name in kinds and is_readable(leaf, value.text)


def _beside(chars: Sequence[Char], own: Seen) -> list[Sequence[Char]]:
    """The stretch before a text on its line, and the text; empty where that begins no stretch, or the line.

    A colon ends a stretch as well.
    """
    parts = [
        piece
        for part in stretches(own.letters())
        for at in [next((at for at, char in enumerate(part) if chars and char is chars[0]), 0)]
        for piece in ((part[:at], part[at:]) if at and part[at - 1].text in ":：" else (part,))
    ]
    pairs = [(label, part) for label, part in pairwise(parts) if chars and part[0] is chars[0]]
    return [*pairs[0]] if pairs else []


def _end(chars: Sequence[Char]) -> float:
    return chars[-1].left + chars[-1].width


def _is_under(char: Char, chars: Sequence[Char], own: Seen) -> bool:
    """True for a character right under a value or the label before it on its line."""
    return _is_below(char, _stretch_of(chars, own))


def _stretch_of(chars: Sequence[Char], own: Seen) -> Sequence[Char]:
    """The stretch of a line in which a value ends."""
    return next((part for part in stretches(own.letters()) if chars and chars[-1] in part), ())


def _is_below(char: Char, part: Sequence[Char]) -> bool:
    """True for a character right under a stretch of a line."""
    if not part or not _is_lower(part[0], char):
        return False
    return part[0].left - char.size <= char.left <= part[-1].left + part[-1].width


def _is_under_start(char: Char, chars: Sequence[Char], own: Seen) -> bool:
    """True for a character right under the label of a value: what is set beside others is folded so."""
    line = own.letters()
    start = 0
    for part in stretches(line, WORD_GAP):
        place = line.index(part[0])
        start = place if any(one.text in ":：" for one in part) else start
        if chars and chars[-1] in part:
            return _is_lower(line[start], char) and abs(char.left - line[start].left) <= EDGE * char.size
    return False


def _is_spread(chars: Sequence[Char]) -> bool:
    """True for the few letters of a name that all stand apart, as wide as a longer one."""
    is_short = 1 < len(chars) <= MOST_SPREAD and len(lines(chars)) == 1
    return is_short and all(
        char.left - before.left - before.width > APART * before.size for before, char in pairwise(chars)
    )


def _is_even(chars: Sequence[Char]) -> bool:
    """True for figures and letters of a number that stand as far from each other all along, as those in boxes do."""
    steps = [char.middle - before.middle for before, char in pairwise(chars)]
    is_number = len(chars) >= LEAST_EVEN and all(char.text.isascii() and char.text.isalnum() for char in chars)
    is_level = len({round(char.base) for char in chars}) == 1 and not any(char.space for char in chars[1:])
    return is_number and is_level and max(steps) - min(steps) <= EDGE * chars[0].size


def _edge(own: Seen) -> float:
    """How far the lines of a square may go: in a cell, up to where there is as much room as on its left."""
    if not own.square.table:
        return own.edge
    left = own.square.left
    return own.square.right - max(0.0, min((char.left for char in own.letters()), default=left) - left)


def _folds_at_space(chars: Sequence[Char], edge: float) -> bool:
    """True for a text that is folded where spaces are or may have been: nobody sees how many.

    A number is folded behind a hyphen, or between figures of a line that is full up to the ``edge``: there is none.
    """
    ordered = lines(chars)
    ends = ((line[-1], following[0]) for line, following in pairwise(ordered))
    return any(
        bool(char.space) or (before.text.isascii() and char.text.isascii() and not _is_in_number(before, char, edge))
        for before, char in ends
    )


def _is_in_number(before: Char, char: Char, edge: float) -> bool:
    """True where a number goes on with no space between its lines."""
    if edge == float("inf"):
        return False
    is_full = before.left + before.width + char.width > edge
    return before.text == "-" or (is_full and before.text.isdecimal() and char.text.isdecimal())
