"""Goldens: what known records have always given, in bytes, values, words and pictures.

``python tests/test_golden.py --update`` writes them anew; look at the pictures before committing.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw, ImageFilter

from hjforms import golden
from hjforms.cli import main
from hjforms.errors import InputError
from support import (
    REFUND,
    ROOT,
    blank_pages,
    difference,
    edited,
    page_count,
    parts_of,
    picture,
    saved_by_pypdf,
    worked,
    zipped,
)

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
        f"{item.case} {item.file} [{item.level}] {item.told}{f' → {item.picture}' if item.picture else ''}"
        for item in differences
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
    return list(dict.fromkeys((item.file, item.level) for item in differences))


def test_a_copy_does_not_differ(copied):
    assert golden.check(copied) == []


def test_another_value_is_told_by_its_path_by_its_words_and_in_a_picture(copied, tmp_path):
    record = copied.folder / "record.json"
    record.write_text(record.read_text("utf-8").replace("张示例", "李示例"), "utf-8")
    differences = golden.check(copied, tmp_path / "pictures")
    assert levels(differences) == [
        ("form.docx", "values"),
        ("form.docx", "text"),
        ("form.pdf", "values"),
        ("form.pdf", "text"),
        ("form.pdf", "picture"),
    ]
    first = differences[0].as_dict()
    assert (first["path"], first["old"], first["new"]) == ("person.name", "张示例", "李示例")
    assert "张示例" not in differences[0].message
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
    assert "persn" in found.told


def test_updating_writes_what_differs_and_nothing_else(copied):
    assert golden.update(copied) == []
    (copied.folder / "text.txt").unlink()
    (copied.folder / "page-2.png").write_bytes(b"")
    assert sorted(golden.update(copied)) == ["page-2.png", "text.txt"]
    assert golden.check(copied) == []


# ------------------------------------------------------------------------------------- pictures


def drawn_on(path: Path, text: str, place: tuple[int, int]) -> None:
    """Write something on a kept picture."""
    with Image.open(path) as kept:
        changed = kept.convert("RGB")
    ImageDraw.Draw(changed).text(place, text, fill=(0, 0, 0))
    changed.save(path)


def test_a_kept_picture_that_is_none_is_told(copied):
    (copied.folder / "page-1.png").write_bytes(b"garbage")
    assert levels(golden.check(copied)) == [("page-1.png", "picture")]


def test_a_kept_picture_of_another_size_or_page_is_told(copied):
    Image.new("RGB", (10, 10)).save(copied.folder / "page-1.png")
    [found] = golden.check(copied)
    assert (found.file, found.level) == ("page-1.png", "picture")


def test_every_region_that_differs_is_told_and_drawn_on_request(copied, tmp_path):
    drawn_on(copied.folder / "page-1.png", "8", (100, 700))
    drawn_on(copied.folder / "page-1.png", "8", (900, 60))
    assert [item.picture for item in golden.check(copied)] == [None, None]
    first, second = golden.check(copied, tmp_path / "pictures")
    assert first.box[1] < second.box[1]
    assert "容差25" in first.message
    assert first.picture == second.picture == str(tmp_path / "pictures" / "shandong-refund-worked-page-1.png")
    assert Path(first.picture).is_file()


def test_what_smoothing_makes_of_edges_is_within_the_tolerance(copied):
    path = copied.folder / "page-1.png"
    with Image.open(path) as kept:
        kept.convert("RGB").filter(ImageFilter.GaussianBlur(0.5)).save(path)
    assert golden.check(copied) == []
    assert golden.check(copied, tolerance=1) != []


# ------------------------------------------------------------------------------------- labels, parts, forms


def test_a_label_that_changed_in_word_is_told_with_its_cell(copied):
    path = copied.folder / "form.docx"
    path.write_bytes(edited(path.read_bytes(), "公民身份号码", "公民身份证号"))
    told_of = [(item.level, item.path, item.old, item.new) for item in golden.check(copied)]
    assert told_of == [("text", "表2 第3行 第1格", "公民身份证号", "公民身份号码")]


def test_of_other_bytes_in_word_the_part_is_told(copied):
    path = copied.folder / "form.docx"
    path.write_bytes(zipped(parts_of(path.read_bytes()) | {"word/odd.xml": b"<odd/>"}))
    [found] = golden.check(copied)
    assert (found.level, "word/odd.xml" in found.message) == ("bytes", True)


def test_a_form_that_nobody_knows_stops_no_other(copied, tmp_path):
    other = tmp_path / "nowhere" / "form" / "case"
    other.mkdir(parents=True)
    (other / "record.json").write_text("{}", "utf-8")
    differences = [item for case in golden.cases(tmp_path) for item in golden.check(case)]
    assert [(item.case, item.level) for item in differences] == [("nowhere/form/case", "form")]
    done = command("golden", "check", str(tmp_path))
    assert done.exit_code == 1
    assert "shandong/refund/worked：一致" in done.stdout
    assert command("golden", "update", str(tmp_path)).exit_code == 2


def test_goldens_of_an_own_template(copied, tmp_path):
    word = tmp_path / "own.docx"
    word.write_bytes(copied.form.word_path.read_bytes())
    word.with_suffix(".pdf").write_bytes(copied.form.pdf_path.read_bytes())
    own = ("--template", str(word))
    assert command("golden", "check", str(tmp_path), *own).exit_code == 0
    other = str(shutil.copy(word, tmp_path / "other.docx"))
    assert "other.pdf" in command("golden", "check", str(tmp_path), "--template", other).stdout  # not compiled
    assert command("golden", "check", str(FOLDER), *own).exit_code == 2  # of which form?


# ------------------------------------------------------------------------------------- accepting, adding


def command(*arguments: str):
    return CliRunner().invoke(main, arguments)


def renamed(case) -> None:
    record = case.folder / "record.json"
    record.write_text(record.read_text("utf-8").replace("张示例", "李示例"), "utf-8")


def test_one_file_is_accepted(copied, tmp_path):
    renamed(copied)
    done = command("golden", "update", str(tmp_path), "--only", f"{copied.name}/form.docx")
    assert done.exit_code == 0, done.output
    assert {item.file for item in golden.check(copied)} == {"form.pdf"}
    done = command("golden", "update", str(tmp_path), "--only", f"{copied.name}/form.doc")
    assert (done.exit_code, "form.docx" in done.stderr) == (2, True)


def test_one_field_is_accepted_where_nothing_else_differs(copied, tmp_path):
    renamed(copied)
    folder = str(tmp_path)
    refused = command("golden", "update", folder, "--field", "person.citizen_id")
    assert (refused.exit_code, "没有改" in refused.stdout) == (1, True)
    path = copied.folder / "form.docx"
    path.write_bytes(edited(path.read_bytes(), "公民身份号码", "公民身份证号"))
    refused = command("golden", "update", folder, "--field", "person.name")
    assert (refused.exit_code, "公民身份证号" in refused.stdout) == (1, True)
    path.write_bytes(edited(path.read_bytes(), "公民身份证号", "公民身份号码"))
    accepted = command("golden", "update", folder, "--field", "person.name")
    assert accepted.exit_code == 0, accepted.output
    assert golden.check(copied) == []
    assert command("golden", "update", folder, "--field", "persn.name").exit_code == 2


def test_the_first_golden_of_a_form_is_one_command(tmp_path):
    folder = tmp_path / "golden"
    done = command("golden", "new", str(folder), "shandong/notice")
    assert done.exit_code == 0, done.output
    record = tmp_path / "某人.json"
    record.write_text('{"person": {"name": "张示例"}}', "utf-8")
    assert command("golden", "new", str(folder), "告知书", str(record)).exit_code == 0
    assert [case.name for case in golden.cases(folder)] == ["shandong/notice/blank", "shandong/notice/某人"]
    assert [item for case in golden.cases(folder) for item in golden.check(case)] == []
    assert command("golden", "new", str(folder), "shandong/notice").exit_code == 2  # there is one
    record.write_text('{"persn": {}}', "utf-8")
    assert command("golden", "new", str(folder), "告知书", str(record), "--case", "faulty").exit_code == 2
    assert not (folder / "shandong" / "notice" / "faulty").exists()


# ------------------------------------------------------------------------------------- another system's files


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Our file of the worked case, the same saved by another program, and one of another telephone."""
    folder = tmp_path_factory.mktemp("papers")
    record = worked()
    other = record.model_copy(update={"signoff": record.signoff.model_copy(update={"phone": "0631-5200001"})})
    files = {"ours": REFUND.pdf(record), "same": saved_by_pypdf(REFUND.pdf(record)), "other": REFUND.pdf(other)}
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return {name: folder / f"{name}.pdf" for name in files}


