"""The same forms on the papers of other offices: other widths, orders, names of fields, rows and pages.

Every paper is drawn from the labels of the record, so that each form has each of them. What they change: which way the
page stands, how many fields stand side by side, whether a label stands before, above or in the cell of its value,
what labels are called, and what a table has beside its years (numbers of rows and columns, sums of the page).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table
from reportlab.platypus.tables import TableStyle

from hjforms.catalogue import Form
from hjforms.reading.page.labels import aliases
from hjforms.records.base import Leaf, leaves, tables
from tools.corpus.records import common
from tools.corpus.samples import Producer, Sample

FONT = "STSong-Light"
SMALL, MIDDLE = 8.0, 9.0


@dataclass(frozen=True)
class Paper:
    """How an office draws its paper."""

    across: int = 2  # pairs of label and value in a row
    size: tuple[float, float] = A4
    label_above: bool = False
    label_inside: bool = False
    renamed: bool = False
    reversed_order: bool = False
    numbered_rows: bool = False
    numbered_columns: bool = False
    page_sum: bool = False


def draw(form: Form, record: Any, paper: Paper) -> bytes:
    """The record on the paper."""
    return _Drawing(form, record, paper).draw()


class _Drawing:
    def __init__(self, form: Form, record: Any, paper: Paper) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._form, self._record, self._paper = form, record, paper
        self._leaves = tuple(leaves(form.record_type).values())
        self._cell = ParagraphStyle("cell", fontName=FONT, fontSize=MIDDLE, leading=MIDDLE * 1.3, wordWrap="CJK")
        self._small = ParagraphStyle("small", parent=self._cell, fontSize=SMALL, leading=SMALL * 1.25)
        self._title = ParagraphStyle("title", parent=self._cell, fontSize=16, leading=24, alignment=1)
        self._width = paper.size[0] - 60

    def draw(self) -> bytes:
        target = io.BytesIO()
        document = SimpleDocTemplate(
            target,
            pagesize=self._paper.size,
            margin=30,
            leftMargin=30,
            rightMargin=30,
            topMargin=30,
            bottomMargin=30,
            invariant=1,
        )
        document.build([Paragraph(self._form.title, self._title), *self._parts()])
        return target.getvalue()

    def _parts(self) -> Iterator[Any]:
        table = next(iter(tables(self._form.record_type)), "")
        plain = [leaf for leaf in self._leaves if ".*." not in leaf.path and not leaf.path.startswith("total.")]
        signed = [leaf for leaf in plain if leaf.path.startswith("signoff.")]
        free = [leaf for leaf in plain if len(leaf.labels) == 1]
        blocks = [
            (heading, list(members))
            for heading, members in groupby(
                (leaf for leaf in plain if leaf not in signed and leaf not in free), key=lambda leaf: leaf.labels[0]
            )
        ]
        if free:
            yield self._grid("登记事项", free)
        for heading, members in blocks:
            yield Spacer(1, 6)
            yield self._grid(heading, members)
        if table:
            yield Spacer(1, 6)
            yield self._rows(table)
        if signed:
            yield Spacer(1, 10)
            yield self._line(signed)

    def _name(self, leaf: Leaf) -> str:
        label = leaf.labels[-1]
        if self._paper.renamed:
            others = sorted(spellings(label) - {label}, key=lambda other: (len(other), other))
            return others[len(others) // 2] if others else label
        return label

    def _text(self, leaf: Leaf, owner: Any, path: str) -> str:
        for step in path.split("."):
            owner = getattr(owner, step)
        if leaf.kind.parts and leaf.kind.parts.boxes:
            marks = leaf.kind.parts.write(owner)
            return "　".join(
                ("√" if mark == "☑" else "□") + label for mark, label in zip(marks, leaf.kind.parts.labels, strict=True)
            )
        if owner is None:
            return ""
        return leaf.kind.write(owner) + ("年" if leaf.kind.name == "years" else "")

    def _value(self, leaf: Leaf) -> str:
        return self._text(leaf, self._record, leaf.path)

    def _grid(self, heading: str, members: Sequence[Leaf]) -> Table:
        """A block of fields under its heading."""
        ordered = list(reversed(members)) if self._paper.reversed_order else list(members)
        across = self._paper.across
        rows: list[list[str]] = []
        for start in range(0, len(ordered), across):
            part = ordered[start : start + across]
            names = [self._name(leaf) for leaf in part] + [""] * (across - len(part))
            values = [self._value(leaf) for leaf in part] + [""] * (across - len(part))
            if self._paper.label_above:
                rows += [names, values]
            elif self._paper.label_inside:
                rows.append([f"{name}：{value}" if name else "" for name, value in zip(names, values, strict=True)])
            else:
                rows.append([text for pair in zip(names, values, strict=True) for text in pair])
        count = len(rows[0])
        shares = [1.0] * count if count == across else [1.0, 2.2] * across
        widths = [self._width * share / sum(shares) for share in shares]
        cells = [
            [Paragraph(_safe(text), self._cell) for text in row] for row in [[heading] + [""] * (count - 1), *rows]
        ]
        style = [
            ("GRID", (0, 0), (-1, -1), 0.6, "black"),
            ("SPAN", (0, 0), (-1, 0)),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
        return Table(cells, widths, style=TableStyle(style))

    def _line(self, members: Sequence[Leaf]) -> Table:
        """The line that the agency signs, without borders."""
        texts = [
            self._value(leaf) if leaf.labels[-1] == "年月日" else f"{leaf.labels[-1]}：{self._value(leaf)}"
            for leaf in members
        ]
        return Table([[Paragraph(_safe(text), self._cell) for text in texts]], [self._width / len(texts)] * len(texts))

    def _rows(self, table: str) -> Table:
        """The table of years with its heads."""
        columns = [leaf for leaf in self._leaves if leaf.path.startswith(f"{table}.*.")]
        heading = next(leaf.labels[0] for leaf in columns)
        groups = [leaf.labels[1] if len(leaf.labels) > 2 else "" for leaf in columns]
        extra = ["序号"] if self._paper.numbered_rows else []
        upper = [*extra, *(group or self._name(leaf) for group, leaf in zip(groups, columns, strict=True))]
        lower = ["" for _ in extra] + [
            self._name(leaf) if group else "" for group, leaf in zip(groups, columns, strict=True)
        ]
        body = [upper, lower] if any(groups) else [upper]
        style: list[Any] = [
            ("GRID", (0, 0), (-1, -1), 0.6, "black"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("SPAN", (0, 0), (-1, 0)),
        ]
        if any(groups):
            style += list(_spans([""] * len(extra) + groups))
        if self._paper.numbered_columns:
            body.append([str(number) for number in range(1, len(upper) + 1)])
        records = getattr(self._record, table)
        for number, row in enumerate(records, 1):
            texts = [self._text(leaf, row, leaf.path.removeprefix(f"{table}.*.")) for leaf in columns]
            body.append([*([str(number)] if extra else []), *texts])
        if self._paper.page_sum:
            body.append(
                ["本页小计", *["9.99" if leaf.kind.name == "money" else "" for leaf in columns][1 - len(extra) :]]
            )
        totals = self._totals(table, columns, extra)
        body += [totals] if totals else []
        width = self._width / len(upper)
        cells = [
            [Paragraph(_safe(text), self._small) for text in row]
            for row in [[heading] + [""] * (len(upper) - 1), *body]
        ]
        return Table(cells, [width] * len(upper), style=TableStyle(style), repeatRows=0)

    def _totals(self, table: str, columns: Sequence[Leaf], extra: Sequence[str]) -> list[str]:
        known = {leaf.path: leaf for leaf in self._leaves if leaf.path.startswith("total.")}
        if not known:
            return []
        texts = []
        for leaf in columns:
            total = known.get(f"total.{leaf.path.removeprefix(f'{table}.*.')}")
            texts.append(self._value(total) if total else "")
        row = [*("" for _ in extra), *texts]
        row[0] = "合计"
        return row


def _spans(groups: Sequence[str]) -> Iterator[Any]:
    """The merged cells of two levels of heads, in rows 1 and 2."""
    start = 0
    while start < len(groups):
        end = start
        while groups[start] and end + 1 < len(groups) and groups[end + 1] == groups[start]:
            end += 1
        yield ("SPAN", (start, 1), (end, 1)) if groups[start] else ("SPAN", (start, 1), (start, 2))
        start = end + 1


def spellings(label: str) -> set[str]:
    """A label as it may be spelled."""
    whole, parts = aliases()["labels"], aliases()["parts"]
    found = {label, *(other for group in whole if label in group for other in group)}
    for group in parts:
        for known in tuple(found):
            part = max((part for part in group if part in known), key=len, default="")
            if part:
                found.update(known.replace(part, other) for other in group)
    return found


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("  ", "&nbsp;&nbsp;")


PAPERS = {
    "paper-portrait": ("竖排，每行两栏，有序号列", Paper(numbered_rows=True)),
    "paper-landscape": (
        "横排，每行三栏，有列号和本页小计",
        Paper(3, landscape(A4), numbered_columns=True, page_sum=True),
    ),
    "paper-renamed": ("栏目异名，次序颠倒", Paper(2, landscape(A4), renamed=True, reversed_order=True)),
    "paper-above": ("栏目名在上", Paper(4, landscape(A3), label_above=True, numbered_rows=True, page_sum=True)),
    "paper-inside": ("栏目名与内容同格", Paper(2, landscape(A4), label_inside=True, reversed_order=True)),
}


def _make(paper: Paper) -> Callable[[Form], Sample]:
    return lambda form: Sample(draw(form, common(form), paper), (common(form),))


PRODUCERS = tuple(Producer(name, "papers", title, _make(paper)) for name, (title, paper) in PAPERS.items())
