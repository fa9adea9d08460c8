"""Measuring (计时): contenders in turn, round by round, every output checked outside the time that is taken.

The speed of a shared machine drifts within seconds. So processor time is counted, rounds are short, every round gives
every contender its turn, and what is compared is the median over the rounds of the ratio *within* a round. Who comes
first in a round changes from round to round.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]


def use_one_core() -> str:
    """Keep this process and its children on one core, where the system can; returns what was done."""
    if not hasattr(os, "sched_setaffinity"):
        return "any core (this system cannot pin a process)"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"core {core} only"


@contextmanager
def every_core() -> Iterator[None]:
    """All cores, for what runs on several; the rest of the benchmark keeps to one."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@dataclass(frozen=True)
class Contender:
    """A tool that makes an output of an item. ``check`` says of each document in an output whether it is right."""

    name: str
    run: Callable[[Any], Any]
    rounds: Sequence[Sequence[Any]]
    check: Callable[[Any, Any], list[bool]]
    warm_up: Sequence[Any]  # items that are none of the rounds: some tools remember what they have done
    weight: int = 1  # documents in an item


@dataclass
class Score:
    """What a contender did: documents a second in each round, how many outputs were checked and wrong."""

    name: str
    rates: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    checked: int = 0
    wrong: int = 0

    @property
    def rate(self) -> float:
        """Documents a second, the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def size(self) -> float | None:
        """Mean bytes of a document, where the outputs are bytes."""
        return statistics.fmean(self.sizes) if self.sizes else None

    def times(self, other: Score) -> float:
        """How many times as fast as another, the median of the rounds in which both took part."""
        return statistics.median(mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=False))


def compete(contenders: Sequence[Contender]) -> list[Score]:
    """Let the contenders take turns until all their rounds are done; slow ones may have fewer."""
    scores = [Score(contender.name) for contender in contenders]
    for contender in contenders:
        for item in contender.warm_up:
            contender.run(item)
    gc.freeze()  # what stays alive is not searched again while others are timed
    for number in range(max(len(contender.rounds) for contender in contenders)):
        turns = [turn for turn in zip(contenders, scores, strict=True) if number < len(turn[0].rounds)]
        first = number % len(turns)
        order = turns[first:] + turns[:first]
        made = [timed(contender.run, contender.rounds[number]) for contender, _ in order]
        for (contender, score), (seconds, outputs) in zip(order, made, strict=True):
            _judge(contender, score, number, seconds, outputs)
    return scores


def _judge(contender: Contender, score: Score, number: int, seconds: float, outputs: Sequence[Any]) -> None:
    """Enter what a contender did in a round; only when all have had their turn, for checking empties caches."""
    items = contender.rounds[number]
    score.rates.append(len(items) * contender.weight / seconds)
    for item, output in zip(items, outputs, strict=True):
        results = contender.check(item, output)
        score.checked += len(results)
        score.wrong += results.count(False)
        if isinstance(output, bytes):
            score.sizes.append(len(output) / contender.weight)


def timed(run: Callable[[Any], Any], items: Sequence[Any]) -> tuple[float, list[Any]]:
    """The processor seconds that all items take one after another, and their outputs."""
    gc.collect()
    start = _spent()
    outputs = [run(item) for item in items]
    return _spent() - start, outputs


def _spent() -> float:
    """The seconds of processor time that this process has used, and those that it started and waited for.

    On one core they are the seconds that pass, but for what others do on it meanwhile.
    """
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


class Taken(NamedTuple):
    """The seconds that a process took: of processor time, with that of what it started, and of the clock."""

    worked: float
    waited: float


def seconds_of(command: Sequence[str | Path]) -> float:
    """The processor seconds from starting a process to its end; it has to succeed."""
    return taken_by(command).worked


def taken_by(command: Sequence[str | Path]) -> Taken:
    """The seconds from starting a process to its end; it has to succeed.

    It may write bytecode, as an installed program has it; so its first run is not to be counted.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start, clock = _spent(), time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return Taken(_spent() - start, time.perf_counter() - clock)


def peak_memory() -> int:
    """The most memory that this process has held, in bytes.

    Linux gives ``ru_maxrss`` of a new process the peak of the one that started it, so its own peak is read first.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def in_fresh_process(module: str, *arguments: object) -> Any:
    """What ``python -m module arguments`` prints as JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    result = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)
