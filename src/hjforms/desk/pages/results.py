"""Results (结果): figures with their derivation and what was found, as a page shows them, and as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from hjforms.calculation import Outcome
from hjforms.findings import Finding
from hjforms.render.annex import annex
from hjforms.render.annex_docx import annex_docx
from hjforms.report import GRADES, finding_text

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "json": "application/json",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Told:
    """A finding as a page shows it: its grade, the input that it is about, what is wrong, and what law says so."""

    severity: str
    grade: str
    path: str
    text: str
    article: str


@dataclass(frozen=True)
class Derived:
    """One figure of a derivation: its line, and the lines beneath it."""

    head: str
    lines: tuple[str, ...]


def told(findings: Iterable[Finding]) -> list[Told]:
    """Findings as a page shows them, errors first."""
    listed = sorted(findings, key=lambda finding: finding.severity != "error")
    return [
        Told(
            finding.severity,
            str(GRADES[finding.severity]),
            finding.path,
            str(finding_text(finding)),
            finding.article or "",
        )
        for finding in listed
    ]


def shown(outcome: Outcome) -> Mapping[str, Any]:
    """An outcome as a page shows it: figures, derivation, schedule."""
    return {
        "figures": [(step.name, step.text) for step in outcome.figures.values()],
        "derivation": list(_derivation(map(str, outcome.explanation()))),
        "schedule": outcome.schedule and {"title": outcome.schedule.title, "texts": outcome.schedule.texts()},
    }


def _derivation(lines: Iterable[str]) -> Iterator[Derived]:
    """The lines of a derivation, figure by figure."""
    head, below = "", list[str]()
    for line in lines:
        if line[:1].isspace():
            below.append(line.strip())
            continue
        if head:
            yield Derived(head, tuple(below))
        head, below = line.partition(". ")[2] or line, []
    if head:
        yield Derived(head, tuple(below))


def derivation_file(outcome: Outcome, kind: str, about: str) -> bytes:
    """The derivation as a file: ``pdf``, ``docx``, or ``txt``."""
    lines, schedule = outcome.explanation(), outcome.schedule
    if kind == "pdf":
        return annex(about, lines, schedule=schedule)
    if kind == "docx":
        return annex_docx(about, lines, schedule)
    below = ["", *schedule.lines()] if schedule else []
    return ("\n".join([*map(str, lines), *below]) + "\n").encode()


def download(data: bytes, name: str, kind: str) -> Response:
    """A file that the browser saves under a name of ours."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"}
    return Response(data, headers=headers, media_type=MEDIA[kind])
