"""english.toml has the English of everything that is said, with the same facts, and nothing else."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import click
import pytest

import hjforms
from hjforms import calculation
from hjforms.calculations import _agreement, deadline
from hjforms.catalogue import pairs
from hjforms.cli import main
from hjforms.law import accounts, cangxi
from hjforms.notations import units
from hjforms.timeline import CERTAINTY
from hjforms.wording import NAMED, Said, Sentence, english, said
from support import ROOT

SOURCE = ROOT / "src" / "hjforms"
TABLE = SOURCE / "wording" / "english.toml"
CHINESE = re.compile("[\u4e00-\u9fff]")
OF_THE_LAW = (
    accounts.YEAR_END,
    accounts.NOT_SEEN,
    cangxi.ENDED_BEFORE,
    cangxi.TOO_YOUNG,
    cangxi.TOO_FEW_YEARS,
    cangxi.OTHER_PENSION,
)
"""Notes of steps that findings repeat."""


def templates() -> Iterator[tuple[str, set[str], str]]:
    """Every template in the code, with the parameters that it gets there, and where."""
    yield NAMED, {"place", "told"}, "wording"
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence":
                [template] = node.args
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                text = template.value if isinstance(template, ast.Constant) else constant(path, template)
                yield text, {keyword.arg or "**" for keyword in node.keywords}, where


def constant(path: Path, node: ast.expr) -> str:
    """The template that a name in capitals stands for."""
    assert isinstance(node, ast.Name), f"{path}:{node.lineno}: a template is written where it is said"
    assert node.id.isupper(), f"{path}:{node.lineno}: a template is written where it is said"
    return getattr(import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)), node.id)


def named_in(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


def rules() -> Iterator[object]:
    yield from (rule for form in hjforms.forms() for rule in form.rules)
    yield from (rule for pair in pairs() for rule in pair.rules)
    yield from (rule for name in calculation.names() for rule in calculation.calculation(name).rules)


def of_data() -> Iterator[str]:
    """What is data elsewhere and is said in sentences."""
    for rule in rules():
        for text in (rule.formula, getattr(rule, "excuse", "")):
            yield text.template if isinstance(text, Sentence) else text
    yield from (calculation.calculation(name).title for name in calculation.names())
    yield from (*_agreement.PAPERS.values(), *deadline.EVENTS.values(), *OF_THE_LAW)
    yield from CERTAINTY.values()
    yield from (unit.name for unit in (units.YUAN, units.YEAR, units.MONTHS, units.WHOLE_YEARS))
    for path in (SOURCE / "law" / "parameters").glob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        yield data["name"]
        for version in data["version"]:
            if isinstance(version["value"], list) and isinstance(version["value"][0], dict):
                yield from (stage["name"] for stage in version["value"])


def of_help(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """What the help of a command says."""
    if not isinstance(command.help, Said):
        yield inspect.cleandoc(command.help or "")
    for param in command.get_params(ctx):
        yield (isinstance(param, click.Option) and param.help) or ""
    pieces = [*command.collect_usage_pieces(ctx), *(param.make_metavar(ctx) for param in command.get_params(ctx))]
    yield from (word for piece in pieces for word in piece.split(" "))
    if isinstance(command, click.Group):
        yield from (f"{heading}：" for heading, _ in command.headings(ctx))
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            yield from of_help(inner, inner.context_class(inner, info_name=name, parent=ctx))


def helps() -> set[str]:
    told = {*of_help(main, main.context_class(main, info_name="hjforms")), "用法：", "选项：", "（必填）"}
    return {said(text).template for text in told}


def chinese(texts) -> set[str]:
    return {text for text in texts if CHINESE.search(text)}


@pytest.mark.parametrize("known", [lambda: {text for text, _, _ in templates()}, of_data, helps])
def test_all_that_is_said_has_an_english_sentence(known):
    missing = {text for text in known() if text not in english()}
    assert not chinese(missing), f"write them into {TABLE.name}"


def test_the_parameters_of_a_sentence_are_those_of_its_template():
    wrong = [f"{where}: {template}" for template, given, where in templates() if named_in(template) != given]
    assert not wrong


def test_both_languages_have_the_same_parameters():
    wrong = [template for template, sentence in english().items() if named_in(template) != named_in(sentence)]
    assert not wrong


def test_no_sentence_is_left_over():
    said = {*(text for text, _, _ in templates()), *of_data(), *helps()}
    assert not english().keys() - said


def test_no_sentence_stands_twice():
    parts = tomllib.loads(TABLE.read_text("utf-8")).values()
    keys = [key for part in parts for key in part]
    assert sorted(keys) == sorted(set(keys))


def test_english_sentences_have_chinese_only_where_it_is_quoted():
    """What stands on paper or is a title: between quotation marks, or characters that are spoken of."""
    quoted = re.compile(
        "《[^》]*》|“[^”]*”|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整男女年月日个*0-9]+|附件5|社会保险经办机构"
    )
    wrong = [text for text in english().values() if CHINESE.search(quoted.sub("", text))]
    assert not wrong
