"""The commands that make papers: list, show, blank, fill, print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    ON,
    TEMPLATE,
    Words,
    asked_form,
    chosen_form,
    entries_of,
    kind_of,
    record_words,
    tell_columns,
    tell_counted,
    tell_written,
)
from hjforms.cli.talk import answer, answers, language, print_json, print_lines, spoken
from hjforms.cli.usage import Command
from hjforms.errors import InputError
from hjforms.files import STANDARD
from hjforms.wording import Sentence, named

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.exchange import Entry
    from hjforms.render.overlay import Shift


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


COMMANDS = (list_forms, show, blank, fill, print_)
