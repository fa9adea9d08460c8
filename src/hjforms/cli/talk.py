"""What is said (输出): results on standard output, messages on standard error, in the language that was asked for."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import click

from hjforms.wording import LANGUAGES, Language, plain, said

LANG, VARIABLE, JSON = "--lang", "HJFORMS_LANG", "--json"
_language: ContextVar[Language] = ContextVar("language", default="zh")


@dataclass
class _Answer:
    """What a program is told: one JSON object, which is printed once."""

    data: dict[str, Any] = field(default_factory=dict)
    is_given: bool = False


_answer: ContextVar[_Answer | None] = ContextVar("answer", default=None)


def language() -> Language:
    """The language in which the command speaks."""
    return _language.get()


def speak(words: Sequence[str]) -> None:
    """Speak as the words of a command ask: to a program with ``--json``; in a language, else that of the environment.

    Both are taken from the words before they are parsed, so that faults of these are told so, too.
    """
    _answer.set(_Answer() if JSON in words else None)
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
    """Print lines; those of a result are for people alone."""
    for line in lines:
        if to_error or not answers():
            click.echo(spoken(line), err=to_error)


def answers() -> bool:
    """True where the command speaks to a program: then standard output gets one JSON object and nothing else."""
    return _answer.get() is not None


def answer(**data: Any) -> None:
    """Put this into the JSON object; a list is added to what stands there. Nothing where people are spoken to."""
    given = _answer.get()
    if given is not None:
        for name, value in data.items():
            if isinstance(value, list):
                given.data.setdefault(name, []).extend(value)
            else:
                given.data[name] = value


def print_answer() -> None:
    """Print the JSON object, where the command speaks to a program: the last thing that it does, and once."""
    given = _answer.get()
    if given is not None and not given.is_given:
        given.is_given = True
        _print(given.data)
        sys.stdout.flush()


def print_json(value: Mapping[str, Any]) -> None:
    """Print a result that is JSON, whoever asks."""
    if answers():
        answer(**value)
    else:
        _print(value)


def tell_help(text: str) -> None:
    """Print a help text."""
    print_lines((text,))
    answer(help=text)


def _print(value: Mapping[str, Any]) -> None:
    click.echo(json.dumps(plain(value, language()), ensure_ascii=False, indent=2))
