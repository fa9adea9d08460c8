"""Form fields that are named by codes (指标编码): AAC003 for a name, as working systems call them.

On a paper that another office has drawn such a code tells what was entered, whatever label stands beside it. It is held
against what the labels tell: where both speak and differ, nobody knows. A code that the form does not know is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from hjforms.findings import Finding
from hjforms.notations._characters import compact
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.reading.others.found import SURE, Found, Piece, is_same
from hjforms.reading.others.geometry import Seen
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.characters import turned
from hjforms.reading.page.doubt import Doubt, holds
from hjforms.reading.page.fields import COMPUTED, NOT_SHOWN, Widget, contradiction
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.squares import Square
from hjforms.reading.page.texts import Source
from hjforms.records.base import Record, codes_of, leaves, part_type
from hjforms.wording import Sentence

RULE = "read.code"
FARTHEST = 200.0  # points from a label to its field
_CODE = re.compile(r"(?:[A-Za-z]+[_-])?([A-Za-z]{3}\d{3})(?:\[\d+\])?")
CONTRADICTED = Doubt("error", Sentence("表单域的编码与旁边的栏目名称说的不是同一栏，请人工核对。"))


def code_of(name: str) -> str:
    """The code that the name of a form field is, in whatever form it was put; empty where it is none.

    >>> code_of("form1[0].page1[0].AAC003[0]"), code_of("ac01.aac003"), code_of("txt_AAC003"), code_of("years.0.year")
    ('AAC003', 'AAC003', 'AAC003', '')
    """
    found = _CODE.fullmatch(name.rpartition(".")[2])
    return found[1].upper() if found else ""


@cache
def paths_of_codes(record_type: type[Record]) -> dict[str, tuple[RecordPath, ...]]:
    """The fields that each code names; none in the rows of a table, where a name says nothing of the row."""
    found: dict[str, list[RecordPath]] = defaultdict(list)
    for leaf in leaves(record_type).values():
        if EVERY_ROW not in leaf.path.steps and (code := _code_at(record_type, leaf.path)):
            found[code].append(leaf.path)
    return {code: tuple(paths) for code, paths in found.items()}


def _code_at(record_type: type[Record], path: RecordPath) -> str:
    """The code of a field; empty where it has none."""
    owner = record_type
    for step in path.steps[:-1]:
        owner = part_type(owner.model_fields[step].annotation)[0]
    names = {name: code for code, name in codes_of(owner).items()}
    return names.get(path.name, "")


class Entered(NamedTuple):
    """The form fields of a page; ``redrawn`` is true where viewers draw the values themselves.

    ``alone`` is true where they are all of one form: of several, what is not shown may be of any.
    """

    widgets: Sequence[Widget] = ()
    redrawn: bool = False
    alone: bool = True

    def coded(self) -> list[tuple[str, Widget]]:
        """The fields of text that hold something and are named by a code, with it."""
        named = ((code_of(widget.name), widget) for widget in self.widgets)
        return [(code, widget) for code, widget in named if code and widget.shown is None and widget.value.strip()]


NOTHING = Entered()


def entered_on(paper: Paper, *, alone: bool) -> Entered:
    """The form fields of a page; ``alone`` where they are all of one form."""
    return Entered(paper.widgets, paper.redrawn, alone)


def without_labels(seen: Sequence[Seen], entered: Mapping[int, Entered], turn: int, words: Vocabulary) -> list[Square]:
    """The squares of the pages, in which what stands left of a field with a code is blank where it is no label of ours.

    The code says what such words say, and they are no value of anything.
    """
    squares = [own.square for own in seen]
    for number, fields in entered.items():
        for widget in fields.widgets:
            index = _left_of(widget, number, seen, turn) if code_of(widget.name) else None
            if index is not None and not words.is_label(squares[index].text):
                blank = "".join(letter if letter.isspace() else " " for letter in squares[index].text)
                squares[index] = replace(squares[index], text=blank)
    return squares


def _left_of(widget: Widget, number: int, seen: Sequence[Seen], turn: int) -> int | None:
    """The square of words that is nearest on the left of a field."""
    x0, y0, _, y1 = turned(widget.box, -turn)
    ends: dict[int, float] = {}
    for index, own in enumerate(seen):
        chars = own.letters() if own.page == number else []
        if not chars or any(map(str.isdigit, own.square.text)):
            continue
        right, level = max(char.left + char.width for char in chars), sum(char.y for char in chars) / len(chars)
        if y0 <= level <= y1 and right <= x0 + chars[0].size and x0 - right <= FARTHEST:
            ends[index] = right
    return max(ends, key=lambda index: ends[index], default=None)


@dataclass(frozen=True)
class Coded:
    """What the codes of form fields tell of a paper, page by page, beside what was found by labels."""

    found: Found
    seen: Sequence[Seen]
    entered: Mapping[int, Entered]
    record_type: type[Record]
    turn: int

    def read(self) -> tuple[dict[RecordPath, Source], list[Finding]]:
        """The values that the page does not show, by path, and what has to be said; what it shows goes to ``found``."""
        sources: dict[RecordPath, Source] = {}
        findings: list[Finding] = []
        for number, entered in self.entered.items():
            for code, widget in entered.coded():
                pieces = self._pieces(number, widget)
                paths = paths_of_codes(self.record_type).get(code, ())
                if not (pieces or entered.alone):  # it may be of another form on the page
                    continue
                if len(paths) != 1:
                    findings += self._unknown(number, code, widget, pieces)
                elif pieces and self._shows(pieces, widget):
                    self._take(paths[0], pieces)
                else:
                    source = self._enter(paths[0], number, entered.redrawn, widget, pieces)
                    earlier = sources.setdefault(paths[0], source)
                    if not is_same(leaves(self.record_type)[paths[0]], earlier.text, source.text):
                        sources[paths[0]] = replace(earlier, doubt=contradiction(earlier.text, source.text))
        return sources, findings

    def _take(self, path: RecordPath, pieces: Sequence[Piece]) -> None:
        """Take what the page shows in a field for the value of its code, and nothing beside it."""
        fields, guessed = self.found.fields, self.found.guessed
        doubt: Doubt | None = None
        for other in [other for other, value in fields.items() if any(map(value.__contains__, pieces))]:
            if other == path or other in guessed:
                del fields[other]
                guessed.pop(other, None)
            else:
                fields[other] = fields[other].but(CONTRADICTED)
                doubt = CONTRADICTED
        self.found.put(path, pieces, SURE, doubt, is_whole=True)
        self.found.seen.add(path)

    def _enter(self, path: RecordPath, number: int, redrawn: bool, widget: Widget, pieces: Sequence[Piece]) -> Source:
        """What a field holds and the page does not show; where viewers draw it themselves, it is what they show."""
        text = widget.value.strip()
        doubt = None if redrawn else contradiction(text) if pieces else NOT_SHOWN
        labelled = self.found.fields.pop(path, None)
        is_other = labelled is not None and not any(map(labelled.__contains__, pieces))  # the place shows another text
        if labelled is not None and is_other and not is_same(leaves(self.record_type)[path], text, labelled.text):
            doubt = contradiction(text, labelled.text)
        self.found.use(*pieces)
        self.found.seen.add(path)
        return Source(text, number, widget.box, "field", SURE, COMPUTED if widget.is_computed else doubt)

    def _unknown(self, number: int, code: str, widget: Widget, pieces: Sequence[Piece]) -> Iterator[Finding]:
        """That nobody knows which field a code names, where no label has told it either."""
        if pieces and all(self._is_explained(piece) for piece in pieces):
            return
        self.found.use(*pieces)
        message = Sentence(
            "第{page}页的表单域 {code} 里有内容，但不知道这个编码是哪一栏，没有读入，请人工查看。",
            page=number,
            code=code,
        )
        yield Finding("error", "", RULE, message, None, widget.value.strip())

    def _is_explained(self, piece: Piece) -> bool:
        letters = self.found.squares[piece.square].text[piece.start : piece.end]
        return all(
            letter.isspace() or self.found.is_used(piece.square, piece.start + place)
            for place, letter in enumerate(letters)
        )

    def _shows(self, pieces: Sequence[Piece], widget: Widget) -> bool:
        return compact(self.found.text(*pieces)) == compact(widget.value)

    def _pieces(self, number: int, widget: Widget) -> list[Piece]:
        """Where the text of a page stands that a field shows."""
        found: list[Piece] = []
        for index, seen in enumerate(self.seen):
            if seen.page != number:
                continue
            letters = enumerate(seen.chars)
            places = [place for place, char in letters if char and _is_in(char.x, char.y, self.turn, widget)]
            if places:
                found.append(Piece(index, places[0], places[-1] + 1))
        return found


def _is_in(x: float, y: float, turn: int, widget: Widget) -> bool:
    return holds(widget.box, *turned((x, y, x, y), turn)[:2])
