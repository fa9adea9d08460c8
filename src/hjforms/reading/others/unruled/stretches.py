"""The parts of a line (一行里的各段), between wide gaps, and between narrow ones where words tell."""

from __future__ import annotations

from collections.abc import Sequence

from hjforms.reading.others.heads import Heads
from hjforms.reading.others.unruled.blocks import Part
from hjforms.reading.others.unruled.labels import Says
from hjforms.reading.others.vocabulary import TOTAL, Vocabulary
from hjforms.reading.others.written import AMOUNT, LABEL_GAP, box_of, written
from hjforms.reading.page.characters import Char, stretches, text_of
from hjforms.reading.page.labels import UNITS, canonical


def parts_of(line: Sequence[Char], is_label: Says, words: Vocabulary, heads: Heads) -> list[Part]:
    """The stretches of a line; the letters of a label that is spread (合　计) are one."""

    def is_head(text: str) -> bool:
        return is_label(text) or heads.is_head(heads.name(text))

    found: list[list[Char]] = []
    for part in stretches(line):
        spread = "".join(char.text for char in [*(found[-1] if found else []), *part])
        is_whole = is_label(spread) or canonical(spread) == TOTAL
        if found and len(part) == 1 and len(found[-1]) < len(spread) <= 4 and is_whole:
            found[-1] += part
        else:
            found += [piece for own in _labels_apart(part, is_head) for piece in _amounts_apart(own)]
    return [part_of(part, words) for part in found]


def _labels_apart(part: list[Char], is_label: Says) -> list[list[Char]]:
    """A stretch; where it is labels with narrow gaps between them, each of these."""
    text = text_of(part)
    if is_label(text) or not any(map(str.isalpha, text)):
        return [part]
    pieces = stretches(part, LABEL_GAP)
    texts = (text_of(piece) for piece in pieces)
    return pieces if len(pieces) > 1 and all(map(is_label, texts)) else [part]


def _amounts_apart(part: list[Char]) -> list[list[Char]]:
    """A stretch; where an amount and words that are no unit stand in it with a narrow gap between them, both."""
    pieces = stretches(part, LABEL_GAP)
    texts = list(map(text_of, pieces))
    are_amounts = [bool(AMOUNT.fullmatch(text)) for text in texts]
    is_alone = are_amounts.count(True) == 1 and are_amounts[0] != are_amounts[-1]
    if not is_alone or any(char.text in ":：" for char in part) or "".join(texts[1:]) in UNITS:
        return [part]
    cut = len(pieces[0]) if are_amounts[0] else len(part) - len(pieces[-1])
    return [part[:cut], part[cut:]]


def part_of(chars: Sequence[Char], words: Vocabulary, edge: float = float("inf")) -> Part:
    """Characters as one part of a line; what ends before the edge is not folded."""
    x0, y0, x1, y1 = box_of(chars)
    text, letters = written(chars, edge, words)
    return Part(text, x0, x1, -y1, -y0, tuple(letters))
