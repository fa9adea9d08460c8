"""What a person is told (告知): the options of ``settle`` and ``transfer`` for sheet, annex and picture; the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from hjforms.cli.shell import kind_of, tell_findings
from hjforms.cli.talk import say, spoken
from hjforms.notations import date
from hjforms.wording import Said, Sentence

if TYPE_CHECKING:
    from hjforms.calculation import Outcome
    from hjforms.law.steps import Schedule
    from hjforms.settlement import Settlement, Transfer

SHEETS, ANNEXES, PICTURES = ("pdf", "docx", "json"), ("pdf", "docx", "txt"), ("svg",)
OPTIONS = (
    click.option(
        "--sheet",
        "sheets",
        multiple=True,
        metavar="FILE",
        help="办理结果告知单，交给本人：.pdf、.docx 或 .json，可写多次。",
    ),
    click.option(
        "--annex", "annexes", multiple=True, metavar="FILE", help="计算说明：.pdf（附图）、.docx、.txt，可写多次。"
    ),
    click.option(
        "--picture", "pictures", multiple=True, metavar="FILE.svg", help="两段缴费经历和个人账户的图，可写多次。"
    ),
    click.option("--filled-on", metavar="日期", help="填表日期，如 2024-12-20。"),
    click.option("--handler", metavar="姓名", help="经办人。"),
    click.option("--phone", metavar="电话", help="联系电话。"),
    click.option("--agency", metavar="名称", help="社保经办机构。"),
    click.option("--address", metavar="地址", help="社保经办机构的地址，印在告知单上。"),
)


@dataclass(frozen=True)
class Told:
    """What is wanted for a person, and who signs it."""

    sheets: tuple[str, ...]
    annexes: tuple[str, ...]
    pictures: tuple[str, ...]
    filled_on: str | None
    handler: str | None
    phone: str | None
    agency: str | None
    address: str | None

    def __post_init__(self) -> None:
        for names, kinds in ((self.sheets, SHEETS), (self.annexes, ANNEXES), (self.pictures, PICTURES)):
            for name in names:
                kind_of(name, kinds)  # a wrong name, or day, is told before anything is worked out
        date.of(self.filled_on)

    @property
    def is_wanted(self) -> bool:
        """True where any file is wanted."""
        return bool(self.sheets or self.annexes or self.pictures)

    @property
    def signed(self) -> dict[str, Any]:
        """Who signs the sheet and when, and whom to ask: the office that signs it."""
        return {
            "signoff": {"handler": self.handler, "agency": self.agency, "date": self.filled_on},
            "contact": {"name": self.agency, "phone": self.phone, "address": self.address},
        }

    def files(self, found: Settlement | Transfer) -> dict[str, bytes] | None:
        """The files by their names; nothing where the sheet's own rules find it wrong, which is told."""
        sheets = self._sheets(found)
        if sheets is None:
            return None
        made: dict[str, Callable[[], bytes]] = {
            "pdf": found.annex,
            "docx": lambda: found.annex("docx"),
            "txt": lambda: text_of(found.explanation(), found.outcome.schedule),
        }
        annexes = {name: made[kind_of(name, ANNEXES)]() for name in self.annexes}
        return {**sheets, **annexes, **{name: found.picture() for name in self.pictures}}

    def _sheets(self, found: Settlement | Transfer) -> dict[str, bytes] | None:
        if not self.sheets:
            return {}
        from hjforms.catalogue import form
        from hjforms.records.loading import json_bytes

        outcome = form("national/outcome")
        record = found.sheet(**self.signed)
        findings = [finding for finding in outcome.check(record) if finding.path != "signoff.date"]
        if findings and tell_findings(findings, to_error=True):
            say(Sentence("没有写出文件。请更正后重试。"))
            return None
        made: dict[str, Callable[[], bytes]] = {
            "pdf": lambda: outcome.pdf(record),
            "docx": lambda: outcome.docx(record),
            "json": lambda: json_bytes(outcome.dump(record)),
        }
        return {name: made[kind_of(name, SHEETS)]() for name in self.sheets}


def text_of(lines: Sequence[Said | str], schedule: Schedule | None = None) -> bytes:
    """Lines in the language of the command, and a schedule, as a text file."""
    below = ["", *schedule.lines()] if schedule else []
    return ("\n".join([*map(spoken, lines), *below]) + "\n").encode()


def explained(outcome: Outcome, kinds: Mapping[str, str], about: str) -> dict[str, bytes]:
    """A derivation, and its schedule, as files of these names, each of its kind (``pdf``, ``docx``, ``txt``)."""
    from hjforms.render.annex import annex
    from hjforms.render.annex_docx import annex_docx

    lines, schedule = outcome.explanation(), outcome.schedule
    made: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: annex(about, lines, schedule=schedule),
        "docx": lambda: annex_docx(about, lines, schedule),
        "txt": lambda: text_of(lines, schedule),
    }
    return {name: made[kind]() for name, kind in kinds.items()}


def telling(command: Callable[..., int]) -> Callable[..., int]:
    """A command with the options of what a person is told, which it gets as ``told``."""
    names = tuple(Told.__dataclass_fields__)

    @wraps(command)
    def collected(*args: Any, **options: Any) -> int:
        told = Told(**{name: options.pop(name) for name in names})
        return command(*args, told=told, **options)

    for option in reversed(OPTIONS):
        collected = option(collected)
    return collected
