"""The commands to try by hand: amount, demo."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hjforms.cli.talk import answer, print_lines
from hjforms.cli.usage import Command
from hjforms.errors import InputError
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from decimal import Decimal


MINUS = "负"
SHORT = {"万": 10_000, "亿": 100_000_000}


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})  # -5 is an amount
@click.argument("amount", metavar="金额")
def amount(amount: str) -> None:
    """金额与大写互换，并给出英文（外国人的凭证用）。

    \b
    hjforms amount 107000.53
    hjforms amount 12万
    hjforms amount 壹拾万柒仟元零伍角叁分
    """
    from hjforms.notations import capital, money

    number = _amount(amount)
    size = abs(number)
    yuan, fen = divmod(size, 1)
    said_in = {
        "amount": money.write(number),
        "capital": f"{MINUS if number < 0 else ''}{capital.write(size)}",
        "english": f"{'minus ' if number < 0 else ''}{_english(int(yuan), int(fen * 100))}",
    }
    answer(**said_in)
    print_lines(said_in.values())


def _amount(text: str) -> Decimal:
    """The amount that figures, figures of 万 or 亿, or capitals state; 负 may stand before capitals."""
    from decimal import Decimal

    from hjforms.notations import capital, money

    plain = text.strip().removesuffix("元")
    unit = plain[-1:]
    if not any(char.isdigit() for char in text):
        size = capital.read(text.strip().removeprefix(MINUS))
        number = -size if size is not None and text.strip().startswith(MINUS) else size
    elif unit in SHORT:
        figures = plain[:-1].strip().replace(",", "").replace("，", "")
        if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", figures):
            raise InputError(Sentence("金额：{unit}前面应是一个数，如 12{unit} 或 1.5{unit}。", unit=unit))
        number = money.of(format((Decimal(figures) * SHORT[unit]).normalize(), "f"))
    else:
        number = money.read(text)
    if number is None:
        raise InputError(Sentence("请给出金额，如 107000.53、12万 或 壹拾万柒仟元零伍角叁分。"))
    return number


def _english(yuan: int, fen: int) -> str:
    from num2words import num2words

    words = f"{num2words(yuan)} yuan"
    return f"{words} and {num2words(fen)} fen" if fen else f"{words} only"


@click.command(cls=Command)
@click.option("-o", "--output", default="out", show_default=True, metavar="FOLDER", help="文件写到哪个文件夹。")
def demo(output: str) -> None:
    """演示：把一个例子从记录到纸面再读回来，从头走一遍。"""
    from hjforms import demo as demonstration

    lines = demonstration.run(Path(output))
    print_lines(lines)
    answer(folder=output, index=str(Path(output) / "index.html"))


COMMANDS = (amount, demo)
