"""Text outside of cells that goes on in the next line (折行): running text, and what is folded at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from hjforms.reading.others.found import AGENCY_NAME
from hjforms.reading.others.tails import is_apart
from hjforms.reading.others.vocabulary import SEAL, Vocabulary, is_sentence
from hjforms.reading.others.written import FULL, GAP, before_colon, written
from hjforms.reading.page.characters import Char, end_of, lines, stretches, text_of

SAME_START = 0.2  # of the size
FOLDED_LEADING = 1.8  # of the size: from a line to the one in which it goes on
FLOWING_LEADING = 2.6  # the same in running text
SET_IN = 1.5  # of the size: the first line of running text
HANGING = 0.6  # of the size: what a mark at the beginning of a line stands out
EVEN_SIZE = 0.5  # points
WORD_GAP = 0.5  # of the size: between words
NEARER = 1.3  # times as far: what stands over a text, and is none of it
_NAMES_END = re.compile(r"^[\w（）()·]{4,}(?:局|处|所|站|中心|办公室|公司|支行|分行|营业部|联社|专?户)$")


def paragraphs(found: Sequence[Sequence[Char]], right: float, words: Vocabulary) -> list[list[Sequence[Char]]]:
    """Lines of running text: the first is set in and begins with no label, and all but the last are full."""
    groups: list[list[Sequence[Char]]] = []
    for line in found:
        if groups and _flows(groups[-1], line, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group for group in groups if len(group) > 1 and not words.name_of(before_colon(group[0]))]


def _flows(above: Sequence[Sequence[Char]], line: Sequence[Char], right: float) -> bool:
    """True for a line that goes on with running text."""
    last, size = above[-1], line[0].size
    is_near = 0 < last[0].base - line[0].base <= FLOWING_LEADING * size
    is_full = right - last[-1].left - last[-1].width <= max(FULL * size, _unbroken(line))
    is_first = len(above) == 1
    step = above[0][0].left - line[0].left if is_first else line[0].left - above[1][0].left
    begins = step >= SET_IN * size if is_first else abs(step) <= HANGING * size
    is_text = all(len(stretches(part)) == 1 or is_sentence(text_of(part)) for part in (last, line)) and (
        is_sentence(text_of(above[0])) or is_sentence(text_of(line))
    )
    return is_near and is_full and begins and is_text and abs(last[0].size - size) <= SAME_START


def _unbroken(line: Sequence[Char]) -> float:
    """How wide the figures are with which a line begins: a line ends before what may not be parted."""
    figures = list(takewhile(lambda char: char.text.isascii() and char.text.isalnum(), line))
    return end_of(figures) - line[0].left if figures else 0.0


def unfolded(found: Sequence[Sequence[Char]], words: Vocabulary, edges: Sequence[float]) -> list[list[Sequence[Char]]]:
    """Lines of text, each with those in which its parts go on right below where they began."""
    groups: list[list[Sequence[Char]]] = []
    for line in found:
        if groups and (_goes_on(groups[-1][-1], line, groups[-1][0], words) or _hangs(groups[-1], line, edges)):
            groups[-1].append(line)
        elif groups and len(groups[-1]) == 1 and _runs_on(groups[-1][0], line, edges):
            groups[-1] = [[*groups[-1][0], *line]]
        elif groups and len(groups[-1]) == 1 and (one := _under(groups[-1][0], line, found, edges)):
            groups[-1] = one
        elif groups and len(groups[-1]) == 1 and (parted := _beside(groups[-1][0], line, words)):
            groups[-1:] = [[part] for part in parted]
        elif len(groups) > 1 and (
            one := _around(groups[-2][-1:], groups[-1][-1:], line, words)
            or _level_with(groups[-2][-1:], groups[-1][-1:], line, words)
        ):
            groups[-2:] = [*([groups[-2][:-1]] if groups[-2][:-1] else []), one]
        else:
            groups.append([line])
    return groups


def text_of_folded(
    folded: Sequence[Sequence[Char]], edges: Sequence[float], words: Vocabulary
) -> tuple[str, list[Char | None]]:
    """The text of a line with those in which its parts go on, and the character of each letter."""
    return _one(folded[0], edges, words) if len(folded) == 1 else _woven(folded, words)


def _around(
    above: Sequence[Sequence[Char]], between: Sequence[Sequence[Char]], line: Sequence[Char], words: Vocabulary
) -> list[Sequence[Char]]:
    """The line between two others that are a text in two lines, and this text: empty where they are none.

    Beside a label of two lines its value stands at half their height, and so do others beside the folded name of an
    agency that is set to the right.
    """
    labels, values, rest = (stretches(parts) for parts in (above[0], between[0], line))
    is_near = above[0][0].base - line[0].base <= FOLDED_LEADING * line[0].size
    are_labels = len(labels) == len(rest) and all(
        _begin_together(label, below) and words.name_of(text_of([*label, *below]))
        for label, below in zip(labels, rest, strict=True)
    )
    is_name = len(labels) == len(rest) == 1 and _is_rest_of_name(labels[0], rest[0])
    is_beside = all(
        end_of(part) <= value[0].left or end_of(value) <= part[0].left for value in values for part in [*labels, *rest]
    )
    if not (is_near and (are_labels or is_name) and is_beside):
        return []
    return [sorted([*above[0], *between[0]], key=lambda char: char.left), line]


def _is_rest_of_name(part: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that ends where the one above does, and makes what stands there the name of an agency."""
    value = _behind_colon(part)
    return bool(value) and abs(end_of(part) - end_of(line)) <= SAME_START * line[0].size and _completes(value, line)


