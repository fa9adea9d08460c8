"""Heads of columns (表头): which fields of a row a stack of heads names, however an office words and parts them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import chain

from hjforms.reading.others.places import without_places
from hjforms.reading.others.vocabulary import MOST_KNOWN, NUMBERS, TOTAL, Vocabulary
from hjforms.reading.page.labels import canonical, in_aliases
from hjforms.reading.page.titles import squeezed

SHORTEST = 2  # letters of a head that is a part of a longer one: 实际缴费 under 缴费月数
LONG_HEAD = 4  # letters of a head that may stand for a longer one that ends with it
LONG_BEGINNING = 6  # letters of a head that may stand for a longer one that begins with it: 划入个人账户 for …比例
LEAST_BEGINNING = 4  # letters of a head that leaves out the end of a longer one, where all over and under it agree
PAIR = 2
SUM = canonical("小计")
_PAID = "缴费"
_AND = "及"  # 缴费起止时间及月数 is over both
_SPAN, _ENDS = "起止", {"起": "起始", "自": "起始", "止": "终止", "至": "终止"}  # of a span of months, and its ends
FORMULA = re.compile(r"\d+|[\d=+×*/÷＝＋()（）.-]*[=＝][\d=+×*/÷＝＋()（）.-]*")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?![\d.])(?:=[\d=+×*/÷-]*)?")  # of a column, or its formula, in its head
_PERCENT = re.compile(r"\(%\)|单位:%")


@lru_cache(maxsize=64)
def heads_of(words: Vocabulary) -> Heads:
    """The heads of the table of a form, and what was asked of them."""
    return Heads(words)


class Heads:
    """The heads of the table of a form."""

    def __init__(self, words: Vocabulary) -> None:
        self._columns = words.columns
        self._heads = words.heads
        self._parts = {part for head in words.heads for part in _parts(head)}
        self._alone = words.heads | NUMBERS | {unpaid for head in words.heads if (unpaid := _without_paid(head))}
        self._letters = in_aliases().union(*_ENDS, *chain.from_iterable(words.columns))
        self.name = lru_cache(maxsize=MOST_KNOWN)(self._name)
        self.fields = lru_cache(maxsize=MOST_KNOWN)(self._fields)

    def _name(self, text: str) -> str:
        """A head in our spelling, without the number or the formula of its column."""
        lines = text.split("\n")
        words = without_places("\n".join(line for line in lines if not FORMULA.fullmatch(squeezed(line)))) or text
        name = canonical(words)
        rest = canonical(_NUMBER.sub("", squeezed(words), count=1))
        return rest if rest and not self.is_head(name) and self.is_head(rest) else name

    def is_head(self, name: str) -> bool:
        """True for a head, or a part of one."""
        return name in self._parts or name in self._alone or _account(name) in self._heads

    def _fields(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The fields of a column by the heads over it, from the top; both ends of a span of months have one."""
        return self._columns[names] if names in self._columns else self._alike(names)

    def summed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The fields of a head alone that on the form stands over a sum (小计) and its parts: it is that of the sum."""
        if found := self.fields(names):
            return found
        return next((self._columns.get((name, SUM), ()) for name in map(_account, names) if len(names) == 1), ())

    def _alike(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The fields of the one column of the form that has heads like these; none of a letter that no head has."""
        last = names[-1]
        if not self._letters.issuperset(last):
            return ()
        spelled = set(_spellings(names))
        ways = (
            lambda heads: "".join(heads) in spelled,
            lambda heads: _are_short(names, heads) or _are_short(names[::-1], heads),
            lambda heads: heads[-1] == last,
            lambda heads: (len(last) >= LONG_HEAD or last == TOTAL) and heads[-1].endswith(last),
            lambda heads: heads[-1] == last + TOTAL,
            lambda heads: _without_paid(heads[-1]) == last,
            lambda heads: len(last) >= LONG_BEGINNING and heads[-1].startswith(last),
        )
        matches = ({paths for heads, paths in self._columns.items() if is_alike(heads)} for is_alike in ways)
        found = next(filter(None, matches), set())
        return next(iter(found)) if len(found) == 1 else ()

    def longer(self, name: str) -> tuple[tuple[str, ...], str]:
        """The fields of the one column whose lowest head begins or ends with a head, and that; empty of several."""
        found = {(paths, heads[-1]) for heads, paths in self._columns.items() if name in heads[-1]}
        (paths, head), *others = found or {((), "")}
        is_one = len(name) >= SHORTEST and not any(other != paths for other, _ in others)
        is_at_end = any(head.startswith(name) or head.endswith(name) for _, head in found)
        return (paths, head) if is_one and is_at_end else ((), "")

    def of_shared(self, name: str, taken: Container[tuple[str, ...]]) -> tuple[str, ...]:
        """The field of a head that on the form stands over two, or begins both, where the other has its own column.

        参保地 beside 行政区划代码 is its name.
        """
        under = {
            paths
            for heads, paths in self._columns.items()
            if (heads[0].startswith(name) and heads[0] != name) or (len(heads) > 1 and heads[0] == name)
        }
        left = [paths for paths in under if paths not in taken]
        return left[0] if len(left) == 1 and len(under) > 1 else ()


def _parts(head: str) -> Iterator[str]:
    """What a head begins with, and what it ends with."""
    for size in range(SHORTEST, len(head) + 1):
        yield from (head[:size], head[-size:])


def _account(name: str) -> str:
    """A head that calls the account of a person (个人账户) just an account."""
    return name.replace("个人账户", "账户")


def _without_paid(name: str) -> str:
    """A head that does not say that something was paid: 实际月数 for 实际缴费月数; empty where too little is left."""
    rest = name.replace(_PAID, "")
    return rest if len(rest) >= LEAST_BEGINNING and rest != name else ""


def _are_short(names: tuple[str, ...], heads: tuple[str, ...]) -> bool:
    """True for heads, or for some that leave their ends out."""
    return len(heads) == len(names) and all(map(is_short, names, heads))


def is_short(name: str, head: str) -> bool:
    """True for a head, or for one that leaves its end out: 当年缴费 for 当年缴费金额."""
    return name == head or (len(name) >= LEAST_BEGINNING and head.startswith(name))


def is_percent(text: str) -> bool:
    """True for a head that says that the figures below it are hundredths: 缴费比例（%）."""
    return bool(_PERCENT.search(squeezed(text)))


def _spellings(names: tuple[str, ...]) -> Iterator[str]:
    """Heads that stand over one another as one, read upwards as well: 实际缴费 under 缴费月数 is 实际缴费月数.

    One of two may part the other: 起始, or 起, under 缴费时间 is 缴费起始时间.
    """
    if len(names) == PAIR:
        upper, lower = names
        upper, lower = upper.partition(_AND)[0].replace(_SPAN, ""), _ENDS.get(lower, lower)
        yield from (canonical(upper[:cut] + lower + upper[cut:]) for cut in range(len(upper) + 1))
    for ordered in (names, names[::-1]):
        yield canonical("".join(ordered))
        whole = ""
        for name in ordered:
            shared = next(size for size in range(len(name), -1, -1) if whole.endswith(name[:size]))
            whole += name[shared:]
        yield canonical(whole)
