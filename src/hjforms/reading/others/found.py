"""What labels told (找到的内容): values with where they stand, and which letters of a page are explained.

A letter that is neither part of a label nor of a value nor printed by the form itself may be a value whose label we
do not know; it is never lost, see ``Found.rests``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hjforms.errors import NotationError
from hjforms.reading.others.remarks import OWN_NUMBER, is_person, without_remark
from hjforms.reading.others.tails import without_tail
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.squares import Square
from hjforms.reading.page.texts import Claim
from hjforms.records.base import Leaf
from hjforms.records.kinds import NOTE
from hjforms.wording import Sentence

SURE, LIKELY = 0.8, 0.6
BLANK = re.compile(r"[\s年月日元_＿]*")
TWICE = Doubt("error", Sentence("表上有两处，写的不一样，没有读入，请人工核对。"))
UNCLEAR = Doubt("error", Sentence("栏目在表上有几处，或不知属于哪一栏，没有读入，请人工核对。"))
GLUED = Doubt("error", Sentence("内容里有别的栏目名称，分不清是哪一栏的内容，没有读入，请人工核对。"))
_LINE = re.compile("[_＿]+")  # that is typed below a value goes on up to its unit
TAIL = 8  # letters at the end of a line of which a sentence may go on
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
MOST_SPREAD = 4  # letters of a name that papers print with spaces between them
_SPREAD = re.compile(rf"{_HAN}(?:\s+{_HAN}){{1,{MOST_SPREAD - 1}}}")
_IN_NAMES = r"[\w（）()·]"
AGENCY_NAME = re.compile(rf"{_IN_NAMES}*(?:保险|社保|社会保障|人力资源|居保){_IN_NAMES}*(?:局|处|所|站|中心|办公室)")
_NUMBER = "编号"
_GROUPS = re.compile(r"\d{3,}(?: \d{3,})+")
_DOCUMENT = re.compile(r"\S+?[〔\[【（(]\s?(?:19|20)\d\d\s?[〕\]】）)]\s?第?\s?\d{1,6}\s?号")
_HERE = re.compile(  # where one signs, or by which number an office knows who does
    r"\s*[（(](?:签章|签字|签名|盖章|公章|章|(?:员?工号|编号|操作员号?)\s*[:：]?\s*[A-Za-z]{0,4}\d{1,12})[)）]\s*"
)


class Piece(NamedTuple):
    """A stretch of the text of a square (by its number)."""

    square: int
    start: int
    end: int


class Candidate(NamedTuple):
    """A text that may be the value of a field (候选): where it stands, the words that say so, and how sure that is."""

    path: str
    pieces: Sequence[Piece]
    around: Sequence[Piece] = ()
    confidence: float = SURE


@dataclass(frozen=True)
class Value:
    """A text that was found for a field: where it stands, how sure that is, and what speaks against it.

    ``is_whole`` is true for a text that is known to end where it does, whatever stands around it. ``rivals`` are
    the other texts of the paper that claim the field, ``claims`` the fields whose label stands at the text.
    """

    text: str
    pieces: tuple[Piece, ...]
    confidence: float = SURE
    doubt: Doubt | None = None
    is_whole: bool = False
    rivals: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def square(self) -> int:
        """The square in which it begins."""
        return self.pieces[0].square

    @property
    def claimed(self) -> tuple[tuple[str, ...], tuple[Claim, ...]]:
        """What else of the paper claims the field, and what else the text may be."""
        return self.rivals, self.claims

    def __contains__(self, piece: Piece) -> bool:
        """True where a piece is a part of what was found."""
        return any(
            own.square == piece.square and own.start <= piece.start < piece.end <= own.end for own in self.pieces
        )

    def but(self, doubt: Doubt) -> Value:
        """The value with something that speaks against it."""
        return replace(self, doubt=self.doubt or doubt)


@dataclass
class Found:
    """What was read by labels from the squares of a page: fields by path, and rows by path in the row.

    ``seen`` are the fields whose labels are there, ``guessed`` those whose label is in words that we do not know.
    """

    squares: Sequence[Square]
    leaves: Mapping[str, Leaf]
    fields: dict[str, Value] = field(default_factory=dict)
    rows: list[dict[str, Value]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    is_counted: bool = True  # as far as the numbers of the rows tell
    untold: list[Piece] = field(default_factory=list)  # rows that sentences say, not all of which can be read
    guessed: dict[str, str] = field(default_factory=dict)  # by path: the label in words that we do not know
    claims: dict[str, tuple[Claim, ...]] = field(default_factory=dict)  # by path: what its label may name
    _used: dict[int, bytearray] = field(default_factory=dict)  # by square: a mark for every letter that is explained

    def text(self, *pieces: Piece) -> str:
        """The text of pieces, as one line."""
        return "".join(self.squares[piece.square].text[piece.start : piece.end] for piece in pieces).replace("\n", "")

    def raw(self, piece: Piece) -> str:
        """The text of a piece, its lines parted."""
        return self.squares[piece.square].text[piece.start : piece.end]

    def whole(self, square: int) -> Piece:
        """All of a square."""
        return Piece(square, 0, len(self.squares[square].text))

    def use(self, *pieces: Piece) -> None:
        """These letters are explained."""
        for piece in pieces:
            marks = self._used.setdefault(piece.square, bytearray(len(self.squares[piece.square].text)))
            marks[piece.start : piece.end] = b"\1" * (piece.end - piece.start)

    def use_squares(self, squares: Iterable[int]) -> None:
        """Everything in these squares is explained."""
        self.use(*map(self.whole, squares))

    def is_used(self, square: int, place: int) -> bool:
        """True for a letter that is explained."""
        marks = self._used.get(square, b"")
        return place < len(marks) and bool(marks[place])

    def is_free(self, piece: Piece) -> bool:
        """True where no letter is explained."""
        return not any(self.are_used(piece.square)[piece.start : piece.end])

    def are_used(self, square: int) -> Sequence[int]:
        """For each letter of a square, what is true where it is explained."""
        return self._used.get(square) or bytes(len(self.squares[square].text))

    def is_explained(self, square: int, count: int) -> bool:
        """True for a square of which so many letters are explained from the first."""
        marks = self.are_used(square)
        return len(marks) >= count and all(marks[:count])

    def put(
        self,
        path: str,
        pieces: Sequence[Piece],
        confidence: float,
        doubt: Doubt | None = None,
        *,
        is_whole: bool = False,
    ) -> None:
        """Take a text for the value of a field. One that another place contradicts is in doubt; a blank is none."""
        pieces = self._without_tail(self.leaves.get(path), pieces)
        text = fitted(self.leaves.get(path), self.text(*pieces))
        self.take(path, Value(text, tuple(pieces), confidence, doubt, is_whole))

    def decide(self, candidates: Iterable[Candidate]) -> None:
        """Give each field that has no value the text that is proposed for it: one alone, free, and of its notation."""
        proposed: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            proposed[candidate.path].append(candidate)
        for path, [(_, pieces, around, confidence), *others] in proposed.items():
            leaf = self.leaves[path]
            is_value = bool(pieces) and reads(leaf, self.text(*pieces))
            if not others and path not in self.fields and is_value and all(map(self.is_free, pieces)):
                self.put(path, pieces, confidence, is_whole=True)
                self.use(*around)
                self.seen.add(path)

    def take(self, path: str, value: Value) -> None:
        """Take what was found for a field, as ``put`` does."""
        self.use(*value.pieces)
        if BLANK.fullmatch(value.text):
            return
        old = self.fields.get(path)
        if old is None:
            self.fields[path] = value
        elif not is_same(self.leaves.get(path), old.text, value.text):
            doubt = old.doubt or value.doubt or TWICE
            self.fields[path] = replace(old, doubt=doubt, rivals=(*old.rivals, value.text))

    def _without_tail(self, leaf: Leaf | None, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """The pieces without what stands behind a value on its line; in a remark, people write what they want."""
        square, start, end = pieces[-1]
        text = self.squares[square].text[start:end]
        if leaf is None or leaf.kind.name == "date" or leaf.kind is NOTE or "\n" in text:
            return pieces
        return [*pieces[:-1], Piece(square, start, start + len(without_tail(text)))]

    def rests(self, is_known: Callable[[str], bool]) -> dict[int, list[str]]:
        """What is written in each square and not explained; words and marks between the rest are left out.

        What begins a square may be the end of a sentence that is printed in the one before.
        """
        found: dict[int, list[str]] = {}
        before = ""
        for index, square in enumerate(self.squares):
            is_explained = self.is_explained(index, len(square.text))
            rest = "" if is_explained else "".join(map(_left, square.text, self.are_used(index)))
            parts = rest.split("\n")
            strange = [part.strip() for part in parts if part and not is_known(part)]
            if strange and parts[0].strip() == strange[0] and is_known(before[-TAIL:] + parts[0]):
                del strange[0]
            if strange:
                found[index] = strange
            before = square.text.rstrip() or before
        return found


def _left(letter: str, mark: int) -> str:
    """A letter, or the end of a line where it is explained."""
    return "\n" if mark else letter


def fitted(leaf: Leaf | None, text: str) -> str:
    """A text as its notation takes it: without blanks around it, the note that one signs there, and a remark."""
    text = text.strip().strip("_＿").strip()
    if leaf is None:
        return text
    if leaf.kind.name != "text":
        text = _LINE.sub(" ", text)
    return joined(leaf, without_remark(leaf, _unsigned(leaf, text)))


def joined(leaf: Leaf, text: str) -> str:
    """A text; of a person, a name without the spaces that make it as wide as a longer one (王　芳, 万　俟　青).

    A person's own number is without those that group its figures (371625 0000 481926), and that of a document without
    those that set its figures apart from Chinese letters (〔2024〕第 8 号).
    """
    is_spread = is_person(leaf) and _SPREAD.fullmatch(text.strip())
    is_spread = is_spread or (leaf.labels[-1] == OWN_NUMBER and _GROUPS.fullmatch(text.strip()))
    is_spread = is_spread or (leaf.labels[-1].endswith(_NUMBER) and _DOCUMENT.fullmatch(text.strip()))
    return "".join(text.split()) if is_spread else text


def _unsigned(leaf: Leaf, text: str) -> str:
    """A text without the note at its end, or before it, that somebody signs here: 王经办（签章）."""
    notes = _HERE.finditer(text) if leaf.kind.name == "text" else ()
    found = next((place for place in notes if place.start() == 0 or place.end() == len(text)), None)
    return text if found is None else (text[: found.start()] + text[found.end() :]).strip()


def is_same(leaf: Leaf | None, one: str, other: str) -> bool:
    """True for two texts that are one value of a field: 12 and 12个月."""
    if one == other or leaf is None:
        return one == other
    return is_readable(leaf, one) and is_readable(leaf, other) and leaf.kind.read(one) == leaf.kind.read(other)


def reads(leaf: Leaf, text: str) -> bool:
    """True for a text that is a value of a field as its notation takes it."""
    return is_readable(leaf, fitted(leaf, text))


def is_readable(leaf: Leaf, text: str) -> bool:
    """True for a text that is a value of a field."""
    try:
        return leaf.kind.read(text) is not None
    except NotationError:
        return False
