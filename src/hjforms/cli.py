"""The command ``hjforms`` (命令行). Results go to standard output, messages to standard error.

Exit codes: 0 well; 1 findings of severity error; 2 the input; 3 the document; 4 no rule in force; 5 a
template; 6 a missing program. Libraries are imported when a command needs them: a clerk waits for each start.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hjforms.errors import DocumentError, Fault, HjformsError, InputError

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes a tenth of a start

from hjforms import report

if TYPE_CHECKING:
    from hjforms.calculation import Outcome
    from hjforms.catalogue import Form
    from hjforms.findings import Finding
    from hjforms.law.accounts import Direction

HEADINGS = {"Options": "选项", "Arguments": "参数"}
FOUND_ERRORS = 1


class _Help(click.HelpFormatter):
    """Help texts with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Help


class _Command(click.Command):
    """A command whose help speaks Chinese."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)


class _Group(_Command, click.Group):
    """A group of commands; its own errors and ours end in one message and the exit code of the error.

    Every calculation is a command, made when it is asked for.
    """

    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._calculations()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        return _calculation_command(cmd_name) if command is None and cmd_name in self._calculations() else command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        computed = self._calculations()
        for heading, wanted in (("命令", False), ("计算（案例 JSON 进，数字和计算说明出）", True)):
            names = [name for name in self.list_commands(ctx) if (name in computed) is wanted]
            found = [(name, command) for name in names if (command := self.get_command(ctx, name))]
            if found:
                with formatter.section(heading):
                    formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in found])

    def _calculations(self) -> tuple[str, ...]:
        from hjforms import calculation

        return calculation.names() if self is main else ()

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except HjformsError as error:
            _say(str(error))
            sys.exit(error.exit_code)
        except click.UsageError as error:
            _say(f"用法有误：{_usage_fault(error)}")
            if error.ctx:
                _say(f"请看 {error.ctx.command_path} --help。")
            sys.exit(InputError.exit_code)
        except click.ClickException as error:
            _say(error.format_message())
            sys.exit(InputError.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _say("已中断；没有写完的文件不会留下。")
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        sys.exit(result if isinstance(result, int) else 0)


def _usage_fault(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"缺少 {error.param.make_metavar(error.ctx) if error.ctx else error.param.name}。"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。"
    if isinstance(error, click.NoSuchCommand):
        return f"没有这个命令：{error.command_name}。"
    return error.format_message()


def _say(message: str) -> None:
    click.echo(message, err=True)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _form(form_id: str, template: Path | None = None, on: str | None = None) -> Form:
    from hjforms.catalogue import form
    from hjforms.notations import date

    found = form(form_id, date.of(on))
    if on is None and "@" not in form_id:
        _tell_newer(found)
    return found.with_template(template) if template else found


def _tell_newer(found: Form) -> None:
    """Say so where a newer edition of the form stands beside this one."""
    from hjforms.catalogue import editions

    for version in editions(found.id).versions:
        if version.first > found.edition:
            _say(f"提示：《{found.title}》{version.days}有新版 {version.value.id}；用 --on 日期 按当日有效的版本办理。")


def _input(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}：打不开（{_reason(error)}）。") from None


def _reason(error: OSError) -> str:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "找不到文件",
        IsADirectoryError: "这是文件夹",
        PermissionError: "没有权限",
    }
    return reasons.get(type(error), error.strerror or "读取失败")


def _load(form: Form, path: str) -> Any:
    """The record of a file. With faults, the findings of what is sound are listed with them."""
    data = _input(path)
    try:
        return form.load(data)
    except InputError as error:
        raise _with_findings(form, data, error) from None


def _with_findings(form: Form, data: bytes, error: InputError) -> InputError:
    from hjforms.records.loading import load_sound_part

    sound = load_sound_part(form.record_type, data)
    if sound is None:
        return error
    faulty = {fault.path for fault in error.faults}
    found = [finding for finding in form.check(sound) if finding.severity == "error"]
    more = [Fault(finding.path, finding.message) for finding in found if finding.path not in faulty]
    return InputError(*error.faults, *more)


def _report(findings: Sequence[Finding], *, to_error: bool) -> int:
    """Tell the findings; returns the exit code."""
    for line in report.findings_text(findings):
        click.echo(line, err=to_error)
    click.echo(report.summary(findings), err=to_error)
    return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0


FORM = click.argument("form_id", metavar="FORM")
TEMPLATE = click.option(
    "--template",
    "own",
    metavar="FILE.docx",
    type=click.Path(path_type=Path),
    help="用本单位自己的 Word 模板（先用 template compile 编译）。",
)
ON = click.option("--on", metavar="日期", help="按这一天有效的版本，如 2027-01-01。")
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用。")


@click.group(cls=_Group, context_settings={"max_content_width": 100})
@click.version_option(None, "-V", "--version", package_name="hjforms", help="显示版本。", message="hjforms %(version)s")
def main() -> None:
    """衔接表单：填写、打印、核对、读回城乡养老保险制度衔接的各种表单。

    \b
    先看有哪些表：     hjforms list
    看一张表的字段：   hjforms show shandong/refund
    填表打印：         hjforms fill shandong/refund 记录.json -o 清退表.pdf -o 清退表.docx
    读回退件：         hjforms read 清退表.pdf -o 读回.json
    两表算出清退表：   hjforms settle --resident 居民表.pdf --employee 职工表.pdf -o 清退表.pdf
    计算并说明：       hjforms overlap --example | hjforms explain overlap -
    从头看一遍：       hjforms demo
    """


@main.command("list")
@JSON
def list_forms(as_json: bool) -> None:
    """列出全部表单：编号、名称、版式来源、从哪天起有效。"""
    from hjforms.catalogue import PROVENANCE, forms

    if as_json:
        _print_json([_listed(form) for form in forms()])
        return
    _print(f"{form.id}  {form.title}  〔{PROVENANCE[form.provenance]}〕  {form.edition}起" for form in forms())


def _listed(form: Form) -> dict[str, str]:
    return {
        "id": form.id,
        "title": form.title,
        "provenance": form.provenance,
        "edition": form.edition.isoformat(),
        "article": form.article,
    }


@main.command()
@FORM
@click.option("--json", "as_json", is_flag=True, help="输出记录的 JSON Schema。")
@ON
def show(form_id: str, as_json: bool, on: str | None) -> None:
    """说明一张表：字段、写法、规则及其依据。FORM 如 shandong/refund。"""
    from hjforms.catalogue import PROVENANCE

    form = _form(form_id, on=on)
    if as_json:
        _print_json(form.record_type.model_json_schema())
    else:
        _print(report.form_text(form, PROVENANCE[form.provenance]))


@main.command()
@FORM
@click.option("-o", "--output", required=True, metavar="FILE.pdf|FILE.docx", help="写到哪个文件。")
@TEMPLATE
@ON
def blank(form_id: str, output: str, own: Path | None, on: str | None) -> None:
    """写出空白表：PDF 可在屏幕上填写，DOCX 可用 Word、WPS 打开。"""
    form = _form(form_id, own, on)
    kind = _kind(output, ("pdf", "docx"))
    _write({output: form.blank("pdf" if kind == "pdf" else "docx")})


@main.command()
@FORM
@click.argument("record_file", metavar="RECORD.json")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="FILE",
    help="写到哪个文件（.pdf、.docx 或 .json），可写多次。",
)
@click.option("--editable", is_flag=True, help="PDF 保留可编辑的表单域。")
@click.option("--no-record", "bare", is_flag=True, help="PDF、DOCX 中不附带记录（读回时便不能指出哪里改动过）。")
@click.option("--force", is_flag=True, help="核对有错也照样写出。")
@TEMPLATE
@ON
def fill(
    form_id: str,
    record_file: str,
    outputs: tuple[str, ...],
    editable: bool,
    bare: bool,
    force: bool,
    own: Path | None,
    on: str | None,
) -> int:
    """填表：补齐可推算的栏目，核对，写出文件。核对有错则不写（--force 除外）。

    RECORD.json 是一份记录，写 - 从标准输入读取。
    """
    form = _form(form_id, own, on)
    kinds = {output: _kind(output, ("pdf", "docx", "json")) for output in outputs}
    record = form.complete(_load(form, record_file))
    findings = form.check(record)
    code = _report(findings, to_error=True) if findings else 0
    if code and not force:
        _say("没有写出文件。请更正后重试，或加 --force 照样写出。")
        return code
    _write({output: _rendered(form, record, kind, editable, not bare) for output, kind in kinds.items()})
    return code


def _rendered(form: Form, record: Any, kind: str, editable: bool, carry: bool = True) -> bytes:
    if kind == "pdf":
        return form.pdf(record, editable, carry)
    if kind == "docx":
        return form.docx(record, carry)
    return _json_bytes(record.model_dump(mode="json"))


def _json_bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _kind(output: str, allowed: Sequence[str]) -> str:
    kind = Path(output).suffix.lower().removeprefix(".")
    if kind not in allowed:
        raise InputError(f"{output}：文件名应以 {'、'.join('.' + item for item in allowed)} 结尾。")
    return kind


def _write(files: dict[str, bytes]) -> None:
    from hjforms.render.printing import write_whole

    for path, data in files.items():
        write_whole(path, data)
        _say(f"已写出 {path}")


@main.command("print")
@FORM
@click.argument("record_files", metavar="RECORD.json…", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="FILE.pdf", help="写到哪个 PDF 文件。")
@click.option("--force", is_flag=True, help="核对有错的也照样打印。")
@ON
def print_(form_id: str, record_files: tuple[str, ...], output: str, force: bool, on: str | None) -> int:
    """批量打印：许多记录印到一个 PDF 文件中，先后顺序不变。

    RECORD.json 每个文件一份记录；.jsonl 文件每行一份记录。
    """
    from hjforms.render.printing import print_run

    form = _form(form_id, on=on)
    _kind(output, ("pdf",))
    refused: list[str] = []

    def checked() -> Iterator[Any]:
        for where, data in _records(record_files):
            try:
                record = form.complete(form.load(data))
            except InputError as error:
                raise InputError(*(Fault(f"{where} {fault.path}", fault.message) for fault in error.faults)) from None
            errors = [finding for finding in form.check(record) if finding.severity == "error"]
            refused.extend(f"{where}：{line}" for line in report.findings_text(errors))
            if errors and not force:
                continue
            yield record

    def stop_before_writing() -> Iterator[Any]:
        yield from checked()
        if refused and not force:
            raise InputError(*refused, "核对有错，没有打印。请更正后重试，或加 --force 照样打印。")

    count = print_run(form.pdf_renderer, stop_before_writing(), output, _progress())
    _print_refused(refused)
    _say(f"已写出 {output}：{count} 份。")
    return FOUND_ERRORS if refused else 0


def _print_refused(lines: Iterable[str]) -> None:
    for line in lines:
        _say(line)


def _records(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Every record of the files, with the name that a message gives it."""
    for path in paths:
        if path.lower().endswith(".jsonl"):
            for number, line in enumerate(_input(path).splitlines(), 1):
                if line.strip():
                    yield f"{path} 第{number}行", line
        else:
            yield path, _input(path)


