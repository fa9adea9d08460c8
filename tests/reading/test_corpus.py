"""The corpus: files as other programs and other offices hand them back, every field of every form counted."""

from __future__ import annotations

import pytest
from tools.corpus.producers import PRODUCERS
from tools.corpus.samples import LEAST, OFFICIAL
from tools.corpus.scores import score
from tools.corpus.table import DOCS, row

from support import ROOT

TABLE = DOCS.read_text("utf-8")
each = pytest.mark.parametrize("producer", PRODUCERS, ids=[producer.id for producer in PRODUCERS])


EVERY = 8
"""One of so many forms is read of each producer, in turn; all of them by ``.ci/run``."""


@each
def test_of_every_producer_some_forms_are_read_as_the_table_says(producer):
    [cells] = [line.split(" | ")[1:] for line in TABLE.splitlines() if line.startswith(f"| {producer.title} | ")]
    for number, form in enumerate(OFFICIAL):
        if producer.makes(form) and (number + PRODUCERS.index(producer)) % EVERY == 0:
            found = score(form, sample(producer, form))
            assert (found.wrong, str(found)) == (0, cells[number]), form.id


@pytest.mark.slow
@pytest.mark.landing
@each
def test_nothing_is_read_wrong_enough_is_read_right_and_the_table_says_how_much(producer):
    try:
        line, total = row(producer)
    except FileNotFoundError as error:
        pytest.skip(f"{error.filename} is not installed")
    assert total.wrong == 0
    assert total.share >= LEAST[producer.chapter]
    assert line in TABLE, "run make corpus: docs/accuracy.md says otherwise"


def sample(producer, form):
    """The file of a form by a producer; the test is skipped where that is not installed."""
    try:
        return producer.sample(form)
    except FileNotFoundError as error:
        pytest.skip(f"{error.filename} is not installed")


@each
def test_every_form_is_in_the_corpus(producer):
    if producer.stored:
        assert [form.id for form in filter(producer.makes, OFFICIAL) if not producer.path(form).exists()] == []


def test_the_corpus_is_small():
    assert sum(path.stat().st_size for path in (ROOT / "tests" / "corpus").rglob("*")) < 12 * 2**20
