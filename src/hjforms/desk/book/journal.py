"""The journal (日志): who changed what, and when. Entries are only added; no value of a person stands in one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hjforms.desk.book.database import Database
from hjforms.wording import Said, Sentence

NOBODY = ""
WORDS: Mapping[str, str] = {
    "case.opened": Sentence("建立案件"),
    "case.dated": Sentence("登记事项"),
    "case.changed": Sentence("修改案件"),
    "case.closed": Sentence("结束案件"),
    "case.reopened": Sentence("重新办理"),
    "paper.added": Sentence("增加一张表"),
    "paper.saved": Sentence("保存"),
    "paper.restored": Sentence("恢复到以前的一版"),
    "draft.dropped": Sentence("放弃没有保存的改动"),
    "arrival.taken": Sentence("收到文件"),
    "arrival.accepted": Sentence("收下读出的内容"),
    "arrival.dismissed": Sentence("不收这一份"),
    "office.changed": Sentence("修改本单位信息"),
    "list.taken": Sentence("从名单导入"),
    "book.rescued": Sentence("从损坏的台账救出"),
}
"""What may happen in a book, by its stable name."""


@dataclass(frozen=True)
class Happening:
    """One entry: when (UTC), who, what, to which case and paper, with facts that tell nobody."""

    at: str
    operator: str
    what: str
    case: int | None
    paper: int | None
    details: Mapping[str, Any]

    @property
    def words(self) -> Said:
        """What happened, in words."""
        told: Said = WORDS[self.what]  # type: ignore[assignment] # every one is a sentence
        return told


class Journal:
    """The journal of a book."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, what: str, operator: str, *, case: int | None = None, paper: int | None = None, **facts: Any) -> None:
        """Note what happens in the transaction in which it does."""
        assert what in WORDS
        with self._database.writing() as run:
            run.execute(
                "INSERT INTO journal (at, operator, what, case_id, paper_id, details) VALUES (?, ?, ?, ?, ?, ?)",
                (self._database.moment(), operator, what, case, paper, json.dumps(facts, ensure_ascii=False)),
            )

    def of_case(self, case: int) -> list[Happening]:
        """What happened to a case, the newest first."""
        rows = self._database.rows("SELECT * FROM journal WHERE case_id = ? ORDER BY id DESC", case)
        return [_happening(row) for row in rows]

    def latest(self, most: int = 100) -> list[Happening]:
        """What happened in the book, the newest first."""
        return [_happening(row) for row in self._database.rows("SELECT * FROM journal ORDER BY id DESC LIMIT ?", most)]


def _happening(row: Any) -> Happening:
    details = json.loads(row["details"])
    return Happening(row["at"], row["operator"], row["what"], row["case_id"], row["paper_id"], details)
