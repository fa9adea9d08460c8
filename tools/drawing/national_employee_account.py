"""城镇职工基本养老保险信息表."""

from __future__ import annotations

from tools.drawing.families.employee_account import page

FORM = "national/employee-account"


def draw() -> str:
    """``word/document.xml`` of the form."""
    return page("城镇职工基本养老保险信息表")