def _progress() -> Callable[[int], None]:
    """Counts on the terminal while a long run goes on; silent where nobody looks."""
    if not sys.stderr.isatty():
        return lambda _count: None

    def show(count: int) -> None:
        if count % 100 == 0:
            click.echo(f"\r已处理 {count} 份", nl=False, err=True)

    return show


@main.command()
@FORM
@click.argument("record_file", metavar="RECORD.json")
@JSON
@ON
def check(form_id: str, record_file: str, as_json: bool, on: str | None) -> int:
    """核对一份记录：合计、大写、证件号码、年份等，逐项列出不符之处。"""
    form = _form(form_id, on=on)
    findings = form.check(_load(form, record_file))
    if as_json:
        _print_json([finding.as_dict() for finding in findings])
        return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0
    return _report(findings, to_error=False)


@main.command()
@click.argument("file", metavar="FILE.pdf|FILE.docx")
@click.option("--form", "form_id", metavar="FORM", help="只读这一种表。")
@click.option("-o", "--output", metavar="RECORD.json", help="把读出的记录写到文件；有几份则写成数组。")
@JSON
@click.option("--explain", is_flag=True, help="每一栏注明在第几页、什么位置、怎样读出。")
@TEMPLATE
def read(file: str, form_id: str | None, output: str | None, as_json: bool, explain: bool, own: Path | None) -> int:
    """读回一份表：认出是哪种表，逐栏读出，并加核对。"""
    from hjforms.catalogue import forms
    from hjforms.reading.document import read_all

    if output:
        _kind(output, ("json",))
    if own and not form_id:
        raise InputError("用了 --template，请同时用 --form 说明是哪种表。")
    readings = read_all(_input(file), (_form(form_id, own),) if form_id else forms())
    if not readings:
        wanted = f"《{_form(form_id).title}》" if form_id else "认得的表"
        raise DocumentError(f"{file}：文件中没有{wanted}。")
    judged = [(reading, [*reading.findings, *reading.form.check(reading.record)]) for reading in readings]
    if output:
        records = [reading.record.model_dump(mode="json") for reading in readings]
        _write({output: _json_bytes(records[0] if len(records) == 1 else records)})
    if as_json:
        _print_json([report.reading_data(reading, findings) for reading, findings in judged])
    codes = [0]
    for reading, findings in judged:
        if as_json:
            codes.append(int(any(finding.severity == "error" for finding in findings)))
            continue
        _print(report.reading_text(reading, explain=explain))
        codes.append(_report(findings, to_error=False))
    return max(codes)


