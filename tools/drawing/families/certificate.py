"""参保缴费凭证: the blocks that every such certificate prints alike."""

from __future__ import annotations

from tools.drawing.blocks import PORTRAIT, SIZE, dated, fields, plain, tag
from tools.drawing.paper import Cell, Row, paragraph, table

TALL = 500  # the height of a row of a certificate
COPIES = "（本凭证一式两联，填发本凭证的社保机构和参保人员本人各一份）"
KEEP = "1．本凭证是您参加基本养老保险的权益记录，是申请办理基本养老保险关系转移接续手续的重要凭证，请妥善保管。"
LOST = "3．本凭证如不慎遗失，请与填发此凭证的社会保险经办机构联系，申请补办。联系方式可到任何一个社会保险经办机构查询。"


def insured() -> list[Row]:
    """Who the certificate is about (参保人员基本信息), without the time that they were insured."""
    return [
        fields(
            ("姓  名", 1500, "person.name", 3050),
            ("性别", 900, "person.sex", 900),
            ("个人编号", 1300, "person.personal_number"),
            height=TALL,
        ),
        fields(("公民身份号码", 1500, "person.citizen_id", 2450), ("户籍地地址", 1300, "person.address"), height=TALL),
    ]


def stay(merge: str | None = None) -> tuple[Cell, ...]:
    """The time that a person was insured here (在本地参保起止时间), over several rows where it is merged."""
    return (
        Cell("在本地参保\n起止时间", 1500, size=SIZE, merge=merge),
        Cell(tag("start"), 1400, "right", SIZE, edges="tlb", merge=merge),
        Cell("—", 260, size=SIZE, edges="tb", merge=merge),
        Cell(tag("end"), 1400, "left", SIZE, edges="tbr", merge=merge),
        Cell("本地实际\n缴费月数", 1150, size=SIZE, merge=merge),
        Cell(tag("months"), 800, size=SIZE, merge=merge),
    )


def holding(label: str, path: str, size: float = SIZE) -> tuple[Cell, ...]:
    """What the person holds in an account, beside the time that they were insured."""
    return Cell(label, 1900, size=size), Cell(tag(path), PORTRAIT - 8410, size=SIZE)


def agency() -> list[Row]:
    """The agency that gives the certificate (社会保险经办机构信息)."""
    return [
        fields(("行政区划代码", 1500, "agency.region_code", 2450), ("机构名称", 1300, "agency.name"), height=TALL),
        fields(
            ("联系电话", 1500, "agency.phone", 2450),
            ("机构地址", 1300, "agency.address", 2650),
            ("邮政编码", 1100, "agency.postcode"),
            height=TALL,
        ),
    ]


def stamp() -> str:
    """Who signs a certificate, and when."""
    return table(
        [
            plain(
                ("经办人（签章）：", 1850),
                (tag("signoff.handler"), 2250),
                ("社会保险经办机构（章）：", 2600),
                (tag("signoff.agency"), PORTRAIT - 6700),
                height=460,
            ),
            dated(PORTRAIT),
        ]
    )


def notices(*texts: str) -> str:
    """重要提示: what the person has to know."""
    return paragraph("重要提示", SIZE + 1.5, "黑体", align="center", line=400) + "".join(
        paragraph(text, SIZE, line=320, align="both", indent=int(2 * SIZE * 20)) for text in texts
    )
