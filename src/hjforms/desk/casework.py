"""Casework (办案): what a new paper begins with, what comes next, settling a case, and all of it in one file.

It works on a book and knows no page: pages and commands call it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hjforms.archiving import Contents
from hjforms.catalogue import Form, KeyGiven, form
from hjforms.desk.book import Book, Case, Paper, PaperVersion
from hjforms.desk.book.cases import JILIN
from hjforms.desk.book.office import own_fields
from hjforms.desk.book.progress import FINISHED, Progress
from hjforms.errors import Fault, InputError
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.base import leaves
from hjforms.records.rules import value_at
from hjforms.settlement import EMPLOYEE, REFUND, RESIDENT, Settlement, settle
from hjforms.unread import is_known
from hjforms.wording import Said, Sentence, named, said

if TYPE_CHECKING:
    from hjforms.render.pdf import Document

PERSON = "person"
OUTCOME = "national/outcome"
SETTLED = (REFUND, "outcome")
"""What the papers are that settling makes."""
APPLICATIONS = {"national": "national/application", "shandong": "shandong/notice", JILIN: None}
"""The paper with which a person applies, by the rules of the case."""
LETTER, TRANSFER = "contact-letter", "transfer-account"
CLEAR = "clear"
OTHER_SCHEME = {"institution": "employee", "employee": "institution"}
SIDES = {"institution": "agency", "employee": "enterprise"}
"""What the calculation ``clear`` calls the schemes of the papers of Jilin."""
SAVED: Mapping[str, tuple[str, str]] = {
    "application": ("applied_on", "applied_on"),
    "notice": ("signed_on", "applied_on"),
    LETTER: ("signoff.date", "letter_sent_on"),
}
"""The day on a paper that says when something happened, and what."""
CAME: Mapping[str, str] = {
    LETTER: "letter_received_on",
    RESIDENT: "account_received_on",
    EMPLOYEE: "account_received_on",
    TRANSFER: "account_received_on",
    "certificate": "certificate_received_on",
}
"""What has happened on the day on which such a paper comes."""
NO_ACCOUNTS = Sentence("两张信息表都保存以后才能结算，请先补上。")
NOTHING = Sentence("这个案件还没有保存过的表，没有可以打印的。")


def role(form_: Form) -> str:
    """What a form is, whichever pack it is of: ``refund``."""
    return form_.base_id.partition("/")[2]


def newest(book: Book, case: int) -> dict[str, PaperVersion]:
    """The newest version of the papers of a case, by what they are; of several alike, of the last."""
    versions = (book.papers.latest(paper.id) for paper in book.papers.of_case(case))
    return {role(version.form): version for version in versions if version is not None}


# ---------------------------------------------------------------------------------------- new papers


def begun(book: Book, case: Case, form_: Form) -> Any:
    """The record with which a new paper begins: the office, the person, and what the case says already."""
    known = {path: value for path, value in _known(book, case, form_) if path in leaves(form_.record_type)}
    while True:
        try:
            return form_.load(_nested(known))
        except InputError as error:  # a paper may want less of a person than another one has
            wrong = {fault.path for fault in error.faults} & known.keys()
            if not wrong:
                raise
            known = {path: value for path, value in known.items() if path not in wrong}


def _known(book: Book, case: Case, form_: Form) -> Iterator[tuple[str, Any]]:
    """What is known of the fields of a new paper; what comes later counts."""
    office = book.office.get()
    for path, name in own_fields(form_):
        yield path, getattr(office, name)
    yield "filled_on", book.today.isoformat()
    yield "direction", case.direction
    yield "applied_on", case.events.get("applied_on")
    for version in newest(book, case.id).values():
        yield from _person(version)
    yield f"{PERSON}.name", case.name
    yield f"{PERSON}.citizen_id", case.citizen_id


def _person(version: PaperVersion) -> Iterator[tuple[str, Any]]:
    record = version.record
    for leaf in leaves(version.form.record_type).values():
        if leaf.path.is_in(PERSON) and is_known(value := value_at(record, leaf.path)):
            yield leaf.path, value


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by their paths as a record has them."""
    data: dict[str, Any] = {}
    for path, value in values.items():
        *owners, last = RecordPath(path).steps
        owner = data
        for step in owners:
            owner = owner.setdefault(step, {})
        owner[last] = value
    return data


