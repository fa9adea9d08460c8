"""Archives (归档件): the same pages as PDF/A (ISO 19005), and a single record tagged as PDF/UA-1 (ISO 14289-1).

With its record a file is PDF/A-3b, without PDF/A-2b. What a plain file leaves to the viewer is stated: the colours (an
output intent), the metadata (XMP), an encoding of figures without differences, no font that is not embedded. A print
run of many records is no document that is read aloud: it shares its pages' background and has no structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, cached_property
from itertools import compress
from operator import not_
from pathlib import Path

from hjforms.records.base import Record
from hjforms.records.carried import Carried
from hjforms.records.rules import Check, Rule
from hjforms.render.pdf import Document, Packing, PdfRenderer
from hjforms.render.pens import PLAIN_SIGNS, FigureFont, Pen, plain_figure_font
from hjforms.render.tagging import Page, Tags, Widget
from hjforms.render.xml import escape
from hjforms.template.acroform import PRODUCER
from hjforms.template.objects import Opening, data_of, entries_of, plain_stream, stream
from hjforms.template.store import LABELS, Compiled, Manner

END = "EMC\n"
BARE, CARRIES = PARTS = 2, 3
"""The parts of PDF/A that files follow: without a record, and with one."""
PACKING = Packing(2048, 2, 15, 8)  # marks are alike: little effort packs them
PROFILE = Path(__file__).parent / "srgb.icc"
METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{more}<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
ACCESSIBLE = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
"""
"""A schema that PDF/A does not know has to be described in the metadata that use it."""
_REFERENCE = re.compile(rb"(\d{1,9}) 0 R")


def renderer(
    manner: Manner, template: Compiled, title: str, record_type: type[Record], rules: Sequence[Rule | Check] = ()
) -> PdfRenderer:
    """What draws records on a template in a manner."""
    if manner is Manner.PLAIN:
        return PdfRenderer(template, title, record_type, rules)
    return ArchiveRenderer(template, title, record_type, rules, is_tagged=manner is Manner.TAGGED)


@cache
def colours() -> bytes:
    """The output intent's profile as an object: sRGB, made by ``tools/colour.py``."""
    return stream(PROFILE.read_bytes(), b"/N 3")


class ArchiveRenderer(PdfRenderer):
    """Draws records on one template for archives; ``is_tagged`` where a file is to hold a single one."""

    signs = PLAIN_SIGNS
    encoding = b"/WinAnsiEncoding"

    def __init__(
        self,
        template: Compiled,
        title: str,
        record_type: type[Record],
        rules: Sequence[Rule | Check] = (),
        *,
        is_tagged: bool = False,
    ) -> None:
        super().__init__(template, title, record_type, rules)
        self.is_tagged = is_tagged

    @property
    def font(self) -> FigureFont:
        """The font of figures, in plain codes."""
        return plain_figure_font()

    @cached_property
    def tags(self) -> Tags:
        """The structure of a page, and the background marked by it."""
        return Tags(self.template.layout, data_of(self.template.background[0]))

    @cached_property
    def marks(self) -> list[str]:
        """What stands before the text of each slot; none where nothing is tagged."""
        if not self.is_tagged:
            return []
        first = self.tags.first_value
        return [f"/P<</MCID {first + index}>>BDC\n" for index in range(len(self.template.layout.slots))]

    @cached_property
    def blanks(self) -> list[str]:
        """What stands for each slot that is blank."""
        return [f"{mark}{END}" for mark in self.marks]

    @cached_property
    def pens(self) -> list[Pen]:
        """A pen for each slot, which marks what it draws."""
        if not self.is_tagged:
            return super().pens
        return [Pen(slot, mark, END) for slot, mark in zip(self.template.layout.slots, self.marks, strict=True)]

    @cached_property
    def openings(self) -> Mapping[bool | None, Opening]:
        """The objects that begin a file; where it is known which part of PDF/A it follows, its metadata among them."""
        known = {part == CARRIES: (*self._before, self.metadata[part]) for part in PARTS}
        return {None: self._opening(self._before), **{carries: self._opening(own) for carries, own in known.items()}}

    @cached_property
    def _before(self) -> tuple[bytes, ...]:
        """The background, the profile of colours, and the background as it is marked."""
        own = (colours(), stream(self.tags.content)) if self.is_tagged else (colours(),)
        return *self.template.archived_background, *own

    @property
    def metadata_number(self) -> int:
        """The object number of the metadata, where they are among the first objects."""
        return len(self._before) + 1

    @property
    def profile_number(self) -> int:
        """The object number of the profile of colours."""
        return len(self.template.background) + 1

    @cached_property
    def stated(self) -> bytes:
        """What the catalog says of colours and of the title."""
        intent = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile %d 0 R>>"
        return b"/OutputIntents[%b]/ViewerPreferences<</DisplayDocTitle true>>" % (intent % self.profile_number)

    @cached_property
    def metadata(self) -> dict[int, bytes]:
        """The metadata of a file as an object, by the part of PDF/A that it follows."""
        more = ACCESSIBLE if self.is_tagged else ""
        said = {"title": escape(self.title), "producer": PRODUCER, "more": more}
        return {
            part: plain_stream(METADATA.format(part=part, **said).encode(), b"/Type/Metadata/Subtype/XML")
            for part in PARTS
        }

    @cached_property
    def label_resources(self) -> tuple[bytes, bytes, bytes]:
        """What the marked background draws with: its fonts, its pictures, and everything else."""
        found = entries_of(entries_of(self._dictionary(0)).get("Resources", b""))
        fonts, pictures = self._named(found.pop("Font", b"")), self._named(found.pop("XObject", b""))
        found.pop("ProcSet", None)
        return (
            b"".join([b"/%b%b %b" % (LABELS.encode(), name.encode(), value) for name, value in fonts.items()]),
            b"".join([b"/%b %b" % (name.encode(), value) for name, value in pictures.items()]),
            b"".join([b"/%b %b" % (name.encode(), value) for name, value in found.items()]),
        )

    def _dictionary(self, index: int) -> bytes:
        return self.template.background[index].partition(b">>stream\n")[0] + b">>"

    def _named(self, value: bytes) -> dict[str, bytes]:
        """A dictionary of resources, be it stated or referred to."""
        reference = _REFERENCE.fullmatch(value)
        return entries_of(self._dictionary(int(reference[1]) - 1) if reference else value)

    def document(self, sink: Callable[[bytes], object], *, carries: bool | None = None) -> Document:
        """An archive in the making that begins with this form."""
        return ArchiveDocument(self, sink, carries)


