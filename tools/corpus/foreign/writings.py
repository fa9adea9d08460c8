"""Writings (写法): one and the same value as other offices print it."""

from __future__ import annotations

from typing import Any

from hjforms.records.kinds import Kind


def written(kind: Kind, value: Any, writing: str) -> str:
    """A value in a writing: ``-`` 2024-05-01, ``.`` 2024.05, ``6`` 202405, ``年`` 2024年05月, ``ym`` 18年4个月,
    ``,`` 1,234.50, ``¥,`` ￥1,234.50, ``_`` underlined. Nothing: as our own forms print it.
    """
    if writing == "_":
        return f"\ue000{kind.write(value)}\ue001"
    if kind.name == "money" and writing in {",", "¥,", "元"}:
        amount = f"{value:,.2f}" if "," in writing else f"{value:.2f}"
        return ("￥" if "¥" in writing else "") + amount + ("元" if writing == "元" else "")
    if kind.name == "date" and writing in {"-", ".", "/", "8"}:
        return f"{value:%Y{writing}%m{writing}%d}" if writing != "8" else f"{value:%Y%m%d}"
    if kind.name == "year-month" and writing:
        joints = {"6": ("", ""), "年": ("年", "月")}.get(writing, (writing, ""))
        return f"{value.year}{joints[0]}{value.month:02}{joints[1]}"
    if kind.name == "years" and writing == "ym":
        years, months = divmod(value, 12)
        return f"{years}年{months}个月"
    assert not writing, (kind.name, writing)
    return kind.write(value)
