"""Amounts of money in capital numerals (大写金额): 107000.53 is 壹拾万柒仟元零伍角叁分.

Law: 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》第一、二、四条;
《会计基础工作规范》（财会字〔1996〕19号）第五十二条.

How ``write`` decides where the rule leaves a choice
    - 整 stands after 元 and after 角, as 《会计基础工作规范》 asks; never after 分.
    - Rule 四(三) lets 零 stand or fall where the next lower digit that is not 0 is a 仟 or a 角.
      ``write`` takes the first variant of each official example: 零 between 元 and 角 when the 元 digit is 0
      (壹仟陆佰捌拾元零叁角贰分), none for zeros at the end of a 万 or 亿 level (壹拾万柒仟元).
    - Zeros at the head of a level are one 零, as in speech: 400006332 is 肆亿零陆仟叁佰叁拾贰元整.
    - 10^12 is 壹万亿元整, never 兆. Below one 元 no 零元 is written: 伍角整, 伍分. Nothing at all is 零元整.

What ``read`` accepts besides
    - that choice of 零 the other way (壹仟陆佰捌拾元叁角贰分, 壹拾万零柒仟元伍角叁分, and by the letter of
      the rule 肆亿陆仟叁佰叁拾贰元整 as well);
    - 正 for 整, or neither; 零元伍角 and 零元零伍分 for amounts below one 元;
    - traditional characters and old variants (貳 參 陸 萬 億 圓 弍), 人民币 and ￥ before, and white space.
    Everything else is an error: a required 零 that is missing (壹仟贰元), a 零 where no digit is 0
    (壹元零伍角), a missing 壹 (拾元), units out of order, small numerals (一二三).

>>> from decimal import Decimal
>>> write(Decimal("1680.32")), write(Decimal("16409.02"))
('壹仟陆佰捌拾元零叁角贰分', '壹万陆仟肆佰零玖元零贰分')
>>> read("人民币 壹拾萬零柒仟圓伍角叄分")
Decimal('107000.53')
>>> read("壹仟贰元整")
Traceback (most recent call last):
    ...
hjforms.errors.NotationError: 大写金额：第3个字“贰”（U+8D30）前面缺“零”
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from hjforms.errors import NotationError
from hjforms.notations._characters import BLANKS, SIMPLIFIED, compact, misread, refused
from hjforms.notations.spellings import BLANK
from hjforms.wording import Said, Sentence, named

MAXIMUM: Final = Decimal("9999999999999999.99")
"""The largest amount (上限), 玖仟玖佰玖拾玖万 … 亿."""

_NAME = Sentence("大写金额")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_VALUES = {character: digit for digit, character in enumerate(_DIGITS)}
_UNITS = ("仟", "佰", "拾", "")
_LEVELS = (("亿", 8), ("万", 4))  # the unit, and how many digits stand below it
_ALPHABET = frozenset(_DIGITS + "仟佰拾亿万元角分整正")
_FOREIGN = Sentence("不是大写金额用字，只能用零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整")
_FIGURES = re.compile(r"(?:0|[1-9][0-9]{0,15})\.[0-9]{2}")
SPELLING: Final = f"(?:人民币:?)?¥?[零壹贰叁肆伍陆柒捌玖仟佰拾亿万元角分整正]+|{BLANK}"
"""Every compact spelling that is taken, and more: what is no lawful order of them only `read` knows."""
_PREFIXES = ("人民币:¥", "人民币:", "人民币¥", "人民币", "¥", "")


# ------------------------------------------------------------------------------------------------ writing


def write(value: Decimal | int) -> str:
    """Return the amount in yuan in capital numerals (大写金额), without 人民币.

    Takes 0 to `MAXIMUM` with at most two decimals; raises `NotationError` for more, for a negative amount
    and for a ``float``.

    >>> write(0), write(10), write(Decimal("0.05")), write(10**12)
    ('零元整', '壹拾元整', '伍分', '壹万亿元整')
    """
    figures = str(value) if isinstance(value, Decimal) else ""
    if not _FIGURES.fullmatch(figures):
        figures = _figures(value)
    if figures == "0.00":
        return "零元整"
    if figures[0] == "0":
        return _fraction(int(figures[2:]))
    return _spell(figures[:-3]) + _ENDINGS[figures[-4:]]


def _figures(value: object) -> str:
    """Return an unusual value (a whole number, 0.5, 1E+2, -0) in figures with two places."""
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise refused(_NAME, value, Sentence("请用 Decimal"))
    if isinstance(value, Decimal) and not value.is_finite():
        raise NotationError(named(_NAME, Sentence("不是一个数（NaN 或无穷大），请给出金额或留空")))
    if value < 0:
        raise NotationError(named(_NAME, Sentence("不能是负数，请核对金额")))
    if value > MAXIMUM:
        raise NotationError(named(_NAME, Sentence("整数部分最多16位，请核对金额")))
    whole, _, cents = format(Decimal(value).copy_abs(), "f").partition(".")
    if len(cents) > 2:
        raise NotationError(named(_NAME, Sentence("最多两位小数，不自动四舍五入，请核对")))
    return f"{whole}.{cents:0<2}"


def _spell(figures: str) -> str:
    """Return the whole number above 0 with these figures."""
    if len(figures) <= 4:
        return _SECTIONS[figures]
    if len(figures) <= 8:
        return f"{_SECTIONS[figures[:-4]]}万{_SECTIONS[figures[-4:]]}"
    high, ten_thousands, ones = _spell(figures[:-8]), figures[-8:-4], figures[-4:]
    if ten_thousands != "0000":
        return f"{high}亿{_SECTIONS[ten_thousands]}万{_SECTIONS[ones]}"
    zero = "零" if ones > "0999" else ""  # a smaller section begins with 零 itself
    return f"{high}亿{zero}{_SECTIONS[ones]}"


class _Sections(dict[str, str]):
    """The texts of one to four figures (四位一节), spelt when first wanted; zeros at the head are 零."""

    def __missing__(self, figures: str) -> str:
        text, zero = "", ""
        for figure, unit in zip(figures, _UNITS[-len(figures) :], strict=True):
            if figure == "0":
                zero = "零"
            else:
                text += zero + _DIGITS[int(figure)] + unit
                zero = ""
        self[figures] = text
        return text


class _Endings(dict[str, str]):
    """What follows the 元 digit, by figures from that digit on: ``0.53`` is 元零伍角叁分."""

    def __missing__(self, figures: str) -> str:
        fen = int(figures[2:])
        zero = "零" if fen and (fen < 10 or figures[0] == "0") else ""
        self[figures] = text = f"元{zero}{_fraction(fen)}"
        return text


def _fraction(fen: int) -> str:
    """Return what stands after 元 and a possible 零, for 0 to 99 fen (角分)."""
    jiao, fen = divmod(fen, 10)
    return (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "整")


_SECTIONS = _Sections()
_ENDINGS = _Endings()


# ------------------------------------------------------------------------------------------------ reading


class _Misspelt(Exception):  # noqa: N818 - it never leaves this module
    """The character at ``index`` of the text in hand is wrong there."""

    def __init__(self, index: int, reason: Said) -> None:
        self.index = index
        self.reason = reason
        super().__init__(reason)


def read(text: str) -> Decimal | None:
    """Return the amount in yuan (大写金额) with two places, or None for a blank.

    Raises `NotationError` with the first character that no lawful spelling has at its place.
    """
    try:
        return _parse(text)
    except _Misspelt:
        pass  # a variant, or a mistake: from here on speed does not matter
    spelling = compact(text).translate(SIMPLIFIED)
    if spelling in BLANKS:
        return None
    start = next(len(prefix) for prefix in _PREFIXES if spelling.startswith(prefix))
    try:
        return _parse(spelling[start:])
    except _Misspelt as fault:
        raise misread(_NAME, text, start + fault.index, fault.reason) from None


def of(value: object) -> Decimal | None:
    """Return the amount in yuan (大写金额) of a Python or JSON value: None, or a text as `read` takes it."""
    if value is None:
        return None
    if isinstance(value, str):
        return read(value)
    raise refused(_NAME, value, Sentence("请给出大写文字，例如 壹拾元整"))


def canonical(text: str) -> str | None:
    """Return the spelling that `write` gives to the amount of any lawful spelling (规范写法).

    >>> canonical("人民币壹佰圓正")
    '壹佰元整'
    """
    amount = read(text)
    return None if amount is None else write(amount)


def _parse(text: str) -> Decimal:
    """Return the amount of a text in official characters."""
    whole, mark, rest = text.partition("元")
    if not mark:
        whole, rest = "", text
    try:
        fen, zero = _fractions()[rest]
    except KeyError:
        raise _misspelt_fraction(text, len(text) - len(rest)) from None
    if mark and whole == "零":
        yuan = 0
    elif mark:
        yuan, _ = _number(whole)
        _check_fraction(yuan, fen, zero, index=len(whole) + 1)
    elif fen and not zero:
        yuan = 0
    else:
        raise _Misspelt(0, Sentence("不能开头，请从“元”前的数字写起") if text else Sentence("缺少金额，请补写"))
    return Decimal(f"{yuan}.{fen:02}")


def _check_fraction(yuan: int, fen: int, zero: bool, index: int) -> None:
    if zero and fen >= 10 and yuan % 10:
        raise _Misspelt(index, Sentence("多余，“元”位不是0，后面写了角就不写零"))
    if fen and fen < 10 and not zero:
        raise _Misspelt(index, Sentence("前面缺“零”"))


@cache
def _fractions() -> dict[str, tuple[int, bool]]:
    """Return every text that may follow 元, with its fen and whether it begins with 零."""
    texts = {"": (0, False), "整": (0, False), "正": (0, False)}
    for fen in range(1, 100):
        text = _fraction(fen)
        for spelling in (text, text.removesuffix("整"), text.replace("整", "正")):
            texts[spelling] = (fen, False)
            texts["零" + spelling] = (fen, True)
    return texts


def _misspelt_fraction(text: str, start: int) -> _Misspelt:
    """Return the first fault of a text whose end, from ``start``, is no ending of an amount."""
    for index, character in enumerate(text):
        if character not in _ALPHABET:
            return _Misspelt(index, _FOREIGN)
    end = start
    while end < len(text) and any(known.startswith(text[start : end + 1]) for known in _fractions()):
        end += 1
    if end == len(text):
        return _Misspelt(end, Sentence("不完整，缺少“元”、“角”或“分”"))
    if "元" not in text:
        return _Misspelt(end, Sentence("位置不对，没有“元”时应为 …角…分，有分不写整"))
    return _Misspelt(end, Sentence("位置不对，“元”后面应为 …角…分 或“整”，有分不写整"))


def _number(text: str, depth: int = 0) -> tuple[int, bool]:
    """Return the whole number of a text before 元, 亿 or 万, and whether it begins with 零.

    Only a number below another level may begin with 零, and its caller checks whether it has to.
    """
    if depth == len(_LEVELS):
        return _read_section(text)
    unit, width = _LEVELS[depth]
    high_text, mark, low_text = text.partition(unit)
    high, zero = _number(high_text, depth + 1)
    if depth == 0 and zero:
        raise _Misspelt(0, Sentence("不能开头，请删去"))
    if not low_text:
        return (high * 10**width if mark else high), zero
    start = len(high_text) + 1
    try:
        low, low_zero = _number(low_text, depth + 1)
    except _Misspelt as fault:
        raise _Misspelt(start + fault.index, fault.reason) from None
    digits = len(str(low))
    skips = digits < width or high % 10 == 0
    if low_zero and not skips:
        raise _Misspelt(start, Sentence("多余，前后两位数字之间没有0"))
    if skips and not low_zero and digits % 4:
        raise _Misspelt(start, Sentence("前面缺“零”"))
    return high * 10**width + low, zero


@cache  # only lawful spellings return, and are kept: 20,000 texts at most
def _read_section(text: str) -> tuple[int, bool]:
    """Return the value of 1 to 9999 (四位一节), and whether it begins with 零."""
    body = rest = text.removeprefix("零")
    value = 0
    for unit in _UNITS:
        value *= 10
        digit = _VALUES.get(rest[:1], 0)
        if digit and rest.startswith(unit, 1):
            value += digit
            rest = rest[1 + len(unit) :].removeprefix("零")
    if value and not rest and body == _SECTIONS[str(value)]:
        return value, body != text
    raise _misspelt_section(text, body, rest, _SECTIONS[str(value)])


def _misspelt_section(text: str, body: str, rest: str, lawful: str) -> _Misspelt:
    """Return the first fault of a section: where its rest begins, or it differs from the lawful text."""
    differs = (i for i, (ours, theirs) in enumerate(zip(body, lawful, strict=False)) if ours != theirs)
    read = len(body) - len(rest) if rest else next(differs, min(len(body), len(lawful)))
    index = len(text) - len(body) + read
    character = text[index : index + 1]
    if not rest and lawful[read : read + 1] == "零":
        return _Misspelt(index, Sentence("前面缺“零”"))
    if character == "零":
        return _Misspelt(index, Sentence("不能写在这里，零只写在中间隔着0的两位数字之间，连续几个0只写一个"))
    if character in _VALUES:
        return _Misspelt(index, Sentence("前面缺单位（仟、佰、拾）"))
    if character and character not in _ALPHABET:
        return _Misspelt(index, _FOREIGN)
    if read and _VALUES.get(body[read - 1]):
        return _Misspelt(index, Sentence("位置不对，单位应按 亿万仟佰拾元角分 的顺序"))
    return _Misspelt(index, Sentence("前面缺数字，“壹拾”的“壹”也不能省"))
