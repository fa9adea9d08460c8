"""The commands for those who keep templates and goldens: template lint, compile; golden check, update, new, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hjforms.cli.shell import FOUND_ERRORS, TEMPLATE, FormName, chosen_form
from hjforms.cli.talk import answer, language, print_lines, say
from hjforms.cli.usage import Group
from hjforms.errors import HjformsError, InputError, reason
from hjforms.wording import Lines, Sentence, Words, named, said

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.golden import Difference


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
        lacking = [] if found else _tell_lacking(form, Sentence("标签与记录一致。"))
        answer(templates=[{"form": form.id, "problems": [problem.line for problem in found], "lacking": lacking}])
    if problems:
        raise TemplateError(Lines(*problems))


def _tell_lacking(form: Form, well: Sentence) -> list[str]:
    """Say what is well, and for which fields a template has no place, and what follows; returns their paths."""
    from hjforms.records.base import place
    from hjforms.template.lint import lacking

    print_lines((named(form.id, well),))
    paths = lacking(_bytes_of(form.word_path), form.record_type)
    if paths:
        told = Sentence(
            "下列 {count} 个字段在这个模板上没有位置。记录里写了而又推算不出的，印表时会停下来提醒：", count=len(paths)
        )
        print_lines((named(form.id, told),))
        print_lines(Sentence("  {path}（{place}）", path=path, place=place(form.record_type, path)) for path in paths)
    return list(paths)


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
        lacking = _tell_lacking(form, told)
        answer(templates=[{"form": form.id, "changed": changed, "file": str(path), "lacking": lacking}])


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


PICTURES = click.option(
    "--pictures", metavar="FOLDER", type=click.Path(path_type=Path), help="把有不同的页画到这个文件夹，涂红、加框。"
)
TOLERANCE = click.option(
    "--tolerance",
    type=click.IntRange(0, 255),
    metavar="0–255",
    help="图像容差：两图各模糊两个点之后，灰度差不超过它的不算（25；字的边缘约10，少一个数字约50）。",
)


@golden.command("check")
@FOLDER
@ONLY
@TEMPLATE
@PICTURES
@TOLERANCE
def golden_check(
    folder: Path, only: tuple[str, ...], own: Path | None, pictures: Path | None, tolerance: int | None
) -> int:
    """比对金样：先逐栏比值，再比文字，再比图像。有不同则退出码为 1。什么也不改。"""
    from hjforms import golden as goldens
    from hjforms.render import pictures as drawing

    found = []
    chosen = goldens.cases(folder, only, own)
    for case in chosen:
        differences = goldens.check(case, pictures, drawing.TOLERANCE if tolerance is None else tolerance)
        found += differences
        print_lines((named(case.name, Sentence("不同") if differences else Sentence("一致")),))
        _tell(differences)
    different = len({item.case for item in found})
    answer(cases=len(chosen), different=different)
    print_lines((Sentence("共 {cases} 个金样，{different} 个不同。", cases=len(chosen), different=different),))
    return FOUND_ERRORS if found else 0


def _tell(differences: list[Difference]) -> None:
    """Print differences, and where they are drawn."""
    answer(differences=[item.as_dict(language()) for item in differences])
    print_lines(Sentence("  {file} {told}", file=item.file, told=said(item.told)) for item in differences)
    drawn = dict.fromkeys(item.picture for item in differences if item.picture)
    print_lines(Sentence("  图像：{file}", file=file) for file in drawn)


@golden.command("update")
@FOLDER
@ONLY
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="字段",
    help="只接受这一栏的变化（years.*.refund.subtotal），可写多次；别处也有不同的金样不改，列出来。",
)
@TEMPLATE
def golden_update(folder: Path, only: tuple[str, ...], fields: tuple[str, ...], own: Path | None) -> int:
    """更新金样：按现在的输出重写。先用 golden check 看清有哪些不同。

    --only 可以写到一个文件：shandong/refund/worked/form.docx。
    """
    from hjforms import golden as goldens

    code, chosen = 0, goldens.cases(folder, only, own)
    goldens.refuse_unknown(fields, [case.form_id for case in chosen])
    for case in chosen:
        files = goldens.files_of(case, only)
        others = goldens.not_accepted(case, fields) if fields else []
        if others:
            code = FOUND_ERRORS
            print_lines((named(case.name, Sentence("没有改：别处也有不同")),))
            _tell(others)
            continue
        try:
            changed = goldens.update(case, files)
        except HjformsError as error:  # the others are written all the same
            code = error.exit_code
            say(named(case.name, error.message))
            answer(faults=[{"case": case.name, **fault.as_dict(language())} for fault in error.faults])
            continue
        told = Sentence("已更新 {files}", files=changed) if changed else Sentence("没有变化")
        print_lines((named(case.name, told),))
        answer(updated=[{"case": case.name, "files": changed}])
    return code


@golden.command("new")
@FOLDER
@click.argument("form_id", metavar="FORM", type=FormName())
@click.argument("record", metavar="[RECORD.json]", required=False, type=click.Path(path_type=Path))
@click.option("--case", "name", metavar="名称", help="金样的名称；不写则是记录的文件名，没有记录则是 blank。")
@TEMPLATE
def golden_new(folder: Path, form_id: str, record: Path | None, name: str | None, own: Path | None) -> None:
    """做一张表的第一个金样：放入记录（不写则是空白表），生成全部文件。"""
    from hjforms import golden as goldens
    from hjforms.files import read_bytes
    from hjforms.records import loading

    data = loading.stated(read_bytes(record, loading.LARGEST_JSON, loading.NO_RECORD)) if record else {}
    case = goldens.added(folder, form_id, name or (record.stem if record else "blank"), dict(data), own)
    files = sorted(path.name for path in case.folder.iterdir())
    answer(case=case.name, folder=str(case.folder), files=files)
    print_lines((Sentence("{case}：已生成 {files}（{folder}）", case=case.name, files=files, folder=case.folder),))


@golden.command("compare")
@click.argument("ours", metavar="官方.pdf", type=click.Path(path_type=Path))
@click.argument("theirs", metavar="别的.pdf", type=click.Path(path_type=Path))
@click.option("--form", "form_id", metavar="FORM", type=FormName(), help="两个文件都当作这张表来读。")
@click.option(
    "--ignore",
    multiple=True,
    metavar="区域或字段",
    help="不比的地方，可写多次：1:56,100,200,120 是第1页 左,上,右,下（磅；页写 * 是每一页），或一个字段 signoff.date。",
)
@click.option("--skip", multiple=True, type=click.Choice(["values", "text", "picture"]), help="不比这一项，可写多次。")
@PICTURES
@TOLERANCE
def golden_compare(
    ours: Path,
    theirs: Path,
    form_id: str | None,
    ignore: tuple[str, ...],
    skip: tuple[str, ...],
    pictures: Path | None,
    tolerance: int | None,
) -> int:
    """拿别的系统出的表与官方的表比：值、文字、图像。有不同则退出码为 1。"""
    from hjforms import golden as goldens
    from hjforms.render import pictures as drawing

    found = goldens.compare(
        ours,
        theirs,
        chosen_form(form_id) if form_id else None,
        ignore=[goldens.Region.read(text) or text for text in ignore],
        skip=skip,
        tolerance=drawing.TOLERANCE if tolerance is None else tolerance,
        pictures=pictures,
    )
    _tell(found)
    if not found:
        print_lines((Sentence("一致"),))
    return FOUND_ERRORS if found else 0


COMMANDS = (template, golden)
