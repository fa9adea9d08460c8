"""What no label stands before (没有栏目名称的内容): boxes, blanks in sentences or before a label, days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hjforms.notations.choice import EMPTY, MARKED
from hjforms.reading.found import LIKELY, SURE, Found, Piece, Value
from hjforms.reading.identification import is_title, squeezed
from hjforms.reading.labels import canonical
from hjforms.reading.reading import Doubt
from hjforms.reading.squares import Sheet
from hjforms.reading.vocabulary import Vocabulary
from hjforms.records.base import Leaf
from hjforms.template.layout import PAGE

_MARKED, _EMPTY = "☑☒■√✓✔●", "□☐○◯"
MARKS = frozenset(_MARKED + _EMPTY)
LONGEST_BLANK = 40
LEAST_AROUND = 3  # letters around a blank in a sentence
NO_BOX = Doubt("error", "有的选项前没有方框，不知选了哪一项，没有读入，请人工核对。")
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_PAGE_LABEL = re.compile(r"第(\d+)页,?共(\d+)页")

Places = Sequence[tuple[str, int]]  # labels, and the squares in which they stand


@dataclass
class _Flow:
    """The letters of a page one after the other, and where each stands."""

    text: str
    places: list[tuple[int, int]]

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces of squares from one letter to another."""
        found: list[Piece] = []
        for square, place in self.places[start:end]:
            if found and found[-1].square == square:
                found[-1] = Piece(square, found[-1].start, place + 1)
            else:
                found.append(Piece(square, place, place + 1))
        return found


