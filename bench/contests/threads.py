"""Reading in threads (多线程): eight against one, on every core, by the clock on the wall."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import hjforms
from bench.contests.foreign import saved
from bench.contests.scale import Scale
from bench.measure import every_core
from bench.records import records
from bench.table import Contest, Row, Target

FORM, THREADS = "shandong/refund", 8
NO_SLOWER = Target("≥", 0.9)  # the ratio moves by a tenth on a shared machine
ORDERS = ((1, THREADS, THREADS, 1), (THREADS, 1, 1, THREADS))
"""Who has its turn when in a round: a core that is faster for a second is so for both."""
DOCUMENTS = {"own": 160, "Word": 24, "foreign": 48}


def run(scale: Scale) -> Iterator[Row]:
    """Eight threads that take one file after the other against one thread that does, with the same files.

    Times are added up over all rounds: a single round is a tenth faster or slower than the next, whoever reads.
    """
    form = hjforms.form(FORM)
    people = list(islice(records(form, seed=4), max(DOCUMENTS.values())))
    pages = [form.pdf(record) for record in people]
    files = {
        "own": pages,
        "Word": [form.docx(record) for record in people[: DOCUMENTS["Word"]]],
        "foreign": [saved(page, number) for number, page in enumerate(pages[: DOCUMENTS["foreign"]])],
    }
    with every_core():
        for kind, documents in files.items():
            yield from _race(Contest(f"Threads that read: {kind} (files/s)"), documents, people, scale.rounds)


def _race(contest: Contest, documents: Sequence[bytes], people: Sequence[Any], rounds: int) -> Iterator[Row]:
    taken: dict[int, float] = {1: 0.0, THREADS: 0.0}
    wrong = 0
    for count in taken:  # warm
        _read(documents[:THREADS], count)
    for number in range(rounds):
        for count in ORDERS[number % 2]:
            start = time.perf_counter()
            found = _read(documents, count)
            taken[count] += time.perf_counter() - start
            wrong += sum(record != right for record, right in zip(found, people, strict=False))
    files = 2 * rounds * len(documents)
    one, many = (f"{files / seconds:,.0f}" for seconds in taken.values())
    yield Row(contest.title, "one thread", one, checked=2 * files, wrong=wrong, ours=True)
    yield Row(contest.title, f"{THREADS} threads", many, taken[1] / taken[THREADS], NO_SLOWER)


def _read(documents: Sequence[bytes], count: int) -> list[Any]:
    """The record of every document, read by so many threads."""
    found: list[Any] = [None] * len(documents)
    waiting, lock = iter(enumerate(documents)), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                number, data = next(waiting, (None, b""))
            if number is None:
                return
            found[number] = hjforms.read(data)[0].record

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
