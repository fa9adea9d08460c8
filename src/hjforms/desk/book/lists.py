"""Lists of a book (名单): every newest version out as entries, and entries of a workbook in, by citizen id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hjforms.desk.book.book import Book
from hjforms.desk.book.cases import JILIN, Case, NewCase
from hjforms.errors import HjformsError, InputError
from hjforms.exchange import Entry, Origin
from hjforms.exchange.matching import identity
from hjforms.law.procedure import PROCEDURES
from hjforms.records.rules import value_at
from hjforms.wording import Said, Sentence, named

NO_ID = Sentence("没有公民身份号码，不能归到案件，没有导入。")
NO_CASE = Sentence("台账里没有这个人的案件；要为他新建，请写明办法和衔接方向。")
SEVERAL = Sentence("这个人有几个在办的案件，不知归到哪一个，没有导入。")


@dataclass
class Taken:
    """What came of a list: how many versions were saved, how many entries changed nothing, and what was left out."""

    saved: int = 0
    unchanged: int = 0
    opened: int = 0
    faults: list[Said] = field(default_factory=list)

    @property
    def told(self) -> Sentence:
        """What came of it in one sentence."""
        return Sentence(
            "存入 {saved} 版，{unchanged} 份没有变化，新建 {opened} 个案件，{left} 份没有导入。",
            saved=self.saved,
            unchanged=self.unchanged,
            opened=self.opened,
            left=len(self.faults),
        )


def entries(book: Book, cases: Iterable[Case]) -> Iterator[Entry]:
    """The newest version of every paper of these cases."""
    for case in cases:
        for paper in book.papers.of_case(case.id):
            version = book.papers.latest(paper.id)
            if version is not None:
                yield Entry(version.form, version.record, Origin(book.path.name, item=case.id))


def take(
    book: Book, found: Iterable[Entry], operator: str, rules: str | None = None, direction: str | None = None
) -> Taken:
    """Put every entry to the case of its person, as a new version of the paper of its form.

    Where a person has no open case, one is opened by ``rules`` and ``direction``; without these the entry is left out.
    """
    done = Taken()
    for entry in found:
        try:
            _take(book, entry, operator, (rules, direction), done)
        except HjformsError as error:
            done.faults.append(named(entry.origin.words, error.message))
    return done


def _take(book: Book, entry: Entry, operator: str, new: tuple[str | None, str | None], done: Taken) -> None:
    form, record = entry.stated
    citizen_id = identity(entry)
    if not citizen_id:
        raise InputError(NO_ID)
    with book.database.writing():
        case = _case_of(book, record, citizen_id, operator, new, done)
        origin = {"kind": "list", "place": {"sheet": entry.origin.sheet, "row": entry.origin.row}}
        known = [paper for paper in book.papers.of_case(case.id) if paper.form.base_id == form.base_id]
        if not known:
            book.papers.add(case.id, form, operator, record, origin)
            done.saved += 1
            return
        before = book.papers.latest(known[-1].id)
        after = book.papers.save(known[-1].id, record, operator, origin)
        if before is not None and before.number == after.number:
            done.unchanged += 1
        else:
            done.saved += 1


def _case_of(
    book: Book, record: Any, citizen_id: str, operator: str, new: tuple[str | None, str | None], done: Taken
) -> Case:
    """The open case of a person, or a new one."""
    cases = [case for case in book.cases.of_person(citizen_id) if case.is_open]
    if len(cases) > 1:
        raise InputError(SEVERAL)
    if cases:
        return cases[0]
    rules, direction = new
    if rules not in PROCEDURES:
        raise InputError(NO_CASE)
    name = value_at(record, "person.name")
    done.opened += 1
    stated = NewCase(name=name, citizen_id=citizen_id, rules=rules, direction=None if rules == JILIN else direction)
    return book.cases.open(stated, operator)
