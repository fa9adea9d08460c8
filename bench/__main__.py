"""``python -m bench``: measure hjforms and its peers, print the table, fail where a target is missed."""

from __future__ import annotations

import argparse
import gc
import json
import platform
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bench.contests.scale import QUICK, Scale
from bench.measure import use_one_core
from bench.table import Row, render

CONTESTS = ("pdf", "print-run", "docx", "reading", "capital", "fill")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the contests; returns the exit status."""
    options = _options(arguments)
    start = time.perf_counter()
    core = use_one_core()
    print(f"Python {platform.python_version()}, {platform.machine()}, {core}\n", flush=True)
    scale = QUICK if options.quick else Scale()
    rows = _run(options.only or CONTESTS, scale)
    failed = [row for row in rows if row.failed]
    print(f"{time.perf_counter() - start:.0f} s; {_summary(rows)}")
    if options.json:
        data = [row.data() for row in rows]
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer documents, for a fast look")
    parser.add_argument("--only", action="append", choices=CONTESTS, help="this contest only; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows to a JSON file")
    return parser.parse_args(arguments)


def _run(names: Sequence[str], scale: Scale) -> list[Row]:
    """The rows of the contests, each printed as soon as it is measured."""
    cases = scale.cases()
    rows: list[Row] = []
    for name in names:
        found = list(import_module(f"bench.contests.{name.replace('-', '_')}").run(cases, scale))
        for contest in dict.fromkeys(row.contest for row in found):
            print(render(row for row in found if row.contest == contest), flush=True)
        rows += found
        gc.freeze()  # what stays alive is not searched again while others are timed
    return rows


def _summary(rows: Sequence[Row]) -> str:
    """Every row that is not well."""
    open_rows = [row for row in rows if row.verdict not in ("", "ok")]
    if not open_rows:
        return "every target is met."
    return "\n".join(["not met:", *(f"  {row.contest}, {row.tool}: {row.verdict}" for row in open_rows)])


if __name__ == "__main__":
    sys.exit(main())
