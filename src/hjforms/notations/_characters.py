"""The characters of a form (字符): white space, blanks, equal characters, and how an error names one."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from hjforms.errors import NotationError
from hjforms.wording import Said, Sentence, named

WHITE_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""The characters of Unicode property ``White_Space`` (空白). ``str.isspace`` counts four separators more."""

BLANKS: Final = frozenset({"", "-", "—", "——", "－", "–", "―", "――", "/", "／"})
"""The texts that stand in a place left blank (空白). ``―`` is what some GB 2312 tables make of ``—``."""

_JOINERS = "\u200c\u200d"
_INVISIBLE = (  # nothing is seen of them and nothing is said: where a line may break, where bytes begin, fillers
    "\u00ad\u034f\u200b\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0"
    "\u200e\u202a\u202c\u2066\u2068\u2069"  # what follows goes from left to right, as it does
)
_LEFT_TO_RIGHT = "\u202d"  # address books put it before a number that is copied from them; there it says nothing either

# EquivalentUnifiedIdeograph.txt of Unicode 14: what U+2E81 to U+2EF3 and the strokes U+31C0 to U+31E3 are the same as,
# themselves where it has nothing. For U+2F00 to U+2FD5 it agrees with their decompositions, which Python knows.
_OF_SUPPLEMENT = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_OF_STROKES = "㇀㇁㇂㇃㇄㇅𠃌㇇㇈㇉㇊㇋㇌㇍㇎乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎㇢㇣"


def _unified() -> dict[int, str]:
    """The ideograph (统一汉字) of every radical, stroke and compatibility ideograph that Unicode says is the same.

    PDF programs often give the radical ⽇ or ⽉ for 日 or 月, because a font has one glyph for both. So fonts of the
    mainland have for ⼾ and 户, though Unicode puts the radical to 戶, which nobody writes there.
    """
    same = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *_COMPATIBLE)}
    same |= dict(enumerate(_OF_SUPPLEMENT, 0x2E81)) | dict(enumerate(_OF_STROKES, 0x31C0)) | {ord("⼾"): "户"}
    return {code: ideograph for code, ideograph in same.items() if ord(ideograph) != code}


_COMPATIBLE = (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E))
UNIFIED: Final = _unified()
_SAME: Final = UNIFIED | dict.fromkeys(map(ord, _INVISIBLE))

FULL_WIDTH: Final = {0xFF01 + offset: chr(0x21 + offset) for offset in range(0x5E)} | {0x2212: "-"}
"""Full-width figures, letters and signs (全角), to those of ASCII."""

_COMPACT = _SAME | FULL_WIDTH | {0xFFE5: "¥"} | dict.fromkeys(map(ord, WHITE_SPACE + _JOINERS))

_LETTER = r"[\w\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # or what chooses its shape
_DOTS = "\u0387\u2022\u2027\u2219\u22c5\u2e31\u30fb\uff65"  # · • ‧ ∙ ⋅ ⸱ ・ ･
_MIDDLE_DOT = re.compile(rf"(?:(?<={_LETTER})|(?<={_LETTER}\s))[{_DOTS}](?=\s?{_LETTER})")
_CURSIVE = "[\u0600-\u1aff]"  # Arabic, Indic, Mongolian and other letters that join
_LOOSE_JOINER = re.compile(f"(?<!{_CURSIVE})[{_JOINERS}]|[{_JOINERS}](?!{_CURSIVE})")

FOLDED: Final = (
    r"\u00ad\u034f\u0387\u200b-\u200e\u2022\u2027\u202a-\u202e\u2060-\u206f\u2219\u22c5\u2e31\u2e80-\u2fd5"
    r"\u30fb\u3164\u31c0-\u31e3\uf900-\ufaff\ufeff\uff65\uffa0\U0002f800-\U0002fa1f"
)
"""The ranges of all characters that `folded` may exchange or leave out (可能要归一的字符), as they stand in ``[…]``."""

_FOLDED = re.compile(f"[{FOLDED}]")

EDGES: Final = WHITE_SPACE + _INVISIBLE + _JOINERS
"""What may stand around a text and says nothing (首尾可去的字符)."""

