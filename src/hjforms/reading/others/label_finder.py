"""The labels of a page (页面上的栏目), with the headings and the title: several may stand in one square."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hjforms.reading.others.beside import tells_of_print
from hjforms.reading.others.days import DAY
from hjforms.reading.others.found import Piece
from hjforms.reading.others.sides import LabelAt, Sides
from hjforms.reading.others.surroundings import AGENCY
from hjforms.reading.others.vocabulary import SEAL, is_heading
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import UNITS, canonical
from hjforms.reading.page.titles import bare_title, is_brief, is_title, squeezed, title_in, title_spans
from hjforms.wording import Sentence

MORE_LINES = Doubt("error", Sentence("内容后面还有一行，不知是不是它的，没有读入，请人工核对。"))
_SIGNED = re.compile(rf"\s*(.+)\n\s*{DAY.pattern}\s*")  # an agency, and on the next line the day


class LabelFinder:
    """Finds the labels of a form."""

    def __init__(self, sides: Sides, title: str) -> None:
        self._sides, self._title = sides, title
        self._sheet, self._words, self._found = sides.sheet, sides.words, sides.found
        self._squares = sides.sheet.squares

    def labels(self, apart: Sequence[int]) -> list[LabelAt]:
        """The labels of the page in reading order; several may stand in one square."""
        found: list[LabelAt] = []
        words = self._words
        title = title_in([self._squares[index].text for index in apart], self._title)
        lines = [(apart[place], self._squares[apart[place]].text) for place in title]
        if len(lines) > 1 or any(is_brief(text, self._title) for _, text in lines):
            self._found.use(*(Piece(index, *span) for index, text in lines for span in title_spans(text, self._title)))
        for index in apart:
            text = self._squares[index].text
            if words.is_ending(text) and not self._sides.values_right(index):
                continue
            if is_title(text, self._title):
                found += self._inside(index)
                self._found.use(Piece(index, 0, self._title_end(text)))
            elif words.is_heading(self._sheet, index):
                self._found.use_squares([index])
            elif name := words.name_of(text):
                found += self._under_headings(name, index)
                self._found.use_squares([index])
            elif labels := list(self._inside(index)):
                found += labels
            elif self._squares[index].table and (name := words.agency_of(text)) and self._sides.values_right(index):
                found.append(LabelAt(name, index))
                self._found.use_squares([index])
            elif words.is_label(text) or squeezed(text) in UNITS or self._is_heading(index):
                self._found.use_squares([index])
        return found

    def _under_headings(self, name: str, index: int) -> list[LabelAt]:
        """A label once for each of its values, where these stand under headings of their own; otherwise the label."""
        right = self._sides.values_right(index)
        sections = [self._words.section_over(self._sheet, other) for other in right]
        if len(right) < 2 or not all(sections) or len(set(sections)) < len(sections):
            return [LabelAt(name, index)]
        pairs = zip(right, sections, strict=True)
        return [LabelAt(name, index, self._found.whole(other), section=section) for other, section in pairs]

    def _is_heading(self, index: int) -> bool:
        """True for a heading that is not ours, alone on its line."""
        beside = [text for text in self._sides.line_texts(index) if text.strip()]
        return len(beside) == 1 and is_heading(beside[0])

    def _title_end(self, text: str) -> int:
        """Where what is printed as a title ends: behind it, figures may be those of a field."""
        wanted = squeezed(self._title)
        end = next((end for end in range(len(text) + 1) if wanted in bare_title(text[:end])), len(text))
        return end if any(map(str.isdigit, text[end:])) else len(text)

    def _inside(self, index: int) -> Iterable[LabelAt]:
        """The labels inside a text, each with what follows it."""
        for label in self._sides.labels_in(self._squares[index].text):
            if self._found.is_used(index, label.begin):  # the sentence was read
                continue
            if label.name == AGENCY and tells_of_print(self._squares[index].text):
                continue
            self._found.use(Piece(index, label.begin, label.start))
            value = Piece(index, label.start, label.end)
            value = self._above_heading(value)
            goes_on = "\n" in self._found.raw(value).strip()
            if label.name.endswith(SEAL) and (signed := _SIGNED.fullmatch(self._found.raw(value))):
                value, goes_on = value._replace(end=value.start + signed.end(1)), False
            section = self._words.section_in(self._squares[index].text[: label.begin])
            yield LabelAt(label.name, index, value, MORE_LINES if goes_on else None, section)

    def _above_heading(self, value: Piece) -> Piece:
        """What stands behind a label, without the lines at its end that head what follows in the same cell."""
        text = self._found.raw(value)
        while len(lines := text.split("\n")) > 1 and (
            is_heading(lines[-1]) or canonical(lines[-1]) in self._words.sections
        ):
            text = "\n".join(lines[:-1])
        self._found.use(value._replace(start=value.start + len(text)))
        return value._replace(end=value.start + len(text))
