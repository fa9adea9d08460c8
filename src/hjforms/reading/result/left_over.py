"""What is on a page and in no field (没有归到栏目的内容): told, never dropped.

What labels leave over on papers of others is told by ``others/versions``, which knows what heads and foots a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hjforms.findings import Finding
from hjforms.notations.choice import MARKED
from hjforms.reading.others.coded import code_of
from hjforms.reading.page.characters import Char, joined, lines
from hjforms.reading.page.paper import Paper
from hjforms.reading.page.titles import squeezed
from hjforms.wording import Sentence


def strangers(paper: Paper) -> Iterator[Finding]:
    """A finding for what is on a page and was not read, where there is anything."""
    if texts := _texts(paper.chars):
        message = Sentence(
            "第{page}页有{count}处文字不在任何栏目里，没有读入，请人工查看。", page=paper.number, count=len(texts)
        )
        yield Finding("warning", "", "read.unknown", message, None, "；".join(texts))


def hidden_on(paper: Paper) -> Iterator[Finding]:
    """A finding for the text of a page of which nothing is seen, where there is any."""
    if texts := _texts(paper.hidden):
        message = Sentence(
            "第{page}页有{count}处看不见的文字（白色、被盖住或太小），没有读入，请人工查看。",
            page=paper.number,
            count=len(texts),
        )
        yield Finding("warning", "", "read.unknown", message, None, "；".join(texts))


def unseen(paper: Paper, *, alone: bool) -> Iterator[Finding]:
    """A finding for what was entered into form fields and is not written on the page, where labels alone tell."""
    shown = squeezed("".join(char.text for char in paper.fielded))
    others = [widget for widget in paper.widgets if not (alone and code_of(widget.name))]  # a code tells what it is
    texts = [widget.value for widget in others if widget.shown is None and squeezed(widget.value) not in shown]
    marked = [widget.value for widget in paper.widgets if widget.shown is not None and widget.value == MARKED]
    if texts or marked:
        message = Sentence("第{page}页的表单域里填了纸面上读不到的内容，没有读入，请人工查看。", page=paper.number)
        yield Finding("error", "", "read.unknown", message, None, "；".join([*texts, *marked]))


def _texts(chars: Sequence[Char]) -> list[str]:
    """The lines of characters that say something."""
    level = [char for char in chars if char.turn >= 0]
    turns = sorted({char.turn for char in level})
    texts = [joined(line) for turn in turns for line in lines(char for char in level if char.turn == turn)]
    return [text for text in texts if any(map(str.isalnum, text))]
