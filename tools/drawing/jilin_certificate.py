"""基本养老保险参保缴费凭证: one portrait page with the blocks of every such certificate, and the scheme above them."""

from __future__ import annotations

from tools.drawing.blocks import GAP, MARGINS, PORTRAIT, SIZE, heading, numbered, plain, tag
from tools.drawing.families.certificate import COPIES, KEEP, LOST, agency, holding, insured, notices, stamp, stay
from tools.drawing.paper import Row, document, paragraph, table

FORM = "jilin/certificate"
BOX = 440
MOVE = (
    "2．当您跨省（自治区、直辖市）流动就业时，基本养老保险关系在原参保地社会保险经办机构保留，"
    "个人账户储存额按规定继续计算利息。到新就业地参保时，请向当地社会保险经办机构出示本凭证，"
    "办理基本养老保险关系转移接续手续。"
)
ANNUITY = "4．职业年金个人账户储存额是根据上一个定价日的单位净值计算，仅供参考。"


def draw() -> str:
    """``word/document.xml`` of the form."""
    scheme = plain(
        ("险种类别：", 1200),
        (tag("scheme.institution"), BOX, "center"),
        ("机关事业单位基本养老保险＋职业年金", 4100),
        (tag("scheme.employee"), BOX, "center"),
        ("企业职工养老保险", PORTRAIT - 6180),
    )
    rows = [
        heading("参保人员基本信息", PORTRAIT),
        *insured(),
        Row(720, (*stay("restart"), *holding("本地参保期间个人\n账户储存额（元）", "balance"))),
        Row(720, (*stay("continue"), *holding("职业年金个人账户份额\n或个人账户储存额", "annuity_balance", 9))),
        heading("社会保险经办机构信息", PORTRAIT),
        *agency(),
    ]
    body = (
        numbered("基本养老保险参保缴费凭证")
        + table([scheme])
        + GAP
        + table(rows)
        + paragraph("", 1, line=160)
        + stamp()
        + paragraph("", 1, line=160)
        + table([plain((COPIES, PORTRAIT))])
        + paragraph("", SIZE, line=200)
        + notices(KEEP, MOVE, LOST, ANNUITY)
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
