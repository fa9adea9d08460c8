"""The units that papers print beside a value (单位): one table, from which every notation that has one takes its own.

A unit that says nothing new may stand or fall: 500元 is 500.00, 2019年 is 2019, 12个月 is 12. One that changes the
value (万元, 角; 年 behind a number of months) is no part of the notation: it is refused, and never reckoned with.
A unit with nothing before it is a place left blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hjforms.wording import Said, Sentence, said


@dataclass(frozen=True)
class Unit:
    """What may stand before and behind a value, longer texts first; ``name`` is what a clerk is told."""

    name: str
    after: tuple[str, ...]
    before: tuple[str, ...] = ()

    @cached_property
    def behind(self) -> str:
        """The pattern of what may stand behind a value: its unit, one in brackets, or both (7个月（期）)."""
        one = f"(?:{'|'.join(self.after)})"
        return rf"{one}?(?:\({one}\))?"

    @cached_property
    def ahead(self) -> str:
        """The pattern of what may stand before a value."""
        return f"(?:{'|'.join(self.before)})?"

    def bare(self, spelling: str) -> str:
        """The compact spelling of a value without its unit.

        >>> MONTHS.bare("12个月"), MONTHS.bare("12个月(期)"), MONTHS.bare("12年")
        ('12', '12', '12年')
        """
        return self._ending.sub("", spelling)

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return re.compile(rf"{self.behind}\Z")

    def refusal(self, rest: str) -> Said | None:
        """Why the rest of a spelling behind a value is not its unit, where it is another one; None where it is none.

        >>> YUAN.refusal("万元")
        '不能用，单位只能是元，请换算后填写'
        """
        return (
            Sentence("不能用，单位只能是{unit}，请换算后填写", unit=said(self.name)) if _OTHER.fullmatch(rest) else None
        )


YUAN: Final = Unit("元", ("元整", "元正", "圆整", "圆正", "元", "圆", "圓"), ("人民币:", "人民币", "RMB", "CNY"))
YEAR: Final = Unit("年", ("年度", "年份", "年"))
MONTHS: Final = Unit("月", ("个月", "月", "期"))
WHOLE_YEARS: Final = Unit("年", ("年",))

_OTHER = re.compile("[十百千万亿]*(?:元|圆|角|毛|分|厘|块)?(?:整|正)?|年度?|个?月|天|日|季度?|周|[‰‱]|个?百分点")
