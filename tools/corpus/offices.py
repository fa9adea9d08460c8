"""The same paper as other offices draw it in Word (别处版式): other words, another grid, however many rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import docx

from hjforms.catalogue import Form
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.paths import RecordPath
from hjforms.records.base import Leaf, leaves, tables
from hjforms.records.rules import value_at
from tools.corpus.records import full
from tools.corpus.samples import Producer, Sample

WORDS = {
    "公民身份号码": "社会保障号码",
    "户籍地址": "户籍地地址",
    "开户名称": "开户全称",
    "户名": "银行开户全称",
    "银行账号": "银行帐号",
    "储存额": "存储额",
    "集体补助（其他资助）": "集体补助（含社会资助）",
    "个人缴费政府补贴": "财政补贴",
    "重复月数": "重复缴费月数",
    "缴费终止时间": "缴费截止时间",
    "缴费截止时间": "缴费终止时间",
    "社保经办机构（章）": "社保机构（章）",
    "联系电话": "电  话",
    "姓名": "姓    名",
    "性别": "性　别",
}
"""Labels of ours, and what other offices print for them."""
UNLABELLED = {"addressee", "signoff.date", "county"}


def label_of(leaf: Leaf) -> str:
    """What another office prints for a field."""
    label = leaf.labels[-1]
    return WORDS.get(label, label)


def _plain(form: Form) -> Iterator[tuple[Leaf, str]]:
    """The fields outside tables, section by section; totals stand in the table."""
    for path, leaf in leaves(form.record_type).items():
        boxes = leaf.kind.parts is not None and leaf.kind.parts.boxes
        if ".*." not in path and leaf.labels[0] != "合计" and not boxes and path not in UNLABELLED:
            yield leaf, leaf.labels[0] if len(leaf.labels) > 1 else ""


def _text(record: Any, leaf: Leaf, path: str = "") -> str:
    value = value_at(record, path or leaf.path)
    return "" if value is None else leaf.kind.write(value)


def _merged(row: Any, first: int, last: int, text: str) -> None:
    cell = row.cells[first].merge(row.cells[last]) if last > first else row.cells[first]
    cell.text = text


def _years(document: Any, form: Form, record: Any, *, numbered: bool) -> None:
    """The table of years under heads in two levels, with as many rows as there are years and two blank ones."""
    for name in tables(form.record_type):
        columns = [leaf for path, leaf in leaves(form.record_type).items() if path.startswith(f"{name}.*.")]
        start = 1 if numbered else 0
        table = document.add_table(rows=2, cols=len(columns) + start)
        heads, lower = table.rows
        if numbered:
            heads.cells[0].merge(lower.cells[0]).text = "序号"
        at = start
        while at < start + len(columns):
            *groups, label = columns[at - start].labels[1:]
            count = sum(leaf.labels[1:-1] == tuple(groups) for leaf in columns) if groups else 1
            if groups:
                _merged(heads, at, at + count - 1, groups[-1])
                for step in range(count):
                    lower.cells[at + step].text = label_of(columns[at - start + step])
            else:
                heads.cells[at].merge(lower.cells[at]).text = WORDS.get(label, label)
            at += count
        for index in range(len(getattr(record, name)) + 2):
            row = table.add_row()
            if numbered:
                row.cells[0].text = str(index + 1)
            for place, leaf in enumerate(columns, start):
                stated = index < len(getattr(record, name))
                row.cells[place].text = _text(record, leaf, leaf.path.replace("*", str(index))) if stated else ""
        _totals(table, form, record, columns, start)


def _totals(table: Any, form: Form, record: Any, columns: list[Leaf], start: int) -> None:
    """The row 合计, where the form has one."""
    known = leaves(form.record_type)
    found = {
        place: total
        for place, leaf in enumerate(columns, start)
        if (total := RecordPath("total") / leaf.path.column) in known
    }
    if found:
        row = table.add_row()
        row.cells[0].text = "合 计"
        for place, path in found.items():
            row.cells[place].text = _text(record, known[path])


def _boxes(document: Any, form: Form, record: Any) -> None:
    for path, leaf in leaves(form.record_type).items():
        if leaf.kind.parts is not None and leaf.kind.parts.boxes:
            marks = leaf.kind.parts.write(value_at(record, path)) if value_at(record, path) is not None else ()
            marks = marks or (EMPTY,) * len(leaf.kind.parts.labels)
            pairs = zip(marks, leaf.kind.parts.labels, strict=True)
            document.add_paragraph(
                "    ".join(f"{MARKED if mark == MARKED else EMPTY} {label}" for mark, label in pairs)
            )


def _begun(form: Form, record: Any) -> Any:
    document = docx.Document()
    document.add_paragraph(form.title)
    known = leaves(form.record_type)
    if "addressee" in known:
        document.add_paragraph(f"{_text(record, known['addressee']) or '________'}社会保险经办机构：")
    if "county" in known:
        document.add_paragraph(f"县（市、区）：{_text(record, known['county'])}　　单位：元")
    return document


def _done(document: Any, form: Form, record: Any) -> bytes:
    known = leaves(form.record_type)
    if "signoff.date" in known:
        document.add_paragraph(_text(record, known["signoff.date"]) or "年　　月　　日")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def in_pairs(form: Form, record: Any) -> bytes:
    """Two labels with their values on a line, under the headings of their sections."""
    document = _begun(form, record)
    sections = list(dict.fromkeys(section for _, section in _plain(form) if section != "签章"))
    table = document.add_table(rows=0, cols=4)
    for section in sections:
        if section:
            _merged(table.add_row(), 0, 3, section)
        found = [leaf for leaf, where in _plain(form) if where == section]
        for first in range(0, len(found), 2):
            row = table.add_row()
            for place, leaf in enumerate(found[first : first + 2]):
                row.cells[2 * place].text = label_of(leaf)
                row.cells[2 * place + 1].text = _text(record, leaf)
    _boxes(document, form, record)
    _years(document, form, record, numbered=True)
    signatures = [f"{label_of(leaf)}：{_text(record, leaf)}" for leaf, where in _plain(form) if where == "签章"]
    document.add_paragraph("　　".join(signatures))
    return _done(document, form, record)


def in_columns(form: Form, record: Any) -> bytes:
    """Every section as a line of labels over a line of values."""
    document = _begun(form, record)
    for section in dict.fromkeys(section for _, section in _plain(form)):
        found = [leaf for leaf, where in _plain(form) if where == section]
        for first in range(0, len(found), 5):
            part = found[first : first + 5]
            table = document.add_table(rows=3 if section and section != "签章" else 2, cols=len(part))
            if len(table.rows) == 3:
                _merged(table.rows[0], 0, len(part) - 1, section)
            for place, leaf in enumerate(part):
                table.rows[-2].cells[place].text = label_of(leaf)
                table.rows[-1].cells[place].text = _text(record, leaf)
            document.add_paragraph("")
    _boxes(document, form, record)
    _years(document, form, record, numbered=False)
    return _done(document, form, record)


def in_lines(form: Form, record: Any) -> bytes:
    """A paragraph for every field: its label, a colon and its value."""
    document = _begun(form, record)
    for section in dict.fromkeys(section for _, section in _plain(form)):
        if section and section != "签章":
            document.add_paragraph(section)
        for leaf, where in _plain(form):
            if where == section:
                document.add_paragraph(f"{label_of(leaf)}：{_text(record, leaf)}")
    _boxes(document, form, record)
    _years(document, form, record, numbered=False)
    return _done(document, form, record)


WAYS: dict[str, tuple[str, Callable[[Form, Any], bytes]]] = {
    "office-pairs": ("Word：一行两栏，异名，带序号", in_pairs),
    "office-columns": ("Word：栏目在上、内容在下", in_columns),
    "office-lines": ("Word：每栏一段，冒号分隔", in_lines),
}
"""What is drawn: the id of the producer, its title, and the function."""


def _make(draw: Callable[[Form, Any], bytes]) -> Callable[[Form], Sample]:
    return lambda form: Sample(draw(form, full(form)), (full(form),))


PRODUCERS = tuple(Producer(name, "papers", title, _make(draw), suffix="docx") for name, (title, draw) in WAYS.items())
