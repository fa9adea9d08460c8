"""Amounts and the truth about them (大写的标准答案): every lawful spelling, worked out here and not by a contender.

Law: 《支付结算办法》附件一. 零 has to stand where zeros lie between two figures; where the 万 or 元 digit is 0 and the
next digit is not, it may be left out; 整 has to stand after 元 and may be left out after 角.
"""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import product

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("仟", "佰", "拾", "")
LEVELS = ("", "万", "亿")
REQUIRED, OPTIONAL, NONE = ("零",), ("零", ""), ("",)


def invented(count: int, seed: int) -> list[Decimal]:
    """Different amounts in yuan from 0.01 up to 10^12, of every length, with zeros in every place."""
    source = random.Random(seed)
    found: dict[Decimal, None] = {}
    while len(found) < count:
        length = source.randint(1, 14)
        digits = "".join(source.choice("0001234567899") for _ in range(length))
        if int(digits):
            found[Decimal(int(digits)).scaleb(-2)] = None
    return list(found)


def spellings(amount: Decimal) -> frozenset[str]:
    """Every lawful spelling of an amount above 0, without 人民币."""
    fen = int(amount.scaleb(2))
    yuan, jiao, last = fen // 100, fen // 10 % 10, fen % 10
    parts = [*_whole(yuan), ("元",)] if yuan else []
    if yuan and (jiao or last):
        parts.append(REQUIRED if not jiao else OPTIONAL if yuan % 10 == 0 else NONE)
    if jiao:
        parts.append((f"{DIGITS[jiao]}角",))
    if last:
        parts.append((f"{DIGITS[last]}分",))
    else:
        parts.append(("整", "") if jiao else ("整",))
    return frozenset(map("".join, product(*parts)))


def _whole(yuan: int) -> list[tuple[str, ...]]:
    """The parts of a whole number below 10^12, each with its alternatives."""
    parts: list[tuple[str, ...]] = []
    before = 0  # the digit before this section
    for level in range(len(LEVELS) - 1, -1, -1):
        section = yuan // 10 ** (4 * level) % 10_000
        if section:
            if parts:
                parts.append(REQUIRED if section < 1000 else OPTIONAL if before == 0 else NONE)
            parts.append((_section(section) + LEVELS[level],))
        before = section % 10
    return parts


def _section(number: int) -> str:
    """A number from 1 to 9999 without zeros at its ends."""
    text, gap = "", False
    for digit, unit in zip(map(int, f"{number:04}"), UNITS, strict=True):
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
        gap = digit == 0
    return text
