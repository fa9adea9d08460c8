"""Labels (栏目名称) in one spelling, in which those of a form and those of a returned paper are compared.

Width, white space, marks, numbers and 其中： before a label, and what stands in brackets after it (签章, 元, %,
4=1+2+3) do not count; other words for the same thing (异写) are those of ``aliases.toml``. A spelling that is
not there is another label.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from hjforms.reading.page.titles import squeezed

_ALIASES = Path(__file__).with_name("aliases.toml")
_NOTES = re.compile(
    r"\((?:签章|签字|签名|盖章|公章|章|章处|小写|元|年|月|个月|个|%|单位:元|单位:%|人民币|人民币元|[1-9]"
    r"|(?:单位:)?(?:人民币)?(?:[十百千万亿]+元|角|分))\)"
)
_NUMBER = re.compile(r"[①-⑳](?:\s*[=＝+＋×－−–-]\s*[①-⑳])*")  # by which formulas call a label, and its own formula
_FORMULA = re.compile(r"\([\d=+×*/÷-]*[=+][\d=+×*/÷-]*\)")  # (4=1+2+3), (1+2+3)
_SEAL = re.compile(r"(?<=机构)\((?:章|盖章|公章|章处)\)")  # what distinguishes a signature from an addressee
_COUNT = "[一二三四五六七八九十]{1,2}"
_COUNTED = re.compile(rf"^(?:{_COUNT}、|\({_COUNT}\)|\d{{1,2}}(?:、|\.(?!\d)))(?=.)")  # 一、 （一） 1.
_AMONG = re.compile("^其中:(?=.)")  # what says that a figure is a part of another
_BULLET = re.compile(r"^\s*(?:[■◆▪•●◇○►▶▷❖➤]\s+|[\u2580-\u258f\u2590-\u259f]\s*)(?=\S)")  # before a heading
_MARKS = re.compile(r"[\s:()\[\]【】〔〕,、。;*_·.-]")
UNITS = frozenset(
    ("", "年", "月", "日", "个月", "元", "至", "—", "-", "－", "年月日")
)  # printed beside values: no labels


@lru_cache(maxsize=16384)
def canonical(text: str) -> str:
    """A label in the one spelling in which labels are compared; empty where nothing of it is a word.

    >>> canonical("身份证号：") == canonical("公民身份号码") == canonical("社会保障号码")
    True
    >>> canonical("转移基金总额（4+5）") == canonical("转移基金总额（6=4+5）") == canonical("转移基金总额")
    True
    >>> canonical("新就业地社保机构开户全称") == canonical("转入地社会保险经办机构（户名）")
    True
    """
    return respelled(_bare(text))


@lru_cache(maxsize=16384)
def respelled(words: str) -> str:
    """A label, of which nothing but its words is left, in the one spelling: a part of what is ``canonical``."""
    label = _parted(words)
    return _whole().get(label, label)


def _bare(text: str) -> str:
    """The words of a label alone."""
    words = squeezed(_NUMBER.sub("", _BULLET.sub("", text)))
    if "(" in words:
        words = _NOTES.sub("", _FORMULA.sub("", _SEAL.sub("章", words)))
    return _MARKS.sub("", _AMONG.sub("", _COUNTED.sub("", words)))


def _parted(label: str) -> str:
    """A label with every part of it in our spelling."""
    words, pattern = _parts()
    return pattern.sub(lambda found: words[found[0]], label)


@cache
def aliases() -> dict[str, list[list[str]]]:
    """The spellings of whole labels and of parts of labels, as the table has them."""
    table = tomllib.loads(_ALIASES.read_text("utf-8"))
    return {kind: table[kind] for kind in ("labels", "parts")}


@cache
def calls() -> dict[str, list[str]]:
    """What fields are called besides, by their path, as the table has it."""
    table: dict[str, list[str]] = tomllib.loads(_ALIASES.read_text("utf-8"))["fields"]
    return table


@cache
def in_aliases() -> frozenset[str]:
    """The letters of all spellings that a label may have besides ours, and of ours for these."""
    return frozenset("".join(_bare(word) for groups in aliases().values() for group in groups for word in group))


@cache
def _whole() -> dict[str, str]:
    """Our spelling of whole labels."""
    groups = [[_parted(_bare(label)) for label in group] for group in aliases()["labels"]]
    return {label: group[0] for group in groups for label in group}


@cache
def _parts() -> tuple[dict[str, str], re.Pattern[str]]:
    """Our spelling of parts of labels, and where to look for them; of two that begin together, the longer."""
    groups = [[_bare(part) for part in group] for group in aliases()["parts"]]
    words = {part: group[0] for group in groups for part in group}
    return words, re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
