"""Boxes of choices (勾选) as offices draw them: ☑ and □, ■ and ○, or brackets with a tick or with nothing inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from hjforms.notations import choice
from hjforms.notations.choice import MARKS, NO_MARKS, UNTOLD

_BOX = rf"(?P<box>[\[(【〔](?P<tick>[xX*√✓✔●■]?)[\])】〕]|(?P<mark>[{MARKS}])|[{NO_MARKS}])"
CROSSES = choice.CROSSES | {"*"}
_IN_BRACKETS = re.compile(r"\\[(][^()]*\\[)]")  # of an escaped text


class Tick(NamedTuple):
    """A box in a text with its option: where both are, and where the box is; empty where the paper has none."""

    mark: str = ""
    start: int = 0
    end: int = 0
    box_start: int = 0
    box_end: int = 0

    @property
    def is_marked(self) -> bool:
        """True for a box that has a mark."""
        return bool(self.mark)


def ticks_of(text: str, options: Sequence[str], *, several: bool = False) -> list[Tick] | None:
    """The box of every option in a squeezed text; boxes stand all before their options or all behind them, each once.

    ``None`` where that is not so. Of ``several`` options that may be marked together, those that the paper does not
    offer are not marked.

    >>> [[box.is_marked for box in ticks_of(text, ["甲", "乙"])] for text in ("☑甲□乙", "甲[√]乙[]")]
    [[True, False], [True, False]]
    >>> ticks_of("甲□乙", ["甲", "乙"])
    """
    words = [pattern_of(option) for option in options]
    offered = [word for word in words if not several or re.search(word, text)]
    for pattern in (_BOX + "{}", "{}" + _BOX):
        found = {word: list(re.finditer(pattern.format(word), text)) for word in offered}
        if len(found) > 1 and all(len(places) == 1 for places in found.values()):
            return [_tick(found[word][0]) if word in found else Tick() for word in words]
    return None


def are_clear(boxes: Sequence[Tick]) -> bool:
    """False where some boxes have a tick and others a cross, or where all have one that may be no mark at all.

    >>> [are_clear([Tick(mark, 0, 2) for mark in marks]) for marks in (["☒", ""], ["☑", "☒"], ["⊠", ""], ["⊠", "⊠"])]
    [True, False, True, False]
    """
    offered = [box for box in boxes if box.end]
    marks = {box.mark for box in offered}
    return len({mark in CROSSES for mark in marks - {""}}) <= 1 and not (UNTOLD in marks and "" not in marks)


def first_tick(text: str, options: Sequence[str]) -> tuple[int, int] | None:
    """Where the first box stands with one of the options; ``None`` where there is none.

    >>> first_tick("甲□乙", ["甲", "乙"]), first_tick("甲乙", ["甲", "乙"])
    ((0, 2), None)
    """
    words = [pattern_of(option) for option in options]
    found = (re.search(pattern.format(word), text) for word in words for pattern in (_BOX + "{}", "{}" + _BOX))
    return min((place.span() for place in found if place), default=None)


def pattern_of(option: str) -> str:
    """What an option looks like as papers print it, with 基本 or without, and with or without what is in brackets."""
    words = re.escape(option.replace("基本养老保险", "养老保险")).replace("养老保险", "(?:基本)?养老保险")
    return _IN_BRACKETS.sub(lambda found: f"(?:{found[0]})?", words)


def _tick(found: re.Match[str]) -> Tick:
    return Tick(found["tick"] or found["mark"] or "", *found.span(), *found.span("box"))
