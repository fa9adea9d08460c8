"""With ``--json`` standard output is one JSON object, whatever the command and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import hjforms
from hjforms import calculation
from hjforms.cli import watch
from hjforms.cli.usage import Stopped
from support import REFUND, ROOT, saved_by_pypdf, worked
from test_cli_words import COMMANDS, IDS, WRONG, invoke

CASE = ROOT / "examples" / "weihai" / "shandong"
NAME, NUMBER = "张示例", "371000196501150018"


def answered(*arguments, code=0, **more):
    """The object that a command answers with, and nothing else stands on standard output."""
    result = invoke(*arguments, "--json", **more)
    assert result.exit_code == code, (result.stdout, result.stderr)
    told = json.loads(result.stdout)
    assert isinstance(told, dict)
    return told


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a record that is right, one that is wrong, one that is faulty, and papers."""
    monkeypatch.chdir(tmp_path)
    data = json.loads((CASE / "refund.json").read_text("utf-8"))
    for name, record in {
        "right": data,
        "wrong": {**data, "refund_total": "1.00"},
        "faulty": {**data, "nothing": 1},
        "list": [data, {**data, "refund_total": "1.00"}],
    }.items():
        stated = record if isinstance(record, list) else {"$form": "shandong/refund", **record}
        (tmp_path / f"{name}.json").write_text(json.dumps(stated, ensure_ascii=False), "utf-8")
    (tmp_path / "paper.pdf").write_bytes(REFUND.pdf(worked()))
    (tmp_path / "paper.docx").write_bytes(REFUND.docx(worked()))
    (tmp_path / "broken.pdf").write_bytes(REFUND.pdf(worked())[:5000])
    return tmp_path


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_every_command_answers_wrong_usage_and_a_call_for_help(path, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert invoke(*path, "--help").stdout.rstrip("\n") == answered(*path, "--help")["help"].rstrip("\n")
    if path[:1] in {("demo",), ("desk",), ("serve",), ("template",)}:
        return  # does its work without arguments
    for arguments in WRONG:
        result = invoke(*path, *arguments, *([] if "--json" in arguments else ["--json"]))
        told = json.loads(result.stdout)
        assert isinstance(told, dict)
        assert bool(result.exit_code) == bool(told.get("faults")), (arguments, told)


def test_what_is_told_of_forms():
    forms = answered("list")["forms"]
    assert [form["id"] for form in forms] == [form.id for form in hjforms.forms()]
    assert answered("show", "附件5") == REFUND.schema()
    assert answered("show", "附件5", "--page") == REFUND.page_schema()
    assert answered("version") == answered("--version") == {"version": hjforms.__version__}
    assert answered("amount", "-12.5") == {
        "amount": "-12.50",
        "capital": "负壹拾贰元伍角整",
        "english": "minus twelve yuan and fifty fen",
    }
    assert answered("amount", "x", code=2)["faults"]
    [fault] = answered("shw", code=2)["faults"]
    assert fault["code"] == "usage"


def test_what_is_written_is_told(folder):
    assert answered("blank", "附件5", "-o", "a.pdf", "-o", "a.xlsx") == {"written": ["a.pdf", "a.xlsx"]}
    assert answered("blank", "附件5", "-o", "a.pdf", code=2)["faults"]
    assert answered("fill", "right.json", "-o", "b.pdf") == {"written": ["b.pdf"]}
    wrong = answered("fill", "wrong.json", "-o", "c.pdf", code=1)
    assert {finding["path"] for record in wrong["records"] for finding in record["findings"]} == {"refund_total"}
    assert "written" not in wrong
    assert answered("fill", "wrong.json", "-o", "c.pdf", "--force", code=1)["written"] == ["c.pdf"]
    [faulty] = answered("fill", "faulty.json", "-o", "d.pdf", code=2)["records"]
    assert [fault["code"] for fault in faulty["faults"]] == ["unknown-key"]
    done = answered("fill", "附件5", "list.json", "-o", "papers/", "--jobs", "1", code=1)
    assert (done["count"], done["written"], done["faulty"]) == (2, 1, 1)
    assert len(done["records"]) == 1
    printed = answered("print", "right.json", "-o", "e.pdf")
    assert (printed["written"], printed["count"]) == (["e.pdf"], 1)
    assert answered("fill", "right.json", "-o", "no/such/b.pdf", code=2)["faults"]
    [columns] = answered("fill", "附件5", "a.xlsx", "-o", "b.pdf", "--dry-run")["lists"][:1]
    assert {"column", "label", "path"} == {*columns["columns"][0]}


def test_what_is_checked_read_and_compared_is_told(folder):
    assert answered("check", "right.json")["findings"] == []
    assert [finding["path"] for finding in answered("check", "wrong.json", code=1)["findings"]] == ["refund_total"]
    assert [fault["code"] for fault in answered("check", "faulty.json", code=2)["faults"]] == ["unknown-key"]
    assert len(answered("check", "附件5", "list.json", code=1)["records"]) == 2
    [reading] = answered("read", "paper.pdf")["readings"]
    assert REFUND.load(reading["record"]) == worked()
    assert reading["fields"]["person.name"]["confidence"] == 1.0
    assert answered("read", "broken.pdf", code=3)["faults"]
    told = answered("read", "paper.docx", "-o", "back.json")
    assert told["written"] == ["back.json"]
    assert told["readings"]
    assert answered("read", str(folder), code=3)["faults"]
    assert answered("compare", "paper.docx", "paper.pdf") == {"findings": []}
    assert answered("compare", "right.json", "wrong.json", code=1)["findings"]
    assert answered("compare", "right.json", "no.json", code=2)["faults"]


def test_what_is_worked_out_is_told(folder):
    accounts = "--resident", CASE / "resident-account.json", "--employee", CASE / "employee-account.json"
    told = answered("settle", *accounts, "-o", "a.pdf")
    assert {"record", "figures", "steps", "findings", "written"} == {*told}
    assert answered("settle", accounts[0], accounts[1], code=2)["faults"]
    for name in calculation.names():
        example = answered(name, "--example")
        (folder / "case.json").write_text(json.dumps(example, ensure_ascii=False), "utf-8")
        assert {"figures", "findings"} <= {*answered(name, "case.json")}
        assert answered(name, "--schema")["type"] == "object"
        assert answered(name, "no.json", code=2)["faults"]
    assert answered("deadline", "case.json", "-o", "due.xlsx", code=1)["records"]
    assert answered("explain", "case.json", "-o", "a.txt")["written"] == ["a.txt"]


def test_what_those_who_keep_templates_and_goldens_are_told(folder):
    [linted] = answered("template", "lint", "附件5")["templates"]
    assert linted == {"form": "shandong/refund", "problems": [], "lacking": []}
    assert answered("template", "lint", "附件5", "--template", "no.docx", code=5)["faults"]
    assert answered("golden", "check", "no", code=2)["faults"]
    made = answered("golden", "new", "goldens", "附件5", "right.json", "--case", "one")
    assert "page-1.png" in made["files"]
    assert answered("golden", "check", "goldens") == {"differences": [], "cases": 1, "different": 0}
    (folder / "goldens" / made["case"] / "page-1.png").write_bytes(b"garbage")
    told = answered("golden", "check", "goldens", code=1)
    assert [(item["file"], item["level"]) for item in told["differences"]] == [("page-1.png", "picture")]
    assert answered("golden", "update", "goldens")["updated"] == [{"case": made["case"], "files": ["page-1.png"]}]
    assert answered("golden", "compare", "paper.pdf", "paper.pdf") == {"differences": []}
    record = json.loads((folder / "right.json").read_text("utf-8"))
    record["person"]["name"] = "李示例"
    (folder / "other.pdf").write_bytes(REFUND.pdf(REFUND.complete(hjforms.load(record, REFUND))))
    told = answered("golden", "compare", "paper.pdf", "other.pdf", code=1)["differences"]
    assert [(item["old"], item["new"]) for item in told if item["path"] == "person.name"] == [(NAME, "李示例")]


def test_a_file_and_json_do_not_both_go_to_standard_output(folder):
    for words in (
        ("blank", "附件5", "-o", "-"),
        ("fill", "right.json", "-o", "-", "--as", "pdf"),
        ("print", "right.json", "-o", "-"),
        ("check", "right.json", "-o", "-"),
        ("read", "paper.pdf", "-o", "-"),
        ("deadline", "--blank", "-"),
        ("explain", "case.json", "-o", "-"),
    ):
        [fault] = answered(*words, code=2)["faults"]
        assert "-o -" in fault["message"]
    assert invoke("print", "right.json", "-o", "-").stderr == ""
    assert answered("check", "-", input=(folder / "right.json").read_text("utf-8"))["findings"] == []


def test_no_value_of_a_person_stands_in_a_message(folder):
    for words in (("check", "wrong.json"), ("fill", "faulty.json", "-o", "x.pdf"), ("read", "broken.pdf")):
        result = invoke(*words, "--json")
        assert NAME not in result.stdout + result.stderr
        assert NUMBER not in result.stdout + result.stderr


def test_messages_are_in_the_language_that_is_asked_for(folder):
    [fault] = answered("show", "nothing", "--lang", "en", code=2)["faults"]
    assert fault["message"].isascii() or "There" in fault["message"]
    [fault] = answered("shw", "--lang", "en", code=2)["faults"]
    assert "There is no such command" in fault["message"]


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt, 130), (lambda: Stopped(15), 143)])
def test_a_command_that_is_stopped_answers(folder, monkeypatch, stop, code):
    def opened(*_):
        raise stop()

    monkeypatch.setattr("hjforms.exchange.door.opened", opened)
    [fault] = answered("check", "right.json", code=code)["faults"]
    assert fault["code"] == "stopped"


