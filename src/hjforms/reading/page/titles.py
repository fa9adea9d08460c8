"""Titles (表名) and official documents (文号) among the lines of a page, and texts as they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from hjforms.notations.text import seen

_DOCUMENT = re.compile(r"[〔\[(【](\d{4})[〕\])】]第?(\d+)号")
_SPOKEN_OF = re.compile(
    r"《|[\d一二三四五六七八九十两]份|清单|目录|名册|名单|汇总|一览"
)  # in a line that says of a form where it is
_APART = re.compile(r"(?:\s{2,}|\u3000)+")
_BRIEF = re.compile(r"制度衔接(\w{2}[书函])$|基本养老保险(参保缴费凭证)$")
_STRETCH = re.compile(r"\S(?:[^\S\u3000]?\S)*")  # between such gaps
FEWEST = 2  # letters of a title on each of the lines over which it is broken
_FURTHER = re.compile(r"\((?:续|续表|之?[二三四五六七八九十]|[2-9])\)|续表?$")
WIDE = "\u3000\u3000"  # between texts of one line that stand apart
_COPY = r"第[\d一二三四五六]联|存根联?|回执联?|[正副]本|一式[\d一二两三四五六]份"
_OF_TITLES = re.compile(  # years, which copy it is, and that it is about a person, in a title or beside it
    rf"(?:参保)?(?:个人|人员)(?=信息表)|(?:19|20)\d\d年度?|[(](?:{_COPY}|[:,;、])+[)]|第[\d一二三四五六]联|一式[\d一二两三四五六]份"
)
LONGEST_PREFIX = 20  # letters beside a title in its line: 威海市社会保险事业中心, （样表）


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """A text as labels are compared: without white space, in one width (全角、半角 are the same)."""
    return "".join(unicodedata.normalize("NFKC", seen(text)).split())


def is_title(text: str, title: str) -> bool:
    """True for a line that is the title, whatever little stands beside it; a list or a sentence is none.

    What stands apart from it on its line may be anything.

    >>> is_title("业务流水号：JH34120220231127000853　　重复缴费清退表", "重复缴费清退表")
    True
    """
    line, wanted = bare_title(text), squeezed(title)
    if wanted not in line or _SPOKEN_OF.search(line.replace(wanted, "")):
        return False
    return any(_is_headed(bare_title(part), wanted) for part in (text, *_APART.split(text.strip())))


def bare_title(text: str) -> str:
    """The line of a title, squeezed, without years, and what says which copy it is or that it is about a person.

    >>> bare_title("2024年度重复缴费清退表（第一联 存根）"), bare_title("基本养老保险个人信息表")
    ('重复缴费清退表', '基本养老保险信息表')
    """
    return _OF_TITLES.sub("", squeezed(text))


def is_brief(text: str, title: str) -> bool:
    """True for a line that is the title without what it is about: that the form says by itself.

    >>> is_brief("告 知 书", "城乡养老保险制度衔接告知书")
    True
    """
    found = _BRIEF.search(title)
    return found is not None and (found[1] or found[2]) in map(squeezed, (text, *_APART.split(text.strip())))


def begins_with_title(line: str, title: str) -> bool:
    """True for a line that begins with a title, or with what that is in brief, whatever stands behind.

    >>> begins_with_title("参保缴费凭证已办结", "基本养老保险参保缴费凭证")
    True
    """
    found = _BRIEF.search(title)
    return line.startswith(squeezed(title)) or (found is not None and line.startswith(found[1] or found[2]))


def _is_headed(line: str, wanted: str) -> bool:
    """True for a text in which little stands beside a title."""
    return wanted in line and len(line) <= len(wanted) + LONGEST_PREFIX and not line[0].isdigit()


def title_in(texts: Sequence[str], title: str) -> range:
    """Which of the lines are the title: one, two over which it is broken, or one that says it in brief; else empty.

    >>> title_in(["某市社会保险事业中心", "养老保险关系转移", "接 续 联 系 函", "编号："], "养老保险关系转移接续联系函")
    range(1, 3)
    >>> title_in(["参保缴费凭证", "（基本养老保险参保缴费凭证）"], "基本养老保险参保缴费凭证")
    range(1, 2)
    """
    for index, text in enumerate(texts):
        if text.strip() and is_title(text, title):
            return range(index, index + 1)
        if index and _is_broken(texts[index - 1], text, title):
            return range(index - 1, index + 1)
    return next((range(index, index + 1) for index, text in enumerate(texts) if is_brief(text, title)), range(0))


def title_spans(text: str, title: str) -> list[tuple[int, int]]:
    """Where in a line of a title its words stand: all of the line, or the stretches that are of the title.

    >>> title_spans("养老保险关系转移　　扫码验真", "养老保险关系转移接续联系函")
    [(0, 8)]
    """
    wanted = squeezed(title)
    spans = [found.span() for found in _STRETCH.finditer(text)]
    return [(start, end) for start, end in spans if len(spans) == 1 or squeezed(text[start:end]) in wanted]


def beside_title(text: str, title: str) -> list[str]:
    """What stands in the line of a title beside it, in brackets or not.

    >>> beside_title("附件5　重复缴费清退表（样表）", "重复缴费清退表")
    ['附件5', '样表']
    """
    rest = squeezed(text).replace(squeezed(title), " ")
    return re.split(r"[\s()\[\]【】]+", rest.strip(" ()[]【】")) if rest.strip() else []


def _is_broken(first: str, second: str, title: str) -> bool:
    """True for two lines of which one ends with the beginning of a title, and the other begins with its rest.

    What stands apart on either is no part of it.
    """
    wanted = squeezed(title)
    if wanted[:FEWEST] not in squeezed(first) or wanted[-FEWEST:] not in squeezed(second):
        return False
    return any(
        _are_one(squeezed(above), squeezed(below), title)
        for above in (first, *_APART.split(first))
        for below in (second, *_APART.split(second))
    )


def _are_one(above: str, below: str, title: str) -> bool:
    wanted = squeezed(title)
    if above[-1:] not in wanted or below[:1] not in wanted:
        return False
    cuts = range(FEWEST, len(wanted) - FEWEST + 1)
    broken = any(above.endswith(wanted[:cut]) and below.startswith(wanted[cut:]) for cut in cuts)
    return broken and is_title(above + below, title)


def documents_in(text: str) -> frozenset[tuple[str, ...]]:
    """The official documents that a text names, by year and number (文号).

    >>> documents_in("鲁人社字〔2024〕84号") == documents_in("根据鲁人社字[2024] 84 号有关规定")
    True
    """
    return frozenset(found.groups() for found in _DOCUMENT.finditer(squeezed(text)))


def is_headed(texts: Sequence[str], title: str) -> bool:
    """True where a line of the page, or two, are this title, and all of it."""
    place = title_in(texts, title)
    return bool(place) and not is_brief(texts[place[0]], title)


def is_further(texts: Sequence[str], title: str) -> bool:
    """True where a page says in its title that it is a further one of a paper: 信息表（二）, 信息表（续）."""
    return any(
        is_title(text, title) and _FURTHER.match(text.partition(squeezed(title))[2])
        for text in map(squeezed, texts)
        if text
    )