@main.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--form", "form_ids", multiple=True, metavar="FORM", help="JSON 是哪种表；两份不是同一种表时写两次，先 A 后 B。"
)
@JSON
def compare(first: str, second: str, form_ids: tuple[str, ...], as_json: bool) -> int:
    """逐栏比对两份表，各为 JSON 记录、PDF 或 DOCX。

    两份是互相对应的表（如通知单与回执）时，核对后一种照抄、答复前一种的栏目。
    """
    from hjforms.pairing import compare as compare_records

    if len(form_ids) > 2:
        raise InputError("比对的是两份表，--form 最多写两次。")
    documents = [(path, _input(path)) for path in (first, second)]
    stated: Sequence[Form | None] = [
        _form(form_id) for form_id in (form_ids if len(form_ids) == 2 else form_ids * 2)
    ] or (None, None)
    read_ = [
        None if path.lower().endswith(".json") else _one_reading(path, data, form)
        for (path, data), form in zip(documents, stated, strict=True)
    ]
    forms = _forms_of(
        documents, [reading.form if reading else form for reading, form in zip(read_, stated, strict=True)]
    )
    records = [
        reading.record if reading else form.load(data)
        for reading, form, (_, data) in zip(read_, forms, documents, strict=True)
    ]
    trouble = [finding for reading in read_ if reading for finding in reading.findings]
    findings = [*trouble, *compare_records(*records)]
    if as_json:
        _print_json([finding.as_dict() for finding in findings])
    else:
        _print(finding.message for finding in findings)
        click.echo("两份一致。" if not findings else f"共 {len(findings)} 处不同。")
    return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0


