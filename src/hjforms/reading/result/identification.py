"""Which form a text is (认表): by its title, and of forms that share one, by its labels.

The letter of a province and that of the state have the same title, and the title of one table may stand inside
that of another. So every form whose title is there is held against the labels that it prints: what a page has
of them counts for it, what the page lacks counts against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from hjforms.reading.page.texts import FormLike
from hjforms.reading.page.titles import squeezed
from hjforms.template.store import TOKEN, Compiled
from hjforms.template.word import blocks, parse_xml

ENOUGH_LABELS = 0.5
_SPOKEN_OF = re.compile(r"《[^《》]{1,60}》")  # what stands in 书名号 is no heading


def candidates(text: str, forms: Iterable[FormLike], least: float = ENOUGH_LABELS) -> tuple[FormLike, ...]:
    """The forms whose title stands in a text, the one whose labels are best met first.

    A form of whose labels less than ``least`` (a share) are there is only spoken of.
    """
    shown = squeezed(text)
    headed = _SPOKEN_OF.sub("", shown)
    present = [form for form in forms if squeezed(form.printed_title) in headed]
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
