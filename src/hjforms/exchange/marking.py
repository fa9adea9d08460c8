"""Marking (标注): what was found, in the clerk's own workbook, or in one of our own where records come otherwise.

In a copy of the workbook every cell in which something was found is coloured and has it as a comment; all else stays
as it is. What the library cannot keep of a workbook (pictures, charts, macros) is told.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from hjforms.exchange import package
from hjforms.exchange.book import ERROR, WARNING, WorkbookSink, graded
from hjforms.exchange.entry import Entry, Told
from hjforms.exchange.workbook import LARGEST
from hjforms.files import Output, read_bytes
from hjforms.wording import Language, Said, Sentence, named

OWN = {".xlsx", ".xlsm"}
AUTHOR = "核对"
LONGEST_COMMENT = 30_000
LOST = {
    r"xl/vbaProject\.bin|xl/macrosheets/": Sentence("宏"),
    r"xl/charts/|xl/chartsheets/": Sentence("图表"),
    r"xl/media/|xl/drawings/drawing|xl/diagrams/": Sentence("图片和图形"),
    r"xl/pivot": Sentence("数据透视表"),
    r"xl/slicer|xl/timeline": Sentence("切片器"),
    r"xl/threadedComments/": Sentence("批注的回复"),
    r"xl/ctrlProps/|xl/activeX/|xl/embeddings/": Sentence("控件和嵌入的对象"),
    r"xl/connections|xl/queryTables/": Sentence("外部数据连接"),
}
"""What openpyxl does not keep, by the parts of the file in which it stands."""
_EXTENSIONS = {
    rb"<(?:\w+:)?sparkline": Sentence("迷你图"),
    rb"x14:conditionalFormatting\b": Sentence("条件格式的一部分"),
    rb"x14:dataValidation\b": Sentence("引用别的工作表的下拉列表"),
}
_PIECE = 2**20
CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def mark(source: str, entries: Iterable[Entry], output: Output, lang: Language = "zh") -> tuple[Said, ...]:
    """Write what is wrong with entries of a source, in a language; returns what is to be told of it.

    Of a workbook it is a copy with marks, of any other source a workbook of these entries.
    """
    if Path(source).suffix.lower() in OWN:
        return _marked(source, entries, output, lang)
    sink = WorkbookSink(output, lang)
    for entry in entries:
        sink.add(entry)
    sink.close()
    return ()


def _marked(source: str, entries: Iterable[Entry], output: Output, lang: Language) -> tuple[Said, ...]:
    """Write the workbook with marks; returns what it has lost."""
    found = [(entry, entry.told(lang)) for entry in entries]  # read to its end before the file is opened once more
    data = read_bytes(source, LARGEST, Sentence("请分成几个文件"))
    lost = lost_of(data)
    book = _opened(data)
    for entry, told in found:
        _mark(book, entry, told, lang)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        _pack_again(file, output)
    told_lost = Sentence("标注后的工作簿里没有：{lost}。原来的文件没有动。", lost=lost)
    return (named(source, told_lost),) if lost else ()


def _pack_again(made: IO[bytes], output: Output) -> None:
    """Write a workbook without the time at which it was made, so that equal ones have equal bytes."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(
                    zipfile.ZipInfo(name),
                    _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", part) if name == CORE else part,
                    zipfile.ZIP_DEFLATED,
                )
        file.seek(0)
        shutil.copyfileobj(file, output, _PIECE)


def _opened(data: bytes) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it says in English is in ``lost_of``
        return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def lost_of(data: bytes) -> list[Said]:
    """What a copy of the workbook would not have."""
    names = package.opened(data).names
    lost: list[Said] = [told for pattern, told in LOST.items() if any(re.match(pattern, name) for name in names)]
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheets = [file.read(name) for name in names if re.match(r"xl/worksheets/[^/]+\.xml$", name)]
    lost += (told for pattern, told in _EXTENSIONS.items() if any(re.search(pattern, sheet) for sheet in sheets))
    return lost


def _mark(book: Any, entry: Entry, told: Sequence[Told], lang: Language) -> None:
    """Colour the cells of an entry in which something was found, and write it beside them."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cells: dict[Any, list[Told]] = {}
    for one in told:
        place = entry.cells.of(one.path) if entry.cells else None
        if place is not None:
            cells.setdefault(_cell(book[place.sheet], place.line, place.column), []).append(one)
    for cell, found in cells.items():
        colour = ERROR if any(one.is_error for one in found) else WARNING
        cell.fill = PatternFill("solid", start_color=colour.removeprefix("#"))
        before = [cell.comment.text] if cell.comment else []
        text = "\n".join([*before, *(graded(one, lang) for one in found)])
        cell.comment = Comment(text[:LONGEST_COMMENT], AUTHOR, height=120, width=320)


def _cell(sheet: Any, line: int, column: int) -> Any:
    """A cell, or that which it is one with."""
    cell = sheet.cell(line, column)
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return cell
