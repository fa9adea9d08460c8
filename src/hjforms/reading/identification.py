"""Which form a text is (认表): by its title, and of forms that share one, by its labels.

The letter of a province and that of the state have the same title, and the title of one table may stand inside
that of another. So every form whose title is there is held against the labels that it prints: what a page has
of them counts for it, what the page lacks counts against it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from hjforms.notations.text import seen
from hjforms.reading.reading import FormLike
from hjforms.template.store import TOKEN, Compiled
from hjforms.template.word import blocks, parse_xml

ENOUGH_LABELS = 0.5
_DOCUMENT = re.compile(r"[〔\[(【](\d{4})[〕\])】]第?(\d+)号")
_SPOKEN_OF = re.compile(
    r"《|[\d一二三四五六七八九十两]份|清单|目录|名册|名单|汇总|一览"
)  # in a line that says of a form where it is
FEWEST = 2  # letters of a title on each of the lines over which it is broken
LONGEST_PREFIX = 20  # letters beside a title in its line: 威海市社会保险事业中心, （样表）


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """A text as labels are compared: without white space, in one width (全角、半角 are the same)."""
    return "".join(unicodedata.normalize("NFKC", seen(text)).split())


def is_title(text: str, title: str) -> bool:
    """True for a line that is the title, whatever little stands beside it; a list or a sentence is none."""
    line, wanted = squeezed(text), squeezed(title)
    is_short = wanted in line and len(line) <= len(wanted) + LONGEST_PREFIX
    return is_short and not line[0].isdigit() and not _SPOKEN_OF.search(line.replace(wanted, ""))


def title_in(texts: Sequence[str], title: str) -> range:
    """Which of the lines are the title: one, or two over which it is broken; empty where none is.

    >>> title_in(["某市社会保险事业中心", "养老保险关系转移", "接 续 联 系 函", "编号："], "养老保险关系转移接续联系函")
    range(1, 3)
    """
    for index, text in enumerate(texts):
        if text.strip() and is_title(text, title):
            return range(index, index + 1)
        if index and _is_broken(texts[index - 1], text, title):
            return range(index - 1, index + 1)
    return range(0)


def _is_broken(first: str, second: str, title: str) -> bool:
    """True for two lines of which one ends with the beginning of a title, and the other begins with its rest."""
    above, below, wanted = squeezed(first), squeezed(second), squeezed(title)
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


def candidates(text: str, forms: Iterable[FormLike], least: float = ENOUGH_LABELS) -> tuple[FormLike, ...]:
    """The forms whose title stands in a text, the one whose labels are best met first.

    A form of whose labels less than ``least`` (a share) are there is only spoken of.
    """
    shown = squeezed(text)
    present = [form for form in forms if squeezed(form.printed_title) in shown]
    if not present:
        return ()
    letters = Counter(shown)
    found = [(met(letters, form), form) for form in present]
    enough = [(score, form) for (score, share), form in found if share >= least]
    return tuple(form for _, form in sorted(enough, key=lambda item: (-item[0], -len(item[1].title), item[1].id)))


def met(letters: Counter[str], form: FormLike) -> tuple[int, float]:
    """How well a text meets the labels of a form: letters met less letters missing, and the share that is met."""
    labels = label_letters(form.compiled)
    count = labels.total()
    there = (labels & letters).total()
    return 2 * there - count, there / count


@cache
def label_letters(template: Compiled) -> Counter[str]:
    """The letters that a blank form prints, and how often."""
    texts = (text for block in blocks(parse_xml(template.document.encode())) for text in block.texts())
    return Counter(squeezed("".join(TOKEN.sub("", text) for text in texts)))