class Unlabelled:
    """Finds what the squares outside of tables say without a label."""

    def __init__(self, sheet: Sheet, words: Vocabulary, found: Found, apart: Sequence[int]) -> None:
        self._sheet, self._words, self._found, self._apart = sheet, words, found, apart
        among = set(apart)
        letters = [
            (squeezed(letter)[:1] or " ", (index, place))
            for line in sheet.lines
            for index in line
            if index in among
            for place, letter in enumerate(sheet.squares[index].text)
            if not letter.isspace()
        ]
        self._flow = _Flow("".join(letter for letter, _ in letters), [place for _, place in letters])

    def read(self, labels: Places, title: str) -> None:
        """Everything that is found."""
        self._boxes()
        self._endings(title)
        self._days(labels)
        self._sentences()
        self._page()

    def _boxes(self) -> None:
        """Choices by the marks before their options, or behind them, where every option has one."""
        for path, leaf in self._words.boxes.items():
            assert leaf.kind.parts
            options = [squeezed(option) for option in leaf.kind.parts.labels]
            marks = [self._mark(option) for option in options]
            stated = [mark for mark in marks if mark is not None]
            if len(stated) == len(marks):
                self._put_boxes(path, leaf, stated)
            elif stated and path not in self._found.fields:
                pieces = self._flow.pieces(min(stated), max(stated) + 1)
                self._found.fields[path] = Value(self._found.text(*pieces), tuple(pieces), SURE, NO_BOX)

    def _put_boxes(self, path: str, leaf: Leaf, marks: Sequence[int]) -> None:
        assert leaf.kind.parts
        for name, option, mark in zip(leaf.kind.parts.names, leaf.kind.parts.labels, marks, strict=True):
            pieces = self._flow.pieces(mark, mark + 1)
            text = EMPTY if self._flow.text[mark] in _EMPTY else MARKED
            self._found.fields[f"{path}.{name}"] = Value(text, tuple(pieces))
            length = len(squeezed(option))
            start = mark + 1 if self._flow.text.startswith(squeezed(option), mark + 1) else mark - length
            self._found.use(*pieces, *self._flow.pieces(start, start + length))
        self._found.seen.add(path)

    def _mark(self, option: str) -> int | None:
        """Where the box of an option stands; ``None`` where there is none, or several."""
        text = self._flow.text
        starts = [found.start() for found in re.finditer(f"(?={re.escape(option)})", text)]
        before = [start - 1 for start in starts if start and text[start - 1] in MARKS]
        ends = [start + len(option) for start in starts]
        behind = [end for end in ends if end < len(text) and text[end] in MARKS]
        places = before or behind
        return places[0] if len(places) == 1 else None

    def _endings(self, title: str) -> None:
        """Blanks that stand before their label: ____社会保险经办机构："""
        for path, ending in self._words.endings.items():
            if path in self._found.fields:
                continue
            if not canonical(ending):
                self._greeting(path, title)
                continue
            for index in self._apart:
                if (piece := self._before(index, canonical(ending))) is not None:
                    self._found.put(path, [piece], SURE)
                    self._found.use_squares([index])
                    self._found.seen.add(path)
                    break

    def _before(self, index: int, ending: str) -> Piece | None:
        """What stands before a label: in its own square, or in the one left of it."""
        text = self._sheet.squares[index].text.rstrip()
        if not text.endswith(("：", ":")) or "章" in text or not canonical(text).endswith(ending):
            return None
        start = next((start for start in range(len(text)) if canonical(text[start:]) == ending), 0)
        left = self._sheet.left_of(index)[:1]
        return self._found.whole(left[0]) if left and not start else Piece(index, 0, start)

    def _greeting(self, path: str, title: str) -> None:
        """A name and a colon in the first line under the title."""
        squares = self._sheet.squares
        lines = [line for line in self._sheet.lines if any(squares[index].text.strip() for index in line)]
        texts = ["".join(squares[index].text for index in line).strip() for line in lines]
        for (line, text), above in zip(list(zip(lines, texts, strict=True))[1:], texts, strict=False):
            last = squares[line[-1]].text.rstrip()
            if is_title(above, title) and text.endswith(("：", ":")):
                self._found.put(path, [*map(self._found.whole, line[:-1]), Piece(line[-1], 0, len(last) - 1)], SURE)
                self._found.use_squares(line)

    # --------------------------------------------------------------------------------------------- days

    def _days(self, labels: Places) -> None:
        """A day without a label: the only one behind the label that the template has before it, or on a line."""
        for path in self._words.unnamed:
            before = self._words.contexts[path].before
            if path in self._found.fields or self._found.leaves[path].kind.name != "date":
                continue
            places = [square for name, square in labels if self._words.belongs(name, before)]
            days = list(self._all_days(places[0] if before and len(places) == 1 else None))
            if len(days) == 1:
                self._cut(days[0])
                self._found.put(path, days[0], LIKELY)

    def _all_days(self, start: int | None) -> Iterator[list[Piece]]:
        """Days that stand alone on their line, or that end what was taken for the value of a label."""
        squares, among = self._sheet.squares, set(self._apart)
        for line in self._sheet.lines:
            here = [index for index in line if index in among and self._may_sign(index, start)]
            if here and _DAY.fullmatch("".join(squares[index].text for index in here).strip()):
                yield list(map(self._found.whole, here))
                continue
            for index in here:
                for found in _DAY.finditer(squares[index].text):
                    if self._is_free(index, *found.span()):
                        yield [Piece(index, *found.span())]

    def _may_sign(self, index: int, start: int | None) -> bool:
        """True for a square behind a label, or outside of tables, that has no label of its own."""
        if not self._sheet.squares[index].table:
            return start is None or index >= start
        if start is None or index < start:
            return False
        left = [other for other in self._sheet.left_of(index) if self._sheet.squares[other].text.strip()][:1]
        above = [other for other in range(index) if self._sheet.below(other) == index]
        return not any(self._words.name_of(self._sheet.squares[other].text) for other in [*left, *above])

    def _is_free(self, index: int, start: int, end: int) -> bool:
        """True for a day that has no label of its own."""
        day = Piece(index, start, end)
        owner = next((path for path, value in self._found.fields.items() if day in value), None)
        if owner is None:
            before = squeezed(self._sheet.squares[index].text[:start].rpartition("\n")[2])
            return not before.endswith(":") and not any(self._found.is_used(index, at) for at in range(start, end))
        leaf, value = self._found.leaves.get(owner), self._found.fields[owner]
        return leaf is not None and leaf.kind.name == "text" and value.pieces[-1].end == end

    def _cut(self, day: Sequence[Piece]) -> None:
        """Take a day away from the text that it stands behind."""
        for path, value in list(self._found.fields.items()):
            if day[0] in value:
                square, start, _ = value.pieces[-1]
                rest = (*value.pieces[:-1], Piece(square, start, day[0].start))
                del self._found.fields[path]
                self._found.put(path, rest, value.confidence, value.doubt)

    # -------------------------------------------------------------------------------- sentences and page

    def _sentences(self) -> None:
        """Blanks inside sentences, where the words around them are those of our paper."""
        for path, before, after in self._words.blanks:
            known = any(path == other or path.startswith(f"{other}.") for other in self._found.fields)
            if known or len(before + after) < LEAST_AROUND:
                continue
            pattern = f"{re.escape(before)}(.{{0,{LONGEST_BLANK}}}?){re.escape(after)}"
            found = list(re.finditer(pattern, self._flow.text))
            pieces = self._flow.pieces(*found[0].span(1)) if len(found) == 1 else []
            places = self._flow.places[slice(*found[0].span(1))] if pieces else []
            if not pieces or any(self._found.is_used(*place) for place in places):
                continue
            text = found[0][1]
            if not MARKS & set(text) and not self._words.prints(text):
                self._found.use(*self._flow.pieces(*found[0].span()))
                self._found.put(path, pieces, SURE)

    def _page(self) -> None:
        """第 x 页 共 y 页."""
        for index in self._apart:
            found = _PAGE_LABEL.search(squeezed(self._sheet.squares[index].text))
            if found:
                piece = self._found.whole(index)
                self._found.use(piece)
                self._found.fields[PAGE] = Value(f"第 {found[1]} 页 共 {found[2]} 页", (piece,))
