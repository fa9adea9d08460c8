"""Keys and packages on the command line: what is made with a key is known, what is packed is verified."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from support import ROOT

RECORD = ROOT / "examples" / "weihai" / "shandong" / "refund.json"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("key", "new", "office.key")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "已写出 office.key" in done.stderr
    return "office.key"


def test_a_new_key_is_its_owners_and_takes_no_other_files_place(key):
    before = Path(key).read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(Path(key).stat().st_mode) == 0o600
    done = run("key", "new", key)
    assert (done.exit_code, Path(key).read_bytes()) == (2, before)
    assert "已经有了" in done.stderr


@pytest.mark.parametrize("more", [(), ("--archive",), ("--editable",)])
@pytest.mark.parametrize("kind", ["pdf", "docx", "ofd"])
def test_a_paper_that_was_made_with_a_key_comes_back_as_the_offices_own(key, kind, more):
    if more and kind != "pdf":
        return
    assert run("fill", "附件5", RECORD, "-o", f"x.{kind}", "--key", key, *more).exit_code == 0
    done = run("read", f"x.{kind}", "--key", key)
    assert done.exit_code == 0
    assert "密钥核对：是本单位用这个密钥写出的" in done.stdout
    [reading] = json.loads(run("read", f"x.{kind}", "--key", key, "--json").stdout)["readings"]
    assert (reading["proof"], reading["findings"]) == ("own", [])
    assert "密钥" not in run("read", f"x.{kind}").stdout


def test_papers_without_it_or_of_another_are_errors(key):
    assert run("key", "new", "other.key").exit_code == 0
    assert run("fill", "附件5", RECORD, "-o", "bare.pdf", "-o", "bare.docx").exit_code == 0
    assert run("fill", "附件5", RECORD, "-o", "theirs.pdf", "--key", "other.key").exit_code == 0
    for name, told in (("bare.pdf", "没有本单位密钥的标记"), ("bare.docx", "没有"), ("theirs.pdf", "不是用这个密钥")):
        done = run("read", name, "--key", key)
        assert done.exit_code == 1
        assert told in done.stdout
        assert "密钥核对" not in done.stdout


def test_a_folder_of_papers_is_made_and_read_with_a_key(key):
    assert run("fill", "附件5", RECORD, "-o", "all/", "--key", key).exit_code == 0
    [path] = Path("all").glob("*.pdf")
    assert hjforms.read(path, key=key)[0].proof == "own"
    made = path.read_bytes()
    assert run("fill", "附件5", RECORD, "-o", "all/", "--key", key).exit_code == 0  # nothing is made again
    assert "1 个已有的不变" in run("fill", "附件5", RECORD, "-o", "all/", "--key", key).stderr
    assert run("fill", "附件5", RECORD, "-o", "all/").exit_code == 0  # without a key they are others
    assert path.read_bytes() != made
    done = json.loads(run("read", "all", "--key", key, "--json").stdout)
    assert [reading["proof"] for reading in done["readings"]] == ["none"]


@pytest.mark.parametrize(
    "asked",
    [
        ("-o", "x.pdf", "--no-record"),
        ("-o", "x.pdf", "--overlay"),
        ("-o", "x.json"),
        ("-o", "x.docx", "--no-record"),
        ("-o", "x.ofd", "--no-record"),
        ("-o", "x/", "--chunk", "2"),
        ("-o", "x/", "--by", "person"),
        ("-o", "x/", "--no-record"),
    ],
    ids=" ".join,
)
def test_where_no_tag_can_stand_nothing_is_written(key, asked):
    done = run("fill", "附件5", RECORD, *asked, "--key", key)
    assert done.exit_code == 2
    assert "密钥" in done.stderr or "--key" in done.stderr
    assert {path.name for path in Path().iterdir() if path.is_file()} == {key}
    assert not list(Path("x").glob("*")) if Path("x").exists() else True


def test_a_print_run_has_no_tag_and_says_so(key):
    Path("two.json").write_text(json.dumps([json.loads(RECORD.read_text("utf-8"))] * 2), "utf-8")
    for name in ("x.pdf", "x.ofd"):
        done = run("fill", "附件5", "two.json", "-o", name, "--key", key)
        assert done.exit_code == 2
        assert "一批" in done.stderr
        assert not Path(name).exists()


@pytest.mark.parametrize("command", [("fill", "附件5", RECORD, "-o", "x.pdf"), ("read", "x.pdf")])
def test_a_key_file_that_is_none_stops_the_command_and_is_not_quoted(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    Path("x.pdf").write_bytes(b"%PDF-")
    Path("short.key").write_text("ab12" * 5)
    Path("no.key").write_text("secret words")
    for name, told in (("short.key", "太短"), ("no.key", "不是密钥文件"), ("gone.key", "打不开")):
        done = run(*command, "--key", name)
        assert done.exit_code == 2
        assert told in done.stderr
        assert "ab12" not in done.stderr + done.stdout
        assert "secret" not in done.stderr + done.stdout
    assert Path("x.pdf").read_bytes() == b"%PDF-"


# ------------------------------------------------------------------------------------------ packages


def test_a_package_of_records_is_packed_and_verified(key):
    assert run("fill", "附件5", RECORD, "-o", "came.pdf").exit_code == 0
    asked = ("--received", "came.pdf", "--ofd", "--key", key)
    done = run("archive", "pack", "附件5", RECORD, "-o", "case.zip", *asked)
    assert done.exit_code == 0
    assert "已写出 case.zip：1 份记录，1 个归档包" in done.stderr
    assert run("archive", "pack", "附件5", RECORD, "-o", "again.zip", *asked).exit_code == 0
    assert Path("again.zip").read_bytes() == Path("case.zip").read_bytes()
    assert run("archive", "verify", "case.zip").stdout == "完好：4 个文件与清单相符，2 张表读出的与记录相同。\n"
    done = run("archive", "verify", "case.zip", "--key", key)
    assert (done.exit_code, done.stdout[:2]) == (0, "完好")
    assert "本单位" in done.stdout


def test_a_folder_is_a_package_too(key):
    Path("all").mkdir()
    for name in ("refund", "resident-account", "employee-account", "contact-letter"):
        source = RECORD.with_name(f"{name}.json")
        assert run("fill", f"shandong/{name}", source, "-o", f"all/{name}.json").exit_code == 0
    assert run("archive", "pack", "all", "-o", "case/").exit_code == 0
    assert run("archive", "verify", "case").stdout.startswith("完好：8 个文件与清单相符，4 张表")
    (path,) = Path("case/papers").glob("*refund.pdf")
    path.write_bytes(path.read_bytes() + b"\n")
    Path("case/more.txt").write_text("more")
    done = run("archive", "verify", "case", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["sound"], told["papers"]) == (False, len(list(Path("case/papers").iterdir())))
    assert {fault["code"] for fault in told["faults"]} == {"archive.changed", "archive.unlisted"}
    done = run("archive", "verify", "case")
    assert path.name in done.stdout
    assert "more.txt" in done.stdout


def test_a_list_of_people_gives_a_package_for_each(key):
    record = json.loads(RECORD.read_text("utf-8"))
    other = json.loads(json.dumps(record))
    other["person"]["citizen_id"] = "371000196501150034"
    Path("list.json").write_text(json.dumps([record, other, record], ensure_ascii=False), "utf-8")
    done = run("archive", "pack", "附件5", "list.json", "-o", "case.zip")
    assert done.exit_code == 2
    assert "--by person" in done.stderr
    assert not Path("case.zip").exists()
    assert run("archive", "pack", "附件5", "list.json", "-o", "all/", "--by", "person").exit_code == 0
    assert sorted(path.name for path in Path("all").iterdir()) == ["00001.zip", "00002.zip"]
    with zipfile.ZipFile("all/00001.zip") as file:
        assert sum(name.startswith("records/") for name in file.namelist()) == 2
    assert {run("archive", "verify", path).exit_code for path in Path("all").iterdir()} == {0}


@pytest.mark.parametrize(
    "asked",
    [
        ("-o", "x.pdf"),
        ("-o", "x.zip", "--by", "person"),
        ("-o", "x.zip", "--by", "office"),
        ("-o", "x/", "--by", "person", "--received", "office.key"),
        ("-o", "x.zip", "--received", "gone.pdf"),
        ("-o", "x.zip", "--key", "gone.key"),
        ("-o", "no/x.zip"),
    ],
    ids=" ".join,
)
def test_a_package_that_cannot_be_made_leaves_nothing(key, asked):
    assert run("archive", "pack", "附件5", RECORD, *asked).exit_code == 2
    assert [path.name for path in Path().iterdir()] == [key]


def test_a_record_with_errors_is_packed_only_by_force(key):
    record = json.loads(RECORD.read_text("utf-8"))
    record["refund_total"] = "1.00"
    Path("wrong.json").write_text(json.dumps(record), "utf-8")
    done = run("archive", "pack", "附件5", "wrong.json", "-o", "x.zip")
    assert (done.exit_code, Path("x.zip").exists()) == (1, False)
    assert run("archive", "pack", "附件5", "wrong.json", "-o", "x.zip", "--force").exit_code == 1
    assert run("archive", "verify", "x.zip").exit_code == 0


def test_what_is_no_package_is_refused_by_its_exit_code(key):
    Path("x.zip").write_bytes(b"PK")
    Path("empty").mkdir()
    for name in ("x.zip", "empty"):
        assert run("archive", "verify", name).exit_code == 3
    assert run("archive", "verify", "gone.zip").exit_code == 2


def test_without_a_key_nothing_of_it_is_imported(tmp_path):
    program = (
        "import sys; from hjforms.cli import main\n"
        f"try: main(['fill', '附件5', {str(RECORD)!r}, '-o', {str(tmp_path / 'x.pdf')!r}])\n"
        "finally: print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()
    assert "hjforms.render.pdf" in loaded
    assert not {"hjforms.keys", "hjforms.template.whole", "hjforms.archiving", "hjforms.cli.archiving"} & {*loaded}
