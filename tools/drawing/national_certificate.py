"""城镇职工基本养老保险参保缴费凭证: one portrait page, nine columns, three notes."""

from __future__ import annotations

from tools.drawing.blocks import GAP, MARGINS, PORTRAIT, SIZE, heading, numbered, page_line, plain, row_of, tag
from tools.drawing.families.certificate import COPIES, KEEP, LOST, agency, holding, insured, notices, stamp, stay
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "national/certificate"
WIDTHS = (560, 1110, 1816, 1360, 1360, 850, 850, 1050, 1250)
HEADS = (
    "序号",
    "参保地行政\n区划代码",
    "参保地名称",
    "缴费起始\n年月",
    "缴费终止\n年月",
    "实际缴费\n月数",
    "视同缴费\n月数",
    "缴费年限\n合计（月）",
    "个人账户\n储存额",
)
NAMES = ("region_code", "region_name", "start", "end", "months_actual", "months_deemed", "months", "balance")
MOVE = (
    "2．您从城镇职工养老保险转入城乡居民养老保险时，"
    "请向城乡居民养老保险待遇领取地社保机构出示本凭证，办理制度衔接手续。"
)


def draw() -> str:
    """``word/document.xml`` of the form."""
    total = Row(
        420,
        (
            Cell("合  计", sum(WIDTHS[:5]), size=SIZE),
            *(Cell(tag(f"total.{name}"), width, size=10) for name, width in zip(NAMES[4:], WIDTHS[5:], strict=True)),
        ),
    )
    years = Row(
        460,
        (
            Cell("城镇职工养老保险累计缴费年限：", 3400, "right", SIZE, edges="tlb"),
            Cell(tag("years_paid.year"), 600, size=SIZE, edges="tb"),
            Cell("年", 300, size=SIZE, edges="tb"),
            Cell(tag("years_paid.month"), 500, size=SIZE, edges="tb"),
            Cell("个月（其中视同", 1550, size=SIZE, edges="tb"),
            Cell(tag("years_deemed.year"), 600, size=SIZE, edges="tb"),
            Cell("年", 300, size=SIZE, edges="tb"),
            Cell(tag("years_deemed.month"), 500, size=SIZE, edges="tb"),
            Cell("个月）", PORTRAIT - 7750, "left", SIZE, edges="tbr"),
        ),
    )
    rows = [
        heading("参保人员基本信息", PORTRAIT),
        *insured(),
        Row(720, (*stay(), *holding("本地参保期间个人\n账户储存额（元）", "balance"))),
        heading("各参保地缴费年限", PORTRAIT),
        row_of(HEADS, WIDTHS, 620),
        row_of([str(number) for number in range(1, 10)], WIDTHS, 300),
        row_of(["{{ loop.index }}", *(tag(f"p.{name}") for name in NAMES)], WIDTHS, 380, 10, "for p in places"),
        total,
    ]
    body = (
        numbered("城镇职工基本养老保险参保缴费凭证")
        + GAP
        + table(rows)
        + paragraph("", 1, line=80)
        + table(
            [years, heading("社会保险经办机构信息", PORTRAIT), *agency()]
        )  # on every page, not only after the total
        + paragraph("", 1, line=60)
        + stamp()
        + GAP
        + table([plain(("注：8=6+7", 1800), (COPIES, PORTRAIT - 1800, "right"))])
        + notices(KEEP, MOVE, LOST)
        + page_line("", PORTRAIT)
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
