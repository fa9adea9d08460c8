"""``hjforms fill`` as a whole process (整条命令), from start to end."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from bench import page, records, word
from bench.contests.scale import Scale
from bench.measure import seconds_of
from bench.peers import load
from bench.records import FORM_ID, Cases
from bench.table import Contest, Row, Target

CONTEST = Contest("hjforms fill, the whole process", "ms")
TIME = Target("≤", 2)
PEER = "python -c 'import docxtpl'"
FUNCTIONS = (
    "import sys, hjforms; form = hjforms.form(sys.argv[1]); record = form.complete(form.load(sys.argv[2])); "
    "form.check(record); open(sys.argv[4], 'wb').write(getattr(form, sys.argv[4].rpartition('.')[2])(record))"
)
"""What the command does, for as long as there is no command."""


def run(_cases: Cases, scale: Scale) -> Iterator[Row]:
    """The command for one PDF and for one DOCX against nothing but the import of docxtpl."""
    if load("docxtpl") is None:
        yield CONTEST.missing(PEER, TIME)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        source, pdf, docx = (Path(folder) / name for name in ("record.json", "out.pdf", "out.docx"))
        raw = next(records.raw_records(seed=8))
        source.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
        seconds = _interleaved(
            {
                PEER: [sys.executable, "-c", "import docxtpl"],
                "pdf": _fill(source, pdf),
                "docx": _fill(source, docx),
            },
            scale.processes,
        )
        form = records.form()
        sheet = records.sheet(form.complete(form.load(raw)))
        right = {"pdf": page.right(pdf.read_bytes(), [sheet]), "docx": word.right(docx.read_bytes(), sheet)}
    note = "hjforms fill" if _command() else "python -c with the same calls: there is no command yet"
    yield Row(CONTEST.title, PEER, _figure(seconds[PEER]))
    for name, results in right.items():
        ratio = statistics.median(mine / theirs for mine, theirs in zip(seconds[name], seconds[PEER], strict=True))
        wrong = results.count(False)
        yield Row(
            CONTEST.title, f"-o out.{name}", _figure(seconds[name]), ratio, TIME, len(results), wrong, note, ours=True
        )


def _interleaved(commands: Mapping[str, Sequence[str | Path]], rounds: int) -> dict[str, list[float]]:
    """The seconds that each command takes in each round; the first round only warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            seconds[name].append(seconds_of(command))
    return {name: taken[1:] for name, taken in seconds.items()}


def _command() -> Path | None:
    """The console script, where there is one that works."""
    script = Path(sys.executable).with_name("hjforms")
    return script if script.is_file() and find_spec("hjforms.cli") else None


def _fill(source: Path, target: Path) -> list[str | Path]:
    script = _command()
    start: list[str | Path] = [script, "fill"] if script else [sys.executable, "-c", FUNCTIONS]
    return [*start, FORM_ID, source, "-o", target]


def _figure(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms"
