"""What stands in a field and is not its value (占位): how to fill it in, a mark for a blank, 同上, no name.

>>> from hjforms.records.base import leaves
>>> from hjforms.records.parts import Signoff
>>> agency = leaves(Signoff)["agency"]
>>> marks = "（填写单位名称）", "点击此处输入文字", "××县社保局", "如：示例县社保局", "同上"
>>> all(doubt_of(agency, text) for text in marks), doubt_of(agency, "示例县填写路社保所")
(True, None)
>>> [doubt_of(agency, text) is NO_NAME for text in ("2013年1月", "6222000012345678示例县社保局", "示例县第2社保所")]
[True, True, False]
"""

from __future__ import annotations

import re

from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.titles import squeezed
from hjforms.records.base import Leaf
from hjforms.records.kinds import NOTE
from hjforms.wording import Sentence

DITTO = Doubt("error", Sentence("这里写的是“同上”一类的记号，没有读入，请看清纸面后补填。"))
PLACEHOLDER = Doubt("error", Sentence("这里写的像是填写说明或占位的记号，不像是这一栏的内容，没有读入，请人工核对。"))
NO_NAME = Doubt("error", Sentence("这里写的是数字、日期，或者连着数字，不像名称，没有读入，请人工核对。"))
_NAMES = frozenset(
    ("name", "handler", "insured", "agency", "addressee", "account_name", "bank", "employer", "region_name", "county")
)
_NO_NAME = re.compile(
    r"[\d.,:/%年月日元个¥￥-]+|\d{6,}.*|.*\d{6,}"
)  # a figure, a day, a number before or behind a name
_DITTO = re.compile(r"同上|同前|同左|上同|〃|々|[″＂\"”“]{1,2}|,,|''")
_PROMPT = (  # of a program: nobody writes it, not even in a remark
    r"请?(?:[单双点]击|点按|轻触)(?:或[点轻][击按触])?(?:此处|这里).*|click(?:ortap)?here.*|chooseanitem\.?"
)
_IN_NOTE = re.compile(_PROMPT, re.IGNORECASE)
_PLACEHOLDER = re.compile(
    rf"[(]*(?:{_PROMPT}"
    r"|\$?\{.*\}|[<《].*[>》]|[\[【].*[\]】]|#(?:n/a|ref!|div/0!|value!|name\?|null!|num!)|null|undefined|nan"
    r"|[_?.。…⋯‥·]+|[x×*]{2,}|.*(?:[×*]{2}|(?<![a-z])x{2,}(?=[\u4e00-\u9fff])|必填|选填).*"
    r"|(?:请.{0,4}|在?此处?)?(?:填写|输入|选择|填入|键入).*|.*填写[。.]?|待(?:填写?|补充?|录入?|定)"
    r"|(?:[例如]|[例比]如|[示样范]例|格式):.*|.*[(][示样范]例|[与同按依](?:身份证|户口[簿本]).*)[)]*",
    re.IGNORECASE,
)


def doubt_of(leaf: Leaf, text: str) -> Doubt | None:
    """Why a text that stands in a field is not its value; in a remark, people write what they want."""
    words = squeezed(text)
    if _DITTO.fullmatch(words):
        return DITTO
    if leaf.path.name in _NAMES and leaf.kind.name == "text" and _is_no_name(leaf, words):
        return NO_NAME
    pattern = _IN_NOTE if leaf.kind is NOTE else _PLACEHOLDER
    return PLACEHOLDER if leaf.kind.name == "text" and pattern.fullmatch(words) else None


def _is_no_name(leaf: Leaf, words: str) -> bool:
    """True for what no name is; that of a person has no digits at all."""
    is_person = leaf.path.is_in("person") and leaf.path.name == "name"
    return bool(_NO_NAME.fullmatch(words)) or (is_person and any(map(str.isdigit, words)))
