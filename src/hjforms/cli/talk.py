"""What is said (输出): results on standard output, messages on standard error."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click


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
