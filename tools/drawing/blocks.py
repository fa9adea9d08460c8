"""What the forms share: measures, title, date line, headings, person, sign-off, note and page number."""

from __future__ import annotations

from collections.abc import Sequence

from tools.drawing.paper import Cell, Row, document, paragraph, table

LANDSCAPE = 15137  # the width of a table on a landscape page, in twips
PORTRAIT = 10206
MARGINS = (737, 850, 567, 850)
SIZE = 10.5
GAP = paragraph("", 1, line=20)

Part = tuple[str, int] | tuple[str, int, str]
Field = tuple[str, int, str, int] | tuple[str, int, str]  # a label, its width, the path of its value, its width


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


def fields(*named: Field, width: int = PORTRAIT, height: int = 440) -> Row:
    """A row of bordered fields, each a label and its value; a value without a width takes what is left of the row."""
    parts: list[Part] = []
    for label, label_width, path, *value_width in named:
        left = width - width_of(parts) - label_width
        parts += [(label, label_width), (tag(path), *(value_width or [left]))]
    return boxed(*parts, height=height)


def row_of(texts: Sequence[str], widths: Sequence[int], height: int, size: float = 9, loop: str | None = None) -> Row:
    """A row of a table: a text in every column."""
    return Row(height, tuple(Cell(text, width, size=size) for text, width in zip(texts, widths, strict=True)), loop)


def spoken(*parts: tuple[str, int], size: float, height: int, ruled: bool = False) -> Row:
    """A line of a letter: words, and blanks in the middle of their place, on a rule where they are ``ruled``."""
    cells = []
    for text, width in parts:
        if text.startswith("{{"):
            cells.append(Cell(text, width, "center", size, edges="b" if ruled else ""))
        else:
            cells.append(Cell(text, width, "left", size, edges=""))
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


COUNTY: tuple[Part, ...] = (("县（市、区）：", 1600), (tag("county"), 3900))


def filled_line(*before: Part) -> str:
    """The line above a table across the page: what stands ``before``, 填表日期, and 单位：元 at its end."""
    parts = [*before, *date_parts("filled_on", "填表日期：", 1150)]
    return table([plain(*parts, ("单位：元", LANDSCAPE - width_of(parts), "right"))])


def insured_person(sex: str = "性别") -> list[Row]:
    """The block 参保人员基本信息 of a table across the page, without its heading."""
    return [
        fields(
            ("个人编号", 1450, "person.personal_number", 2600),
            ("姓  名", 1100, "person.name", 3600),
            (sex, 900, "person.sex", 900),
            ("出生日期", 1200, "person.birth_date"),
            width=LANDSCAPE,
        ),
        fields(
            ("公民身份号码", 1450, "person.citizen_id", 2600),
            ("户籍地址", 1100, "person.address"),
            width=LANDSCAPE,
        ),
    ]


def identified(label: int, name: int, height: int) -> Row:
    """Who a letter is about: name, sex and citizen id; the first label and its value are so wide."""
    return fields(
        ("姓  名", label, "person.name", name),
        ("性别", 800, "person.sex", 800),
        ("公民身份号码", 1600, "person.citizen_id"),
        height=height,
    )


def years_cells(label: str, path: str, label_width: int, width: int) -> tuple[Cell, ...]:
    """A number of years after its label, with 年 printed behind it in the same box."""
    number = width // 2
    return (
        Cell(label, label_width, size=SIZE),
        Cell(tag(path), number, "right", SIZE, edges="tlb"),
        Cell("年", width - number, "left", SIZE, edges="tbr"),
    )


def signoff_line(handler: Part, agency: Part, *below: Row) -> str:
    """The line below a table across the page, with the labels of 经办人 and of the agency as the form words them."""
    parts = [
        handler,
        (tag("signoff.handler"), 2600),
        ("联系电话：", 1150),
        (tag("signoff.phone"), 2700),
        agency,
    ]
    return table([plain(*parts, (tag("signoff.agency"), LANDSCAPE - width_of(parts))), *below])


def sheet(head: str, rows: list[Row], foot: str, note: str = "") -> str:
    """A page across with one table between its head and its foot, a note and the number of the page."""
    body = head + GAP + table(rows) + paragraph("", 1, line=60) + foot + GAP + page_line(note, LANDSCAPE) + GAP
    return document(body, landscape=True, margins=MARGINS)


def number_parts(room: int, label: int = 800, width: int = 2500) -> list[Part]:
    """The number of a paper (编号) at the right end of ``room``, where the table below it ends."""
    return [("", room - label - width), ("编号：", label, "right"), (tag("number"), width, "right")]


def numbered(name: str) -> str:
    """The title of a certificate, and its number on the right."""
    return title(name) + table([plain(*number_parts(PORTRAIT))])


def addressed(size: float) -> str:
    """To whom a letter goes: a blank before 社会保险经办机构."""
    blank = Cell(tag("addressee"), 4200, size=size, edges="b")
    return table([Row(460, (blank, Cell("社会保险经办机构：", PORTRAIT - 4200, "left", size, edges="")))])


UNIT = table([plain(("", PORTRAIT - 1500), ("单位：元", 1500, "right"), height=320)])


def dated(width: int, height: int = 400) -> Row:
    """The day of a signature at the right end of a line of its own: the name of an agency may be long."""
    date = date_parts("signoff.date")
    return plain(("", width - width_of(date)), *date, height=height)


def copies(text: str) -> str:
    """How many copies there are of a letter, and for whom."""
    return table([plain((text, PORTRAIT), size=9.5, height=320)])


def dated_stamp(agency_label: str, width: int, height: int = 400) -> str:
    """Who signs a letter and can be called, for which agency, and when; the label is ``width`` wide."""
    caller = plain(
        ("经办人（签章）：", 1850),
        (tag("signoff.handler"), 3000),
        ("联系电话：", 1200),
        (tag("signoff.phone"), PORTRAIT - 6050),
        height=height,
    )
    agency = plain((agency_label, width), (tag("signoff.agency"), PORTRAIT - width), height=height)
    return table([caller, agency, dated(PORTRAIT, height)])
