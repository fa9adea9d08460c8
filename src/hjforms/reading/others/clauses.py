"""What one item of an enumeration says of a row (逐条写出的一行): clause by clause, each with the words of a column.

自2019年4月起至2020年6月止，计15个月，月基础养老金标准103.00元，重复领取1,545.00元. A clause is a span of months, a
year, a place, or a value with the head of its column before it. What is nothing of that ends the item.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from hjforms.reading.others.columns import YEAR
from hjforms.reading.others.found import reads
from hjforms.reading.others.heads import heads_of
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.labels import canonical
from hjforms.records.base import Leaf

START, END, WHERE, CODE = "start", "end", "region_name", "region_code"
_MONTH = r"(?<!\d)\d{4}(?:年\d{1,2}月|[-./]\d{1,2})(?![\d./日])"
_SPAN = re.compile(
    rf"[自从由于]?(?P<start>{_MONTH})(?:起|开始)?(?:[至到]|[—–~-]+)(?P<end>{_MONTH})(?:止|底|末)?(?:期间)?"
)
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})(?:年度?(?!\d)|(?=:))")
_PLACE = re.compile(
    r"(?:在|(?P<label>参保地(?:名称)?)[:为是]?)(?P<name>(?![本该此同我])[^\d,;。:()]{1,20}[省市县区旗州盟团])"
    r"(?P<coded>\([^\d()]{0,10}(?P<code>\d{6})\))?(?P<paid>参保(?:缴费)?)?"
)
_VALUE = re.compile(
    r":?(?P<label>\D*?)(?:人民币|[为是:])*"
    rf"(?P<value>(?P<month>{_MONTH})"
    r"|[￥¥]?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?(?P<unit>元|个?月|%)?)整?"
)
_LABEL = re.compile(r"\D{4,12}?(?=[自从由于]?\d)")
_WORDS = re.compile(r":?(?P<label>[^\d:]{2,20}?)[:为是](?P<value>[^:]+)")
_BRACKET = re.compile(r"(?P<before>[^()]+)\((?P<inner>[^()]+)\)")
_MARK = re.compile(r"[;。、]|,(?!\d{3}(?!\d))|(?<!\d),")
_VALUE_ENDS = frozenset("元整月%止)")
_HEAD = re.compile(r"(?P<head>[^\d:,;。]{2,20}):")
_LEAD = re.compile("^(?:其中|期间|[该此同]期间?|又|并|共计?|合计|总?计)+:?")
_SUMMED = re.compile("(?:共计?|合计|总?计)+$")
_NOUNS = {"元": "金额", "月": "月数", "个月": "月数"}
_KINDS = {"元": {"money"}, "月": {"whole"}, "个月": {"whole"}, "%": {"rate"}}
_FIGURES = frozenset(("money", "whole", "rate", "digits"))
_CLOSING = frozenset(";。")
SUM = re.compile(
    r"(?:以上|上述|前述)?(?:[各共]?[一二三四五六七八九十\d]{0,2}[段项期笔年条次])?(?:合计|共计|总计|累计)[:,]?"
)

Spans = dict[str, tuple[int, int]]
"""Columns, and from which letter to which the value of each stands."""


class Said(NamedTuple):
    """What an item says, where it ends, and whether a sentence, a line or the next item ends there."""

    spans: Spans
    end: int
    is_closed: bool


class Clauses:
    """The clauses of a text in which items stand; ``begins`` are the letters with which its lines begin."""

    def __init__(self, words: Vocabulary, leaves: Mapping[str, Leaf], text: str, begins: Sequence[int]) -> None:
        self._words, self._heads = words, heads_of(words)
        self._text, self._begins = text, frozenset(begins)
        self.columns: dict[str, Leaf] = {
            leaf.path.column: leaf for leaf in leaves.values() if leaf.path.table == words.table
        }
        self._groups = {heads[0] for heads in words.columns if len(heads) > 1}

    def said(self, start: int, limit: int) -> Said | None:
        """What is said from a place on, at most to another; ``None`` where it says one thing twice."""
        spans, place, head, is_closed = Spans(), start, "", False
        while place < limit:
            head, place = self._headed(place, limit, head)
            clause, end = self._clause(place, limit, head)
            if not clause:
                break
            if spans.keys() & clause.keys():
                return None
            spans |= clause
            mark = self._text[end:limit][:1]
            is_line = bool(mark) and end in self._begins
            is_closed, place = not mark or is_line or mark in _CLOSING, end + (bool(mark) and not is_line)
            if is_line or mark == "。" or (is_closed and SUM.match(self._text, place)):
                break
        return Said(spans, place, is_closed)

    def columns_in(self, start: int, end: int) -> set[str]:
        """The columns of the clauses that are understood, whatever stands between them."""
        marks = [start, *(mark.end() for mark in _MARK.finditer(self._text, start, end)), end + 1]
        return {column for first, last in pairwise(marks) for column in self._read(first, last - 1, "")}

    def is_keyed(self, start: int) -> bool:
        """True where a span of months or a year begins, of which a row may be."""
        return bool(_SPAN.match(self._text, start) or _YEAR.match(self._text, start) or _PLACE.match(self._text, start))

    def _headed(self, place: int, limit: int, head: str) -> tuple[str, int]:
        """The head over several columns (当年缴费金额：) from a place on, and where what is below it begins."""
        found = _HEAD.match(self._text, place, limit)
        return (found["head"], found.end()) if found and canonical(found["head"]) in self._groups else (head, place)

    def _clause(self, place: int, limit: int, head: str) -> tuple[Spans, int]:
        """What the clause at a place says, and where it ends; nothing where it cannot be read to its end."""
        found = ((self._read(place, end, head), end) for end in self._ends(place, limit))
        return next(filter(lambda clause: clause[0], found), ({}, place))

    def _ends(self, place: int, limit: int) -> Iterator[int]:
        """Where a clause may end: behind what a row is of, at its mark, or at the end of a line, the last first."""
        text = self._text
        key = _SPAN.match(text, place, limit) or _YEAR.match(text, place, limit)
        if key and text[key.end() : limit].startswith(":"):
            yield key.end()
        marks = (mark.start() for mark in _MARK.finditer(text, place, limit))
        mark = next((at for at in marks if text.count("(", place, at) == text.count(")", place, at)), limit)
        yield mark
        yield from (at for at in range(mark - 1, place, -1) if at in self._begins and text[at - 1] in _VALUE_ENDS)

    def _read(self, start: int, end: int, head: str) -> Spans:
        """The columns of a clause; none where a letter of it is not understood."""
        ways = (self._time, self._place, self._value, self._told, self._bracketed)
        return next(filter(None, (way(start, end, head) for way in ways)), {}) if start < end else {}

    def _time(self, start: int, end: int, head: str) -> Spans:
        """Of when the row is, and what stands right behind that: 2015年度个人缴费500.00元.

        A label may stand before a span: 缴费起止时间2015年1月至2015年12月.
        """
        label = _LABEL.match(self._text, start, end)
        if label and self._heads.fields((canonical(label[0]),)) == (START, END):
            start = label.end()
        for pattern in (_SPAN, _YEAR):
            found = pattern.match(self._text, start, end)
            if found and self._are_read(spans := {name: found.span(name) for name in pattern.groupindex}):
                rest = self._read(found.end(), end, head)
                is_whole = found.end() == end or (rest and not spans.keys() & rest.keys())
                return spans | rest if is_whole else {}
        return {}

    def _place(self, start: int, end: int, _: str) -> Spans:
        """Where somebody was insured: 在示例县（行政区划代码370000）参保."""
        found = _PLACE.fullmatch(self._text, start, end)
        if not found or not (found["label"] or found["paid"] or found["coded"]):
            return {}
        spans = {WHERE: found.span("name")} | ({CODE: found.span("code")} if found["code"] else {})
        return spans if self._are_read(spans) else {}

    def _value(self, start: int, end: int, head: str) -> Spans:
        """A figure or a month behind the words of its column: 月基础养老金标准103.00元."""
        found = _VALUE.fullmatch(self._text, start, end)
        if not found:
            return {}
        unit = found["unit"] or ""
        kinds = {"year-month"} if found["month"] else _KINDS.get(unit, _FIGURES)
        column = self._column(found["label"], unit, kinds, head)
        spans = {column: found.span("value")}
        return spans if self._are_read(spans) else {}

    def _told(self, start: int, end: int, head: str) -> Spans:
        """Words behind those of their column: 备注为补缴."""
        found = _WORDS.fullmatch(self._text, start, end)
        spans = {self._column(found["label"], "", {"text"}, head): found.span("value")} if found else {}
        return spans if self._are_read(spans) else {}

    def _bracketed(self, start: int, end: int, head: str) -> Spans:
        """A clause and others in brackets behind it: 缴费53个月（实际缴费15个月，视同缴费38个月）."""
        found = _BRACKET.fullmatch(self._text, start, end)
        own = self._read(*found.span("before"), head) if found else {}
        inner = self.said(*found.span("inner")) if found and own else None
        is_whole = found and inner and inner.end == found.end("inner") and not own.keys() & inner.spans.keys()
        return own | inner.spans if inner and is_whole else {}

    def _are_read(self, spans: Spans) -> bool:
        """True for columns of the form, each with a value of its notation."""
        return bool(spans) and all(
            column in self.columns and reads(self.columns[column], self._text[slice(*span)])
            for column, span in spans.items()
        )

    def _column(self, label: str, unit: str, kinds: Collection[str], head: str) -> str:
        """The column that words name before a value with a unit; empty where it is none, or may be several.

        A count without words, or with those of the count of all rows (重复领取月数), is that of the row.
        """
        led = _LEAD.sub("", label)
        names = [own + noun for own in (label, led, _SUMMED.sub("", led)) for noun in ("", _NOUNS.get(unit, ""))]
        stacks: list[tuple[str, ...]] = [(canonical(head), name) for name in map(canonical, names) if head and name]
        stacks += [(name,) for name in map(canonical, names) if name]
        for columns in map(self._heads.fields, stacks):
            if len(columns) == 1 and self.columns[columns[0]].kind.name in kinds:
                return columns[0]
        counts = [column for column, leaf in self.columns.items() if leaf.kind.name == "whole" and column != YEAR]
        is_known = not led or any(self._words.names.get(self._words.name_of(name)) == counts for name in names)
        return counts[0] if unit and "whole" in kinds and len(counts) == 1 and is_known else ""
