"""How a text of a Word file looks (文字的样子): what styles and direct formatting make of it.

Properties come from the defaults of the file, the style of the table, the style of the paragraph, the style of the
characters and the run itself, each over the one before. What is so set that nobody could read it on paper is in doubt.
Styles are read once for a file, and equal formatting is judged once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from hjforms.reading.page.doubt import RAISED, Doubt
from hjforms.reading.page.word.colours import WHITE, Colour, Theme, hexadecimal, highlight, shows
from hjforms.reading.page.word.symbols import is_symbolic
from hjforms.template.word import W, parse_xml, related
from hjforms.wording import Sentence

Properties = Mapping[str, Mapping[str, str]]
"""Properties by their names, each with its attributes."""

PALE = Doubt("error", Sentence("文字与底色相同或太浅，看不见，没有读入，请人工核对。"))
SMALL = Doubt("error", Sentence("字太小，看不清，没有读入，请人工核对。"))
SQUEEZED = Doubt("error", Sentence("字被压得太窄或叠在一起，看不清，没有读入，请人工核对。"))
MOVED = Doubt("error", Sentence("文字被移出原来的位置，看不见，没有读入，请人工核对。"))
TURNED = Doubt("error", Sentence("文字设为从右往左排，次序不能确定，没有读入，请人工核对。"))
SHOWN_SOMEWHERE = Doubt("error", Sentence("文字只在某些视图、某些软件中显示，没有读入，请人工核对。"))
NUMBERED = Doubt("error", Sentence("前面有自动编号，编号是不是内容不能确定，没有读入，请人工核对。"))

SMALLEST = 8  # half points: 4 pt; our own smallest print has 6 pt
NARROWEST = 25  # per cent
CLOSEST = 0.6  # of the width of a figure, by which figures are moved together
FURTHEST = 1.0  # of the height of a text, by which it is raised or lowered
SLIGHT = 0.15  # of its height: less is no superscript
MOST_CLEAR = 80_000  # thousandths of a per cent: a text that lets through more is not seen
PAGE_SIDE = 24_000  # twips: longer than the longer side of A3
DEFAULT_SIZE = 20  # half points
_OFF = {"0", "false", "off", "none"}
_TOGGLES = ("vanish", "strike")
_MEASURE = re.compile(r"([+-]?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi|%)?")
_TWIPS = {"pt": 20.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pc": 240.0, "pi": 240.0, "%": 1.0}
_DEPTH = 30  # of styles based on one another
_REGIONS = ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand")
_CORNERS = (
    ("nwCell", "firstRow", "firstCol"),
    ("neCell", "firstRow", "lastCol"),
    ("swCell", "lastRow", "firstCol"),
    ("seCell", "lastRow", "lastCol"),
)
_MASKS = (0x20, 0x40, 0x80, 0x100, 0x200, 0x400)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: whether it is hidden or struck, why it cannot be read, how far it is raised, in what font."""

    hidden: bool = False
    struck: bool = False
    doubt: Doubt | None = None
    raised: int = 0  # half points
    size: int = DEFAULT_SIZE  # half points
    symbols: str = ""  # the font, where it has pictures for letters


