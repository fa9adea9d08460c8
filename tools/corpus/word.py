"""What people and programs do to a Word file before it comes back: each function takes a DOCX and gives another."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from hjforms.catalogue import Form
from hjforms.records.base import leaves, tables
from hjforms.records.rules import value_at
from hjforms.template.word import DOCUMENT, W
from tools.corpus.records import full
from tools.corpus.samples import CACHE, Producer, Sample, converted

STRICT = "http://purl.oclc.org/ooxml"
TRANSITIONAL = "http://schemas.openxmlformats.org"
WIDE = str.maketrans("0123456789.X", "０１２３４５６７８９．Ｘ")
OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
OLD_NAMES = {
    "vMerge": "vmerge",
    "hMerge": "hmerge",
    "hAnsi": "h-ansi",
    "eastAsia": "fareast",
    "hRule": "h-rule",
    "bCs": "b-cs",
    "iCs": "i-cs",
    "szCs": "sz-cs",
    "firstLine": "first-line",
    "lineRule": "line-rule",
    "numPr": "listPr",
    "numId": "ilfo",
    "textDirection": "textFlow",
    "hyperlink": "hlink",
}
_AUTHOR = {f"{W}id": "1", f"{W}author": "经办人", f"{W}date": "2025-01-01T00:00:00Z"}


def changed(docx: bytes, change: Callable[[Any], Any]) -> bytes:
    """The file with another main text; ``change`` works on its body."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[DOCUMENT])
    change(root.find(f"{W}body"))
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def as_word_2003(docx: bytes) -> bytes:
    """The file as the XML of Word 2003: the same words, some of them parted by hyphens."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body, styles = (etree.fromstring(package.read(name)) for name in (DOCUMENT, "word/styles.xml"))
    root = etree.Element(f"{OLD}wordDocument", nsmap={"w": OLD[1:-1]})
    for element in (styles, body.find(f"{W}body")):
        root.append(_old(element))
    told = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
    return told + etree.tostring(root, encoding="utf-8")


def _old(element: Any) -> Any:
    made = etree.Element(_parted(element.tag), {_parted(key): value for key, value in element.attrib.items()})
    made.text = element.text
    made.extend(map(_old, element))
    return made


def _parted(name: str) -> str:
    """A name as Word 2003 spells it."""
    if not name.startswith(W):
        return name
    local = name.removeprefix(W)
    return f"{OLD}{OLD_NAMES.get(local, local)}"


def _element(tag: str, **attributes: str) -> Any:
    return etree.Element(f"{W}{tag}", {f"{W}{name}": value for name, value in attributes.items()})


def _wrapped(element: Any, *tags: str) -> None:
    """Put elements around another: the outermost first."""
    parent, place = element.getparent(), element.getparent().index(element)
    outer = inner = _element(tags[0])
    for tag in tags[1:]:
        inner = etree.SubElement(inner, f"{W}{tag}")
    parent.remove(element)
    inner.append(element)
    parent.insert(place, outer)


def _written_cells(body: Any) -> Iterator[Any]:
    """The cells in tables that hold one paragraph with text."""
    for cell in list(body.iter(f"{W}tc")):
        if len(cell.findall(f"{W}p")) == 1 and any(node.text and node.text.strip() for node in cell.iter(f"{W}t")):
            yield cell


def with_split_runs(docx: bytes) -> bytes:
    """A run for every character, as after spelling checks and edits."""

    def change(body: Any) -> None:
        for run in list(body.iter(f"{W}r")):
            nodes = run.findall(f"{W}t")
            if len(nodes) == 1 and nodes[0].text and len(nodes[0].text) > 1:
                for char in reversed(nodes[0].text):
                    piece = copy.deepcopy(run)
                    node = piece.find(f"{W}t")
                    node.text = char
                    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                    run.addnext(piece)
                run.getparent().remove(run)

    return changed(docx, change)


def with_tracked_changes(docx: bytes) -> bytes:
    """Every text of a table was typed anew while changes were tracked: the old one deleted, nothing accepted."""

    def change(body: Any) -> None:
        for cell in _written_cells(body):
            for run in list(cell.iter(f"{W}r")):
                if run.find(f"{W}t") is None:
                    continue
                old = copy.deepcopy(run)
                for node in old.findall(f"{W}t"):
                    node.tag, node.text = f"{W}delText", "旧" + (node.text or "")
                deleted = etree.Element(f"{W}del", _AUTHOR)
                deleted.append(old)
                run.addprevious(deleted)
                inserted = etree.Element(f"{W}ins", _AUTHOR)
                run.addprevious(inserted)
                inserted.append(run)

    return changed(docx, change)


def with_content_controls(docx: bytes) -> bytes:
    """Every paragraph of a cell in a content control, and every second row as well."""

    def change(body: Any) -> None:
        for cell in _written_cells(body):
            _wrapped(cell.find(f"{W}p"), "sdt", "sdtContent")
        for row in list(body.iter(f"{W}tr"))[::2]:
            _wrapped(row, "sdt", "sdtContent")

    return changed(docx, change)


def with_rows_out_of_order(docx: bytes) -> bytes:
    """Every two rows of the first large table that print a label have changed places, but for those with headings."""

    def change(body: Any) -> None:
        for table in body.iter(f"{W}tbl"):
            rows = [row for row in table.findall(f"{W}tr") if _is_plain(row)]
            for first, second in zip(rows[::2], rows[1::2], strict=False):
                if first.getnext() is second:
                    second.addnext(first)

    return changed(docx, change)


def _is_plain(row: Any) -> bool:
    """True for a row of labels and values that is merged with no other."""
    texts = ["".join(node.text or "" for node in cell.iter(f"{W}t")).strip() for cell in row.findall(f"{W}tc")]
    merged = row.find(f".//{W}vMerge") is not None
    figures = sum(bool(re.fullmatch(r"[\d.]+|", text)) for text in texts)
    return not merged and 2 <= len(texts) <= 8 and figures <= len(texts) / 2 and bool(re.search("[一-鿿]", texts[0]))


def in_full_width(docx: bytes) -> bytes:
    """Every amount, year, number of months and citizen id typed in full width by hand."""

    def change(body: Any) -> None:
        for cell in _written_cells(body):
            for node in cell.iter(f"{W}t"):
                if re.fullmatch(r"\d+\.\d\d|\d{1,4}|\d{17}[\dX]", node.text or ""):
                    node.text = node.text.translate(WIDE)

    return changed(docx, change)


def in_a_frame(docx: bytes) -> bytes:
    """The whole document in the only cell of a table."""

    def change(body: Any) -> None:
        table = etree.fromstring(
            f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr/><w:tblGrid><w:gridCol w:w="15000"/></w:tblGrid>'
            "<w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"
        )
        cell = table.find(f".//{W}tc")
        for element in list(body):
            if element.tag != f"{W}sectPr":
                cell.append(element)
        body.insert(0, table)

    return changed(docx, change)


def with_nested_values(docx: bytes) -> bytes:
    """Every value in a table of one cell inside its cell, as it comes from pasting."""

    def change(body: Any) -> None:
        for cell in list(_written_cells(body))[1::2]:
            _wrapped(cell.find(f"{W}p"), "tbl", "tr", "tc")
            cell.append(_element("p"))

    return changed(docx, change)


def with_old_merging(docx: bytes) -> bytes:
    """Cells that span columns as an old way of merging has it: a cell for every column, joined by ``hMerge``."""

    def change(body: Any) -> None:
        for cell in list(body.iter(f"{W}tc")):
            properties = cell.find(f"{W}tcPr")
            span = None if properties is None else properties.find(f"{W}gridSpan")
            if span is None:
                continue
            count = int(span.get(f"{W}val"))
            properties.remove(span)
            properties.append(_element("hMerge", val="restart"))
            for _ in range(count - 1):
                piece = etree.fromstring(f'<w:tc xmlns:w="{W[1:-1]}"><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>')
                cell.addnext(piece)

    return changed(docx, change)


def with_a_title_in_a_text_box(docx: bytes) -> bytes:
    """The title in a text box, said twice as Word does it: once for new programs, once for old ones."""
    shapes = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )

    def change(body: Any) -> None:
        title = next(item for item in body.findall(f"{W}p") if len("".join(item.itertext())) > 6)
        box = etree.fromstring(
            f"<w:p {shapes}><w:r><mc:AlternateContent>"
            '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent/></wps:txbx></w:drawing></mc:Choice>'
            "<mc:Fallback><w:pict><v:textbox><w:txbxContent/></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        )
        title.addprevious(box)
        first, second = box.iter(f"{W}txbxContent")
        second.append(copy.deepcopy(title))
        first.append(title)

    return changed(docx, change)


def in_strict_format(docx: bytes) -> bytes:
    """The file under the names of the strict format."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = {
        f"{TRANSITIONAL}/wordprocessingml/2006/main": f"{STRICT}/wordprocessingml/main",
        f"{TRANSITIONAL}/officeDocument/2006/relationships": f"{STRICT}/officeDocument/relationships",
    }
    for old, new in names.items():
        parts = {name: data.replace(old.encode(), new.encode()) for name, data in parts.items()}
    return zipped(parts)