class ArchiveDocument(Document):
    """An archive in the making."""

    _packing = PACKING

    def __init__(self, renderer: ArchiveRenderer, sink: Callable[[bytes], object], carries: bool | None) -> None:
        super().__init__(renderer, sink, carries)
        self._archive = renderer
        self._is_described = carries is not None
        self._part = BARE
        self._keys = 0
        self._structured: list[Page] = []
        self._tagged_fields: dict[int, Widget] = {}
        self._on_page: dict[int, int] = {}

    def carry(self, carried: Carried) -> None:
        """Attach a record, which only the third part of PDF/A lets a file do."""
        super().carry(carried)
        self._part = CARRIES

    def _content(self, operators: Sequence[str], texts: Sequence[str], slots: Collection[int] | None = None) -> bytes:
        """The content of a page; slots without a text are marked as well."""
        if not self._archive.is_tagged:
            return super()._content(operators, texts, slots)
        blanks = self._archive.blanks
        if slots is not None:
            texts = [texts[index] if index in slots else "…" for index in range(len(texts))]
        marks = compress(blanks, map(not_, texts))
        pictures = self._pictures(texts, slots)
        return f"BT\n{''.join(operators)}{''.join(marks)}ET\n{pictures}".encode("latin-1")

    def _pictures(self, texts: Sequence[str], slots: Collection[int] | None) -> str:
        """A picture says nothing that its text does not, and is no part of the structure."""
        pictures = super()._pictures(texts, slots)
        return f"/Artifact BMC\n{pictures}EMC\n" if pictures and self._archive.is_tagged else pictures

    def _page(self, number: int, contents: int, annotations: bytes) -> bytes:
        if not self._archive.is_tagged:
            return super()._page(number, contents, annotations)
        key, self._keys = self._keys, self._keys + 1
        self._structured.append(Page(number, key, self._on_page))
        self._on_page = {}
        page = self._paper.page.replace(b"/Contents %d 0 R", b"/Contents[%d 0 R %%d 0 R]" % self._background)
        return page % (contents, b"%b/Tabs/S/StructParents %d" % (annotations, key))

    def _key(self) -> int | None:
        if not self._archive.is_tagged:
            return None
        self._keys += 1
        return self._keys - 1

    def _placed(self, slot: int, widget: int) -> None:
        if self._archive.is_tagged:
            self._on_page[slot] = widget
            self._tagged_fields[widget] = Widget(widget, self._keys - 1)

    @property
    def _background(self) -> int:
        return self._archive.profile_number + 1

    def _typing_font(self) -> int:
        """The font of figures: what else is typed into an archive is drawn by the viewer's own."""
        return self._figures

    def _resources(self, fonts: bytes, background: int) -> bytes:
        if not self._archive.is_tagged:
            return super()._resources(fonts, background)
        labels, pictures, more = self._archive.label_resources
        return b"<</Font<</A %d 0 R%b%b>>/XObject<</Bg %d 0 R%b>>%b>>" % (
            *(self._figures, fonts, labels),
            *(background, pictures, more),
        )

    def _finish(self, entries: bytes) -> None:
        writer, archive = self._writer, self._archive
        described = archive.metadata_number if self._is_described else writer.add(archive.metadata[self._part])
        said = b"/Metadata %d 0 R%b%b" % (described, archive.stated, entries)
        if not archive.is_tagged:
            super()._finish(said)
            return
        first = writer.next_number + 4  # after catalog, information, what holds it, and the cross-references
        root, info = self._add_root(b"%b/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % (said, first))
        if self._tagged_fields:
            packed = archive.tags.structure(first, self._structured, self._tagged_fields)
        else:
            packed = archive.tags.packed(first, tuple([(page.number, page.key) for page in self._structured]))
        writer.close_packed(root, info, packed)
