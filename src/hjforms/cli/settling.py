"""The command ``settle``: of one person with all that is told, of lists pair by pair."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.lists import PAPERS, make_folder, progress_of, refuse_list_options
from hjforms.cli.shell import AS, FOUND_ERRORS, Teller, all_in, kind_of, tell_findings, tell_written
from hjforms.cli.talk import answer, answers, language, print_lines, say
from hjforms.cli.telling import Told, telling, text_of
from hjforms.cli.usage import Command
from hjforms.cli.watch import watched
from hjforms.errors import InputError
from hjforms.files import STANDARD, whole_files
from hjforms.notations import date
from hjforms.wording import Said, Sentence

if TYPE_CHECKING:
    from hjforms.exchange.entry import Entry
    from hjforms.files import Output
    from hjforms.law.accounts import Direction
    from hjforms.settlement import Settlement
    from hjforms.settling import Accounts, Settled

SETTLED = ("pdf", "docx", "json", "txt")
LISTS = ("xlsx", "jsonl", "csv", "parquet")
FOLDER = "folder"
SETTLE_INTO = Sentence("加 -o 结算.xlsx 全部写成工作簿，加 --json 全部输出。")


@click.command(cls=Command)
@click.argument("source", metavar="[SOURCE]", required=False)
@click.option(
    "--resident", metavar="FILE", help="居民养老保险信息表：记录 .json，或退回的 .pdf、.docx；也可以是名单或文件夹。"
)
@click.option("--employee", metavar="FILE", help="职工养老保险信息表：同上。")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="写到哪个文件（.pdf、.docx、.json 是清退表，.txt 是计算说明），可写多次；"
    "多人的也可写到 .xlsx、.jsonl、文件夹/。",
)
@telling
@click.option("--months", multiple=True, metavar="年=月数", help="经核对的重复月数，如 2018=10，可写多次。")
@click.option(
    "--direction",
    type=click.Choice(["resident-to-employee", "employee-to-resident"]),
    help="衔接方向，用来写明政府补贴的去向。",
)
@click.option("--pack", default="shandong", show_default=True, metavar="地区", help="JSON 记录是哪里的表。")
@click.option("--force", is_flag=True, help="核对有错也照样写出。")
@PAPERS
@AS
def settle(
    source: str | None,
    resident: str | None,
    employee: str | None,
    outputs: tuple[str, ...],
    told: Told,
    months: tuple[str, ...],
    direction: Direction | None,
    pack: str,
    force: bool,
    kind: str | None,
    **making: Any,
) -> int:
    """重复缴费结算：读两张信息表，核对是同一个人，算出重复月数和清退金额，写出清退表和计算说明。

    两张表是名单或文件夹的，或两种表都在一份汇总里的，按公民身份号码配对，逐人结算。
    写到文件夹的，每人一个文件，没有结算的列在其中的 错误.xlsx；中断之后再运行同一命令，只做没有做完的。

    \b
    hjforms settle --resident 居民信息表.pdf --employee 职工信息表.docx
                   -o 清退表.pdf -o 清退表.json -o 计算说明.txt --sheet 告知单.pdf
    hjforms settle --resident 名单1.xlsx --employee 名单2.xlsx -o 清退.xlsx
    hjforms settle 汇总.xlsx -o 清退表/ --name '{#}_{person.name}' -o 计算说明.txt
    """
    decided = dict(map(_year_and_months, months))
    options = {
        "filled_on": date.of(told.filled_on),
        "signoff": {"handler": told.handler, "phone": told.phone, "agency": told.agency},
        "direction": direction,
        "pack": pack,
    }
    kinds = {output: _kind_of(output, kind) for output in outputs}
    with watched():
        accounts = _accounts(source, resident, employee, pack)
    if not accounts.is_one_person or not set(kinds.values()) <= set(SETTLED):
        _refuse_for_many(told, months)
        name = _named(source, resident, employee)
        return _Many(accounts, options, outputs, name, kind, making, force).run()
    refuse_list_options(making)
    return _one(accounts, {**options, "decided": decided}, kinds, told, force=force)


def _accounts(source: str | None, resident: str | None, employee: str | None, pack: str) -> Accounts:
    """The accounts of what a command was given. Raises ``UsageError`` where that is not one thing or the other."""
    from hjforms.settling import Accounts

    if source is None and resident is not None and employee is not None:
        return Accounts.of_two(resident, employee, pack)
    if source is not None and resident is None and employee is None:
        return Accounts.of_one(source)
    if source is not None:
        raise click.UsageError(Sentence("一份汇总里有两种表的，不写 --resident 和 --employee。"))
    missing = "--resident" if resident is None else "--employee"
    raise click.UsageError(Sentence("缺少 {name}。", name=missing))


def _named(*sources: str | None) -> str:
    """What a folder calls the lists that it is made of."""
    return "+".join(Path(source).name for source in sources if source)


def _kind_of(output: str, kind: str | None) -> str:
    """The kind of an output; one that is made for many records has none of those for one person."""
    from hjforms.exchange.door import is_folder

    if output == STANDARD:
        return kind or "json"
    return FOLDER if is_folder(output) else kind_of(output, (*SETTLED, *LISTS))


def _refuse_for_many(told: Told, months: tuple[str, ...]) -> None:
    """Raise ``InputError`` for an option that is about one person."""
    wanted = {"months": months, "sheet": told.sheets, "annex": told.annexes, "picture": told.pictures}
    for name, value in wanted.items():
        if value:
            raise InputError(Sentence("--{option} 只用于一个人；名单里的这个人请单独结算。", option=name))


def _one(
    accounts: Accounts,
    options: Mapping[str, Any],
    kinds: Mapping[str, str],
    told: Told,
    *,
    force: bool,
) -> int:
    """Settle what one person paid twice; returns the exit code."""
    from hjforms.settlement import settle as settle_accounts

    settlement = settle_accounts(*accounts.only(), **options)
    derivation = text_of(settlement.explanation())
    code = FOUND_ERRORS if any(finding.severity == "error" for finding in settlement.findings) else 0
    answer(record=settlement.record.model_dump(mode="json"), **settlement.outcome.as_dict(language()))
    if not answers():
        click.echo(derivation, nl=False, err=STANDARD in kinds)
        tell_findings(settlement.findings, to_error=True)
    stopped = bool(code) and not force
    if stopped:
        say(Sentence("没有写出文件。请更正后重试，或加 --force 照样写出。") if kinds else Sentence("请更正后重试。"))
    else:
        code = _write(settlement, kinds, derivation, told) or code
    return code


def _write(settlement: Settlement, kinds: Mapping[str, str], derivation: bytes, told: Told) -> int:
    """Write the refund form, its derivation where a text is wanted, and what is told; returns the exit code."""
    from hjforms.exchange import Entry, Origin, write_all
    from hjforms.exchange.entry import Options

    files = told.files(settlement)
    if files is None:
        return FOUND_ERRORS
    texts = [output for output, kind in kinds.items() if kind == "txt"]
    entry = Entry(settlement.form, settlement.record, Origin("结算"))
    papers = [output for output in kinds if output not in texts]
    options = Options(kinds.get(STANDARD, "json"), lang=language())
    beside = {**dict.fromkeys(texts, derivation), **files}
    write_all((entry,) if papers else (), papers, options, beside=beside)
    tell_written((*kinds, *files))
    return 0


class _NobodyError(Exception):
    """Nobody can be settled, so that nothing is written."""


@dataclass
class _Many:
    """Settles lists: tells what is found of every person, and writes those that can be settled."""

    accounts: Accounts
    options: Mapping[str, Any]
    outputs: tuple[str, ...]
    name: str
    kind: str | None
    making: Mapping[str, Any]
    force: bool
    _teller: Teller = field(default_factory=Teller)
    _settled: int = 0
    _errors: int = 0

    def run(self) -> int:
        """Settle every pair; returns the exit code."""
        answer(settled=[], faults=[])
        if self.accounts.aside:
            say(Sentence("另有 {count} 份是别的表，结算没有用到。", count=self.accounts.aside))
        folders = [output for output in self.outputs if self._is_batch(output)]
        files = [output for output in self.outputs if output not in folders]
        if not folders:
            refuse_list_options(self.making)
        code = self._files(files) if files or not folders or answers() else 0
        if files and not self._settled:
            return code
        return max([code, *(self._folder(folder, told=bool(files) or answers()) for folder in folders)])

    def _is_batch(self, output: str) -> bool:
        from hjforms.exchange.door import is_folder

        return is_folder(output) and self.kind in {None, "pdf", "docx"}

    def _folder(self, folder: str, *, told: bool) -> int:
        """Make a paper for everybody in a folder; returns the exit code."""
        from hjforms.settling import refund_forms

        pairs = self.accounts.pairs(force=self.force, **self.options)
        making = {**self.making, "source": self.name, "kind": self.kind or "pdf", "force": self.force}
        done = make_folder(refund_forms(), pairs, folder, making, self._total, told=told)
        return FOUND_ERRORS if done.faulty else 0

    @property
    def _total(self) -> int:
        return max(self.accounts.count(0), self.accounts.count(1))

    def _files(self, outputs: Sequence[str]) -> int:
        """Settle everybody here, and write what is one file; returns the exit code."""
        texts = [output for output in outputs if _kind_of(output, self.kind) == "txt"]
        try:
            self._written([output for output in outputs if output not in texts], texts)
            tell_written(outputs)
        except _NobodyError:
            say(Sentence("没有写出文件。请更正后重试。"))
        books = [output for output in outputs if output.endswith(".xlsx")]
        self._teller.end(all_in(books) if books and self._settled else SETTLE_INTO)
        say(Sentence("结算 {count} 人，{faulty} 处没有结算或有错。", count=self._settled, faulty=self._errors))
        return FOUND_ERRORS if self._errors else 0

    def _written(self, papers: Sequence[str], texts: Sequence[str]) -> None:
        """Write everybody who can be settled, one by one. Raises ``_NobodyError`` where that is nobody."""
        from hjforms.exchange.door import write_all
        from hjforms.exchange.entry import Options

        kind = self.kind or "json"
        with watched(), whole_files(texts) as derivations, progress_of(self._total) as progress:
            found = self._through(derivations, wanted=bool(papers or texts), quiet=bool(papers or texts))
            counted = _counted(found, progress)
            if papers:
                write_all(counted, papers, Options(kind, lang=language()), told=True)
            else:
                deque(counted, maxlen=0)

    def _through(self, derivations: Sequence[Output], *, wanted: bool, quiet: bool) -> Iterator[Entry]:
        """Everybody as an entry; what is found is told, and how figures came about is written, on the way."""
        for entry in self.accounts.others:
            self._refuse(entry, entry.origin.words)
            yield replace(entry, form=None)
        for settled in self.accounts.settled(**self.options):
            entry = settled.entry(force=self.force)
            self._tell(settled)
            if not entry.faults:
                assert settled.settlement is not None
                self._settled += 1
                lines = [str(settled.match.words), *settled.settlement.explanation(), ""]
                for output in derivations:
                    output.write(text_of(lines))
                if not quiet:
                    print_lines(lines)
            yield entry
        if wanted and not self._settled:
            raise _NobodyError

    def _tell(self, settled: Settled) -> None:
        """Tell what was found of a person."""
        from hjforms.settling import Sides

        place, settlement = settled.match.words, settled.settlement
        if settlement is None:
            self._refuse(settled.entry(), place)
            return
        self._teller.tell(place, report.findings_text(settlement.findings, Sides(settled.match)))
        self._errors += settled.is_faulty
        if answers():
            record = settlement.record.model_dump(mode="json")
            found = {"origin": place.text(language()), "record": record, **settlement.outcome.as_dict(language())}
            answer(settled=[found])

    def _refuse(self, entry: Entry, place: Said) -> None:
        """Tell why there is nothing of an entry."""
        self._teller.tell(place, report.faults_text(replace(entry, form=None)))
        answer(faults=[{"origin": place.text(language()), **fault.as_dict(language())} for fault in entry.faults])
        self._errors += 1


def _counted(entries: Iterable[Entry], progress: Callable[[int], None]) -> Iterator[Entry]:
    for number, entry in enumerate(entries, 1):
        yield entry
        progress(number)


def _year_and_months(text: str) -> tuple[int, int]:
    year, _, months = text.partition("=")
    if not (year.isdecimal() and months.isdecimal() and int(months) <= 12):
        raise InputError(Sentence("--months 应写成 年=月数，月数不多于12，如 2018=10。"))
    return int(year), int(months)


COMMANDS = (settle,)
