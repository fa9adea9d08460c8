"""Reading ends: after its time with an error of ours, and where a library does not come back with the whole command."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hjforms.api import read
from hjforms.errors import DocumentError
from hjforms.reading.file import clock
from support import REFUND, saved_by_pypdf, table_of, worked


@pytest.mark.parametrize("made", [lambda: saved_by_pypdf(REFUND.pdf(worked())), lambda: REFUND.docx(worked())])
def test_a_file_that_takes_too_long_is_given_up(made, monkeypatch):
    monkeypatch.setattr(clock, "FILE_S", -1)
    monkeypatch.setattr(clock, "PAGE_S", 0)
    with pytest.raises(DocumentError, match="时间太长"):
        read(made())


def test_every_page_has_some_time_for_itself(monkeypatch):
    monkeypatch.setattr(clock, "FILE_S", -1)
    monkeypatch.setattr(clock, "PAGE_S", 120)
    monkeypatch.setattr(clock, "tick", lambda: None)
    with clock.limited():
        clock.next_page()
    assert len(read(saved_by_pypdf(REFUND.pdf(table_of(13))))[0].record.years) == 13


def test_outside_of_reading_the_clock_says_nothing():
    clock.next_page()
    clock.tick()
    assert clock.silent_s() == 0


HANGING = """
import sys, time
from hjforms.cli import main, watch
from hjforms.reading.file import clock
from hjforms.reading.result import pdf
watch.EVERY_S, watch.{bound} = 0.05, {value}
pdf.contents_of = lambda *_: time.sleep(60)
main()
"""


@pytest.mark.parametrize(("bound", "value", "said"), [("SILENT_S", 0.3, "停住"), ("MOST_MEMORY", 1, "内存")])
def test_a_command_that_hangs_or_grows_ends_with_a_message_and_writes_nothing(bound, value, said, tmp_path):
    if bound == "MOST_MEMORY" and sys.platform == "win32":
        pytest.skip("Windows does not tell")
    source, target = tmp_path / "form.pdf", tmp_path / "out.json"
    source.write_bytes(REFUND.pdf(worked()))
    command = [sys.executable, "-c", HANGING.format(bound=bound, value=value), "read", str(source), "-o", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert (done.returncode, done.stdout) == (DocumentError.exit_code, "")
    assert said in done.stderr
    assert not target.exists()
