"""What stands beside labels and below them (栏目旁边的内容), on a page that is read: where their values may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from hjforms.reading.others.amounts import CAPITAL
from hjforms.reading.others.found import Found, Piece, reads
from hjforms.reading.others.inline import Inline, labels_in
from hjforms.reading.others.numbering import is_count, numbers_of
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import UNITS
from hjforms.reading.page.squares import Sheet
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import Leaf

APART = re.compile(r"(?:\s{2}|[\u3000\t\n])\s*$")
_OPENING, _CLOSING = ("（", "("), ("）", ")")
_GAPS = re.compile(r"\s{2}|[\u3000\t\n]")


@dataclass(eq=False)
class LabelAt:
    """A label that stands on the page, and what is behind it (``None``: the value has a square of its own)."""

    name: str
    square: int
    value: Piece | None = None
    doubt: Doubt | None = None
    section: str = ""
    before: LabelAt | None = field(default=None, repr=False)
    after: LabelAt | None = field(default=None, repr=False)
    path: str = ""  # of the field that it is certain to be of


class Sides:
    """The squares of a page, the words of a form, what was found so far, and what stands right of labels and below."""

    def __init__(self, sheet: Sheet, words: Vocabulary, found: Found, repeats: frozenset[int] = frozenset()) -> None:
        self.sheet, self.words, self.found, self._repeats = sheet, words, found, repeats
        self._squares = sheet.squares

    @cached_property
    def labels_in(self) -> Callable[[str], list[Inline]]:
        """The labels inside a text, each with what follows it."""
        return cache(partial(labels_in, name_of=self.words.name_of))

    def leaf(self, path: str) -> Leaf | None:
        """The field of a path, or of a path in the row."""
        return self.found.leaves.get(path) or self.found.leaves.get(f"{self.words.table}.*.{path}")

    def prints(self, text: str) -> bool:
        """True for a text that is a label, whatever it says, or holds one: no value ends with a colon."""
        is_called = text.rstrip().endswith(("：", ":"))
        return is_called or self.is_label(text) or bool(self.labels_in(text))

    def is_label(self, text: str) -> bool:
        """True for a text that is a label, and no unit."""
        return self.words.is_label(text) and squeezed(text) not in UNITS

    def is_head(self, index: int) -> bool:
        """True for a label on a line of nothing but labels."""
        return all(not text.strip() or self.prints(text) for text in self.line_texts(index))

    def line_texts(self, index: int) -> list[str]:
        """The texts on the line of a square."""
        return [self._squares[other].text for other in self.sheet.lines[self.sheet.line_of[index]]]

    @cached_property
    def numbers(self) -> set[int]:
        """The squares that number the labels beside them, or say in another language what these do."""
        return numbers_of(self.sheet, self.prints) | self._repeats

    def own_part(self, index: int) -> Piece | None:
        """What stands in a cell before the labels of others, a gap or a bracket apart: the label before has it."""
        text = self._squares[index].text
        first = next(iter(self.labels_in(text)), None)
        part = text[: first.begin].rstrip() if first and not self.words.name_of(text) else ""
        is_bracketed = bool(first and part.endswith(_OPENING)) and self._is_of_another(text, first)
        own = part[:-1].rstrip() if is_bracketed else part
        is_apart = is_bracketed or bool(first and APART.search(text[: first.begin]))
        is_own = is_apart and bool(own.strip()) and own[-1] not in ":：" and not _GAPS.search(own.strip())
        return Piece(index, 0, len(own)) if is_own else None

    def _is_of_another(self, text: str, first: Inline | None) -> bool:
        """True for a label in brackets at the end of a text, and not that of the same amount in capital numerals."""
        paths = self.words.names[first.name] if first else []
        return text.rstrip().endswith(_CLOSING) and not any(path.endswith(CAPITAL) for path in paths)

    def whole(self, index: int) -> Piece:
        """What stands in a cell for the label before it."""
        return self.own_part(index) or self.found.whole(index)

    def values_right(self, index: int) -> list[int]:
        """The squares between a label and the next one on its line."""
        found: list[int] = []
        for other in self.sheet.right_of(index):
            if other in self.numbers:
                continue
            if self.prints(self._squares[other].text):
                return [*found, other] if not found and (self.own_part(other) or self._is_written(other)) else found
            found.append(other)
        return found

    def _is_written(self, index: int) -> bool:
        """True for what stands right of a label and is one, where somebody wrote it: it has no place for a value.

        The next one is the same (姓名, 性别, 性别, 男), or has its own value beside it.
        """
        right = [self._squares[other].text for other in self.sheet.right_of(index) if other not in self.numbers][:2]
        here, following = self._squares[index], self.words.name_of(right[0]) if right else None
        if not here.table or not following or not self.is_label(here.text):
            return False
        has_value = len(right) == 2 and bool(right[1].strip()) and not self.prints(right[1])
        return has_value or following == self.words.name_of(here.text)

    def value_below(self, index: int) -> int | None:
        """The square under a label, where the line under it holds values only."""
        under = self.sheet.below(index)
        if under is not None and is_count(self.line_texts(under)):
            under = self.sheet.below(under)
        if under is None or self.prints(self._squares[under].text):
            return None
        beside = self.line_texts(under)
        if any(map(self.is_label, beside)) or (any(map(self.prints, beside)) and not self.is_head(index)):
            return None
        return under

    def right_pieces(self, right: Sequence[int], path: str) -> list[Piece]:
        """What stands right of a label; a day may be spread over several squares."""
        leaf, first = self.found.leaves[path], [self.whole(index) for index in right[:1]]
        if not leaf.kind.parts or reads(leaf, self.found.text(*first)):
            return first
        return [self.found.whole(index) for index in right]

    def right_text(self, right: Sequence[int], path: str) -> str:
        """The text right of a label."""
        return self.found.text(*self.right_pieces(right, path)).strip()

    def written(self, label: LabelAt) -> list[Piece]:
        """What is written at a label, whatever it is worth."""
        if label.value is not None:
            return [label.value]
        right = [self.whole(index) for index in self.values_right(label.square)[:1]]
        is_there = bool(self.found.text(*right).strip())
        under = None if is_there else self.value_below(label.square)
        return right if under is None else [self.found.whole(under)]
