"""The table of a returned paper (明细表): its columns by their heads, its rows under them, however many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hjforms.reading.heads import FORMULA, Heads, is_percent
from hjforms.reading.identification import squeezed
from hjforms.reading.labels import canonical
from hjforms.reading.squares import Sheet
from hjforms.reading.vocabulary import NUMBERS, TOTAL, Vocabulary, is_subtotal

YEAR = "year"
MOST_KEYS = 3  # cells of a line that may say what it is: its number, its place, its year
ENOUGH_HEADS = 0.5  # of the columns of the form: what a table has at least
_RANGE = re.compile(r"\s*(?:—+|－|–|―|~|～|至|到)\s*")
_MONTH = r"\d{4}(?:\s*年\s*\d{1,2}\s*月|[-./]\d{1,2}|\d{2})"
_SPAN = re.compile(rf"({_MONTH})\s*-*\s*({_MONTH})")  # the dash that months are written with parts them, or a line


def is_count(texts: list[str]) -> bool:
    """True for a line that numbers the columns (1 2 3 …), with formulas for some (6=2+3+4+5) or without."""
    written = [squeezed(text) for text in texts if squeezed(text)]
    numbers = [int(text) for text in written if text.isdecimal()]
    if len(written) < 3 or not numbers or not all(map(FORMULA.fullmatch, written)):
        return False
    if len(numbers) < len(written):
        return numbers == sorted(set(numbers)) and numbers[-1] < 100
    return numbers[0] in {1, 2} and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def span_of(text: str) -> list[str]:
    """The two ends of a span of months (起止); of what is none, the text as it is.

    >>> span_of("2021-11至2021-12"), span_of("202111 202112"), span_of("2021.11")
    (['2021-11', '2021-12'], ['202111', '202112'], ['2021.11'])
    """
    found = _SPAN.fullmatch(text.strip())
    return list(found.groups()) if found else _RANGE.split(text)


class Columns:
    """The rows that stand under the heads of a form's table.

    ``rows`` and ``totals`` give the square and the text of each field, ``squares`` is all that belongs to the table,
    ``used`` what of it is explained: a value under a head that is not known is not.
    """

    def __init__(self, sheet: Sheet, words: Vocabulary) -> None:
        self._sheet, self._words, self._known = sheet, words, Heads(words)
        self.found: set[str] = set()  # the fields whose columns are there
        self.percents: set[str] = set()  # those whose heads say that they are hundredths
        self.rows: list[dict[str, tuple[int, str]]] = []
        self.totals: dict[str, tuple[int, str]] = {}
        self.squares: set[int] = set()
        self.used: set[int] = set()
        if words.columns:
            for first, last in self._heads():
                self._read(first, last)

    def _name(self, index: int) -> str:
        return canonical(self._sheet.squares[index].text)

    def _head(self, index: int) -> str:
        return self._known.name(self._sheet.squares[index].text)

    def _is_head(self, index: int) -> bool:
        return self._known.is_head(self._head(index))

    def _is_heads(self, line: list[int]) -> bool:
        """True for a line of which at least half are heads, and several."""
        written = [index for index in line if self._name(index)]
        known = [index for index in written if self._is_head(index)]
        return len(known) >= 2 and len(known) * 2 >= len(written)

    def _heads(self) -> Iterator[tuple[int, int]]:
        """The first and the last line of every block of heads."""
        lines = self._sheet.lines
        start = None
        for number in range(len(lines) + 1):
            inside = self._is_heads(lines[number]) if number < len(lines) else False
            if inside and start is None:
                start = number
            elif not inside and start is not None:
                columns = self._columns(start, number - 1)
                fields = {path for paths in self._words.columns.values() for path in paths}
                if len(columns) >= ENOUGH_HEADS * len(fields):
                    yield start, number - 1
                start = None

    def _columns(self, first: int, last: int) -> dict[int, tuple[str, ...]]:
        """The lowest heads of a block with the fields of their columns; what is not clear is left out."""
        heads = [index for line in self._sheet.lines[first : last + 1] for index in line if self._is_head(index)]
        found: dict[int, tuple[str, ...]] = {}
        for index in heads:
            stack = [other for other in heads if self._is_over(other, index)]
            if any(self._is_over(index, other) for other in heads):
                continue
            if paths := self._known.fields(tuple(map(self._head, [*stack, index]))):
                found[index] = paths
                if any(is_percent(self._text(other)) for other in [*stack, index]):
                    self.percents |= set(paths)
        count = Counter(path for paths in found.values() for path in paths)
        return {index: paths for index, paths in found.items() if all(count[path] == 1 for path in paths)}

    def _is_over(self, upper: int, lower: int) -> bool:
        one, two = self._sheet.squares[upper], self._sheet.squares[lower]
        return one.top < two.top and one.shares_column(two)

    def _read(self, first: int, last: int) -> None:
        """The rows under a block of heads, up to the next line that is something else."""
        columns = self._columns(first, last)
        table = self._sheet.squares[next(iter(columns))].table
        self.found |= {path for paths in columns.values() for path in paths}
        for line in self._sheet.lines[first : last + 1]:
            self._explain(line)
        counting = True
        for line in self._sheet.lines[last + 1 :]:
            texts = [squeezed(self._sheet.squares[index].text) for index in line]
            if table and not self._sheet.squares[line[0]].table:  # the foot of a page in the midst of the table
                continue
            if self._sheet.squares[line[0]].table != table or self._ends(line):
                break
            if counting and is_count(texts):
                self._explain(line)
                continue
            counting = False
            self._row(line, columns)

    def _ends(self, line: list[int]) -> bool:
        """True for a line that prints something else than a row: a label, a heading, other heads."""
        names = [name for index in line if (name := self._name(index))]
        if TOTAL in names or any(map(self._is_subtotal, names[:MOST_KEYS])):
            return False
        words = self._words
        if len(line) == 1 and names:  # one square across all columns
            return True
        if self._is_heads(line):
            return True
        return any(name in words.names or name in words.sections or name in words.heads for name in names[:1])

    def _row(self, line: list[int], columns: dict[int, tuple[str, ...]]) -> None:
        names = [name for index in line if (name := self._name(index))]
        is_total = TOTAL in names
        self.squares |= set(line)
        if not is_total and any(map(self._is_subtotal, names[:MOST_KEYS])):
            self.used |= set(line)
            return
        if not is_total and self._is_of_no_year(line, columns):
            return
        fields = dict(self._values([*line, *([] if is_total else self._beside(line))], columns, total=is_total))
        if is_total:
            self.totals |= {
                self._words.totals[path]: index for path, index in fields.items() if path in self._words.totals
            }
            self.used |= {index for index in line if self._name(index) == TOTAL}
            fields = {path: index for path, index in fields.items() if path in self._words.totals}
        elif fields:
            self.rows.append(fields)
        self.used |= {index for index, _ in fields.values()} | {index for index in line if not self._name(index)}

    def _is_of_no_year(self, line: list[int], columns: dict[int, tuple[str, ...]]) -> bool:
        """True for a line that has words where its year would be: it sums others, or says something of them."""
        years = [head for head, paths in columns.items() if paths == (YEAR,)]
        texts = [
            self._name(index)
            for index in line
            if any(self._sheet.squares[head].shares_column(self._sheet.squares[index]) for head in years)
        ]
        return any(map(str.isalpha, texts))

    def _is_subtotal(self, name: str) -> bool:
        """True for the words of a line of sums; 退还本人金额合计 is a label."""
        return is_subtotal(name) and name not in self._words.names

    def _beside(self, line: list[int]) -> list[int]:
        """The cells of lines above that go on beside a line: what stands in them is said of it, too."""
        first = self._sheet.squares[line[0]].top
        return [index for index in self._sheet.across(line[0]) if self._sheet.squares[index].top < first]

    def _values(
        self, line: list[int], columns: dict[int, tuple[str, ...]], *, total: bool
    ) -> Iterator[tuple[str, tuple[int, str]]]:
        """The squares of a line under their columns; one that lies under two belongs to neither."""
        squares = self._sheet.squares
        under: dict[int, list[int]] = {}
        for index in line:
            if not squares[index].text.strip() or (total and self._name(index) == TOTAL):
                continue
            over = [head for head in columns if squares[head].shares_column(squares[index])]
            if len(over) == 1:
                under.setdefault(over[0], []).append(index)
            elif not over and any(squares[head].shares_column(squares[index]) for head in self._numbers(columns)):
                self.used.add(index)
        for head, found in under.items():
            yield from self._under(columns[head], found)

    def _under(self, paths: tuple[str, ...], found: list[int]) -> Iterator[tuple[str, tuple[int, str]]]:
        """The texts under one head: of one field, or of both ends of a span."""
        texts = [(index, part) for index in found for part in self._parts(index, len(paths)) if part]
        if len(texts) == len(paths):
            self.used |= set(found)
            yield from zip(paths, texts, strict=True)

    def _parts(self, index: int, count: int) -> list[str]:
        text = self._text(index).strip()
        return [text] if count == 1 else span_of(text)

    def _numbers(self, columns: dict[int, tuple[str, ...]]) -> list[int]:
        """The heads 序号 of the lines of these columns."""
        lines = {self._sheet.line_of[head] for head in columns}
        above = range(min(lines) - 2, max(lines) + 1)
        return [
            index
            for number in above
            if number >= 0
            for index in self._sheet.lines[number]
            if self._head(index) in NUMBERS
        ]

    def _explain(self, line: list[int]) -> None:
        self.squares |= set(line)
        self.used |= {index for index in line if self._is_head(index) or FORMULA.fullmatch(squeezed(self._text(index)))}

    def _text(self, index: int) -> str:
        return self._sheet.squares[index].text
