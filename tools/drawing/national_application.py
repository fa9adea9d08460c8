"""城乡养老保险制度衔接申请表: one portrait page, each matter in a row of its own after its label."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    MARGINS,
    PORTRAIT,
    SIZE,
    Field,
    Part,
    date_parts,
    dated_stamp,
    fields,
    heading,
    number_parts,
    plain,
    tag,
    title,
    width_of,
)
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "national/application"
LABEL = 1700  # the label of a group of rows
REST = PORTRAIT - LABEL
HEIGHT = 500
BOX = 440
DECLARATION = (
    "　　本人自愿申请办理上述城乡养老保险制度衔接，所填信息及所交材料真实有效；已知悉同一年度内重复缴费时段"
    "只计算城镇职工养老保险缴费年限，相应城乡居民养老保险个人缴费和集体补助退还本人。"
)


def _group(label: str, *rows: tuple[Cell, ...], height: int = HEIGHT) -> list[Row]:
    """Rows behind one label that spans them."""
    if len(rows) == 1:
        return [Row(height, (Cell(label, LABEL, size=SIZE), *rows[0]))]
    merges = ("restart", *("continue" for _ in rows[1:]))
    return [
        Row(height, (Cell(label, LABEL, size=SIZE, merge=merge), *cells))
        for merge, cells in zip(merges, rows, strict=True)
    ]


def _fields(*named: Field) -> tuple[Cell, ...]:
    """Fields beside the label of their group."""
    return fields(*named, width=REST).cells


def _open(*parts: Part, top: bool = True, bottom: bool = True, width: int = REST) -> tuple[Cell, ...]:
    """Cells with no border between them; the last one takes what is left of the row."""
    cells = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        edges = ("t" if top else "") + ("b" if bottom else "") + ("l" if number == 0 else "") + ("r" if last else "")
        wide = width - sum(cell.width for cell in cells) if last else part[1]
        cells.append(Cell(part[0], wide, part[2] if len(part) > 2 else "left", SIZE, edges=edges or "-"))
    return tuple(cells)


def _box(path: str) -> Part:
    """A box to tick; the text beside it follows."""
    return (tag(path), BOX, "center")


def draw() -> str:
    """``word/document.xml`` of the form."""
    date = date_parts("applied_on", "申请日期：", 1200)
    header = plain(*date, *number_parts(PORTRAIT - width_of(date)))
    person = [
        fields(
            ("姓  名", 1500, "person.name", 3103),
            ("性别", 1000, "person.sex", 1000),
            ("出生日期", 1400, "person.birth_date"),
            height=HEIGHT,
        ),
        fields(
            ("公民身份号码", 1500, "person.citizen_id", 3103),
            ("个人编号", 1400, "person.personal_number"),
            height=HEIGHT,
        ),
        fields(("户籍地址", 1500, "person.address"), height=HEIGHT),
        fields(("联系电话", 1500, "person.phone", 3103), ("邮政编码", 1400, "person.postcode"), height=HEIGHT),
        fields(("通讯地址", 1500, "person.postal_address"), height=HEIGHT),
    ]
    matter = [
        *_group(
            "衔接类型",
            _open(_box("direction.resident_to_employee"), ("城乡居民养老保险转入城镇职工养老保险", 0), bottom=False),
            _open(_box("direction.employee_to_resident"), ("城镇职工养老保险转入城乡居民养老保险", 0), top=False),
            height=420,
        ),
        *_group(
            "转出地\n（现参保地）\n社保经办机构",
            _fields(("机构名称", 1300, "from_agency.name", 4000), ("行政区划代码", 1500, "from_agency.region_code")),
            _fields(("机构地址", 1300, "from_agency.address", 4000), ("邮政编码", 1500, "from_agency.postcode")),
            _fields(("联系电话", 1300, "from_agency.phone", 2400), ("转出地个人编号", 1700, "from_personal_number")),
        ),
        *_group(
            "转入地\n（待遇领取地）\n社保经办机构",
            _fields(("机构名称", 1300, "to_agency.name", 4000), ("行政区划代码", 1500, "to_agency.region_code")),
            height=960,
        ),
    ]
    years = Row(
        580,
        (
            Cell("缴费年限", LABEL, size=SIZE),
            Cell("城镇职工养老保险\n（含视同）", 2000, size=9),
            *_open((tag("years_employee"), 1250, "right"), ("年", 0), width=2253),
            Cell("城乡居民养老保险", 2000, size=9),
            *_open((tag("years_resident"), 1250, "right"), ("年", 0), width=REST - 6253),
        ),
    )
    account = _group(
        "退费账户",
        _fields(("开户银行", 1300, "refund_account.bank")),
        _fields(
            ("户名", 1300, "refund_account.account_name", 2400), ("银行账号", 1300, "refund_account.account_number")
        ),
    )
    documents = _group(
        "提交材料",
        _open(
            _box("documents.id_card"),
            ("身份证（社保卡）复印件", 2500),
            _box("documents.certificate"),
            ("参保缴费凭证", 1500),
            _box("documents.agent_id_card"),
            ("代办人身份证", 0),
            bottom=False,
        ),
        _open(
            _box("documents.household_register"),
            ("户口簿", 2500),
            _box("documents.other"),
            ("其他：", 760),
            (tag("documents_other"), 0),
            top=False,
        ),
        height=420,
    )
    agent = _group(
        "代办人",
        _fields(("姓名", 1300, "agent.name", 2400), ("与参保人关系", 1700, "agent.relation")),
        _fields(("联系电话", 1300, "agent.phone", 1900), ("联系地址", 1300, "agent.address")),
    )
    signature = _open(
        ("申请人（签字）：", 5200, "right"),
        ("", 1900),
        *date_parts("signed_on"),
        ("", 0),
        top=False,
        width=PORTRAIT,
    )
    declaration = [
        heading("本人声明", PORTRAIT),
        Row(860, _open(("", 150), (DECLARATION, PORTRAIT - 300), ("", 0), bottom=False, width=PORTRAIT)),
        Row(520, signature),
    ]
    opinion = [
        heading("受理社保经办机构意见", PORTRAIT),
        Row(440, _open(_box("opinion.accepted"), ("符合条件，予以受理", 0), bottom=False, width=PORTRAIT)),
        Row(
            520,
            _open(
                _box("opinion.refused"),
                ("不符合条件，原因：", 2000),
                (tag("opinion_reason"), 0),
                top=False,
                width=PORTRAIT,
            ),
        ),
    ]
    rows = [
        heading("参保人员基本信息", PORTRAIT),
        *person,
        heading("申请衔接事项", PORTRAIT),
        *matter,
        years,
        *account,
        *documents,
        *agent,
        *declaration,
        *opinion,
    ]
    body = title("城乡养老保险制度衔接申请表") + table([header]) + GAP + table(rows) + paragraph("", 1, line=100)
    return document(body + dated_stamp("社保经办机构（章）：", 2200, 380) + GAP, landscape=False, margins=MARGINS)
