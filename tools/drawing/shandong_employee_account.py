"""附件4 企业职工基本养老保险信息表."""

from __future__ import annotations

from tools.drawing.families.employee_account import page

FORM = "shandong/employee-account"


def draw() -> str:
    """``word/document.xml`` of the form."""
    return page("企业职工基本养老保险信息表", "附件 4")
