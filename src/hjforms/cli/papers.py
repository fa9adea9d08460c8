"""The commands about forms: list, show, blank, fill, print, check, read, compare, amount, demo."""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.help import COLUMNS, folded, width_of
from hjforms.cli.judging import Judge
from hjforms.cli.lists import LIST, fill_folder, refuse_list_options
from hjforms.cli.shell import (
    AS,
    DRY_RUN,
    FORM,
    FORM_OPTION,
    FOUND_ERRORS,
    ON,
    TEMPLATE,
    TRUST,
    FormName,
    Teller,
    all_in,
    alone_at,
    asked_form,
    chosen_form,
    entries_of,
    kind_of,
    only_of,
    record_words,
    tell_columns,
    tell_counted,
    tell_written,
    trust_in,
    where,
    write_marked,
)
from hjforms.cli.talk import answer, answers, language, print_json, print_lines, say, spoken
from hjforms.cli.usage import Command
from hjforms.cli.watch import watched
from hjforms.errors import DocumentError, InputError
from hjforms.files import STANDARD
from hjforms.unread import told_once
from hjforms.wording import Said, Sentence, named, said

if TYPE_CHECKING:
    from decimal import Decimal

    from hjforms.catalogue import Form
    from hjforms.exchange import Entry
    from hjforms.findings import Finding
    from hjforms.render.overlay import Shift

Words = tuple[str | None, tuple[str, ...]]
WRITE_INTO = Sentence("加 -o 核对.xlsx 全部写成工作簿，加 --json 全部输出。")
AS_JSON = Sentence("加 --json 全部输出。")


SHIFT = click.option("--shift", metavar="右,下", help="套打时移动多少毫米，向左、向上为负，如 1.5mm,-0.8mm。")


ARCHIVE = click.option(
    "--archive",
    is_flag=True,
    help="PDF 写成归档件：PDF/A-3b（附带记录）或 PDF/A-2b（不附带）；单独一份的带无障碍标签。",
)


def _ending(output: str, kind: str) -> str:
    """Of what kind the files of an output are."""
    return Path(output).suffix.lower().removeprefix(".") if output != STANDARD and not output.endswith("/") else kind


def _refuse_archive(kinds: Iterable[str], *, archive: bool) -> None:
    """Raise ``InputError`` where a PDF for archives is asked for and none is written."""
    if archive and "pdf" not in kinds:
        raise InputError(Sentence("--archive 是 PDF 的归档格式，请写出 .pdf。"))


def _in_columns(lines: Iterable[str]) -> Iterator[str]:
    """Lines that fit the screen; what does not is continued further in."""
    for line in lines:
        start = line[: len(line) - len(line.lstrip())]
        yield from folded(line.strip(), COLUMNS, start, f"{start}    ")


@click.command("list", cls=Command)
def list_forms() -> None:
    """列出全部表单：编号、名称、版式来源、从哪天起有效。"""
    from hjforms.catalogue import PROVENANCE, forms

    answer(forms=[_listed(form) for form in forms()])
    for form in forms():
        layout = Sentence("〔{layout}〕  {first}起", layout=PROVENANCE[form.provenance], first=form.edition)
        name, version = f"{form.id}  {form.title}  ", spoken(layout)
        fits = width_of(name + version) <= COLUMNS
        print_lines([name + version] if fits else [name.rstrip(), f"    {version}"])


def _listed(form: Form) -> dict[str, str]:
    return {
        "id": form.id,
        "title": form.title,
        "provenance": form.provenance,
        "edition": form.edition.isoformat(),
        "article": form.article,
    }


@click.command(cls=Command)
@FORM
@click.option("--page", is_flag=True, help="输出给生成网页的程序的 JSON Schema：填什么、哪些必填、有哪些可选。")
@ON
def show(form_id: str, page: bool, on: str | None) -> None:
    """说明一张表：字段、写法、规则及其依据；加 --json 是记录的 JSON Schema。

    FORM 是编号（shandong/refund）、附件5、表名，或只有一张表才有的一段。
    """
    form = chosen_form(form_id, on=on)
    if page:
        print_json(form.page_schema())
    elif answers():
        print_json(form.schema())
    else:
        print_lines(_in_columns(map(spoken, report.form_text(form))))


