"""The command that reads papers that came back: read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.shell import (
    AS,
    AS_JSON,
    FORM_OPTION,
    TEMPLATE,
    TRUST,
    Teller,
    chosen_form,
    kind_of,
    tell_written,
    trust_in,
)
from hjforms.cli.talk import answer, answers, language, print_lines, say, spoken
from hjforms.cli.usage import Command
from hjforms.cli.watch import watched
from hjforms.errors import DocumentError, InputError
from hjforms.files import STANDARD
from hjforms.unread import told_once
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.exchange import Entry
    from hjforms.findings import Finding


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@FORM_OPTION
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="读出的记录写到哪里，可写多次：.xlsx（每份一行，读不出的标红）、.json（有几份则写成数组）、.jsonl、"
    "文件夹（以 / 结尾），或 -；"
    ".html 是读取说明，原件上框出每一栏。",
)
@AS
@click.option(
    "--explain", is_flag=True, help="每一栏注明在第几页、什么位置、怎样读出、凭什么认定；加 -o 说明.html 写成网页。"
)
@click.option("--key", metavar="FILE", help="本单位的密钥文件：说明每份是不是本单位用它写出的，出表后有没有改动。")
@TRUST
@TEMPLATE
def read(
    file: str,
    form_id: str | None,
    outputs: tuple[str, ...],
    kind: str | None,
    explain: bool,
    key: str | None,
    roots: tuple[str, ...],
    own: Path | None,
) -> int:
    """读回纸面：认出是哪种表，逐栏读出，并加核对。FILE 是 PDF、DOCX、OFD，或放着这些文件的文件夹。"""
    from hjforms import reading_page
    from hjforms.exchange import folder, paper
    from hjforms.exchange.door import write_all
    from hjforms.exchange.entry import Options, Wanted

    if own and not form_id:
        raise InputError(Sentence("用了 --template，请同时用 --form 说明是哪种表。"))
    pages = [output for output in outputs if Path(output).suffix.lower() == ".html"]
    records = [output for output in outputs if output not in pages]
    for output in records:
        if output != STANDARD and not output.endswith("/"):
            kind_of(output, ("json", "jsonl", "xlsx", "csv", "html"))
    options = Options(kind or "json", lang=language())
    form = chosen_form(form_id, own) if form_id else None
    wanted = replace(Wanted.of(form, key), trust=trust_in(roots))
    run = _Reading(explain=explain, quiet=STANDARD in outputs, outputs=len(outputs), pages=len(pages))
    with watched():
        if Path(file).is_dir():
            if pages:
                raise InputError(Sentence("读取说明（.html）一次只写一个文件的，请逐个文件读。"))
            run.is_brief = bool(records) and not explain
            write_all(run.passed(folder.read(file, wanted)), records, options, told=True)
        else:
            data = paper.bytes_of(file)
            found: Iterable[Entry] = run.passed(paper.entries_in(file, data, wanted))
            found = list(found) if pages else found  # one by one: a print run may be of any length
            explained = {page: reading_page.page(Path(file).name, data, run.judged, language()) for page in pages}
            write_all(found, records, options, explained)
    tell_written(outputs)
    run.tell()
    return run.code


class _Reading:
    """Judges and tells what is read, entry by entry, on its way to a sink."""

    def __init__(self, *, explain: bool, quiet: bool, outputs: int, pages: int) -> None:
        self._explain, self._quiet = explain, quiet
        self._at_once, self._is_judged = not outputs, bool(pages)
        # what is told of a run of any length; it is closed when all of it is told
        self._told = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass")  # noqa: SIM115 - as said
        answer(readings=[], faults=[])
        self.judged: list[tuple[Any, list[Finding]]] = []
        self.code = 0
        self.is_brief = False
        self._teller = Teller()
        self._read = self._with_errors = self._unreadable = 0

    def passed(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries that could be read; of a folder that goes to a file, the others as well."""
        for entry in entries:
            if entry.faults:
                self._teller.tell(entry.origin.words, report.faults_text(entry))
                answer(faults=[{"origin": entry.origin.words, **fault.as_dict(language())} for fault in entry.faults])
                unreadable = any(fault.code == "document" for fault in entry.faults)
                self.code = max(self.code, DocumentError.exit_code if unreadable else InputError.exit_code)
                self._unreadable += 1
                if self.is_brief:
                    yield entry
                continue
            assert entry.form is not None
            findings = told_once(entry.findings, entry.form.check(entry.record))
            self.code = max(self.code, int(any(finding.severity == "error" for finding in findings)))
            self._tell(entry, findings)
            yield replace(entry, findings=tuple(findings))

    def _tell(self, entry: Entry, findings: list[Finding]) -> None:
        self._read += 1
        self._with_errors += any(finding.severity == "error" for finding in findings)
        if entry.reading is None:  # a record file in a folder
            self._teller.tell(entry.origin.words, report.findings_text(findings))
            return
        if self._is_judged:
            self.judged.append((entry.reading, findings))
        if answers():
            data = report.reading_data(entry.reading, findings, language(), explain=self._explain)
            answer(readings=[{"origin": entry.origin.words, **data}])
        elif self._quiet or self.is_brief:
            self._teller.tell(entry.origin.words if self.is_brief else None, report.findings_text(findings))
        else:
            lines = [*report.reading_text(entry.reading, explain=self._explain), *report.findings_text(findings)]
            lines.append(report.summary(findings))
            if self._at_once:
                print_lines(lines)
            else:
                self._told.writelines(f"{spoken(line)}\n" for line in lines)

    def tell(self) -> None:
        """Tell what is told when the files are written: whoever closes the screen early still has them."""
        self._told.seek(0)
        print_lines(line.rstrip("\n") for line in self._told)
        self._told.close()
        self._teller.end(AS_JSON)
        if self.is_brief:
            say(
                Sentence(
                    "读出 {count} 份，其中 {errors} 份核对有错；另有 {unreadable} 份读不出。",
                    count=self._read,
                    errors=self._with_errors,
                    unreadable=self._unreadable,
                )
            )


COMMANDS = (read,)
