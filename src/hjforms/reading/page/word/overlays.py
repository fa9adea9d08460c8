"""What lies over a text in a Word file (浮在文字上的东西): pictures, shapes and boxes with words of their own.

Where they lie exactly only a program knows that sets the page. What is anchored in a cell is taken to lie over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from hjforms.reading.page.word.alternatives import chosen
from hjforms.reading.page.word.looks import measure

Manner = Literal["inline", "picture", "seal", "shape", "box", "behind"]

PICTURED = {"blip", "imagedata", "OLEObject", "control", "contentPart", "chart", "relIds"}
_SHAPES = {"shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "image", "group"}  # of VML
_BOXED = "txbxContent"
_EMU = 635  # in a twip
_SEAL = range(1200, 4400)  # twips: 2 to 8 cm
_ROUND = 1.6  # what is longer than wide by more is no seal
_OFFICE = re.compile("[章局处所站厅]|中心|机构|办公室")  # whose seal it is, or for what
_STYLE = re.compile(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]*)")


class Overlay(NamedTuple):
    """Something over a text: in what manner, and the boxes of words in it (elements, or texts set as a picture)."""

    manner: Manner
    boxes: tuple[Any, ...] = ()
    words: tuple[str, ...] = ()


def overlay(element: Any) -> Overlay | None:
    """What a drawing is; ``None`` for one that shows nothing."""
    boxes, words = tuple(_boxes(element)), tuple(_set_words(element))
    anchor = next((item for item in element if _name(item) in {"inline", "anchor"}), None)
    if anchor is not None:
        manner = _drawn(element, anchor)
    else:
        shape = next((item for item in _within(element) if _name(item) in _SHAPES), None)
        manner = _old(element, shape) if shape is not None or _is_picture(element) else None
    if boxes or words:
        said = "".join([*("".join(box.itertext()) for box in boxes), *words])
        return Overlay("seal" if _OFFICE.search(said) and _is_drawn_seal(element) else "box", boxes, words)
    return None if manner is None else Overlay(manner)


def _is_drawn_seal(element: Any) -> bool:
    """True for a seal that is drawn (圆圈、五角星、文字): an open ring of its size, under which all is seen."""
    shapes = [item for item in _within(element) if _name(item) == "spPr"]
    old = [item for item in _within(element) if _name(item) in _SHAPES - {"group"}]
    extent = next((item for item in _within(element) if _name(item) == "extent"), None)
    group = next((item for item in _within(element) if _name(item) in _SHAPES), None)
    sides = _sides(extent) if group is None else _old_sides(group)
    kinds = {_kind(shape) for shape in shapes} | {_old_kind(shape) for shape in old}
    return _is_seal(sides) and not _is_picture(element) and "ring" in kinds and kinds <= {"ring", "star", "words"}


def _kind(shape: Any) -> str:
    """What a shape of today is as a part of a seal; empty for any other."""
    geometry = next((item.get("prst", "") for item in shape if _name(item) == "prstGeom"), "")
    if geometry == "star5":
        return "star"
    is_open = any(_name(item) == "noFill" for item in shape)
    return {"ellipse": "ring", "rect": "words"}.get(geometry, "") if is_open else ""


def _old_kind(shape: Any) -> str:
    """What a shape of former days is as a part of a seal; empty for any other."""
    is_open = shape.get("filled", "t") in {"f", "false"}
    return {"oval": "ring", "rect": "words"}.get(_name(shape), "") if is_open else ""


def _sides(extent: Any) -> tuple[int, ...]:
    """Width and height of a drawing of today, in twips."""
    return () if extent is None else (_whole(extent.get("cx")) // _EMU, _whole(extent.get("cy")) // _EMU)


def _old_sides(shape: Any) -> tuple[int, ...]:
    """The same of former days."""
    style = dict(_STYLE.findall(shape.get("style", "")))
    return tuple(int(measure(style.get(side), 20)) for side in ("width", "height"))


def _drawn(element: Any, anchor: Any) -> Manner | None:
    """The manner of a drawing of today (DrawingML)."""
    is_picture = _is_picture(element)
    extent = next((item for item in anchor if _name(item) == "extent"), None)
    sides = _sides(extent)
    if _name(anchor) == "inline":
        return _in_line(sides, is_picture=is_picture)
    if anchor.get("behindDoc", "0") not in {"0", "false"}:
        return "behind" if is_picture else None
    return _floating(sides, is_picture=is_picture)


def _old(element: Any, shape: Any) -> Manner | None:
    """The manner of a drawing of former days (VML), or of an embedded object."""
    style = dict(_STYLE.findall("" if shape is None else shape.get("style", "")))
    if style.get("visibility") == "hidden":
        return None
    is_picture = _is_picture(element)
    sides = () if shape is None else _old_sides(shape)
    if style.get("position") not in {"absolute", "relative"}:
        return _in_line(sides, is_picture=is_picture)
    if style.get("z-index", "").strip().startswith("-"):
        return "behind" if is_picture else None
    return _floating(sides, is_picture=is_picture)


def _in_line(sides: tuple[int, ...], *, is_picture: bool) -> Manner:
    """The manner of what stands in the line as a letter does."""
    if not is_picture:
        return "shape"
    return "seal" if _is_seal(sides) else "inline"


def _floating(sides: tuple[int, ...], *, is_picture: bool) -> Manner:
    """The manner of what stands over the text."""
    if not is_picture:
        return "shape"
    return "seal" if _is_seal(sides) else "picture"


def _is_seal(sides: tuple[int, ...]) -> bool:
    """True for a picture of the size and the form of a seal."""
    return bool(sides) and all(side in _SEAL for side in sides) and max(sides) <= _ROUND * min(sides)


def _is_picture(element: Any) -> bool:
    return any(_name(item) in PICTURED for item in _within(element))


def _within(element: Any) -> Iterator[Any]:
    """Everything in a drawing, but for what is in its boxes."""
    for child in element:
        if _name(child) == _BOXED:
            continue
        yield child
        yield from _within(child)


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of the boxes in a drawing; of several ways to say the same, the one that programs take."""
    for child in element:
        if _name(child) == _BOXED:
            yield child
        elif _name(child) == "AlternateContent":
            taken = chosen(child)
            yield from () if taken is None else _boxes(taken)
        else:
            yield from _boxes(child)


def _set_words(element: Any) -> Iterator[str]:
    """Words that are drawn as a picture (艺术字)."""
    for item in _within(element):
        if _name(item) == "textpath" and item.get("string", "").strip():
            yield item.get("string").strip()


def _name(item: Any) -> str:
    return item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""


def _whole(value: str | None) -> int:
    return int(value[:12]) if value and value.isdecimal() else 0
