"""What the commands share (共用): words that recur, the form that is meant, records from sources and to sinks.

Libraries are imported when a command needs them: a clerk waits for each start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from hjforms import naming, report
from hjforms.cli.talk import answer, language, print_lines, say
from hjforms.cli.watch import watched
from hjforms.errors import InputError
from hjforms.files import STANDARD
from hjforms.wording import Joined, Said, Sentence, named

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.exchange import Entry
    from hjforms.findings import Finding
    from hjforms.seals import Trust

FOUND_ERRORS = 1


class FormName(click.types.StringParamType):
    """The name of a form, which a shell completes."""

    name = "form"

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids of the forms whose id begins so, or in whose title this stands."""
        from hjforms.catalogue import forms

        return [
            CompletionItem(form.id, help=form.title)
            for form in forms()
            if form.id.startswith(incomplete) or incomplete in form.title
        ]


class FormOrRecord(FormName):
    """The name of a form, or of a file."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The forms, and what the shell knows of files."""
        return [*super().shell_complete(ctx, param, incomplete), CompletionItem(incomplete, type="file")]


Words = tuple[str | None, tuple[str, ...]]
"""What ``record_words`` gives: the form that was named, and the sources."""


def record_words(metavar: str, many: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The arguments ``[FORM] RECORD`` of a command; ``asked`` tells which word is which."""
    return click.argument(
        "words", metavar=f"[FORM] {metavar}", nargs=-1, required=True, type=FormOrRecord(), callback=_words(many)
    )


def _words(many: bool) -> Any:
    """What takes the words apart: the form, or nothing, and the sources."""

    def split(
        ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]
    ) -> tuple[str | None, tuple[str, ...]]:
        if ctx.resilient_parsing:
            return None, words
        named = not _is_source(words[0]) or (not many and len(words) > 1)
        form, sources = (words[0], words[1:]) if named else (None, words)
        if not sources:
            raise click.UsageError(naming.with_guess(Sentence("缺少 RECORD。"), _no_such_file(words[0])), ctx)
        if len(sources) > 1 and not many:
            raise click.UsageError(Sentence("多余的参数：{words}。", words=" ".join(sources[1:])), ctx)
        return form, sources

    return split


def _no_such_file(word: str) -> Said | None:
    """What to say of a word that is neither a form nor a file."""
    from hjforms.catalogue import form

    try:
        form(word)
    except InputError:
        names = [path.name for path in Path().iterdir()]
        guess = naming.is_it(word, names) or naming.is_it(f"{word}.json", names)
        return naming.with_guess(Sentence("没有 {word} 这个文件，也没有这张表。", word=word), guess)
    return None


def _is_source(word: str) -> bool:
    """True where a word names a file or a folder rather than a form."""
    from hjforms.exchange.door import NOTATIONS, is_folder

    return word == STANDARD or Path(word).suffix.lower() in NOTATIONS or is_folder(word) or Path(word).is_file()


FORM = click.argument("form_id", metavar="FORM", type=FormName())
FORM_OPTION = click.option("--form", "form_id", metavar="FORM", type=FormName(), help="只读这一种表。")
TEMPLATE = click.option(
    "--template",
    "own",
    metavar="FILE.docx",
    type=click.Path(path_type=Path),
    help="用本单位自己的 Word 模板（先用 template compile 编译）。",
)
ON = click.option("--on", metavar="日期", help="按这一天有效的版本，如 2027-01-01。")
AS = click.option(
    "--as",
    "kind",
    type=click.Choice(["pdf", "docx", "ofd", "json", "jsonl", "xlsx", "csv"]),
    metavar="格式",
    help="写到文件夹或标准输出时用哪种格式：pdf、docx、ofd、json、jsonl、xlsx 或 csv。",
)


def chosen_form(form_id: str, template: Path | None = None, on: str | None = None) -> Form:
    """The form of a name, on an own template or in the edition of a day; tells of a newer edition beside it."""
    from hjforms.catalogue import form
    from hjforms.notations import date

    found = form(form_id, date.of(on))
    if on is None and "@" not in form_id:
        _tell_newer(found)
    return found.with_template(template) if template else found


OFD = click.option("--ofd", is_flag=True, help="每张表除 PDF/A 以外，再放一份 OFD。")
KEY = click.option("--key", metavar="FILE", help="本单位的密钥文件：表和清单带它的标记，凭它能确认是本单位归档的。")
"""The options of what makes a package."""
TRUST = click.option(
    "--trust",
    "roots",
    multiple=True,
    metavar="FILE",
    help="所信任的根证书（PEM 或 DER），可写多次；电子签名的证书据此核对。",
)


def trust_in(roots: Sequence[str]) -> Trust:
    """Trust in the certificates of files."""
    from hjforms.seals import NOBODY, Trust

    return Trust.of(*roots) if roots else NOBODY


DRY_RUN = click.option("--dry-run", is_flag=True, help="只列出名单的各栏读作什么，什么都不做。")


def asked_form(form_id: str | None, template: Path | None = None, on: str | None = None) -> Form | None:
    """The form of a name; without a name, none: then each record names its own."""
    if form_id is not None:
        return chosen_form(form_id, template, on)
    for option, given in (("--template", template), ("--on", on)):
        if given:
            raise InputError(Sentence("用了 {option}，请写明是哪种表（FORM）。", option=option))
    return None


def _tell_newer(found: Form) -> None:
    """Say so where a newer edition of the form stands beside this one."""
    from hjforms.catalogue import editions

    for version in editions(found.id).versions:
        if version.first > found.edition:
            say(
                Sentence(
                    "提示：《{title}》{days}有新版 {form}；用 --on 日期 按当日有效的版本办理。",
                    title=found.title,
                    days=version.days,
                    form=version.value.id,
                )
            )


def entries_of(sources: Sequence[str], form: Form | None) -> Iterator[Entry]:
    """Every record of the sources, in their order."""
    from hjforms.exchange.door import opened
    from hjforms.exchange.entry import Wanted

    wanted = replace(Wanted.of(form), tell=say)
    with watched():
        for source in sources:
            for entry in opened(source, wanted):
                yield entry.with_findings()


def tell_columns(sources: Sequence[str], form: Form | None) -> int:
    """Tell how the columns of lists are understood, and do nothing else; returns the exit code."""
    from hjforms.exchange.door import tables
    from hjforms.exchange.entry import Wanted

    with watched():
        for source in sources:
            found = tables(source, Wanted.of(form))
            for table in found:
                print_lines(report.columns_text(source, table))
                answer(lists=[report.columns_data(source, table)])
            if not found:
                print_lines([named(source, Sentence("不是名单，没有栏目可列。"))])
    return 0


def alone_at(sources: Sequence[str]) -> set[str]:
    """How the origin of an entry is called where a command was given just this one."""
    return {sources[0], f"{sources[0]} 第1页", "标准输入"} if len(sources) == 1 else set()


def where(entry: Entry, sources: Sequence[str]) -> Said | None:
    """Where an entry stands, where the command was not given just this one."""
    return None if str(entry.origin) in alone_at(sources) else entry.origin.words


def at_place(place: Said | None, lines: Iterable[Said]) -> Iterator[Said]:
    """Lines, each with its place before it."""
    return (named(place, line) if place else line for line in lines)


MOST_LINES = 200
"""How many lines a command tells of what it finds in a list: what nobody reads to its end stands in a file."""


AS_JSON = Sentence("加 --json 全部输出。")
"""How to see what was not told for its length."""


class Teller:
    """Tells what is found in a list, entry by entry, and of a long one how much more there is and where."""

    def __init__(self) -> None:
        self._told = 0
        self._left = 0

    def tell(self, place: Said | None, lines: Iterable[Said], *, to_error: bool = True) -> None:
        """Tell lines, each of one place, so long as there are not too many."""
        for line in lines:
            if self._told < MOST_LINES:
                self._told += 1
                print_lines(at_place(place, (line,)), to_error=to_error)
            else:
                self._left += 1

    def end(self, where_all: Said) -> None:
        """Tell how many lines were not told, and where all of them stand."""
        if self._left:
            more = Sentence("以上是前 {most} 行，另有 {count} 行没有列出。", most=self._told, count=self._left)
            say(Joined(more, where_all))


def all_in(files: Sequence[object]) -> Said:
    """Where all that was found stands: in files."""
    return Sentence("全部见 {files}。", files=[str(file) for file in files])


def only_of(found: Sequence[Entry], source: str) -> Entry:
    """The only record of a source. Raises ``InputError`` where there are several, or none."""
    if len(found) != 1:
        raise InputError(named(source, Sentence("其中有 {count} 份记录，应恰好一份。", count=len(found))))
    return found[0]


def kind_of(output: str, allowed: Sequence[str], standard: str = "") -> str:
    """The kind of file that a name asks for; of standard output it is ``standard``, where a command takes that.

    Raises ``InputError`` where it is none of those allowed.
    """
    if output == STANDARD and standard:
        if standard not in allowed:
            raise InputError(named(output, Sentence("--as：标准输出的格式只能是{options}。", options=tuple(allowed))))
        return standard
    kind, endings = Path(output).suffix.lower().removeprefix("."), ["." + item for item in allowed]
    if output == STANDARD:
        raise InputError(
            named(output, Sentence("这一项只写成文件，不写到标准输出；文件名应以 {allowed} 结尾。", allowed=endings))
        )
    if kind not in allowed:
        raise InputError(named(output, Sentence("文件名应以 {allowed} 结尾。", allowed=endings)))
    return kind


def tell_written(outputs: Sequence[str]) -> None:
    """Say what was written; standard output speaks for itself."""
    written = [output for output in outputs if output != STANDARD]
    for output in written:
        say(Sentence("已写出 {output}", output=output))
    answer(written=written)


def tell_counted(output: str, count: int) -> None:
    """Say how many records were written; standard output speaks for itself."""
    if output != STANDARD:
        say(Sentence("已写出 {output}：{count} 份。", output=output, count=count))
    answer(written=[output], count=count)


def write_marked(source: str, entries: Iterable[Entry], output: str) -> None:
    """Write what was found of entries of a source as a workbook, and say what of the clerk's own is not in it."""
    from hjforms.exchange.marking import mark
    from hjforms.files import whole_file

    kind_of(output, ("xlsx",), "xlsx")
    with whole_file(output) as file:
        lost = mark(source, entries, file, language())
    for told in lost:
        say(told)
    tell_written((output,))


def tell_findings(findings: Sequence[Finding], *, to_error: bool) -> int:
    """Tell the findings; returns the exit code."""
    print_lines((*report.findings_text(findings), report.summary(findings)), to_error=to_error)
    return FOUND_ERRORS if any(finding.severity == "error" for finding in findings) else 0
