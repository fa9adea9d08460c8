"""城镇职工基本养老保险参保缴费凭证: one portrait page, nine columns, three notes."""

from __future__ import annotations

from tools.drawing.blocks import GAP, MARGINS, PORTRAIT, SIZE, boxed, date_parts, heading, page_line, plain, tag, title
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "national/certificate"
HEIGHT = 500
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
COPIES = "（本凭证一式两联，填发本凭证的社保机构和参保人员本人各一份）"
NOTES = (
    "1．本凭证是您参加基本养老保险的权益记录，是申请办理基本养老保险关系转移接续手续的重要凭证，请妥善保管。",
    "2．您从城镇职工养老保险转入城乡居民养老保险时，请向城乡居民养老保险待遇领取地社保机构出示本凭证，办理制度衔接手续。",
    "3．本凭证如不慎遗失，请与填发此凭证的社会保险经办机构联系，申请补办。联系方式可到任何一个社会保险经办机构查询。",
)


def _columns(texts: tuple[str, ...], height: int, size: float = SIZE, loop: str | None = None) -> Row:
    """A row of the nine columns."""
    return Row(height, tuple(Cell(text, width, size=size) for text, width in zip(texts, WIDTHS, strict=True)), loop)


def draw() -> str:
    """``word/document.xml`` of the form."""
    person = [
        boxed(
            ("姓  名", 1500),
            (tag("person.name"), 3050),
            ("性别", 900),
            (tag("person.sex"), 900),
            ("个人编号", 1300),
            (tag("person.personal_number"), PORTRAIT - 7650),
            height=HEIGHT,
        ),
        boxed(
            ("公民身份号码", 1500),
            (tag("person.citizen_id"), 2450),
            ("户籍地地址", 1300),
            (tag("person.address"), PORTRAIT - 5250),
            height=HEIGHT,
        ),
        Row(
            720,
            (
                Cell("在本地参保\n起止时间", 1500, size=SIZE),
                Cell(tag("start"), 1400, "right", SIZE, edges="tlb"),
                Cell("—", 260, size=SIZE, edges="tb"),
                Cell(tag("end"), 1400, "left", SIZE, edges="tbr"),
                Cell("本地实际\n缴费月数", 1150, size=SIZE),
                Cell(tag("months"), 800, size=SIZE),
                Cell("本地参保期间个人\n账户储存额（元）", 1900, size=SIZE),
                Cell(tag("balance"), PORTRAIT - 8410, size=SIZE),
            ),
        ),
    ]
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
    agency = [
        boxed(
            ("行政区划代码", 1500),
            (tag("agency.region_code"), 2450),
            ("机构名称", 1300),
            (tag("agency.name"), PORTRAIT - 5250),
            height=HEIGHT,
        ),
        boxed(
            ("联系电话", 1500),
            (tag("agency.phone"), 2450),
            ("机构地址", 1300),
            (tag("agency.address"), 2650),
            ("邮政编码", 1100),
            (tag("agency.postcode"), PORTRAIT - 9000),
            height=HEIGHT,
        ),
    ]
    rows = [
        heading("参保人员基本信息", PORTRAIT),
        *person,
        heading("各参保地缴费年限", PORTRAIT),
        _columns(HEADS, 620, 9),
        _columns(tuple(map(str, range(1, 10))), 300, 9),
        _columns(("{{ loop.index }}", *(tag(f"p.{name}") for name in NAMES)), 380, 10, loop="for p in places"),
        total,
        years,
    ]
    signoff = [
        plain(
            ("经办人（签章）：", 1850),
            (tag("signoff.handler"), 2250),
            ("社会保险经办机构（章）：", 2600),
            (tag("signoff.agency"), PORTRAIT - 6700),
            height=460,
        ),
        plain(("", PORTRAIT - 2500), *date_parts("signoff.date")),
    ]
    body = (
        title("城镇职工基本养老保险参保缴费凭证")
        + table([plain(("", PORTRAIT - 3500), ("编号：", 800, "right"), (tag("number"), 2700))])
        + GAP
        + table(rows)
        + paragraph("", 1, line=80)
        + table([heading("社会保险经办机构信息", PORTRAIT), *agency])  # on every page, not only after the total
        + paragraph("", 1, line=60)
        + table(signoff)
        + GAP
        + table([plain(("注：8=6+7", 1800), (COPIES, PORTRAIT - 1800, "right"))])
        + paragraph("重要提示", SIZE + 1.5, "黑体", align="center", line=400)
        + "".join(paragraph(note, SIZE, line=320, align="both", indent=int(2 * SIZE * 20)) for note in NOTES)
        + page_line("", PORTRAIT)
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
