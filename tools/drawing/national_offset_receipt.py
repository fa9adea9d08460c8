"""重复领取养老保险待遇协助抵扣回执: one portrait page, a letter above what was deducted and transferred."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    MARGINS,
    PORTRAIT,
    SIZE,
    addressed,
    boxed,
    date_parts,
    dated_stamp,
    heading,
    numbered,
    plain,
    tag,
)
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "national/offset-receipt"
HEIGHT = 600
LETTER = 12
COPIES = "（本回执一式两联，一联发给城乡居民养老保险待遇领取地社保机构，一联留存）"


def _account(label: str, owner: str) -> list[Row]:
    """The three fields of an account behind its label."""
    label_width, rest = 1500, PORTRAIT - 1500
    name = boxed(("开户名称", 1300), (tag(f"{owner}.account_name"), rest - 1300), height=HEIGHT).cells
    bank = boxed(
        ("开户银行", 1300),
        (tag(f"{owner}.bank"), 3300),
        ("银行账号", 1300),
        (tag(f"{owner}.account_number"), rest - 5900),
        height=HEIGHT,
    ).cells
    return [
        Row(HEIGHT, (Cell(label, label_width, size=SIZE, merge="restart"), *name)),
        Row(HEIGHT, (Cell(label, label_width, size=SIZE, merge="continue"), *bank)),
    ]


def _spoken(*parts: tuple[str, int]) -> str:
    """A line of the letter: its words, and blanks on a line."""
    cells = []
    for text, width in parts:
        align, edges = ("center", "b") if text.startswith("{{") else ("left", "")
        cells.append(Cell(text, width, align, LETTER, edges=edges))
    return table([Row(460, tuple(cells))])


def draw() -> str:
    """``word/document.xml`` of the form."""
    sent = [
        ("　　你单位", 1300),
        *date_parts("notice.date"),
        ("发来的《重复领取养老保险待遇协助抵扣通知单》", PORTRAIT - 3800),
    ]
    letter = (
        numbered("重复领取养老保险待遇协助抵扣回执")
        + paragraph("", 1, line=200)
        + addressed(LETTER)
        + paragraph("", 1, line=120)
        + _spoken(*((part[0], part[1]) for part in sent))
        + _spoken(("（编号：", 1050), (tag("notice.number"), 3000), ("）收悉，现将抵扣情况函告如下：", PORTRAIT - 4050))
        + paragraph("", 1, line=200)
    )
    person = boxed(
        ("姓  名", 1500),
        (tag("person.name"), 2700),
        ("性别", 800),
        (tag("person.sex"), 800),
        ("公民身份号码", 1600),
        (tag("person.citizen_id"), PORTRAIT - 7400),
        height=HEIGHT,
    )
    deducted = [
        boxed(("应协助抵扣金额", 1900), (tag("asked"), PORTRAIT - 1900), height=HEIGHT),
        boxed(
            ("抵扣起始年月", 1900),
            (tag("start"), 1900),
            ("抵扣终止年月", 1600),
            (tag("end"), 1900),
            ("抵扣期数", 1300),
            (tag("months"), PORTRAIT - 8600),
            height=HEIGHT,
        ),
        boxed(
            ("实际抵扣金额", 1900),
            (tag("deducted"), 2400),
            ("大写", 800),
            (tag("deducted_capital"), PORTRAIT - 5100),
            height=HEIGHT,
        ),
        boxed(
            ("未抵扣金额", 1900),
            (tag("remainder"), 2400),
            ("原因", 800),
            (tag("reason"), PORTRAIT - 5100),
            height=HEIGHT,
        ),
    ]
    rows = [
        heading("参保人员", PORTRAIT),
        person,
        heading("抵扣情况", PORTRAIT),
        *deducted,
        heading("划转情况", PORTRAIT),
        boxed(("划转日期", 1500), (tag("transferred_on"), PORTRAIT - 1500), height=HEIGHT),
        *_account("付款账户", "paying_account"),
        *_account("收款账户", "receiving_account"),
        boxed(("备  注", 1500), (tag("remark"), PORTRAIT - 1500), height=900),
    ]
    body = (
        letter
        + table([plain(("", PORTRAIT - 1500), ("单位：元", 1500, "right"), height=320)])
        + table(rows)
        + paragraph("", 1, line=200)
        + dated_stamp("城镇职工养老保险待遇领取地社保机构（章）：", 4600, 460)
        + paragraph("", 1, line=100)
        + table([plain((COPIES, PORTRAIT), size=9.5, height=320)])
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
