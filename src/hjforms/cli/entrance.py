"""The entrance (入口): every command under one group, the calculations among them."""

from __future__ import annotations

from importlib import import_module

import click

from hjforms.cli.imports import unwatched
from hjforms.cli.talk import answer, print_lines, tell_help
from hjforms.cli.usage import Command, Group
from hjforms.wording import Sentence

ROOMS = {
    "signing": ("sign",),
    "papers": ("list", "show", "blank", "fill", "print"),
    "checking": ("check", "compare"),
    "returning": ("read",),
    "trying": ("amount", "demo"),
    "computing": ("explain", "transfer"),
    "settling": ("settle",),
    "bookkeeping": ("book",),
    "archiving": ("key", "archive"),
    "desk": ("serve", "desk"),
    "keeping": ("template", "golden"),
}
"""The modules beside this one and the commands of each, so that a command imports no other one's module."""


class Entrance(Group):
    """All commands, each made when it is asked for; every calculation is one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, those of the calculations as well."""
        return sorted(
            {*super().list_commands(ctx), *(name for names in ROOMS.values() for name in names), *_calculations()}
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        for room, names in ROOMS.items():
            if cmd_name in names and cmd_name not in self.commands:
                self._furnish(room)
        command = super().get_command(ctx, cmd_name)
        if command is not None or cmd_name not in _calculations():
            return command
        from hjforms.cli.computing import calculation_command

        return calculation_command(cmd_name)

    def _furnish(self, room: str) -> None:
        """Take in the commands of a module."""
        with unwatched():
            module = import_module(f"hjforms.cli.{room}")
        for command in module.COMMANDS:
            self.add_command(command)

    def headings(self, ctx: click.Context) -> list[tuple[str, list[str]]]:
        """The commands, and apart from them the calculations."""
        computed = _calculations()
        names = [name for name in self.list_commands(ctx) if name not in computed]
        return [("命令", names), ("计算（案例 JSON 进，数字和计算说明出）", list(computed))]


def _calculations() -> tuple[str, ...]:
    from hjforms import calculation

    return calculation.names()


def _tell_version() -> None:
    from importlib.metadata import version as version_of

    answer(version=version_of("hjforms"))
    print_lines((f"hjforms {version_of('hjforms')}",))


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Tell the version, and end."""
    if wanted and not ctx.resilient_parsing:
        _tell_version()
        ctx.exit()


@click.group("hjforms", cls=Entrance)
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本。")
def main() -> None:
    """衔接表单：填写、打印、核对、读回城乡养老保险制度衔接的各种表单。

    \b
    先看有哪些表：     hjforms list
    看一张表的字段：   hjforms show 附件5
    起一份记录：       hjforms blank 附件5 -o 记录.json
    填表打印：         hjforms fill 记录.json -o 清退表.pdf -o 清退表.docx
    读回退件：         hjforms read 清退表.pdf -o 读回.json
    两表算出清退表：   hjforms settle --resident 居民表.pdf
                         --employee 职工表.pdf -o 清退表.pdf
    计算并说明：       hjforms overlap --example | hjforms explain -
    从头看一遍：       hjforms demo
    """


@click.command(cls=Command)
def version() -> None:
    """显示版本。"""
    _tell_version()


@click.command("help", cls=Command)
@click.argument("names", metavar="[命令]…", nargs=-1)
@click.pass_context
def help_(ctx: click.Context, names: tuple[str, ...]) -> None:
    """显示说明；写上命令的名称，显示这个命令的说明。"""
    found, shown = main, ctx.find_root()
    command: click.Command = found
    for name in names:
        if not isinstance(command, Group):
            raise click.UsageError(Sentence("{command_path} 没有下级命令。", command_path=shown.command_path), shown)
        _, next_, _ = command.resolve_command(shown, [name])
        assert next_ is not None
        command, shown = next_, next_.context_class(next_, info_name=name, parent=shown)
    tell_help(command.get_help(shown))


for _command in (version, help_):
    main.add_command(_command)
