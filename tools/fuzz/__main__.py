"""``python -m tools.fuzz [--kind pdf|sealed|docx] [--minutes N] [--first NUMBER]``: read files with faults in them.

A process of its own reads case after case. What it does not survive, what takes it too long or too much memory, and
what it reads wrong is kept in out/fuzz: the file, and beside it what happened.
"""

from __future__ import annotations

import argparse
import time

from tools.corpus.samples import ROOT
from tools.fuzz.cases import case
from tools.fuzz.workers import Worker

KINDS = ("pdf", "sealed", "docx")
FOLDER = ROOT / "out" / "fuzz"


def fuzz(kind: str, minutes: float, first: int) -> int:
    """Read cases of a kind for so long; returns how many were wrong."""
    worker, end, number, finds = Worker(kind), time.monotonic() + 60 * minutes, first, 0
    while time.monotonic() < end:
        found = worker.verdict(number)
        if found:
            finds += 1
            _keep(kind, number, found)
        number += 1
    worker.stop()
    print(f"{kind}: {number - first} cases, {finds} finds", flush=True)
    return finds


def _keep(kind: str, number: int, found: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{kind}-{number}.{'docx' if kind == 'docx' else 'pdf'}").write_bytes(case(kind, number).data)
    (FOLDER / f"{kind}-{number}.txt").write_text(found, "utf-8")
    print(f"{kind} {number}: {found.strip().splitlines()[-1][:200]}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz")
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    parser.add_argument("--minutes", type=float, default=10, help="for so long, each kind")
    parser.add_argument("--first", type=int, default=1, help="the number of the first case")
    wanted = parser.parse_args()
    kinds = (wanted.kind,) if wanted.kind else KINDS
    return min(1, sum(fuzz(kind, wanted.minutes, wanted.first) for kind in kinds))


if __name__ == "__main__":
    raise SystemExit(main())
