"""What stands behind a value on its line and is no part of it (行尾内容): a day, the page, another who signs.

>>> without_tail("赵经办    复核人 李四"), without_tail("示例市社保中心    二〇二四年一月十日")
('赵经办', '示例市社保中心')
>>> without_tail("220104-2024-0037  第1页"), without_tail("220104-2024-0037    2024.1.8")
('220104-2024-0037', '220104-2024-0037')
>>> without_tail("赵经办    复核人（签章）："), without_tail("赵经办    复核人")
('赵经办', '赵经办    复核人')
>>> without_tail("371000196501150018　　（续表）")
'371000196501150018'
>>> without_tail("No. 8  Lane"), without_tail("欧阳　娜娜"), without_tail("赵经办 2024")
('No. 8  Lane', '欧阳　娜娜', '赵经办 2024')
"""

from __future__ import annotations

import re

from hjforms.errors import NotationError
from hjforms.notations import date
from hjforms.records.base import Leaf
from hjforms.records.kinds import CODE

_GAP = re.compile(r"[ \xa0]{2,}|[ \xa0]*[\t\u3000]\s*")
_NARROW = re.compile(r"\s(?=[^\s:：]+\s+[^\s:：]+$)")  # a label with a colon behind one space is in doubt
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}[号码]\s*[:：]?\s*[A-Za-z\d-]{4,}")  # 流水号 2502260031947
_PAGE = re.compile(r"[第共总]\s*\d+\s*页.*|\d+\s*/\s*\d+|[-—－]\s*\d+\s*[-—－]")
_FURTHER = re.compile(r"[（(【\[]?\s*(?:续\s*表|[续接]上[页表]|续\s*前\s*[页表]|承前页|[转接续]下[页表])\s*[）)】\]]?")
_WORK = "审核|复核|审批|复审|初审|审查|核定|制表|制单|填表|打印|操作|经手|录入|受理|校对|负责|主管|分管|科室|领导|经办"
_HERE = "[（(](?:签章|签字|签名|盖章|章)[)）]"
_SIGNS = rf"(?:(?:{_HERE})?(?:[:：]\s*|\s+)\S{{1,12}}|{_HERE}[:：]?|[:：])"  # or where they would
_SIGNER = re.compile(rf"(?:{_WORK})+(?:负责|领导)?(?:人员?|员)?{_SIGNS}")
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff·]"
_TWO_NAMES = re.compile(rf"{_HAN}{{2,}}(?:[ \xa0]{{2,}}|\t)\s*{_HAN}{{2,}}")
_WORDS_BEHIND = re.compile(rf"\w(?:[ \xa0]{{2,}}|[\t\u3000])\s*{_HAN}")
_NAMES = ("姓名", "经办人", "社会保险经办机构", "社保经办机构", "机构名称", "开户", "户名")
_DAY_OF = re.compile(rf"^{_HAN}{{2,6}}(?:日期|时间)[:：\s]*|^日期[:：\s]*")
# names of families of two letters
COMPOUND = "欧阳|上官|司马|诸葛|夏侯|司徒|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|东方|端木|独孤|南宫|万俟"
MOST_LETTERS = 400  # of a value behind which there may be something


def without_tail(text: str) -> str:
    """The beginning of a text of one line that is a value; all of it where nothing is certain to be something else."""
    if len(text) > MOST_LETTERS:
        return text
    gaps = (gap for gap in _GAP.finditer(text.rstrip()) if _are_apart(text[gap.end() :]))
    narrow = (gap for gap in _NARROW.finditer(text.rstrip()) if _SIGNER.fullmatch(text[gap.end() :].strip()))
    tail = next(gaps, None) or next(narrow, None)
    value = text[: tail.start()] if tail else text
    return value if value.strip() else text


def _are_apart(text: str) -> bool:
    return is_apart(text) or all(map(is_apart, _GAP.split(text.strip())))


def is_apart(text: str) -> bool:
    """True for a text that by its form is something of its own: a day, a page, 续表, a person who signs."""
    text = text.strip()
    return any(kind.fullmatch(text) for kind in (_PAGE, _FURTHER, _SIGNER, _NUMBER)) or _is_day(text)


def may_go_on(leaf: Leaf, text: str) -> bool:
    """True where words stand a gap behind a name or a number, which may be something else (赵经办    某某科)."""
    if leaf.kind is CODE:
        return bool(_WORDS_BEHIND.search(text))
    return leaf.labels[-1].startswith(_NAMES) and bool(_TWO_NAMES.match(text)) and not re.match(COMPOUND, text)


def _is_day(text: str) -> bool:
    """True for a day, and for one that a word says what it is (制表日期 2024-01-10)."""
    text = _DAY_OF.sub("", text)
    if text.isdecimal():
        return False  # eight figures may be anything
    try:
        return date.read(text) is not None
    except NotationError:
        return False
