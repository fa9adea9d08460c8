"""Symbol fonts (符号字体): what the letters of fonts show that have pictures for letters.

Only the marks that forms use are known; any other is a picture that we cannot read.
"""

from __future__ import annotations

from hjforms.notations.choice import CROSSED, EMPTY, MARKED

UNKNOWN = "■"
"""What stands for a sign of which nobody can say what it is."""
_SIGNS: dict[str, dict[int, str]] = {
    "wingdings": {
        0xFE: MARKED, 0xFD: CROSSED, 0x78: CROSSED, 0xA8: EMPTY, 0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY,
        0xFC: "√", 0xFB: "×", 0x9F: "·", 0x20: " ",
    },
    "wingdings 2": {
        0x52: MARKED, 0x54: CROSSED, 0x53: CROSSED, 0xA3: EMPTY, 0x2A: EMPTY, 0x30: EMPTY, 0x50: "√", 0x4F: "×",
        0x20: " ",
    },
    "wingdings 3": {0x20: " "},
    "webdings": {0x63: EMPTY, 0x61: "√", 0x72: "×", 0x20: " "},
    "symbol": {0xD6: "√", 0xB4: "×", 0xD7: "·", 0xB7: "·", 0x2D: "-", 0x20: " "}
    | {code: chr(code) for code in b"0123456789.,()+=/"},
    "marlett": {0x61: "√", 0x20: " "},
}  # fmt: skip
SIGNS = frozenset((EMPTY, MARKED, CROSSED, "√", "×"))
"""Those that are boxes of choices, or stand in them."""
_ALIKE = str.maketrans("▣◼◉⦿🗹✅🗷🗵❎", "■■●●☑☑☒☒☒")
_FIRST, _LAST = 0xF000, 0xF0FF  # where Word keeps the letters of symbol fonts
PRIVATE = range(0xE000, 0xF900)  # of private use: what they show depends on the font


def is_symbolic(font: str) -> bool:
    """True for the name of a font that has pictures for letters."""
    return font.strip().lower() in _SIGNS


def sign(code: int, font: str) -> str:
    """What a letter of a font shows; ``UNKNOWN`` where that is not known.

    >>> sign(0xF0FE, "Wingdings"), sign(0x52, "Wingdings 2"), sign(0x52, "Wingdings"), sign(0x2612, "MS Gothic")
    ('☑', '☑', '■', '☒')
    """
    known = _SIGNS.get(font.strip().lower())
    if known is not None:
        return known.get(code - _FIRST if _FIRST <= code <= _LAST else code, UNKNOWN)
    is_letter = 0x20 <= code < 0x110000 and code not in PRIVATE and not 0xD800 <= code < 0xE000
    return chr(code) if is_letter else UNKNOWN


def shown(text: str, font: str) -> str:
    """What a text in a symbol font shows."""
    return "".join(sign(ord(letter), font) for letter in text)


def alike(text: str) -> str:
    """A text whose boxes are those that forms use, where others look like them.

    >>> alike("▣是 □否")
    '■是 □否'
    """
    return text.translate(_ALIKE)
