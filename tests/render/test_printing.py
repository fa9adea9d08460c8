"""Print runs: whole or not at all, and the memory of one form."""

from __future__ import annotations

import os
import resource
import stat
import tracemalloc
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from hjforms.api import read
from hjforms.errors import InputError
from hjforms.render import pdf
from support import REFUND, faults_of, page_count, refund_row, refund_table, table_of

OLD = b"what stood here before"


@pytest.fixture
def target(tmp_path):
    """A file that a run is to replace, alone in its folder."""
    file = tmp_path / "run.pdf"
    file.write_bytes(OLD)
    return file


def untouched(target) -> bool:
    return target.read_bytes() == OLD and list(target.parent.iterdir()) == [target]


def records(count):
    """Records one after another, as a program that reads them from a file would give them."""
    for index in range(count):
        yield refund_table(refund_row(2000 + index % 20, index % 12 + 1, f"{index}.00"))


def failing(count, error):
    """Records that come to an end too soon."""
    yield from records(count)
    raise error


def test_a_run_is_read_back_record_by_record(target):
    run = [table_of(count) for count in (2, 0, 13, 0, 12, 25)]
    assert REFUND.print_run(run, target) == 6
    readings = read(target.read_bytes())
    assert [reading.record for reading in readings] == run
    assert [reading.findings for reading in readings] == [()] * 6
    assert page_count(target.read_bytes()) == 1 + 1 + 2 + 1 + 1 + 3


@settings(max_examples=10)
@given(st.lists(strategies.refund_records(), min_size=1, max_size=5))
def test_any_run_is_read_back_record_by_record(tmp_path_factory, run):
    target = tmp_path_factory.mktemp("run") / "run.pdf"
    assert REFUND.print_run(iter(run), target) == len(run)
    assert [reading.record for reading in read(target.read_bytes())] == run


def test_each_reading_of_a_run_has_the_paths_and_pages_of_its_own(target):
    REFUND.print_run([table_of(13), table_of(1)], target)
    first, second = read(target.read_bytes())
    assert first.fields["years.12.year"].page == 2
    assert second.fields["years.0.year"].page == 3


def test_a_run_of_one_looks_like_the_form_itself(target):
    REFUND.print_run([table_of(3)], target)
    assert target.read_bytes() == REFUND.pdf(table_of(3), carry=False)


def test_the_same_run_gives_the_same_bytes(target):
    REFUND.print_run(records(20), target)
    first = target.read_bytes()
    REFUND.print_run(records(20), target)
    assert target.read_bytes() == first


def test_texts_that_are_forgotten_during_a_run_are_drawn_again(target, monkeypatch):
    records = [table_of(count) for count in (3, 12, 5, 3)]
    REFUND.print_run(records, target)
    remembered = target.read_bytes()
    monkeypatch.setattr(pdf, "MOST_KNOWN", 2)
    REFUND.print_run(records, target)
    assert target.read_bytes() == remembered


def test_a_run_shares_background_and_fonts(target):
    REFUND.print_run(records(100), target)
    assert target.stat().st_size < len(REFUND.pdf(table_of(1))) + 100 * 2000


def test_a_run_may_be_asked_for_by_the_name_of_its_file(tmp_path):
    REFUND.print_run(records(1), str(tmp_path / "run.pdf"))
    assert (tmp_path / "run.pdf").exists()


def test_the_run_tells_how_far_it_is(target):
    from hjforms.render.printing import print_run

    heard: list[int] = []
    print_run(REFUND.pdf_renderer, records(3), target, heard.append)
    assert heard == [1, 2, 3]


# ---------------------------------------------------------------------------------- all or nothing


def test_no_record_is_an_error_and_leaves_the_old_file(target):
    with pytest.raises(InputError, match="没有记录"):
        REFUND.print_run([], target)
    assert untouched(target)


def test_a_record_that_cannot_be_printed_is_named_by_its_number_and_leaves_the_old_file(target):
    bad = REFUND.load({"person": {"name": "王小明啊" * 50, "address": "😀"}})
    with pytest.raises(InputError) as caught:
        REFUND.print_run([*records(2), bad, *records(2)], target)
    assert set(faults_of(caught.value)) == {"第3份 person.name", "第3份 person.address"}
    assert "王小明" not in str(caught.value)
    assert untouched(target)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("broken source"), MemoryError(), GeneratorExit()])
def test_whatever_interrupts_a_run_comes_through_and_leaves_the_old_file(target, error):
    with pytest.raises(type(error)):
        REFUND.print_run(failing(3, error), target)
    assert untouched(target)


def test_an_interrupted_run_leaves_no_file_where_there_was_none(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        REFUND.print_run(failing(3, KeyboardInterrupt()), tmp_path / "run.pdf")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_at_the_moment_the_file_is_made_leaves_none(target, monkeypatch):
    def opened(*arguments):
        os.close(make(*arguments))
        raise KeyboardInterrupt

    make = os.open
    monkeypatch.setattr(os, "open", opened)
    with pytest.raises(KeyboardInterrupt):
        REFUND.print_run(records(3), target)
    assert untouched(target)


def test_a_source_of_records_that_cannot_be_read_is_not_blamed_on_the_target(target):
    with pytest.raises(OSError, match="disk of the source"):
        REFUND.print_run(failing(1, OSError(5, "disk of the source")), target)
    assert untouched(target)


@contextmanager
def room_for(size: int):
    """A disk that has only so many bytes left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_an_error_and_leaves_the_old_file(target):
    run = list(records(50))
    with pytest.raises(InputError) as caught, room_for(30_000):
        REFUND.print_run(run, target)
    assert "run.pdf" in str(caught.value)
    assert untouched(target)


@pytest.mark.parametrize("place", ["missing/run.pdf", "file/run.pdf", ".", "/proc/run.pdf"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, place):
    (tmp_path / "file").write_bytes(b"")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError) as caught:
        REFUND.print_run(records(1), tmp_path / place)
    assert str(tmp_path / place) in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


def test_the_place_is_tried_before_the_first_record_is_asked_for(tmp_path):
    with pytest.raises(InputError):
        REFUND.print_run(failing(0, AssertionError("asked for a record")), tmp_path / "missing" / "run.pdf")


def test_the_new_file_may_be_read_by_whoever_might_read_the_old(target):
    target.chmod(0o640)
    REFUND.print_run(records(1), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_file_that_was_not_there_gets_the_usual_mode(tmp_path):
    (tmp_path / "usual").write_bytes(b"")
    REFUND.print_run(records(1), tmp_path / "run.pdf")
    assert (tmp_path / "run.pdf").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_memory_does_not_grow_with_the_number_of_records(target):
    """What remains of a record are the places of its three objects: some 100 bytes, until the file is closed."""
    few = list(records(20))

    def peak(rounds):
        tracemalloc.start()
        REFUND.print_run((record for _ in range(rounds) for record in few), target)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    small, large = peak(2), peak(22)
    assert (large - small) / 400 < 300
