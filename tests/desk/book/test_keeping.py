"""Backups, checks, what is refused, and what is saved from a ruin."""

import sqlite3
import stat

import pytest

import hjforms
from desk.book.shelf import OTHER, PERSON, example, settled_book, shelved
from hjforms.desk.book import Book
from hjforms.desk.book.database import migrations
from hjforms.desk.book.keeping import backup, rescue, verify


@pytest.fixture
def full(tmp_path):
    """The path of a closed book with a case, papers, a file and some versions."""
    path = tmp_path / "台账.db"
    book, case = settled_book(path)
    form, record = example("refund")
    data = form.pdf(record)
    read = book.arrivals.take(data, "", hjforms.read(data)).reads[0]
    book.arrivals.assign(read.id, case.id)
    book.arrivals.accept(read.id, "王经办")
    for number in range(1, 20):
        changed = form.load({**form.dump(record), "filled_on": f"2025-03-{number:02}"})
        book.papers.save(3, changed, "王经办")
    book.close()
    return path


def changed(path, sql, *values):
    with sqlite3.connect(path) as connection:
        connection.execute(sql, values)
    connection.close()


def test_a_book_is_for_the_eyes_of_its_owner(full):
    assert stat.S_IMODE(full.stat().st_mode) == 0o600
    full.chmod(0o644)
    with Book(full):
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in full.parent.glob("台账.db*"))


def test_a_backup_is_one_sound_file_made_while_somebody_writes(full, tmp_path):
    target = tmp_path / "备份.db"
    with Book(full) as book, Book(full) as other:
        other.cases.open(OTHER, "")
        verdict = book.backup(target)
        assert verdict.is_sound
        assert verdict.counts["cases"] == 2
        with pytest.raises(hjforms.InputError, match="台账本身"):
            book.backup(full)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.db", "备份.db"]
    assert verify(target) == verify(full) == verdict
    with Book(target) as restored:
        assert [version.number for version in restored.papers.versions(3)] == list(range(20, 0, -1))


def test_a_backup_of_something_wrong_is_not_written(full, tmp_path):
    changed(full, "UPDATE versions SET record = replace(record, '2025-03-07', '2025-03-08')")
    target = tmp_path / "备份.db"
    target.write_bytes(b"as it was")
    with Book(full) as book, pytest.raises(hjforms.DocumentError, match="摘要不符"):
        backup(book.database, target)
    assert target.read_bytes() == b"as it was"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE versions SET record = replace(record, '2025-03-07', '2025-03-08') WHERE number = 8", "摘要不符"),
        ("UPDATE files SET data = x'00'", "files 第1条：摘要不符"),
        ("DELETE FROM papers WHERE id = 3", "指向的内容已经不在"),
        ("UPDATE papers SET form = 'shandong/gone' WHERE id = 3", "记录载入不了"),
    ],
)
def test_what_was_changed_behind_the_desk_is_seen(full, sql, told):
    assert verify(full).is_sound
    changed(full, sql)
    assert any(told in fault for fault in verify(full).faults)


def test_a_version_that_is_not_as_it_was_saved_is_not_used(full):
    changed(full, "UPDATE versions SET record = replace(record, '2025-03-19', '2025-03-18')")
    with Book(full) as book, pytest.raises(hjforms.DocumentError, match="摘要不符"):
        book.papers.latest(3)


def test_a_book_of_a_newer_version_is_refused_and_left_alone(full):
    changed(full, f"PRAGMA user_version = {len(migrations()) + 1}")
    before = full.read_bytes()
    for use in (Book, verify):
        with pytest.raises(hjforms.InputError, match="更新的版本"):
            use(full)
    assert full.read_bytes() == before


def test_what_is_no_book_is_refused(tmp_path):
    other = tmp_path / "other.db"
    changed(other, "CREATE TABLE cases (id)")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4")
    for path in (other, paper):
        before = path.read_bytes()
        for use in (Book, verify):
            with pytest.raises(hjforms.DocumentError, match="不是台账"):
                use(path)
        assert path.read_bytes() == before
    with pytest.raises(hjforms.InputError, match="没有这个台账"):
        Book(tmp_path / "none.db")
    with pytest.raises(hjforms.InputError):
        Book(tmp_path / "no" / "such" / "folder.db", create=True)


def spoiled(path, first, last):
    """Write nonsense over pages of a book."""
    with path.open("r+b") as file:
        file.seek(first * 4096)
        file.write(b"\xa5" * ((last - first) * 4096))


def test_a_damaged_book_is_refused_and_what_can_be_read_is_saved(full, tmp_path):
    pages = full.stat().st_size // 4096
    spoiled(full, pages - 12, pages - 8)
    before = full.read_bytes()
    with pytest.raises(hjforms.DocumentError, match="rescue"):
        Book(full)
    assert not verify(full).is_sound
    saved = tmp_path / "救出.db"
    done = rescue(full, saved)
    assert full.read_bytes() == before
    assert sum(done.lost.values()) > 0
    assert done.saved["cases"] == 1
    assert verify(saved).is_sound
    with pytest.raises(hjforms.InputError, match="已经有了"):
        rescue(full, saved)


def test_a_book_that_has_lost_its_first_page_loses_nothing_else(full, tmp_path):
    counts = verify(full).counts
    spoiled(full, 0, 1)
    with full.open("r+b") as file:
        file.write(b"SQLite format 3\0")
    done = rescue(full, tmp_path / "救出.db")
    assert done.saved == counts
    assert not any(done.lost.values())


def test_nothing_is_migrated_twice(tmp_path):
    path = tmp_path / "台账.db"
    for _ in range(2):
        with shelved(path) as book:
            assert book.database.version == len(migrations())
    with shelved(path) as book:
        assert book.cases.open(PERSON, "").id == 1