def _one_reading(path: str, data: bytes, form: Form | None) -> Any:
    from hjforms.catalogue import forms
    from hjforms.reading.document import read_all

    readings = read_all(data, (form,) if form else forms())
    if len(readings) != 1:
        raise DocumentError(f"{path}：文件中有 {len(readings)} 份表，比对要求恰好一份。")
    return readings[0]


def _forms_of(documents: Sequence[tuple[str, bytes]], known: Sequence[Form | None]) -> tuple[Form, Form]:
    """The forms of two documents; where one is not known, the only one that it fits and that can be compared."""
    from hjforms.catalogue import forms
    from hjforms.pairing import pair_of

    first, second = (
        [form] if form else [form for form in forms() if _fits(form, data)]
        for form, (_, data) in zip(known, documents, strict=True)
    )
    fitting = [
        (one, other) for one in first for other in second if one is other or pair_of(one.record_type, other.record_type)
    ]
    if len(fitting) == 1:
        return fitting[0]
    named = next((form for form in known if form), None)
    if named and not fitting:
        return known[0] or named, known[1] or named  # loading tells what is wrong with it
    raise InputError("看不出两份 JSON 是哪种表，请用 --form 说明。")


def _fits(form: Form, data: bytes) -> bool:
    try:
        form.load(data)
    except InputError:
        return False
    return True


CASE = click.argument("case_file", metavar="CASE.json", required=False)
EXAMPLE = click.option("--example", is_flag=True, help="输出一份可用的示例 CASE.json。")


def _calculation_command(name: str) -> click.Command:
    """The command of a calculation: figures, or with ``--explain`` how they came about."""
    from hjforms.calculation import calculation

    found = calculation(name)
    program = f"hjforms {name}"
    help_ = (
        f"{found.title}。\n\n依据：{found.article}\n\nCASE.json 是一个案例，写 - 从标准输入读取。\n\n"
        f"\b\n看示例并试算：\n  {program} --example > 案例.json\n  {program} 案例.json --explain"
    )

    @click.command(name, cls=_Command, help=help_, short_help=f"{found.title}。")
    @CASE
    @click.option("--explain", is_flag=True, help="写出计算说明：每一步的算式、舍入和依据。")
    @JSON
    @click.option("--schema", is_flag=True, help="输出案例的 JSON Schema。")
    @EXAMPLE
    def run(case_file: str | None, explain: bool, as_json: bool, schema: bool, example: bool) -> int:
        if example:
            click.echo(found.example(), nl=False)
            return 0
        if schema:
            _print_json(found.case_type.model_json_schema())
            return 0
        if case_file is None:
            raise InputError("请给出 CASE.json（写 - 从标准输入读取）；--example 输出一份示例。")
        return _tell(found.perform(found.load(_input(case_file))), explain=explain, as_json=as_json)

    return run


