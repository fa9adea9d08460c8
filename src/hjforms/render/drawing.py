"""Drawings (图): boxes, lines and texts on a page, written as SVG or as pages of PDF without a template.

Lengths are points, y runs downwards from the top. Everything is black, white and grey, and what differs differs in its
pattern as well, so that it prints on any machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from hjforms.render.embedding import Codes, embedded
from hjforms.render.typeset import one_line
from hjforms.render.xml import escape, quoted
from hjforms.template import acroform
from hjforms.template.objects import PdfWriter, stream

Anchor = Literal["start", "middle", "end"]
Hatch = Literal["", "/", "x"]
Point = tuple[float, float]
MARGIN = 8.0  # left and right of a drawing that stands alone
SPACING = 3.0  # between the lines of a hatch
FAMILY = "'Noto Serif CJK SC','Noto Serif SC','Source Han Serif SC','Songti SC','SimSun',serif"


class Text(NamedTuple):
    """A line of text on its baseline."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"


class Stroke(NamedTuple):
    """A line through two or more points; ``dash`` is the length of its dashes and gaps, nothing where it is whole."""

    points: tuple[Point, ...]
    width: float = 0.5
    dash: float = 0


class Box(NamedTuple):
    """A box: its ground from 0 (black) to 1 (white), its hatch, and how wide its border is."""

    x: float
    y: float
    width: float
    height: float
    grey: float | None = None
    hatch: Hatch = ""
    border: float = 0.5


Shape = Text | Stroke | Box


