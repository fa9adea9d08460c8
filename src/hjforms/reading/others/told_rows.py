"""Rows that sentences say one after the other (逐条写出的明细), where no table says them.

（一）自2019年4月起至2020年6月止，计15个月，…；（二）… Every item is a row, and all of them say the same columns, to the
last letter; what is said of their sum stands behind them. Where one of them cannot be read so, none is, and it is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from hjforms.findings import Finding
from hjforms.reading.others.clauses import SUM, Clauses, Said, Spans
from hjforms.reading.others.columns import TIMES, tells_of_others
from hjforms.reading.others.flow import Flow
from hjforms.reading.others.found import SURE, Found, Piece, Value, fitted
from hjforms.reading.others.vocabulary import Vocabulary, is_sentence
from hjforms.reading.page.squares import Sheet
from hjforms.reading.page.titles import squeezed
from hjforms.wording import Sentence

_HAN = "一二三四五六七八九十"
_MARKS = {  # how items are marked, by the name of the style
    "brackets": rf"\((?P<brackets>[{_HAN}]{{1,3}})\)[,、.:]?",
    "comma": rf"(?P<comma>[{_HAN}]{{1,3}})、",
    "figures": r"\((?P<figures>\d{1,2})\)[,、.:]?",
    "points": r"(?P<points>\d{1,2})(?:[、)]|\.(?=\D|(?:19|20)\d\d[年:.-]))",
    "circles": r"(?P<circles>[①-⑳⑴-⒇])[,、.:]?",
    "is": rf"(?P<is>[{_HAN}]{{1,2}})是",
    "parts": rf"第(?P<parts>[{_HAN}]{{1,3}}|\d{{1,2}})[段项条笔次期][:,、]?",
    "bullets": r"(?P<bullets>[\ue000-\uf8ff●•◆■▪·○◇□★*–—-]+)(?=\D|(?:19|20)\d\d)",
}
_MARK = re.compile("|".join(_MARKS.values()))
_GOES_ON = re.compile("(?:[自从由于至到起,、(—~-]|时间|年月|起止|年份|年度)$")  # in the next line
_TIME = re.compile(r"(?:19|20)\d{2}(?:年|[-./]\d{1,2}(?!\d))")
_FIGURE = re.compile(r"(?<![\d年])\d[\d,]*(?:\.\d{1,2})?(?:元|个月|%)|\d\.\d{2}(?!\d)")
_UNSAID = re.compile("作废|无效|有误|错误|更正|不再|不计|剔除|除外|以.{0,12}为准")
"""Words right before items, or right behind, that take them back."""
_LEAD = re.compile("[^,。;:]*[:。;]?$")
_SENTENCE, _SENTENCE_BEFORE = re.compile("[^。;]*"), re.compile("[^。;]*[。;]?$")
_SINCE_MARK = re.compile("[^。;]*$")
FEW = 30  # letters behind the items that may be about them
UNREAD = Sentence("明细是一条一条用文字写的，没有全部读懂，一条也没有读入，请看清纸面后补填。")


class _Item(NamedTuple):
    """An item: where its mark begins and its words, where the next one begins, and its number."""

    start: int
    body: int
    limit: int
    number: int


def take_rows(sheet: Sheet, words: Vocabulary, found: Found, apart: Sequence[int]) -> None:
    """Take the rows of the one enumeration that says any, outside of tables or in a cell, where no table does."""
    if found.rows or not words.table:
        return
    cells = [{index} for index in apart if sheet.squares[index].table and is_sentence(sheet.squares[index].text)]
    outside = {index for index in apart if not sheet.squares[index].table}
    texts = [_Text(sheet, words, found, among) for among in (outside, *cells)]
    groups = [(text, group) for text in texts for group in text.groups()]
    if len(groups) == 1 and (rows := groups[0][0].rows(groups[0][1])):
        groups[0][0].put(groups[0][1], rows)
    else:
        found.untold = [piece for text in texts for piece in text.pieces_of_rows()]


def unread(found: Found) -> Iterator[Finding]:
    """That rows are said in sentences of which some were not understood, and of which figures are left."""
    if lost := [piece for piece in found.untold if _is_left(found, piece)]:
        yield Finding("error", "", "read.unknown", UNREAD, None, " ".join(map(found.text, lost)))


def _is_left(found: Found, piece: Piece) -> bool:
    """True for a text with figures that nothing explains."""
    text, used = found.raw(piece), found.are_used(piece.square)[piece.start : piece.end]
    return any(letter.isdigit() and not mark for letter, mark in zip(text, used, strict=True))


class _Text:
    """Finds the rows that the sentences of some squares say."""

    def __init__(self, sheet: Sheet, words: Vocabulary, found: Found, among: Collection[int]) -> None:
        self._words, self._found = words, found
        self._flow = Flow.of(sheet, among)
        raw = (sheet.squares[square].text[place] for square, place in self._flow.places)
        letters = zip(self._flow.text, raw, strict=True)
        self._text = "".join(own if unicodedata.category(own) == "No" else letter for letter, own in letters)
        self._clauses = Clauses(words, found.leaves, self._text, self._flow.begins)

    def pieces_of_rows(self) -> list[Piece]:
        """The sentences that say what a row does."""
        marks = {at + 1 for at, letter in enumerate(self._text) if letter in ";。"}
        ends = sorted(marks | {*self._flow.begins, len(self._text)})
        told = [(start, end) for start, end in pairwise(ends) if self._says_row(start, self._text[start:end])]
        return [piece for span in told for piece in self._flow.pieces(*span)]

    def groups(self) -> list[list[_Item]]:
        """The items that follow one another of which one says what a row does."""
        text, begins = self._text, set(self._flow.begins)
        starts = sorted(begins | {at + 1 for at, letter in enumerate(text) if letter in ";。:"})
        marked = [(start, mark) for start in starts if (mark := _MARK.match(text, start))]
        groups: list[list[_Item]] = []
        for style in _MARKS:
            own = [(start, mark.end(), _number(mark[style])) for start, mark in marked if mark.lastgroup == style]
            groups += self._runs(own)
        inside = [range(group[0].start, group[-1].body + len(self._words_of(group[-1])) + 1) for group in groups]
        outside = [start for start in starts if not any(start in one for one in inside)]
        return groups + self._runs([(start, start, 0) for start in outside if self._begins_row(start)])

    def _begins_row(self, start: int) -> bool:
        """True where a year or so begins what may be a row, and is nothing that stands behind another one."""
        before = _SINCE_MARK.search(self._text, 0, start)
        is_behind = self._text[start - 1 : start] == ":" and before and self._clauses.is_keyed(before.start())
        return not is_behind and not _GOES_ON.search(self._text, 0, start) and self._clauses.is_keyed(start)

    def _runs(self, starts: Sequence[tuple[int, int, int]]) -> list[list[_Item]]:
        """The items that begin there, as far as those that may be rows follow one another."""
        ends = [*(start for start, *_ in starts), len(self._text)][1:]
        items = [_Item(start, body, end, number) for (start, body, number), end in zip(starts, ends, strict=False)]
        groups: list[list[_Item]] = [[]]
        for item in items:
            if not self._may_be_row(item):
                groups.append([])
                continue
            groups[-1].append(item)
            if "。" in self._text[item.body : item.limit - 1] and not self._reaches(item):
                groups.append([])
        return [group for group in groups if any(self._says_row(item.body, self._words_of(item)) for item in group)]

    def _may_be_row(self, item: _Item) -> bool:
        """True for an item with figures and a time of which they may be."""
        words = self._words_of(item)
        return bool(_TIME.search(words) and _FIGURE.search(words))

    def _words_of(self, item: _Item) -> str:
        """What an item says in its first sentence, at most to the next item."""
        return self._text[item.body : item.limit].partition("。")[0]

    def _reaches(self, item: _Item) -> bool:
        """True for an item that is understood to the next one."""
        said = self._clauses.said(item.body, item.limit)
        return said is not None and said.end == item.limit

    def _says_row(self, start: int, words: str) -> bool:
        """True for words, that begin at a place, of which some say what a row does."""
        mark = _MARK.match(self._text, start)
        return self._is_row(self._clauses.columns_in(mark.end() if mark else start, start + len(words)))

    def _may_say_row(self, words: re.Match[str]) -> bool:
        """True for words with a time, of which some say an amount of a row."""
        columns = self._clauses.columns_in(*words.span()) if _TIME.search(words[0]) else ()
        return any(self._clauses.columns[column].kind.name == "money" for column in columns)

    def _is_row(self, columns: AbstractSet[str]) -> bool:
        """True for columns of which one says when, and another an amount."""
        kinds = {self._clauses.columns[column].kind.name for column in columns}
        return bool(columns & set(TIMES)) and "money" in kinds

    def rows(self, group: Sequence[_Item]) -> list[Said]:
        """What the items say, where each of them is understood to its end, and all say the same."""
        told = [self._clauses.said(item.body, item.limit) for item in group]
        said = [one for one in told if one is not None and one.is_closed]
        if len(said) < len(group) or any(one.end < item.limit for one, item in zip(said[:-1], group, strict=False)):
            return []
        figures = {column for column, leaf in self._clauses.columns.items() if leaf.kind.name not in {"text", "digits"}}
        columns = [figures & one.spans.keys() for one in said]
        is_row = self._is_row(columns[0]) and (len(group) > 1 or columns[0] == figures)
        is_same = all(other == columns[0] for other in columns)
        is_all = self._ends_here(said[-1].end) and self._begins_here(group[0])
        return said if is_row and is_same and is_all else []

    def _begins_here(self, first: _Item) -> bool:
        """True where the words before an enumeration are no row, and do not say that these are other ones, or none."""
        lead = _LEAD.search(self._text, 0, first.start)
        before = _SENTENCE_BEFORE.search(self._text, 0, first.start)
        is_lead = first.number == 1 or before is None or before[0].endswith(":")
        is_row = before and not is_lead and self._may_say_row(before)
        is_other = lead and (_UNSAID.search(lead[0]) or tells_of_others(lead[0], self._words.about))
        return not is_row and not is_other

    def _ends_here(self, last: int) -> bool:
        """True where an enumeration is over: behind its items, and their sum, nothing goes on that may be a row."""
        total = self._sum(last)
        end = total.end if total else last
        behind = _SENTENCE.match(self._text, end)
        goes_on = self._text[last - 1] == ";" and last not in self._flow.begins and last < len(self._text)
        is_row = behind and self._may_say_row(behind)
        return not (goes_on and not total) and not is_row and not _UNSAID.search(self._text, end, end + FEW)

    def _sum(self, start: int) -> Said | None:
        """What is said of the sum of the rows from a place on; ``None`` where it is none of the form."""
        mark = _MARK.match(self._text, start)
        lead = SUM.match(self._text, mark.end() if mark else start)
        said = self._clauses.said(lead.end(), len(self._text)) if lead else None
        is_whole = said is not None and said.is_closed and bool(said.spans)
        return said if said and is_whole and said.spans.keys() <= self._words.totals.keys() else None

    def put(self, group: Sequence[_Item], rows: Sequence[Said]) -> None:
        """Take what the items say, and their sum."""
        found, end = self._found, rows[-1].end
        if total := self._sum(end):
            end = total.end
            totals = {self._words.totals[column]: span for column, span in total.spans.items()}
            found.fields |= self._values(totals)
            found.seen |= totals.keys()
        found.rows = [self._values(row.spans) for row in rows]
        found.seen |= rows[0].spans.keys()
        numbers = [item.number for item in group]
        found.is_counted = len(group) == 1 or not any(numbers) or numbers == list(range(1, len(group) + 1))
        found.use(*self._flow.pieces(group[0].start, end))

    def _values(self, spans: Spans) -> dict[str, Value]:
        """The values that stand in a text, by their paths."""
        return {path: self._value(path, *span) for path, span in spans.items()}

    def _value(self, path: str, start: int, end: int) -> Value:
        pieces = self._flow.pieces(start, end)
        leaf = self._found.leaves.get(path) or self._clauses.columns.get(path)
        return Value(fitted(leaf, self._found.text(*pieces)), tuple(pieces), SURE, is_whole=True)


def _number(mark: str) -> int:
    """The number with which an item is marked; 0 for a mark that is none.

    >>> [_number(mark) for mark in ("3", "三", "十二", "二十", "③", "●")]
    [3, 3, 12, 20, 3, 0]
    """
    shown = squeezed(mark).strip("()")
    if shown.isdecimal():
        return int(shown)
    tens, ten, ones = shown.rpartition("十")
    return 10 * (_HAN.find(tens) + 1 if tens else len(ten)) + (_HAN.find(ones) + 1 if ones else 0)
