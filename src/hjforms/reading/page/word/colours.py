"""Colours of Word files (颜色): what a name, a theme or a shading stands for, and whether a text shows on its ground.

A colour is three numbers from 0 to 255; ``None`` is the colour that a program chooses by itself (自动), which always
shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Colour = tuple[int, int, int]
Attributes = Mapping[str, str]

WHITE: Colour = (255, 255, 255)
LEAST_CONTRAST = 1.25  # below it a text is not told from its ground; light grey (D9D9D9) on white has 1.4
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_PERCENT = re.compile(r"pct(\d{1,3})")
_ALIKE = {"background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2", "hyperlink": "hlink"}
_ALIKE |= {"light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2", "followedHyperlink": "folHlink"}
_ALIKE |= {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_PLAIN: dict[str, Colour] = {"lt1": WHITE, "dk1": (0, 0, 0)}
_HIGHLIGHTS: dict[str, Colour] = {
    "black": (0, 0, 0),
    "blue": (0, 0, 255),
    "cyan": (0, 255, 255),
    "green": (0, 255, 0),
    "magenta": (255, 0, 255),
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
    "white": WHITE,
    "darkBlue": (0, 0, 139),
    "darkCyan": (0, 139, 139),
    "darkGreen": (0, 100, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (139, 0, 0),
    "darkYellow": (128, 128, 0),
    "darkGray": (169, 169, 169),
    "lightGray": (211, 211, 211),
}


class Theme:
    """The colours that a file names by their place in its theme (主题颜色)."""

    def __init__(self, root: Any = None) -> None:
        self._colours = dict(_PLAIN)
        scheme = next(iter(root.iterfind(".//{*}clrScheme")), None) if root is not None else None
        for place in () if scheme is None else scheme:
            value = next((item.get("lastClr") or item.get("val") or "" for item in place), "")
            if isinstance(place.tag, str) and (colour := hexadecimal(value)):
                self._colours[place.tag.rpartition("}")[2]] = colour

    def named(self, name: str) -> Colour | None:
        """The colour at a place of the theme."""
        return self._colours.get(_ALIKE.get(name, name))

    def colour(self, said: Attributes, value: str = "val", theme: str = "theme") -> Colour | None:
        """The colour that attributes say: by its place in the theme, lighter or darker, or by its figures."""
        named = self.named(said.get(f"{theme}Color" if theme == "theme" else theme, ""))
        if named is None:
            return hexadecimal(said.get(value, ""))
        tint, shade = (said.get(f"{theme}{way}") for way in ("Tint", "Shade"))
        return _mixed(_mixed(named, WHITE, _share(tint)), (0, 0, 0), _share(shade))

    def filled(self, said: Attributes) -> Colour | None:
        """The colour of a shading (``w:shd``); ``None`` where it lets through what is under it."""
        ground = self.colour(said, "fill", "themeFill")
        pattern = said.get("val", "clear")
        share = _PERCENT.fullmatch(pattern)
        part = int(share[1]) / 100 if share else float(pattern == "solid")
        if not part:
            return ground
        return _mixed(ground or WHITE, self.colour(said, "color") or (0, 0, 0), 1 - part)


def hexadecimal(value: str) -> Colour | None:
    """The colour of six hexadecimal figures."""
    if not _HEX.fullmatch(value):
        return None
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16)


def highlight(name: str) -> Colour | None:
    """The colour of a highlighting pen (突出显示)."""
    return _HIGHLIGHTS.get(name)


def shows(colour: Colour, ground: Colour) -> bool:
    """True where a text of this colour is told from its ground.

    >>> shows((0, 0, 0), WHITE), shows((254, 254, 254), WHITE)
    (True, False)
    """
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05) >= LEAST_CONTRAST


def _luminance(colour: Colour) -> float:
    """How bright a colour is, from 0 to 1, as WCAG has it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of one colour, the rest of the other."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _share(value: str | None) -> float:
    """The share of a colour that a tint or shade leaves: two hexadecimal figures."""
    return int(value, 16) / 255 if value and re.fullmatch("[0-9A-Fa-f]{2}", value) else 1.0
