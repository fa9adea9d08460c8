"""The empty page as SVG (空白页图): what a compiled template prints, drawn as the paper is, for a page in a browser.

Labels are drawn with the outlines that the template embeds, so that they look on every machine as they print, and
nothing is loaded from anywhere. Lengths are points, y runs downwards from the top.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import uharfbuzz
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.utils import apply_matrix_pt, mult_matrix
from typing_extensions import override

from hjforms.template.store import Compiled

HAIRLINE = 0.1  # points: what a line of no width is drawn with
FAINT = 2  # digits behind the point, of lengths in points


@cache
def page_svg(template: Compiled) -> bytes:
    """The labels, lines and boxes of the page of a template as an SVG file of its own; values are not in it."""
    layout = template.layout
    device = _Device(layout.height)
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    for page in PDFPage.get_pages(io.BytesIO(template.pdf)):
        interpreter.process_page(page)
    size = f'viewBox="0 0 {layout.width:g} {layout.height:g}" width="{layout.width:g}pt" height="{layout.height:g}pt"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<defs>\n',
            *device.outlines(),
            "</defs>\n",
            *device.shapes,
            "</svg>\n",
        ]
    ).encode()


class _Device(PDFTextDevice):
    """Takes what a page paints and writes it as SVG: a group of glyphs for each text, a path for each line."""

    def __init__(self, height: float) -> None:
        super().__init__(PDFResourceManager())
        self.shapes: list[str] = []
        self._flip = (1, 0, 0, -1, 0, height)
        self._fonts: dict[int, _Outlines] = {}

    def outlines(self) -> Iterator[str]:
        """Every glyph that was drawn, each once."""
        for font in self._fonts.values():
            yield from font.drawn.values()

    @override
    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Draw a glyph; returns how far it moves the pen."""
        outlines = self._fonts.get(id(font))
        if outlines is None:
            outlines = self._fonts[id(font)] = _Outlines(len(self._fonts), _program(font))
        name, unit = outlines.drawn_as(cid), fontsize / outlines.upem
        if name:
            placed = mult_matrix((unit * scaling, 0, 0, unit, 0, rise), mult_matrix(matrix, self._flip))
            *turned, x, y = placed
            to = " ".join([*(f"{value:.5g}" for value in turned), *map(_number, (x, y))])
            self.shapes.append(f'<use href="#{name}" transform="matrix({to})"{_paint("fill", graphicstate.ncolor)}/>\n')
        advance: float = font.char_width(cid) * fontsize * scaling
        return advance

    @override
    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Draw a path."""
        assert self.ctm is not None
        matrix = mult_matrix(self.ctm, self._flip)
        steps = "".join(_step(step, matrix) for step in path)
        filled = _paint("fill", gstate.ncolor) if fill else ' fill="none"'
        odd = ' fill-rule="evenodd"' if evenodd else ""
        width = f' stroke-width="{_number(max(HAIRLINE, gstate.linewidth))}"'
        stroked = f"{_paint('stroke', gstate.scolor, '')}{width}" if stroke else ""
        self.shapes.append(f'<path d="{steps}"{filled}{odd}{stroked}/>\n')


class _Outlines:
    """The glyphs of a font that is embedded in a page. ``drawn`` are those that were asked for, as SVG."""

    def __init__(self, number: int, program: bytes) -> None:
        self._number = number
        face = uharfbuzz.Face(uharfbuzz.Blob(program))
        self._font, self.upem = uharfbuzz.Font(face), face.upem
        self._pen = uharfbuzz.DrawFuncs()
        self._pen.set_move_to_func(lambda x, y, to: to.append(f"M{x:g} {y:g}"))
        self._pen.set_line_to_func(lambda x, y, to: to.append(f"L{x:g} {y:g}"))
        self._pen.set_quadratic_to_func(lambda a, b, x, y, to: to.append(f"Q{a:g} {b:g} {x:g} {y:g}"))
        self._pen.set_cubic_to_func(lambda a, b, c, d, x, y, to: to.append(f"C{a:g} {b:g} {c:g} {d:g} {x:g} {y:g}"))
        self._pen.set_close_path_func(lambda to: to.append("z"))
        self.drawn: dict[str, str] = {}

    def drawn_as(self, code: int) -> str:
        """The name of the outline of a code of the page; empty where nothing is drawn, as of a space."""
        name = f"g{self._number}-{code}"
        if name in self.drawn:
            return name
        steps: list[str] = []
        self._font.draw_glyph(self._font.get_nominal_glyph(code) or code, self._pen, steps)
        if not steps:
            return ""
        self.drawn[name] = f'<path id="{name}" d="{"".join(steps)}"/>\n'
        return name


def _program(font: Any) -> bytes:
    """The font file that a page embeds, as compiling leaves it (TrueType)."""
    program: bytes = stream_value(font.descriptor["FontFile2"]).get_data()
    return program


def _step(step: Sequence[Any], matrix: Any) -> str:
    """A step of a path as SVG has it; its corners in the order x, y."""
    operator: str = step[0]
    corners = step[1:]
    if corners and not isinstance(corners[0], tuple):
        corners = list(zip(corners[::2], corners[1::2], strict=True))
    points = (apply_matrix_pt(matrix, corner) for corner in corners)
    return {"h": "z"}.get(operator, operator.upper()) + " ".join(_number(side) for point in points for side in point)


def _number(value: float) -> str:
    return f"{round(value, FAINT):g}"


def _paint(what: str, color: Any, black: str | None = None) -> str:
    """The attribute of a colour: grey or red, green and blue; nothing for what SVG paints black by itself."""
    parts = color if isinstance(color, tuple | list) else (color,)
    shares = [float(part) for part in parts if isinstance(part, int | float)]
    if len(shares) not in {1, 3} or not any(shares):
        return "" if what == "fill" and black is None else f' {what}="#000"'
    red, green, blue = shares * 3 if len(shares) == 1 else shares
    return f' {what}="#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"'
