"""城乡居民基本养老保险信息表: eight columns, without those for 被征地."""

from __future__ import annotations

from tools.drawing.families.resident_account import page

FORM = "national/resident-account"
AMOUNTS = (
    ("个人缴费", "personal", 1800),
    ("集体补助\n（含社会资助）", "collective", 1900),
    ("政府补贴", "subsidy", 1800),
    ("利息", "interest", 1700),
    ("其他", "other", 1700),
)


def draw() -> str:
    """``word/document.xml`` of the form."""
    return page("城乡居民基本养老保险信息表", "城乡居民养老保险社保经办机构信息", AMOUNTS, 1000, 2000)
