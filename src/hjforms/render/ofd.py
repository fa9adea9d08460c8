"""Drawing OFD (输出 OFD, GB/T 33190-2016): the texts of a record into the slots of its compiled template.

The page of the template is the template page of the document, made once. A page of values has a text object for each
text, placed as in the PDF. Fonts are embedded with the characters that are used, each under its own code, so that any
reader of the format can show and extract them. Lengths are millimetres, the origin is the upper left corner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from hjforms.errors import Fault, InputError, NotationError, TemplateError
from hjforms.records.base import Record
from hjforms.records.carried import Carried
from hjforms.records.rules import Check, Rule
from hjforms.render import strips
from hjforms.render.fonts import faces
from hjforms.render.outlines import with_characters
from hjforms.render.pens import ASCII, Pen
from hjforms.render.remembered import Remembered
from hjforms.render.texts import TextWriter
from hjforms.render.typeset import Run
from hjforms.render.vouched import tagged
from hjforms.render.xml import escape
from hjforms.render.zipped import Part, ZipWriter, part
from hjforms.template import content
from hjforms.template.acroform import PRODUCER
from hjforms.template.objects import data_of, entries_of
from hjforms.template.store import Compiled
from hjforms.wording import Sentence, named

if TYPE_CHECKING:
    from hjforms.keys import Key

MILLIMETRE = 25.4 / 72  # a point in millimetres
NAMESPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FORM = "hjforms"
"""The name under which the information of a document says of which form it is."""
FOLDER = "Doc_0"
TEMPLATE_ID, FIRST_FONT = 1, 2
FIGURES = -1  # the face of what is ASCII alone
TAIL = "</ofd:TextCode></ofd:TextObject>"
PATH_TAIL = "</ofd:AbbreviatedData></ofd:PathObject>"
HAIRLINE = 0.1  # points, of a rule without a width
LEVEL = 1  # of compression of pages: most of them is the same again and again
MOST_FACES = 30
MOST_PAGES = 5000  # of a file: readers unpack it as a whole
MOST_PLACES = 1024
ODD = Sentence("模板上有图片、底纹或转了方向的文字，OFD 里画不出来；请改用没有这些的模板，或写成 PDF。")
VARIANT = "第{position}个字“{character}”是异体字形，OFD 里写不出来，请写成 PDF。"


class Label(NamedTuple):
    """A font of labels: its file, the characters of its codes, and how wide each is, in 1/1000 em."""

    number: int
    program: bytes
    characters: dict[int, str]
    widths: dict[int, float]


def _length(points: float) -> str:
    """A length in millimetres, to the thousandth."""
    return f"{points * MILLIMETRE:.3f}".rstrip("0").rstrip(".")


class _Steps(dict[int, str]):
    """By a character (its number) how far the next one of a text of a size stands, as a text of figures."""

    def __init__(self, size: float) -> None:
        self._size = size

    def __missing__(self, point: int) -> str:
        glyph = faces().glyph(chr(point))
        assert glyph is not None
        self[point] = step = f"{_length(glyph.advance * self._size / 1000)} "
        return step


class OfdRenderer:
    """Draws records on one template."""

    def __init__(
        self, template: Compiled, title: str, record_type: type[Record], rules: Sequence[Rule | Check] = ()
    ) -> None:
        self.template, self.title = template, title
        self.texts = TextWriter(template.layout, record_type, rules)
        layout = template.layout
        self.pens = [Pen(slot) for slot in layout.slots]
        self.steps = [_STEPS[slot.size] for slot in layout.slots]
        self.places = [Remembered(self._placing(pen), MOST_PLACES) for pen in self.pens]

    def _placing(self, pen: Pen) -> Callable[[int | None], str | None]:
        x0, _, _, y1 = pen.slot.box

        def place(width: int | None) -> str | None:
            point = None if width is None else pen.at(width * pen.slot.size / 1000)
            return None if point is None else f' X="{_length(point[0] - x0)}" Y="{_length(y1 - point[1])}"'

        return place

    @cached_property
    def boundaries(self) -> list[str]:
        """The box of each slot, as an attribute."""
        height = self.template.layout.height
        return [
            f' Boundary="{_length(x0)} {_length(height - y1)} {_length(x1 - x0)} {_length(y1 - y0)}"'
            for x0, y0, x1, y1 in (slot.box for slot in self.template.layout.slots)
        ]

    @cached_property
    def heads(self) -> tuple[list[str], list[str]]:
        """What begins the text object of each slot after its id: in the first face, and in the font of figures."""
        slots = list(zip(self.boundaries, self.template.layout.slots, strict=True))
        of_face, of_figures = (
            [f'"{box} Font="{self.font_id(face)}" Size="{_length(slot.size)}"><ofd:TextCode' for box, slot in slots]
            for face in (0, FIGURES)
        )
        return of_face, of_figures

    def font_id(self, face: int) -> int:
        """The id of the font of a face; those of labels come first."""
        return FIRST_FONT + len(self.labels) + face - FIGURES

    @cached_property
    def labels(self) -> dict[str, Label]:
        """The fonts of the labels by their names on the page."""
        background = self.template.background

        def entries(index: int) -> dict[str, bytes]:
            return entries_of(background[index].partition(b">>stream\n")[0] + b">>")

        def referred(value: bytes) -> int:
            return int(value.split()[0]) - 1

        def inner(value: bytes) -> dict[str, bytes]:
            return entries_of(value) if value.startswith(b"<<") else entries(referred(value))

        fonts = inner(inner(entries(0)["Resources"]).get("Font", b"<<>>"))
        found = {}
        for number, (name, reference) in enumerate(fonts.items()):
            font = entries(referred(reference))
            descriptor = inner(font["FontDescriptor"])
            widths, first = font["Widths"].strip(b"[]").split(), int(font["FirstChar"])
            codes = content.characters_of(data_of(background[referred(font["ToUnicode"])]))
            found[name] = Label(
                number,
                data_of(background[referred(descriptor["FontFile2"])]),
                codes,
                {first + place: float(width) for place, width in enumerate(widths)},
            )
        return found

    @cached_property
    def label_parts(self) -> list[Part]:
        """The fonts of the labels as parts of the package."""
        more = faces()[0].described
        made = []
        for label in self.labels.values():
            places = {ord(char): code for code, char in label.characters.items() if len(char) == 1}
            made.append(part(_font_file(f"Labels{label.number}"), with_characters(label.program, places, more), 9))
        return made

    @cached_property
    def figure_part(self) -> Part:
        """The font of what is ASCII alone as a part of the package."""
        glyphs = [glyph.number for glyph in map(faces().glyph, ASCII) if glyph]
        return part(_font_file("Figures"), faces()[0].own_program(ASCII, glyphs), 9)

    @cached_property
    def first_id(self) -> int:
        """The first id that is free for what stands on pages."""
        return self.font_id(MOST_FACES)

    @cached_property
    def background(self) -> tuple[Part, int]:
        """The template page as a part of the package, and how many ids it takes."""
        objects: list[str] = []
        start = self.first_id + 1  # after its layer
        for block in content.blocks_of(data_of(self.template.background[0])):
            if block.is_odd:
                raise TemplateError(named(self.template.layout.form, ODD))
            objects += (self._rule(rule, start + number) for number, rule in enumerate(block.rules, len(objects)))
            objects += (self._label(shown, start + number) for number, shown in enumerate(block.shown, len(objects)))
        page = _layer(self.first_id, "Background", objects)
        return part(f"{FOLDER}/Tpls/Tpl_0/Content.xml", _element("Page", page), 9), len(objects) + 1

    def _rule(self, rule: content.Rule, number: int) -> str:
        """A rule as a path object, whose boundary takes in its width."""
        height, width = self.template.layout.height, max(rule.width, HAIRLINE)
        left, top = min(rule.x0, rule.x1) - width / 2, height - max(rule.y0, rule.y1) - width / 2
        across, down = abs(rule.x1 - rule.x0) + width, abs(rule.y1 - rule.y0) + width
        box = " ".join(map(_length, (left, top, across, down)))
        start, end = (
            f"{_length(x - left)} {_length(height - y - top)}" for x, y in ((rule.x0, rule.y0), (rule.x1, rule.y1))
        )
        return (
            f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_length(width)}">'
            f"{_colour('StrokeColor', rule.colour)}"
            f"<ofd:AbbreviatedData>M {start} L {end}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _label(self, shown: content.Shown, number: int) -> str:
        """A label as a text object."""
        label, size = self.labels[shown.font], shown.size
        kerns = dict(shown.kerns)
        text = "".join([label.characters[code] for code in shown.codes])
        steps = [(label.widths[code] - kerns.get(place, 0)) * size / 1000 for place, code in enumerate(shown.codes, 1)]
        height = self.template.layout.height
        top, wide = height - shown.y - size, sum(steps)
        box = " ".join(map(_length, (shown.x, top, wide, size * 1.4)))
        delta = f' DeltaX="{" ".join(map(_length, steps[:-1]))}"' if len(steps) > 1 else ""
        return (
            f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{FIRST_FONT + label.number}" Size="{_length(size)}">'
            f"{_colour('FillColor', shown.colour)}"
            f'<ofd:TextCode X="0" Y="{_length(size)}"{delta}>{escape(text)}{TAIL}'
        )

    @cached_property
    def entrance(self) -> tuple[str, str]:
        """What the first file of the package says, before and after the id of the document."""
        form = f'<ofd:CustomData Name="{FORM}">{self.template.layout.form}</ofd:CustomData>'
        after = (
            f"</ofd:DocID><ofd:Title>{escape(self.title)}</ofd:Title><ofd:Creator>{PRODUCER}</ofd:Creator>"
            f"<ofd:CustomDatas>{form}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>{FOLDER}/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody>"
        )
        return "<ofd:DocBody><ofd:DocInfo><ofd:DocID>", after

    def document(self, sink: Callable[[bytes], object]) -> Document:
        """A file in the making."""
        return Document(self, sink)

    def render(self, record: Record, *, carry: bool = True, key: Key | None = None) -> bytes:
        """The OFD of one record, which it also carries as JSON where ``carry`` says so, with the tag by a key."""
        chunks: list[bytes] = []
        document = self.document(chunks.append)
        document.add(record)
        carried = Carried.of(self.template.layout.form, self.texts.printed(record)) if carry else None
        if carried is not None:
            document.carry(carried.to_tag if key else carried)
        document.close()
        return tagged(b"".join(chunks), carried, key)


_STEPS: Remembered[float, _Steps] = Remembered(_Steps, 64)


class Document:
    """An OFD file in the making: pages are written as they come, fonts at the end."""

    def __init__(self, renderer: OfdRenderer, sink: Callable[[bytes], object]) -> None:
        self._renderer, self._zip = renderer, ZipWriter(sink)
        background, count = renderer.background
        self._zip.add(background)
        for made in renderer.label_parts:
            self._zip.add(made)
        self._next = renderer.first_id + count
        self._pages: list[int] = []
        self._characters: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self._digest = blake2b(digest_size=16)
        self._attached: list[str] = []
        self._has_figures = False

    def add(self, record: Record) -> None:
        """Write the pages of a record. Raises ``InputError`` with every text that cannot be printed."""
        self.add_pages(list(self._renderer.texts.pages(record)))

    def add_pages(self, pages: Sequence[Sequence[str]]) -> None:
        """Write pages of which these are the texts of the slots."""
        if len(self._pages) + len(pages) > MOST_PAGES:
            raise InputError(Sentence("一个 OFD 文件最多 {most} 页，请分成几个文件，或写成 PDF。", most=MOST_PAGES))
        faults: list[Fault] = []
        made = [self._page(texts, number, faults) for number, texts in enumerate(pages)]
        if faults:
            raise InputError(*faults)
        for page, objects in made:
            data = _element("Page", f'<ofd:Template TemplateID="{TEMPLATE_ID}" ZOrder="Background"/>{objects}')
            self._digest.update(data)
            self._zip.add(part(f"{FOLDER}/Pages/Page_{len(self._pages)}/Content.xml", data, LEVEL))
            self._pages.append(page)

    def _page(self, texts: Sequence[str], number: int, faults: list[Fault]) -> tuple[int, str]:
        """The id of a page, and its objects; every text that cannot be printed goes to ``faults``."""
        renderer = self._renderer
        page = self._next
        first = page + 2  # after the page and its layer
        of_face, of_figures = renderer.heads
        widths, own = faces().widths, self._characters[0]
        objects: list[str] = []
        more: list[tuple[int, str]] = []
        for index, text in enumerate(texts):
            if not text:
                continue
            place = renderer.places[index][widths[text]]
            if place is None:
                more.append((index, text))
                continue
            if text.isascii():
                head, self._has_figures = of_figures[index], True
            else:
                head = of_face[index]
                for char in text:
                    own.setdefault(char, len(own) + 1)
            delta = f' DeltaX="{text[:-1].translate(renderer.steps[index])[:-1]}"' if len(text) > 1 else ""
            objects.append(f'<ofd:TextObject ID="{first + index}{head}{place}{delta}>{escape(text)}{TAIL}')
        self._next = first + len(texts)
        for index, text in more:
            try:
                objects += self._lines(index, text)
            except NotationError as error:
                layout = renderer.template.layout
                faults.append(Fault(layout.path_on(layout.slots[index], number), error.message))
        for index, text in enumerate(texts):
            if text and renderer.template.layout.slots[index].picture:
                objects += self._picture(index, text)
        return page, _layer(page + 1, "Body", objects)

    def _picture(self, index: int, text: str) -> Iterator[str]:
        """The path objects of the picture of a text, all in the room above its slot."""
        layout = self._renderer.template.layout
        slot, strip = layout.slots[index], strips.above(layout.slots[index], text)
        if strip is None:
            return
        edges = (strip.left, layout.height - slot.box[3] - strip.height, strip.width, strip.height)
        boundary = f'Boundary="{" ".join(map(_length, edges))}"'
        for paint, lines in strip.painted.items():
            look = f' LineWidth="{_length(paint.width)}">'
            if paint.grey is not None:
                look = f' Stroke="false" Fill="true">{_colour("FillColor", (paint.grey,))}'
            end = " C" if paint.is_closed else ""
            data = " ".join([f"{_path(line)}{end}" for line in lines])
            self._next += 1
            yield f'<ofd:PathObject ID="{self._next - 1}" {boundary}{look}<ofd:AbbreviatedData>{data}{PATH_TAIL}'

    def _lines(self, index: int, text: str) -> Iterator[str]:
        """The text objects of a text that is wrapped, shrunk or of several faces."""
        for line, *place in self._renderer.pens[index].lines(text):
            for run in line.runs:
                self._next += 1
                yield self._run(index, run, self._next - 1, *place)

    def _run(self, index: int, run: Run, number: int, size: float, x: float, y: float) -> str:
        renderer = self._renderer
        x0, _, _, y1 = renderer.template.layout.slots[index].box
        own = self._characters[run.face]
        for place, char in enumerate(run.characters, 1):
            if len(char) > 1:
                raise NotationError(Sentence(VARIANT, position=place, character=char), place - 1)
            own.setdefault(char, len(own) + 1)
        text = "".join(run.characters)
        delta = f' DeltaX="{text[:-1].translate(_STEPS[size])[:-1]}"' if len(text) > 1 else ""
        left = x + run.offset * size / 1000 - x0
        return (
            f'<ofd:TextObject ID="{number}"{renderer.boundaries[index]} Font="{renderer.font_id(run.face)}"'
            f' Size="{_length(size)}"><ofd:TextCode X="{_length(left)}" Y="{_length(y1 - y)}"{delta}>'
            f"{escape(text)}{TAIL}"
        )

    def carry(self, carried: Carried) -> None:
        """Attach a record as JSON, as it is."""
        digest = carried.digest
        data, name = carried.dump(digest), f"hjforms-{digest[:8]}.json"
        self._digest.update(carried.bare.dump(digest))  # the tag is of the whole file, its id among it
        self._zip.add(part(f"{FOLDER}/Attachs/{name}", data, 0))
        self._attached.append(
            f'<ofd:Attachment ID="{FORM}-{digest[:8]}" Name="{name}" Format="json" Visible="false">'
            f"<ofd:FileLoc>/{FOLDER}/Attachs/{name}</ofd:FileLoc></ofd:Attachment>"
        )
        self._zip.add(part(f"{FOLDER}/Attachs/Attachments.xml", _element("Attachments", "".join(self._attached)), 0))

    def close(self) -> None:
        """Write fonts, the list of pages, and what opens the document."""
        renderer, add = self._renderer, self._zip.add
        fonts = [_font(FIRST_FONT + label.number, f"Labels{label.number}") for label in renderer.labels.values()]
        if self._has_figures:
            add(renderer.figure_part)
            fonts.append(_font(renderer.font_id(FIGURES), "Figures"))
        for face, characters in self._characters.items():
            if characters:
                glyphs = [glyph.number for glyph in map(faces().glyph, characters) if glyph]
                add(part(_font_file(f"Values{face}"), faces()[face].own_program(list(characters), glyphs), 0))
                fonts.append(_font(renderer.font_id(face), f"Values{face}"))
        add(
            part(
                f"{FOLDER}/PublicRes.xml",
                _element("Res", f"<ofd:Fonts>{''.join(fonts)}</ofd:Fonts>", ' BaseLoc="Res"'),
                0,
            )
        )
        layout = renderer.template.layout
        pages = "".join(
            [
                f'<ofd:Page ID="{page}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
                for place, page in enumerate(self._pages)
            ]
        )
        attached = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if self._attached else ""
        document = (
            f"<ofd:CommonData><ofd:MaxUnitID>{self._next}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0"
            f" {_length(layout.width)} {_length(layout.height)}</ofd:PhysicalBox></ofd:PageArea>"
            f'<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="{TEMPLATE_ID}"'
            f' BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{attached}'
        )
        add(part(f"{FOLDER}/Document.xml", _element("Document", document), 0 if len(self._pages) < 10 else LEVEL))
        before, after = renderer.entrance
        entrance = _element("OFD", f"{before}{self._digest.hexdigest()}{after}", ' Version="1.0" DocType="OFD"')
        add(part("OFD.xml", entrance, 0))
        self._zip.close()


def _font(number: int, name: str) -> str:
    names = f'FontName="HJFORM+{name}" FamilyName="HJFORM+{name}"'
    return f'<ofd:Font ID="{number}" {names}><ofd:FontFile>{name}.ttf</ofd:FontFile></ofd:Font>'


def _layer(number: int, kind: str, objects: Sequence[str]) -> str:
    return f'<ofd:Content><ofd:Layer ID="{number}" Type="{kind}">{"".join(objects)}</ofd:Layer></ofd:Content>'


def _font_file(name: str) -> str:
    return f"{FOLDER}/Res/{name}.ttf"


def _colour(name: str, values: tuple[float, ...]) -> str:
    """A colour that is not black."""
    parts = values * 3 if len(values) == 1 else values
    shown = [round(part * 255) for part in parts[:3]]
    return f'<ofd:{name} Value="{shown[0]} {shown[1]} {shown[2]}"/>' if any(shown) else ""


def _path(points: strips.Line) -> str:
    """A line through points."""
    return " ".join(f"{'L' if number else 'M'} {_length(x)} {_length(y)}" for number, (x, y) in enumerate(points))


def _element(name: str, inside: str, attributes: str = "") -> bytes:
    """The root of a file of the package."""
    return f'{HEAD}<ofd:{name} xmlns:ofd="{NAMESPACE}"{attributes}>{inside}</ofd:{name}>\n'.encode()
