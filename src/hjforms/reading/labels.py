"""Labels (栏目名称) in one spelling, in which those of a form and those of a returned paper are compared.

Width, white space, marks, and what stands in brackets after a label (签章, 元) do not count; other words for the same
thing (异写) are those of ``aliases.toml``. A spelling that is not there is another label.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from hjforms.reading.identification import squeezed
from hjforms.records.base import Leaf, Record, leaves

_ALIASES = Path(__file__).with_name("aliases.toml")
_NOTES = re.compile(r"\((?:签章|签字|签名|盖章|公章|章|章处|元|年|月|个月|单位:元|人民币|人民币元)\)")
_SEAL = re.compile(r"(?<=机构)\((?:章|盖章|公章|章处)\)")  # what distinguishes a signature from an addressee
_MARKS = re.compile(r"[\s:()\[\]【】〔〕,、。;*_·.-]")


@lru_cache(maxsize=16384)
def canonical(text: str) -> str:
    """A label in the one spelling in which labels are compared; empty where nothing of it is a word.

    >>> canonical("身份证号：") == canonical("公民身份号码") == canonical("社会保障号码")
    True
    >>> canonical("新就业地社保机构开户全称") == canonical("转入地社会保险经办机构（户名）")
    True
    """
    label = _parted(_bare(text))
    return _whole().get(label, label)


def _bare(text: str) -> str:
    """The words of a label alone."""
    return _MARKS.sub("", _NOTES.sub("", _SEAL.sub("章", squeezed(text))))


def _parted(label: str) -> str:
    """A label with every part of it in our spelling."""
    words, pattern = _parts()
    return pattern.sub(lambda found: words[found[0]], label)


@cache
def aliases() -> dict[str, list[list[str]]]:
    """The spellings of whole labels and of parts of labels, as the table has them."""
    return tomllib.loads(_ALIASES.read_text("utf-8"))


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


_UNIT = re.compile(r"\((?:元|月|年|个月|单位:元)\)$")
_END = ":"


def bare(text: str) -> str:
    """A label as it is compared: squeezed, without the colon after it and the unit in brackets."""
    return _UNIT.sub("", squeezed(text).rstrip(_END))


@cache
def _aliases() -> tuple[list[list[str]], list[list[str]]]:
    found = aliases()
    labels, parts = ([[bare(label) for label in group] for group in found[name]] for name in ("labels", "parts"))
    return labels, parts


@cache
def spellings(label: str) -> frozenset[str]:
    """Every spelling of a label."""
    whole, parts = _aliases()
    own = bare(label)
    found = {own, *(other for group in whole if own in group for other in group)}
    for group in parts:
        for known in tuple(found):
            part = max((part for part in group if part and part in known), key=len, default="")
            if part:
                found.update(known.replace(part, other) for other in group)
    found |= {other for known in found for group in whole if known in group for other in group}
    return frozenset(spelling for spelling in found if len(spelling) > 1)


@cache
def plain_labels(record_type: type[Record]) -> dict[str, tuple[Leaf, ...]]:
    """The fields outside tables by the spellings of their labels."""
    found: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves(record_type).values():
        if ".*." not in leaf.path and not is_sum(leaf):
            for spelling in _all_spellings(leaf):
                found[spelling].append(leaf)
    return {spelling: _once(members) for spelling, members in found.items()}


def _all_spellings(leaf: Leaf) -> Iterator[str]:
    """The spellings of the label by itself, and after the heading of its block."""
    own = spellings(leaf.labels[-1])
    yield from own
    for owner in leaf.labels[:-1][-1:]:
        for heading in spellings(owner):
            yield from (heading + label for label in own)


def is_sum(leaf: Leaf) -> bool:
    """True for what stands in the row of sums (合计) of a table."""
    return leaf.path.startswith("total.")


@cache
def column_labels(record_type: type[Record]) -> dict[tuple[str, str], tuple[Leaf, ...]]:
    """The columns of a table by the spellings of their heading (empty where there is none) and label."""
    found: dict[tuple[str, str], list[Leaf]] = defaultdict(list)
    for leaf in leaves(record_type).values():
        if ".*." not in leaf.path:
            continue
        own = spellings(leaf.labels[-1])
        groups = spellings(leaf.labels[-2]) if len(leaf.labels) > 2 else frozenset[str]()
        for label in own:
            found["", label].append(leaf)
            for group in groups:
                found[group, label].append(leaf)
                found["", group + label].append(leaf)
    return {key: _once(members) for key, members in found.items()}


def _once(members: Iterable[Leaf]) -> tuple[Leaf, ...]:
    return tuple({leaf.path: leaf for leaf in members}.values())


def starting(text: str, known: Iterable[str]) -> str:
    """The longest of the known labels with which a text begins, empty where it begins with none."""
    return max((label for label in known if text.startswith(label)), key=len, default="")
