"""Tags (结构标签): what is title, table, head and value of a page, for those who have it read aloud (PDF/UA-1).

The compiled page knows it: its texts are labels, its slots the places of values, its rules make cells. From these come
the structure, and the page itself with every label marked as a part of it and every rule as an artifact. Values are
marked by the number of their slot, blank ones too, so that the structure of a page is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from hjforms.render.cells import RISE, Cell, Line, Mark, Table, parts_of
from hjforms.template.acroform import references
from hjforms.template.content import Rule, blocks_of
from hjforms.template.layout import Layout
from hjforms.template.objects import Packed
from hjforms.template.store import LABELS

_FONT = re.compile(rb"/([^\s()<>\[\]/%]+)(?=\s+[-\d.]+\s+Tf)")
MOST_PACKED = 16  # structures that are kept


class Page(NamedTuple):
    """What the structure names of a page: its object, its key, and the object of the field of a slot that is one."""

    number: int
    key: int
    widgets: Mapping[int, int]


class Widget(NamedTuple):
    """A form field: its object, and its key in the tree of parents."""

    number: int
    key: int


class Tags:
    """The structure of the pages of a layout, whose background has this content."""

    def __init__(self, layout: Layout, content: bytes) -> None:
        marks: list[Mark] = []
        rules: list[Rule] = []
        chunks = [b"q\n"]
        for block in blocks_of(content):
            rules += block.rules
            data = _FONT.sub(rb"/%b\1" % LABELS.encode(), block.data)
            if block.shown:
                first = block.shown[0]
                data = b"/P<</MCID %d>>BDC\n%b\nEMC" % (len(marks), data)
                marks.append(Mark(first.x + 1, first.y + RISE * first.size, first.size, len(marks), is_value=False))
            elif block.paints:
                data = b"/Artifact BMC%b\nEMC\n" % data
            chunks.append(data)
        self.content = b"".join([*chunks, b"\nQ\n"])
        self.first_value = len(marks)
        """The number of the mark of the first slot; those of the others follow."""
        for slot in layout.slots:
            x0, y0, x1, y1 = slot.box
            marks.append(Mark((x0 + x1) / 2, (y0 + y1) / 2, slot.size, len(marks), is_value=True))
        self.count = len(marks)
        self._marks, self._rules = marks, rules
        self.packed = lru_cache(maxsize=MOST_PACKED)(self._packed)

    @cached_property
    def parts(self) -> list[Table | Line]:
        """The tables and lines of the page, in the order in which they are read."""
        return parts_of(self._marks, self._rules)

    def _packed(self, first: int, pages: tuple[tuple[int, int], ...]) -> Packed:
        """The structure of pages (object, key) without fields, whose root is the object of the number ``first``."""
        return self.structure(first, [Page(number, key, {}) for number, key in pages], {})

    def structure(self, first: int, pages: Sequence[Page], widgets: Mapping[int, Widget]) -> Packed:
        """The structure of pages, whose root is the object ``first``; ``widgets`` are fields by object."""
        tree = _Tree(first)
        for page in pages:
            _PageTree(tree, page, self, widgets).add()
        return tree.packed()


class _Tree:
    """The objects of a structure: its root, the tree of parents, the document, and what is in it."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._bodies: list[bytes] = [b"", b"", b""]
        self.document = first + 2
        self.top: list[int] = []
        self.parents: dict[int, bytes] = {}

    def reserve(self) -> int:
        """The number of an object that will be written later."""
        self._bodies.append(b"")
        return self._first + len(self._bodies) - 1

    def put(self, number: int, body: bytes) -> int:
        """Write a reserved object."""
        self._bodies[number - self._first] = body
        return number

    def packed(self) -> Packed:
        """All of them."""
        first, keys = self._first, sorted(self.parents)
        numbers = b" ".join([b"%d %b" % (key, self.parents[key]) for key in keys])
        self.put(
            first,
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (self.document, first + 1, keys[-1] + 1),
        )
        self.put(first + 1, b"<</Nums[%b]>>" % numbers)
        self.put(self.document, b"<</S/Document/P %d 0 R/K[%b]>>" % (first, references(self.top)))
        return Packed.of(self._bodies, first)


class _PageTree:
    """The elements of a page."""

    def __init__(self, tree: _Tree, page: Page, tags: Tags, widgets: Mapping[int, Widget]) -> None:
        self._tree, self._page, self._tags, self._widgets = tree, page, tags, widgets
        self._owners = [b"null"] * tags.count  # of each mark

    def add(self) -> None:
        """Write them."""
        tree = self._tree
        for part in self._tags.parts:
            if isinstance(part, Line):
                tree.top.append(self._leaf(b"H1" if part.is_title else b"P", tree.document, part.marks))
            else:
                tree.top.append(self._table(part))
        owners = tree.put(tree.reserve(), b"[%b]" % b" ".join(self._owners))
        tree.parents[self._page.key] = b"%d 0 R" % owners

    def _table(self, table: Table) -> int:
        tree = self._tree
        number, rows = tree.reserve(), []
        for row in table.rows:
            own = tree.reserve()
            cells = [self._leaf(b"TH" if cell.scope else b"TD", own, cell.marks, _attributes(cell)) for cell in row]
            rows.append(tree.put(own, b"<</S/TR/P %d 0 R/K[%b]>>" % (number, references(cells))))
        return tree.put(number, b"<</S/Table/P %d 0 R/K[%b]>>" % (tree.document, references(rows)))

    def _leaf(self, kind: bytes, parent: int, marks: Sequence[Mark], attributes: bytes = b"") -> int:
        """An element that holds marks of the page, and the fields of its slots."""
        number = self._tree.reserve()
        kids = b" ".join([self._kid(number, mark) for mark in marks])
        held = b"/Pg %d 0 R/K[%b]" % (self._page.number, kids) if kids else b""
        return self._tree.put(number, b"<</S/%b/P %d 0 R%b%b>>" % (kind, parent, held, attributes))

    def _kid(self, owner: int, mark: Mark) -> bytes:
        widget = self._page.widgets.get(mark.number - self._tags.first_value)
        if widget is not None:
            return b"%d 0 R" % self._form(owner, self._widgets[widget])
        self._owners[mark.number] = b"%d 0 R" % owner
        return b"%d" % mark.number

    def _form(self, parent: int, widget: Widget) -> int:
        tree = self._tree
        kid = b"<</Type/OBJR/Obj %d 0 R>>" % widget.number
        number = tree.put(tree.reserve(), b"<</S/Form/P %d 0 R/Pg %d 0 R/K %b>>" % (parent, self._page.number, kid))
        tree.parents[widget.key] = b"%d 0 R" % number
        return number


def _attributes(cell: Cell) -> bytes:
    """What is said of a cell: of what it is the head, and over how many rows and columns it goes."""
    scope = b"/Scope/%b" % cell.scope.encode() if cell.scope else b""
    columns = b"/ColSpan %d" % cell.columns if cell.columns > 1 else b""
    rows = b"/RowSpan %d" % cell.rows if cell.rows > 1 else b""
    return b"/A<</O/Table%b%b%b>>" % (scope, columns, rows) if scope or columns or rows else b""
