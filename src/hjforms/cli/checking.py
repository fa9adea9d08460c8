"""The commands that hold records against the rules or against each other: check, compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.shell import (
    AS_JSON,
    DRY_RUN,
    FOUND_ERRORS,
    ON,
    FormName,
    Teller,
    Words,
    all_in,
    alone_at,
    asked_form,
    chosen_form,
    entries_of,
    only_of,
    record_words,
    tell_columns,
    where,
    write_marked,
)
from hjforms.cli.talk import answer, answers, language, print_json, print_lines
from hjforms.cli.usage import Command
from hjforms.cli.watch import watched
from hjforms.errors import InputError
from hjforms.files import STANDARD
from hjforms.unread import told_once
from hjforms.wording import Said, Sentence, said

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.exchange import Entry
    from hjforms.findings import Finding


WRITE_INTO = Sentence("加 -o 核对.xlsx 全部写成工作簿，加 --json 全部输出。")


@click.command(cls=Command)
@record_words("RECORD")
@click.option(
    "-o",
    "--output",
    metavar="FILE.xlsx",
    help="核对结果写成工作簿：名单是 .xlsx 的，是原样一份，有错的单元格着色并加批注；其他来源的，每份一行。",
)
@DRY_RUN
@ON
def check(words: Words, output: str | None, dry_run: bool, on: str | None) -> int:
    """核对记录：合计、大写、证件号码、年份等，逐项列出不符之处。

    RECORD 是 .json（一份或数组）、.jsonl、.xlsx、.pdf、.docx、文件夹，或 -（标准输入的 JSON）。
    """
    form_id, sources = words
    form = asked_form(form_id, on=on)
    if dry_run:
        return tell_columns(sources, form)
    run = _Checking(sources, marked=output is not None, aside=output == STANDARD)
    entries = run.passed(entries_of(sources, form))
    if output is None:
        for _ in entries:
            pass
    else:
        write_marked(sources[0], entries, output)
    run.tell(all_in([output]) if output else WRITE_INTO)
    return run.code


class _Checking:
    """Checks entries and tells what was found, one after the other."""

    def __init__(self, sources: Sequence[str], *, marked: bool, aside: bool) -> None:
        self._sources, self._marked, self._aside = sources, marked, aside
        self._found = Counter[str]()
        self._told: list[dict[str, Any]] = []
        self._teller = Teller()
        self.code = 0

    def passed(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries, each with what was found of it."""
        for entry in entries:
            if entry.faults and answers() and not self._marked and not where(entry, self._sources):
                raise InputError(*entry.faults)  # the only record: its faults are what the command says
            findings = [] if entry.form is None or entry.record is None else entry.form.check(entry.record)
            findings = told_once(entry.findings, findings)
            self._tell(entry, findings)
            yield replace(entry, findings=tuple(findings))

    def _tell(self, entry: Entry, findings: list[Finding]) -> None:
        self._found.update(finding.severity for finding in findings)
        grades = {finding.severity for finding in findings}
        self.code = max(self.code, InputError.exit_code if entry.faults else int("error" in grades))
        if answers():
            self._told.append(report.judged(entry, findings, language()))
            return
        start = where(entry, self._sources)
        self._teller.tell(start, report.faults_text(entry))
        self._teller.tell(start, report.findings_text(findings, entry.cells), to_error=self._aside)

    def tell(self, where_all: Said) -> None:
        """Tell what is told at the end."""
        self._teller.end(where_all)
        if answers():
            alone = len(self._told) == 1 and self._told[0]["origin"] in alone_at(self._sources)
            print_json(self._told[0] if alone else {"records": self._told})
        elif self.code != InputError.exit_code:
            print_lines((report.summary_of(self._found),), to_error=self._aside)