def _tell(outcome: Outcome, *, explain: bool, as_json: bool) -> int:
    """Print an outcome; returns the exit code."""
    if as_json:
        _print_json(outcome.as_dict())
        return FOUND_ERRORS if any(finding.severity == "error" for finding in outcome.findings) else 0
    _print(outcome.explanation() if explain else (f"{step.name}：{step.text}" for step in outcome.figures.values()))
    return _report(outcome.findings, to_error=True) if outcome.findings else 0


@main.command("explain")
@click.argument("name", metavar="计算")
@CASE
@JSON
def explain_case(name: str, case_file: str | None, as_json: bool) -> int:
    """写出计算说明：一个案例的每一步算式、舍入和依据。

    \b
    hjforms explain overlap 案例.json
    hjforms overlap --example | hjforms explain overlap -
    """
    from hjforms.calculation import calculation

    found = calculation(name)
    if case_file is None:
        raise InputError("请给出 CASE.json（写 - 从标准输入读取）。")
    return _tell(found.perform(found.load(_input(case_file))), explain=True, as_json=as_json)


@main.command()
@click.option(
    "--resident", required=True, metavar="FILE", help="居民养老保险信息表：记录 .json，或退回的 .pdf、.docx。"
)
@click.option("--employee", required=True, metavar="FILE", help="职工养老保险信息表：同上。")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="写到哪个文件（.pdf、.docx、.json 是清退表，.txt 是计算说明），可写多次。",
)
@click.option("--filled-on", metavar="日期", help="填表日期，如 2024-12-20。")
@click.option("--handler", metavar="姓名", help="经办人。")
@click.option("--phone", metavar="电话", help="联系电话。")
@click.option("--agency", metavar="名称", help="社保经办机构。")
@click.option("--months", multiple=True, metavar="年=月数", help="经核对的重复月数，如 2018=10，可写多次。")
@click.option(
    "--direction",
    type=click.Choice(["resident-to-employee", "employee-to-resident"]),
    help="衔接方向，用来写明政府补贴的去向。",
)
@click.option("--pack", default="shandong", show_default=True, metavar="地区", help="JSON 记录是哪里的表。")
@click.option("--force", is_flag=True, help="核对有错也照样写出。")
@JSON
def settle(
    resident: str,
    employee: str,
    outputs: tuple[str, ...],
    filled_on: str | None,
    handler: str | None,
    phone: str | None,
    agency: str | None,
    months: tuple[str, ...],
    direction: Direction | None,
    pack: str,
    force: bool,
    as_json: bool,
) -> int:
    """重复缴费结算：读两张信息表，核对是同一个人，算出重复月数和清退金额，写出清退表和计算说明。

    \b
    hjforms settle --resident 居民信息表.pdf --employee 职工信息表.docx -o 清退表.pdf -o 清退表.json -o 计算说明.txt
    """
    from hjforms.notations import date
    from hjforms.settlement import settle as settle_accounts

    kinds = {output: _kind(output, ("pdf", "docx", "json", "txt")) for output in outputs}
    settlement = settle_accounts(
        _input(resident),
        _input(employee),
        filled_on=date.of(filled_on),
        signoff={"handler": handler, "phone": phone, "agency": agency},
        decided=dict(map(_year_and_months, months)),
        direction=direction,
        pack=pack,
    )
    explained = "\n".join(settlement.explanation()) + "\n"
    code = FOUND_ERRORS if any(finding.severity == "error" for finding in settlement.findings) else 0
    if as_json:
        _print_json({"record": settlement.record.model_dump(mode="json"), **settlement.outcome.as_dict()})
    else:
        click.echo(explained, nl=False)
        _report(settlement.findings, to_error=True)
    if code and not force:
        _say("没有写出文件。请更正后重试，或加 --force 照样写出。" if outputs else "请更正后重试。")
        return code
    rendered = {
        output: explained.encode() if kind == "txt" else _rendered(settlement.form, settlement.record, kind, False)
        for output, kind in kinds.items()
    }
    _write(rendered)
    return code