WAYS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "word-runs": ("每个字一个 run", with_split_runs),
    "word-tracked": ("修订未接受", with_tracked_changes),
    "word-controls": ("内容控件", with_content_controls),
    "word-order": ("行序颠倒", with_rows_out_of_order),
    "word-wide": ("手打全角数字", in_full_width),
    "word-frame": ("整页套在外层表格中", in_a_frame),
    "word-nested": ("单元格内嵌套表格", with_nested_values),
    "word-merging": ("旧式合并单元格", with_old_merging),
    "word-box": ("标题在文本框中", with_a_title_in_a_text_box),
    "word-strict": ("严格 OOXML", in_strict_format),
    "word-2003": ("存为 Word 2003 XML", as_word_2003),
}
"""What is done to a file: the id of the producer, its title, and the function."""


def _row_of(body: Any, form: Form, record: Any, number: int) -> Any:
    """The row of the table of a form that holds the row of this number of a record."""
    prefix = f"{next(iter(tables(form.record_type)))}.*."
    paths = [path for path in leaves(form.record_type) if path.startswith(prefix)]
    values = {path: value_at(record, path.replace("*", str(number))) for path in paths}
    texts = {leaves(form.record_type)[path].kind.write(value) for path, value in values.items() if value is not None}

    def met(row: Any) -> int:
        return len(texts & {"".join(cell.itertext()).strip() for cell in row.findall(f"{W}tc")})

    return max(body.iter(f"{W}tr"), key=met)