@dataclass(frozen=True, slots=True)
class Paragraph:
    """How a paragraph looks: its style and ground, why it cannot be read, and how much room it takes (twips)."""

    style: str = ""
    ground: Colour | None = None
    doubt: Doubt | None = None
    turned: bool = False
    numbered: bool = False
    before: float = 0
    line: float = 0  # where it is exactly so much
    indented: float = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a cell gives to what stands in it: properties of the style of its table, and its colour."""

    layers: tuple[Properties, ...] = field(default=(), compare=False)
    key: tuple[Any, ...] = ()  # which stands for the layers
    colour: Colour | None = None
    in_cell: bool = False
    floats: bool = False  # with all of its table, each paragraph of which says so
    is_away: bool = False  # not on the page


OUTSIDE = Ground()


class Place(NamedTuple):
    """Where a cell stands in its table: on which of its sides, in which row and column (from 0)."""

    top: bool
    bottom: bool
    left: bool
    right: bool
    row: int
    column: int


@dataclass
class _Style:
    run: dict[str, Mapping[str, str]] = field(default_factory=dict)
    paragraph: dict[str, Mapping[str, str]] = field(default_factory=dict)
    cell: dict[str, Mapping[str, str]] = field(default_factory=dict)
    regions: dict[str, _Style] = field(default_factory=dict)  # of a table


def measure(value: str | None, unit: float = 1) -> float:
    """A length in twips; a bare figure counts ``unit`` twips each.

    >>> measure("-30"), measure("10pt"), measure("21", 10), measure(None)
    (-30.0, 200.0, 210.0, 0.0)
    """
    found = _MEASURE.fullmatch(value.strip()) if value else None
    if found is None:
        return 0.0
    return float(found[1][:12]) * (_TWIPS[found[2]] if found[2] else unit)


def is_on(said: Mapping[str, str] | None) -> bool:
    """True for a property that is there and not turned off."""
    return said is not None and said.get("val", "true") not in _OFF


def properties(element: Any) -> dict[str, Mapping[str, str]]:
    """The properties that an element holds; of one that is said twice, the last."""
    return {} if element is None else {_name(item.tag): _attributes(item) for item in element if _is_element(item)}


def _is_element(item: Any) -> bool:
    return isinstance(item.tag, str)


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attributes(item: Any) -> Mapping[str, str]:
    own = {_name(name): value for name, value in item.attrib.items()}
    inner = {_name(child.tag): _inner(child) for child in item if _is_element(child)} if len(item) else {}
    return own | inner


def _inner(item: Any) -> str:
    """What a property inside a property says: its value, or of a filling the colour; nothing where that is clear."""
    if not len(item):
        return next((value for name, value in item.attrib.items() if _name(name) == "val"), "auto")
    said = {_name(part.tag): part.get(key, "") for part in item.iter() for key in part.attrib if _name(key) == "val"}
    clear = measure(said.get("alpha")) * (1000 if said.get("alpha", "").endswith("%") else 1)
    return "" if clear > MOST_CLEAR else said.get("srgbClr") or said.get("schemeClr") or "auto"


class Table:
    """A table: its style where that says anything of texts, which of its regions count, and whether it floats."""

    def __init__(self, style: _Style | None, counted: frozenset[str], *, floats: bool, is_away: bool) -> None:
        self.style, self.counted = style, counted
        self.plain = Ground(in_cell=True, floats=floats, is_away=is_away)


class Looks:
    """The looks of the texts of one file."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts, self._related = parts, related(parts)
        self._runs: dict[Any, Look] = {}
        self._paragraphs: dict[Any, Paragraph] = {}

    # -------------------------------------------------------------------------------------- what the file says

    @cached_property
    def _sheet(self) -> Any:
        name = next(iter(self._related.get("styles", ())), "")
        return parse_xml(self._parts[name]) if name else None

    @cached_property
    def _theme(self) -> Theme:
        name = next(iter(self._related.get("theme", ())), "")
        return Theme(parse_xml(self._parts[name]) if name else None)

    @cached_property
    def _defaults(self) -> _Style:
        found = _Style()
        if self._sheet is not None:
            found.run = properties(self._sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            found.paragraph = properties(self._sheet.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        return found

    @cached_property
    def _elements(self) -> dict[tuple[str, str], Any]:
        """The styles by what they are for and their ids."""
        styles = () if self._sheet is None else self._sheet.iterfind(f"{W}style")
        return {(item.get(f"{W}type", "paragraph"), item.get(f"{W}styleId", "")): item for item in styles}

    @cached_property
    def _usual(self) -> dict[str, str]:
        """The styles of what names none."""
        return {kind: name for (kind, name), item in self._elements.items() if is_on_attribute(item, "default")}

    @cached_property
    def _styles(self) -> dict[tuple[str, str], _Style]:
        return {}

    def _style(self, kind: str, name: str) -> _Style:
        """A style with what it has from those on which it is based."""
        key = kind, name or self._usual.get(kind, "")
        known = self._styles.get(key)
        if known is None:
            known = self._styles[key] = _Style()
            for element in reversed(self._chain(*key)):
                _add(known, element)
                for region in element.iterfind(f"{W}tblStylePr"):
                    _add(known.regions.setdefault(region.get(f"{W}type", ""), _Style()), region)
        return known

    def _chain(self, kind: str, name: str) -> list[Any]:
        """A style and those on which it is based; of one that is based on itself, it alone."""
        found: dict[str, Any] = {}
        while (kind, name) in self._elements and len(found) < _DEPTH:
            if name in found:
                return list(found.values())[:1]
            found[name] = element = self._elements[kind, name]
            based = element.find(f"{W}basedOn")
            name = "" if based is None else based.get(f"{W}val", "")
        return list(found.values())

    # ------------------------------------------------------------------------------------------------- grounds

    def table(self, element: Any) -> Table:
        """What a table gives to its cells."""
        said = properties(element.find(f"{W}tblPr"))
        name, place = said.get("tblStyle", {}).get("val", ""), said.get("tblpPr")
        style = self._style("table", name) if name or "table" in self._usual else None
        if style is not None and not (style.run or style.paragraph or style.cell or style.regions):
            style = None
        is_away = any(not _is_on_page(measure((place or {}).get(side))) for side in ("tblpX", "tblpY"))
        return Table(style, _counted(said.get("tblLook", {})), floats=place is not None, is_away=is_away)

    def ground(self, table: Table, place: Place, cell: Any) -> Ground:
        """What a cell gives to its texts."""
        shade = cell.find(f"{W}tcPr/{W}shd")
        colour = None if shade is None else self._theme.filled(_attributes(shade))
        if table.style is None:
            return replace(table.plain, colour=colour) if colour else table.plain
        names = tuple(name for name in _regions(table.counted, place) if name in table.style.regions)
        layers = [table.style, *(table.style.regions[name] for name in names)]
        for layer in reversed(layers):
            colour = colour or self._theme.filled(layer.cell.get("shd", {}))
        runs, key = tuple(layer.run for layer in layers), (id(table.style), names)
        return replace(table.plain, layers=runs, key=key, colour=colour)

    # ---------------------------------------------------------------------------------------------- paragraphs

    def paragraph(self, element: Any, ground: Ground) -> Paragraph:
        """How a paragraph looks."""
        said = element.find(f"{W}pPr")
        if said is None and not self._elements and not ground.is_away:
            return _PLAIN_PARAGRAPH
        key = ground.in_cell, ground.floats, ground.is_away, () if said is None else _signature(said)
        known = self._paragraphs.get(key)
        if known is None:
            known = self._paragraphs[key] = self._paragraph(properties(said), ground)
        return known

    def _paragraph(self, own: Properties, ground: Ground) -> Paragraph:
        style = own.get("pStyle", {}).get("val", "")
        merged: dict[str, Mapping[str, str]] = {}
        for level in (self._defaults.paragraph, self._style("paragraph", style).paragraph, own):
            for name, said in level.items():
                merged[name] = {**merged.get(name, {}), **said} if name in {"ind", "spacing"} else said
        spacing, indent = merged.get("spacing", {}), merged.get("ind", {})
        exact = measure(spacing.get("line")) if spacing.get("lineRule") == "exact" else 0.0
        return Paragraph(
            style,
            self._theme.filled(merged.get("shd", {})),
            MOVED if ground.is_away or _is_away(merged.get("framePr"), indent, ground) else None,
            turned=is_on(merged.get("bidi")),
            numbered=own.get("numPr", {}).get("numId", "0") not in {"", "auto", "0"},
            before=measure(spacing.get("before")),
            line=exact,
            indented=max(0.0, measure(indent.get("left", indent.get("start")))) + measure(indent.get("firstLine")),
        )

    # ---------------------------------------------------------------------------------------------------- runs

    def run(self, said: Any, paragraph: Paragraph, ground: Ground) -> Look:
        """How a run looks; ``said`` is what it says itself."""
        key = paragraph.style, paragraph.ground, ground, () if said is None else _signature(said)
        known = self._runs.get(key)
        if known is None:
            known = self._runs[key] = self._run(properties(said), paragraph, ground)
        return known

    def _run(self, own: Properties, paragraph: Paragraph, ground: Ground) -> Look:
        table = _merged(ground.layers)
        of_paragraph = self._style("paragraph", paragraph.style).run
        character = own.get("rStyle", {}).get("val", "")
        of_characters = self._style("character", character).run if character else {}
        levels = (table, of_paragraph, of_characters)
        said = _merged((self._defaults.run, *levels, own))
        toggled = {name: _toggled(name, self._defaults.run, levels, own) for name in _TOGGLES}
        size = round(measure(said.get("sz", {}).get("val"), 10) / 10) or DEFAULT_SIZE
        raised = round(measure(said.get("position", {}).get("val"), 10) / 10)
        return Look(
            hidden=toggled["vanish"],
            struck=toggled["strike"] or is_on(said.get("dstrike")),
            doubt=self._doubt(said, size, raised, paragraph.ground or ground.colour or WHITE),
            raised=raised if abs(raised) > SLIGHT * size else 0,
            size=size,
            symbols=_symbols(said.get("rFonts", {})),
        )

    def _doubt(self, said: Properties, size: int, raised: int, under: Colour) -> Doubt | None:
        """Why a text so formatted cannot be read."""
        scale = measure(said.get("w", {}).get("val", "100"))
        tight = -measure(said.get("spacing", {}).get("val"))
        doubts = {
            PALE: not self._shows(said, under),
            SMALL: size < SMALLEST,
            SQUEEZED: scale < NARROWEST or tight > CLOSEST * size * 5 or _is_pressed(said, size),
            MOVED: abs(raised) > FURTHEST * size,
            RAISED: said.get("vertAlign", {}).get("val", "baseline") in {"superscript", "subscript"},
            TURNED: is_on(said.get("rtl")),
            SHOWN_SOMEWHERE: is_on(said.get("webHidden")) or is_on(said.get("specVanish")),
        }
        return next((doubt for doubt, is_so in doubts.items() if is_so), None)

    def _shows(self, said: Properties, under: Colour) -> bool:
        """True where the colour of a text is not that of its ground."""
        filling = said.get("textFill", {})
        if filling and ("noFill" in filling or filling.get("solidFill") == ""):
            return False
        colour = self._theme.colour(said.get("color", {}))
        if filling.get("solidFill", "auto") != "auto":
            colour = hexadecimal(filling["solidFill"]) or self._theme.named(filling["solidFill"])
        pen = highlight(said.get("highlight", {}).get("val", ""))
        return colour is None or shows(colour, pen or self._theme.filled(said.get("shd", {})) or under)


_PLAIN_PARAGRAPH = Paragraph()


def is_on_attribute(element: Any, name: str) -> bool:
    """True for an attribute that is there and not turned off."""
    return element.get(f"{W}{name}", "0") not in _OFF


def _signature(said: Any) -> tuple[Any, ...]:
    """What tells formatting from other formatting."""
    return tuple(
        (item.tag, *item.attrib.items(), *(_signature(item) if len(item) else ()))
        for item in said
        if item.tag != f"{W}rFonts" or any(map(is_symbolic, item.attrib.values()))
    )


def _add(style: _Style, element: Any) -> None:
    """Lay what an element says over a style."""
    style.run |= properties(element.find(f"{W}rPr"))
    style.paragraph |= properties(element.find(f"{W}pPr"))
    style.cell |= properties(element.find(f"{W}tblPr")) | properties(element.find(f"{W}tcPr"))


def _merged(levels: tuple[Properties, ...]) -> Properties:
    """Properties, each level over the one before."""
    merged: dict[str, Mapping[str, str]] = {}
    for level in levels:
        merged |= level
    return merged


def _toggled(name: str, defaults: Properties, levels: tuple[Properties, ...], own: Properties) -> bool:
    """Whether a property is on of which styles turn each other off (ISO/IEC 29500-1, 17.7.3)."""
    if name in own:
        return is_on(own[name])
    return is_on(defaults.get(name)) or sum(is_on(level.get(name)) for level in levels) % 2 == 1


def _symbols(fonts: Mapping[str, str]) -> str:
    """The symbol font among the fonts of a text."""
    return next((fonts[name] for name in ("ascii", "hAnsi") if is_symbolic(fonts.get(name, ""))), "")


def _is_pressed(said: Properties, size: int) -> bool:
    """True for a text that is set into next to no width (``w:fitText``)."""
    return "fitText" in said and measure(said["fitText"].get("val")) < size * 5


def _is_away(frame: Mapping[str, str] | None, indent: Mapping[str, str], ground: Ground) -> bool:
    """True for a paragraph that stands where nobody looks for it, or not on the page."""
    sides = [measure(indent.get(name)) for name in ("left", "start", "firstLine")]
    if not all(map(_is_on_page, sides)) or not _is_on_page(sum(sides)):
        return True
    if frame is None or "dropCap" in frame:
        return False
    is_apart = ground.in_cell and not ground.floats
    return is_apart or not all(_is_on_page(measure(frame.get(name))) for name in ("x", "y"))


def _is_on_page(place: float) -> bool:
    return -PAGE_SIDE / 10 <= place < PAGE_SIDE


def _counted(look: Mapping[str, str]) -> frozenset[str]:
    """Which regions of the style of a table count."""
    mask = int(look["val"], 16) if re.fullmatch("[0-9A-Fa-f]{1,8}", look.get("val", "")) else 0
    stated = {name: look[name] not in _OFF for name in _REGIONS if name in look}
    meant = {name: bool(mask & bit) for name, bit in zip(_REGIONS, _MASKS, strict=True)} | stated
    return frozenset(name for name, is_so in meant.items() if is_so)


def _regions(counted: frozenset[str], place: Place) -> Iterator[str]:
    """The regions of a table in which a cell lies, each over the one before."""
    yield "wholeTable"
    row, column = place.row - ("firstRow" in counted), place.column - ("firstColumn" in counted)
    if "noVBand" not in counted:
        yield "band1Vert" if column % 2 == 0 else "band2Vert"
    if "noHBand" not in counted:
        yield "band1Horz" if row % 2 == 0 else "band2Horz"
    sides = {"firstCol": place.left and "firstColumn" in counted, "lastCol": place.right and "lastColumn" in counted}
    ends = {"firstRow": place.top and "firstRow" in counted, "lastRow": place.bottom and "lastRow" in counted}
    yield from (name for name, is_so in (sides | ends).items() if is_so)
    yield from (name for name, end, side in _CORNERS if ends[end] and sides[side])
