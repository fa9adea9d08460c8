"""The commands for those who keep templates and goldens: template lint and compile, golden check and update."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hjforms.cli.shell import FOUND_ERRORS, JSON, TEMPLATE, FormName, chosen_form
from hjforms.cli.talk import print_lines, say
from hjforms.cli.usage import Group
from hjforms.errors import InputError, reason
from hjforms.wording import Lines, Sentence, Words, named, said

if TYPE_CHECKING:
    from hjforms.catalogue import Form


@click.group(cls=Group)
def template() -> None:
    """模板：检查 Word 模板，编译成可填写的 PDF。"""


FORMS = click.argument("form_ids", metavar="[FORM]…", nargs=-1, type=FormName())


@template.command()
@FORMS
@TEMPLATE
def lint(form_ids: tuple[str, ...], own: Path | None) -> None:
    """检查 Word 模板的标签与记录是否一致，不写 FORM 则检查全部。"""
    from hjforms.errors import TemplateError
    from hjforms.template import lint as linter

    problems = []
    for form in _chosen(form_ids, own):
        found = linter.lint(_bytes_of(form.word_path), form.record_type)
        problems += [Words(form.id, problem.line) for problem in found]
        if not found:
            print_lines((named(form.id, Sentence("标签与记录一致。")),))
            _tell_lacking(form)
    if problems:
        raise TemplateError(Lines(*problems))


def _tell_lacking(form: Form) -> None:
    """Say for which fields a template has no place, and what follows."""
    from hjforms.records.base import place
    from hjforms.template.lint import lacking

    paths = lacking(_bytes_of(form.word_path), form.record_type)
    if paths:
        told = Sentence(
            "下列 {count} 个字段在这个模板上没有位置。记录里写了而又推算不出的，印表时会停下来提醒：", count=len(paths)
        )
        print_lines((named(form.id, told),))
        print_lines(Sentence("  {path}（{place}）", path=path, place=place(form.record_type, path)) for path in paths)


def _bytes_of(template_file: Path) -> bytes:
    from hjforms.errors import TemplateError

    try:
        return template_file.read_bytes()
    except OSError as error:
        raise TemplateError(named(template_file, Sentence("模板打不开（{reason}）。", reason=reason(error)))) from None


@template.command("compile")
@FORMS
@TEMPLATE
def compile_(form_ids: tuple[str, ...], own: Path | None) -> None:
    """把 Word 模板编译成可填写的 PDF（需要 LibreOffice），不写 FORM 则编译全部。"""
    from hjforms.files import write_whole
    from hjforms.template.compile import compile_template

    for form in _chosen(form_ids, own):
        say(named(form.id, Sentence("正在编译……")))
        data = compile_template(form.id, form.title, _bytes_of(form.word_path), form.record_type)
        path = form.pdf_path
        path.parent.mkdir(parents=True, exist_ok=True)
        changed = not path.exists() or path.read_bytes() != data
        if changed:
            write_whole(path, data)
        told = Sentence("已更新（{path}）", path=path) if changed else Sentence("没有变化（{path}）", path=path)
        print_lines((named(form.id, told),))
        _tell_lacking(form)


def _chosen(form_ids: tuple[str, ...], own: Path | None) -> tuple[Form, ...]:
    from hjforms.catalogue import forms

    if own and len(form_ids) != 1:
        raise InputError(Sentence("用了 --template，请写明是哪一张表（FORM）。"))
    return tuple(chosen_form(form_id, own) for form_id in form_ids) if form_ids else forms()


@click.group(cls=Group)
def golden() -> None:
    """金样：把已知记录的输出留作标准，改动之后比对。文件夹为 <地区>/<表>/<名称>/record.json。"""


FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
ONLY = click.option("--only", multiple=True, metavar="FORM/CASE", help="只看这一张表或这一个金样，可写多次。")


@golden.command("check")
@FOLDER
@ONLY
@click.option(
    "--pictures", metavar="FOLDER", type=click.Path(path_type=Path), help="把有不同的页画到这个文件夹，标出位置。"
)
@JSON
def golden_check(folder: Path, only: tuple[str, ...], pictures: Path | None, as_json: bool) -> int:
    """比对金样：先逐栏比值，再比文字，再比图像。有不同则退出码为 1。什么也不改。"""
    from hjforms import golden as goldens

    found = []
    chosen = goldens.cases(folder, only)
    for case in chosen:
        differences = goldens.check(case, pictures)
        found += differences
        if not as_json:
            print_lines((named(case.name, Sentence("不同") if differences else Sentence("一致")),))
            print_lines(
                Sentence("  {file} {told}", file=item.file, told=said(line))
                for item in differences
                for line in item.lines
            )
            print_lines(Sentence("  图像：{file}", file=item.picture) for item in differences if item.picture)
    if as_json:
        click.echo(goldens.dump(found))
    else:
        different = len({item.case for item in found})
        print_lines((Sentence("共 {cases} 个金样，{different} 个不同。", cases=len(chosen), different=different),))
    return FOUND_ERRORS if found else 0


@golden.command("update")
@FOLDER
@ONLY
def golden_update(folder: Path, only: tuple[str, ...]) -> None:
    """更新金样：按现在的输出重写。先用 golden check 看清有哪些不同。"""
    from hjforms import golden as goldens

    for case in goldens.cases(folder, only):
        changed = goldens.update(case)
        told = Sentence("已更新 {files}", files=changed) if changed else Sentence("没有变化")
        print_lines((named(case.name, told),))


COMMANDS = (template, golden)
