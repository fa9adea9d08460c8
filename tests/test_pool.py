"""Reading in worker processes: the same readings, within limits, whatever a file does to the process."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading

import pytest

import hjforms
from hjforms.api import DocumentError, InputError, Limits, NotationError, form, forms, read, reading_pool
from hjforms.errors import Fault
from support import REFUND, ROOT, at_landing, saved_by_pypdf, worked

MADE = saved_by_pypdf(REFUND.pdf(worked(), editable=True))


@pytest.fixture(scope="module")
def pool():
    with reading_pool(Limits(seconds=60, workers=2)) as found:
        yield found


def travelled(value):
    return pickle.loads(pickle.dumps(value))


def test_a_pool_reads_as_this_process_does(pool):
    for data in (MADE, REFUND.pdf(worked()), REFUND.docx(worked())):
        found = pool.read(data)
        assert found == read(data)
        assert found[0].form is REFUND


def test_what_cannot_be_read_is_the_same_error(pool):
    with pytest.raises(DocumentError, match="空的"):
        pool.read(b"")
    assert len(pool.read(MADE)) == 1


def test_a_worker_that_ends_is_replaced(pool):
    assert len(pool.read(MADE)) == 1  # a pool begins without workers
    for _ in range(2):
        worker = next(worker for worker in pool._workers if worker._process)
        threading.Timer(0.0, worker._process.kill).start()
        worker._process.join()
        assert len(pool.read(MADE)) == 1
        assert len(pool.read(MADE)) == 1


def test_any_number_of_threads_may_ask(pool):
    found = []
    threads = [threading.Thread(target=lambda: found.append(pool.read(MADE))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read(MADE)] * 6


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("time.sleep(60)", "超过了时限"),
        *at_landing(("os._exit(9)", "进程中止"), ("[bytes(2**28) for _ in range(100)]", "内存太多")),
    ],
    ids=["hangs", "ends", "fills"],
)
@pytest.mark.slow
def test_a_file_that_does_not_let_itself_be_read_is_one_error(does, said, tmp_path):
    """The worker is a fresh process: what it does instead of reading stands in a script."""
    if "内存" in said and sys.platform != "linux":
        pytest.skip("memory is not bounded here")
    script = f"""
import os, sys, time
from hjforms.reading.result import document
document.readings_of = lambda *_: {does}
if __name__ == "__main__":
    from hjforms import DocumentError, Limits, reading_pool
    with reading_pool(Limits(seconds=2, memory=2**30, workers=1)) as pool:
        for _ in range(2):
            try:
                pool.read(b"x")
            except DocumentError as error:
                print(error)
"""
    (tmp_path / "run.py").write_text(script)
    command = [sys.executable, str(tmp_path / "run.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(said) == 2


def test_a_closed_pool_says_so():
    with reading_pool(Limits(workers=1)) as pool:
        pass
    with pytest.raises(InputError, match="关闭"):
        pool.read(MADE)
    with pytest.raises(InputError, match="至少"):
        reading_pool(Limits(workers=0))


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_forms_records_and_findings_travel(form):
    assert travelled(form) is form
    record = form.complete(form.record_type())
    assert travelled(record) == record
    assert travelled(form.check(record)) == form.check(record)


def test_readings_of_an_own_template_and_errors_travel(tmp_path):
    own = REFUND.with_template(tmp_path / "own.docx")
    assert travelled(own) == own
    assert travelled(read(MADE)) == read(MADE)
    for error in (
        InputError(Fault("person.name", "a"), "b"),
        NotationError("a", 3),
        DocumentError("c"),
        hjforms.NoRuleInForce("d"),
        hjforms.TemplateError("e"),
        hjforms.DependencyMissing("f"),
    ):
        again = travelled(error)
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_outcomes_and_settlements_travel():
    examples = ROOT / "examples"
    outcome = hjforms.calculate("overlap", examples / "calculations" / "overlap.json")
    assert travelled(outcome) == outcome
    accounts = (
        form(f"shandong/{name}").load(examples / "weihai" / "shandong" / f"{name}.json")
        for name in ("resident-account", "employee-account")
    )
    settlement = hjforms.settle(*accounts)
    assert travelled(settlement) == settlement


def test_pages_of_pdf_and_picture_files_are_drawn_in_the_workers():
    pytest.importorskip("cv2")
    form = hjforms.form("shandong/refund")
    with reading_pool(Limits(workers=1)) as pool:
        [page] = pool.pictures(form.blank("pdf")).values()
        [picture] = pool.pictures(page.png).values()
        assert pool.pictures(form.docx(form.record_type())) == {}
    assert page.png.startswith(b"\x89PNG")
    assert abs(page.ratio - picture.ratio) < 0.01
    assert picture.place(picture.box) == page.place(page.box) == (0, 0, 100, 100)