def test_a_file_that_makes_a_library_hang_is_answered(folder, monkeypatch):
    script = """
import time
from hjforms.cli import main, watch
from hjforms import pdfium
from hjforms.reading.file import clock
watch.EVERY_S, watch.SILENT_S = 0.01, 0.1
import hjforms.exchange.paper as paper
paper.bytes_of = lambda name: time.sleep(60)
clock.silent_s = lambda: 1.0
main()
"""
    assert watch.SILENT_S > 1
    command = [sys.executable, "-c", script, "read", "paper.pdf", "--json", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    [fault] = json.loads(done.stdout)["faults"]
    assert (done.returncode, fault["code"]) == (3, "document")
    assert fault["message"].isascii()


def test_a_program_that_starts_the_desk_gets_its_address(folder):
    pytest.importorskip("uvicorn")
    command = [sys.executable, "-m", "hjforms", "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = "".join(process.stdout.readline() for _ in range(3))
        process.terminate()
        rest, _ = process.communicate(timeout=60)
    assert json.loads(told)["url"].startswith("http://127.0.0.1:")
    assert rest == ""


def test_python_m_is_the_command(folder):
    command = [sys.executable, "-m", "hjforms", "read", "foreign.pdf", "--json"]
    (folder / "foreign.pdf").write_bytes(saved_by_pypdf(REFUND.pdf(worked(), editable=True)))
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    [reading] = json.loads(done.stdout)["readings"]
    [same] = hjforms.read(folder / "foreign.pdf")
    told = json.loads(json.dumps(same.as_dict()))
    assert reading["record"] == told["record"]
    assert {*told} <= {*reading}