def dated(book: Book, version: PaperVersion, operator: str, *, came: bool = False) -> Said | None:
    """Note in the case on which day something happened, as far as a version says so; ``came``: it came today.

    What has been noted stays. What would contradict it is not noted, and told.
    """
    case = book.cases.get(book.papers.get(version.paper).case)
    what = role(version.form)
    events: dict[str, dt.date | None] = {}
    if came and what in CAME:
        events[CAME[what]] = book.today
    elif what in SAVED:
        path, event = SAVED[what]
        day = value_at(version.record, path)
        if isinstance(day, dt.date):
            events[event] = day
    events = {name: day for name, day in events.items() if name not in case.events}
    if not events or not case.is_open:
        return None
    try:
        book.cases.date(case.id, events, operator)
    except InputError as error:
        return error.message
    return None


# -------------------------------------------------------------------------------------------- next


@dataclass(frozen=True)
class Next:
    """A step that a case waits for: a paper to make or to wait for, settling, a calculation, a day to note, or its end.

    ``what`` is the id of a form, or the name of a calculation or an event.
    """

    kind: Literal["paper", "await", "settle", "calculate", "note", "close"]
    title: Said
    what: str = ""


def next_steps(book: Book, case: Case) -> list[Next]:
    """What is to be done in a case, what comes first at the top; nothing in one that is closed."""
    return list(_next(book, case)) if case.is_open else []


def _next(book: Book, case: Case) -> Iterator[Next]:
    there = newest(book, case.id)
    progress = case.progress(book.today)
    applied = APPLICATIONS.get(case.rules)
    if applied and not {"application", "notice"} & there.keys() and not there.keys() & {RESIDENT, EMPLOYEE}:
        yield _paper(applied)
    wants_letter = any(stage.stage.done == "letter_sent_on" for stage in progress.stages)
    accounts = [TRANSFER] if case.rules == JILIN else [RESIDENT, EMPLOYEE]
    missing = [name for name in accounts if name not in there]
    if wants_letter and LETTER not in there and missing:
        yield _paper(f"{case.rules}/{LETTER}")
    for name in missing:
        found = form(f"{case.rules}/{name}")
        yield Next("await", Sentence("等《{title}》，收到后放到“收件”里", title=found.title), found.id)
    if not missing and not {*SETTLED} & there.keys():
        yield from _settling(case, progress)
    for stage in progress.open:
        yield Next("note", Sentence("登记{event}", event=said(stage.event)), stage.stage.done)
    current = progress.current
    if not progress.open and current is not None and progress.events:
        for event in current.stage.starts:
            if event not in case.events:
                yield Next("note", Sentence("登记{event}", event=said(_event(event))), event)
    if progress.state == FINISHED:
        yield Next("close", Sentence("办结"))


def _settling(case: Case, progress: Progress) -> Iterator[Next]:
    """What is worked out once all accounts are there; in Jilin only what was paid twice, and until all is done."""
    if case.rules != JILIN:
        yield Next("settle", Sentence("结算：算出重复缴费清退表和办理结果告知单"))
    elif progress.state != FINISHED:
        yield Next("calculate", Sentence("有重复缴费的：算保留哪一份、退还多少本金（先转后清）"), CLEAR)


def _event(name: str) -> str:
    from hjforms.law.procedure import EVENTS

    return EVENTS[name]


def _paper(form_id: str) -> Next:
    return Next("paper", Sentence("填写《{title}》", title=form(form_id).title), form_id)


