"""The table of docs/accuracy.md: how well every producer's file of every form is read."""

from __future__ import annotations

from functools import reduce
from operator import add
from pathlib import Path

from tools.corpus.producers import PRODUCERS
from tools.corpus.samples import CHAPTERS, OFFICIAL, ROOT, Producer
from tools.corpus.scores import Score, score

DOCS: Path = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- corpus: begin (make corpus) -->\n", "<!-- corpus: end -->\n"


def row(producer: Producer) -> tuple[str, Score]:
    """The line of a producer, and its score over all forms."""
    scores = [score(form, producer.sample(form)) if producer.makes(form) else None for form in OFFICIAL]
    total = reduce(add, filter(None, scores))
    cells = (producer.title, *(str(found or "") for found in scores), f"{100 * total.share:.1f} %")
    return f"| {' | '.join(cells)} |", total


def update() -> None:
    """Write the table."""
    text = DOCS.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCS.write_text(before + BEGIN + "".join(_chapters()) + END + after, "utf-8")


def _chapters() -> list[str]:
    heads = ["", *(f"`{form.id}`" for form in OFFICIAL), "读准"]
    line = "| --- " + "| ---: " * (len(heads) - 1) + "|"
    found = []
    for chapter, title in CHAPTERS.items():
        rows = [row(producer)[0] for producer in PRODUCERS if producer.chapter == chapter]
        if rows:
            found.append("\n".join(["", f"### {title}", "", f"| {' | '.join(heads)} |", line, *rows, ""]) + "\n")
    return found
