"""养老保险制度衔接办理结果告知单: one portrait page, the years above, what is left and the reasons below."""

from __future__ import annotations

from tools.drawing.blocks import (
    GAP,
    PORTRAIT,
    Part,
    date_parts,
    fields,
    identified,
    numbered,
    plain,
    row_of,
    tag,
    width_of,
)
from tools.drawing.paper import Cell, Row, document, paragraph, table

FORM = "national/outcome"
HEIGHT = 380
SMALL = 8
LABEL = 1200
MARGINS = (567, 850, 454, 850)
PICTURE = 600
NOTE = "注：6=2+3+4+5；12=8+9+10+11；⑤=①−②−④；图中斜线为重复的月份，方格为重复而退还的月份"
PARTS = {
    "personal": "个人\n缴费",
    "land_personal": "被征地\n个人缴费",
    "collective": "集体\n补助",
    "land_collective": "被征地\n集体缴费",
    "subtotal": "小计",
}
REASONS = {
    "months": "重复月数",
    "refund": "退还金额",
    "parts": "各项金额",
    "subsidy": "补贴和利息",
    "account": "个人账户",
    "counted": "缴费年限",
    "double": "重复领取",
}
YEAR, MONTHS, SUBSIDY, INTEREST = 560, 480, 746, 780
AMOUNTS = (754, 754, 754, 754, 804)
WIDTHS = (YEAR, *AMOUNTS, MONTHS, *AMOUNTS, SUBSIDY, INTEREST)


def _head() -> list[Row]:
    """The two rows of labels above the years."""

    def spanning(label: str, width: int, merge: str) -> Cell:
        return Cell(label if merge == "restart" else "", width, size=SMALL, merge=merge)

    def row(height: int, paid: list[Cell], refund: list[Cell], merge: str) -> Row:
        return Row(
            height,
            (
                spanning("重复\n年份", YEAR, merge),
                *paid,
                spanning("重复\n月数", MONTHS, merge),
                *refund,
                spanning("退回基金\n的政府\n补贴", SUBSIDY, merge),
                spanning("留在账户\n的利息", INTEREST, merge),
            ),
        )

    small = [Cell(text, width, size=SMALL) for text, width in zip(PARTS.values(), AMOUNTS, strict=True)]
    paid, refund = ([Cell(text, sum(AMOUNTS), size=9)] for text in ("当年缴费金额", "退还本人金额"))
    return [row(300, paid, refund, "restart"), row(500, small, small, "continue")]


def _values(owner: str, first: str) -> list[str]:
    """The tags of a row."""
    paid, refund = ([tag(f"{owner}.{side}.{name}") for name in PARTS] for side in ("paid", "refund"))
    return [first, *paid, tag(f"{owner}.months"), *refund, tag(f"{owner}.subsidy"), tag(f"{owner}.interest")]


def _told(label: str, path: str, height: int, size: float = 9.5) -> Row:
    """A text of several lines beside its label."""
    return Row(height, (Cell(label, LABEL, size=9.5), Cell(tag(path), PORTRAIT - LABEL, "left", size)))


def _compared(label: str, *named: tuple[str, str], width: int) -> Row:
    """Values of one kind side by side, behind a label for all of them."""
    room = PORTRAIT - LABEL
    cells = [Cell(label, LABEL, size=9.5)]
    for number, (text, name) in enumerate(named):
        left, right = number * room // len(named), (number + 1) * room // len(named)
        head = right - left - width
        cells += [Cell(text, head, size=7.5), Cell(tag(name), width, size=9.5)]
    return Row(460, tuple(cells))


def _heading(text: str) -> Row:
    """A row that names the block below it, lower than on other forms: this one says much on its one page."""
    return Row(300, (Cell(text, PORTRAIT, size=9.5, bold=True),))


def _drawn(path: str) -> Cell:
    """Months by scheme: their picture, and below it the same in words."""
    return Cell(tag(path), PORTRAIT - LABEL, "left", 7.5, above=PICTURE)


