"""Remarks in brackets behind a value (括注): of a telephone that it takes faxes as well, of a name that it is by proxy.

What is in brackets is no part of a number, and none of a name where it is known what it says. A figure in it may be
one of the value (转803). What takes the value back, or may be a part of it, leaves the field unread.

>>> from hjforms.records.base import leaves
>>> from hjforms.records.parts import Signoff
>>> phone, handler = (leaves(Signoff)[name] for name in ("phone", "handler"))
>>> [without_remark(phone, text) for text in ("0731-24218360（传真同号）", "0731-24218360（转803）")]
['0731-24218360', '0731-24218360（转803）']
>>> [without_remark(handler, text) for text in ("张示例（代）", "张示例（示例）")]
['张示例', '张示例（示例）']
>>> is_remarked(phone, "13900000000（旧号）"), is_remarked(phone, "0731-24218360转803")
(True, False)
"""

from __future__ import annotations

import re

from hjforms.records.base import Leaf
from hjforms.records.kinds import CODE

_PERSON_LABELS = ("姓名", "经办人")
OWN_NUMBER, _PHONE = "个人编号", "电话"
MOST_LETTERS = 120  # of a value behind which there may be a remark
_NUMBERS = frozenset(("digits", "citizen-id"))  # that are figures, whatever else is said of them
_INSIDE = r"[^()（）〔〕\[\]【】]"
_BEHIND = re.compile(rf"\s*[（(\[【]\s*(?P<said>{_INSIDE}{{1,16}}?)\s*[)）\]】]\s*$")
_BEFORE = re.compile(rf"^\s*[（(\[【]\s*(?P<said>{_INSIDE}{{1,16}}?)\s*[)）\]】]\s*(?=[\d+])")
_WORDS = re.compile(r"[\u3400-\u9fff、，,/／:：\s]+")
_TAKES_BACK = re.compile("[旧原前停废错误空无不非未改更换销暂估另]")
_LIKE_FIGURES = re.compile("转|[〇零一二三四五六七八九十百]{2,}")  # 转八零三
_HAN = re.compile("[\u3400-\u9fff]")
_CLOSING = ("）", ")", "]", "】")
_EXTENSION = re.compile(r"\s*[（(、/／，,]?\s*(?:转|或|(?:转?分机|内线)号?码?)[:：]?\s*\d[\d、/／\s]*[)）]?")
_KNOWN = {  # what says nothing of the value itself, by the kind of the field
    "person": r"代|代签字?|代[经承]?办|代填|[本亲手]人?签|签|本人|[男女]|[\u3400-\u9fff]{1,4}族|科员|[科股组]长|主任",
    "document": "复印件|原件|[正副]本|存根|附后|见附件|第?[一二三四五]联|.{1,6}留存",
    "date": "(?:星期|周|礼拜)[一二三四五六日天]|[公阳]历|新历|签[章字]|盖章",
    "money": "人民币|小写|单位[:：]?元",
    "year-month": "含|含当月|含本月",
}


def is_person(leaf: Leaf) -> bool:
    """True for the name of a person: 姓名, 经办人, and of a letter 原在你处的参保人员."""
    return leaf.labels[-1].startswith(_PERSON_LABELS) or leaf.labels[-1].endswith("人员")


def without_remark(leaf: Leaf, text: str) -> str:
    """The text of a field without the remark behind it, or before a number; all of it where none is certain."""
    found = _remark_in(text)
    rest = (text[: found.start()] + text[found.end() :]).strip() if found else ""
    return without_remark(leaf, rest) if found and rest and _is_remark(leaf, found["said"]) else text


def is_remarked(leaf: Leaf, text: str) -> bool:
    """True for a number or a name with words that may be no part of it, as ``without_remark`` leaves them."""
    if leaf.kind is CODE and leaf.labels[-1].endswith(_PHONE):
        return any(map(str.isdigit, text)) and bool(_HAN.search(_EXTENSION.sub("", text)))
    found = _remark_in(text) if leaf.kind is CODE or is_person(leaf) else None
    return found is not None and bool(_HAN.search(found["said"]))


def _remark_in(text: str) -> re.Match[str] | None:
    if len(text) > MOST_LETTERS:
        return None
    behind = _BEHIND.search(text) if text.rstrip().endswith(_CLOSING) else None
    return behind or _BEFORE.search(text)


def _is_document(leaf: Leaf) -> bool:
    """True for the number of a paper, which may have words and brackets of its own: 示居函〔2024〕7号."""
    label = leaf.labels[-1]
    return leaf.kind is CODE and not label.endswith((OWN_NUMBER, _PHONE))


def _is_remark(leaf: Leaf, said: str) -> bool:
    """True for what in brackets says nothing of the value itself."""
    name = leaf.kind.name
    if name in _NUMBERS or (leaf.kind is CODE and not _is_document(leaf)):
        return bool(_WORDS.fullmatch(said)) and not (_TAKES_BACK.search(said) or _LIKE_FIGURES.search(said))
    key = "person" if is_person(leaf) else "document" if _is_document(leaf) else name
    return key in _KNOWN and bool(re.fullmatch(_KNOWN[key], said))
