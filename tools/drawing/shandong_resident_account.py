"""附件3 居民基本养老保险信息表."""

from __future__ import annotations

from tools.drawing.families.resident_account import page

FORM = "shandong/resident-account"
AMOUNTS = (
    ("个人\n缴费", "personal", 1400),
    ("被征地\n个人缴费", "land_personal", 1400),
    ("集体补助\n（其他资助）", "collective", 1400),
    ("被征地\n集体缴费", "land_collective", 1400),
    ("个人缴费\n政府补贴", "subsidy", 1400),
    ("利息", "interest", 1400),
    ("其他", "other", 1400),
)


def draw() -> str:
    """``word/document.xml`` of the form."""
    return page("居民基本养老保险信息表", "居民养老保险社保经办机构信息", AMOUNTS, 900, 1700, "附件3")