# ------------------------------------------------------------------------------------------ settling


def has_accounts(book: Book, case: Case) -> bool:
    """True where both accounts have been saved."""
    return {RESIDENT, EMPLOYEE} <= newest(book, case.id).keys()


def decided_in(book: Book, case: Case) -> dict[int, int] | None:
    """The months by year with which a case was settled last; ``None`` where it was not settled yet."""
    there = newest(book, case.id)
    settled = next((there[name] for name in SETTLED if name in there), None)
    if settled is None:
        return None
    return {int(year): months for year, months in settled.origin.get("decided", {}).items()}


def settlement(book: Book, case: Case, decided: Mapping[int, int] | None = None) -> Settlement:
    """The settlement of a case by the newest versions of both accounts.

    ``decided`` are months by year that the agency has found out itself. Raises ``InputError`` where an account is
    missing, or unread.
    """
    there = newest(book, case.id)
    if not {RESIDENT, EMPLOYEE} <= there.keys():
        raise InputError(Fault("", NO_ACCOUNTS, "account.missing"))
    office = book.office.get()
    signoff = {"handler": office.handler, "phone": office.phone, "agency": office.agency}
    return settle(
        there[RESIDENT].record,
        there[EMPLOYEE].record,
        filled_on=book.today,
        signoff=signoff,
        decided=decided,
        direction=case.direction,  # type: ignore[arg-type] # a case has one of the two
        pack=case.rules,
    )


@dataclass(frozen=True)
class Settled:
    """What settling a case came to: its findings; while one of them is an error, no paper was saved."""

    findings: tuple[Finding, ...]
    versions: tuple[PaperVersion, ...] = ()


def settle_case(book: Book, case: Case, operator: str, decided: Mapping[int, int] | None = None) -> Settled:
    """Settle a case: refund form (where months were paid twice) and 办理结果告知单 become papers of it."""
    found = settlement(book, case, decided)
    if any(finding.severity == "error" for finding in found.findings):
        return Settled(found.findings)
    there = newest(book, case.id)
    sources = [there[name].id for name in (RESIDENT, EMPLOYEE)]
    origin = {"kind": "settled", "versions": sources, "decided": {str(year): n for year, n in (decided or {}).items()}}
    outcome = form(OUTCOME)
    office = book.office.get()
    contact = {"name": office.agency, "phone": office.phone, "address": office.address}
    signoff = {"handler": office.handler, "agency": office.agency}
    sheet = outcome.complete(found.sheet(signoff=signoff, contact=contact))
    is_doubled = bool(found.record.years)
    with book.database.writing():
        made = [(found.form, found.record)] if is_doubled else []
        versions = [_put(book, case, *one, operator, origin) for one in (*made, (outcome, sheet))]
        if case.is_open and case.clock.get("doubled") != is_doubled:
            book.cases.change(case.id, {"doubled": is_doubled}, operator)
    return Settled(found.findings, tuple(versions))


def _put(book: Book, case: Case, form_: Form, record: Any, operator: str, origin: Mapping[str, Any]) -> PaperVersion:
    """Save a record as the newest version of the paper of its form, which the case may not have yet."""
    paper = paper_of(book, case.id, form_)
    if paper is None:
        paper = book.papers.add(case.id, form_, operator)
    return book.papers.save(paper.id, record, operator, origin)


def paper_of(book: Book, case: int, form_: Form) -> Paper | None:
    """The last paper of a case that is of this form, in whatever edition."""
    fitting = [paper for paper in book.papers.of_case(case) if paper.form.base_id == form_.base_id]
    return fitting[-1] if fitting else None


