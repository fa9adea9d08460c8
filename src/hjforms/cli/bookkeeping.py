"""The commands for the book of cases: book new, list, find, verify, backup, rescue, export, import, dossier."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hjforms.cli.shell import (
    FORM_OPTION,
    FOUND_ERRORS,
    KEY,
    OFD,
    asked_form,
    entries_of,
    kind_of,
    tell_counted,
    tell_written,
)
from hjforms.cli.talk import answer, language, print_lines, say
from hjforms.cli.usage import Group
from hjforms.errors import Fault, InputError
from hjforms.wording import Sentence, Words, named, plain, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hjforms.desk.book import Case

LISTED = 10_000


@click.group(cls=Group)
def book() -> None:
    """台账：案件和它们的表都在一个文件里，用 hjforms serve --book 台账.db 在网页上办理。

    \b
    有哪些案件，哪些逾期：  hjforms book list 台账.db
    找一个人：              hjforms book find 台账.db 姓名
    备份，并核对备份：      hjforms book backup 台账.db -o 备份.db
    """


FILE = click.argument("file", metavar="BOOK", type=click.Path(path_type=Path))
OUTPUT = click.option("-o", "--output", required=True, metavar="FILE", help="写到哪个文件。")
OPERATOR = click.option("--operator", default="", metavar="姓名", help="记在日志里的经办人。")
CASE = click.argument("case", metavar="CASE", type=int)


@book.command()
@FILE
def new(file: Path) -> None:
    """新建一个空的台账；hjforms serve --book 也会新建。"""
    from hjforms.desk.book import Book

    if file.exists():
        raise InputError(named(str(file), Sentence("文件已经有了，请换个名称。")))
    Book(file, create=True).close()
    tell_written((str(file),))


@book.command("list")
@FILE
@click.option("--state", default="", metavar="状态", help="只列这个状态的案件，如 发出联系函、办结。")
@click.option("--since", metavar="日期", help="这一天及以后建立的。")
@click.option("--until", metavar="日期", help="这一天及以前建立的。")
@click.option("--late", is_flag=True, help="只列逾期的。")
@click.option("--all", "everything", is_flag=True, help="已经结束的也列出。")
def list_(file: Path, state: str, since: str | None, until: str | None, late: bool, everything: bool) -> None:
    """列出案件：案件号、姓名、状态、到期日，先到期的在前。"""
    from hjforms.desk.book import Search
    from hjforms.notations import date

    is_open = None if everything or state else True
    search = Search(state=state, since=date.of(since), until=date.of(until), late=late, is_open=is_open)
    _listed(file, search)


@book.command()
@FILE
@click.argument("text", metavar="TEXT")
def find(file: Path, text: str) -> None:
    """按姓名、公民身份号码（或其中一段）、案件号找案件。"""
    from hjforms.desk.book import Search

    _listed(file, Search(text))


def _listed(file: Path, search: object) -> None:
    from hjforms.desk.book import Book, Search

    assert isinstance(search, Search)
    with Book(file) as opened:
        found, today = opened.cases.find(search, LISTED), opened.today
    answer(cases=[_data(case, today) for case in found])
    print_lines(_line(case, today) for case in found)
    say(
        Sentence(
            "共 {count} 个案件，{late} 个逾期。", count=len(found), late=sum(case.is_late(today) for case in found)
        )
    )


def _line(case: Case, today: dt.date) -> Words:
    """A case in a line."""
    due = Sentence("{day}到期", day=case.due_on) if case.is_open and case.due_on else None
    late = Sentence("逾期") if case.is_late(today) else None
    words = (case.name, case.citizen_id, said(case.told_state), due, late)
    return Words(f"{case.id:>5}", *(word for word in words if word))


def _data(case: Case, today: dt.date) -> dict[str, object]:
    return {
        "case": case.id,
        "name": case.name,
        "citizen_id": case.citizen_id,
        "rules": case.rules,
        "direction": case.direction,
        "state": plain(said(case.told_state), language()),
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "late": case.is_late(today),
        "opened_on": case.opened_on.isoformat(),
        "closing": case.closing,
    }


@book.command()
@FILE
def verify(file: Path) -> int:
    """核对台账或备份：文件结构、每一版记录和每个文件的摘要、每份记录能否载入。什么也不改。有损坏则退出码为 1。"""
    from hjforms.desk.book import keeping

    verdict = keeping.verify(file)
    faults = [Fault("", fault, "book.damaged").as_dict(language()) for fault in verdict.faults]
    answer(sound=verdict.is_sound, counts=dict(verdict.counts), faults=faults)
    print_lines(verdict.faults)
    if verdict.is_sound:
        print_lines((_sound(verdict.counts),))
    return 0 if verdict.is_sound else FOUND_ERRORS


def _sound(counts: object) -> Sentence:
    assert isinstance(counts, dict)
    return Sentence(
        "完好：{cases} 个案件，{papers} 张表，{versions} 版，{files} 个文件。",
        cases=counts["cases"],
        papers=counts["papers"],
        versions=counts["versions"],
        files=counts["files"],
    )


@book.command()
@FILE
@OUTPUT
def backup(file: Path, output: str) -> None:
    """备份：把整个台账写成一个文件，核对无误才写出。正在办理时也可以做。"""
    from hjforms.desk.book import Book

    with Book(file) as opened:
        verdict = opened.backup(output)
    tell_written((output,))
    print_lines((_sound(verdict.counts),))


@book.command()
@FILE
@OUTPUT
def rescue(file: Path, output: str) -> int:
    """从损坏的台账救出还能读、摘要相符的内容，写成一个新台账；原文件不动。有丢失则退出码为 1。"""
    from hjforms.desk.book import keeping

    done = keeping.rescue(file, output)
    for table, saved in done.saved.items():
        if saved or done.lost[table]:
            answer(tables=[{"table": table, "saved": saved, "lost": done.lost[table]}])
            told = Sentence("{table}：救出 {saved} 条，丢失 {lost} 条", table=table, saved=saved, lost=done.lost[table])
            print_lines((told,))
    tell_written((output,))
    return FOUND_ERRORS if any(done.lost.values()) else 0


@book.command()
@FILE
@OUTPUT
@click.option("--case", "case", type=int, metavar="CASE", help="只导出这个案件的。")
def export(file: Path, output: str, case: int | None) -> None:
    """把每张表最新的一版写成工作簿（.xlsx）、.jsonl、.json 或文件夹。"""
    from hjforms.desk.book import Book, lists
    from hjforms.exchange import write

    with Book(file) as opened:
        cases: Iterable[Case] = opened.cases.find(most=-1) if case is None else [opened.cases.get(case)]
        count = write(lists.entries(opened, sorted(cases, key=lambda found: found.id)), output)
    tell_counted(output, count)


@book.command("import")
@FILE
@click.argument("source", metavar="RECORD")
@click.option("--rules", metavar="办法", help="没有案件的人按哪个办法新建：national、shandong、jilin。")
@click.option("--direction", metavar="方向", help="新建案件的衔接方向：resident-to-employee、employee-to-resident。")
@FORM_OPTION
@OPERATOR
def import_(
    file: Path, source: str, rules: str | None, direction: str | None, form_id: str | None, operator: str
) -> int:
    """把名单（工作簿、JSON、纸面文件、文件夹）里的每份记录归到本人的案件，存为新的一版。没有导入的列出，退出码为 1。"""
    from hjforms.desk.book import Book, lists

    with Book(file) as opened:
        done = lists.take(opened, entries_of((source,), asked_form(form_id)), operator, rules, direction)
    print_lines(done.faults, to_error=True)
    answer(
        saved=done.saved,
        unchanged=done.unchanged,
        opened=done.opened,
        faults=[Fault("", fault, "book.left-out").as_dict(language()) for fault in done.faults],
    )
    say(done.told)
    return FOUND_ERRORS if done.faults else 0


@book.command()
@FILE
@CASE
@OUTPUT
def dossier(file: Path, case: int, output: str) -> None:
    """把一个案件的全部表合成一个 PDF（卷宗），每张表有书签。"""
    from hjforms.desk import casework
    from hjforms.desk.book import Book
    from hjforms.files import write_whole

    kind_of(output, ("pdf",), "pdf")
    with Book(file) as opened:
        data = casework.dossier(opened, opened.cases.get(case))
    write_whole(output, data)
    tell_written((output,))


@book.command()
@FILE
@CASE
@click.option("-o", "--output", required=True, metavar="FILE.zip", help="写到哪个 .zip，或新文件夹（以 / 结尾）。")
@OFD
@KEY
def archive(file: Path, case: int, output: str, ofd: bool, key: str | None) -> None:
    """把一个案件制作成归档包：各表最新一版（记录、PDF/A）、收到的文件、各版和日志、清单。用 archive verify 核对。"""
    from hjforms.desk import casework
    from hjforms.desk.book import Book

    if not output.endswith("/"):
        kind_of(output, ("zip",))
    with Book(file) as opened:
        found = opened.cases.get(case)
        made = casework.packaged(opened, found, ofd=ofd, key=key)
        drafted = sum(paper.is_drafted for paper in opened.papers.of_case(found.id))
    made.write(output)
    if drafted:
        say(Sentence("有 {count} 张表有没保存的改动，没有归档。", count=drafted))
    tell_written((output,))


COMMANDS = (book,)