def test_the_file_of_another_system_that_says_the_same_is_the_same(papers):
    assert golden.compare(papers["ours"], papers["same"]) == []
    assert command("golden", "compare", str(papers["ours"]), str(papers["same"])).exit_code == 0


def test_the_file_of_another_system_is_compared_in_values_words_and_pictures(papers, tmp_path):
    done = command(
        *("golden", "compare", str(papers["ours"]), str(papers["other"]), "--json"),
        *("--pictures", str(tmp_path / "p")),
    )
    assert done.exit_code == 1
    found = json.loads(done.stdout)["differences"]
    assert [item["level"] for item in found] == ["values", "text", "picture"]
    assert [found[0][key] for key in ("path", "old", "new")] == ["signoff.phone", "0631-5200000", "0631-5200001"]
    assert Path(found[2]["picture"]).is_file()
    assert [item.level for item in golden.compare(papers["ours"], papers["other"], skip=["values", "text"])] == [
        "picture"
    ]


def test_what_is_ignored_is_a_field_with_its_place_or_a_region(papers):
    ours, other = papers["ours"], papers["other"]
    assert golden.compare(ours, other, ignore=["signoff.phone"]) == []
    assert golden.compare(ours, other, ignore=["signoff"]) == []
    [picture] = golden.compare(ours, other, skip=["values", "text"])
    region = golden.Region.read("1:" + ",".join(map(str, picture.box)))
    assert region is not None
    wider = golden.Region(0, (region.box[0] - 5, region.box[1] - 5, region.box[2] + 5, region.box[3] + 5))
    assert golden.compare(ours, other, skip=["values", "text"], ignore=[wider]) == []
    for wrong in ("signoff.fone", "1:2,3"):
        assert command("golden", "compare", str(ours), str(other), "--ignore", wrong).exit_code == 2


