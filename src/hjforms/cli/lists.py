"""Lists into folders (批量): the options of a batch, its progress, and what is said of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.shell import FOUND_ERRORS, Teller, all_in, where
from hjforms.cli.talk import answer, language, say, spoken
from hjforms.cli.usage import Stopped
from hjforms.cli.watch import watched
from hjforms.errors import InputError
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.batches import BatchReport
    from hjforms.catalogue import Form
    from hjforms.exchange import Entry

EVERY_S = 10.0
GO_ON = Sentence("再运行同一命令，从中断的地方继续。")
OPTIONS = (
    click.option(
        "--name", metavar="写法", help="写到文件夹时的文件名：{#} 是序号，{person.name} 是这一栏的内容，{form} 是表名。"
    ),
    click.option("--chunk", type=int, metavar="N", help="写到文件夹时，每 N 份连续打印成一个 PDF。"),
    click.option("--by", metavar="person", help="写到文件夹时，同一人的各种表合订成一个 PDF。"),
    click.option("--jobs", type=int, metavar="N", help="写到文件夹时，同时用几个进程；不写则有几个核用几个。"),
)


def LIST(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - as the other options of commands
    """The options of a batch."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def refuse_list_options(wanted: Mapping[str, Any]) -> None:
    """Raise ``InputError`` where an option of a batch is given without a folder."""
    for name, value in wanted.items():
        if value is not None:
            raise InputError(Sentence("--{option} 用于写到文件夹：只写一个 -o，名称以 / 结尾。", option=name))


def fill_folder(form: Form | None, source: str, folder: str, making: Mapping[str, Any]) -> int:
    """Make the papers of a source in a folder, and say what was done; returns the exit code."""
    from hjforms.batches import batch
    from hjforms.exchange import door

    teller = Teller()

    def tell(entry: Entry) -> None:
        start = where(entry, (source,))
        teller.tell(start, report.faults_text(entry))
        errors = [finding for finding in entry.findings if finding.severity == "error"]
        teller.tell(start, report.findings_text(errors, entry.cells))
        answer(records=[report.judged(entry, errors, language())])

    stated = {name: value for name, value in making.items() if value is not None}
    try:
        with watched(), progress_of(door.count(source)) as progress:
            done = batch(form, source, folder, on_fault=tell, on_progress=progress, **stated)
    except (KeyboardInterrupt, Stopped):
        say(GO_ON)
        raise
    if done.errors:
        teller.end(all_in([done.errors]))
    _tell(folder, done)
    return FOUND_ERRORS if done.faulty else 0


def _tell(folder: str, done: BatchReport) -> None:
    """Say what was done; never by the names of files, which may be those of people."""
    from hjforms.batches.run import ASIDE

    answer(
        folder=folder,
        count=done.records,
        faulty=done.faulty,
        written=done.written,
        kept=done.kept,
        removed=len(done.removed),
        aside=len(done.aside),
        errors=done.errors and str(done.errors),
    )
    say(
        Sentence(
            "{folder}：{records} 份，新写 {written} 个文件，{kept} 个已有的不变。",
            folder=folder,
            records=done.records,
            written=done.written,
            kept=done.kept,
        )
    )
    if done.warnings:
        say(Sentence("另有 {count} 处提示，不影响写出；用 hjforms check 查看。", count=done.warnings))
    if done.numbered:
        say(Sentence("有 {count} 个文件名与前面的相同，后面加了 (2)、(3)……", count=done.numbered))
    if done.removed:
        say(Sentence("上次写出、名单里已经没有的 {count} 个文件已删去。", count=len(done.removed)))
    if done.aside:
        say(
            Sentence(
                "原有的 {count} 个文件不是这样写出的或改动过，已改名保留（{mark}）。", count=len(done.aside), mark=ASIDE
            )
        )
    if done.faulty:
        say(
            Sentence(
                "有错的 {count} 份没有写出，见 {errors}；在名单中更正后再运行，只做更正的。",
                count=done.faulty,
                errors=done.errors,
            )
        )


@contextmanager
def progress_of(total: int | None) -> Iterator[Callable[[int], None]]:
    """Shows how far a long run has come: a bar on a terminal, else a line every few seconds."""
    if not sys.stderr.isatty():
        yield _Lines(total)
        return
    made: Any = click.progressbar(
        length=total or 0,
        label=spoken("制作"),
        show_pos=True,
        show_eta=total is not None,
        item_show_func=lambda rate: spoken(Sentence("每秒 {rate} 份", rate=f"{rate:.0f}")) if rate else "",
        file=sys.stderr,
    )
    with made as bar:
        start, seen = time.monotonic(), 0

        def show(done: int) -> None:
            nonlocal seen
            bar.update(done - seen, done / max(time.monotonic() - start, 1e-3))
            seen = done

        yield show


class _Lines:
    """Says every few seconds how far a run has come."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._start = self._told = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self._told < EVERY_S:
            return
        self._told = now
        rate = done / (now - self._start)
        if not self._total or not rate:
            say(Sentence("已处理 {done} 份，每秒 {rate} 份", done=done, rate=f"{rate:.0f}"))
            return
        left = max(1, round((self._total - done) / rate / 60))
        say(
            Sentence(
                "已处理 {done} / {total} 份，每秒 {rate} 份，约剩 {left} 分钟",
                done=done,
                total=self._total,
                rate=f"{rate:.0f}",
                left=left,
            )
        )
