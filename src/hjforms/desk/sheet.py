"""The sheet (表单页): a form as somebody fills it in on a page, slot by slot, and what the rules say to that.

A page holds texts, not values: what stands in a slot is read by its notation, as paper is. So what cannot be read is
unread (读不出), and nothing that hangs on it is derived. Names of inputs are record paths; where paper has several
places for one value (年、月、日), each is named with its part, and the boxes of a choice share the path of the choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

from pydantic import ValidationError

from hjforms.catalogue import Form, form
from hjforms.errors import InputError, NotationError
from hjforms.findings import Finding
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records import loading
from hjforms.records.base import Leaf, leaf_at, leaves, place, unread_in
from hjforms.records.rules import Check, Rule
from hjforms.render import strips
from hjforms.render.fonts import faces
from hjforms.render.pens import Pen
from hjforms.template.layout import LATER, PAGE, Slot
from hjforms.unread import REQUIRED, UNREAD, Unread
from hjforms.wording import Said, named, said

Text = str | tuple[str, ...]
"""What stands in a slot; of a choice, the options that are marked."""
MOST_ROWS = 600
"""Rows of a page that are still read: a life has some fifty years."""


@dataclass(frozen=True)
class Place:
    """A slot with what its page has to know of it."""

    number: int
    slot: Slot
    leaf: Leaf
    part: str
    label: Said
    option: str  # of the choice whose box this is

    @property
    def is_box(self) -> bool:
        """True for a box to tick."""
        return bool(self.option)

    @property
    def is_row(self) -> bool:
        """True for a slot of a row."""
        return bool(self.leaf.path.table)

    def name(self, page: int = 0, capacity: int = 0) -> str:
        """The name of its input on a page (from 0)."""
        path = self.slot.path.parent if self.is_box else self.slot.path
        row = path.row
        return path if row is None else path.in_row(row + page * capacity)


@dataclass(frozen=True)
class Stated:
    """What somebody has put on a page: texts by the names of inputs, and fields that are unread, by their paths.

    A field that is unread has no text here; one that gets a text is unread no more.
    """

    texts: Mapping[str, Text] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """What is wrong at a place of the page: a finding with the path that the page has for it."""

    path: str
    finding: Finding


@dataclass(frozen=True)
class Answer:
    """What the rules say to what is stated.

    ``texts`` are what the paper will have at every place that is not blank, ``derived`` the names of those that nobody
    stated. ``drawn`` are the lines of texts that are wrapped, made smaller or of another font: text, x, y and size, in
    points from the upper left corner of the page. ``pictures`` are paths of SVG above texts: the path, its fill, and
    the width of its line.
    """

    record: Any
    completed: Any
    texts: Mapping[str, Text]
    derived: frozenset[str]
    unread: Mapping[str, str]
    marks: Sequence[Mark]
    drawn: Mapping[str, list[tuple[str, float, float, float]]]
    pictures: Mapping[str, list[tuple[str, str, float]]]
    rows: int

    @property
    def findings(self) -> list[Finding]:
        """What is wrong, as the record has it."""
        return [mark.finding for mark in self.marks]

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON data for the script of the page."""
        return {
            "texts": self.texts,
            "derived": sorted(self.derived),
            "unread": self.unread,
            "findings": [{**mark.finding.as_dict(), "path": mark.path} for mark in self.marks],
            "drawn": self.drawn,
            "pictures": self.pictures,
            "rows": self.rows,
        }


