"""Judging records (核对把关) on their way to what is written: what is wrong is told, and stops the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from hjforms import report
from hjforms.cli.shell import FOUND_ERRORS, Teller, where
from hjforms.cli.talk import answer, language, say
from hjforms.errors import InputError
from hjforms.unread import told_once
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.exchange import Entry
    from hjforms.findings import Finding

STOPPED = Sentence("没有写出文件。请更正后重试，或加 --force 照样写出。")
STOPPED_BY_FAULTS = Sentence("没有写出文件。请更正后重试。")
CHECK_INTO = Sentence("用 hjforms check … -o 核对.xlsx 全部写成工作簿。")


class Judge:
    """Completes and checks entries on their way to a sink, tells what is wrong, and stops where that must not pass."""

    def __init__(self, sources: Sequence[str], *, force: bool = False, warnings: bool = True) -> None:
        self._sources, self._force, self._warnings = sources, force, warnings
        self._found = Counter[str]()
        self._faulty = False
        self._teller = Teller()

    @property
    def code(self) -> int:
        """The exit code that follows from what was found."""
        return InputError.exit_code if self._faulty else FOUND_ERRORS if self._found["error"] else 0

    def passed(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The completed entries. Ends the command where there are faults, or errors that nobody forces."""
        for entry in entries:
            if entry.faults:
                self._faulty = True
                self._teller.tell(where(entry, self._sources), report.faults_text(entry))
                answer(records=[report.judged(entry, (), language())])
                continue
            assert entry.form is not None
            record = entry.form.complete(entry.record)
            self._tell(entry, told_once(entry.findings, entry.form.check(record)))
            if not self._refuses:
                yield replace(entry, record=record)
        self._teller.end(CHECK_INTO)
        if self._found:
            say(report.summary_of(self._found))
        if self._refuses:
            say(STOPPED_BY_FAULTS if self._faulty else STOPPED)
            raise click.exceptions.Exit(self.code)

    @property
    def _refuses(self) -> bool:
        return self._faulty or (bool(self.code) and not self._force)

    def _tell(self, entry: Entry, findings: list[Finding]) -> None:
        self._found.update(finding.severity for finding in findings)
        told = [finding for finding in findings if self._warnings or finding.severity == "error"]
        if told:  # a run may be of any length: what is well is not told one by one
            answer(records=[report.judged(entry, told, language())])
        self._teller.tell(where(entry, self._sources), report.findings_text(told, entry.cells))
