"""Strips in Word files (VML): the one notation of shapes that Word, WPS and LibreOffice all draw.

A strip lies behind the text of its paragraph and takes no room in it. It has no words of its own.
"""

from __future__ import annotations

from hjforms.render.drawing import grey, number
from hjforms.render.strips import Line, Paint, Strip
from hjforms.render.xml import quoted

UNIT = 20  # parts of a point in which places are told
_VML = "urn:schemas-microsoft-com:vml"


def drawn(strip: Strip, title: str) -> str:
    """A run with the strip, at the upper left corner of its paragraph; ``title`` is what is said of it."""
    sides = f"{round(strip.width * UNIT)},{round(strip.height * UNIT)}"
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{number(strip.width)}pt;height:{number(strip.height)}pt;"
        "z-index:-1;mso-position-horizontal-relative:text;mso-position-vertical-relative:text"
    )
    shapes = "".join([_shape(paint, lines, sides) for paint, lines in strip.painted.items()])
    group = f'<v:group xmlns:v="{_VML}" alt={quoted(title)} style="{style}" coordsize="{sides}">{shapes}</v:group>'
    return f"<w:r><w:pict>{group}</w:pict></w:r>"


def _shape(paint: Paint, lines: list[Line], sides: str) -> str:
    """What one paint draws, as one shape of the size of the whole."""
    width, height = sides.split(",")
    place = f'style="position:absolute;left:0;top:0;width:{width};height:{height}" coordsize="{sides}"'
    look = f'filled="f" strokeweight="{number(paint.width)}pt"'
    if paint.grey is not None:
        look = f'fillcolor="{grey(paint.grey)}" stroked="f"'
    end = "x" if paint.is_closed else ""
    path = "".join([f"{_path(line)}{end}" for line in lines])
    return f'<v:shape {place} path="{path}e" {look}/>'


def _path(line: Line) -> str:
    """A line through points: moved to the first, drawn to the others."""
    (x, y), *rest = ((round(x * UNIT), round(y * UNIT)) for x, y in line)
    return f"m{x},{y}l{','.join(f'{x},{y}' for x, y in rest)}"
