"""The papers of other offices as producers of the corpus: of each form the first sheet, the second, the third."""

from __future__ import annotations

from functools import partial

from hjforms.catalogue import Form
from tools.corpus.foreign.drawing import drawn
from tools.corpus.foreign.sheets import Sheet, sheets
from tools.corpus.samples import Producer, Sample

SETS = ("一", "二", "三")


def _sheets_of(number: int) -> dict[str, Sheet]:
    """The sheet of this number of every form that has so many."""
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets():
        found.setdefault(sheet.form, []).append(sheet)
    return {form: members[number] for form, members in found.items() if len(members) > number}


def _made(number: int, form: Form, *, in_word: bool) -> Sample:
    return drawn(_sheets_of(number)[form.id], form, in_word=in_word)


def _producers(number: int, name: str) -> tuple[Producer, Producer]:
    covers = frozenset(_sheets_of(number))
    pdf, word = (partial(_made, number, in_word=in_word) for in_word in (False, True))
    return (
        Producer(f"sheet-{number + 1}", "papers", f"别处系统的版式（{name}）", pdf, stored=True, covers=covers),
        Producer(f"sheet-{number + 1}-word", "papers", f"同上（{name}），Word", word, suffix="docx", covers=covers),
    )


PRODUCERS = tuple(producer for number, name in enumerate(SETS) for producer in _producers(number, name))
