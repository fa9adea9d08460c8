"""基本养老保险关系转移接续联系函: a letter on one portrait page, with the table of both agencies below its sentence."""

from __future__ import annotations

from tools.drawing.blocks import GAP, PORTRAIT, date_parts, number_parts, plain, spoken, tag, width_of
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "jilin/contact-letter"
MARGINS = (1417, 850, 850, 850)
SIZE = 14
SMALL = 12
LINE = 560
HALF = PORTRAIT // 2
LABEL = 2100
BOX = 440
HEIGHT = 760
REQUEST = ("现申请将其基本养老保险", "关系转至我处，如无不妥请按相关规定办理转移手续。")


def _boxed(*parts: tuple[str, int]) -> Row:
    return Row(HEIGHT, tuple(Cell(text, width, size=SMALL) for text, width in parts))


def _pair(*fields: tuple[str, str]) -> Row:
    """Two labels with a value each; lines of a label are separated by a newline."""
    return _boxed(*(part for label, path in fields for part in ((label, LABEL), (tag(path), HALF - LABEL))))


def _new(label: str, name: str) -> tuple[str, str]:
    """A field of the new agency, as it is labelled."""
    return f"新就业地社保机构\n{label}", f"receiving_agency.{name}"


def _spoken(*parts: tuple[str, int]) -> str:
    return table([spoken(*parts, size=SIZE, height=480, ruled=True)])


def _scheme() -> Row:
    """新参保险种类型: a box before each scheme."""
    choice = [
        Cell("", 600, size=SMALL, edges="tlb"),
        Cell(tag("scheme.institution"), BOX, size=SMALL, edges="tb"),
        Cell("机关事业单位养老保险", 3200, "left", SMALL, edges="tb"),
        Cell(tag("scheme.employee"), BOX, size=SMALL, edges="tb"),
    ]
    left = PORTRAIT - LABEL - sum(cell.width for cell in choice)
    last = Cell("企业职工养老保险", left, "left", SMALL, edges="tbr")
    return Row(HEIGHT, (Cell("新参保险种类型", LABEL, size=SMALL), *choice, last))


def _dated() -> Row:
    """The telephone of the new agency, and the date of the letter."""
    date = date_parts("signoff.date")
    side = (HALF - width_of(date)) // 2
    parts = [("", side), *((part[0], part[1]) for part in date), ("", HALF - width_of(date) - side)]
    edges = ["tlb", *["tb"] * len(date), "tbr"]
    cells = (Cell(text, width, size=SMALL, edges=drawn) for (text, width), drawn in zip(parts, edges, strict=True))
    return Row(HEIGHT, (*_pair(("新就业地社保电话", "signoff.phone")).cells, *cells))


def draw() -> str:
    """``word/document.xml`` of the form."""
    person = _boxed(
        ("原个人编号", LABEL),
        (tag("person.personal_number"), HALF - LABEL),
        ("姓  名", 1000),
        (tag("person.name"), 2203),
        ("性别", 900),
        (tag("person.sex"), 1000),
    )
    body = (
        paragraph("基本养老保险关系转移接续联系函", 22, align="center", bold=True, line=700)
        + table([plain(*number_parts(PORTRAIT, 900, 2800), size=SMALL, height=460)])
        + paragraph("", SIZE, line=300)
        + _spoken(("原参保地社保机构名称：", 3200), (tag("addressee"), 5200), ("", PORTRAIT - 8400))
        + paragraph("", 1, line=120)
        + _spoken(
            ("　　原在你处的参保人员：", 3500),
            (tag("insured"), PORTRAIT - 6740),
            (REQUEST[0], 3240),
        )
        + paragraph(REQUEST[1], SIZE, line=LINE, indent=40)
        + paragraph("", SIZE, line=240)
        + table(
            [
                person,
                _pair(("公民身份号码", "person.citizen_id"), _new("开户全称", "account_name")),
                _pair(_new("开户银行", "bank"), _new("银行账号", "account_number")),
                _scheme(),
                _pair(_new("地址", "address"), _new("邮政编码", "postcode")),
                _pair(("经办人", "signoff.handler"), ("新就业地社保机构\n（章）", "signoff.agency")),
                _dated(),
            ]
        )
        + paragraph("", 1, line=160)
        + table([plain(("（本函一式两联，一联发给原参保地社保机构，一联留存）", PORTRAIT))])
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