@click.command(cls=Command)
@FORM
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="FILE",
    help="写到哪个文件（.pdf、.docx、.ofd、.xlsx 或 .json），可写多次；- 是标准输出。",
)
@click.option("--force", is_flag=True, help="文件已经有了也照样写，原有内容不保留。")
@click.option("--overlay", is_flag=True, help="写出套打的试印页（PDF）：印在空白表上，量出要移动多少。")
@SHIFT
@AS
@TEMPLATE
@ON
def blank(
    form_id: str,
    outputs: tuple[str, ...],
    force: bool,
    overlay: bool,
    shift: str | None,
    kind: str | None,
    own: Path | None,
    on: str | None,
) -> None:
    """写出空白表：PDF 可在屏幕上填写，DOCX 可用 Word、WPS 打开；XLSX 是名单，JSON 是空白记录，填好即可交给 fill。"""
    from hjforms.exchange.door import write_blanks
    from hjforms.files import whole_files

    moved = _shift(overlay, shift, outputs, kind)
    form = chosen_form(form_id, own, on)
    kinds = {
        output: kind_of(output, ("pdf", "docx", "ofd", "xlsx", "csv", "json", "jsonl"), kind or "json")
        for output in outputs
    }
    there = [output for output in kinds if Path(output).is_file()]
    if there and not force:
        raise InputError(
            *(named(output, Sentence("已经有这个文件，没有覆盖。请换个名称，或加 --force。")) for output in there)
        )
    if moved is None:
        write_blanks(form, kinds)
    else:
        from hjforms.render.overlay import measuring_page

        with whole_files(tuple(kinds)) as files:
            for file in files:
                file.write(measuring_page(form.compiled.layout, form.title, moved))
    tell_written(tuple(kinds))


def _shift(overlay: bool, shift: str | None, outputs: Sequence[str], kind: str | None) -> Shift | None:
    """How far an overlay is moved; ``None`` where none is wanted. Raises ``InputError`` where it cannot be one."""
    if not overlay:
        if shift is not None:
            raise InputError(Sentence("--shift 用于套打，请加 --overlay。"))
        return None
    from hjforms.render.overlay import Shift

    for output in outputs:
        if kind_of(output, ("pdf", "docx", "ofd", "xlsx", "csv", "json", "jsonl"), kind or "pdf") != "pdf":
            raise InputError(named(output, Sentence("套打只写 PDF，文件名应以 .pdf 结尾。")))
    return Shift() if shift is None else Shift.of(shift)


@click.command(cls=Command)
@record_words("RECORD")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="FILE",
    help="写到哪里，可写多次：.pdf、.docx、.ofd、.xlsx、.json、.jsonl、文件夹（以 / 结尾），或 -。",
)
@click.option("--editable", is_flag=True, help="PDF 保留可编辑的表单域。")
@click.option("--no-record", "bare", is_flag=True, help="PDF、DOCX、OFD 中不附带记录（读回时便不能指出哪里改动过）。")
@ARCHIVE
@click.option(
    "--key", metavar="FILE", help="本单位的密钥文件（hjforms key new）：写出的各份带它的标记，凭它能确认是本单位出的。"
)
@click.option("--force", is_flag=True, help="核对有错也照样写出。")
@click.option("--overlay", is_flag=True, help="套打：PDF 里只有填的内容，印在已经印好的空白表上。")
@SHIFT
@DRY_RUN
@AS
@LIST
@TEMPLATE
@ON
def fill(
    words: Words,
    outputs: tuple[str, ...],
    editable: bool,
    bare: bool,
    archive: bool,
    key: str | None,
    force: bool,
    overlay: bool,
    shift: str | None,
    dry_run: bool,
    kind: str | None,
    own: Path | None,
    on: str | None,
    **wanted: Any,
) -> int:
    """填表：补齐可推算的栏目，核对，写出文件。核对有错则不写（--force 除外）。

    RECORD 是 .json（一份或数组）、.jsonl、.xlsx、.pdf、.docx、文件夹，或 -（标准输入的 JSON）。
    记录里写了 "$form" 的，不必写 FORM。

    写到文件夹的，无错的都写出，有错的列在其中的 错误.xlsx；中断之后再运行同一命令，只做没有做完的。

    \b
    hjforms fill 附件5 名单.xlsx -o 文件夹/ --name '{#}_{person.name}'
    hjforms fill 附件5 名单.xlsx -o 文件夹/ --chunk 500     每500份一个PDF
    hjforms fill 材料/ -o 卷宗/ --by person                 每人一个PDF
    """
    from hjforms.catalogue import key_of
    from hjforms.exchange.door import is_folder, write_all
    from hjforms.exchange.entry import Options

    form_id, sources = words
    moved = _shift(overlay, shift, outputs, kind)
    if moved and archive:
        raise InputError(Sentence("套打只有填的内容，不能写成归档件；--overlay 和 --archive 只能用一个。"))
    form = asked_form(form_id, own, on)
    if dry_run:
        return tell_columns(sources, form)
    if len(outputs) == 1 and is_folder(outputs[0]) and kind != "json":
        making = {"kind": kind or "pdf", "editable": editable, "carry": not bare, "archive": archive, "force": force}
        making |= {"key": key, **wanted}
        _refuse_archive((kind or "pdf",), archive=archive)
        return fill_folder(form, sources[0], outputs[0], making)
    refuse_list_options(wanted)
    judge = Judge(sources, force=force)
    found = judge.passed(entries_of(sources, form))
    standard = "pdf" if moved or any(map(is_folder, outputs)) else "json"
    options = Options(kind or standard, editable, not bare, moved, language(), archive, key_of(key))
    kinds = [_ending(output, options.kind) for output in outputs]
    _refuse_archive(kinds, archive=archive)
    if key and not {"pdf", "docx", "ofd"} & {*kinds}:
        raise InputError(Sentence("--key 用于写出 .pdf、.docx、.ofd。"))
    write_all(found, outputs, options)
    tell_written(outputs)
    return judge.code


