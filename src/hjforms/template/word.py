"""Word files (DOCX) as the rest of hjforms sees them: a zip of parts, and blocks of text in document order.

Files come from strangers, so the package is opened with bounds on everything, and XML without entities.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hjforms.errors import DocumentError
from hjforms.wording import Said, Sentence

DOCUMENT = "word/document.xml"
WORD = "Word"
CARRIED = "urn:hjforms:record"
"""The namespace of the part that carries a record; it also makes the part known to office programs."""
RELATIONS = "word/_rels/document.xml.rels"
_USUAL = {"styles": "word/styles.xml", "comments": "word/comments.xml", "theme": "word/theme/theme1.xml"}
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_FONTS, _FONT_RELATIONS = "word/fontTable.xml", "word/_rels/fontTable.xml.rels"
_FONT_ID = "{7C3E0B52-41D8-4C0B-8E61-5A0F6D2B9C17}"
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_FONT_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ITEM_ID = "{2F1C6A0E-8B57-4D3B-9A64-0C7E5D1F9B20}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same words under the name of the strict format
LARGEST_PART = 64 * 1024 * 1024
LARGEST_PACKAGE = 256 * 1024 * 1024
MOST_PARTS = 2000
LARGEST_RATIO = 200  # an honest form compresses about 30 : 1
MOST_TAGS = 2_000_000  # of a part, each a hundred bytes of memory; sixty years of an account have 27,000
MOST_CARRIED = 5000
LARGEST_CARRIED = 4 * 1024 * 1024  # of a part, whose text is a record and its signs


@dataclass(frozen=True)
class Block:
    """A table row, or a paragraph outside tables (which is a row of one cell, ``table`` 0)."""

    table: int
    row: int
    cells: tuple[Any, ...]  # the XML elements: w:tc, or w:p for a paragraph

    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(map(text_of, self.cells))


def open_package(data: bytes, kind: str = WORD, most: int = MOST_PARTS) -> dict[str, bytes]:
    """Every part of a DOCX or OFD file by its name. Raises ``DocumentError`` for what no program writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            _refuse_bombs(members, len(data), kind, most)
            return {member.filename: package.read(member) for member in members}
    except DocumentError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        raise DocumentError(Sentence("不是完好的 {kind} 文件，可能没有传完、已损坏或有密码。", kind=kind)) from None
    except Exception as error:  # noqa: BLE001 - zlib and struct errors of damaged files have no common base
        raise DocumentError(Sentence("{kind} 文件已损坏（{name}）。", kind=kind, name=type(error).__name__)) from None


