"""Kill -9 at any moment loses at most the last keystroke; two desks write one book."""

import subprocess
import sys
import threading

import hjforms
from desk.book.shelf import PERSON, example, shelved
from hjforms.desk.book import Book
from hjforms.desk.book.keeping import verify

TYPIST = """
import sys
from hjforms.desk.book import Book
book, number = Book(sys.argv[1]), 0
while True:
    number += 1
    book.papers.type(1, {"filled_on": "x" * number}, "")
    sys.stdout.write("k")
    sys.stdout.flush()
"""
KEYSTROKES = (40, 7, 23)


def test_a_killed_desk_loses_at_most_the_last_keystroke(tmp_path):
    path = tmp_path / "台账.db"
    with shelved(path) as book:
        book.papers.add(book.cases.open(PERSON, "").id, example("refund")[0], "")
    for wanted in KEYSTROKES:
        with subprocess.Popen([sys.executable, "-c", TYPIST, path], stdout=subprocess.PIPE) as typist:
            acknowledged = len(typist.stdout.read(wanted))
            typist.kill()
            acknowledged += len(typist.stdout.read())
        assert verify(path).is_sound
        with Book(path) as book:
            kept = len(book.papers.draft(1).texts["filled_on"])
            assert acknowledged <= kept <= acknowledged + 1
            book.papers.drop_draft(1, "")


def test_two_desks_on_one_book_lose_nothing(tmp_path):
    path = tmp_path / "台账.db"
    shelved(path).close()
    faults = []

    def work(desk):
        try:
            for number in range(15):
                desk.cases.open({**PERSON, "name": f"张{number}"}, "")
        except hjforms.HjformsError as error:
            faults.append(error)

    with shelved(path) as first, shelved(path) as second:
        writers = [threading.Thread(target=work, args=(desk,)) for desk in (first, second, first, second)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert faults == []
        assert first.cases.count() == second.cases.count() == 60
        assert len(first.journal.latest(100)) == 60
    assert verify(path).is_sound