@click.command("print", cls=Command)
@record_words("RECORD…", many=True)
@click.option("-o", "--output", required=True, metavar="FILE.pdf", help="写到哪个 PDF（或 OFD）文件。")
@ARCHIVE
@click.option("--force", is_flag=True, help="核对有错的也照样打印。")
@DRY_RUN
@ON
def print_(words: Words, output: str, archive: bool, force: bool, dry_run: bool, on: str | None) -> int:
    """批量打印：许多记录印到一个 PDF（或 OFD）文件中，先后顺序不变。

    RECORD 是 .json（一份或数组）、.jsonl（每行一份）、.xlsx、.pdf、.docx、文件夹，或 -。
    """
    from hjforms.exchange.door import write_all
    from hjforms.exchange.entry import Options

    kind = kind_of(output, ("pdf", "ofd"), "pdf")
    _refuse_archive((kind,), archive=archive)
    form_id, sources = words
    form = asked_form(form_id, on=on)
    if dry_run:
        return tell_columns(sources, form)
    judge = Judge(sources, force=force, warnings=False)
    found = judge.passed(entries_of(sources, form))
    count = write_all(_counted(found, _progress()), (output,), Options("pdf", archive=archive))
    tell_counted(output, count)
    return judge.code


def _counted(entries: Iterable[Entry], progress: Callable[[int], None]) -> Iterator[Entry]:
    for count, entry in enumerate(entries, 1):
        yield entry
        progress(count)


def _progress() -> Callable[[int], None]:
    """Counts on the terminal while a long run goes on; silent where nobody looks."""
    if not sys.stderr.isatty():
        return lambda _count: None

    def show(count: int) -> None:
        if count % 100 == 0:
            click.echo("\r" + spoken(Sentence("已处理 {count} 份", count=count)), nl=False, err=True)

    return show


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


MINUS = "负"
SHORT = {"万": 10_000, "亿": 100_000_000}


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})  # -5 is an amount
@click.argument("amount", metavar="金额")
def amount(amount: str) -> None:
    """金额与大写互换，并给出英文（外国人的凭证用）。

    \b
    hjforms amount 107000.53
    hjforms amount 12万
    hjforms amount 壹拾万柒仟元零伍角叁分
    """
    from hjforms.notations import capital, money

    number = _amount(amount)
    size = abs(number)
    yuan, fen = divmod(size, 1)
    said_in = {
        "amount": money.write(number),
        "capital": f"{MINUS if number < 0 else ''}{capital.write(size)}",
        "english": f"{'minus ' if number < 0 else ''}{_english(int(yuan), int(fen * 100))}",
    }
    answer(**said_in)
    print_lines(said_in.values())


def _amount(text: str) -> Decimal:
    """The amount that figures, figures of 万 or 亿, or capitals state; 负 may stand before capitals."""
    from decimal import Decimal

    from hjforms.notations import capital, money

    plain = text.strip().removesuffix("元")
    unit = plain[-1:]
    if not any(char.isdigit() for char in text):
        size = capital.read(text.strip().removeprefix(MINUS))
        number = -size if size is not None and text.strip().startswith(MINUS) else size
    elif unit in SHORT:
        figures = plain[:-1].strip().replace(",", "").replace("，", "")
        if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", figures):
            raise InputError(Sentence("金额：{unit}前面应是一个数，如 12{unit} 或 1.5{unit}。", unit=unit))
        number = money.of(format((Decimal(figures) * SHORT[unit]).normalize(), "f"))
    else:
        number = money.read(text)
    if number is None:
        raise InputError(Sentence("请给出金额，如 107000.53、12万 或 壹拾万柒仟元零伍角叁分。"))
    return number


def _english(yuan: int, fen: int) -> str:
    from num2words import num2words

    words = f"{num2words(yuan)} yuan"
    return f"{words} and {num2words(fen)} fen" if fen else f"{words} only"


@click.command(cls=Command)
@click.option("-o", "--output", default="out", show_default=True, metavar="FOLDER", help="文件写到哪个文件夹。")
def demo(output: str) -> None:
    """演示：把一个例子从记录到纸面再读回来，从头走一遍。"""
    from hjforms import demo as demonstration

    lines = demonstration.run(Path(output))
    print_lines(lines)
    answer(folder=output, index=str(Path(output) / "index.html"))


COMMANDS = (list_forms, show, blank, fill, print_, check, read, compare, amount, demo)
