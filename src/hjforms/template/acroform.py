"""Form fields (可填写域): the AcroForm of a fillable PDF, each field named with its path in the record.

A name such as ``years.0.paid.personal`` is a chain of fields, one for each step, as PDF wants it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hjforms.notations.choice import MARKED
from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaf_at, place
from hjforms.template.layout import Align, Slot
from hjforms.template.objects import PdfWriter, plain_stream, text_string

QUADDING: dict[Align, int] = {"left": 0, "center": 1, "right": 2}
PRODUCER = "hjforms"
INSET = 0.75
ON = b"/Yes"


@dataclass
class _Node:
    """A step of a name: the fields below it, or the widgets that show its value."""

    number: int
    children: dict[str, _Node] = field(default_factory=dict)
    widgets: list[int] = field(default_factory=list)
    value: str = ""
    box: bool = False
    size: float = 9
    align: Align = "left"
    tip: str = ""


class Fields:
    """The fields of a document; a path that is shown on several pages is one field with several widgets."""

    def __init__(self, writer: PdfWriter, page: int, record_type: type[Record]) -> None:
        self._writer = writer
        self._page = page
        self._record_type = record_type
        self._top: dict[str, _Node] = {}
        self._annotations: list[int] = []

    def turn_to(self, page: int) -> None:
        """Go on with another page."""
        self._annotations, self._page = [], page

    def widgets(self) -> bytes:
        """References to the widgets of the page."""
        return references(self._annotations)

    def add(
        self, path: str, slot: Slot, value: str = "", appearance: int | None = None, *, key: int | None = None
    ) -> int:
        """A widget for the field ``path`` in the box of ``slot``, with a picture that no other widget has; its object.

        Programs draw what is typed into the picture that is there: one that is shared shows it everywhere. By its
        ``key`` a widget is known in the structure of a tagged document.
        """
        leaf, part = leaf_at(self._record_type, path)
        node = self._node(path)
        node.box = bool(part) and leaf is not None and leaf.kind.parts is not None and leaf.kind.parts.boxes
        node.value, node.size, node.align = value or node.value, slot.size, slot.align
        node.tip = place(self._record_type, path)
        widget = self._writer.reserve()
        node.widgets.append(widget)
        self._annotations.append(widget)
        x0, y0, x1, y1 = slot.box
        rect = b"%.2f %.2f %.2f %.2f" % (x0 + INSET, y0 + INSET, x1 - INSET, y1 - INSET)
        if node.box:
            state = ON if value == MARKED else b"/Off"
            shown = b"<<%b %d 0 R/Off %d 0 R>>>>/AS%b/MK<</CA(4)" % (ON, *self._box_pictures(slot), state)
        else:
            shown = b"%d 0 R" % (appearance or self._empty_picture(slot))
        tagged = b"" if key is None else b"/StructParent %d" % key
        self._writer.write(
            widget,
            b"<</Type/Annot/Subtype/Widget/F 4/Rect[%b]/P %d 0 R/Parent %d 0 R/AP<</N %b>>%b>>"
            % (rect, self._page, node.number, shown, tagged),
        )
        return widget

    def _empty_picture(self, slot: Slot) -> int:
        """A picture of nothing, as large as the field, marked as the place of its text."""
        x0, y0, x1, y1 = slot.box
        entries = b"/Subtype/Form/BBox[0 0 %.2f %.2f]" % (x1 - x0 - 2 * INSET, y1 - y0 - 2 * INSET)
        return self._writer.add(plain_stream(b"/Tx BMC EMC", entries))

    def _box_pictures(self, slot: Slot) -> tuple[int, int]:
        """A marked and an empty box, as large as the letters beside it, in the middle of the slot."""
        x0, y0, x1, y1 = slot.box
        width, height, side = x1 - x0 - 2 * INSET, y1 - y0 - 2 * INSET, slot.size * 0.8
        left, bottom = (width - side) / 2, (height - side) / 2
        frame = b"0.6 w %.2f %.2f %.2f %.2f re S\n" % (left, bottom, side, side)
        tick = b"1 w %.2f %.2f m %.2f %.2f l %.2f %.2f l S\n" % (
            *(left + side * 0.15, bottom + side * 0.5),
            *(left + side * 0.42, bottom + side * 0.18),
            *(left + side * 0.88, bottom + side * 0.85),
        )
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]" % (width, height)
        on, off = (self._writer.add(plain_stream(data, entries)) for data in (frame + tick, frame))
        return on, off

    def _node(self, path: str) -> _Node:
        *owners, last = RecordPath(path).steps
        level = self._top
        for step in owners:
            level = self._child(level, step).children
        return self._child(level, last)

    def _child(self, level: dict[str, _Node], step: str) -> _Node:
        if step not in level:
            level[step] = _Node(self._writer.reserve())
        return level[step]

    def close(self, font: int) -> int:
        """Write every field; returns the number of the AcroForm dictionary."""
        for step, node in self._top.items():
            self._write(step, node, None)
        top = references([node.number for node in self._top.values()])
        return self._writer.add(b"<</Fields[%b]/DA(/Song 9 Tf 0 g)/DR<</Font<</Song %d 0 R>>>>>>" % (top, font))

    def _write(self, step: str, node: _Node, parent: _Node | None) -> None:
        above = b"/Parent %d 0 R" % parent.number if parent else b""
        if node.children:
            below = references([child.number for child in node.children.values()])
            self._writer.write(node.number, b"<</T%b%b/Kids[%b]>>" % (text_string(step), above, below))
            for name_, child in node.children.items():
                self._write(name_, child, node)
            return
        value = b"/V%b" % text_string(node.value) if node.value else b""
        if node.box:
            self._writer.write(
                node.number,
                b"<</FT/Btn/T%b/TU%b%b/V%b/Kids[%b]>>"
                % (
                    text_string(step),
                    text_string(node.tip),
                    above,
                    ON if node.value == MARKED else b"/Off",
                    references(node.widgets),
                ),
            )
            return
        self._writer.write(
            node.number,
            b"<</FT/Tx/T%b/TU%b%b/Q %d/DA(/Song %g Tf 0 g)%b/Kids[%b]>>"
            % (
                text_string(step),
                text_string(node.tip),
                above,
                QUADDING[node.align],
                node.size,
                value,
                references(node.widgets),
            ),
        )


def references(numbers: list[int]) -> bytes:
    """References to objects, one after another."""
    return b" ".join([b"%d 0 R" % number for number in numbers])


def typing_font(writer: PdfWriter) -> int:
    """The font in which a viewer shows what a person types: 宋体, which every Chinese system has."""
    descriptor = writer.add(
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    )
    descendant = writer.add(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 5>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor %d 0 R>>" % descriptor
    )
    return writer.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[%d 0 R]>>"
        % descendant
    )


def information(title: str) -> bytes:
    """The document information: title and producer, no dates, so that equal input gives equal bytes."""
    return b"<</Title%b/Producer%b>>" % (text_string(title), text_string(PRODUCER))
