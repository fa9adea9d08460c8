"""The command ``settle``: of one person with all that is told, of lists pair by pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.lists import progress_of
from hjforms.cli.shell import AS, FOUND_ERRORS, Teller, all_in, kind_of, tell_findings, tell_written
from hjforms.cli.talk import answer, answers, language, print_lines, say
from hjforms.cli.telling import Told, telling, text_of
from hjforms.cli.usage import Command
from hjforms.cli.watch import watched
from hjforms.errors import Fault, InputError
from hjforms.files import STANDARD
from hjforms.notations import date
from hjforms.wording import Said, Sentence

if TYPE_CHECKING:
    from hjforms.exchange.entry import Entry, Place
    from hjforms.exchange.matching import Match
    from hjforms.findings import Finding
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
) -> int:
    """重复缴费结算：读两张信息表，核对是同一个人，算出重复月数和清退金额，写出清退表和计算说明。

    两张表是名单或文件夹的，或两种表都在一份汇总里的，按公民身份号码配对，逐人结算。

    \b
    hjforms settle --resident 居民信息表.pdf --employee 职工信息表.docx
                   -o 清退表.pdf -o 清退表.json -o 计算说明.txt --sheet 告知单.pdf
    hjforms settle --resident 名单1.xlsx --employee 名单2.xlsx -o 清退.xlsx
    hjforms settle 汇总.xlsx -o 清退表/ -o 计算说明.txt
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
        return _Many(outputs, kind, force=force).run(accounts, options)
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

    settlement = settle_accounts(accounts.resident[0], accounts.employee[0], **options)
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


@dataclass(frozen=True)
class _Sides:
    """Where the fields of both accounts stand in their lists."""

    match: Match

    def of(self, path: str) -> Place | None:
        """The cell of a field of one of them; of no other."""
        side, _, rest = path.partition(".")
        entry = {"resident": self.match.first, "employee": self.match.second}.get(side)
        return entry.cells.of(rest) if entry and entry.cells else None


class _Many:
    """Settles lists: tells what is found of every person, and writes those that can be settled."""

    def __init__(self, outputs: tuple[str, ...], kind: str | None, *, force: bool) -> None:
        from hjforms.exchange.door import is_folder

        self._texts = [output for output in outputs if _kind_of(output, kind) == "txt"]
        self._papers = [output for output in outputs if output not in self._texts]
        self._kind = kind or ("pdf" if any(map(is_folder, outputs)) else "json")
        self._force = force
        answer(settled=[], faults=[])
        self._made: list[Entry] = []
        self._lines: list[str] = []
        self._errors = 0
        self._teller = Teller()

    def run(self, accounts: Accounts, options: Mapping[str, Any]) -> int:
        """Settle every pair; returns the exit code."""
        from hjforms.settling import settle_all

        for entry in accounts.others:
            if entry.faults:
                self._refuse(entry, entry.origin.words)
        if aside := sum(not entry.faults for entry in accounts.others):
            say(Sentence("另有 {count} 份是别的表，结算没有用到。", count=aside))
        with watched(), progress_of(max(len(accounts.resident), len(accounts.employee))) as progress:
            for number, settled in enumerate(settle_all(accounts.resident, accounts.employee, **options), 1):
                self._take(settled)
                progress(number)
        return self._end()

    def _refuse(self, entry: Entry, place: Said) -> None:
        """Tell why there is nothing of an entry."""
        self._teller.tell(place, report.faults_text(replace(entry, form=None)))
        answer(faults=[{"origin": place.text(language()), **fault.as_dict(language())} for fault in entry.faults])
        self._made.append(replace(entry, form=None))
        self._errors += 1

    def _take(self, settled: Settled) -> None:
        """Tell what was found of a person, and keep what is to be written."""
        place, entry, settlement = settled.match.words, settled.entry(), settled.settlement
        if settlement is None:
            self._refuse(entry, place)
            return
        self._teller.tell(place, report.findings_text(settlement.findings, _Sides(settled.match)))
        data = {"record": settlement.record.model_dump(mode="json"), **settlement.outcome.as_dict(language())}
        answer(settled=[{"origin": place.text(language()), **data}])
        self._errors += settled.is_faulty
        if settled.is_faulty and not self._force:
            entry = replace(
                entry, form=None, record=None, faults=tuple(map(_as_fault, settlement.findings)), findings=()
            )
        else:
            self._lines += [str(place), *settlement.explanation(), ""]
        self._made.append(entry)

    def _end(self) -> int:
        """Write, and say what was done; returns the exit code."""
        from hjforms.exchange.door import write_all
        from hjforms.exchange.entry import Options

        books = [output for output in self._papers if output.endswith(".xlsx")]
        self._teller.end(all_in(books) if books else SETTLE_INTO)
        count = sum(not entry.faults for entry in self._made)
        outputs = [*self._papers, *self._texts]
        if count and outputs:
            beside = dict.fromkeys(self._texts, text_of(self._lines))
            write_all(
                self._made if self._papers else (),
                self._papers,
                Options(self._kind, lang=language()),
                beside,
                told=True,
            )
            tell_written(outputs)
        elif outputs:
            say(Sentence("没有写出文件。请更正后重试。"))
        else:
            print_lines(self._lines)
        say(Sentence("结算 {count} 人，{faulty} 处没有结算或有错。", count=count, faulty=self._errors))
        return FOUND_ERRORS if self._errors else 0


def _as_fault(finding: Finding) -> Fault:
    """What was found, of a form that is not made because of it."""
    return Fault(finding.path, finding.message, finding.rule, finding.found, finding.params)


def _year_and_months(text: str) -> tuple[int, int]:
    year, _, months = text.partition("=")
    if not (year.isdecimal() and months.isdecimal() and int(months) <= 12):
        raise InputError(Sentence("--months 应写成 年=月数，月数不多于12，如 2018=10。"))
    return int(year), int(months)


COMMANDS = (settle,)