@click.command(cls=Command)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--form",
    "form_ids",
    multiple=True,
    metavar="FORM",
    type=FormName(),
    help="记录里没有写明是哪种表时写明；两份不是同一种表时写两次，先 A 后 B。",
)
def compare(first: str, second: str, form_ids: tuple[str, ...]) -> int:
    """逐栏比对两份表，各为 JSON 记录、PDF 或 DOCX；两份名单则逐人比对。

    两份是互相对应的表（如通知单与回执）时，核对后一种照抄、答复前一种的栏目。
    名单按公民身份号码配对（没有这一栏的表按次序），没有对应的列出。
    """
    from hjforms.exchange.door import opened
    from hjforms.exchange.entry import Wanted

    if len(form_ids) > 2:
        raise InputError(Sentence("比对的是两份表，--form 最多写两次。"))
    chosen = [chosen_form(form_id) for form_id in (form_ids if len(form_ids) == 2 else form_ids * 2)]
    stated: Sequence[Form | None] = chosen or (None, None)
    with watched():
        found = [list(opened(path, Wanted.of(form))) for path, form in zip((first, second), stated, strict=True)]
    if all(found) and any(len(entries) > 1 for entries in found):
        return _compare_lists((first, second), found)
    pair = [only_of(entries, path) for entries, path in zip(found, (first, second), strict=True)]
    findings = _differences(pair)
    answer(findings=[finding.as_dict(language()) for finding in findings])
    print_lines(map(report.finding_text, findings))
    print_lines((Sentence("共 {count} 处不同。", count=len(findings)) if findings else Sentence("两份一致。"),))
    return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0


def _differences(pair: Sequence[Entry]) -> list[Finding]:
    """What two entries differ in, after what was found when they were read."""
    from hjforms.pairing import compare as compare_records

    records = [
        form.load(entry.data or {}) if entry.form is None else entry.sound
        for entry, form in zip(pair, _forms_of(pair), strict=True)
    ]
    return [*(finding for entry in pair for finding in entry.findings), *compare_records(*records)]


def _compare_lists(sources: tuple[str, str], lists: Sequence[Sequence[Entry]]) -> int:
    """Compare two lists pair by pair, by citizen id; returns the exit code."""
    from hjforms.exchange.matching import matched

    answer(findings=[], faults=[])
    unlike = set[str]()
    same = differing = code = 0
    teller = Teller()
    for match in matched(lists[0], lists[1], (said(sources[0]), said(sources[1]))):
        findings: list[Finding] = []
        wrong = match.faults
        if match.first and match.second:
            try:
                findings = _differences((match.first, match.second))
            except InputError as error:
                wrong = error.faults
        lines = (fault.line for fault in wrong) if wrong else map(report.finding_text, findings)
        states_place = not match.fault and any(entry.form and entry.faults for entry in match.entries)
        teller.tell(None if states_place else match.words, lines, to_error=answers())
        origin = match.words.text(language())
        unlike |= {origin for _ in wrong}
        answer(
            findings=[{"origin": origin, **finding.as_dict(language())} for finding in findings],
            faults=[{"origin": origin, **fault.as_dict(language())} for fault in wrong],
        )
        if wrong or any(finding.severity == "error" for finding in findings):
            code = FOUND_ERRORS
        differing += bool(findings)
        same += not (wrong or findings)
    teller.end(AS_JSON)
    summary = Sentence(
        "{same} 对一致，{differing} 对不同，{alone} 处没有比对。", same=same, differing=differing, alone=len(unlike)
    )
    print_lines((summary,), to_error=answers())
    return code


def _forms_of(entries: Sequence[Entry]) -> tuple[Form, Form]:
    """The forms of two entries; where one is not known, the only one that it fits and that can be compared."""
    from hjforms.catalogue import forms
    from hjforms.pairing import pair_of

    known = [entry.form for entry in entries]
    first, second = (
        [form] if form else [form for form in forms() if _fits(form, entry)]
        for form, entry in zip(known, entries, strict=True)
    )
    fitting = [
        (one, other) for one in first for other in second if one is other or pair_of(one.record_type, other.record_type)
    ]
    if len(fitting) == 1:
        return fitting[0]
    named = next((form for form in known if form), None)
    if named and not fitting:
        return known[0] or named, known[1] or named  # loading tells what is wrong with it
    raise InputError(Sentence("看不出两份 JSON 是哪种表，请用 --form 说明。"))


def _fits(form: Form, entry: Entry) -> bool:
    try:
        form.load(entry.data or {})
    except InputError:
        return False
    return True


COMMANDS = (check, compare)
