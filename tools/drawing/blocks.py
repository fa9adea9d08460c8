"""What the forms of the family share: measures, title, date line, headings, sign-off, note and page number."""

from __future__ import annotations

from tools.drawing.paper import Cell, Row, paragraph, table

LANDSCAPE = 15137  # the width of a table on a landscape page, in twips
PORTRAIT = 10206
MARGINS = (737, 850, 567, 850)
SIZE = 10.5
GAP = paragraph("", 1, line=20)

Part = tuple[str, int] | tuple[str, int, str]


def tag(path: str) -> str:
    """The tag of a field."""
    return f"{{{{ {path} }}}}"


def plain(*parts: Part, size: float = SIZE, height: int = 400) -> Row:
    """A borderless row: labels and blanks side by side, so that each blank has a rectangle."""
    cells = (Cell(part[0], part[1], part[2] if len(part) > 2 else "left", size, edges="") for part in parts)
    return Row(height, tuple(cells))


def boxed(*parts: Part, size: float = SIZE, height: int = 440) -> Row:
    """A row of bordered cells, centred."""
    cells = (Cell(part[0], part[1], part[2] if len(part) > 2 else "center", size) for part in parts)
    return Row(height, tuple(cells))


def heading(text: str, width: int) -> Row:
    """A row that names the block below it."""
    return Row(380, (Cell(text, width, size=SIZE, bold=True),))


def title(text: str, attachment: str = "") -> str:
    """The title of a form, with the number of the attachment above it where the paper prints one."""
    above = paragraph(attachment, 14, "黑体", line=400) if attachment else ""
    return above + paragraph(text, 18, align="center", bold=True, line=560, after=40)


def date_parts(path: str, label: str = "", width: int = 0) -> list[Part]:
    """A date with blanks for year, month and day, after its label."""
    before: list[Part] = [(label, width)] if label else []
    blanks: list[Part] = [
        (tag(f"{path}.year"), 700, "center"),
        ("年", 300, "center"),
        (tag(f"{path}.month"), 450, "center"),
        ("月", 300, "center"),
        (tag(f"{path}.day"), 450, "center"),
        ("日", 300, "center"),
    ]
    return before + blanks


def width_of(parts: list[Part]) -> int:
    """The width of several parts of a row."""
    return sum(part[1] for part in parts)


def page_line(note: str, width: int) -> str:
    """The last line of a page: the printed note on the left, 第 x 页 共 y 页 on the right."""
    return table([plain((note, width - 3000), (tag("page"), 3000, "right"))])
