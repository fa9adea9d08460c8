r"""Patterns of what is taken (可接受的写法): for JSON Schema, in the dialect that Python and ECMA 262 share.

A notation says in its compact spelling what it takes; a text may have white space, full width and other characters
that are the same in it. ``taken`` gives the pattern of all such texts.

>>> import re
>>> months = taken("[0-9]{1,2}(?:个?月)?")
>>> [bool(re.search(months, text)) for text in ("12", " １２ 个 ⽉\n", "12天", "123")]
[True, True, False, False]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from hjforms.notations._characters import _COMPACT, SIMPLIFIED

BLANK: Final = "(?:-|—{1,2}|–|―{1,2}|/)?"
"""The compact spelling of a place left blank."""

END: Final = r"(?![\s\S])"
"""The end of a text: ``$`` of Python stands before a last line break, too."""

_TOKEN = re.compile(r"\\.|\[[^\]]*\]|\((?:\?:)?|\{[^}]*\}|.", re.DOTALL)
_OPERATORS = frozenset(")|*+?")
_SPECIAL = frozenset(r"\.[](){}|*+?^$")
SMALL: Final = {**SIMPLIFIED, **str.maketrans("壹贰叁肆伍陆柒捌玖拾〇○◯", "一二三四五六七八九十零零零")}


def literal(text: str) -> str:
    r"""The pattern of a text.

    >>> print(literal("是(1)"))
    是\(1\)
    """
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def characters(members: Iterable[str]) -> str:
    r"""The inside of a class of characters, every sign of it as its code point.

    >>> characters("0123456789-X")
    '\\u002d0-9X'
    """
    codes = sorted(set(map(ord, members)))
    starts = [code for code in codes if code - 1 not in codes]
    ends = [code for code in codes if code + 1 not in codes]
    return "".join(
        _shown(first) if first == last else f"{_shown(first)}{'-' if last > first + 1 else ''}{_shown(last)}"
        for first, last in zip(starts, ends, strict=True)
    )


def _shown(code: int) -> str:
    character = chr(code)
    return character if code > 0xFFFF or (character.isalnum()) else f"\\u{code:04x}"


_INK = "!-~¥–-―−-⿟〇\u3020-\u303f㇀-㇣一-鿿豈-﫿！-～￥"
"""Characters that are seen, in the midst of which `compact` leaves out nothing: in few signs, for it stands often."""

_NOTHING = characters(chr(code) for code, same in _COMPACT.items() if not same)


@cache
def taken(spelling: str, *, numerals: bool = False, capitals: bool = False, small_x: bool = False) -> str:
    """The pattern of every text whose compact spelling ``spelling`` matches.

    ``numerals`` (小写) and ``capitals`` (大写) tell which Chinese numerals are the same, ``small_x`` that x is X.
    """
    tables = [_COMPACT] + ([SMALL] if numerals else []) + ([SIMPLIFIED] if capitals else [])
    variants = _variants(tables)
    if small_x:
        variants = {**variants, "X": variants["X"] | variants["x"]}
    tokens = _TOKEN.findall(spelling)
    classes = [_same(token, variants) for token in tokens]
    ink = _INK + "".join(sorted({sign for signs in classes for sign in signs if ord(sign) > 0xFFFF}))
    gap = f"[^{ink}]*"
    pieces = []
    for token, signs, after in zip(tokens, classes, [*tokens[1:], ""], strict=True):
        if signs:
            one = f"[{characters(signs)}]{gap}"
            pieces.append(f"(?:{one})" if after[:1] in tuple("*+?{") else one)
        else:
            pieces.append("(?:" if token[0] == "(" else token)
    known = rf"(?=[{_NOTHING}]*\u202d?[{_NOTHING}{ink}]*$)"
    return f"^{known}{gap}(?:{''.join(pieces)})$"


def _same(token: str, variants: Mapping[str, set[str]]) -> set[str]:
    """The characters that a token of a spelling stands for, and those that are the same; none of an operator."""
    if token in _OPERATORS or token[0] in "{(":
        return set()
    return {variant for member in _members(token) for variant in variants.get(member, {member})}


def _members(token: str) -> Iterable[str]:
    """The characters that a token of a spelling stands for."""
    if token[0] == "\\":
        return token[1]
    if token[0] != "[" or len(token) == 1:
        return token
    inside = token[1:-1]
    ranges = re.findall(r"(.)-(.)", inside)
    spread = "".join(chr(code) for low, high in ranges for code in range(ord(low), ord(high) + 1))
    return spread + re.sub("(.)-(.)", "", inside)


def _variants(tables: Iterable[Mapping[int, object]]) -> dict[str, set[str]]:
    """For every character, those that are the same once the tables have been gone through in turn."""
    tables = tuple(tables)
    found: dict[str, set[str]] = {}
    for code in {code for table in tables for code in table}:
        text = chr(code)
        for table in tables:
            text = text.translate(table)  # type: ignore[arg-type] # of texts and nothing else
        if text:
            found.setdefault(text, {text}).add(chr(code))
    return found