SIMPLIFIED: Final = str.maketrans(
    "壱弌貳貮弍弐參叄叅弎陸億萬圓圆幣",
    "壹壹贰贰贰贰叁叁叁叁陆亿万元元币",
)
"""Traditional characters and variants of the capital numerals (繁体和异体), to the official ones."""


def compact(text: str) -> str:
    """Return the text in half width (半角), without what is invisible and the white space of justified Chinese text.

    >>> compact(" １ ２３４．５０　")
    '1234.50'
    """
    return text.translate(_COMPACT).removeprefix(_LEFT_TO_RIGHT)


def folded(text: str) -> str:
    """Return the text with one character for what Unicode says is one (同一字符归一), and without invisible ones.

    Radicals (⼭), strokes and compatibility ideographs are the ideograph that they are the same as; every dot in the
    midst of a name is ``·`` (U+00B7), as 民政 and 公安 write it. What only looks alike stays as it is.

    >>> folded("⼭⻓\u200b阿依•古丽"), folded("1・2；• 3")
    ('山长阿依·古丽', '1·2；• 3')
    """
    return _MIDDLE_DOT.sub("·", visible(text)) if _FOLDED.search(text) else text


def visible(text: str) -> str:
    """Return the text with one ideograph for what Unicode says is one (部首归一), and without invisible characters.

    >>> visible("⼭⻓\u200b阿依•古丽")
    '山长阿依•古丽'
    """
    return _LOOSE_JOINER.sub("", text.translate(_SAME)) if _FOLDED.search(text) else text


def bare(text: str) -> str:
    """Return the text without what stands around it and says nothing (去掉首尾).

    >>> bare(chr(0x202D) + "13800000000" + chr(0x202C) + " ")
    '13800000000'
    """
    text = text.strip(EDGES)
    return text.lstrip(EDGES + _LEFT_TO_RIGHT) if text[:1] == _LEFT_TO_RIGHT else text


def shown(character: str) -> Said:
    """Return one character as an error message names it: itself where it is visible, and its code point.

    >>> shown("X"), shown(chr(0x202D)), shown("X").text("en")
    ('“X”（U+0058）', '（U+202D）', '“X” (U+0058)')
    """
    code = f"U+{ord(character):04X}"
    if character.isprintable() and not character.isspace():
        return Sentence("“{character}”（{code}）", character=character, code=code)
    return Sentence("（{code}）", code=code)


def misread(notation: Said, text: str, index: int, reason: Said) -> NotationError:
    """Return the error for the character of a text that does not fit its notation.

    ``index`` counts in ``compact(text)``; the error counts in the text itself, so that a clerk finds
    the place.

    >>> print(misread(Sentence("金额"), "1 2X", 2, Sentence("不能用")))
    金额：第4个字“X”（U+0058）不能用
    """
    kept = [position for position, character in enumerate(text) if character.translate(_COMPACT)]
    if kept and text[kept[0]] == _LEFT_TO_RIGHT:
        del kept[0]
    if index >= len(kept):
        return NotationError(named(notation, Sentence("末尾{reason}", reason=reason)))
    position = kept[index]
    return NotationError(
        named(
            notation,
            Sentence(
                "第{position}个字{character}{reason}",
                position=position + 1,
                character=shown(text[position]),
                reason=reason,
            ),
        ),
        position,
    )


_TYPES = {
    bool: Sentence("布尔值（true、false）"),
    int: Sentence("整数"),
    Decimal: Sentence("带小数的数字"),
    str: Sentence("文字"),
    list: Sentence("数组"),
    dict: Sentence("对象"),
}


def refused(notation: Said, value: object, wanted: Said) -> NotationError:
    """Return the error for a value of a type that a notation does not take; it names the type only.

    >>> print(refused(Sentence("日期"), [], Sentence("请给出 2024-01-05 这样的文字")))
    日期：不能用数组，请给出 2024-01-05 这样的文字
    """
    kind = _TYPES.get(type(value)) or Sentence(" {type} 类型的值", type=type(value).__name__)
    return NotationError(named(notation, Sentence("不能用{kind}，{wanted}", kind=kind, wanted=wanted)))
