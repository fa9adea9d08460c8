"""``python -m bench``: measure hjforms and its peers with every form; fail where a target is missed."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import groupby
from pathlib import Path

import hjforms
from bench.contests import batches, capital, lists, strangers, threads
from bench.contests.scale import QUICK, Scale
from bench.measure import use_one_core
from bench.records import Cases
from bench.table import Row, heading, line

OF_FORMS = ("pdf", "archive", "print-run", "docx", "reading", "foreign", "moved", "fill")
OF_ALL = {"strangers": strangers, "capital": capital, "lists": lists, "batches": batches, "threads": threads}
CONTESTS = (*OF_FORMS, *OF_ALL)
FORM_IDS = tuple(form.id for form in hjforms.forms())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the contests; returns the exit status."""
    options = _options(arguments)
    start = time.perf_counter()
    core = use_one_core()
    print(f"Python {platform.python_version()}, {platform.machine()}, {core}", flush=True)
    rows = list(_run(options.only or CONTESTS, options.form, QUICK if options.quick else Scale()))
    failed = [row for row in rows if row.failed]
    print(f"\n{time.perf_counter() - start:.0f} s; {_summary(rows)}")
    if options.json:
        data = [row.data() for row in rows]
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer documents, for a fast look")
    parser.add_argument("--only", action="append", choices=CONTESTS, help="this contest only; may be repeated")
    parser.add_argument("--form", action="append", choices=FORM_IDS, help="this form only; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows to a JSON file")
    return parser.parse_args(arguments)


def _run(names: Sequence[str], form_ids: Sequence[str] | None, scale: Scale) -> Iterator[Row]:
    """The rows of the contests, each printed as soon as it is measured."""
    subjects = [Cases(hjforms.form(form_id), scale.rounds * scale.documents) for form_id in form_ids or FORM_IDS]
    for name in names:
        if name in OF_ALL:
            yield from _printed(OF_ALL[name].run(scale))
            continue
        contest = import_module(f"bench.contests.{name.replace('-', '_')}")
        for number, cases in enumerate(subjects):
            found = [replace(row, form=cases.form.id) for row in contest.run(cases, scale)]
            yield from _printed(found, with_heading=not number)


def _printed(rows: Iterable[Row], *, with_heading: bool = True) -> Iterator[Row]:
    """The same rows, a line for each contest."""
    for _, group in groupby(rows, key=lambda row: row.contest):
        found = list(group)
        print(*([heading(found)] if with_heading else []), line(found), sep="\n", flush=True)
        yield from found


def _summary(rows: Sequence[Row]) -> str:
    """Every row that is not well."""
    open_rows = [row for row in rows if row.verdict not in ("", "ok")]
    if not open_rows:
        return "every target is met."
    return "\n".join(["not met:", *(f"  {row.form} {row.contest}, {row.tool}: {row.shown}" for row in open_rows)])


if __name__ == "__main__":
    sys.exit(main())
