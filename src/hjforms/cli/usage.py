"""Commands and groups (命令): help and every complaint about how a command was written, in Chinese.

``Group.main`` is where everything that goes wrong ends: in one message and one exit code.
"""

from __future__ import annotations

import inspect
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import click

from hjforms.cli.help import COLUMNS, Help
from hjforms.cli.talk import JSON, LANG, answer, answers, language, print_answer, say, speak, spoken, tell_help
from hjforms.errors import Fault, HjformsError, InputError, reason
from hjforms.files import STANDARD, drop_standard_output
from hjforms.naming import is_it, with_guess
from hjforms.wording import LANGUAGES, Label, Lines, Said, Sentence, named, said

JSON_HELP = "标准输出是一个 JSON 对象，供其他程序使用。"
OUTPUTS = ("output", "outputs", "blank")
"""The parameters that may name standard output."""
LANG_HELP = "信息和说明用哪种语言（缺省 zh，或环境变量 HJFORMS_LANG）。"
BROKEN_OFF = Sentence("已中断；没有写完的文件不会留下。")


class Stopped(BaseException):
    """The system asks the command to end (SIGTERM, SIGHUP)."""

    def __init__(self, number: int) -> None:
        self.exit_code = 128 + number
        super().__init__()


class ReadEnough(BaseException):
    """Whoever reads standard output has closed it; click would take that for a failure."""


class Context(click.Context):
    """A context whose help speaks Chinese."""

    formatter_class = Help

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_content_width": COLUMNS})


class Command(click.Command):
    """A command whose help and complaints speak Chinese."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})
        languages = click.Choice(
            LANGUAGES
        )  # taken from the words before they are parsed, so that faults are told in it
        self.params.append(click.Option([JSON], is_flag=True, expose_value=False, help=JSON_HELP))
        self.params.append(click.Option([LANG], type=languages, expose_value=False, help=LANG_HELP))

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, in the language of the command."""
        with formatter.indentation():
            formatter.write_text(self._said_help())

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does in a line, in the language of the command."""
        told = spoken(self.short_help) if self.short_help else self._said_help()
        return click.Command("", help=told).get_short_help_str(limit)

    def _said_help(self) -> str:
        return spoken(self.help if isinstance(self.help, Said) else inspect.cleandoc(self.help or ""))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``, in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help, option.callback = "显示本说明。", _help
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take in what was written; what is left over is told."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing and not isinstance(self, click.Group):
            raise click.UsageError(Sentence("多余的参数：{words}。", words=" ".join(rest)), ctx)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ``InputError`` where a file is to go where JSON for another program goes."""
        given = (ctx.params.get(name) or () for name in OUTPUTS)
        if answers() and any(STANDARD in ((value,) if isinstance(value, str) else value) for value in given):
            raise InputError(Sentence("--json 与 -o - 都写到标准输出，请只用一个。"))
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReadEnough from None


