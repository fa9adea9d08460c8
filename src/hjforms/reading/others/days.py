"""Days in a text (日期): in every notation in which a paper writes one, wherever it stands.

The moment at which a paper was printed (2025-03-09 10:22:31) is no day of anybody's.

>>> [bool(DAY.fullmatch(text)) for text in ("2024年12月18日", "2024-12-18", "2025.1.13", "二〇二四年十月九日")]
[True, True, True, True]
>>> DAY.search("371082-2024-01-05"), DAY.search("2025-03-09 10:22:31")
(None, None)
"""

from __future__ import annotations

import re

_FIGURES = (
    r"\d{4}(?:\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|\s?[-－]\s?\d{1,2}\s?[-－]\s?\d{1,2}|\s?[.．]\s?\d{1,2}\s?[.．]\s?\d{1,2}"
    r"|\s?[/／]\s?\d{1,2}\s?[/／]\s?\d{1,2})"
)
_WORDS = "[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_PART = r"[\d.．/／-]"  # of a longer number
DAY = re.compile(rf"(?<!{_PART})(?:{_FIGURES}|{_WORDS})(?!{_PART})(?!\s*\d{{1,2}}[:：]\d)")
OF_THE_PRINT = re.compile(  # before a day that is nobody's
    r"(?:时间|日期|打印|导出|下载|生成|查询|制表|有效期至?|截止|截至)[:：\s]*$"
)
