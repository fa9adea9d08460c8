"""What is written between two edges (一格里的文字), as text: lines that are folded go on, others are parted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.characters import Char, end_of, lines, spaced, stretches, text_of
from hjforms.reading.page.doubt import Box

GAP = "\u3000\u3000"  # between texts that stand apart
LABEL_GAP = 0.25  # of the size: between labels
SET_RIGHT = 2.0  # of the size: how far a line begins right of the one above, where both are set to the right
LONGEST_HEAD = 40  # letters of what stands above a line and may be its label
FULL = 2.5  # of the size: a line that ends so near to its edge is folded
_LAST = re.compile(r"(?<=[，,。；;])[\u4e00-\u9fff]{1,6}$")  # behind the last mark of a sentence
AMOUNT = re.compile(r"[￥¥]?\d{1,3}(?:,?\d{3})*\.\d\d")


def written(chars: Sequence[Char], edge: float, words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text between edges, with the character of each letter; lines that are not folded are parted."""
    text, found = "", list[Char | None]()
    before: Char | None = None
    above: Sequence[Char] = ()
    for line in lines(chars):
        goes_on, is_whole = _as_label(text, line, words) if len(above) > 1 else (False, False)
        is_labelled = bool(above) and (
            is_whole or _is_amount(above, line) or _is_set_right(above, line) or _begins_label(text, line, words)
        )
        above = line
        begins = _labels_behind(line, words)
        for char in line:
            gap = spaced(before, char) or (GAP if id(char) in begins else "")
            if before is not None and char is line[0]:
                is_full = edge - before.left - before.width <= FULL * before.size
                gap += "" if goes_on or (is_full and not is_labelled) else "\n"
            text += gap + char.text
            found += [None] * len(gap) + [char] * len(char.text)
            before = char
    return text, found


def _begins_label(above: str, line: Sequence[Char], words: Vocabulary) -> bool:
    """True for a line that begins with a label and its colon, of which the line above does not end with a part."""
    label = before_colon(line)
    begun = _LAST.search(above)
    is_rest = begun is not None and bool(begun[0]) and bool(words.name_of(begun[0] + label))
    return bool(words.name_of(label)) and not is_rest


def _labels_behind(line: Sequence[Char], words: Vocabulary) -> set[int]:
    """The letters with which labels with a colon begin behind a narrow gap, by their ids."""
    pieces = stretches(line, LABEL_GAP)[1:] if any(char.text in ":：" for char in line) else []
    return {id(piece[0]) for piece in pieces if words.name_of(before_colon(piece))}


def _is_amount(above: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that is an amount below words: these are its label."""
    is_word = not any(map(str.isdigit, above[-1].text))
    return is_word and bool(AMOUNT.fullmatch(text_of(line)))


def _as_label(above: str, line: Sequence[Char], words: Vocabulary) -> tuple[bool, bool]:
    """Whether a line goes on with the label that stands above it alone, and whether that is whole without it."""
    if not above or len(above) > LONGEST_HEAD or not words.name_of(above):
        return False, False
    goes_on = words.name_of(above + text_of(line)) == words.name_of(above)
    return goes_on, not goes_on and not words.name_of(above + text_of(line))


def _is_set_right(above: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that begins farther right than the one above, and ends where that does: it is no rest of it."""
    is_even = abs(end_of(above) - end_of(line)) <= line[0].size / 2
    return is_even and line[0].left - above[0].left > SET_RIGHT * line[0].size


def before_colon(line: Sequence[Char]) -> str:
    """What stands before the first colon of a line, if there is one."""
    words, colon, _ = text_of(line).replace("：", ":").partition(":")
    return words if colon else ""


def box_of(chars: Sequence[Char]) -> Box:
    """The box around characters."""
    if not chars:
        return (0.0, 0.0, 0.0, 0.0)
    heights, half = [char.y for char in chars], chars[0].size / 2
    left, right = min([char.left for char in chars]), max([char.left + char.width for char in chars])
    return left, min(heights) - half, right, max(heights) + half
