"""The types that callers see: programs of somebody else, checked by mypy --strict and pyright as it is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import hjforms
from support import ROOT, at_landing

pytestmark = pytest.mark.slow
CONSUMERS = ROOT / "tests" / "consumers"
WRONG = "# wrong"


def mypy(*programs: Path) -> dict[tuple[str, int], str]:
    """What ``mypy --strict`` says, by file and line."""
    command = ["mypy", "--strict", "--no-incremental", "--no-error-summary", "--show-column-numbers", "--output=json"]
    said = _run(command, *programs).splitlines()
    found = [json.loads(line) for line in said]
    return {(Path(told["file"]).name, told["line"]): told["message"] for told in found if told["severity"] == "error"}


def pyright(*programs: Path) -> dict[tuple[str, int], str]:
    """What pyright says, by file and line."""
    said = json.loads(_run(["pyright", "--pythonpath", sys.executable, "--outputjson"], *programs))
    assert said["summary"]["filesAnalyzed"] == len(programs)
    found = said["generalDiagnostics"]
    return {(Path(told["file"]).name, told["range"]["start"]["line"] + 1): told["message"] for told in found}


def _run(command: list[str], *programs: Path) -> str:
    """What a checker prints, started where the programs are and nothing of ours is."""
    (folder,) = {program.parent for program in programs}
    names = [program.name for program in programs]
    run = subprocess.run(
        [sys.executable, "-m", *command, *names], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode in {0, 1}, run.stdout + run.stderr
    return run.stdout


def program_of_names() -> str:
    """A program that has every public name, and the record type of every form."""
    lines = ["from typing import assert_type", f"from hjforms import {', '.join(hjforms.__all__)}"]
    for number, form in enumerate(hjforms.forms()):
        name = form.record_type.__name__
        module = form.record_type.__module__
        lines += [
            f"from {module} import FORM as FORM_{number}, {name} as Record_{number}",
            f"assert_type(FORM_{number}, Form[Record_{number}])",
            f"assert_type(FORM_{number}.load({{}}), Record_{number})",
            f"assert_type(FORM_{number}.complete(Record_{number}()), Record_{number})",
        ]
    return "\n".join([*lines, f"print({', '.join(hjforms.__all__)})", ""])


@pytest.mark.parametrize("checker", at_landing(mypy, pyright))
def test_sound_programs_are_without_a_fault_and_every_mistake_is_told(
    checker: Callable[..., Mapping[tuple[str, int], str]], tmp_path: Path
):
    """Every public name and the record type of every form are typed; one run, which reads the package once."""
    assert (Path(hjforms.__file__).parent / "py.typed").is_file()
    texts = {name: (CONSUMERS / name).read_text("utf-8") for name in ("sound.py", "mistaken.py")}
    texts["names.py"] = program_of_names()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    wrong = {
        (name, number)
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if line.endswith(WRONG)
    }
    found = checker(*(tmp_path / name for name in texts))
    assert {name for name, _ in wrong} == {"mistaken.py"}
    assert found.keys() == wrong, {place: found.get(place) for place in found.keys() ^ wrong}
