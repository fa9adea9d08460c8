"""Keys on the command line: a paper is made with one, comes back, and is known."""

import json
import os
import stat
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
