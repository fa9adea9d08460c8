"""Word files that are one XML text (Word XML), whatever their names end in: opened as the parts of a DOCX.

There are two: the parts of a DOCX in one text (Flat OPC), and the XML of Word 2003, which programs still fill that
write “Word” from a template. The latter has the words of a DOCX, spelled somewhat differently: they are renamed, what
stands in it is put into parts, and what has no name in a DOCX stays as it is, so that who reads it says so.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hjforms.errors import DocumentError
from hjforms.template.word import DOCUMENT, MOST_PARTS, RELATIONS, W, parse_xml
from hjforms.wording import Sentence

_FLAT = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_PKG = f"{{{_FLAT.decode()}}}"
_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_OLD = f"{{{_2003.decode()}}}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_DRAWN = "{urn:schemas-microsoft-com:"
_HEAD = 4096
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"

_TAGS = {"listPr": "numPr", "ilfo": "numId", "hlink": "hyperlink", "textFlow": "textDirection", "vmerge": "vMerge"}
_TAGS |= {"hmerge": "hMerge"}
_ATTRIBUTES = {"fareast": "eastAsia"}
_WORDS = {"highlight", "shd", "u", "br", "vertAlign", "trHeight", "spacing", "textFlow"}
"""Elements whose values are words that are parted by hyphens: ``dark-blue``."""
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del"}
_SILENT = {"Word.Formatting", "Word.Comment.Start", "Word.Comment.End", "Word.Bookmark.Start", "Word.Bookmark.End"}
_MARGINS = {"hdr": ("header", "hdr"), "ftr": ("footer", "ftr")}
_NOTES = {"footnote": "footnotes", "endnote": "endnotes"}


def is_word_xml(data: bytes) -> bool:
    """True for a Word file that is one XML text instead of a zip."""
    return _FLAT in data[:_HEAD] or is_word_2003(data)


def is_word_2003(data: bytes) -> bool:
    """True for the XML of Word 2003."""
    return _2003 in data[:_HEAD]


def open_word_xml(data: bytes) -> dict[str, bytes]:
    """Every part of a Word file that is one XML text, by the name that it has in a DOCX.

    Raises ``DocumentError`` for a text that is no XML, or holds what no program writes.
    """
    return _Word2003().parts(parse_xml(data)) if is_word_2003(data) else _flat(parse_xml(data))


def _flat(package: Any) -> dict[str, bytes]:
    from lxml import etree

    parts: dict[str, bytes] = {}
    for part in package.iterfind(f"{_PKG}part"):
        name, inner, packed = part.get(f"{_PKG}name", ""), part.find(f"{_PKG}xmlData"), part.find(f"{_PKG}binaryData")
        if name.lstrip("/") in parts or len(parts) > MOST_PARTS:
            raise DocumentError(Sentence("Word 文件中有同名的部分，不知取哪一个，拒绝打开。"))
        if inner is not None and len(inner):
            parts[name.lstrip("/")] = etree.tostring(inner[0])
        elif packed is not None:
            parts[name.lstrip("/")] = _unpacked("".join(packed.itertext()))
    return parts


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


@dataclass
class _Word2003:
    """The parts that are put together while the main text is renamed."""

    margins: list[tuple[str, Any]] = field(default_factory=list)
    notes: dict[str, list[Any]] = field(default_factory=dict)

    def parts(self, root: Any) -> dict[str, bytes]:
        """The parts of a DOCX that says the same."""
        from lxml import etree

        document = etree.Element(f"{W}document")
        for body in root.iterfind(f"{_OLD}body"):
            document.extend(self._renamed(body))
        parts, relations = {DOCUMENT: etree.tostring(document)}, []
        for styles in root.iterfind(f"{_OLD}styles"):
            self.margins += [("styles", styles) for styles in self._renamed(styles)]
        for kind, notes in self.notes.items():
            whole = etree.Element(f"{W}{kind}")
            whole.extend(notes)
            self.margins.append((kind, whole))
        for number, (kind, part) in enumerate(self.margins):
            name = f"{kind}{number}.xml"
            parts[f"word/{name}"] = etree.tostring(part)
            relations.append(f'<Relationship Id="r{number}" Type="{_RELATION}/{kind}" Target="{name}"/>')
        parts[RELATIONS] = f'<Relationships xmlns="{_RELATED}">{"".join(relations)}</Relationships>'.encode()
        return parts

    def _renamed(self, element: Any) -> Iterator[Any]:
        """What an element is called in a DOCX: one element, none, or those in it where it says nothing itself."""
        tag = str(element.tag)
        name = tag.rpartition("}")[2]
        if tag.startswith(_OLD):
            yield from self._word(element, name)
        elif tag == f"{_AML}annotation":
            yield from self._annotation(element)
        elif tag.startswith(_DRAWN):
            yield self._with_children(element, tag, dict(element.attrib))
        elif not tag.startswith(_AML) or name == "content":  # hints, sections, smart tags: what is in them is shown
            for child in element:
                yield from self._renamed(child)
        else:
            yield self._with_children(element, tag, {})

    def _word(self, element: Any, name: str) -> Iterator[Any]:
        if name == "binData":
            return  # of a picture that nobody looks into
        if name in _MARGINS:
            kind, called = _MARGINS[name]
            self.margins.append((kind, self._with_children(element, f"{W}{called}", {})))
            return
        if name in _NOTES and element.getparent().tag == f"{_OLD}r":
            yield self._noted(_NOTES[name], f"{name}Reference", element, f"{W}{name}")
            return
        attributes = {_attribute(key): _said(name, key, value) for key, value in element.attrib.items()}
        yield self._with_children(element, f"{W}{_TAGS.get(name, _joined(name))}", attributes)

    def _annotation(self, element: Any) -> Iterator[Any]:
        """A change or a comment (批注): changes stand around what they are of."""
        kind = element.get(f"{_OLD}type", "")
        if kind in _CHANGES:
            yield self._with_children(element, f"{W}{_CHANGES[kind]}", {})
        elif kind == "Word.Comment":
            yield self._noted("comments", "commentReference", element, f"{W}comment")
        elif kind not in _SILENT:
            yield self._with_children(element, element.tag, {})

    def _noted(self, part: str, reference: str, element: Any, tag: str) -> Any:
        """Put a note into its part; its sign stays in the text."""
        from lxml import etree

        notes = self.notes.setdefault(part, [])
        number = {f"{W}id": str(len(notes) + 1)}
        notes.append(self._with_children(element, tag, number))
        return etree.Element(f"{W}{reference}", number)

    def _with_children(self, element: Any, tag: str, attributes: dict[str, str]) -> Any:
        from lxml import etree

        made = etree.Element(tag, attributes)
        made.text = element.text
        for child in element:
            made.extend(self._renamed(child))
        return made


def _attribute(key: str) -> str:
    if not key.startswith(_OLD):
        return key
    name = key.removeprefix(_OLD)
    return f"{W}{_ATTRIBUTES.get(name, _joined(name))}"


def _said(name: str, key: str, value: str) -> str:
    """The value of an attribute, where it is one of the words of the format."""
    is_word = name in _WORDS and re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+", value)
    return _joined(value) if is_word and key.startswith(_OLD) else value


def _joined(name: str) -> str:
    """A name of parts as a DOCX spells it.

    >>> _joined("line-rule"), _joined("pct-10"), _joined("tbl")
    ('lineRule', 'pct10', 'tbl')
    """
    first, *others = name.split("-")
    return first + "".join(other[:1].upper() + other[1:] for other in others)