def _direction() -> Row:
    """Both directions with their boxes."""
    room = (PORTRAIT - LABEL) // 2
    return Row(
        HEIGHT,
        (
            Cell("衔接方向", LABEL, size=9.5),
            Cell(tag("direction.resident_to_employee"), 440, "center", 10.5, edges="tlb"),
            Cell("居民养老保险衔接至职工养老保险", room - 440, "left", 9.5, edges="tb"),
            Cell(tag("direction.employee_to_resident"), 440, "center", 10.5, edges="tb"),
            Cell("职工养老保险衔接至居民养老保险", PORTRAIT - LABEL - room - 440, "left", 9.5, edges="tbr"),
        ),
    )


def _signed() -> str:
    """The office signs, and the person says that the sheet was received."""
    signed: list[Part] = [
        ("经办人（签章）：", 1850),
        (tag("signoff.handler"), 2250),
        ("社保经办机构（章）：", 2200),
    ]
    agency = (tag("signoff.agency"), PORTRAIT - width_of(signed))
    received, date = date_parts("received_on"), date_parts("signoff.date")
    person: list[Part] = [("本人（签收）：", 1850), ("", 1550), *received]
    gap = ("", PORTRAIT - width_of(person) - width_of(date))
    return table([plain(*signed, agency, height=440), plain(*person, gap, *date, height=400)])


def draw() -> str:
    """``word/document.xml`` of the form."""
    rows = [
        identified(LABEL, 3306, HEIGHT),
        _direction(),
        _told("办理结果", "result", 500, 10.5),
        _heading("重复缴费清退（单位：元）"),
        *_head(),
        row_of([str(number) for number in range(1, len(WIDTHS) + 1)], WIDTHS, 220, SMALL),
        row_of(_values("y", tag("y.year")), WIDTHS, 270, 8, "for y in years"),
        row_of(_values("total", "合计"), WIDTHS, 340, 8),
        fields(("退还本人合计", 1500, "refund_total", 1900), ("大写", 800, "refund_total_capital"), height=400),
        _heading("个人账户、缴费月数和重复领取的待遇（单位：元、月）"),
        _compared(
            "账户储存额",
            ("居民养老保险\n（办理前）", "account.resident"),
            ("职工养老保险\n（办理前）", "account.employee"),
            ("退回基金的\n政府补贴", "subsidy_returned"),
            ("合并后", "account.merged"),
            width=1250,
        ),
        _compared(
            "缴费月数",
            ("居民养老保险\n（办理前）", "months.resident"),
            ("职工养老保险\n（办理前）", "months.employee"),
            ("重复月数", "months.twice"),
            ("合并后", "months.counted"),
            width=1250,
        ),
        _compared(
            "重复领取",
            ("重复领取\n金额（①）", "double.drawn"),
            ("本人退还\n（②）", "double.returned"),
            ("个人账户\n余额（③）", "double.balance"),
            ("个人账户\n抵扣（④）", "double.offset"),
            ("协助抵扣\n（⑤）", "double.assistance"),
            width=860,
        ),
        Row(1140, (Cell("逐月经历", LABEL, size=9.5), _drawn("careers"))),
        _heading("怎样算出来的"),
        *(_told(label, f"reasons.{name}", 420, 8.5) for name, label in REASONS.items()),
        _told("依  据", "articles", 540, 8),
        _told("还要办的", "open", 400),
        fields(
            ("咨询机构", LABEL, "contact.name", 3000),
            ("电话", 600, "contact.phone", 1700),
            ("地址", 600, "contact.address"),
            height=380,
        ),
    ]
    body = (
        numbered("养老保险制度衔接办理结果告知单")
        + table(rows)
        + paragraph("", 1, line=60)
        + _signed()
        + GAP
        + table([plain((NOTE, PORTRAIT - 2000), (tag("page"), 2000, "right"), size=8, height=300)])
        + GAP
    )
    return document(body, landscape=False, margins=MARGINS)
