"""Alphabets (字符集): of which characters the values of each kind are, and which look like one another."""

from __future__ import annotations

from hjforms.records.kinds import Kind

DIGITS = "0123456789"
CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整正"
LIKE = {
    **dict.fromkeys("OoＯ〇QDО", "0"),
    **dict.fromkeys("lI|｜!丨i１", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("，。·、．•˙'‘’`", "."),
    **dict.fromkeys("xⅩ×", "X"),
    **dict.fromkeys("—–－―一_", "-"),
    **dict.fromkeys("貳贷貸", "贰"),
    **dict.fromkeys("參叄", "叁"),
    **dict.fromkeys("陸", "陆"),
    **dict.fromkeys("萬", "万"),
    **dict.fromkeys("億", "亿"),
    **dict.fromkeys("圆圓", "元"),
    **dict.fromkeys("會曰", "日"),
    **dict.fromkeys("弎", "叁"),
    **dict.fromkeys("％", "%"),
}
"""What a recogniser takes a letter for, where the alphabet has only one that looks like it."""
_OF_KINDS = {
    "money": DIGITS + ".-",
    "whole": DIGITS,
    "years": DIGITS + ".",
    "digits": DIGITS,
    "citizen-id": DIGITS + "X",
    "date": DIGITS + "年月日",
    "year-month": DIGITS + "年月",
    "rate": DIGITS + ".%",
    "capital": CAPITALS,
}
_ALIKE = (
    *("己已巳", "未末", "日曰", "土士", "人入八", "干千于", "戊戌戍", "王玉主", "天夭", "大太犬", "木本", "田由甲申"),
    *("刀刁", "儿几", "贝见", "住往佳", "今令", "侯候", "晴睛", "析折", "晓哓", "洋样", "钓钩", "帅师", "免兔"),
    *("母毋", "析柝", "沐沭", "汩汨", "市巿", "祎袆", "妤好", "茜莤", "彬杉", "炜烨", "瑜榆", "琪淇", "铭名"),
)
ALIKE = {letter: tuple(other for other in some if other != letter) for some in _ALIKE for letter in some}
"""Characters of names that are easily taken for one another."""


def alphabet_of(kind: Kind, part: str = "") -> str:
    """The characters of which the values of a kind are; empty where that may be any."""
    if part:
        return DIGITS
    if kind.name == "choice" and kind.parts is None:
        return "".join(dict.fromkeys("".join(kind.options.values())))
    return _OF_KINDS.get(kind.name, "")