def _help(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Tell the help of a command, and end."""
    if wanted and not ctx.resilient_parsing:
        tell_help(ctx.get_help())
        ctx.exit()


def _failed(code: int, message: Said, faults: Iterable[Fault]) -> int:
    """Say what is wrong, and answer it; returns the exit code."""
    say(message)
    answer(faults=[fault.as_dict(language()) for fault in faults])
    return code


class Group(Command, click.Group):
    """A group of commands; its own errors and ours end in one message and the exit code of the error."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 [参数]…", **kwargs})

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            unknown = Sentence("没有这个命令：{name}。", name=name)
            raise click.UsageError(with_guess(unknown, is_it(name, self.list_commands(ctx))), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings."""
        for heading, names in self.headings(ctx):
            found = [(name, command) for name in names if (command := self.get_command(ctx, name))]
            if found:
                with formatter.section(heading):
                    formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in found])

    def headings(self, ctx: click.Context) -> list[tuple[str, list[str]]]:
        """The names of the commands under their headings."""
        return [("命令", self.list_commands(ctx))]

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; whatever is wrong ends in one message and its exit code."""
        kwargs["standalone_mode"] = False
        _write_utf8()
        words = kwargs.get("args") or (args[0] if args else None) or sys.argv[1:]
        speak(words)
        with _stoppable():
            code = self._outcome(args, kwargs)
            try:
                print_answer()
            except OSError as error:
                code = _untold(error) or code
        sys.exit(code)

    def _outcome(self, args: Any, kwargs: Any) -> int:
        """Run the command; returns the exit code."""
        try:
            result = super().main(*args, **kwargs)
            sys.stdout.flush()
        except HjformsError as error:
            return _failed(error.exit_code, error.message, error.faults)
        except click.ClickException as error:
            message = _click_fault(error)
            return _failed(InputError.exit_code, message, [Fault("", message, "usage")])
        except (click.Abort, KeyboardInterrupt, Stopped) as stopped:
            code = stopped.exit_code if isinstance(stopped, Stopped) else 130
            return _failed(code, BROKEN_OFF, [Fault("", BROKEN_OFF, "stopped")])
        except (OSError, ReadEnough) as error:
            return _untold(error)
        return result if isinstance(result, int) else 0


def _click_fault(error: click.ClickException) -> Said:
    """What to say of a command that could not be understood."""
    if type(error).__name__ == "NoArgsIsHelpError":  # older versions of click print the help by themselves
        return said(error.format_message())
    if not isinstance(error, click.UsageError):
        return Sentence("命令没有做成，请核对写法。")
    told = Sentence("用法有误：{told}", told=_usage_fault(error))
    return Lines(told, Sentence("请看 {command} --help。", command=error.ctx.command_path)) if error.ctx else told


def _untold(error: OSError | ReadEnough) -> int:
    """The exit code where standard output, or a file that nobody thought of, fails."""
    if isinstance(error, ReadEnough | BrokenPipeError):
        drop_standard_output()
        return 0
    told = named(error.filename or Sentence("标准输出"), Sentence("{reason}，没有做完。", reason=reason(error)))
    if error.filename is None:
        drop_standard_output()
    return _failed(InputError.exit_code, told, [Fault("", told)])


def _write_utf8() -> None:
    """Write UTF-8 whatever the console or the environment says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(OSError):
                reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _stoppable() -> Iterator[None]:
    """End in an orderly way where the system asks for it; what was ignored stays so."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise Stopped(number)

    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {}
    with suppress(ValueError):  # not the main thread: signals are for another
        before = {name: signal.signal(name, stop) for name in names if signal.getsignal(name) is signal.SIG_DFL}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _usage_fault(error: click.UsageError) -> Said:
    """What is wrong with how the command was written."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return Sentence("缺少 {name}。", name=_shown(error))
    if isinstance(error, click.NoSuchOption):
        known = [name for param in error.ctx.command.params for name in param.opts] if error.ctx else []
        unknown = Sentence("没有选项 {option}。", option=error.option_name)
        return with_guess(unknown, is_it(error.option_name, known))
    if isinstance(error, click.BadOptionUsage):
        return _value_fault(error)
    if isinstance(error, click.BadParameter) and error.param is not None:
        if allowed := getattr(error.param.type, "choices", ()):
            return Sentence("{name} 的值不对，只能是 {allowed}。", name=_shown(error), allowed=allowed)
        return Sentence("{name} 的值不对。", name=_shown(error))
    return error.message if isinstance(error.message, Said) else Sentence("缺少命令，或写法不对。")


def _value_fault(error: click.BadOptionUsage) -> Said:
    """What is wrong with the value of an option."""
    takes = error.ctx is not None and any(
        error.option_name in param.opts and getattr(param, "is_flag", False) for param in error.ctx.command.params
    )
    if takes:
        return Sentence("选项 {option} 后面不带值。", option=error.option_name)
    return Sentence("选项 {option} 后面缺少值。", option=error.option_name)


def _shown(error: click.BadParameter) -> Said:
    """The name of a parameter, as the help has it."""
    assert error.param is not None
    if isinstance(error.param, click.Option):
        return said(max(error.param.opts, key=len))
    name = error.param.human_readable_name
    return Label(name, " ".join(said(word).text("en") for word in name.split(" ")))
