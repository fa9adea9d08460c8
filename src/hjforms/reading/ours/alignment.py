"""Laying a template over a page (对齐): by which scale and shift the labels of one stand where the other has them.

A page that was printed again may be smaller, shifted, turned, cut or one of two on a sheet. Three labels in a
row that the template has once tell by their size and place where the whole page would lie; the place on which
most of them agree is refined, and then held against every label. What does not line up is not read by position.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import fmean

from hjforms.pdfium import opened
from hjforms.reading.file import clock
from hjforms.reading.page.characters import UNKNOWN, Char, chars_of, lines, plain
from hjforms.reading.page.placement import UNMOVED, Placement
from hjforms.template.store import Compiled

SAME_PLACE = 1.5  # points of the template by which a label may stand elsewhere
ROUGHLY = 6.0  # the same, while scale and shift are known from one label only
ENOUGH_LABELS = 0.9
LEAST_LETTERS = 0.85  # of the labels: with fewer of their letters anywhere on a page, it cannot have enough of them
MOST_LABELS = 0.7  # of the labels: in words that begin in their place to a point, while others may be near it
SOME_LABELS = 0.4  # of the labels: those that are themselves in their place
HEAD = 5  # letters of a word: those after them drift away where a program rounds the widths of letters
NEARBY = 9.0  # points of the template by which another font may move a whole word
ENOUGH_OF_A_WORD = 0.5
LONGEST_STEP = 4.0  # from label to label of a word, in parts of the size
SCALES = (0.4, 2.5)
MOST_GUESSES = 24  # of the placement, of which most labels may agree on one
MOST_MATCHES = 3000  # of the single labels of a template on one page: nobody prints a form ten times on it
SAME_SCALE = 0.03  # by how much width and height may be scaled differently


_Match = tuple[Char, Char]  # a label of the template, and of the page


class Labels:
    """What a blank form prints, ready to be looked for."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self.chars = tuple(chars)
        self.places = tuple((plain(char.text), char.middle, char.base) for char in chars)
        self.letters = Counter(text for text, *_ in self.places)
        self.words = tuple(tuple(word) for line in lines(chars) for word in _words(line))
        places = _triples(chars)
        self.heads = {id(char) for word in self.words for char in word[:HEAD]}
        self.single = {letters: found[0] for letters, found in places.items() if len(found) == 1}


@cache
def labels_of(template: Compiled) -> Labels:
    """The labels of a template."""
    with opened(template.pdf) as document:
        return Labels(chars_of(document[0]))


def _words(line: Sequence[Char]) -> Iterator[list[Char]]:
    """The labels of a line: what stands close together."""
    word: list[Char] = []
    for char in line:
        if word and char.left - word[-1].left - word[-1].width > char.size:
            yield word
            word = []
        word.append(char)
    yield word


def _triples(chars: Sequence[Char]) -> dict[str, list[Char]]:
    """Three letters that stand in a row, and the middle one wherever they do."""
    found: dict[str, list[Char]] = defaultdict(list)
    for before, char, after in zip(chars, chars[1:], chars[2:], strict=False):
        base, x, level, step = char.base, char.x, char.size * 0.3, char.size * LONGEST_STEP
        if (
            0 < x - before.x < step
            and 0 < after.x - x < step
            and -level < before.base - base < level
            and -level < after.base - base < level
            and before.turn == char.turn == after.turn
        ):
            found[plain(before.text + char.text + after.text)].append(char)
    return found


@dataclass(frozen=True)
class Laid:
    """A template laid over a page: where, and which characters of the page are its labels (by their numbers)."""

    placement: Placement
    labels: frozenset[int]


