"""Other versions of a paper (另行排版的表): values found by the labels beside or above them.

Where the grid is not that of the template, nothing is known but what is printed. A label is looked for in every
spelling that is known; its value stands right of it, below it, or behind its colon. The rows of the table are
those under its heads. A label that several fields share belongs to the one whose neighbours it has; where that
does not settle it, nothing is read and it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hjforms.errors import NotationError
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.columns import RANGE, Columns, is_count
from hjforms.reading.identification import squeezed
from hjforms.reading.labels import canonical
from hjforms.reading.reading import FormLike
from hjforms.reading.squares import Sheet, Square
from hjforms.reading.vocabulary import UNITS, Vocabulary, vocabulary
from hjforms.records.base import Leaf, leaves

SURE, LIKELY = 0.8, 0.6
VAGUE = frozenset(map(canonical, ("联系电话", "地址", "邮政编码", "日期", "编号", "大写", "原因", "其他")))
"""Labels that say nothing of whose they are: even one that stands alone is taken only where its neighbours agree."""
SECTION, NEIGHBOUR, FOLLOWER, CROSSED, STRANGER = 3, 3, 2, 1, -4
SIGNED, SIGNOFF = "signoff.", canonical("签章")
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_BLANK = re.compile(r"[\s年月日元_＿]*")
_BRACKETS = re.compile(r"[（(]\s*(大写|其中视同(?:缴费年限)?)\s*[）):：]*\s*")
_MARKS, _NO_MARKS = "☑☒■√✓✔●", "□☐○◯"
_STRANGE = re.compile(r"(?:\u3000|\s\s)\s*\S{1,15}$")  # a word behind a gap: with a colon after it, a label
_LONGEST_LABEL = 30
_UNCLEAR = "栏目“{}”在表上有几处，或不知属于哪一栏，没有读入，请人工核对。"
_TWO_PLACES = "栏目“{}”右边和下边都有内容，不知哪一个是它的，没有读入，请人工核对。"


@dataclass(frozen=True)
class Value:
    """A text that was found for a field: in which square (by its number), and how sure that is."""

    text: str
    square: int
    confidence: float = SURE


@dataclass
class Found:
    """What was read by labels: fields, rows by path in the row, doubts by path, and which squares are explained."""

    fields: dict[str, Value] = field(default_factory=dict)
    rows: list[dict[str, Value]] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)  # the fields whose labels are there


@dataclass
class _Label:
    """A label that stands on the page, and the text behind its colon (``None``: the value has a square of its own)."""

    name: str
    square: int
    value: str | None
    section: str = ""
    before: str = ""
    after: str = ""


def read_labels(form: FormLike, squares: Sequence[Square]) -> Found:
    """What the squares of a page say of a form; the numbers of squares are those of ``squares``."""
    return _Labelled(form, squares).read()


class _Labelled:
    def __init__(self, form: FormLike, squares: Sequence[Square]) -> None:
        self._words: Vocabulary = vocabulary(form)
        self._leaves = leaves(form.record_type)
        self._title = squeezed(form.title)
        self._sheet = Sheet(squares)
        self._squares = self._sheet.squares
        self._found = Found()

    def read(self) -> Found:
        """Everything that is found."""
        columns = Columns(self._sheet, self._words)
        self._table(columns)
        apart = [index for index in range(len(self._squares)) if index not in columns.squares]
        labels = self._labels(apart)
        self._surroundings(labels)
        self._found.seen |= columns.found | {path for label in labels for path in self._words.names[label.name]}
        for name in dict.fromkeys(label.name for label in labels):
            self._assign(name, [label for label in labels if label.name == name])
        self._boxes(apart)
        self._endings(apart)
        self._days(labels)
        return self._numbered()

    def _numbered(self) -> Found:
        """What was found, with squares as the caller numbers them."""
        numbers, found = self._sheet.numbers, self._found

        def moved(value: Value) -> Value:
            return Value(value.text, numbers[value.square], value.confidence)

        return Found(
            {path: moved(value) for path, value in found.fields.items()},
            [{path: moved(value) for path, value in row.items()} for row in found.rows],
            found.doubts,
            {numbers[index] for index in found.used},
            found.seen,
        )

    def _table(self, columns: Columns) -> None:
        """The rows under the heads, and their totals."""
        for line in columns.rows:
            self._found.rows.append({path: Value(text, index) for path, (index, text) in line.items()})
        for path, (index, text) in columns.totals.items():
            self._found.fields[path] = Value(text, index)
        self._found.used |= columns.used

    def _text(self, index: int) -> str:
        return self._squares[index].text.strip()

    # ------------------------------------------------------------------------------------------- labels

    def _labels(self, apart: Iterable[int]) -> list[_Label]:
        """The labels of the page in reading order; several may stand in one square."""
        found: list[_Label] = []
        for index in apart:
            text = self._squares[index].text
            if self._words.is_ending(text):
                continue
            if self._words.is_heading(self._sheet, index):
                self._found.used.add(index)
                continue
            if canonical(text) in self._words.names:
                found.append(_Label(canonical(text), index, None))
            elif labels := list(self._inside(text)):
                found += [_Label(name, index, value) for name, value in labels]
            elif not self._words.is_label(text) and squeezed(text) not in {self._title, *UNITS}:
                continue
            self._found.used.add(index)
        return found

    def _inside(self, text: str) -> Iterator[tuple[str, str | None]]:
        """The labels with a colon in a text, each with what follows it."""
        pieces = re.split("[:：]", _BRACKETS.sub(r" \1：", text))
        heads = [self._ending_label(piece) for piece in pieces[:-1]]
        for position, (name, _) in enumerate(heads):
            if not name:
                continue
            value, last = pieces[position + 1], position + 1
            while last < len(heads) and not heads[last][0]:  # a colon inside the value, or after a strange label
                if strange := _STRANGE.search(value):
                    value, last = value[: strange.start()], len(heads)
                    break
                last += 1
                value += f"：{pieces[last]}"
            if last < len(heads):
                value = value[: len(value) - heads[last][1]]
            yield name, _trimmed(value) or None

    def _ending_label(self, piece: str) -> tuple[str, int]:
        """The longest label that a text ends with, and its length; it begins the text or follows a space or a mark."""
        for start in range(max(0, len(piece) - _LONGEST_LABEL), len(piece)):
            begins = start == 0 or not (piece[start - 1].isalnum() and piece[start].isalnum())
            if begins and not piece[start].isspace() and canonical(piece[start:]) in self._words.names:
                return canonical(piece[start:]), len(piece) - start
        return "", 0

    def _surroundings(self, labels: list[_Label]) -> None:
        """Give every label its section and its neighbours. Where the paper is signed, the section above has ended."""
        ended: str | None = None
        for before, label in zip([None, *labels], labels, strict=False):
            section = self._words.section(self._sheet, label.square)
            paths = self._words.names[label.name]
            if label.name not in VAGUE and all(path.startswith(SIGNED) for path in paths):
                ended = section
            label.section = SIGNOFF if section == ended else section
            if before is not None:
                label.before, before.after = before.name, label.name

    # -------------------------------------------------------------------------------------- assignments

    def _assign(self, name: str, labels: list[_Label]) -> None:
        """Give the labels of one name to the fields that have it."""
        paths = self._words.names[name]
        spans = [path for path in paths if self._leaves[path].kind.name == "year-month"]
        if len(spans) == 2 == len(paths) and len(labels) == 1:
            self._span(labels[0], spans)
            return
        if len(paths) == 1 == len(labels) and name not in VAGUE:
            score = self._score(paths[0], labels[0])
            if score > STRANGER:
                self._take(paths[0], labels[0], SURE)
                return
        chosen: dict[str, list[_Label]] = {}
        for label in labels:
            scores = sorted(((self._score(path, label), path) for path in paths), reverse=True)
            best = scores[0]
            if best[0] > 0 and (len(scores) == 1 or scores[1][0] < best[0]):
                chosen.setdefault(best[1], []).append(label)
        for path in paths:
            self._choose(
                path, name, chosen.get(path, []), something=any(self._written(label, path) for label in labels)
            )

    def _choose(self, path: str, name: str, labels: list[_Label], *, something: bool) -> None:
        """Read a field from the labels that fit it best; two that say different things are a doubt."""
        texts = {squeezed(self._written(label, path)) for label in labels}
        if len(texts) == 1:
            self._take(path, labels[0], LIKELY)
        elif (texts or something) and path not in self._found.fields:
            self._found.doubts[path] = _UNCLEAR.format(name)

    def _score(self, path: str, label: _Label) -> int:
        """How well what stands around a label is what stands around a field in the template."""
        context = self._words.contexts[path]
        before, after = (
            self._words.belongs(*pair) for pair in ((label.before, context.before), (label.after, context.after))
        )
        crossed = any(
            name and path and self._words.belongs(name, path)
            for name, path in ((label.before, context.after), (label.after, context.before))
        )
        score = NEIGHBOUR * before + FOLLOWER * after + CROSSED * crossed
        if label.section in context.sections:
            return score + SECTION * bool(label.section)
        return score + STRANGER * bool(label.section)

    # ------------------------------------------------------------------------------------------- values

    def _take(self, path: str, label: _Label, confidence: float) -> None:
        """Read a field at its label."""
        if path in self._found.fields:
            return
        leaf = self._leaves[path]
        if label.value is not None:
            self._put(path, label.value, label.square, confidence)
            return
        right = self._values_right(label.square)
        under = self._value_below(label.square)
        text = self._joined(right, leaf)
        if under is not None and self._text(under):
            below = self._text(under)
            if text and self._reads(leaf, text) == self._reads(leaf, below):
                self._found.doubts[path] = _TWO_PLACES.format(label.name)
                return
            if not text or not self._reads(leaf, text):
                self._put(path, below, under, LIKELY)
                self._found.used.add(under)
                return
        if right:
            self._put(path, text, right[0], confidence)
            self._found.used |= set(right if leaf.kind.parts else right[:1])
            self._found.used |= {index for index in right if _BLANK.fullmatch(self._text(index))}

    def _put(self, path: str, text: str, square: int, confidence: float) -> None:
        text = _trimmed(text)
        kind = self._leaves[path].kind.name
        if kind == "money":
            text = text.removesuffix("元").rstrip()
        if kind == "years" and re.fullmatch(r"\d+年\d+", text):
            text += "个月"
        if not _BLANK.fullmatch(text):
            self._found.fields[path] = Value(text, square, confidence)

    def _written(self, label: _Label, path: str) -> str:
        """The text at a label, whatever it is worth."""
        if label.value is not None:
            return label.value
        text = self._joined(self._values_right(label.square), self._leaves[path])
        under = self._value_below(label.square)
        return text or ("" if under is None else self._text(under))

    def _values_right(self, index: int) -> list[int]:
        """The squares between a label and the next one on its line."""
        found = []
        for other in self._sheet.right_of(index):
            text = self._squares[other].text
            if (self._words.is_label(text) and squeezed(text) not in UNITS) or next(self._inside(text), None):
                break
            found.append(other)
        return found

    def _value_below(self, index: int) -> int | None:
        """The square under a label, where the line under it holds values only."""
        under = self._sheet.below(index)
        if under is not None and is_count(self._line_texts(under)):
            under = self._sheet.below(under)
        if under is None:
            return None
        texts = self._line_texts(under)
        return None if any(self._words.is_label(text) or next(self._inside(text), None) for text in texts) else under

    def _line_texts(self, index: int) -> list[str]:
        return [self._squares[other].text for other in self._sheet.lines[self._sheet.line_of[index]]]

    def _joined(self, squares: list[int], leaf: Leaf) -> str:
        """The text right of a label; a day may be spread over several squares."""
        texts = [self._text(index) for index in squares]
        return "".join(texts) if leaf.kind.parts else next(iter(texts), "")

    @staticmethod
    def _reads(leaf: Leaf, text: str) -> bool:
        try:
            return leaf.kind.read(text) is not None
        except NotationError:
            return False

    def _span(self, label: _Label, paths: list[str]) -> None:
        """A span of months at one label: its beginning and its end."""
        right = self._values_right(label.square)
        text = label.value if label.value is not None else "".join(map(self._text, right))
        ends = RANGE.split(_trimmed(text))
        if not text.strip() or _BLANK.fullmatch("".join(ends)):
            return
        if len(ends) != len(paths):
            self._found.doubts[paths[0]] = _UNCLEAR.format(label.name)
            return
        for path, end in zip(paths, ends, strict=True):
            self._put(path, end, right[0] if label.value is None and right else label.square, SURE)
        self._found.used |= set(right)

    # ------------------------------------------------------------------------------------ without labels

    def _boxes(self, apart: Sequence[int]) -> None:
        """Choices by the marks before their options, where every option has one."""
        if not self._words.boxes:
            return
        lines = ["".join(squeezed(self._squares[index].text) for index in line) for line in self._sheet.lines]
        text = "\n".join(lines)
        for path, leaf in self._words.boxes.items():
            assert leaf.kind.parts
            marks = [self._mark(text, squeezed(option)) for option in leaf.kind.parts.labels]
            if all(marks):
                first = squeezed(leaf.kind.parts.labels[0])
                place = next((index for index in apart if first in squeezed(self._text(index))), apart[0])
                for name, mark in zip(leaf.kind.parts.names, marks, strict=True):
                    self._found.fields[f"{path}.{name}"] = Value(mark, place, SURE)
                self._explain(leaf.kind.parts.labels)
            elif any(char in text for char in _MARKS) and any(marks):
                self._found.doubts[path] = "有的选项前没有方框，不知选了哪一项，没有读入，请人工核对。"

    @staticmethod
    def _mark(text: str, option: str) -> str:
        """The mark that stands once before an option; empty where there is none or several."""
        found = re.findall(f"([{_MARKS}{_NO_MARKS}]){re.escape(option)}", text)
        if len(found) != 1:
            return ""
        return EMPTY if found[0] in _NO_MARKS else MARKED

    def _explain(self, options: Iterable[str]) -> None:
        """The squares of options and of marks alone are read."""
        known = {squeezed(option) for option in options}
        strip = _MARKS + _NO_MARKS
        for index, square in enumerate(self._squares):
            text = squeezed(square.text)
            parts = [part for part in re.split(f"[{strip}]", text) if part]
            if text and all(part in known for part in parts):
                self._found.used.add(index)

    def _endings(self, apart: Sequence[int]) -> None:
        """Blanks that stand before their label: ____社会保险经办机构："""
        for path, ending in self._words.endings.items():
            if not canonical(ending):
                self._greeting(path)
                continue
            for index in apart:
                if (found := self._before(index, canonical(ending))) is not None:
                    self._put(path, found[1], found[0], SURE)
                    self._found.used |= {index, found[0]}
                    break

    def _before(self, index: int, ending: str) -> tuple[int, str] | None:
        """What stands before a label: in its own square, or in the one left of it; ``None`` where there is none."""
        text = self._squares[index].text.strip()
        if not text.endswith(("：", ":")) or "章" in text or not canonical(text).endswith(ending):
            return None
        start = next((start for start in range(len(text)) if canonical(text[start:]) == ending), 0)
        left = self._sheet.left_of(index)[:1]
        if start or not left:
            return index, text[:start]
        return left[0], self._text(left[0])

    def _greeting(self, path: str) -> None:
        """A name and a colon in the first line under the title."""
        lines = [line for line in self._sheet.lines if any(self._text(index) for index in line)]
        texts = ["".join(self._text(index) for index in line) for line in lines]
        for (line, text), above in zip(list(zip(lines, texts, strict=True))[1:], texts, strict=False):
            if squeezed(above) == self._title and text.endswith(("：", ":")):
                self._put(path, text[:-1], line[0], SURE)
                self._found.used |= set(line)

    def _days(self, labels: list[_Label]) -> None:
        """A day without a label: the only one behind the label that the template has before it."""
        for path in self._words.unnamed:
            before = self._words.contexts[path].before
            if path in self._found.fields or path not in self._leaves or self._leaves[path].kind.name != "date":
                continue
            places = [label for label in labels if self._words.belongs(label.name, before)]
            if before and len(places) != 1:
                continue
            start = places[0].square if places else 0
            days = [(index, found) for index in range(start, len(self._squares)) for found in self._days_in(index)]
            if len(days) == 1:
                index, day = days[0]
                self._put(path, day, index, LIKELY)
                self._found.used |= set(self._sheet.lines[self._sheet.line_of[index]])
                self._cut(day)

    def _days_in(self, index: int) -> list[str]:
        """The days in a square, or in a line that begins with it and is nothing but a day."""
        text = self._squares[index].text
        if found := _DAY.findall(text):
            return found
        line = self._sheet.lines[self._sheet.line_of[index]]
        whole = "".join(self._text(other) for other in line if other >= index)
        return [whole] if _DAY.fullmatch(whole) and re.fullmatch(r"\d{4}", text.strip()) else []

    def _cut(self, day: str) -> None:
        """Take a day away from the text that it stands behind."""
        for path, value in list(self._found.fields.items()):
            if value.text != day and value.text.endswith(day):
                rest = _trimmed(value.text.removesuffix(day))
                self._found.fields[path] = Value(rest, value.square, value.confidence)
                if not rest:
                    del self._found.fields[path]


def _trimmed(text: str) -> str:
    """A text without the blanks and the marks around a value; a bracket that nothing opens goes as well."""
    text = text.strip().strip("_＿").strip().rstrip("；;，,。").rstrip()
    for opening, closing in ("（）", "()"):
        if text.endswith(closing) and text.count(opening) < text.count(closing):
            text = text[:-1].rstrip()
        if text.endswith(opening):
            text = text[:-1].rstrip()
    return text
