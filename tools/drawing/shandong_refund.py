"""附件5 城乡养老保险重复缴费清退表."""

from __future__ import annotations

from tools.drawing.families.refund import Columns, page

FORM = "shandong/refund"
COLUMNS = Columns(
    {
        "personal": "个人\n缴费",
        "land_personal": "被征地\n个人缴费",
        "collective": "集体补助\n（其他资助）",
        "land_collective": "被征地\n集体缴费",
    },
    year=900,
    part=1150,
    subtotal=1210,
    months=720,
    label_size=8.5,
)


def draw() -> str:
    """``word/document.xml`` of the form."""
    return page(COLUMNS, "注：6=2+3+4+5；12=8+9+10+11", "附件 5")