def with_custom_part(parts: dict[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The parts of a package in which a further part (customXml) is announced, and the name of that part.

    Office programs keep such parts when they save a file: Word by the id that its properties give it.
    """
    number = next(number for number in range(1, MOST_PARTS) if f"customXml/item{number}.xml" not in parts)
    item, properties = f"item{number}.xml", f"itemProps{number}.xml"
    typed = f'<Override PartName="/customXml/{properties}" ContentType="{_CUSTOM_TYPE}"/></Types>'
    related = f'<Relationship Id="hjforms" Type="{_OFFICE}/relationships/customXml" Target="../customXml/{item}"/>'
    owned = f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/customXmlProps" Target="{properties}"/>'
    further = {
        _TYPES: parts[_TYPES].replace(b"</Types>", typed.encode()),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", f"{related}</Relationships>".encode()),
        f"customXml/_rels/{item}.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}">{owned}</Relationships>'.encode(),
        f"customXml/{properties}": (
            f'{_XML}<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{_OFFICE}/customXml">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{CARRIED}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode(),
    }
    return parts | further, f"customXml/{item}"


def with_embedded_font(parts: dict[str, bytes], family: str, font: bytes) -> dict[str, bytes]:
    """The parts of a package that brings a font (嵌入字体) along, for characters that the reader's fonts may lack.

    The format masks the first bytes of the file with an id, so that it cannot be installed by itself.
    """
    mask = bytes.fromhex(_FONT_ID.strip("{}").replace("-", ""))[::-1]
    masked = bytes(byte ^ mask[place % 16] for place, byte in enumerate(font[:32])) + font[32:]
    entry = f'<w:font w:name="{family}"><w:embedRegular r:id="hjforms" w:fontKey="{_FONT_ID}"/></w:font>'
    table = parts.get(_FONTS, b"")
    further = {_FONTS: table.replace(b"</w:fonts>", entry.encode() + b"</w:fonts>")}
    if not table:
        further[_FONTS] = (
            f'{_XML}<w:fonts xmlns:w="{W[1:-1]}" xmlns:r="{_OFFICE}/relationships">{entry}</w:fonts>'.encode()
        )
        related = f'<Relationship Id="hjformsFonts" Type="{_OFFICE}/relationships/fontTable" Target="fontTable.xml"/>'
        further[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", f"{related}</Relationships>".encode())
    related = f'<Relationship Id="hjforms" Type="{_OFFICE}/relationships/font" Target="fonts/hjforms.odttf"/>'
    relations = parts.get(_FONT_RELATIONS, f'{_XML}<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode())
    typed = f'<Override PartName="/word/fonts/hjforms.odttf" ContentType="{_FONT_TYPE}"/>'
    if not table:
        typed += f'<Override PartName="/{_FONTS}" ContentType="{_FONT_TABLE_TYPE}"/>'
    further |= {
        _FONT_RELATIONS: relations.replace(b"</Relationships>", f"{related}</Relationships>".encode()),
        _TYPES: parts[_TYPES].replace(b"</Types>", f"{typed}</Types>".encode()),
        "word/fonts/hjforms.odttf": masked,
    }
    return parts | further


def carried_records(parts: dict[str, bytes]) -> list[bytes]:
    """The JSON of every record that a package carries, in whatever part another program has put it.

    Of a part that is no XML any more it is nothing: the empty text.
    """
    found = []
    for name, data in sorted(parts.items())[:MOST_CARRIED]:
        if name.startswith("customXml/item") and not name.startswith("customXml/itemProps"):
            text = _carried(data) if CARRIED.encode() in data else None
            found += [text] if text is not None else []
    return found


def _carried(data: bytes) -> bytes | None:
    if len(data) > LARGEST_CARRIED:
        return b""
    try:
        root = parse_xml(data)
    except DocumentError:
        return b""
    return "".join(root.itertext()).encode() if root.tag == f"{{{CARRIED}}}record" else None


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int, kind: str, most: int) -> None:
    unpacked = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    too_dense = unpacked > 2**20 and unpacked > size * LARGEST_RATIO
    if len(members) > most or unpacked > LARGEST_PACKAGE or largest > LARGEST_PART or too_dense:
        raise DocumentError(Sentence("{kind} 文件解压后大得不合常理，拒绝打开。", kind=kind))
    if len({member.filename for member in members}) < len(members):
        raise DocumentError(Sentence("Word 文件中有同名的部分，不知取哪一个，拒绝打开。"))


def parse_xml(data: bytes, kind: str = WORD) -> Any:
    """The root element of an XML part. No entity is expanded, no network is used, no DOCTYPE is allowed."""
    from lxml import etree

    if data.count(b"<") > MOST_TAGS:
        raise DocumentError(Sentence("{kind} 文件的内容多得不合常理；页数多的，请分拆后再读。", kind=kind))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # so that none parts a text in two
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.replace(_STRICT, W[1:-1].encode()), parser)
    except etree.XMLSyntaxError:
        raise DocumentError(Sentence("{kind} 文件的内容已损坏，无法解析。", kind=kind)) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise DocumentError(Sentence("{kind} 文件中含有外部实体声明，拒绝打开。", kind=kind))
    return root


def document_of(parts: dict[str, bytes]) -> Any:
    """The root element of the main text of a DOCX package."""
    name = _main_part(parts)
    if name not in parts:
        raise DocumentError(_refusal(parts))
    return parse_xml(parts[name])


def _refusal(parts: dict[str, bytes]) -> Said:
    """What a zip is that has no main text, and what to do with it."""
    if any(name.startswith(("xl/", "ppt/")) for name in parts):
        return Sentence("是 Excel 或 PowerPoint 文件，不是 Word 文件（DOCX）。")
    if "content.xml" in parts:
        return Sentence("是 OpenDocument 文件，不是 Word 文件（DOCX），请先另存为 .docx 再读。")
    if "[Content_Types].xml" not in parts:
        return Sentence("是压缩包，不是 Word 文件（DOCX），请先解压，再逐个读取里面的文件。")
    return Sentence("文件中没有 Word 正文，不是 Word 文件（DOCX）。")


def _main_part(parts: Mapping[str, bytes]) -> str:
    """The part with the main text: as the package says, or where it always is."""
    return next(iter(_related(parts, "", "_rels/.rels").get("officeDocument", ())), DOCUMENT)


def related(parts: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The parts to which the main text refers, by what they are to it (``styles``, ``header``).

    Where it does not say so, they are where they always are.
    """
    folder, name = posixpath.split(_main_part(parts))
    usual = {kind: [part] for kind, part in _USUAL.items() if part in parts}
    return usual | _related(parts, folder, posixpath.join(folder, "_rels", f"{name}.rels"))


def _related(parts: Mapping[str, bytes], folder: str, relations: str) -> dict[str, list[str]]:
    """The parts that are there among those that a list of relations names, by what they are."""
    found: dict[str, list[str]] = {}
    for item in parse_xml(parts[relations]) if parts.get(relations, b"").strip() else ():
        name = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
        if name in parts:
            found.setdefault(item.get("Type", "").rpartition("/")[2], []).append(name)
    return found


def blocks(root: Any) -> Iterator[Block]:
    """The table rows and the paragraphs outside tables, in document order; tables count from 1."""
    body = root.find(f"{W}body")
    if body is None:
        return
    table = 0
    for element in _children(body):
        if element.tag == f"{W}p":
            yield Block(0, 0, (element,))
        elif element.tag == f"{W}tbl":
            table += 1
            rows = (child for child in _children(element) if child.tag == f"{W}tr")
            for number, row in enumerate(rows, 1):
                yield Block(table, number, tuple(item for item in _children(row) if item.tag == f"{W}tc"))


def _children(element: Any) -> Iterator[Any]:
    """The children of an element, those inside content controls (``w:sdt``) among them."""
    for child in element:
        content = child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else None
        if content is not None:
            yield from _children(content)
        else:
            yield child


def text_of(element: Any) -> str:
    """The visible text of a cell or paragraph; line breaks and paragraphs inside it join without a space."""
    deleted = set(element.iter(f"{W}del"))
    return "".join(
        node.text or ""
        for node in element.iter(f"{W}t")
        if not deleted or not any(parent in deleted for parent in node.iterancestors())
    )
