"""Labels inside a text (同格、同行的栏目): each followed by a colon or a gap, and by what it is the label of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from hjforms.reading.page.labels import canonical

_ENDS = re.compile(
    r"[ \t\u3000\xa0]*[:：]+|\u3000+|[ \t\xa0]{2,}|[ \xa0](?=[\dA-Za-z-]{6,}\s*$)"
    r"|(?<=[大小]写)[）)]|(?<=视同)[）)]|(?<=年限)[）)]"
    r"|(?:(?<=视同)|(?<=年限))[ \u3000\xa0]*(?=\d[\d.]*(?:个?[年月]\d*)*(?:\W|其中|$))"  # and no sentence goes on there
)
_UNIT = re.compile(r"^(?:个月|[年月元])(?=[（(])")  # of the value before a label: 个月（其中视同
ANOTHER = re.compile(r"\s[^\s\d:：]{1,8}[:：]")  # a word and a colon behind a space: a label that we do not know
_GAP = re.compile(r"[ \t\u3000\xa0]+")
_STRANGE = re.compile(r"(?:\u3000|[ \t\xa0]{2})\s*[^\s:：]{1,15}[:：]")  # behind a gap, a label that we do not know
_MONEY = re.compile(r"^\s*[￥¥]\s+(?=\d)")  # the sign stands at the left edge, the amount at the right
_BEHIND_CLOSED = re.compile(r"[^（(）)]*[)）][:：\s]+\S")  # the end of another label: 审核人（签章）：  联系电话
_WORD = re.compile(r"[^\W_]+")
_FIGURES = re.compile(r"[\d\s年月日至到.～~－—-]*")
_WIDE, _NARROW, _WIDEST = 1.0, 0.256, 2.0  # full-width and other spaces, and the widest gap in a value, in characters
_TURNED = {"（": "）", "）": "（", "(": ")", ")": "("}
_SEPARATORS = "；;，,。（("


@dataclass(frozen=True)
class Inline:
    """A label in a text, where it begins, and from where to where what it is the label of stands.

    ``goes_on`` is true where that has a further line, which may be something else.
    """

    name: str
    begin: int
    start: int
    end: int
    goes_on: bool = False


def labels_in(text: str, name_of: Callable[[str], str]) -> list[Inline]:
    """The labels in a text of one line or more; a line without a label goes on where the one before it ended.

    A label may stand on two lines, and have its formula below it.
    """
    found: list[Inline] = []
    at = 0
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        labels = list(_labels(line, at, name_of))
        if found and found[-1].begin < at < found[-1].start:  # the second line of a label
            at += len(line) + 1
            continue
        if not labels and (name := "" if name_of(following) else name_of(line + following)):
            end = at + len(line) + 1 + len(following)
            labels = [Inline(name, at, end, end)]
        last = found[-1] if found else None
        if not labels and last and line.strip() and last.start == last.end and not canonical(line):
            found[-1] = replace(last, start=at + len(line), end=at + len(line))
        elif not labels and last and line.strip() and not text[last.end : at].strip():
            found[-1] = replace(last, end=at + len(line.rstrip()), goes_on=last.end > last.start)
        found += labels
        at += len(line) + 1
    return found


def _labels(line: str, at: int, name_of: Callable[[str], str]) -> Iterator[Inline]:
    """The labels of one line, which begins at a place of the text."""
    marks = list(_marks(line, name_of))
    for number, (name, begin, behind) in enumerate(marks):
        is_last = number + 1 == len(marks)
        value = line[behind:] if is_last else line[behind : marks[number + 1][1]].rstrip().rstrip(_SEPARATORS)
        if _is_open(line[:begin]):
            value = value[: _closed(value)]
        start = behind + len(value) - len(value.lstrip(" \t\u3000\xa0:："))
        end = start if _STRANGE.match(value) else start + _length(line[start : behind + len(value)])
        yield Inline(name, at + begin, at + start, at + end)


def _marks(line: str, name_of: Callable[[str], str]) -> Iterator[tuple[str, int, int]]:
    """The name of every label of a line, where it begins, and what is behind it."""
    free = 0
    for found in [*_ENDS.finditer(line), None]:
        end, behind = found.span() if found else (len(line), len(line))
        is_gap = found is not None and found[0].isspace() and not line[:end].endswith(("视同", "年限"))
        for begin in _beginnings(line, free, end, after_gap=is_gap):
            if found is None and begin and not line[begin - 1].isspace():
                continue  # without anything behind it, only a label that stands apart
            if name := name_of(line[begin:end]):
                yield name, end - len(_UNIT.sub("", line[begin:end])), behind
                free = behind
                break


def _beginnings(line: str, free: int, end: int, *, after_gap: bool) -> Iterator[int]:
    """Where a label may begin that ends there, the longest first."""
    for begin in (found.start() for found in _WORD.finditer(line, free, end)):
        before = line[begin - 1] if begin > free else " "
        is_apart = not after_gap or before.isspace() or before in ":："
        if is_apart and not _BEHIND_CLOSED.match(line, begin, end):
            yield begin


def _is_open(text: str) -> bool:
    """True for a text that ends inside of a bracket."""
    return _closed("".join(_TURNED.get(letter, letter) for letter in reversed(text))) < len(text)


def _closed(value: str) -> int:
    """Where the bracket ends in which a label and its value stand."""
    depth = 0
    for place, letter in enumerate(value):
        depth += (letter in "（(") - (letter in "）)")
        if depth < 0:
            return place
    return len(value)


def _length(value: str) -> int:
    """How much of a text is one value: what stands behind an unknown label, or a wide gap, is something else."""
    strange = _STRANGE.search(value)
    end = strange.start() if strange else len(value)
    if not (_FIGURES.fullmatch(value[:end]) or _MONEY.match(value[:end])):
        wide = (gap.start() for gap in _GAP.finditer(value[:end]) if _width(gap[0]) > _WIDEST)
        end = next(wide, end)
    value = value[:end].rstrip(" \t\u3000\xa0_＿")
    for opening, closing in ("（）", "()"):
        if value.endswith(closing) and value.count(opening) < value.count(closing):
            value = value[:-1]
    return len(value)


def _width(gap: str) -> float:
    return sum(_WIDE if space == "\u3000" else _NARROW for space in gap)
