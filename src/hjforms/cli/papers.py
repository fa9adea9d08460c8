"""The commands about forms: list, show, blank, fill, print, check, read, compare, amount, demo."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.cli.shell import (
    FORM,
    FOUND_ERRORS,
    JSON,
    ON,
    TEMPLATE,
    chosen_form,
    input_bytes,
    kind_of,
    main,
    print_json,
    print_lines,
    rendered,
    say,
    tell_findings,
    write_files,
)
from hjforms.cli.watch import watched
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.records.loading import json_bytes

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.findings import Finding
    from hjforms.reading.reading import Reading


def _load(form: Form, path: str) -> Any:
    """The record of a file. With faults, the findings of what is sound are listed with them."""
    data = input_bytes(path)
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


@main.command("list")
@JSON
def list_forms(as_json: bool) -> None:
    """列出全部表单：编号、名称、版式来源、从哪天起有效。"""
    from hjforms.catalogue import PROVENANCE, forms

    if as_json:
        print_json([_listed(form) for form in forms()])
        return
    print_lines(f"{form.id}  {form.title}  〔{PROVENANCE[form.provenance]}〕  {form.edition}起" for form in forms())


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

    form = chosen_form(form_id, on=on)
    if as_json:
        print_json(form.record_type.model_json_schema())
    else:
        print_lines(report.form_text(form, PROVENANCE[form.provenance]))


@main.command()
@FORM
@click.option("-o", "--output", required=True, metavar="FILE.pdf|FILE.docx|FILE.json", help="写到哪个文件。")
@TEMPLATE
@ON
def blank(form_id: str, output: str, own: Path | None, on: str | None) -> None:
    """写出空白表：PDF 可在屏幕上填写，DOCX 可用 Word、WPS 打开；JSON 是空白记录，填好即可交给 fill。"""
    form = chosen_form(form_id, own, on)
    kind: Any = kind_of(output, ("pdf", "docx", "json"))
    write_files({output: form.blank(kind)})


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
    form = chosen_form(form_id, own, on)
    kinds = {output: kind_of(output, ("pdf", "docx", "json")) for output in outputs}
    record = form.complete(_load(form, record_file))
    findings = form.check(record)
    code = tell_findings(findings, to_error=True) if findings else 0
    if code and not force:
        say("没有写出文件。请更正后重试，或加 --force 照样写出。")
        return code
    write_files({output: rendered(form, record, kind, editable, not bare) for output, kind in kinds.items()})
    return code


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

    form = chosen_form(form_id, on=on)
    kind_of(output, ("pdf",))
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
    say(f"已写出 {output}：{count} 份。")
    return FOUND_ERRORS if refused else 0


def _print_refused(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _records(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Every record of the files, with the name that a message gives it."""
    for path in paths:
        if path.lower().endswith(".jsonl"):
            for number, line in enumerate(input_bytes(path).splitlines(), 1):
                if line.strip():
                    yield f"{path} 第{number}行", line
        else:
            yield path, input_bytes(path)


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
    form = chosen_form(form_id, on=on)
    findings = form.check(_load(form, record_file))
    if as_json:
        print_json([finding.as_dict() for finding in findings])
        return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0
    return tell_findings(findings, to_error=False)


@main.command()
@click.argument("file", metavar="FILE.pdf|FILE.docx")
@click.option("--form", "form_id", metavar="FORM", help="只读这一种表。")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE.json|FILE.html",
    help="json：读出的记录，有几份则写成数组；html：读取说明，原件上框出每一栏。可写多次。",
)
@JSON
@click.option("--explain", is_flag=True, help="每一栏注明在第几页、什么位置、怎样读出；加 -o 说明.html 写成网页。")
@TEMPLATE
def read(
    file: str, form_id: str | None, outputs: tuple[str, ...], as_json: bool, explain: bool, own: Path | None
) -> int:
    """读回一份表：认出是哪种表，逐栏读出，并加核对。"""
    from hjforms.catalogue import forms
    from hjforms.reading.document import read_all

    kinds = {output: kind_of(output, ("json", "html")) for output in outputs}
    if own and not form_id:
        raise InputError("用了 --template，请同时用 --form 说明是哪种表。")
    data = input_bytes(file)
    with watched():
        readings = read_all(data, (chosen_form(form_id, own),) if form_id else forms())
    if not readings:
        wanted = f"《{chosen_form(form_id).title}》" if form_id else "认得的表"
        raise DocumentError(f"{file}：文件中没有{wanted}。")
    judged = [(reading, [*reading.findings, *reading.form.check(reading.record)]) for reading in readings]
    write_files({output: _read_output(kind, file, data, judged) for output, kind in kinds.items()})
    if as_json:
        print_json([report.reading_data(reading, findings) for reading, findings in judged])
    codes = [0]
    for reading, findings in judged:
        if as_json:
            codes.append(int(any(finding.severity == "error" for finding in findings)))
            continue
        print_lines(report.reading_text(reading, explain=explain))
        codes.append(tell_findings(findings, to_error=False))
    return max(codes)


def _read_output(kind: str, file: str, data: bytes, judged: list[tuple[Reading, list[Finding]]]) -> bytes:
    """What ``read`` writes to a file: the records, or the page that explains them."""
    if kind == "html":
        from hjforms import reading_page

        return reading_page.page(Path(file).name, data, judged)
    records = [reading.record.model_dump(mode="json") for reading, _ in judged]
    return json_bytes(records[0] if len(records) == 1 else records)


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
    documents = [(path, input_bytes(path)) for path in (first, second)]
    stated: Sequence[Form | None] = [
        chosen_form(form_id) for form_id in (form_ids if len(form_ids) == 2 else form_ids * 2)
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
        print_json([finding.as_dict() for finding in findings])
    else:
        print_lines(finding.message for finding in findings)
        click.echo("两份一致。" if not findings else f"共 {len(findings)} 处不同。")
    return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0


def _one_reading(path: str, data: bytes, form: Form | None) -> Any:
    from hjforms.catalogue import forms
    from hjforms.reading.document import read_all

    with watched():
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


@main.command()
@click.option("-o", "--output", default="out", show_default=True, metavar="FOLDER", help="文件写到哪个文件夹。")
def demo(output: str) -> None:
    """演示：把一个例子从记录到纸面再读回来，从头走一遍。"""
    from hjforms import demo as demonstration

    print_lines(demonstration.run(Path(output)))
