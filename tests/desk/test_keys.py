"""A desk that was started with an office's key: what it makes bears the tag, whatever page makes it."""

import json
from dataclasses import replace

import pytest

import hjforms
from desk.book.shelf import WEIHAI, settled_book
from desk.calling import SETTINGS, clerk, system
from hjforms.desk import casework, server
from hjforms.errors import InputError
from hjforms.keys import Key
from support import CITIZEN_ID, REFUND

KEY = Key.of(b"the key of the office, 32 bytes!")


@pytest.fixture
def settings(tmp_path):
    book, case = settled_book(tmp_path / "b.db")
    casework.settle_case(book, case, "")
    book.close()
    return replace(SETTINGS, book=tmp_path / "b.db", key=KEY)


def proofs(data):
    return [reading.proof for reading in hjforms.read(data, key=KEY)]


def test_papers_and_packages_of_a_case_bear_the_tag(settings, tmp_path):
    with clerk(settings) as client:
        for kind in ("pdf", "docx"):
            assert proofs(client.get(f"/cases/1/papers/3/file.{kind}").content) == ["own"]
        target = tmp_path / "case.zip"
        target.write_bytes(client.get("/cases/1/archive.zip").content)
    assert hjforms.verify_archive(target, key=KEY).is_sound


def test_files_of_pages_bear_the_tag(settings):
    with clerk(settings) as client:
        fields = {"csrf": client.csrf, "person.name": "张示例", "person.citizen_id": CITIZEN_ID}
        rows = {"years.0.year": "2014", "years.0.months": "7", "years.0.paid.personal": "1000"}
        for kind in ("pdf", "docx"):
            answer = client.post("/forms/shandong/refund", data={**fields, **rows, "$do": kind})
            assert proofs(answer.content) == ["own"]
        accounts = {
            f"{name}.file": (f"{name}.json", (WEIHAI / f"{name}-account.json").read_bytes())
            for name in ("resident", "employee")
        }
        data = {"csrf": client.csrf, "filled_on": "2024-12-20", "do": "refund.pdf"}
        assert proofs(client.post("/settle", data=data, files=accounts).content) == ["own"]


def test_files_of_the_service_bear_the_tag(settings):
    record = REFUND.load(WEIHAI / "refund.json")
    with system(settings) as client:
        for kind in ("pdf", "docx", "ofd"):
            answer = client.post(f"/api/v1/forms/shandong/refund/{kind}", content=json.dumps(REFUND.dump(record)))
            assert (answer.status_code, proofs(answer.content)) == (200, ["own"])


def test_a_key_file_is_read_before_the_desk_listens_and_is_not_shown(tmp_path):
    path = tmp_path / "office.key"
    path.write_text("ab" * 32)
    made = server.settings_of("127.0.0.1", 8420, (), None, str(path))
    assert made.key.tag(b"x") == Key.of(path).tag(b"x")
    assert "abab" not in repr(made)
    with pytest.raises(InputError, match="打不开"):
        server.settings_of("127.0.0.1", 8420, (), None, str(tmp_path / "no.key"))
