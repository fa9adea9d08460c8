"""基本养老保险关系转移接续信息表: three blocks on one landscape page, the last of sixteen columns."""

from __future__ import annotations

from tools.drawing.blocks import LANDSCAPE, Part, dated, plain, sheet, signoff_line, tag, title
from tools.drawing.paper import Cell, Row, table

FORM = "jilin/transfer-account"
SIZE = 10  # of the first two blocks; the third is set in 9 points
TWO_LINES = 500
CLOSE = 240  # the line height at which two lines fit such a row
LABEL = 1480
VALUES = (2420, 2260, 2260, LANDSCAPE - 4 * LABEL - 6940)
FUND = (
    ("1998年1月1日前账户中\n个人缴费累计储存额", "before_1998", 3100),
    ("1998年1月1日至调转上年末\n个人账户累计储存额", "since_1998", 3300),
    ("调转当年记入\n个人账户本金金额", "current_year", 2400),
    ("个人账户\n基金转移额", "personal", 2150),
    ("统筹基金\n转移额", "pooled", 2050),
    ("转移基金\n总额", "total", LANDSCAPE - 13000),
)
PERIOD = (880, 880)  # 起, 止
SPLIT = ("小计", "个人缴费")
# What one heading covers: its text, and its columns with their headings where it has several.
GROUPS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("参保地区", (("行政区划\n代码", 840), ("名称", 1160))),
    ("年份", (("", 550),)),
    ("缴费起止时间", (("", sum(PERIOD)),)),
    ("缴费\n月数", (("", 500),)),
    ("月缴费\n基数", (("", 940),)),
    ("缴费比例", (("单位", 650), ("划入个人\n账户比例", 860), ("个人", 650))),
    ("当年记账金额", tuple((text, 940) for text in SPLIT)),
    ("当年记账利息", tuple((text, 930) for text in SPLIT)),
    ("至本年末账户累计储存额", tuple((text, 1070) for text in SPLIT)),
    ("备注", (("", LANDSCAPE - 13790),)),
)


def _heading(text: str) -> Row:
    return Row(300, (Cell(text, LANDSCAPE, size=10.5, bold=True),))


def _cells(height: int, *parts: Part) -> Row:
    """A row of bordered cells, whose labels may have two lines."""
    return Row(height, tuple(Cell(part[0], part[1], size=SIZE, line=CLOSE) for part in parts))


def _fields(*named: tuple[str, str], height: int = 370) -> Row:
    """Four labels with their values."""
    parts: list[Part] = []
    for (label, path), width in zip(named, VALUES, strict=True):
        parts += [(label, LABEL), (tag(path), width)]
    return _cells(height, *parts)


def _person() -> list[Row]:
    """参保人基本信息."""
    return [
        _fields(
            ("个人编号", "person.personal_number"),
            ("姓  名", "person.name"),
            ("性  别", "person.sex"),
            ("出生日期", "person.birth_date"),
        ),
        _cells(
            370,
            ("公民身份号码", LABEL),
            (tag("person.citizen_id"), VALUES[0]),
            ("户籍地地址", LABEL),
            (tag("person.address"), VALUES[1] + VALUES[2]),
            ("转出单位名称", LABEL),
            (tag("person.employer"), LABEL + VALUES[3]),
        ),
        _fields(
            ("参加工作时间", "employed_since"),
            ("首次参保地实行\n个人缴费时间", "region_began"),
            ("本人首次\n缴费时间", "first_paid"),
            ("本人建立\n个人账户时间", "account_opened"),
            height=TWO_LINES,
        ),
        _fields(
            ("在本地缴费\n起始时间", "start"),
            ("在本地缴费\n终止时间", "end"),
            ("在本地实际\n缴费月数", "months"),
            ("转移日期", "transferred_on"),
            height=TWO_LINES,
        ),
    ]


def _fund() -> list[Row]:
    """养老保险基金转移信息: labels, numbers of the columns, amounts."""
    return [
        _cells(TWO_LINES, *((label, width) for label, _, width in FUND)),
        _cells(250, *((str(number), width) for number, (_, _, width) in enumerate(FUND, 1))),
        _cells(370, *((tag(f"fund.{name}"), width) for _, name, width in FUND)),
    ]


def _heads() -> list[Row]:
    """The two rows of headings of 历年缴费及个人账户记账信息."""
    above, below = [], []
    for text, columns in GROUPS:
        several = len(columns) > 1
        above.append(Cell(text, sum(width for _, width in columns), merge=None if several else "restart"))
        below += [Cell(label, width, merge=None if several else "continue", line=CLOSE) for label, width in columns]
    return [Row(320, tuple(above)), Row(500, tuple(below))]


def _year() -> Row:
    """One year; the months from which and to which it was paid stand side by side under one heading."""
    widths = [width for _, columns in GROUPS for _, width in columns]
    names = ["months", "base", "shares.employer", "shares.account", "shares.personal"]
    names += [f"{group}.{part}" for group in ("amount", "interest", "balance") for part in ("subtotal", "personal")]
    first, last = PERIOD
    return Row(
        312,
        (
            *(
                Cell(tag(f"y.{name}"), width)
                for name, width in zip(("region_code", "region_name", "year"), widths, strict=False)
            ),
            Cell(tag("y.start"), first),
            Cell(tag("y.end"), last),
            *(Cell(tag(f"y.{name}"), width) for name, width in zip((*names, "remark"), widths[4:], strict=True)),
        ),
        "for y in years",
    )


def draw() -> str:
    """``word/document.xml`` of the form."""
    foot = signoff_line(("经办人（签章）：", 1850), ("转出地社保机构（章）：", 2450), dated(LANDSCAPE, 360))
    head = plain(("编号：", 720), (tag("number"), 5000), ("单位：元", LANDSCAPE - 5720, "right"), height=360)
    rows = [
        _heading("参保人基本信息"),
        *_person(),
        _heading("养老保险基金转移信息"),
        *_fund(),
        _heading("历年缴费及个人账户记账信息"),
        *_heads(),
        _year(),
    ]
    return sheet(title("基本养老保险关系转移接续信息表") + table([head]), rows, foot, "注：4=1+2+3；6=4+5")
