"""重复领取养老保险待遇协助抵扣通知单: one portrait page, a letter above its table of periods and amounts."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    MARGINS,
    PORTRAIT,
    SIZE,
    UNIT,
    addressed,
    copies,
    dated_stamp,
    fields,
    heading,
    identified,
    numbered,
    page_line,
    row_of,
    tag,
)
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "national/offset-notice"
HEIGHT = 390
LETTER = 12
WIDTHS = (1950, 1950, 1500, 2300, PORTRAIT - 7700)
HEADS = ("起始年月", "终止年月", "月数", "月基础养老金标准", "重复领取金额")
NAMES = ("start", "end", "months", "standard", "amount")
REQUEST = (
    "经核查，下列参保人员同时领取城镇职工养老保险和城乡居民养老保险待遇。根据《城乡养老保险制度衔接暂行办法》"
    "（人社部发〔2014〕17号）有关规定，其城乡居民养老保险关系已终止；重复领取的城乡居民养老保险基础养老金"
    "本人没有全部退还，个人账户余额又不足抵扣，请协助从其城镇职工基本养老金中抵扣，并将抵扣款全额划转至指定账户。"
)
COPIES = "（本单一式两联，一联发给城镇职工养老保险待遇领取地社保机构，一联留存）"


def _amounts(left: tuple[str, str], right: tuple[str, str]) -> Row:
    """Two amounts, each after its label."""
    return fields((left[0], 3850, left[1], 1450), (right[0], 2700, right[1]), height=HEIGHT)


def draw() -> str:
    """``word/document.xml`` of the form."""
    letter = (
        numbered("重复领取养老保险待遇协助抵扣通知单")
        + addressed(LETTER)
        + paragraph("", 1, line=80)
        + paragraph(REQUEST, LETTER, line=360, align="both", indent=2 * LETTER * 20)
        + paragraph("", 1, line=100)
    )
    person = [
        identified(1200, 2900, HEIGHT),
        fields(("户籍地址", 1200, "person.address", 4500), ("联系电话", 1600, "person.phone"), height=HEIGHT),
    ]
    times = [
        fields(
            ("城镇职工养老保险\n待遇领取起始时间", 2450, "employee_from", 2653),
            ("城乡居民养老保险\n待遇领取起始时间", 2450, "resident_from"),
            height=600,
        ),
        fields(
            ("重复领取起始时间", 1900, "start", 1700),
            ("重复领取终止时间", 1900, "end", 1700),
            ("重复领取月数", 1600, "months"),
            height=HEIGHT,
        ),
    ]
    total = Row(
        380,
        (
            Cell("合  计", sum(WIDTHS[:2]), size=SIZE),
            Cell(tag("total.months"), WIDTHS[2], size=10),
            Cell("", WIDTHS[3], size=10),
            Cell(tag("total.amount"), WIDTHS[4], size=10),
        ),
    )
    amounts = [
        _amounts(("重复领取基础养老金总额（①）", "drawn"), ("本人已退还金额（②）", "returned")),
        _amounts(("个人账户余额（扣除政府补贴）（③）", "balance"), ("个人账户已抵扣金额（④）", "offset")),
        fields(("协助抵扣金额（⑤）", 2100, "assistance", 2000), ("大写", 900, "assistance_capital"), height=HEIGHT),
    ]
    account = [
        fields(
            ("行政区划代码", 1500, "receiving_account.region_code", 1500),
            ("开户名称", 1300, "receiving_account.account_name"),
            height=HEIGHT,
        ),
        fields(
            ("开户银行", 1500, "receiving_account.bank", 4000),
            ("银行账号", 1300, "receiving_account.account_number"),
            height=HEIGHT,
        ),
        fields(("备  注", 1500, "remark"), height=HEIGHT),
    ]
    rows = [
        heading("参保人员基本信息", PORTRAIT),
        *person,
        heading("重复领取情况", PORTRAIT),
        *times,
        heading("重复领取城乡居民养老保险基础养老金明细", PORTRAIT),
        row_of(HEADS, WIDTHS, 380, SIZE),
        row_of([str(number) for number in range(1, 6)], WIDTHS, 280),
        row_of([tag(f"p.{name}") for name in NAMES], WIDTHS, 340, 10, "for p in periods"),
        total,
        heading("退还与抵扣", PORTRAIT),
        *amounts,
    ]
    body = (
        letter
        + UNIT
        + table(rows)
        + paragraph("", 1, line=80)
        + table([heading("指定账户", PORTRAIT), *account])  # on every page, not only after the total
        + paragraph("", 1, line=60)
        + dated_stamp("城乡居民养老保险待遇领取地社保机构（章）：", 4600, 360)
        + GAP
        + copies(COPIES)
        + page_line("注：5=3×4；④为③与①−②中较小的一个；⑤=①−②−④", PORTRAIT)
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