def _level_with(
    above: Sequence[Sequence[Char]], between: Sequence[Sequence[Char]], line: Sequence[Char], words: Vocabulary
) -> list[Sequence[Char]]:
    """The lines of a value of two lines, and a label that stands alone at half their height; empty where it is none."""
    first, label, size = above[0], between[0], line[0].size
    step = first[0].base - line[0].base
    is_near = 0 < step <= FOLDED_LEADING * size and abs(first[0].size - size) <= EVEN_SIZE
    is_level = abs(first[0].base - label[0].base - step / 2) <= SAME_START * size
    are_plain = not any(char.text in ":：" for part in (first, line) for char in part) and not is_apart(text_of(line))
    is_one = all(len(stretches(part)) == 1 for part in (first, label, line)) and _begin_together(first, line)
    if (
        is_near
        and is_level
        and is_one
        and are_plain
        and end_of(label) < first[0].left
        and words.name_of(text_of(label))
    ):
        return [[*label, *first], line]
    return []


def _goes_on(above: Sequence[Char], line: Sequence[Char], first: Sequence[Char], words: Vocabulary) -> bool:
    """True where every part of a line begins under a part of another that has several, and none has a colon.

    One part that begins where the other line did may as well be the rest of what ended that line, unless both are a
    label. Below a label, another is no rest of it.
    """
    parts, starts = stretches(line), stretches(first)
    is_label = _is_rest_of_label(starts[0], parts[0], words)
    are_two = bool(words.name_of(text_of(starts[0])) and words.name_of(text_of(parts[0])))
    if not is_label and (are_two or (len(parts) == 1 and begins_alike(parts[0], starts))):
        return False
    is_near = above[0].base - line[0].base <= FOLDED_LEADING * line[0].size
    plain = not any(char.text in ":：" for char in (line[:-1] if is_label and len(parts) == 1 else line))
    under = all(any(_begin_together(start, part) for start in starts) for part in parts)
    return is_near and plain and (under or (is_label and len(parts) == 1)) and len(starts) > 1


def _runs_on(above: Sequence[Char], line: Sequence[Char], edges: Sequence[float]) -> bool:
    """True for a line, where that above begins, which makes the name that ends it whole: up to the edge it is full."""
    value, size = _behind_colon(above), line[0].size
    if not value or abs(value[0].size - size) > EVEN_SIZE or len({char.base for char in above}) > 1:
        return False
    is_one = all(len(stretches(part, WORD_GAP)) == 1 for part in (value, line)) and ":" not in text_of(line)
    is_near = 0 < above[0].base - line[0].base <= FOLDED_LEADING * size
    edge = max((edge for edge in edges if edge != end_of(above)), default=0.0)
    is_full = end_of(above) - size <= edge < end_of(above) + line[0].width + size / 2
    texts = (text_of(value), text_of([*value, *line]))
    is_name = [bool(_NAMES_END.search(text)) for text in texts] == [False, True]
    return is_one and is_near and _begin_together(above, line) and is_full and is_name and not is_apart(text_of(line))