class Page:
    """The characters of a page, ready to be held against templates."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self.chars = tuple(chars)
        self._letters = Counter(plain(char.text) for char in chars)

    @cached_property
    def _places(self) -> dict[tuple[str, int], list[tuple[float, float, int]]]:
        """Where each letter stands, by how it is turned: its middle, its baseline and its number."""
        places = defaultdict(list)
        for index, char in enumerate(self.chars):
            places[plain(char.text), char.turn].append((char.middle, char.base, index))
        return places

    @cached_property
    def _triples(self) -> dict[str, list[Char]]:
        return _triples(self.chars)

    def lay(self, labels: Labels) -> Laid | None:
        """The template where its labels line up with the page; ``None`` where they do not.

        Most of them have to be met, and no word may be another than on the template.
        """
        if (labels.letters & self._letters).total() + self._letters[UNKNOWN] < len(labels.chars) * LEAST_LETTERS:
            return None
        unmoved = self._met(labels, UNMOVED)
        if len(unmoved) >= len(labels.chars) * ENOUGH_LABELS:  # most pages are not moved at all
            return self._accepted(labels, UNMOVED, unmoved)
        matches = [
            (labels.single[letters], char)
            for letters, chars in self._triples.items()
            if letters in labels.single
            for char in chars
        ]
        placement, met = UNMOVED, unmoved
        for some in (matches, [match for match in matches if id(match[0]) in labels.heads]):
            if len(met) < len(labels.chars) * ENOUGH_LABELS and (found := _best(some)):
                placement, met = max((placement, met), (found, self._met(labels, found)), key=lambda one: len(one[1]))
        return self._accepted(labels, placement, met)

    def _met(self, labels: Labels, placement: Placement) -> dict[int, int]:
        """The labels that stand in their place: their numbers on the template, and on the page."""
        met: dict[int, int] = {}
        far_x, far_y = SAME_PLACE * placement.scale_x, SAME_PLACE * placement.scale_y
        unknown = self._places.get((UNKNOWN, placement.turn), ())
        for number, (text, middle, base) in enumerate(labels.places):
            clock.tick()
            x = middle * placement.scale_x + placement.shift_x
            y = base * placement.scale_y + placement.shift_y
            same = self._places.get((text, placement.turn), ())
            for there_x, there_y, index in (*same, *unknown) if unknown else same:
                if abs(there_x - x) <= far_x and abs(there_y - y) <= far_y:
                    met[number] = index
                    break
        return met

    def _accepted(self, labels: Labels, placement: Placement, met: dict[int, int]) -> Laid | None:
        """The template there, unless too many labels are missing, or one says something else."""
        enough = len(labels.chars)
        if len(met) < enough * SOME_LABELS:
            return None
        found = set(met.values())
        there = {id(labels.chars[number]) for number in met}
        in_place = count = len(met)
        for word in labels.words:
            missing = [char for char in word if id(char) not in there]
            near = self._near(word, placement) if missing else []
            if near:
                in_place += len(missing) * (id(word[0]) in there)
                count += len(missing)
                found.update(near)
            elif len(missing) > len(word) * (1 - ENOUGH_OF_A_WORD) and self._says_other(word, placement, found):
                return None
        if in_place < enough * MOST_LABELS or count < enough * ENOUGH_LABELS:
            return None
        return Laid(placement, frozenset(found))

    def _near(self, word: Sequence[Char], placement: Placement) -> list[int]:
        """A label that stands a little beside its place, as another font moves it: its characters on the page."""
        left = word[0].left * placement.scale_x + placement.shift_x
        base = word[0].base * placement.scale_y + placement.shift_y
        far = NEARBY * placement.scale_x
        line = sorted(
            (char.left, index)
            for index, char in enumerate(self.chars)
            if char.turn == placement.turn and abs(char.base - base) <= far
        )
        text = "".join(plain(self.chars[index].text)[0] for _, index in line)
        wanted = "".join(plain(char.text)[0] for char in word)
        start = text.find(wanted)
        while start >= 0:
            if abs(line[start][0] - left) <= far:
                return [index for _, index in line[start : start + len(wanted)]]
            start = text.find(wanted, start + 1)
        right = (word[-1].left + word[-1].width) * placement.scale_x + placement.shift_x
        within = [index for place, index in line if left - far <= place <= right + far]
        same = sorted("".join(plain(self.chars[index].text)[0] for index in within)) == sorted(wanted)
        return within if same and len(wanted) > 2 else []

    def _says_other(self, word: Sequence[Char], placement: Placement, labels: Collection[int]) -> bool:
        """True where something else is printed in the place of a label."""
        x0, x1 = word[0].left, word[-1].left + word[-1].width
        y0, y1 = min(char.y for char in word) - 2, max(char.y for char in word) + 2
        for index, char in enumerate(self.chars):
            if index not in labels and char.turn == placement.turn:
                x, y = placement.point_back(char.x, char.y)
                if x0 <= x <= x1 and y0 <= y <= y1:
                    return True
        return False


def _best(matches: Sequence[_Match]) -> Placement | None:
    """The placement on which most labels agree."""
    if len(matches) > MOST_MATCHES:
        return None
    points = [(char.turn, char.middle, label.middle, char.base, label.base) for label, char in matches]
    best, most = UNMOVED, 0
    for guess in _guesses(matches):
        clock.tick()
        count = _count(points, guess, ROUGHLY * guess.scale_x)
        if count > most:
            best, most = guess, count
        if most > len(matches) * 0.9:
            break
    placement = _fitted(_agreeing(matches, best, ROUGHLY)) if most else None
    return placement and _fitted(_agreeing(matches, placement, SAME_PLACE))


def _guesses(matches: Sequence[_Match]) -> list[Placement]:
    """What single labels say of the placement: one guess of those that say much the same, the most common first."""
    alike: dict[tuple[int, int, int, int], list[Placement]] = defaultdict(list)
    for label, char in matches:
        scale = char.size / label.size if label.size else 0
        if SCALES[0] <= scale <= SCALES[1]:
            left, down = char.middle - scale * label.middle, char.base - scale * label.base
            key = (char.turn, round(scale / SAME_SCALE), round(left / ROUGHLY), round(down / ROUGHLY))
            alike[key].append(Placement(char.turn, scale, scale, left, down))
    common = sorted(alike.values(), key=len, reverse=True)
    return [guesses[len(guesses) // 2] for guesses in common[:MOST_GUESSES]]


def _count(points: Sequence[tuple[int, float, float, float, float]], placement: Placement, far: float) -> int:
    """How many labels (turn, middle and base on the page and on the template) agree on a placement of one scale."""
    scale, turned_by, left, down = placement.scale_x, placement.turn, placement.shift_x, placement.shift_y
    return sum(
        -far <= x - scale * label_x - left <= far and -far <= y - scale * label_y - down <= far and turn == turned_by
        for turn, x, label_x, y, label_y in points
    )


def _agreeing(matches: Sequence[_Match], placement: Placement, distance: float) -> list[_Match]:
    far = distance * placement.scale_x
    return [
        (label, char)
        for label, char in matches
        if char.turn == placement.turn
        and abs(char.middle - placement.scale_x * label.middle - placement.shift_x) <= far
        and abs(char.base - placement.scale_y * label.base - placement.shift_y) <= far
    ]


def _fitted(matches: Sequence[_Match]) -> Placement | None:
    """The scale and shift that fit matches best, along each axis by itself."""
    if len(matches) < 3:
        return None
    scale_x, shift_x = _line([(label.middle, char.middle) for label, char in matches])
    scale_y, shift_y = _line([(label.base, char.base) for label, char in matches])
    if not scale_x or abs(scale_y / scale_x - 1) > SAME_SCALE:
        return None
    return Placement(matches[0][1].turn, scale_x, scale_y, shift_x, shift_y)


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The straight line through points: how steep, and how high at zero."""
    middle_x, middle_y = fmean(x for x, _ in points), fmean(y for _, y in points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    if not spread:
        return 0, 0
    steep = sum((x - middle_x) * (y - middle_y) for x, y in points) / spread
    return steep, middle_y - steep * middle_x