def to_clear(book: Book, case: Case) -> dict[str, Any]:
    """What a case says already of the calculation ``clear`` (先转后清), as JSON data.

    Law: 吉社保〔2020〕6号 第一条. The account that came is that of the scheme which the certificate names, or of the
    one that the letter does not; while neither is saved, nobody knows whose it is, and it is left out.
    """
    there = newest(book, case.id)
    data: dict[str, Any] = {"filed_on": case.events.get("applied_on")}
    account, certificate, letter = (there.get(name) for name in (TRANSFER, "certificate", LETTER))
    old = certificate.record.scheme if certificate else None
    if old is None and letter is not None and letter.record.scheme in OTHER_SCHEME:
        old = OTHER_SCHEME[letter.record.scheme]
    if account is not None and old in SIDES:
        data[SIDES[old]] = account.record.model_dump(mode="json", exclude_none=True)
    return data


# ------------------------------------------------------------------------------------------- dossier


def dossier(book: Book, case: Case) -> bytes:
    """Every paper of a case in one PDF, each with a bookmark (卷宗), as it was saved last.

    Raises ``InputError`` where there is none, and where one cannot be printed: it says which.
    """
    chunks: list[bytes] = []
    document: Document | None = None
    for paper in book.papers.of_case(case.id):
        version = book.papers.latest(paper.id)
        if version is None:
            continue
        renderer = version.form.pdf_renderer
        with _printing(version.form):
            document = document or renderer.document(chunks.append)
            document.turn_to(renderer)
            document.add(version.form.complete(version.record), title=version.form.title)
    if document is None:
        raise InputError(Fault("", NOTHING, "paper.missing"))
    document.close()
    return b"".join(chunks)


# ------------------------------------------------------------------------------------------- package


def packaged(book: Book, case: Case, *, ofd: bool = False, key: KeyGiven = None) -> Contents:
    """The archive package (归档包) of a case: every paper as it was saved last, what came back, and what happened.

    Raises ``InputError`` where there is no paper, and where one cannot be printed: it says which.
    """
    made = Contents(ofd=ofd, key=key)
    versions: list[dict[str, Any]] = []
    for paper in book.papers.of_case(case.id):
        saved = book.papers.versions(paper.id)
        versions += map(_told, reversed(saved))
        if saved:
            with _printing(saved[0].form):
                made.add(saved[0].form, saved[0].form.complete(saved[0].record))
    if not made.papers:
        raise InputError(Fault("", NOTHING, "paper.missing"))
    received, names = list[dict[str, Any]](), dict[int, str]()
    for arrival in book.arrivals.of_case(case.id):
        if arrival.file not in names:
            names[arrival.file] = made.add_received(book.arrivals.file(arrival.file))
        told = {"file": names[arrival.file], "arrival": arrival.id, "at": arrival.at, "operator": arrival.operator}
        received.append(told)
    journal = [
        {"at": item.at, "operator": item.operator, "what": item.what, "paper": item.paper, "details": item.details}
        for item in reversed(book.journal.of_case(case.id))
    ]
    made.add_history({"case": _facts(case), "journal": journal, "versions": versions, "received": received})
    return made


def _told(version: PaperVersion) -> dict[str, Any]:
    """A version as JSON data, with the record as it was saved."""
    return {
        "paper": version.paper,
        "number": version.number,
        "form": version.form_id,
        "at": version.at,
        "operator": version.operator,
        "origin": version.origin,
        "record": json.loads(version.text),
    }


def _facts(case: Case) -> dict[str, Any]:
    """What a case says of itself, as JSON data."""
    return {
        "number": case.id,
        "name": case.name,
        "citizen_id": case.citizen_id,
        "rules": case.rules,
        "direction": case.direction,
        "clock": case.clock,
        "state": case.state,
        "closing": case.closing,
        "opened_on": case.opened_on.isoformat(),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "note": case.note,
    }


@contextmanager
def _printing(form_: Form) -> Iterator[None]:
    """Says of what cannot be printed which paper it is."""
    try:
        yield
    except InputError as error:
        raise InputError(*(Fault("", named(form_.title, fault.line), fault.code) for fault in error.faults)) from None