def _with_rows(form: Form, change: Callable[[Any], None], kept: tuple[int, ...]) -> Sample:
    """A file of which the first row of the table was changed, and the record with the rows that it has then."""
    record = full(form)
    name = next(iter(tables(form.record_type)), "")
    if not name:
        return Sample(form.docx(record), (record,))
    rows = getattr(record, name)
    after = record.model_copy(update={name: tuple(rows[number] for number in kept)})
    return Sample(changed(form.docx(record), lambda body: change(_row_of(body, form, record, 0))), (after,))


def _doubled(row: Any) -> None:
    row.addnext(copy.deepcopy(row))


def _blanked(row: Any) -> None:
    blank = copy.deepcopy(row)
    for node in blank.iter(f"{W}t"):
        node.text = ""
    row.addnext(blank)


def _removed(row: Any) -> None:
    row.getparent().remove(row)


ROWS: dict[str, tuple[str, Callable[[Any], None], tuple[int, ...]]] = {
    "word-row-added": ("表中加一行", _doubled, (0, 0, 1)),
    "word-row-blank": ("表中插一空行", _blanked, (0, 1)),
    "word-row-removed": ("表中删一行", _removed, (1,)),
}
"""What is done to the rows of a table: the id of the producer, its title, the change, and the rows that are left."""


def _by_libreoffice(*formats: str) -> Callable[[Form], Sample]:
    """The file as LibreOffice saves it in one format after the other, the last time as DOCX again."""
    office = f"soffice -env:UserInstallation=file://{CACHE}/libreoffice --headless"
    steps, name = [], "{source}"
    for suffix in (*formats, "docx"):
        steps.append(f"{office} --convert-to {suffix} --outdir {{folder}}/out {name}")
        name = f"{{folder}}/out/source.{suffix}"
    command = " && ".join([*steps, f"mv {name} {{target}}"])

    def make(form: Form) -> Sample:
        data = converted(form.docx(full(form)), "sh", "-c", command, suffix="docx", into="docx")
        return Sample(data, (full(form),))

    return make


def _whole(change: Callable[[bytes], bytes]) -> Callable[[Form], Sample]:
    return lambda form: Sample(change(form.docx(full(form))), (full(form),))


def _rows(change: Callable[[Any], None], kept: tuple[int, ...]) -> Callable[[Form], Sample]:
    return lambda form: _with_rows(form, change, kept)


PRODUCERS = (
    Producer("lo-docx", "word", "LibreOffice 另存", _by_libreoffice(), stored=True, suffix="docx"),
    Producer("lo-odt", "word", "LibreOffice 存为 ODT 再存回", _by_libreoffice("odt"), stored=True, suffix="docx"),
    Producer("lo-doc", "word", "LibreOffice 存为 DOC 再存回", _by_libreoffice("doc"), stored=True, suffix="docx"),
    Producer("lo-rtf", "word", "LibreOffice 存为 RTF 再存回", _by_libreoffice("rtf"), stored=True, suffix="docx"),
    *(Producer(name, "word", title, _whole(change)) for name, (title, change) in WAYS.items()),
    *(Producer(name, "word", title, _rows(change, kept)) for name, (title, change, kept) in ROWS.items()),
)
