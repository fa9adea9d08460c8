"""重复领取养老保险待遇协助抵扣回执: one portrait page, a letter above what was deducted and transferred."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    MARGINS,
    PORTRAIT,
    SIZE,
    UNIT,
    addressed,
    copies,
    date_parts,
    dated_stamp,
    fields,
    heading,
    identified,
    numbered,
    spoken,
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
    name = fields(("开户名称", 1300, f"{owner}.account_name"), width=rest)
    bank = fields(("开户银行", 1300, f"{owner}.bank", 3300), ("银行账号", 1300, f"{owner}.account_number"), width=rest)
    return [
        Row(HEIGHT, (Cell(label, label_width, size=SIZE, merge="restart"), *name.cells)),
        Row(HEIGHT, (Cell(label, label_width, size=SIZE, merge="continue"), *bank.cells)),
    ]


def _spoken(*parts: tuple[str, int]) -> str:
    return table([spoken(*parts, size=LETTER, height=460, ruled=True)])


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
    deducted = [
        fields(("应协助抵扣金额", 1900, "asked"), height=HEIGHT),
        fields(
            ("抵扣起始年月", 1900, "start", 1900),
            ("抵扣终止年月", 1600, "end", 1900),
            ("抵扣期数", 1300, "months"),
            height=HEIGHT,
        ),
        fields(("实际抵扣金额", 1900, "deducted", 2400), ("大写", 800, "deducted_capital"), height=HEIGHT),
        fields(("未抵扣金额", 1900, "remainder", 2400), ("原因", 800, "reason"), height=HEIGHT),
    ]
    rows = [
        heading("参保人员", PORTRAIT),
        identified(1500, 2700, HEIGHT),
        heading("抵扣情况", PORTRAIT),
        *deducted,
        heading("划转情况", PORTRAIT),
        fields(("划转日期", 1500, "transferred_on"), height=HEIGHT),
        *_account("付款账户", "paying_account"),
        *_account("收款账户", "receiving_account"),
        fields(("备  注", 1500, "remark"), height=900),
    ]
    body = (
        letter
        + UNIT
        + table(rows)
        + paragraph("", 1, line=200)
        + dated_stamp("城镇职工养老保险待遇领取地社保机构（章）：", 4600, 460)
        + paragraph("", 1, line=100)
        + copies(COPIES)
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
