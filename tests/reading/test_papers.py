"""Papers that people drew who had not seen how papers are read (tests/papers), each with what stands on it.

They are kept as they came, but for the parts of Word files in which nothing is written.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from tools.corpus.samples import LEAST, Sample
from tools.corpus.scores import Score, score

from hjforms.api import form
from support import every

FOLDER = Path(__file__).parents[1] / "papers"
TRUTHS = sorted(FOLDER.glob("*.json"))
EVERY = 4
"""One of so many papers is read; all of them by ``.ci/run``."""


@cache
def score_of(truth: Path) -> Score:
    """How well the paper is read whose values a file tells."""
    told = json.loads(truth.read_text("utf-8"))
    [paper] = set(FOLDER.glob(f"{truth.stem}.*")) - {truth}
    drawn = form(told["form"])
    return score(drawn, Sample(paper.read_bytes(), tuple(map(drawn.load, told["records"]))))


@pytest.mark.parametrize("truth", every(EVERY, TRUTHS), ids=lambda truth: truth.stem)
def test_nothing_is_read_wrong(truth):
    assert score_of(truth).wrong == 0


@pytest.mark.slow
@pytest.mark.landing
def test_as_much_is_read_right_as_on_other_papers_of_strangers():
    total = sum(map(score_of, TRUTHS), Score())
    assert total.share >= LEAST["papers"], total


def test_the_papers_are_kept_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 12 * 2**20
