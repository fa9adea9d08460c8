"""What a workbook is before it is read (工作簿文件): within bounds, and without what a list of values would lose.

The library that reads values gives none of rows that nobody sees, of formulas that were never worked out, of errors
and of the calendar of 1904, and takes room for every cell up to the last one. So the parts of the file are looked
through first, piece by piece.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from hjforms.errors import DocumentError
from hjforms.wording import Said, Sentence

MOST_PARTS = 2000
LARGEST_PART = 512 * 2**20
LARGEST_WHOLE = 768 * 2**20
MOST_CELLS = 12_000_000  # of all sheets up to their last cell, blank ones as well
MOST_ROWS = 2**20
MOST_STRINGS = 6_000_000
BROKEN = Sentence("工作簿已损坏，打不开；请用 Excel 或 WPS 打开修复后另存为 .xlsx 再用。")
NO_WORKBOOK = Sentence("不是工作簿（.xlsx），可能是改了名称的其他文件；请用 Excel 或 WPS 另存为 .xlsx 再用。")
LOCKED = Sentence("工作簿加了打开密码，读不了；请在 Excel 或 WPS 里去掉密码再用。")
TOO_LARGE = Sentence("工作簿解压后大得不合常理，拒绝打开；行数很多的，请分成几个文件。")
OTHER_KIND = "是 {kind} 表格，不能读；请用 Excel 或 WPS 另存为 .xlsx 再用。"
_PIECE = 2**20
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TRUE = {"1", "true", "on"}
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true|on)[\"']")
_COL = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d+)[\"']")
_REFERENCE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Z]+)\d+[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_STRINGS = "xl/sharedstrings.xml"
_FORMULA_OR_ERROR = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']")


@dataclass
class Facts:
    """What a sheet has that its values do not tell. Rows and columns count from 1.

    ``formulas`` are the cells of formulas without a result, ``errors`` those whose result is an error.
    ``stated`` are all its cells, ``placed`` those that say where they stand.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    has_formulas: bool = False
    stated: int = 0
    placed: int = 0

    @property
    def cells(self) -> int:
        """How many cells it has up to the last one, blank ones as well."""
        return self.last_row * self.last_column

    @property
    def is_unplaced(self) -> bool:
        """True where cells do not say where they stand: each follows the one before it."""
        return self.stated > self.placed

    def hides(self, column: int) -> bool:
        """True for a hidden column."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True)
class Package:
    """The parts of a workbook: the sheets with the names of their parts, and what holds for all of them.

    ``names`` are those of all parts, ``hidden`` those of the sheets that are not seen.
    """

    data: bytes
    sheets: dict[str, str]
    counts_from_1904: bool
    is_uncalculated: bool
    names: frozenset[str]
    hidden: frozenset[str] = frozenset()

    def facts(self, sheet: str) -> Facts:
        """What a sheet has that its values do not tell. Raises ``DocumentError`` where it has too many cells."""
        part = self.sheets.get(sheet)
        facts = Facts()
        if part is None:
            return facts
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            with file.open(part) as stream:
                _look_through(stream, facts)
            _refuse_beyond(facts, sheet)
            if facts.has_formulas or facts.is_unplaced:
                with file.open(part) as stream:
                    _look_at_cells(stream, facts, uncalculated=self.is_uncalculated)
                _refuse_beyond(facts, sheet)
        return facts


def opened(data: bytes) -> Package:
    """The parts of a workbook. Raises ``DocumentError`` for what is none, or cannot be read for certain."""
    if data.startswith(_OLE):
        raise DocumentError(_of_ole(data))
    if not data.startswith(_ZIP):
        raise DocumentError(NO_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _weigh(file)
            return _package(data, file)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, etree.XMLSyntaxError):
        raise DocumentError(BROKEN) from None
    except RuntimeError:  # what zipfile says of a password
        raise DocumentError(LOCKED) from None


def _of_ole(data: bytes) -> Said:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED
    return Sentence(
        "是旧版工作簿（.xls、.et），看不出其中隐藏的行列和没有算过的公式，不能读；请用 Excel 或 WPS 另存为 .xlsx 再用。"
    )


def _weigh(file: zipfile.ZipFile) -> None:
    """Refuse what would not end: the parts are unpacked, piece by piece, and nothing of them is kept."""
    parts = file.infolist()
    if len(parts) > MOST_PARTS:
        raise DocumentError(Sentence("工作簿里有{count}个部分，多得不合常理，拒绝打开。", count=len(parts)))
    whole = 0
    for part in parts:
        size = strings = 0
        with file.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                strings += len(_STRING.findall(piece)) if part.filename.lower() == _STRINGS else 0
                if size > LARGEST_PART or whole + size > LARGEST_WHOLE or strings > MOST_STRINGS:
                    raise DocumentError(TOO_LARGE)
        whole += size


def _package(data: bytes, file: zipfile.ZipFile) -> Package:
    names = frozenset(file.namelist())
    if "mimetype" in names:
        raise DocumentError(Sentence(OTHER_KIND, kind="OpenDocument（.ods）"))
    if "xl/workbook.bin" in names:
        raise DocumentError(Sentence(OTHER_KIND, kind=".xlsb"))
    if "xl/workbook.xml" not in names:
        raise DocumentError(NO_WORKBOOK)
    book = _xml(file.read("xl/workbook.xml"))
    targets = {
        str(relation.get("Id")): _part(str(relation.get("Target")))
        for relation in _xml(file.read("xl/_rels/workbook.xml.rels"))
        if str(relation.get("Type")).endswith("/worksheet")
    }
    sheets = {
        str(sheet.get("name")): targets[key]
        for sheet in _all(book, "sheet")
        if (key := str(sheet.get(_ID) or sheet.get(_STRICT_ID))) in targets
    }
    return Package(
        data,
        sheets,
        any(item.get("date1904") in _TRUE for item in _all(book, "workbookPr")),
        any(item.get("fullCalcOnLoad") in _TRUE for item in _all(book, "calcPr")),
        names,
        frozenset(
            str(sheet.get("name")) for sheet in _all(book, "sheet") if sheet.get("state", "visible") != "visible"
        ),
    )


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    yield from element.iter(_MAIN + name, _STRICT + name)


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _refuse_beyond(facts: Facts, sheet: str) -> None:
    """Raise ``DocumentError`` for a sheet that has too many cells, or more rows than a sheet can have."""
    if max(facts.cells, facts.stated) > MOST_CELLS or facts.last_row > MOST_ROWS:
        raise DocumentError(
            Sentence(
                "工作表“{sheet}”到第{row}行第{column}列，太大了；请删去表外多余的行列，或分成几个文件。",
                sheet=sheet,
                row=facts.last_row,
                column=facts.last_column,
            )
        )


def _look_through(stream: IO[bytes], facts: Facts) -> None:
    """What can be told by the marks of a sheet, tag by tag."""
    rest, columns = b"", set[bytes]()
    while piece := stream.read(_PIECE):
        text = rest + piece
        end = text.rfind(b"<")
        text, rest = (text[:end], text[end:]) if end > 0 else (b"", text)
        _marks(text, facts, columns)
    _marks(rest, facts, columns)
    facts.last_column = max(map(_column, columns), default=0)


def _marks(text: bytes, facts: Facts, columns: set[bytes]) -> None:
    hides = b"hidden" in text  # a pattern takes ten times as long where there is nothing to find
    for row in _ROW.finditer(text):
        number = _NUMBER.search(row[1])
        facts.last_row = int(number[1]) if number else facts.last_row + 1
        if hides and _HIDDEN.search(row[1]):
            facts.hidden_rows.add(facts.last_row)
    if hides:
        for column in _COL.finditer(text):
            if _HIDDEN.search(column[1]):
                span = dict(_SPAN.findall(column[1]))
                facts.hidden_columns.append((int(span.get(b"min", 1)), int(span.get(b"max", 1))))
    references = _REFERENCE.findall(text)
    facts.stated += len(_CELL.findall(text))
    facts.placed += len(references)
    columns.update(references)
    may = any(mark in text for mark in (b"<f", b":f", b'"e"', b"'e'"))
    facts.has_formulas = facts.has_formulas or (may and _FORMULA_OR_ERROR.search(text) is not None)


def _column(letters: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _look_at_cells(stream: IO[bytes], facts: Facts, *, uncalculated: bool) -> None:
    """Which formulas were never worked out, which cells hold an error, and which is the last of those not placed."""
    number = 0
    for _, row in etree.iterparse(stream, tag=(f"{_MAIN}row", f"{_STRICT}row"), resolve_entities=False):
        number = int(row.get("r") or number + 1)
        place = 0
        for cell in row:
            reference = cell.get("r") or ""
            place = _column(reference.rstrip("0123456789").encode()) if reference else place + 1
            facts.last_column = max(facts.last_column, place)
            marks = {etree.QName(child).localname: child.text for child in cell}
            if cell.get("t") == "e":
                facts.errors[number, place] = marks.get("v") or "#错误"
            elif "f" in marks and (uncalculated or not (marks.get("v") or cell.get("t") == "str")):
                facts.formulas.add((number, place))
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
