"""What the command says: in Chinese, within 80 columns, in UTF-8, whatever it is given and wherever it runs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner

from hjforms import calculation
from hjforms.cli import main
from hjforms.cli.help import width_of
from support import ROOT, refund_data, refund_row

EXAMPLE = ROOT / "examples" / "weihai" / "shandong" / "refund.json"
ENGLISH = re.compile(r"(?<![-\w./$\"])[a-z]{3,}(?![\w./:-])", re.IGNORECASE)
OURS = {
    "hjforms",
    "FORM",
    "RECORD",
    "FILE",
    "CASE",
    "BOOK",
    "FOLDER",
    "DIR",
    "JSON",
    "PDF",
    "DOCX",
    "OFD",
    "HTTP",
    "PNG",
    "JPEG",
    "PKCS",
    "PEM",
    "DER",
    "RFC",
    "URL",
    "XLSX",
    "Word",
    "WPS",
    "Schema",
    "pdf",
    "docx",
    "ofd",
    "txt",
    "json",
    "jsonl",
    "xlsx",
    "csv",
    "LibreOffice",
}


def commands(command=main, path=()):
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                yield from commands(command.get_command(context, name), (*path, name))


COMMANDS = list(commands())
IDS = [" ".join(path) or "hjforms" for path, _ in COMMANDS]


def invoke(*arguments, **more):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **more)


def run(*arguments, data=None, env=None, cwd=None, **more):
    command = [sys.executable, "-c", "from hjforms.cli import main; main()", *map(str, arguments)]
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(
        command, input=data, cwd=cwd, check=False, timeout=120, env={**os.environ, **(env or {})}, **more
    )


def english(text, given=()):
    words = set(ENGLISH.findall(text)) - OURS - set(given)
    return sorted(word for word in words if not any(word in path for path, _ in COMMANDS))


WRONG = [
    [],
    ["--nope"],
    ["--nope=1"],
    ["--help=1"],
    ["a", "b", "c", "d", "e"],
    ["no.json", "-o"],
    ["no.json", "--json", "-o", "x.zzz"],
    ["no.pdf", "-o", "x.pdf"],
    ["--on", "zzz", "no.json"],
    ["附件5", "no.json", "--on", "20261399", "-o", "x.pdf"],
    ["--template", "no.docx", "附件5", "no.json", "-o", "x.pdf"],
    ["--direction", "up", "--resident", "a.json", "--employee", "b.json"],
    ["--resident", "a.json", "--employee", "b.json", "--months", "x"],
    ["--as", "zip", "-o", "x/"],
]


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_no_complaint_of_any_command_is_in_english(path, command, tmp_path, monkeypatch):
    if path[:1] in {("demo",), ("desk",), ("serve",)} or path == ("template", "compile"):
        pytest.skip("does its work without arguments")
    monkeypatch.chdir(tmp_path)
    for arguments in WRONG:
        if path == ("template", "lint") and not arguments:
            continue
        result = invoke(*path, *arguments)
        told = result.stderr
        assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
        given = {part for argument in arguments for part in re.split(r"[^a-zA-Z]+", argument)}
        options = {name.lstrip("-") for _, known in COMMANDS for param in known.params for name in param.opts}
        assert english(told, given | options) == [], (arguments, told)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_help_fits_the_screen_and_is_in_chinese(path, command):
    for arguments in ((*path, "--help"), ("help", *path)):
        result = invoke(*arguments)
        assert result.exit_code == 0, result.output
        assert [line for line in result.output.splitlines() if width_of(line) > 80] == []
        assert not re.search(r"\[OPTIONS\]|COMMAND|ARGS|\[default|\[required|Show this", result.output)


def test_lists_fit_the_screen():
    shown = [invoke("list").output, *(invoke("show", form).output for form in ("附件5", "national/application"))]
    assert [line for text in shown for line in text.splitlines() if width_of(line) > 80] == []


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["fil"], "是否为 fill？"),
        (["overlp"], "是否为 overlap？"),
        (["fill", "--editible"], "是否为 --editable？"),
        (["show", "shandong/refnd"], "是否为 shandong/refund？"),
        (["template", "lnt"], "是否为 lint？"),
        (["explain", "overlp", "x.json"], "没有"),
    ],
)
def test_what_was_probably_meant_is_told(arguments, meant):
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert meant in result.stderr or "打不开" in result.stderr


def test_version_and_help_are_commands_too():
    assert invoke("version").output == invoke("--version").output
    assert invoke("help", "fill").output == invoke("fill", "--help").output
    assert invoke("help", "template", "lint").output == invoke("template", "lint", "--help").output
    assert invoke("help", "nope").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["--", "-5"], ["-5.00", "负伍元整", "minus five yuan only"]),
        (["-5"], ["-5.00", "负伍元整"]),
        (["负伍元整"], ["-5.00", "负伍元整"]),
        (["12万"], ["120000.00", "壹拾贰万元整"]),
        (["1.5万元"], ["15000.00", "壹万伍仟元整"]),
        (["-12万"], ["-120000.00"]),
        (["0.0000001万"], []),
        (["万"], []),
        (["1..5万"], []),
    ],
)
def test_amount_takes_signs_and_units(arguments, lines):
    result = invoke("amount", *arguments)
    assert result.output.splitlines()[: len(lines)] == lines or not lines
    assert (result.exit_code == 0) is bool(lines)


# ------------------------------------------------------------------------------------ sources and sinks


def test_what_read_writes_every_other_command_takes(tmp_path):
    data = json.dumps(refund_data(refund_row(), filled_on="2024-12-20"), ensure_ascii=False)
    (tmp_path / "many.jsonl").write_text(f"{data}\n{data}\n", "utf-8")
    assert invoke("fill", "附件5", tmp_path / "many.jsonl", "-o", tmp_path / "run.pdf").exit_code == 0
    for name in ("back.json", "back.jsonl", "back/"):
        back = f"{tmp_path}/{name}"
        assert invoke("read", tmp_path / "run.pdf", "-o", back).exit_code == 0
        for command in (["check", back], ["print", back, "-o", tmp_path / "again.pdf"]):
            assert invoke(*command).exit_code == 0, command
        assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "run.pdf").read_bytes()
        assert invoke("fill", back, "-o", tmp_path / "again.json").exit_code == 0
        assert len(json.loads((tmp_path / "again.json").read_bytes())) == 2


def test_paper_is_a_source_of_fill_check_and_print(tmp_path):
    invoke("fill", "附件5", EXAMPLE, "-o", tmp_path / "a.pdf", "-o", tmp_path / "a.docx", "-o", tmp_path / "a.json")
    for name in ("a.pdf", "a.docx"):
        assert invoke("check", tmp_path / name).exit_code == 0
        assert invoke("fill", tmp_path / name, "-o", tmp_path / "b.json").exit_code == 0
        assert (tmp_path / "b.json").read_bytes() == (tmp_path / "a.json").read_bytes()
        assert invoke("compare", tmp_path / name, tmp_path / "b.json").exit_code == 0
    assert invoke("print", tmp_path / "a.pdf", tmp_path / "a.json", "-o", tmp_path / "c.pdf").exit_code == 0


def test_standard_output_takes_a_record_that_standard_input_gives_back():
    made = invoke("fill", "附件5", EXAMPLE, "-o", "-")
    assert made.exit_code == 0
    assert json.loads(made.stdout)["$form"] == "shandong/refund"
    assert invoke("check", "-", input=made.stdout_bytes).exit_code == 0
    assert run("fill", EXAMPLE.name, "-o", "-", "--as", "pdf", cwd=EXAMPLE.parent).returncode == 2  # names no form
    assert run("fill", "附件5", EXAMPLE, "-o", "-", "--as", "pdf").stdout.startswith(b"%PDF-")


def test_a_record_that_contradicts_the_form_is_one_error_that_names_both(tmp_path):
    assert invoke("blank", "告知书", "-o", tmp_path / "a.json").exit_code == 0
    result = invoke("check", "附件5", tmp_path / "a.json")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert all(name in result.stderr for name in ("shandong/notice", "shandong/refund"))


def test_a_load_error_names_row_and_label_and_quotes_what_is_not_personal(tmp_path):
    data = refund_data({"year": "20155", "months": 13}) | {"person": {"name": 5, "citizen_id": "37100019650115001"}}
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    result = invoke("check", "附件5", tmp_path / "a.json")
    assert "years.0.months：第1行 重复月数：应为1至12之间的整数；这里写的是“13”。" in result.stderr.splitlines()
    assert "37100019650115001" not in result.stderr
    told = json.loads(invoke("check", "附件5", tmp_path / "a.json", "--json").stdout)["faults"]
    assert {fault["path"]: fault["found"] for fault in told}["person.citizen_id"] == "37100019650115001"


def test_one_bad_cell_is_one_fault(tmp_path):
    for person in ("张三", {"name": "张示例", "citizen_id": "371000196501150019"}):
        (tmp_path / "a.json").write_text(json.dumps(refund_data(refund_row()) | {"person": person}), "utf-8")
        assert len(invoke("check", "附件5", tmp_path / "a.json").stderr.splitlines()) == 1


def test_blank_does_not_overwrite_and_writes_all_outputs(tmp_path):
    names = [tmp_path / name for name in ("a.json", "a.pdf", "a.docx")]
    options = [part for name in names for part in ("-o", name)]
    assert invoke("blank", "附件5", *options).exit_code == 0
    assert all(name.exists() for name in names)
    names[0].write_text("filled", "utf-8")
    names[1].unlink()
    result = invoke("blank", "附件5", *options)
    assert (result.exit_code, names[0].read_text("utf-8"), names[1].exists()) == (2, "filled", False)
    assert "--force" in result.stderr
    assert invoke("blank", "附件5", *options, "--force").exit_code == 0
    assert names[1].exists()


def test_the_first_faulty_record_of_many_stops_all_and_every_one_is_told(tmp_path):
    good, bad = refund_data(refund_row()), refund_data(refund_row(months=13))
    (tmp_path / "a.json").write_text(json.dumps([good, bad, good, {"refund_total": "1.00", **good}]), "utf-8")
    result = invoke("fill", "附件5", tmp_path / "a.json", "-o", tmp_path / "out.pdf", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert "第2份：years.0.months" in result.stderr
    assert "第4份：错误" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_case_names_its_calculation():
    for name in calculation.names():
        example = invoke(name, "--example").stdout
        assert invoke("explain", "-", input=example).stdout == invoke(name, "-", "--explain", input=example).stdout
    wrong = invoke("deadline", "-", input=invoke("overlap", "--example").stdout)
    assert wrong.exit_code == 2
    assert "overlap" in wrong.stderr


# ----------------------------------------------------------------------- consoles, signals, full disks


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=lambda env: next(iter(env)),
)
def test_output_is_utf_8_whatever_the_environment_says(env, tmp_path):
    for arguments in (["list"], ["check", "shandong/refund", EXAMPLE], ["amount", "5"], ["show", "nope"]):
        result = run(*arguments, env=env)
        assert re.search("[一-鿿]", (result.stdout + result.stderr).decode("utf-8"))
    assert run("fill", "shandong/refund", EXAMPLE, "-o", "-", env=env).stdout.decode("utf-8").count("张示例") == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [["list"], ["show", "shandong/refund"], ["amount", "5"], ["--help"], ["fill"]])
def test_a_full_disk_behind_standard_output_is_one_message(arguments):
    given = ["fill", "shandong/refund", EXAMPLE, "-o", "-"] if arguments == ["fill"] else arguments
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        result = run(*given, stdout=full)
    assert result.returncode == 2
    assert [line for line in result.stderr.decode().splitlines() if "标准输出" not in line] == []
    assert "磁盘已满" in result.stderr.decode()


def test_a_reader_that_has_read_enough_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-c", "from hjforms.cli import main; main()", "show", "shandong/refund"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 0


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_command_that_is_ended_leaves_the_old_file_and_nothing_for_long(name, tmp_path):
    target = tmp_path / "all.pdf"
    target.write_bytes(b"old")
    (tmp_path / "many.jsonl").write_text(json.dumps(json.loads(EXAMPLE.read_text("utf-8"))) + "\n", "utf-8")
    lines = (tmp_path / "many.jsonl").read_text("utf-8") * 20000
    (tmp_path / "many.jsonl").write_text(lines, "utf-8")
    heard = f"import signal; signal.signal(signal.{name}, signal.SIG_DFL); " if name != "SIGKILL" else ""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{heard}from hjforms.cli import main; main()",
            "print",
            "附件5",
            "many.jsonl",
            "-o",
            target,
        ],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    while process.poll() is None and not any(path.name.endswith(".tmp") for path in tmp_path.iterdir()):
        time.sleep(0.02)
    process.send_signal(getattr(signal, name))
    _, message = process.communicate(timeout=60)
    if name != "SIGKILL":
        assert process.returncode == 128 + getattr(signal, name)
        assert "已中断" in message.decode()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["all.pdf", "many.jsonl"]
    assert target.read_bytes() == b"old"
    assert run("fill", "shandong/refund", EXAMPLE, "-o", tmp_path / "a.json").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "all.pdf", "many.jsonl"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_the_names_of_forms_and_commands(shell):
    def completed(words):
        env = {"_HJFORMS_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        if shell == "fish":
            env["COMP_CWORD"] = words.split()[-1]
        return invoke_program(env)

    assert "shandong/refund" in completed("hjforms show shandong/re")
    assert "national/refund" in completed("hjforms fill 清退")
    assert "blank" in completed("hjforms bl")


def invoke_program(env):
    program = "import sys; sys.argv[0] = 'hjforms'; from hjforms.cli import main; main(prog_name='hjforms')"
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
        timeout=60,
    ).stdout
