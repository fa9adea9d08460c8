"""Help and lists (说明): in either language, within 80 columns, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import click

from hjforms.cli.talk import spoken
from hjforms.wording import Sentence

COLUMNS = 80
HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令"}
_WORD = re.compile(r"[（《〔【“‘]*(?:[^\x00-\x7f]|[\x21-\x7e]+)[，。；：、？！）》〕】”’…]*|\s+")
_EXTRA = re.compile(r"\s*\[(?:default: ([^;\]]*))?(?:; )?(?:[\d<=]*x[\d<>=]*)?(?:; )?(required)?\]$")


def width_of(text: str) -> int:
    """How many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """A text with spaces after it."""
    return text + " " * max(0, columns - width_of(text))


def folded(text: str, columns: int, first: str = "", rest: str = "") -> Iterator[str]:
    """The lines of a text; ``first`` and ``rest`` stand before the first line and the others.

    A line may end after any Chinese character, but not between it and a mark that belongs to it.
    """
    line, used = first, width_of(first)
    begun = False
    for word in _WORD.findall(text):
        size = width_of(word)
        if begun and used + size > columns:
            yield line.rstrip()
            line, used, begun = rest, width_of(rest), False
        if begun or not word.isspace():
            line, used, begun = line + word, used + size, True
    yield line.rstrip()


class Help(click.HelpFormatter):
    """Help texts in the language of the command, folded by what their characters take."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the command is written."""
        start = f"{prefix or spoken('用法：')}{prog} "
        self._write_lines(folded(_words(args), self.width, start, " " * 6))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        told = spoken(f"{HEADINGS.get(heading, heading)}：")
        self.write(f"{' ' * self.current_indent}{told}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with \\b keeps its lines."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(re.split(r"\n\s*\n", spoken(text).strip("\n"))):
            if number:
                self.write("\n")
            if paragraph.lstrip(" ").startswith("\b"):
                lines = paragraph.replace("\b", "").strip("\n").split("\n")
                self._write_lines(f"{indent}{line}".rstrip() for line in lines)
            else:
                joined = re.sub(r"(?<=[^\x00-\x7f])\n\s*(?=[^\x00-\x7f])", "", paragraph.strip())
                self._write_lines(folded(" ".join(joined.split()), self.width, indent, indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 24, col_spacing: int = 2) -> None:
        """Write names and what they are; a long name has a line for itself."""
        indent = " " * self.current_indent
        rows = [(_words(name), _told(text)) for name, text in rows]
        names = [width_of(name) for name, _ in rows]
        column = min(max(names, default=0), col_max) + col_spacing
        rest = indent + " " * column
        for name, told in rows:
            if width_of(name) > column - col_spacing:
                self._write_lines(folded(name, self.width, indent, f"{indent}    "))
                self._write_lines(folded(told, self.width, rest, rest))
            else:
                self._write_lines(folded(told, self.width, indent + padded(name, column), rest))

    def _write_lines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(f"{line}\n")


def _words(line: str) -> str:
    """The words of a line of usage, each in the language of the command."""
    return " ".join(map(spoken, line.split(" ")))


def _told(text: str) -> str:
    """What is said of an option, with its default and whether it has to be given."""
    extra = _EXTRA.search(text)
    told = spoken(_EXTRA.sub("", text))
    default, needed = extra.groups() if extra else (None, None)
    if default:
        told += spoken(Sentence("（默认 {default}）", default=default))
    return told + spoken("（必填）") if needed else told
