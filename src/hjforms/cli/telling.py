"""What a person is told (告知): the options of ``settle`` and ``transfer`` for the sheet, and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from hjforms.cli.shell import kind_of
from hjforms.findings import Finding

if TYPE_CHECKING:
    from hjforms.settlement import Settlement, Transfer

KINDS = ("pdf", "docx", "json")
OPTIONS = (
    click.option(
        "--sheet",
        "sheets",
        multiple=True,
        metavar="FILE",
        help="办理结果告知单，交给本人：.pdf、.docx 或 .json，可写多次。",
    ),
    click.option("--filled-on", metavar="日期", help="填表日期，如 2024-12-20。"),
    click.option("--handler", metavar="姓名", help="经办人。"),
    click.option("--phone", metavar="电话", help="联系电话。"),
    click.option("--agency", metavar="名称", help="社保经办机构。"),
    click.option("--address", metavar="地址", help="社保经办机构的地址，印在告知单上。"),
)


def told(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with the options of the sheet."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def signed(
    handler: str | None, phone: str | None, agency: str | None, address: str | None, day: str | None
) -> dict[str, Any]:
    """Who signs the sheet and when, and whom to ask: the office that signs it."""
    return {
        "signoff": {"handler": handler, "agency": agency, "date": day},
        "contact": {"name": agency, "phone": phone, "address": address},
    }


def check_names(sheets: Sequence[str]) -> None:
    """Raise ``InputError`` for a file that no sheet can be, before anything is worked out."""
    for sheet in sheets:
        kind_of(sheet, KINDS)


def sheet_files(
    found: Settlement | Transfer, sheets: Sequence[str], by: Mapping[str, Any]
) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of the sheet by their names, and what its own rules find, but for a signature that is still to come."""
    if not sheets:
        return {}, []
    from hjforms.catalogue import form
    from hjforms.records.loading import json_bytes

    outcome = form("national/outcome")
    record = found.sheet(**by)
    made: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: outcome.pdf(record),
        "docx": lambda: outcome.docx(record),
        "json": lambda: json_bytes(outcome.dump(record)),
    }
    findings = [finding for finding in outcome.check(record) if finding.path != "signoff.date"]
    if any(finding.severity == "error" for finding in findings):
        return {}, findings
    return {sheet: made[kind_of(sheet, KINDS)]() for sheet in sheets}, findings
