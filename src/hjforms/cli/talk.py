"""What is said (输出): results on standard output, messages on standard error, in the language that was asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import Any

import click

from hjforms.wording import LANGUAGES, Language, plain, said

LANG, VARIABLE = "--lang", "HJFORMS_LANG"
_language: ContextVar[Language] = ContextVar("language", default="zh")


def language() -> Language:
    """The language in which the command speaks."""
    return _language.get()


def speak(words: Sequence[str]) -> None:
    """Speak the language that the words of a command ask for, else that of the environment, else Chinese."""
    asked = [os.environ.get(VARIABLE, "")]
    for word, after in zip(words, (*words[1:], ""), strict=False):
        if word == LANG:
            asked.append(after)
        elif word.startswith(f"{LANG}="):
            asked.append(word.removeprefix(f"{LANG}="))
    _language.set(next((lang for lang in LANGUAGES if lang == asked[-1][:2].lower()), "zh"))


def spoken(text: str) -> str:
    """A text in the language of the command."""
    return said(text).text(language())


def say(message: str) -> None:
    """Tell the clerk, on standard error."""
    click.echo(spoken(message), err=True)


def print_lines(lines: Iterable[str], *, to_error: bool = False) -> None:
    """Print lines of a result."""
    for line in lines:
        click.echo(spoken(line), err=to_error)


def print_json(value: Any) -> None:
    """Print a result for another program."""
    click.echo(json.dumps(plain(value, language()), ensure_ascii=False, indent=2))
