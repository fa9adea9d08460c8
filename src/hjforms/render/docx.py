"""Writing DOCX (输出 Word): the texts of a record into the Word template, as docxtpl has prepared it.

Once per process the prepared text is cut at its tokens and every other part of the package is compressed.
A document is then a join, one compression and a small zip. Several pages are several copies of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from hjforms.errors import Fault, InputError, NotationError
from hjforms.notations.choice import EMPTY, MARKED
from hjforms.records.base import Record
from hjforms.records.carried import Carried
from hjforms.records.rules import Check, Rule
from hjforms.render.fonts import FAMILY, faces
from hjforms.render.texts import TextWriter
from hjforms.render.typeset import fit_office
from hjforms.render.vouched import tagged
from hjforms.render.xml import escape
from hjforms.render.zipped import Part, part, zipped
from hjforms.template.layout import LATER, PADDING
from hjforms.template.store import TOKEN, Compiled
from hjforms.template.word import CARRIED, DOCUMENT, open_package, with_custom_part, with_embedded_font

if TYPE_CHECKING:
    from hjforms.keys import Key

LEVEL = 3
_RUN = re.compile(r"(<w:r\b[^>]*>)(?:<w:rPr/>|<w:rPr>(<w:rStyle\b[^>]*/>)?(.*?)</w:rPr>)?(.*)", re.DOTALL)
_FONTS = re.compile(r"<w:rFonts\b[^>]*/>")
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_SIZES = re.compile(r'(<w:sz(?:Cs)? w:val=")\d+')
_PROPERTIES = re.compile(r"(<w:p\b[^>]*>)(?:<w:pPr/>|<w:pPr>(.*?)</w:pPr>)?(.*)", re.DOTALL)
_SPACING_PLACE = re.compile(  # in the properties of a paragraph: the spacing itself, or before what has to follow it
    r"<w:spacing (?!w:val)[^>]*/>|(?=<w:(?:ind|contextualSpacing|mirrorIndents|jc|textAlignment|outlineLvl|rPr)\b)|$"
)
_FIRST_PARAGRAPH = re.compile(r"(<w:p\b[^>]*>)(<w:pPr>(?:<w:pStyle\b[^>]*/>)?)?")


class WordRenderer:
    """Writes records into one Word template."""

    def __init__(self, template: Compiled, record_type: type[Record], rules: Sequence[Rule | Check] = ()) -> None:
        self._template = template
        self._texts = TextWriter(template.layout, record_type, rules)

    @cached_property
    def _pieces(self) -> tuple[list[str], list[str], str]:
        """The literal text around the values: of the first page, of each further page, and the end."""
        document = self._template.document
        end = document.rindex("<w:sectPr")
        start = document.index("<w:body>") + len("<w:body>")
        body = document[start:end]
        first = self._boxed(TOKEN.split(document[:start] + body)[::2])
        further = self._boxed(TOKEN.split(_FIRST_PARAGRAPH.sub(_break_before, body, count=1))[::2])
        return first, further, document[end:]

    def _boxed(self, pieces: list[str]) -> list[str]:
        """The pieces, with the runs of boxes set in the font that the file brings along: few others have ☑."""
        for index in self._texts.boxes:
            pieces[index] = _in_font(pieces[index], FAMILY)
        return pieces

    @cached_property
    def _package(self) -> dict[str, bytes]:
        """The package of the Word file, with a font for its boxes where it has any."""
        parts = open_package(self._template.word)
        return with_embedded_font(parts, FAMILY, faces()[0].extract(MARKED + EMPTY)) if self._texts.boxes else parts

    @cached_property
    def _runs(self) -> list[str]:
        """The run properties of each value, to repeat them at a smaller size."""
        properties = (_RUN_PROPERTIES.findall(piece) for piece in self._pieces[0])
        return [found[-1] if found else "" for found in properties]

    @cached_property
    def _parts(self) -> list[Part]:
        """Every part of the package but the main text."""
        return _packed_parts(self._package)

    @cached_property
    def _carrying_parts(self) -> tuple[list[Part], str]:
        """The same with a further part announced, and the name of that part."""
        parts, name = with_custom_part(self._package)
        return _packed_parts(parts), name

    def render(self, record: Record, *, carry: bool = True, key: Key | None = None) -> bytes:
        """The DOCX of a record, which it also carries as JSON where ``carry`` says so, with the tag by a key.

        Raises ``InputError`` with every text that does not fit its cell.
        """
        first, further, end = self._pieces
        chunks: list[str] = []
        faults: list[Fault] = []
        pieces = first
        for page, texts in enumerate(self._texts.pages(record)):
            pieces, values = self._values(pieces, texts, page, faults)
            chunks.extend(chain.from_iterable(zip(pieces, values, strict=False)))
            chunks.append(pieces[-1])
            pieces = further
        if faults:
            raise InputError(*faults)
        chunks.append(end)
        document = part(DOCUMENT, "".join(chunks).encode(), LEVEL)
        if not carry:
            return tagged(zipped([*self._parts[:2], document, *self._parts[2:]]), None, key)
        parts, name = self._carrying_parts
        carried = Carried.of(self._template.layout.form, self._texts.printed(record))
        told = part(name, _as_part(carried.to_tag if key else carried), 0 if key else 1)  # a tag is put in later
        return tagged(zipped([*parts[:2], document, *parts[2:], told]), carried, key)

    def _values(
        self, pieces: list[str], texts: list[str], page: int, faults: list[Fault]
    ) -> tuple[list[str], list[str]]:
        """The texts as XML, and the pieces around them; what is too wide for its cell is set as in the PDF."""
        pieces, values = list(pieces), list(texts)
        for index, text in enumerate(texts):
            is_figure = self._texts.signs[index] is not None and text != LATER
            if not text or (is_figure and len(text) <= self._short[index]):
                continue
            values[index] = escape(text)
            if self._template.layout.slots[index].picture:
                pieces[index] = self._pictured(index, pieces[index], text)
            if len(text) > self._room[index]:
                try:
                    pieces[index], values[index] = self._fitted(index, pieces[index], text)
                except NotationError as error:
                    layout = self._template.layout
                    faults.append(Fault(layout.path_on(layout.slots[index], page), error.message))
        return pieces, values

    def _pictured(self, index: int, piece: str, text: str) -> str:
        """The piece before a value, with the picture of it in the blank paragraph above."""
        from hjforms.render import strips, vml  # one form draws any, and every command waits for what it imports

        strip = strips.above(self._template.layout.slots[index], text)
        if strip is None:
            return piece
        end = piece.rindex("</w:p>")
        return f"{piece[:end]}{vml.drawn(strip, text)}{piece[end:]}"

    def _fitted(self, index: int, piece: str, text: str) -> tuple[str, str]:
        """A text at the size at which it fits its cell, and the piece before it with the lines as close as they may be.

        Office programs set lines further apart by themselves, each font in its own way, and cut off what is too low.
        """
        slot = self._template.layout.slots[index]
        x0, y0, x1, y1 = slot.box
        setting = fit_office(text, x1 - x0, y1 - y0, slot.size)
        if setting.leading is not None:
            piece = _spaced(piece, setting.leading)
        if setting.size == slot.size:
            return piece, escape(text)
        run = _SIZES.sub(rf"\g<1>{round(setting.size * 2)}", self._runs[index])
        return piece, f'</w:t></w:r><w:r>{run}<w:t xml:space="preserve">{escape(text)}'

    @cached_property
    def _room(self) -> list[float]:
        """How many characters of any text surely fit each slot in one line."""
        slots = self._template.layout.slots
        return [(slot.box[2] - slot.box[0] - 2 * PADDING) / slot.size * 0.8 for slot in slots]

    @cached_property
    def _short(self) -> list[int]:
        """How many characters of a figure surely fit each slot in one line: half as wide, but for its signs."""
        wide = (sum(not sign.isascii() for sign in signs or "") for signs in self._texts.signs)
        return [int(2 * room) - signs for room, signs in zip(self._room, wide, strict=True)]


def _as_part(carried: Carried) -> bytes:
    """A record as a part of the package."""
    text = escape(carried.dump(carried.digest).decode())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<record xmlns="{CARRIED}">{text}</record>'.encode()


def _break_before(paragraph: re.Match[str]) -> str:
    """The first paragraph of a page, told to begin a new one."""
    opening, properties = paragraph.groups()
    if properties:
        return f"{opening}{properties}<w:pageBreakBefore/>"
    return f"{opening}<w:pPr><w:pageBreakBefore/></w:pPr>"


def _in_font(piece: str, family: str) -> str:
    """The piece before a value, with its run in another font."""
    start = max(piece.rfind("<w:r>"), piece.rfind("<w:r "))
    fonts = f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}" w:cs="{family}"/>'
    found = _RUN.fullmatch(piece, start)
    assert found  # a value stands in a run
    opening, style, properties, rest = found.groups("")
    return f"{piece[:start]}{opening}<w:rPr>{style}{fonts}{_FONTS.sub('', properties)}</w:rPr>{rest}"


def _spaced(piece: str, leading: float) -> str:
    """The piece before a value, with the lines of its paragraph exactly ``leading`` points apart."""
    start = max(piece.rfind("<w:p>"), piece.rfind("<w:p "))
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{int(leading * 20)}" w:lineRule="exact"/>'
    found = _PROPERTIES.fullmatch(piece, start)
    assert found  # a value stands in a cell, and a cell holds a paragraph
    opening, properties, rest = found.groups("")
    before, after = _SPACING_PLACE.split(properties, maxsplit=1)
    return f"{piece[:start]}{opening}<w:pPr>{before}{spacing}{after}</w:pPr>{rest}"


def _packed_parts(parts: dict[str, bytes]) -> list[Part]:
    return [part(name, data, 9) for name, data in parts.items() if name != DOCUMENT]


def package(parts: dict[str, bytes]) -> bytes:
    """A Word file of these parts, the same bytes on every day."""
    return zipped([part(name, data, 9) for name, data in parts.items()])