@dataclass(frozen=True)
class Drawing:
    """Shapes in a space of so many points. ``title`` and ``description`` say in words what they show."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""
    description: str = ""

    def moved(self, x: float, y: float) -> Iterator[Shape]:
        """Its shapes, moved."""
        for shape in self.shapes:
            if isinstance(shape, Stroke):
                yield shape._replace(points=tuple((left + x, top + y) for left, top in shape.points))
            else:
                yield shape._replace(x=shape.x + x, y=shape.y + y)


def hatched(box: Box) -> Iterator[Stroke]:
    """The lines of the hatch of a box, each cut off at its edges; none where it has no hatch."""
    if not box.hatch:
        return
    width, height = box.width, box.height
    steps = [step * SPACING for step in range(1, int((width + height) / SPACING) + 1)]
    for at in steps:
        low, high = max(0.0, at - height), min(at, width)
        if low < high:
            rising = ((box.x + low, box.y + at - low), (box.x + high, box.y + at - high))
            yield Stroke(rising, 0.4)
            if box.hatch == "x":
                yield Stroke(tuple((x, 2 * box.y + height - y) for x, y in rising), 0.4)


def number(value: float) -> str:
    """A length as files of drawings say it, to the hundredth of a point."""
    return f"{round(value, 2):g}"


def grey(share: float) -> str:
    """A grey as XML says it, from 0 (black) to 1 (white)."""
    return "#" + f"{round(share * 255):02x}" * 3


# ------------------------------------------------------------------------------------------------- SVG


def svg(drawing: Drawing) -> bytes:
    """The drawing as SVG, with its title and its description for those who do not see it."""
    left, width, height = number(-MARGIN), number(drawing.width + 2 * MARGIN), number(drawing.height)
    space = f'viewBox="{left} 0 {width} {height}" width="{width}pt" height="{height}pt"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {space} role="img" aria-labelledby="title desc" lang="zh-CN">',
        f'<title id="title">{escape(drawing.title)}</title>',
        f'<desc id="desc">{escape(drawing.description)}</desc>',
        f'<rect x="{left}" width="{width}" height="{height}" fill="#fff"/>',
        f'<g font-family="{FAMILY}" fill="none" stroke="#000">',
        *(element for shape in drawing.shapes for element in _elements(shape)),
        "</g>",
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _elements(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Text):
        anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
        place = f'x="{number(shape.x)}" y="{number(shape.y)}" font-size="{number(shape.size)}"'
        yield f'<text {place}{anchor} fill="#000" stroke="none" xml:space="preserve">{escape(shape.text)}</text>'
    elif isinstance(shape, Stroke):
        points = " ".join(f"{number(x)},{number(y)}" for x, y in shape.points)
        dash = f' stroke-dasharray="{number(shape.dash)}"' if shape.dash else ""
        yield f"<polyline points={quoted(points)} stroke-width={quoted(number(shape.width))}{dash}/>"
    else:
        fill = "none" if shape.grey is None else grey(shape.grey)
        place = f'x="{number(shape.x)}" y="{number(shape.y)}"'
        size = f'width="{number(shape.width)}" height="{number(shape.height)}"'
        border = f'stroke-width="{number(shape.border)}"' if shape.border else 'stroke="none"'
        yield f'<rect {place} {size} fill="{fill}" {border}/>'
        for line in hatched(shape):
            yield from _elements(line)


# ------------------------------------------------------------------------------------------------- PDF


def pdf(pages: Sequence[Drawing], title: str) -> bytes:
    """Pages of PDF with these drawings, and fonts for every character of them.

    Raises ``NotationError`` for a character that no font has.
    """
    chunks: list[bytes] = []
    writer = PdfWriter(chunks.append)
    codes: defaultdict[int, Codes] = defaultdict(Codes)
    resources, tree = writer.reserve(), writer.reserve()
    numbers = []
    for page in pages:
        operators = [operator for shape in page.shapes for operator in _operators(shape, page.height, codes)]
        content = writer.add(stream("".join(operators).encode("ascii")))
        body = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Resources %d 0 R/Contents %d 0 R>>"
        numbers.append(writer.add(body % (tree, page.width, page.height, resources, content)))
    fonts = b"".join([b"/F%d %d 0 R" % (face, embedded(writer, face, used)) for face, used in codes.items()])
    writer.write(resources, b"<</Font<<%b>>>>" % fonts)
    writer.write(tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(numbers), acroform.references(numbers)))
    root = writer.add(b"<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)>>" % tree)
    writer.close(root, writer.add(acroform.information(title)))
    return b"".join(chunks)


def _operators(shape: Shape, top: float, codes: defaultdict[int, Codes]) -> Iterator[str]:
    """The operators that draw a shape on a page whose upper edge is at ``top``."""
    if isinstance(shape, Text):
        yield from _shown(shape, top, codes)
    elif isinstance(shape, Stroke):
        dash = f"[{number(shape.dash)}]" if shape.dash else "[]"
        (first, *rest) = shape.points
        path = f"{_point(first, top)} m " + "".join(f"{_point(point, top)} l " for point in rest)
        yield f"{number(shape.width)} w {dash} 0 d {path}S\n"
    else:
        place = f"{_point((shape.x, shape.y + shape.height), top)} {number(shape.width)} {number(shape.height)} re"
        if shape.grey is not None:
            yield f"{number(shape.grey)} g {place} f 0 g\n"
        for line in hatched(shape):
            yield from _operators(line, top, codes)
        if shape.border:
            yield f"{number(shape.border)} w [] 0 d {place} S\n"


def _point(point: Point, top: float) -> str:
    return f"{number(point[0])} {number(top - point[1])}"


def _shown(shape: Text, top: float, codes: defaultdict[int, Codes]) -> Iterator[str]:
    line = one_line(shape.text, shape.size)
    left = shape.x - line.width * {"start": 0, "middle": 0.5, "end": 1}[shape.anchor]
    for run in line.runs:
        shown = "".join([codes[run.face][character] for character in run.characters])
        place = _point((left + run.offset * shape.size / 1000, shape.y), top)
        yield f"BT /F{run.face} {number(shape.size)} Tf 1 0 0 1 {place} Tm <{shown}> Tj ET\n"
