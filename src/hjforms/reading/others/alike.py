"""Labels in words that we do not know (陌生的栏目名称): the one known label that stands out as alike.

What decides is how much of both is the same, and that nothing tells them apart: 转出 is not 转入, 个人 not 单位.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from hjforms.reading.page.labels import canonical

ENOUGH = 0.75  # of the letters of both labels: what they share at least
CLOSE = 0.9  # the same where any text would be a value
MARGIN = 0.12  # by which the best stands out from the next
SHORTEST = 3  # letters of a label that is looked for so
LONGEST = 24
_SAME = (  # words that say the same in a label, or nothing
    (re.compile("年月日|年月|日期"), "时间"),
    (re.compile("总金额|金额合计|总额|合计金额|合计额"), "额合计"),
    (re.compile("金额|数额|款额"), "额"),
    (re.compile("登记|期间|尚|人民币|情况|的|详细"), ""),
    (re.compile("编码|代号"), "编号"),
    (re.compile("余额"), "储存额"),
    (re.compile("月份数"), "月数"),
    (re.compile("开始"), "起始"),
    (re.compile("结束|截止|截至"), "终止"),
    (re.compile("填写|制表|填报"), "填表"),
)
_OF_TIME = {"月数", "年限", "期数", "时间"}
_CONTRASTS = tuple(
    tuple(group.split())
    for group in (
        "个人 单位 集体 政府 财政 征地 年金",
        "转出 转入 原 新",
        "起 止 终 始 首 末 初",
        "实际 视同 应 未 已",
        "付 收",
        "代 委托 申请",
        "职工 居民",
        "户籍 通讯 通信 居住 开户 机构",
        "利息 本金 储存 补贴 补助 转移 基数",
        "月数 年限 期数 时间 编号 号码 代码 名称 电话 地址 银行 账号 原因 备注 比例 额",
        "退 抵 领 缴",
        "统筹",
        "合计 小计",
        "大写 小写",
        "上年 当年",
        "行号 联行",
    )
)


def alike(text: str, labels: Iterable[str] | Mapping[str, object], enough: float = ENOUGH) -> str:
    """The label, in our spelling, that a text is in other words; empty where none stands out.

    Labels of one field, where a mapping tells that, are no rivals.

    >>> alike("转出总金额", ["转出金额合计", "转入金额合计", "转出时间"])
    '转出金额合计'
    >>> alike("单位缴费", ["个人缴费", "缴费月数"])
    ''
    """
    best, *others = nearest(text, labels) or [(0.0, "")]
    rival = others[0][0] if others else 0.0
    return best[1] if best[0] >= enough and best[0] - rival >= MARGIN else ""


def nearest(text: str, labels: Iterable[str] | Mapping[str, object]) -> list[tuple[float, str]]:
    """Of every field the label that a text is most alike, and how much (0 to 1), the best first."""
    name = _plain(canonical(text))
    if not SHORTEST <= len(name) <= LONGEST:
        return []
    fields = labels if isinstance(labels, Mapping) else {label: label for label in labels}
    found: dict[str, tuple[float, str]] = {}
    for score, label in sorted(((_likeness(name, _plain(label)), label) for label in fields), reverse=True):
        found.setdefault(str(fields[label]), (score, label))
    return list(found.values())


def is_contrary(text: str, label: str) -> bool:
    """True for a text that says another thing than a label does: 退还 is not 缴费; how time is told says nothing.

    >>> is_contrary("退还金额", "个人缴费"), is_contrary("缴费年限", "实际缴费月数")
    (True, False)
    """
    ours, theirs = _plain(canonical(text)), _plain(canonical(label))
    words = (
        ({word for word in group if word in ours}, {word for word in group if word in theirs}) for group in _CONTRASTS
    )
    return any(one and other and not one & other for one, other in words if not one & _OF_TIME)


def _plain(label: str) -> str:
    for words, same in _SAME:
        label = words.sub(same, label)
    return canonical(label)


def _likeness(one: str, other: str) -> float:
    """How much two labels share, from 0 to 1; 0 where something tells them apart."""
    if any(
        {word for word in group if word in one} != {word for word in group if word in other} for group in _CONTRASTS
    ):
        return 0.0
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / max(1, len(one) + len(other))
