"""Amounts of which every place has a column of its own (元、角分分栏): the heads say what each of them counts.

>>> amount(("元", "角分"), ("1,208", "33")), amount(("百", "十", "元", "角", "分"), ("", "￥", "5", "0", "8"))
('1208.33', '5.08')
>>> amount(("元", "角分"), ("1208", "3")), amount(("元", "角", "分"), ("1208", "", "5"))
(None, None)
>>> amount(("元", "角分"), ("", ""))
''
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.titles import squeezed
from hjforms.wording import Sentence

SPLIT = Doubt("error", Sentence("金额分元、角、分几列写，合起来是多少不能确定，没有读入，请人工核对。"))
_FEN = "角分"  # in one column
_NAMES = (
    *(("分",), ("角", "毛"), ("元", "圆", "圓"), ("十", "拾"), ("百", "佰"), ("千", "仟"), ("万", "萬")),
    *(("十", "拾", "十万", "拾万"), ("百", "佰", "百万", "佰万"), ("千", "仟", "千万", "仟万"), ("亿",)),
)
"""What the places of an amount are called, from the last one; those of the 万 with or without that word."""
_PLACES = {_FEN, *(name for names in _NAMES for name in names)}
_CENTS = 2  # places behind 元
_UNITS = re.compile(r"(?:\s*[亿万萬千仟百佰十拾元圆圓][\s/／、]*)*(?:[角毛][\s/／、]*分|^\s*[角毛分])\s*$")
_WHOLE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)")
_CURRENCY = "¥￥"
_NOTHING = frozenset(("", "-", "—", "－"))


def is_place(text: str) -> bool:
    """True for what a column of one place is called."""
    return squeezed(text) in _PLACES


def are_places(texts: Sequence[str]) -> bool:
    """True for what columns beside each other are called that count the places of an amount down to its 分."""
    return len(texts) > 1 and bool(_sizes(texts))


def without_places(text: str) -> str:
    """A head without the words at its end that say which places of an amount stand under it.

    >>> without_places("个人缴费\\n元 角分"), without_places("得分")
    ('个人缴费', '得分')
    """
    return _UNITS.sub("", text)


def tells_places(text: str) -> bool:
    """True for words of which the last, or all, say what places there are, 角 or 分 among them: 元 角 分."""
    return bool(_UNITS.search(text))


def amount(units: Sequence[str], texts: Sequence[str]) -> str | None:
    """The amount that stands in columns; empty where nothing does, ``None`` where it is not certain."""
    sizes, written = _sizes(units), [squeezed(text) for text in texts]
    if not sizes or len(units) != len(texts):
        return None
    if _NOTHING.issuperset(written):
        return ""
    before = next(place for place, text in enumerate(written) if text)
    first = written[before].lstrip(_CURRENCY)
    figures = [first, *written[before + 1 :]] if first else written[before + 1 :]
    return _joined(sizes, figures, may_be_long=len(figures) == len(sizes))


def _joined(sizes: Sequence[int], figures: Sequence[str], *, may_be_long: bool) -> str | None:
    """Figures in the last of columns as one amount; in the first of all columns there may be many."""
    own = sizes[len(sizes) - len(figures) :]
    is_whole = bool(figures) and all(
        bool(_WHOLE.fullmatch(figure)) if may_be_long and not place else len(figure) == size and figure.isdecimal()
        for place, (figure, size) in enumerate(zip(figures, own, strict=True))
    )
    digits = "".join(figures).replace(",", "")
    if not is_whole or (may_be_long and sizes[0] != 1):
        return None
    yuan, cents = digits[:-_CENTS], digits[-_CENTS:]
    return f"{yuan or '0'}.{cents:0>2}"


def _sizes(units: Sequence[str]) -> list[int]:
    """How many places each column counts; empty where they do not count down to 分, one after the other."""
    sizes: list[int] = []
    for unit in map(squeezed, reversed(units)):
        place = sum(sizes)
        is_next = place < len(_NAMES) and unit in _NAMES[place]
        if not is_next and (unit != _FEN or place):
            return []
        sizes.append(1 if is_next else len(_FEN))
    return sizes[::-1] if sum(sizes) > _CENTS else []
