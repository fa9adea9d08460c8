"""``hjforms fill`` as a whole process (整条命令), from start to end."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.contests.scale import Scale
from bench.measure import seconds_of
from bench.peers import load
from bench.records import Cases
from bench.table import Contest, Row, Target
from hjforms.template.store import resource_folder

CONTEST = Contest("hjforms fill, the whole process")
TIME = Target("≤", 2)
PEER = "python -c 'import docxtpl'"


def run(cases: Cases, scale: Scale) -> Iterator[Row]:
    """The command for one PDF and for one DOCX against nothing but the import of docxtpl."""
    if load("docxtpl") is None:
        yield CONTEST.missing(PEER, TIME)
        return
    form = cases.form
    example = min(resource_folder("examples").glob(f"*/{form.id}.json"))
    record = form.complete(form.load(example))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        made = [Path(folder) / name for name in ("out.pdf", "out.docx")]
        command = [Path(sys.executable).with_name("hjforms"), "fill", form.id, example, "-o"]
        commands = {PEER: [sys.executable, "-c", "import docxtpl"]} | {path.name: [*command, path] for path in made}
        seconds = _interleaved(commands, scale.processes)
        right = {path.name: [form.read(path.read_bytes()).record == record] for path in made}
    yield Row(CONTEST.title, PEER, _figure(seconds[PEER]))
    for name, results in right.items():
        ratio = statistics.median(mine / theirs for mine, theirs in zip(seconds[name], seconds[PEER], strict=True))
        wrong = results.count(False)
        yield Row(CONTEST.title, name, _figure(seconds[name]), ratio, TIME, len(results), wrong, ours=True)


def _interleaved(commands: Mapping[str, Sequence[str | Path]], rounds: int) -> dict[str, list[float]]:
    """The seconds that each command takes in each round; the first round only warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            seconds[name].append(seconds_of(command))
    return {name: taken[1:] for name, taken in seconds.items()}


def _figure(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms"
