"""城乡养老保险重复缴费清退表: nine columns, for the two parts of the national formula."""

from __future__ import annotations

from tools.drawing.families.refund import Columns, page

FORM = "national/refund"
COLUMNS = Columns(
    {"personal": "个人缴费", "collective": "集体补助"},
    year=1000,
    part=1700,
    subtotal=1800,
    months=1000,
)


def draw() -> str:
    """``word/document.xml`` of the form."""
    return page(COLUMNS, "注：4=2+3；8=6+7")
