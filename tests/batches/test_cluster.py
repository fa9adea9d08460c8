"""The example of a cluster: two workers, one of which dies half-way; the folder is that of a single process."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hjforms
from support import ROOT

RECORD = ROOT / "examples" / "weihai" / "shandong" / "refund.json"


@pytest.mark.slow
@pytest.mark.landing
def test_a_worker_that_dies_changes_no_byte(tmp_path):
    pytest.importorskip("distributed")
    form = hjforms.form("shandong/refund")
    entry = next(hjforms.entries(RECORD, form))
    hjforms.write([entry] * 600, tmp_path / "a.jsonl")
    hjforms.batch(form, tmp_path / "a.jsonl", tmp_path / "here", chunk=100, jobs=1)
    program = [sys.executable, ROOT / "examples" / "cluster" / "run.py", tmp_path / "a.jsonl", tmp_path / "there"]
    command = [*program, "--form", form.id, "--chunk", "100", "--kill"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "killed" in done.stderr
    made = [
        sorted((path.name, path.read_bytes()) for path in (tmp_path / name).iterdir()) for name in ("here", "there")
    ]
    assert made[0] == made[1]
