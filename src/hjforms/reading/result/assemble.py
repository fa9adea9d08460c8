"""From texts to a record (组装): pages joined, every text read by its notation, nothing guessed.

A text that its notation refuses, or that is in doubt, makes the field ``Unread`` and becomes a finding at its path.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hjforms.errors import NotationError
from hjforms.findings import Finding
from hjforms.notations import text as text_notation
from hjforms.paths import RecordPath
from hjforms.reading.others.found import GLUED, is_same
from hjforms.reading.others.vocabulary import vocabulary
from hjforms.reading.page.doubt import Box, Doubt, around
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.placeholders import doubt_of
from hjforms.reading.page.texts import FormLike, PageTexts, Source, label_of
from hjforms.reading.result.bundle import stands_later
from hjforms.reading.result.reading import FieldReading, Reading
from hjforms.records.base import Leaf, Record, leaves, part_type, place, tables
from hjforms.records.kinds import NOTE
from hjforms.template.layout import PAGE
from hjforms.unread import Unread
from hjforms.wording import Said, Sentence, named

_NUMBER_OF_PAGE = re.compile(r"[\s\-—–/第页共之\d]*")
_BEGINS = re.compile(r"\s*([^:：]+?)\s*[:：]|\s*(\S+)\s")


def assemble(form: FormLike, pages: list[PageTexts], *, is_issued: bool = False) -> Reading:
    """The reading of one form from its pages; ``is_issued`` where the file carries the record that it was made from.

    Then every value is held against that, whatever it looks like.
    """
    return _Assembly(form, is_issued=is_issued).run(pages)


class _Assembly:
    def __init__(self, form: FormLike, *, is_issued: bool) -> None:
        self._form: Any = form
        self._is_issued = is_issued
        self._type = form.record_type
        self._leaves = leaves(self._type)
        self._findings: list[Finding] = []
        self._fields: dict[str, FieldReading] = {}

    def run(self, pages: list[PageTexts]) -> Reading:
        self._findings += [finding for page in pages for finding in page.findings]
        self._check_pages(pages)
        fields = self._merge(pages)
        table = next(iter(tables(self._type)), "")
        rows = self._kept(table, [row for page in pages for row in page.rows if any(map(_is_something, row.values()))])
        tree: dict[str, Any] = {}
        for leaf in self._leaves.values():
            if not leaf.path.table:
                self._put(tree, leaf, leaf.path, fields)
        if table:
            columns = [(leaf.path.column, leaf) for leaf in self._leaves.values() if leaf.path.table]
            tree[table] = []
            for index, texts in enumerate(rows):
                branch: dict[str, Any] = {}
                tree[table].append(branch)
                row = RecordPath(table) / index
                for column, leaf in columns:
                    self._put(branch, leaf, row / column, texts, column)
        return Reading(self._form, _build(self._type, tree), tuple(self._findings), self._fields)

    def _kept(self, table: str, rows: list[dict[str, Source]]) -> list[dict[str, Source]]:
        """The rows but those that are struck out as a whole: such a row is none."""
        kept = []
        for number, row in enumerate(rows, 1):
            written = [source for source in row.values() if _is_something(source)]
            if not all(map(_is_struck, written)):
                kept.append(row)
                continue
            texts = " ".join(source.text or _struck(source) for source in written)
            message = Sentence(
                "{place}整行被划去，没有读入，请核对。", place=place(self._type, f"{table}.{number - 1}")
            )
            self._findings.append(Finding("warning", table, "struck", message, None, texts))
        return kept

    def _check_pages(self, pages: list[PageTexts]) -> None:
        numbers = [label_of(page) for page in pages]
        count = numbers[0][1]
        missing = sorted(set(range(1, count + 1)) - {number for number, _ in numbers})
        if missing:
            self._find("", Sentence("共{count}页，缺第{missing}页，读出的内容不全。", count=count, missing=missing))
        for page in pages:
            text = page.fields[PAGE].text if PAGE in page.fields else ""
            if not _NUMBER_OF_PAGE.fullmatch(text):
                self._find(
                    "", Sentence("第{page}页页码的位置写的不是页码，没有读入，请人工查看。", page=page.page), text
                )

    def _merge(self, pages: list[PageTexts]) -> dict[str, Source]:
        """The texts outside the rows; what differs from page to page is in doubt.

        A page that others follow may say that a total stands there: so it has none.
        """
        merged: dict[str, Source] = {}
        for page in pages:
            number, count = label_of(page)
            is_followed = number < count or page is not pages[-1]
            for path, source in page.fields.items():
                is_blank = not _written(source) and source.doubt is None
                if path == PAGE or is_blank or (is_followed and stands_later(source.text)):
                    continue
                first = merged.setdefault(path, source)
                if not is_same(self._leaves.get(path), first.text, source.text):
                    message = Sentence(
                        "第{first}页与第{second}页写的不一样，请核对。", first=first.page, second=source.page
                    )
                    merged[path] = replace(first, doubt=Doubt("error", message), rivals=(*first.rivals, source.text))
        return merged

    def _put(
        self,
        tree: dict[str, Any],
        leaf: Leaf,
        path: RecordPath,
        sources: dict[str, Source],
        column: RecordPath | None = None,
    ) -> None:
        """Read one field into its place in the tree, which is that of a row where it is in a ``column``."""
        step = path if column is None else column
        value = self._value(step, leaf, path, sources)
        *owners, name = step.steps
        for owner in owners:
            tree = tree.setdefault(owner, {})
        tree[name] = value

    def _value(self, step: RecordPath, leaf: Leaf, path: RecordPath, sources: dict[str, Source]) -> Any:
        source = sources.get(step)
        names = leaf.kind.parts.names if leaf.kind.parts and source is None else ()
        parts = [sources.get(step / part) for part in names]
        present = [part for part in parts if part is not None]
        if source is None and not present:
            return None
        first = source or present[0]
        text = first.text if source else _spoken(leaf, parts)
        doubts = [
            doubt for written in (source, *present) if written for doubt in (written.doubt, *written.notes) if doubt
        ]
        is_proved = self._is_issued or first.method == "content" or any(doubt.refuses for doubt in doubts)
        if not is_proved and (doubt := doubt_of(leaf, text) or self._glued(leaf, text)):
            doubts.append(doubt)
        for doubt in dict.fromkeys(doubts):
            self._doubt(path, text, doubt)
        if any(doubt.severity == "error" for doubt in doubts):
            value: Any = Unread(text)
        elif any(doubt.refuses for doubt in doubts):
            value = None  # what is struck is no value, and certainly so
        elif not text:
            return None  # a blank of which something is said
        else:
            value = self._readable(leaf, text, path, None if source else parts)
        box = first.box if source else _around(present)
        self._fields[path] = FieldReading(
            value, text, first.page, box, first.method, first.confidence, first.rivals, first.claims
        )
        return value

    def _glued(self, leaf: Leaf, text: str) -> Doubt | None:
        """What speaks against a text that begins with its own label, or has another in it; a remark may name one."""
        if leaf.kind.name != "text" or not (begins := _BEGINS.match(text)):
            return None
        words, label = vocabulary(self._form), begins[1] or begins[2]
        names = (canonical(leaf.labels[-1]), *(name for name, paths in words.names.items() if leaf.path in paths))
        is_own = canonical(label) in names or words.name_of(label) in names
        return GLUED if is_own or (leaf.kind is not NOTE and words.ends_with_label(text)) else None

    def _readable(self, leaf: Leaf, text: str, path: str, parts: list[Source | None] | None) -> Any:
        """The value of a text that is not in doubt; ``Unread`` where its notation refuses it."""
        try:
            return self._read(leaf, text, parts)
        except NotationError as error:
            told = Sentence("读不出：{reason}", reason=error.faults[0].message)
            self._find(path, named(place(self._type, path), told), text)
            return Unread(text)

    @staticmethod
    def _read(leaf: Leaf, text: str, parts: list[Source | None] | None) -> Any:
        if parts is None:
            return leaf.kind.read(text)
        assert leaf.kind.parts is not None
        return leaf.kind.parts.read(tuple(part.text if part else "" for part in parts))

    def _doubt(self, path: str, text: str, doubt: Doubt) -> None:
        message = named(place(self._type, path), doubt.message)
        self._findings.append(Finding(doubt.severity, path, doubt.rule, message, None, doubt.found or text))

    def _find(self, path: str, message: Said, found: str | None = None) -> None:
        self._findings.append(Finding("error", path, "read", message, None, found))


def _spoken(leaf: Leaf, parts: list[Source | None]) -> str:
    """The places of one value with what the paper prints after them: 2024年12月20日, ☑是 □否."""
    assert leaf.kind.parts is not None
    labelled = zip(parts, leaf.kind.parts.labels, strict=True)
    return (" " if leaf.kind.parts.boxes else "").join(f"{part.text}{label}" for part, label in labelled if part)


def _around(parts: list[Source]) -> Box | None:
    """The box around the places of one value."""
    boxes = [part.box for part in parts if part.box]
    return around(boxes) if boxes else None


def _written(source: Source) -> bool:
    """True where a cell holds more than the marks of a blank (－ / …)."""
    try:
        return text_notation.read(source.text) is not None
    except NotationError:
        return True


def _is_something(source: Source) -> bool:
    """True for a text, and for a cell that holds something which is not read."""
    is_refused = source.doubt is not None and source.doubt.severity == "error"
    return is_refused or _written(source) or _is_struck(source)


def _is_struck(source: Source) -> bool:
    """True for what is struck, and not taken for that."""
    return any(doubt.rule == "struck" and not doubt.taken for doubt in (source.doubt, *source.notes) if doubt)


def _struck(source: Source) -> str:
    return next((doubt.found or "" for doubt in (source.doubt, *source.notes) if doubt and not doubt.taken), "")


def _build(record_type: type[Record], tree: dict[str, Any]) -> Any:
    """The record of values that their notations have read."""
    values = dict(tree)
    for name, value in tree.items():
        if isinstance(value, dict):
            values[name] = _build(part_type(record_type.model_fields[name].annotation)[0], value)
        elif isinstance(value, list):
            row_type = part_type(record_type.model_fields[name].annotation)[0]
            values[name] = tuple(_build(row_type, row) for row in value)
    return record_type.model_construct(**values)
