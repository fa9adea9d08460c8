"""The commands that compute: one for every calculation, ``explain``, and ``transfer``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hjforms import report
from hjforms.cli.shell import (
    AS,
    FOUND_ERRORS,
    Teller,
    all_in,
    kind_of,
    tell_findings,
    tell_written,
    where,
)
from hjforms.cli.talk import answer, answers, language, print_json, print_lines, say
from hjforms.cli.telling import ANNEXES, Told, explained, telling
from hjforms.cli.usage import Command
from hjforms.cli.watch import watched
from hjforms.errors import Fault, InputError
from hjforms.files import STANDARD, read_bytes
from hjforms.records.loading import LARGEST_JSON
from hjforms.wording import Sentence, named, said

if TYPE_CHECKING:
    from hjforms.calculation import Calculation, Outcome
    from hjforms.caselists import Result

LISTS = {".xlsx", ".xlsm", ".csv", ".jsonl", ".parquet"}
CASE = click.argument("case_file", metavar="CASE.json", required=False)
RESULTS = click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="算一份名单（CASE 是 .xlsx、.jsonl、数组……），结果写到哪里：.xlsx、.csv、.jsonl、.json，可写多次。",
)
EXAMPLE = click.option("--example", is_flag=True, help="输出一份可用的示例 CASE.json。")


def calculation_command(name: str) -> click.Command:
    """The command of a calculation: figures, or with ``--explain`` how they came about."""
    from hjforms.calculation import calculation

    found = calculation(name)
    program = f"hjforms {name}"
    title = Sentence("{title}。", title=said(found.title))
    help_ = Sentence(
        "{title}\n\n依据：{article}\n\nCASE.json 是一个案例，写 - 从标准输入读取。\n\n"
        "\b\n看示例并试算：\n  {program} --example > 案例.json\n  {program} 案例.json --explain\n\n"
        "\b\n算一份名单：\n  {program} --blank 名单.xlsx\n  {program} 名单.xlsx -o 结果.xlsx",
        title=title,
        article=found.article,
        program=program,
    )

    @click.command(name, cls=Command, help=help_, short_help=title)
    @CASE
    @RESULTS
    @AS
    @click.option("--blank", metavar="名单.xlsx", help="写出空白名单：一个案例一行，填好交给 -o。")
    @click.option("--explain", is_flag=True, help="写出计算说明：每一步的算式、舍入和依据。")
    @click.option("--schema", is_flag=True, help="输出案例的 JSON Schema。")
    @EXAMPLE
    def run(
        case_file: str | None,
        outputs: tuple[str, ...],
        kind: str | None,
        blank: str | None,
        explain: bool,
        schema: bool,
        example: bool,
    ) -> int:
        if (known := _asked(found, schema=schema, example=example)) is not None:
            return known
        if blank is not None:
            return _blank(found, blank, kind)
        source = _needed(case_file)
        if outputs:
            return _list(found, source, outputs, kind)
        if Path(source).suffix.lower() in LISTS:
            raise InputError(Sentence("{source} 是名单，请用 -o 写明结果写到哪里，如 -o 结果.xlsx。", source=source))
        return _tell(found.perform(found.load(_case(source))), explain=explain)

    return run


def _asked(found: Calculation, *, schema: bool, example: bool) -> int | None:
    """Print the example or the schema of a calculation; the exit code, ``None`` where neither is asked for."""
    if example:
        if answers():
            print_json(json.loads(found.example()))
        else:
            click.echo(found.example(), nl=False)
        return 0
    if schema:
        print_json(found.schema())
        return 0
    return None


def _needed(case_file: str | None) -> str:
    if case_file is None:
        raise InputError(Sentence("请给出 CASE.json（写 - 从标准输入读取）；--example 输出一份示例。"))
    return case_file


def _blank(found: Calculation, output: str, standard: str | None) -> int:
    """Write an empty list of cases."""
    from hjforms.caselists import case_form
    from hjforms.exchange.door import write_blanks

    if Path(output).is_file():
        raise InputError(named(output, Sentence("已经有这个文件，没有覆盖。请换个名称。")))
    kind = kind_of(output, ("xlsx", "json"), standard or "json")
    write_blanks(case_form(found), {output: kind})
    tell_written((output,))
    return 0


def _list(found: Calculation, source: str, outputs: Sequence[str], standard: str | None) -> int:
    """Work out every case of a source; returns the exit code."""
    from hjforms import caselists

    kinds = {output: kind_of(output, tuple(caselists.KINDS), standard or "json") for output in outputs}
    with watched():
        teller = Teller()
        results = _told(caselists.results(found, source), source, teller)
        count, faulty, left_out = caselists.write(found, results, kinds)
    teller.end(all_in(outputs))
    say(Sentence("{count} 份案例，{faulty} 份有错。", count=count, faulty=faulty))
    answer(count=count, faulty=faulty)
    if left_out:
        say(Sentence(".csv 只放得下一张表，没有写：{tables}。要全部的表，请写 .xlsx。", tables="、".join(left_out)))
    tell_written(outputs)
    return FOUND_ERRORS if faulty else 0


def _told(results: Iterable[Result], source: str, teller: Teller) -> Iterator[Result]:
    """The same results; what is wrong with a case is told as it comes."""
    for result in results:
        start = where(result.entry, (source,))
        teller.tell(start, report.faults_text(result.entry))
        errors = [finding for finding in result.findings if finding.severity == "error"]
        if result.entry.faults or errors:
            answer(records=[report.judged(result.entry, errors, language())])
        teller.tell(start, report.findings_text(errors, result.entry.cells))
        yield result


def _tell(outcome: Outcome, *, explain: bool) -> int:
    """Print an outcome; returns the exit code."""
    if answers():
        print_json(outcome.as_dict(language()))
        return FOUND_ERRORS if any(finding.severity == "error" for finding in outcome.findings) else 0
    print_lines(
        outcome.explanation() if explain else (named(step.name, step.said) for step in outcome.figures.values())
    )
    return tell_findings(outcome.findings, to_error=True) if outcome.findings else 0


@click.command("explain", cls=Command)
@click.argument("words", metavar="[计算] CASE.json", nargs=-1, required=True)
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help="写到 .pdf、.docx 或 .txt，可写多次。")
@click.option(
    "--as", "kind", type=click.Choice(ANNEXES), metavar="格式", help="写到标准输出时用哪种格式：pdf、docx 或 txt。"
)
def explain_case(words: tuple[str, ...], outputs: tuple[str, ...], kind: str | None) -> int:
    """写出计算说明：一个案例的每一步算式、舍入和依据。

    案例里写了 "$calculation" 的，不必写是哪种计算。

    \b
    hjforms explain overlap 案例.json
    hjforms overlap --example | hjforms explain -
    hjforms explain 案例.json -o 计算说明.pdf
    """
    from hjforms.calculation import calculation

    *names, case_file = words
    if len(names) > 1:
        raise click.UsageError(
            Sentence("多余的参数：{words}。", words=" ".join(words[2:])), click.get_current_context()
        )
    if not names and case_file in _calculations():
        raise InputError(Sentence("请给出 CASE.json（写 - 从标准输入读取）。"))
    kinds = {output: kind_of(output, ANNEXES, kind or "txt") for output in outputs}
    case = _case(case_file)
    found = calculation(names[0] if names else _named(case))
    outcome = found.perform(found.load(case))
    if STANDARD not in kinds:
        code = _tell(outcome, explain=True)
    else:
        code = tell_findings(outcome.findings, to_error=True) if outcome.findings else 0
    if not kinds:
        return code
    if code:
        say(Sentence("没有写出文件。请更正后重试。"))
        return code
    return _write_told(explained(outcome, kinds, found.title))


def _case(path: str) -> bytes:
    return read_bytes(path, LARGEST_JSON, Sentence("不是一个案例"))


def _calculations() -> tuple[str, ...]:
    from hjforms import calculation

    return calculation.names()


def _named(case: bytes) -> str:
    """The calculation that a case names."""
    from hjforms.catalogue import CASE_MARK
    from hjforms.records.parsing import parse

    data = parse(case, [])
    name = data.get(CASE_MARK) if isinstance(data, dict) else None
    if isinstance(name, str):
        return name
    message = Sentence(
        '没有写明是哪种计算，请在命令中写明，或在案例开头写 "{case_mark}"。可用：{calculations}。',
        case_mark=CASE_MARK,
        calculations=tuple(_calculations()),
    )
    raise InputError(Fault("", message, "calculation.missing"))


@click.command(cls=Command)
@CASE
@click.option("--resident", metavar="FILE", help="居民养老保险信息表，代替案例里的：记录 .json，或退回的 .pdf、.docx。")
@click.option("--employee", metavar="FILE", help="职工养老保险信息表：同上。")
@telling
@click.option("--explain", is_flag=True, help="写出计算说明：每一步的算式、舍入和依据。")
@click.option("--schema", is_flag=True, help="输出案例的 JSON Schema。")
@EXAMPLE
def transfer(
    case_file: str | None,
    resident: str | None,
    employee: str | None,
    told: Told,
    explain: bool,
    schema: bool,
    example: bool,
) -> int:
    """衔接全程：重复缴费、清退、账户合并、办理条件和时限、还要办什么，一次算清。

    \b
    hjforms transfer --example > 案例.json
    hjforms transfer 案例.json --explain
    hjforms transfer 案例.json --resident 居民表.pdf --employee 职工表.docx
    hjforms transfer 案例.json --sheet 告知单.pdf --agency 示例社保中心
    """
    from hjforms.calculation import calculation
    from hjforms.settlement import transfer as transferred

    if (known := _asked(calculation("transfer"), schema=schema, example=example)) is not None:
        return known
    with watched():
        found = transferred(_case(_needed(case_file)), resident=resident, employee=employee)
    code = _tell(found.outcome, explain=explain)
    if not told.is_wanted:
        return code
    if code:
        say(Sentence("没有写出文件。请更正后重试。"))
        return code
    return _write_told(told.files(found))


def _write_told(files: Mapping[str, bytes] | None) -> int:
    """Write what a person is told, all of it together; returns the exit code."""
    from hjforms.exchange import write_all

    if files is None:
        return FOUND_ERRORS
    write_all((), (), beside=files)
    tell_written(tuple(files))
    return 0


COMMANDS = (explain_case, transfer)