def _one(line: Sequence[Char], edges: Sequence[float], words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text of a line, with that of one in which it runs on."""
    first, *rest = lines(line)
    runs_on = len(rest) == 1 and _runs_on(first, rest[0], edges)
    return written(line, max(edges) if runs_on else float("inf"), words)


def _hangs(above: Sequence[Sequence[Char]], line: Sequence[Char], edges: Sequence[float]) -> bool:
    """True for a line that begins right under the value which ends a full line, or makes it the name of an agency.

    The value begins behind a colon, and what stands under it is no day and nothing else that is whole by itself.
    """
    value = _behind_colon(above[0])
    text = text_of(line)
    is_part = len(stretches(line)) == 1 and not any(char.text in ":：" for char in line) and not is_apart(text)
    if not (
        value and is_part and len(stretches(value, WORD_GAP)) == 1 and abs(value[0].size - line[0].size) <= EVEN_SIZE
    ):
        return False
    is_under = abs(line[0].left - value[0].left) <= SAME_START * line[0].size
    is_near = 0 < above[-1][0].base - line[0].base <= FOLDED_LEADING * line[0].size
    last = value[-1] if len(above) == 1 else above[-1][-1]
    end, size = last.left + last.width, line[0].size
    edge = max((edge for edge in edges if edge != end), default=0.0)  # where other lines end
    is_full = end - size / 2 <= edge < end + line[0].width + size / 2
    is_even = abs(end - end_of(line)) <= SAME_START * size  # both are set to the right
    is_name = _completes([*value, *(char for further in above[1:] for char in further)], line)
    return is_near and ((is_under and is_full) or ((is_under or is_even) and is_name))


def _completes(value: Sequence[Char], line: Sequence[Char]) -> bool:
    """True for a line that makes of the words above it the name of an agency."""
    return not AGENCY_NAME.fullmatch(text_of(value)) and bool(AGENCY_NAME.fullmatch(text_of([*value, *line])))


def _under(
    above: Sequence[Char], line: Sequence[Char], found: Sequence[Sequence[Char]], edges: Sequence[float]
) -> list[Sequence[Char]]:
    """The lines of an agency whose label stands beside the last of them; empty where a line is no such name's end.

    The line above begins where the value does, is full, and stands nearer to it than to anything over it.
    """
    value, size = _behind_colon(line), above[0].size
    if not value or abs(value[0].size - size) > EVEN_SIZE or not _begin_together(above, value):
        return []
    step = above[0].base - value[0].base
    steps_over = (other[0].base - above[0].base for other in found if other[0].base > above[0].base)
    over = min(steps_over, default=float("inf"))
    is_near = 0 < step <= FOLDED_LEADING * size and over >= NEARER * step
    is_one = all(len(stretches(part, WORD_GAP)) == 1 for part in (above, value)) and not is_apart(text_of(above))
    edge = max((edge for edge in edges if edge != end_of(above)), default=0.0)
    is_full = end_of(above) + value[0].width + size / 2 > edge
    plain = not any(char.text in ":：" for char in above)
    if not (is_near and is_one and is_full and plain and _completes(above, value)):
        return []
    return [[*line[: -len(value)], *above], value]


def _beside(above: Sequence[Char], line: Sequence[Char], words: Vocabulary) -> list[Sequence[Char]]:
    """The name of an agency that ends a line, with its label which stands over it alone, and the rest of the line.

    Empty where there is none: 经办人：张示例 stands beside 社保机构（章）：, 示例市社保局 below it, and the day.
    """
    *rest, name = stretches(line)
    is_label = text_of(above).rstrip().endswith((":", "：")) and words.name_of(text_of(above)).endswith(SEAL)
    is_near = 0 < above[0].base - name[0].base <= FOLDED_LEADING * name[0].size
    if rest and is_label and is_near and _begin_together(above, name) and AGENCY_NAME.fullmatch(text_of(name)):
        return [[*above, *name], [char for part in rest for char in part]]
    return []


def _behind_colon(line: Sequence[Char]) -> Sequence[Char]:
    """What stands behind the last colon of a line."""
    ends = [number for number, char in enumerate(line) if char.text in ":："]
    return line[ends[-1] + 1 :] if ends else ()


def _is_rest_of_label(label: Sequence[Char], part: Sequence[Char], words: Vocabulary) -> bool:
    """True for a stretch under another, with which it is one label, wherever its lines begin and end."""
    is_under = part[0].left < end_of(label) and label[0].left < end_of(part)
    return is_under and bool(words.name_of(text_of([*label, *part])))


def _begin_together(one: Sequence[Char], other: Sequence[Char]) -> bool:
    """True for stretches that begin at the same place of their lines."""
    return abs(other[0].left - one[0].left) <= SAME_START * other[0].size


def _woven(folded: Sequence[Sequence[Char]], words: Vocabulary) -> tuple[str, list[Char | None]]:
    """The text of lines whose parts are folded: part by part, each with its further lines."""
    text, found = "", list[Char | None]()
    rest = [part for line in folded[1:] for part in stretches(line)]
    for part in stretches(folded[0]):
        value = _behind_colon(part)
        own = [
            other
            for other in rest
            if _begin_together(part, other)
            or _is_rest_of_label(part, other, words)
            or _is_rest_of_name(part, other)
            or (value and _begin_together(value, other))
        ]
        chars = [*part, *(char for other in own for char in other)]
        gap = GAP if text else ""
        text += gap + text_of(chars)
        found += [None] * len(gap) + [char for char in chars for _ in char.text]
    return text, found


def begins_alike(part: Sequence[Char], parts: Sequence[Sequence[Char]]) -> bool:
    """True for a stretch without a colon that begins where a line of several parts does."""
    plain = not any(char.text in ":：" for char in part)
    return plain and len(parts) > 1 and abs(part[0].left - parts[0][0].left) <= part[0].size
