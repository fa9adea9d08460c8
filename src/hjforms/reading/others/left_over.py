"""What is on a page and in no field (没有归到栏目的内容): told, never dropped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hjforms.findings import Finding, Severity
from hjforms.notations.choice import MARKED
from hjforms.reading.others.beside import is_banner, is_beside, is_downwards
from hjforms.reading.others.coded import code_of
from hjforms.reading.others.found import Found, fitted, is_readable
from hjforms.reading.others.geometry import Seen
from hjforms.reading.page.characters import Char, joined, lines
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import Leaf
from hjforms.wording import Sentence

_SENTENCE = re.compile("[，。；]")
_FIGURES = re.compile(r"\d[\d.,，/年月日个Xx-]*")
APART = 1.0  # of its height: how far what heads or foots a page stands from the form


@dataclass(frozen=True)
class LeftOver:
    """What is neither label nor value on a paper of another office: it may be a value whose label we do not know.

    ``prints`` tells what the form prints by itself, ``marks`` are those of notes on the pages.
    """

    found: Found
    seen: Sequence[Seen]
    prints: Callable[[str], bool]
    marks: frozenset[str]

    def told(self) -> Iterator[Finding]:
        """The findings, page by page."""
        told: dict[tuple[int, bool], list[str]] = defaultdict(list)
        is_note = False
        for index, texts in self._rests.items():
            square, _, page = self.seen[index]
            is_outside = not square.table
            goes_on = is_note and index - 1 in self._rests and all(map(is_banner, texts))
            is_note = is_outside and (
                goes_on or all(map(is_beside, texts)) or (is_downwards(square.text) and is_beside("".join(texts)))
            )
            is_foot = is_outside and square.text.strip()[:1] in self.marks
            is_said = is_note or is_foot or (is_outside and self._is_in_margin(index, texts))
            told[page, is_said].append(" ".join(texts))
        for (page, is_said), strange in sorted(told.items()):
            severity: Severity = "warning" if is_said else "error"
            message = Sentence(
                "第{page}页有{count}处文字没有归到任何栏目，没有读入，请人工查看。", page=page, count=len(strange)
            )
            yield Finding(severity, "", "read.unknown", message, None, "；".join(strange))

    @cached_property
    def _rests(self) -> dict[int, list[str]]:
        return self.found.rests(self.prints)

    def _is_in_margin(self, index: int, texts: Sequence[str]) -> bool:
        """True for words that head or foot a page, apart from everything that is explained on it."""
        square, _, page = self.seen[index]
        gap = APART * (square.bottom - square.top)
        top, bottom = self._extent(page)
        is_apart = square.bottom + gap <= top or square.top - gap >= bottom
        return not square.table and is_apart and all(map(is_banner, texts))

    def _extent(self, page: int) -> tuple[float, float]:
        """From where to where a page holds what is explained."""
        own = [
            seen.square
            for index, seen in enumerate(self.seen)
            if seen.page == page and index not in self._rests and seen.square.text.strip()
        ]
        return min((one.top for one in own), default=0.0), max((one.bottom for one in own), default=0.0)


def grade(texts: Sequence[str], *, is_complete: bool) -> Severity:
    """How grave it is that texts are left over: no value of the form is lost where all are there, or by their looks."""
    return "warning" if is_complete or all(map(is_beside, texts)) else "error"


def may_hold(leaf: Leaf, text: str) -> bool:
    """True for a text that may be the value of a field, or a sentence that holds one.

    >>> from hjforms.records.base import leaves
    >>> from hjforms.api import form
    >>> day = leaves(form("shandong/refund").record_type)["filled_on"]
    >>> may_hold(day, "2024-05-06"), may_hold(day, "于2024年5月6日填写。"), may_hold(day, "请于5日内填写。")
    (True, True, False)
    """
    if not _SENTENCE.search(text):
        return is_readable(leaf, fitted(leaf, text))
    return leaf.kind.name != "text" and any(is_readable(leaf, figure) for figure in _FIGURES.findall(text))


def strangers(paper: Paper) -> Iterator[Finding]:
    """A finding for what is on a page and was not read, where there is anything."""
    if texts := _texts(paper.chars):
        message = Sentence(
            "第{page}页有{count}处文字不在任何栏目里，没有读入，请人工查看。", page=paper.number, count=len(texts)
        )
        yield Finding("warning", "", "read.unknown", message, None, "；".join(texts))


def hidden_on(paper: Paper) -> Iterator[Finding]:
    """A finding for the text of a page of which nothing is seen, where there is any."""
    if texts := _texts(paper.hidden):
        message = Sentence(
            "第{page}页有{count}处看不见的文字（白色、被盖住或太小），没有读入，请人工查看。",
            page=paper.number,
            count=len(texts),
        )
        yield Finding("warning", "", "read.unknown", message, None, "；".join(texts))


def unseen(paper: Paper, *, alone: bool) -> Iterator[Finding]:
    """A finding for what was entered into form fields and is not written on the page, where labels alone tell."""
    shown = squeezed("".join(char.text for char in paper.fielded))
    others = [widget for widget in paper.widgets if not (alone and code_of(widget.name))]  # a code tells what it is
    texts = [widget.value for widget in others if widget.shown is None and squeezed(widget.value) not in shown]
    marked = [widget.value for widget in paper.widgets if widget.shown is not None and widget.value == MARKED]
    if texts or marked:
        message = Sentence("第{page}页的表单域里填了纸面上读不到的内容，没有读入，请人工查看。", page=paper.number)
        yield Finding("error", "", "read.unknown", message, None, "；".join([*texts, *marked]))


def _texts(chars: Sequence[Char]) -> list[str]:
    """The lines of characters that say something."""
    level = [char for char in chars if char.turn >= 0]
    turns = sorted({char.turn for char in level})
    texts = [joined(line) for turn in turns for line in lines(char for char in level if char.turn == turn)]
    return [text for text in texts if any(map(str.isalnum, text))]
