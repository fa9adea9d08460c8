"""How well the papers of ``tests/cases`` are read: ``python -m tools.cases [FOLDER] [--all]``.

Each paper has its truth beside it. Every value counts once: right, unread (with an error at its path), missing (an
error speaks of its page only), or wrong in silence, to which values that nobody wrote belong as well.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hjforms.api import form, read
from hjforms.catalogue import Form
from hjforms.errors import DocumentError
from hjforms.reading.result.reading import Reading
from tools.corpus.scores import values

CASES = Path(__file__).parents[1] / "tests" / "cases" / "reading"
_ENDINGS = (".pdf", ".docx")
TOLD = {"read", "unread"}  # rules by which a text is quoted that is not taken for a value


@dataclass(frozen=True)
class Truth:
    """What stands on a paper: its forms with their records, and the paths at which something is to be found."""

    paper: Path
    records: tuple[tuple[Form, Any], ...] = field(compare=False, hash=False)
    planted: frozenset[str] = field(compare=False)

    @property
    def name(self) -> str:
        """The name of the paper."""
        return self.paper.name


@dataclass
class Outcome:
    """How a paper was read. ``wrong``, ``unread``, ``missing`` and ``alarms`` say where, and what stands there."""

    name: str
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    planted: list[str] = field(default_factory=list)  # of which nothing was said

    @property
    def is_whole(self) -> bool:
        """True where every value is right, and nothing else is said."""
        return not (self.wrong or self.unread or self.missing or self.alarms or self.planted)

    def row(self) -> str:
        """One line of the table."""
        counts = (self.right, *map(len, (self.wrong, self.unread, self.missing, self.alarms, self.planted)))
        return f"{self.name:48}" + "".join(f"{count:6}" for count in counts)


def truths(folder: Path = CASES) -> Iterator[Truth]:
    """The papers of a folder with what stands on them."""
    for file in sorted(folder.rglob("*.truth.json")):
        told = json.loads(file.read_text("utf-8"))
        ids, records = told["form"] or [], told["record"] or []
        if isinstance(ids, str):
            ids, records = [ids], [records]
        forms = list(map(form, ids))
        stem = file.name.removesuffix(".truth.json")
        paper = next(path for ending in _ENDINGS if (path := file.with_name(stem + ending)).exists())
        loaded = (one.load(record) for one, record in zip(forms, records, strict=True))
        yield Truth(paper, tuple(zip(forms, loaded, strict=True)), frozenset(told.get("planted") or ()))


def outcome(truth: Truth) -> Outcome:
    """How the paper is read."""
    found = Outcome(truth.name)
    try:
        readings = list(read(truth.paper.read_bytes()))
    except DocumentError as error:
        found.missing = [f"（全部）{error}"] * sum(len(values(record)) for _, record in truth.records)
        return found
    for wanted, record in truth.records:
        own = [reading for reading in readings if reading.form.id == wanted.id]
        if not own:
            found.wrong.append(f"没有读出《{wanted.title}》（{wanted.id}）")
            found.missing += [f"{wanted.id}"] * len(values(record))
            continue
        best = max(own, key=lambda reading: _alike(reading, record))
        readings.remove(best)
        _compare(best, record, truth.planted, found)
    for reading in readings:
        found.wrong.append(f"多读出 {reading.form.id}：{len(values(reading.record))} 栏")
    return found


def _alike(reading: Reading, record: Any) -> int:
    there, expected = values(reading.record), values(record)
    return sum(there.get(path) == value for path, value in expected.items())


def _compare(reading: Reading, record: Any, planted: frozenset[str], found: Outcome) -> None:
    there, expected = values(reading.record), values(record)
    errors = [finding for finding in reading.judged() if finding.severity == "error"]
    told = {finding.path for finding in reading.findings if finding.severity == "error"}
    lost = False
    for path in sorted({*there, *expected}):
        if path in told and path not in there:
            found.unread.append(f"{path}={expected[path]}")
        elif there.get(path) == expected.get(path):
            found.right += 1
            continue
        elif path not in there and "" in told:
            found.missing.append(f"{path}={expected[path]}")
        else:
            found.wrong.append(f"{path}: {expected.get(path)} -> {there.get(path)}")
        lost = True
    for finding in errors:
        is_told = finding.rule in TOLD and finding.found and finding.path not in expected  # a text is quoted as unread
        is_clear = finding.path and there.get(finding.path) == expected.get(finding.path) and not is_told
        if finding.path not in planted and (is_clear or not (lost or is_told)):
            found.alarms.append(f"{finding.path} {finding.rule}: {finding.message} [{finding.found}]")
    said = {finding.path for finding in reading.judged()}
    found.planted += sorted(planted - said)


def main() -> None:
    """Print the table."""
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    is_long = "--all" in sys.argv
    print(f"{'':48} right wrong unread missing alarms planted")
    total = Outcome("")
    for truth in truths(Path(names[0]) if names else CASES):
        one = outcome(truth)
        print(one.row())
        lists = {key: getattr(one, key) for key in ("wrong", "unread", "missing", "alarms", "planted")}
        for key, items in lists.items():
            for item in items if is_long else []:
                print(f"      {key:8} {item}")
            getattr(total, key).extend(items)
        total.right += one.right
    print(total.row())


if __name__ == "__main__":
    main()
