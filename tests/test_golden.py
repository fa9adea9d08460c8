"""Goldens: what known records have always given, in bytes, values, words and pictures.

``python tests/test_golden.py --update`` writes them anew; look at the pictures before committing.
"""

from __future__ import annotations

import shutil
import sys

import pypdfium2
import pytest
from PIL import Image

from hjforms import golden
from support import ROOT, difference, page_count, picture

FOLDER = ROOT / "tests" / "golden"
PDFIUM = FOLDER / "PDFIUM"
CASES = golden.cases(FOLDER)
DPI = 100
CASE = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def version() -> str:
    """The version of pdfium that draws here."""
    return str(pypdfium2.PDFIUM_INFO)


def told(differences) -> str:
    """The differences line by line, values before words before pictures before bytes."""
    return "\n".join(
        f"{item.case} {item.file} [{item.level}] {line}{f' → {item.picture}' if item.picture else ''}"
        for item in differences
        for line in item.lines
    )


@CASE
def test_a_known_record_gives_the_known_documents(case, tmp_path):
    differences = golden.check(case, tmp_path / "pictures")
    if differences:
        pytest.fail(f"\n{told(differences)}\n\npython tests/test_golden.py --update", pytrace=False)


@CASE
def test_the_known_documents_read_as_the_known_record(case):
    record = case.form.complete(case.form.load(case.folder / "record.json"))
    for name in ("form.pdf", "form.docx"):
        reading = case.form.read((case.folder / name).read_bytes())
        assert reading.record == record
        assert reading.findings == ()


@CASE
def test_the_pages_look_like_their_pictures(case):
    """Dot by dot by the pdfium that drew the pictures; by another one, up to the smoothing of edges."""
    data = (case.folder / "form.pdf").read_bytes()
    pictures = sorted(case.folder.glob("page-*.png"))
    assert len(pictures) == page_count(data)
    for number in range(len(pictures)):
        with Image.open(case.folder / f"page-{number + 1}.png") as known:
            now, then = picture(data, number, DPI), known.convert("L")
        assert now.size == then.size
        if version() == PDFIUM.read_text().strip():
            assert now.tobytes() == then.tobytes()
        else:
            assert difference(now, then) < 25


@CASE
def test_a_golden_has_no_files_of_another_kind(case):
    names = {path.name for path in case.folder.iterdir()}
    assert {name for name in names if not name.startswith("page-")} == {
        "record.json",
        "form.docx",
        "form.pdf",
        "text.txt",
    }


def test_the_refund_table_has_a_worked_a_blank_and_a_long_case():
    assert {"shandong/refund/worked", "shandong/refund/blank", "shandong/refund/long"} <= {case.name for case in CASES}


# ------------------------------------------------------------- that a difference would be told, and how


@pytest.fixture
def copied(tmp_path):
    """The worked case in a folder of its own."""
    shutil.copytree(FOLDER / "shandong" / "refund" / "worked", tmp_path / "shandong" / "refund" / "worked")
    [case] = golden.cases(tmp_path)
    return case


def levels(differences) -> list[tuple[str, str]]:
    return [(item.file, item.level) for item in differences]


def test_a_copy_does_not_differ(copied):
    assert golden.check(copied) == []


def test_another_value_is_told_by_its_path_by_its_words_and_in_a_picture(copied, tmp_path):
    record = copied.folder / "record.json"
    record.write_text(record.read_text("utf-8").replace("张示例", "李示例"), "utf-8")
    differences = golden.check(copied, tmp_path / "pictures")
    assert levels(differences) == [
        ("form.docx", "values"),
        ("form.pdf", "values"),
        ("form.pdf", "text"),
        ("form.pdf", "picture"),
    ]
    assert "person.name" in differences[0].lines[0]
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["shandong-refund-worked-page-1.png"]
    assert "张示例" in told(differences)


def test_other_bytes_with_the_same_content_are_told_as_bytes(copied):
    (copied.folder / "form.pdf").write_bytes((copied.folder / "form.pdf").read_bytes() + b"\n")
    assert levels(golden.check(copied)) == [("form.pdf", "bytes")]


@pytest.mark.parametrize("name", ["form.docx", "form.pdf", "text.txt", "page-1.png"])
def test_a_file_that_is_missing_is_told(copied, name):
    (copied.folder / name).unlink()
    assert levels(golden.check(copied)) == [(name, "missing")]


def test_a_page_too_many_and_other_words_are_told(copied):
    shutil.copy(copied.folder / "page-1.png", copied.folder / "page-2.png")
    (copied.folder / "text.txt").write_text("other words\n", "utf-8")
    assert {file for file, _ in levels(golden.check(copied))} == {"page-2.png", "text.txt"}


def test_a_record_that_can_no_longer_be_loaded_is_told(copied):
    (copied.folder / "record.json").write_text('{"persn": {}}', "utf-8")
    [found] = golden.check(copied)
    assert (found.file, found.level) == ("record.json", "values")
    assert "persn" in found.lines[0]


def test_updating_writes_what_differs_and_nothing_else(copied):
    assert golden.update(copied) == []
    (copied.folder / "text.txt").unlink()
    (copied.folder / "page-2.png").write_bytes(b"")
    assert sorted(golden.update(copied)) == ["page-2.png", "text.txt"]
    assert golden.check(copied) == []


def update() -> None:
    """Write every golden anew, and which pdfium has drawn the pictures."""
    for case in CASES:
        for name in golden.update(case):
            print(f"{case.name}/{name}")  # noqa: T201 - run by hand
    PDFIUM.write_text(f"{version()}\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python tests/test_golden.py --update")
    update()
