"""What every command stands on: groups and help in Chinese, one way in and out of files, options that recur.

Libraries are imported when a command needs them: a clerk waits for each start.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hjforms import report
from hjforms.errors import HjformsError, InputError
from hjforms.records.loading import json_bytes

if TYPE_CHECKING:
    from hjforms.catalogue import Form
    from hjforms.findings import Finding

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


class Command(click.Command):
    """A command whose help speaks Chinese."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``, in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option


class Group(Command, click.Group):
    """A group of commands; its own errors and ours end in one message and the exit code of the error.

    Every calculation is a command, made when it is asked for.
    """

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, those of the calculations as well."""
        return sorted({*super().list_commands(ctx), *self._calculations()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        command = super().get_command(ctx, cmd_name)
        if command is not None or cmd_name not in self._calculations():
            return command
        from hjforms.cli.computing import calculation_command

        return calculation_command(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, and apart from them the calculations."""
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
        """Run the command; whatever is wrong ends in one message and its exit code."""
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except HjformsError as error:
            say(str(error))
            sys.exit(error.exit_code)
        except click.UsageError as error:
            say(f"用法有误：{_usage_fault(error)}")
            if error.ctx:
                say(f"请看 {error.ctx.command_path} --help。")
            sys.exit(InputError.exit_code)
        except click.ClickException as error:
            say(error.format_message())
            sys.exit(InputError.exit_code)
        except (click.Abort, KeyboardInterrupt):
            say("已中断；没有写完的文件不会留下。")
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


def say(message: str) -> None:
    """Tell the clerk, on standard error."""
    click.echo(message, err=True)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of a result."""
    for line in lines:
        click.echo(line)


def print_json(value: Any) -> None:
    """Print a result for another program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def chosen_form(form_id: str, template: Path | None = None, on: str | None = None) -> Form:
    """The form of an id, on an own template or in the edition of a day; tells of a newer edition beside it."""
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
            say(f"提示：《{found.title}》{version.days}有新版 {version.value.id}；用 --on 日期 按当日有效的版本办理。")


def input_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        if Path(path).is_fifo() or Path(path).is_char_device():  # these may never end
            raise InputError(f"{path}：不是文件（是管道或设备）；要从管道读取，请写 -。")
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}：打不开（{reason(error)}）。") from None


def reason(error: OSError) -> str:
    """Why a file cannot be opened, in the words of a clerk."""
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "找不到文件",
        IsADirectoryError: "这是文件夹",
        PermissionError: "没有权限",
    }
    return reasons.get(type(error), error.strerror or "读取失败")


def tell_findings(findings: Sequence[Finding], *, to_error: bool) -> int:
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


def rendered(form: Form, record: Any, kind: str, editable: bool, carry: bool = True) -> bytes:
    """A record as a file of this kind (pdf, docx, json)."""
    if kind == "pdf":
        return form.pdf(record, editable, carry)
    if kind == "docx":
        return form.docx(record, carry)
    return json_bytes(record.model_dump(mode="json"))


def kind_of(output: str, allowed: Sequence[str]) -> str:
    """The kind of file that a name asks for. Raises ``InputError`` where it is none of those allowed."""
    kind = Path(output).suffix.lower().removeprefix(".")
    if kind not in allowed:
        raise InputError(f"{output}：文件名应以 {'、'.join('.' + item for item in allowed)} 结尾。")
    return kind


def write_files(files: dict[str, bytes]) -> None:
    """Write files, each whole or not at all, and say which."""
    from hjforms.render.printing import write_whole

    for path, data in files.items():
        write_whole(path, data)
        say(f"已写出 {path}")


@click.group(cls=Group, context_settings={"max_content_width": 100})
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