class Sheet:
    """A form as a page."""

    def __init__(self, of: Form[Any]) -> None:
        self.form = of
        self.layout = of.compiled.layout
        self._leaves = leaves(of.record_type)

    @cached_property
    def places(self) -> list[Place]:
        """The slots of the page in their order, without that of the page number."""
        return [found for number, slot in enumerate(self.layout.slots) if (found := self._place(number, slot))]

    def _place(self, number: int, slot: Slot) -> Place | None:
        leaf, part = leaf_at(self.form.record_type, slot.path)
        if leaf is None:
            return None
        parts = leaf.kind.parts
        boxes = part and parts is not None and parts.boxes
        option = list(leaf.kind.options)[parts.names.index(part)] if boxes and parts is not None else ""
        return Place(number, slot, leaf, part, place(self.form.record_type, slot.path), option)

    @cached_property
    def _pens(self) -> list[Pen]:
        return self.form.pdf_renderer.pens

    def pages(self, rows: int) -> int:
        """How many pages so many rows need."""
        return self.layout.pages(rows)

    def later(self, slot: Slot, page: int, pages: int) -> str:
        """What stands in a slot outside the rows where it cannot be filled in: on another page, or nowhere."""
        if slot.path == PAGE:
            return f"第 {page + 1} 页 共 {pages} 页" if pages > 1 else ""
        return LATER if slot.once and page < pages - 1 else ""

    # ------------------------------------------------------------------------------- from texts to a record

    def read(self, stated: Stated) -> _Read:
        """The record that texts are read as."""
        values, reasons = _Values(), dict[str, Said]()
        parts: dict[RecordPath, dict[str, Text]] = defaultdict(dict)
        for name, text in stated.texts.items():
            path = RecordPath(name)
            leaf, part = leaf_at(self.form.record_type, path)
            if leaf is None or not text or not _is_one(path):
                continue
            if part:
                parts[path.parent][part] = text
            else:
                values.put(path, self._value(leaf, text, path, reasons))
        for path, texts in parts.items():
            leaf = self._leaves[path.general]
            values.put(path, self._joined(leaf, texts, path, reasons))
        for name, text in stated.unread.items():
            path = RecordPath(name)
            if path.general in self._leaves and path not in values and _is_one(path):
                values.put(path, Unread(text))
        tree, kept = values.tree()
        return _Read(*self._record(tree, reasons, kept), kept, reasons)

    def _value(self, leaf: Leaf, text: Text, path: str, reasons: dict[str, Said]) -> Any:
        """The value of a text or of marks; ``Unread`` where there is none, with the reason."""
        kind = leaf.kind
        try:
            if isinstance(text, str):
                return kind.read(text)
            assert kind.parts is not None
            return kind.parts.read(tuple(MARKED if option in text else EMPTY for option in kind.options))
        except (NotationError, AssertionError) as error:
            reasons[path] = error.faults[0].message if isinstance(error, NotationError) else said("")
            return Unread(text if isinstance(text, str) else "、".join(text))

    def _joined(self, leaf: Leaf, texts: Mapping[str, Text], path: str, reasons: dict[str, Said]) -> Any:
        """The value whose places have these texts."""
        parts = leaf.kind.parts
        assert parts is not None
        written = tuple(str(texts.get(name, "")) for name in parts.names)
        if not any(text.strip() for text in written):
            return None
        try:
            return parts.read(written)
        except NotationError as error:
            reasons[path] = error.faults[0].message
            return Unread("".join(f"{text}{label}" for text, label in zip(written, parts.labels, strict=True)))

    def _record(self, tree: dict[str, Any], reasons: dict[str, Said], kept: Sequence[int]) -> tuple[Any]:
        record_type = self.form.record_type
        try:
            return (record_type.model_validate(tree),)
        except ValidationError:
            pass
        try:
            return (loading.load(record_type, tree),)
        except InputError as error:
            for fault in error.faults:
                reasons[on_page(fault.path, kept)] = fault.message
        return (loading.load_sound_part(record_type, tree) or record_type(),)

    # ------------------------------------------------------------------------------- from a record to texts

    @cached_property
    def _columns(self) -> list[_Column]:
        """How every field is written on the page."""
        placed: dict[str, Pen] = {found.slot.path.general: self._pens[found.number] for found in reversed(self.places)}
        return [_Column(leaf, placed) for leaf in self._leaves.values()]

    def stated(self, record: Any) -> Stated:
        """What a record puts on the page."""
        written = _Written(self.layout.height)
        written.write(self._columns, record, record, range(MOST_ROWS))
        return Stated(written.texts, {path: value.text for path, value in unread_in(record).items()})

    def answer(self, stated: Stated) -> Answer:
        """What the rules say to what is stated."""
        read = self.read(stated)
        record, kept, record_type = read.record, read.kept, self.form.record_type
        completed, written = self.form.complete(record), _Written(self.layout.height)
        written.write(self._columns, completed, record, kept)
        own = [
            Mark(path, Finding("error", path, rule, named(place(record_type, path), reason)))
            for rule, reasons in (("read", read.reasons), ("fit", written.refused))
            for path, reason in reasons.items()
        ]
        told = {mark.path for mark in own}
        checked = [Mark(on_page(finding.path, kept), finding) for finding in self.form.check(record)]
        return Answer(
            record,
            completed,
            written.texts,
            frozenset(written.derived),
            {on_page(path, kept): value.text for path, value in unread_in(record).items()},
            [*own, *(mark for mark in checked if mark.path not in told or mark.finding.rule not in {UNREAD, REQUIRED})],
            written.drawn,
            written.pictures,
            max(kept, default=-1) + 1,
        )

    # ------------------------------------------------------------------------------- what rules say of a field

    @cached_property
    def rules(self) -> dict[str, list[dict[str, Any]]]:
        """For every field (``years.*.refund.subtotal``) the rules that derive it: formula, article, inputs."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for rule in self.form.rules:
            if isinstance(rule, Check):
                continue
            for target in rule.targets:
                found[target].append(self._told(rule))
        return dict(found)

    def _told(self, rule: Rule) -> dict[str, Any]:
        inputs = [{"path": path, "label": str(self._label(path))} for path in rule.inputs]
        return {
            "rule": rule.id,
            "formula": str(said(rule.formula)),
            "article": rule.article,
            "fills": rule.fills,
            "inputs": inputs,
        }

    def _label(self, path: str) -> Said:
        leaf = self._leaves.get(RecordPath(path).general)
        return said(path) if leaf is None else said(leaf.label)


@dataclass(frozen=True)
class _Read:
    """A record that was read; ``kept`` are the rows of the page that it has, ``reasons`` why a text is unread."""

    record: Any
    kept: Sequence[int]
    reasons: Mapping[str, Said]


class _Values:
    """Values on their way into a record; rows by their numbers on the page."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}
        self._rows: dict[str, dict[int, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self._put: set[str] = set()

    def __contains__(self, path: str) -> bool:
        return path in self._put

    def put(self, path: RecordPath, value: Any) -> None:
        """Put a value at its path."""
        if value is None:
            return
        self._put.add(path)
        if path.row is None:
            _set(self._tree, path.steps, value)
        else:
            _set(self._rows[path.table][path.row], path.column.steps, value)

    def tree(self) -> tuple[dict[str, Any], list[int]]:
        """The data of the record, and the numbers of its rows on the page."""
        kept: list[int] = []
        for table, rows in self._rows.items():
            kept = sorted(rows)
            self._tree[table] = [rows[row] for row in kept]
        return self._tree, kept


def _is_one(path: RecordPath) -> bool:
    """True for the path of one place of a page, not of every row, nor of one beyond all pages."""
    return EVERY_ROW not in path.steps and (path.row is None or 0 <= path.row < MOST_ROWS)


def _set(tree: dict[str, Any], steps: Sequence[str], value: Any) -> None:
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def on_page(path: str, kept: Sequence[int]) -> RecordPath:
    """The path that the page has for one of the record, whose rows stand there at the places ``kept``."""
    found = RecordPath(path)
    return found if found.row is None or found.row >= len(kept) else found.in_row(kept[found.row])


class _Column:
    """How the values of a field are written: at which of its places, with which pens."""

    def __init__(self, leaf: Leaf, pens: Mapping[str, Pen]) -> None:
        kind, path = leaf.kind, leaf.path
        self.path, self.get = path, attrgetter(path.column)
        self.options = tuple(kind.options) if kind.parts is not None and kind.parts.boxes else ()
        names = kind.parts.names if kind.parts is not None and path not in pens else ()
        placed = any(path / name in pens for name in names)
        self.write: Callable[[Any], Any] = kind.write
        self.pens: list[Pen | None] = [pens.get(path)]
        self.suffixes = [""]
        if placed and kind.parts is not None:
            self.write, self.suffixes = kind.parts.write, [f".{name}" for name in names]
            self.pens = [pens.get(path / name) for name in names]
        self.is_whole, self.is_boxes = not placed, placed and bool(self.options)

    def named(self, row: int) -> str:
        """The path of the field in a row."""
        return f"{self.path.table}.{row}.{self.path.column}"


class _Written:
    """The texts of records at their places: all of them, those that are derived, those that are drawn by lines."""

    def __init__(self, height: float) -> None:
        self._height, self._widths = height, faces().widths
        self.texts: dict[str, Text] = {}
        self.derived: list[str] = []
        self.drawn: dict[str, list[tuple[str, float, float, float]]] = {}
        self.pictures: dict[str, list[tuple[str, str, float]]] = {}
        self.refused: dict[str, Said] = {}

    def write(self, columns: Sequence[_Column], completed: Any, record: Any, kept: Sequence[int]) -> None:
        """Write a completed record; what ``record`` does not state is derived. Rows stand where ``kept`` says."""
        for column in columns:
            get = column.get
            if not column.path.table:
                self._put(column, column.path, get(completed), get(record))
                continue
            table = column.path.table
            for row, owner, own in zip(kept, getattr(completed, table), getattr(record, table), strict=False):
                value = get(owner)
                if value is not None:
                    self._put(column, column.named(row), value, get(own))

    def _put(self, column: _Column, path: str, value: Any, stated: Any) -> None:
        if value is None or isinstance(value, Unread):
            return
        try:
            texts = column.write(value)
        except NotationError as error:
            self.refused[path] = error.faults[0].message
            return
        if column.is_boxes:
            marks = zip(column.options, texts, strict=True)
            self.texts[path] = tuple(option for option, mark in marks if mark == MARKED)
            named = [path]
        else:
            named = self._put_each(column, path, (texts,) if column.is_whole else texts)
        if stated is None:
            self.derived += named

    def _put_each(self, column: _Column, path: str, texts: Sequence[str]) -> list[str]:
        """Put texts at the places of a value; returns their names."""
        named = []
        for suffix, pen, text in zip(column.suffixes, column.pens, texts, strict=True):
            if not text:
                continue
            name = path + suffix
            self.texts[name] = text
            named.append(name)
            if pen is not None and pen.places[self._widths[text]] is None:
                self._draw(pen, path, name, text)
            if pen is not None and pen.slot.picture:
                self.pictures[name] = strips.svg_paths(pen.slot, text, self._height)
        return named

    def _draw(self, pen: Pen, path: str, name: str, text: str) -> None:
        """Set a text that does not simply stand in its slot."""
        try:
            lines = pen.lines(text)
        except NotationError as error:
            self.refused[path] = error.faults[0].message
            return
        self.drawn[name] = [
            ("".join(run.characters), round(x + run.offset * size / 1000, 2), round(self._height - y, 2), size)
            for line, size, x, y in lines
            for run in line.runs
        ]


@cache
def sheet_of(form_id: str) -> Sheet:
    """The page of a form, made once. Raises ``InputError`` for an id that is none."""
    return Sheet(form(form_id))
