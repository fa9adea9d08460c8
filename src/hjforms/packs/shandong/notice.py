"""附件1 城乡养老保险制度衔接告知书: asks a person who paid into both schemes whether to join them.

Law: 鲁人社字〔2024〕84号 第四条.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Date, boxes_of
from hjforms.records.parts import Named
from hjforms.records.relations import required
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

ARTICLE = "鲁人社字〔2024〕84号 第四条"
CHOICE = boxes_of("是否办理", yes="是", no="否")


class Notice(Record):
    """城乡养老保险制度衔接告知书."""

    person: Part[Named] = part("参保人")
    choice: Annotated[str | None, *CHOICE.metadata()] = entry("是否办理")
    signed_on: Date = entry("签字日期")


def _signed_without_choice(record: Notice) -> Iterator[Violation]:
    if record.signed_on is not None and record.choice is None:
        yield Violation("warning", "choice", Sentence("已签字，但没有勾选“是”或“否”，请与参保人确认。"))


RULES: tuple[Rule | Check, ...] = (
    required(ARTICLE, "person.name"),
    Check("choice.signed", ("choice",), "签字时应勾选是否办理", ARTICLE, _signed_without_choice),
)

FORM = Form(
    id="shandong/notice",
    title="城乡养老保险制度衔接告知书",
    article="鲁人社字〔2024〕84号 第四条 附件1",
    provenance="source",
    edition=dt.date(2024, 12, 15),  # 第十五条
    record_type=Notice,
    rules=RULES,
)
