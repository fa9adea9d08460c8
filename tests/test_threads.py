"""Every public function may be called from any thread: what eight do at once is what one does."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

import hjforms
from hjforms import pdfium
from support import REFUND, at_landing, saved_by_pdfium, saved_by_pypdf, worked

FIRST_USE = """
import sys, threading
import hjforms
sys.setswitchinterval(1e-5)
found, start = [], threading.Barrier(8)

def use():
    start.wait()
    made = []
    for form in hjforms.forms():
        record = form.complete(form.record_type())
        pdf = form.pdf(record)
        made += [pdf, form.docx(record), form.read(pdf).record, form.check(record)]
    form = hjforms.form("shandong/refund")
    record = form.complete(form.load({"person": {"name": "张𠮷䶮", "citizen_id": "371000196501150018"}}))
    found.append([*made, form.pdf(record), hjforms.capital(12)])

threads = [threading.Thread(target=use) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(found) == 8
assert all(made == found[0] for made in found)
"""
READING = """
import sys, threading, time
from pathlib import Path
import hjforms
sys.setswitchinterval(1e-4)
seconds, *paths = sys.argv[1:]
files = [Path(path).read_bytes() for path in paths]
expected = [hjforms.read(data) for data in files]
record, form = expected[0][0].record, hjforms.form("shandong/refund")
written = form.pdf(record)
wrong, done, end = [], [], time.monotonic() + float(seconds)

def use(number):
    while time.monotonic() < end or number not in done:
        for which in (number % len(files), (number + 1) % len(files)):
            if hjforms.read(files[which]) != expected[which]:
                wrong.append(which)
        if form.pdf(record) != written:
            wrong.append("pdf")
        done.append(number)

threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert {*done} == {*range(8)}
assert wrong == []
"""


def run(script, *arguments):
    """What a process ends with: one that pdfium ends has no say in it."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_what_is_made_when_it_is_first_asked_for_is_the_same_in_every_thread():
    done = run(FIRST_USE)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("seconds", [3, *at_landing(25)])
def test_eight_threads_read_files_of_other_programs(seconds, tmp_path):
    flat, editable = REFUND.pdf(worked()), REFUND.pdf(worked(), editable=True)
    files = {
        "a.pdf": saved_by_pypdf(editable),
        "b.pdf": saved_by_pdfium(editable),
        "c.pdf": saved_by_pdfium(flat),
        "d.pdf": flat,
        "e.docx": REFUND.docx(worked()),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = run(READING, str(seconds), *(str(tmp_path / name) for name in files))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_process_that_forks_while_another_thread_reads_can_read(tmp_path):
    if sys.platform == "win32":
        pytest.skip("there is no fork")
    (tmp_path / "a.pdf").write_bytes(saved_by_pypdf(REFUND.pdf(worked())))
    script = """
import os, sys, threading
from pathlib import Path
import hjforms
data = Path(sys.argv[1]).read_bytes()
hjforms.read(data)  # Python itself does not survive a fork in the middle of an import
thread = threading.Thread(target=lambda: [hjforms.read(data) for _ in range(5)])
thread.start()
for _ in range(3):
    child = os.fork()
    if child == 0:
        os._exit(len(hjforms.read(data)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
thread.join()
"""
    done = run(script, str(tmp_path / "a.pdf"))
    assert done.returncode == 0, done.stderr


def test_whoever_reads_owns_the_engine_and_hands_it_on():
    read = threading.Event()

    def wait():
        hjforms.read(REFUND.pdf(worked()))
        read.set()

    waiting = threading.Thread(target=wait)
    with pdfium.owned():
        waiting.start()
        assert not read.wait(0.2), "our own files are read in turn, too"
    assert read.wait(100)
    held, had = threading.Event(), threading.Event()

    def have():
        held.wait()
        with pdfium.owned():
            had.set()

    waiting = threading.Thread(target=have)
    waiting.start()
    for _ in range(10_000):  # document after document, by one thread that never waits
        with pdfium.owned(), pdfium.owned():
            held.set()
            time.sleep(pdfium.TURN_S / 4)
        if had.is_set():
            return
    raise AssertionError("nobody else had a turn")
