"""Labels in two languages (双语栏目): beside a label in Chinese, another script says the same once more.

What it says is no value, and no label of its own: it is read as a gap. A paper is taken for one in two languages only
where several labels are, in other words each, and with a place for their values: what stands in another script behind
one label alone may be its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from hjforms.reading.others.heads import heads_of
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.squares import Sheet
from hjforms.reading.page.titles import squeezed

LEAST = 3  # labels in two languages of a paper that is in two
_SCRIPTS = (
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",  # Korean
    "\u1800-\u18af",  # Mongolian
    "\u0f00-\u0fff",  # Tibetan
    "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",  # Uyghur, Kazakh
    "\ua000-\ua4cf",  # Yi
    "\u1950-\u19df",  # Dai
    "\u0400-\u04ff",  # Cyrillic
    "A-Za-z\u00c0-\u024f",  # English, Zhuang
)
_BETWEEN = r"[\s/|.,'’·()&\u200b-\u200f\u202a-\u202e\u2066-\u2069-]"
_RUNS = "|".join(rf"[(（]?[{letters}](?:{_BETWEEN}*[{letters}])*[.)）]?" for letters in _SCRIPTS)
_SAID = re.compile(rf"(?:[/|／｜]\s*)?(?:{_RUNS})(?:\s*[/|／｜])?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\n]")
_CALLED = re.compile(r"(?:(?!\u3000|\s{2}|[:：\n]).)+(?=\s*[:：])")  # what may be a label before a colon


@dataclass(frozen=True)
class Translations:
    """The texts of squares without what says the same again, as long as they were; ``repeats`` are nothing else."""

    texts: dict[int, str] = field(default_factory=dict)
    repeats: frozenset[int] = frozenset()


def translations(sheet: Sheet, words: Vocabulary) -> Translations:
    """What is said in another script beside labels; nothing on a paper in one language."""
    return _Bilingual(sheet, words).told


class _Bilingual:
    """Finds the labels of a page that are in two languages."""

    def __init__(self, sheet: Sheet, words: Vocabulary) -> None:
        self._sheet, self._words, self._heads = sheet, words, heads_of(words)
        self._texts = [square.text for square in sheet.squares]

    @cached_property
    def told(self) -> Translations:
        """What is told of the page."""
        foreign = [index for index, text in enumerate(self._texts) if _SAID.search(text)]
        if len(self._said(foreign)) < LEAST:
            return Translations()
        repeats = frozenset(index for index in foreign if self._is_foreign(index)) & self._repeats
        texts = {index: self._without(index) for index in foreign if index not in repeats}
        texts = {index: text for index, text in texts.items() if text != self._texts[index]}
        if len(self._said({*texts, *repeats})) < LEAST:
            return Translations()
        return Translations(texts | {index: _bare(self._texts[index]) for index in repeats}, repeats)

    def _said(self, squares: Iterable[int]) -> set[str]:
        """What is said in another script."""
        return {squeezed("".join(_SAID.findall(self._texts[index]))) for index in squares}

    def _without(self, index: int) -> str:
        """The text of a square; of labels, without what says the same again."""
        text = self._texts[index]
        if self._is_label(index) and self._has_place(index):
            return _bare(text)
        return _CALLED.sub(lambda found: _bare(found[0]) if self._is_called(_bare(found[0])) else found[0], text)

    def _is_called(self, text: str) -> bool:
        return bool(_HAN.search(text)) and (self._words.is_label(text) or self._heads.is_head(self._heads.name(text)))

    def _is_label(self, index: int) -> bool:
        """True for a label, or a head, in one language or in two."""
        return self._is_called(_bare(self._texts[index]))

    def _is_foreign(self, index: int) -> bool:
        """True for a text in another script alone."""
        text = self._texts[index]
        return bool(_SAID.search(text)) and not any(letter.isalnum() for letter in _bare(text))

    def _is_place(self, index: int) -> bool:
        """True for what may hold a value."""
        return not self._is_label(index) and not self._is_foreign(index)

    def _has_place(self, index: int) -> bool:
        """True for a heading, and for a label right of which, or below which, a value may stand."""
        if self._words.is_heading(self._sheet, index) or any(map(self._is_place, self._sheet.right_of(index)[:1])):
            return True
        return any(map(self._is_place, self._under(index)))

    def _under(self, index: int) -> Iterator[int]:
        """The first square below one that is no label."""
        below = self._sheet.below(index)
        while below is not None and self._is_label(below):
            below = self._sheet.below(below)
        yield from () if below is None else (below,)

    @cached_property
    def _repeats(self) -> frozenset[int]:
        """The squares right of labels, or below them, behind which the values of these stand."""
        return frozenset(
            other for index in range(len(self._texts)) if self._is_label(index) for other in self._near(index)
        )

    def _near(self, index: int) -> Iterator[int]:
        """What may repeat a label: right of it, with a place behind; below it, with a place beside it or below that."""
        right, below = self._sheet.right_of(index), self._sheet.below(index)
        if any(map(self._is_place, right[1:2])):
            yield right[0]
        if below is not None and any(map(self._is_place, [*right[:1], *self._under(below)])):
            yield below


def _bare(text: str) -> str:
    """A text with a gap wherever it is in another script."""
    return _SAID.sub(lambda found: _LETTER.sub(" ", found[0]), text)