def test_a_file_in_which_nothing_is_read_is_told(papers, tmp_path):
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(blank_pages(1))
    first = golden.compare(papers["ours"], blank)[0]
    assert (first.level, first.old, first.new) == ("form", "shandong/refund", None)
    with pytest.raises(InputError):
        golden.compare(blank, papers["ours"])


@pytest.mark.slow
@pytest.mark.landing
def test_every_command_of_the_page_for_testers_runs(papers, tmp_path, monkeypatch):
    """In its order, in a folder with the files of which it speaks."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(FOLDER / "shandong" / "refund", tmp_path / "tests" / "golden" / "shandong" / "refund")
    for name, source in (("官方.pdf", papers["ours"]), ("本系统.pdf", papers["other"])):
        shutil.copy(source, name)
    shutil.copy(FOLDER / "shandong" / "refund" / "worked" / "record.json", "记录.json")
    shutil.copy(REFUND.word_path, "我局清退表.docx")
    shutil.copy(REFUND.pdf_path, "我局清退表.pdf")
    text = (ROOT / "docs" / "testers.md").read_text("utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert len(lines) > 8
    for line in lines:
        name, *arguments = shlex.split(line.partition(" #")[0])
        assert name == "hjforms"
        done = command(*arguments)
        assert done.exit_code in {0, 1}, f"{line}\n{done.output}"


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