def _year_and_months(text: str) -> tuple[int, int]:
    year, _, months = text.partition("=")
    if not (year.isdecimal() and months.isdecimal() and int(months) <= 12):
        raise InputError("--months 应写成 年=月数，月数不多于12，如 2018=10。")
    return int(year), int(months)


@main.command()
@click.argument("amount", metavar="金额")
def amount(amount: str) -> None:
    """金额与大写互换，并给出英文（外国人的凭证用）。

    \b
    hjforms amount 107000.53
    hjforms amount 壹拾万柒仟元零伍角叁分
    """
    from decimal import Decimal

    from hjforms.notations import capital, money

    number = money.read(amount) if any(char.isdigit() for char in amount) else capital.read(amount)
    if number is None:
        raise InputError("请给出金额，如 107000.53 或 壹拾万柒仟元零伍角叁分。")
    yuan, fen = divmod(number, Decimal(1))
    click.echo(money.write(number))
    click.echo(capital.write(number))
    click.echo(_english(int(yuan), int(fen * 100)))


def _english(yuan: int, fen: int) -> str:
    from num2words import num2words

    words = f"{num2words(yuan)} yuan"
    return f"{words} and {num2words(fen)} fen" if fen else f"{words} only"


@main.group(cls=_Group)
def template() -> None:
    """模板：检查 Word 模板，编译成可填写的 PDF。"""


FORMS = click.argument("form_ids", metavar="[FORM]…", nargs=-1)


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
        problems += [f"{form.id} {problem}" for problem in found]
        if not found:
            click.echo(f"{form.id}：标签与记录一致。")
    if problems:
        raise TemplateError("\n".join(problems))


def _bytes_of(template_file: Path) -> bytes:
    from hjforms.errors import TemplateError

    try:
        return template_file.read_bytes()
    except OSError as error:
        raise TemplateError(f"{template_file}：模板打不开（{_reason(error)}）。") from None


@template.command("compile")
@FORMS
@TEMPLATE
def compile_(form_ids: tuple[str, ...], own: Path | None) -> None:
    """把 Word 模板编译成可填写的 PDF（需要 LibreOffice），不写 FORM 则编译全部。"""
    from hjforms.render.printing import write_whole
    from hjforms.template.compile import compile_template

    for form in _chosen(form_ids, own):
        _say(f"{form.id}：正在编译……")
        data = compile_template(form.id, form.title, _bytes_of(form.word_path), form.record_type)
        path = form.pdf_path
        path.parent.mkdir(parents=True, exist_ok=True)
        changed = not path.exists() or path.read_bytes() != data
        if changed:
            write_whole(path, data)
        click.echo(f"{form.id}：{'已更新' if changed else '没有变化'}（{path}）")


def _chosen(form_ids: tuple[str, ...], own: Path | None) -> tuple[Form, ...]:
    from hjforms.catalogue import forms

    if own and len(form_ids) != 1:
        raise InputError("用了 --template，请写明是哪一张表（FORM）。")
    return tuple(_form(form_id, own) for form_id in form_ids) if form_ids else forms()


@main.group(cls=_Group)
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
            click.echo(f"{case.name}：{'一致' if not differences else '不同'}")
            _print(f"  {item.file} {line}" for item in differences for line in item.lines)
            _print(f"  图像：{item.picture}" for item in differences if item.picture)
    if as_json:
        click.echo(goldens.dump(found))
    else:
        click.echo(f"共 {len(chosen)} 个金样，{len({item.case for item in found})} 个不同。")
    return FOUND_ERRORS if found else 0


@golden.command("update")
@FOLDER
@ONLY
def golden_update(folder: Path, only: tuple[str, ...]) -> None:
    """更新金样：按现在的输出重写。先用 golden check 看清有哪些不同。"""
    from hjforms import golden as goldens

    for case in goldens.cases(folder, only):
        changed = goldens.update(case)
        click.echo(f"{case.name}：{'已更新 ' + '、'.join(changed) if changed else '没有变化'}")


@main.command()
@click.option("-o", "--output", default="out", show_default=True, metavar="FOLDER", help="文件写到哪个文件夹。")
def demo(output: str) -> None:
    """演示：把一个例子从记录到纸面再读回来，从头走一遍。"""
    from hjforms import demo as demonstration

    _print(demonstration.run(Path(output)))
