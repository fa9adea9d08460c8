"""The command as a clerk or a calling system uses it: in its own process, by its exit code and its streams."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import hjforms.cli
from hjforms.cli import entrance
from support import commanded as run

EXAMPLE = Path(__file__).parents[1] / "examples" / "weihai" / "shandong" / "refund.json"
DOUBLE = Path(__file__).parents[1] / "examples" / "double" / "national"
COMMANDS = ["list", "show", "blank", "fill", "print", "check", "read", "compare", "amount", "template", "demo"]

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def out(result):
    return result.stdout.decode()


def err(result):
    return result.stderr.decode()


@pytest.fixture
def record():
    return json.loads(EXAMPLE.read_text("utf-8"))


def written(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def test_help_names_every_command_in_chinese():
    result = run("--help")
    assert result.returncode == 0
    assert "用法：" in out(result)
    assert all(f"  {command} " in out(result) for command in COMMANDS)


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["template", "lint"], ["template", "compile"]])
def test_every_command_explains_itself(command):
    result = run(*command, "--help")
    assert result.returncode == 0
    assert "显示本说明" in out(result)


def test_list_shows_the_refund_table_with_its_provenance():
    assert "shandong/refund  城乡养老保险重复缴费清退表  〔版式取自文件原文〕" in out(run("list"))
    [listed] = [form for form in json.loads(out(run("list", "--json")))["forms"] if form["id"] == "shandong/refund"]
    assert (listed["title"], listed["provenance"]) == ("城乡养老保险重复缴费清退表", "source")
    assert listed["edition"] == "2024-12-15"  # 鲁人社字〔2024〕84号 第十五条


def test_show_names_fields_and_rules_and_gives_the_json_schema():
    shown = out(run("show", "shandong/refund"))
    assert "years.*.refund.subtotal" in shown
    assert "12=8+9+10+11" in shown
    assert "第十二条" in shown
    schema = json.loads(out(run("show", "shandong/refund", "--json")))
    assert schema["additionalProperties"] is False
    assert schema["properties"]["refund_total"]["title"] == "退还本人金额合计"


def test_fill_writes_every_output_and_read_gives_the_record_back(tmp_path):
    names = ["a.pdf", "a.docx", "a.json"]
    options = [part for name in names for part in ("-o", tmp_path / name)]
    result = run("fill", "shandong/refund", EXAMPLE, *options)
    assert result.returncode == 0, err(result)
    completed = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert completed["refund_total_capital"] == "柒仟叁佰元整"
    for name in names[:2]:
        back = run("read", tmp_path / name, "-o", tmp_path / "back.json")
        assert back.returncode == 0
        assert json.loads((tmp_path / "back.json").read_text("utf-8")) == completed
        assert run("compare", tmp_path / name, tmp_path / "a.json").returncode == 0


def test_fill_reads_standard_input_and_keeps_fields_editable(tmp_path):
    target = tmp_path / "a.pdf"
    result = run("fill", "shandong/refund", "-", "--editable", "-o", target, data=EXAMPLE.read_bytes())
    assert result.returncode == 0
    assert b"/AcroForm" in target.read_bytes()


def test_a_wrong_sum_stops_fill_unless_forced(tmp_path, record):
    record["years"][0]["refund"] = {"subtotal": "16.99"}
    source, target = written(tmp_path / "r.json", record), tmp_path / "a.pdf"
    result = run("fill", "shandong/refund", source, "-o", target)
    assert result.returncode == 1
    assert "years.0.refund.subtotal" in err(result)
    assert not target.exists()
    assert run("fill", "shandong/refund", source, "-o", target, "--force").returncode == 1
    assert target.exists()


def test_check_lists_findings_and_exits_with_one(tmp_path, record):
    record["refund_total_capital"] = "柒仟叁佰零壹元整"
    source = written(tmp_path / "r.json", record)
    result = run("check", "shandong/refund", source, "--json")
    assert result.returncode == 1
    (finding,) = json.loads(out(result))["findings"]
    assert (finding["path"], finding["rule"]) == ("refund_total_capital", "refund-total.capital")
    assert run("check", "shandong/refund", EXAMPLE).returncode == 0


def test_every_fault_of_a_record_is_listed_at_once_with_its_path(tmp_path, record):
    record["colour"] = "red"
    record["filled_on"] = "2024-02-30"
    record["person"]["name"] = "张\u0007"
    record["person"]["citizen_id"] = "371000196501150019"
    record["years"][0]["months"] = 13
    record["years"][1]["paid"]["personal"] = "0.001"
    record["years"][2]["paid"]["personal"] = "1e3"
    record["years"][3]["paid"]["personal"] = True
    record["years"][4]["year"] = 2018
    record["refund_total"] = "壹元"
    result = run("check", "shandong/refund", written(tmp_path / "r.json", record))
    assert result.returncode == 2
    paths = [
        "colour", "filled_on", "person.name", "person.citizen_id", "years.0.months", "years.1.paid.personal",
        "years.2.paid.personal", "years.3.paid.personal", "years.4.year", "refund_total",
    ]  # fmt: skip
    assert [path for path in paths if f"{path}：" not in err(result)] == []
    assert "371000196501150019" not in err(result)


def test_read_of_a_file_without_a_form_exits_with_three(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4\nnothing")
    assert run("read", tmp_path / "x.pdf").returncode == 3
    (tmp_path / "x.txt").write_bytes(b"hello")
    assert run("read", tmp_path / "x.txt").returncode == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_read_does_not_wait_for_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "form.pdf")
    result = run("read", str(tmp_path / "form.pdf"))
    assert result.returncode == 2
    assert "管道" in err(result)


@pytest.mark.parametrize(("name", "data"), [("nothing.pdf", b""), ("photo.pdf", b"\xff\xd8\xff\xe0"), ("old.doc", OLD)])
def test_read_of_what_is_no_form_says_why_and_writes_nothing(name, data, tmp_path):
    (tmp_path / name).write_bytes(data)
    result = run("read", str(tmp_path / name), "-o", str(tmp_path / "out.json"))
    assert (result.returncode, out(result)) == (3, "")
    assert len(err(result).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_read_explains_where_every_value_stood(tmp_path):
    run("fill", "shandong/refund", EXAMPLE, "-o", tmp_path / "a.pdf")
    told = out(run("read", tmp_path / "a.pdf", "--explain"))
    assert "person.name；第1页（" in told
    assert (
        "凭据：文件里的文字；照它重印，与文件所画的逐项相同，随附记录也是这样；按模板上的位置，只有这一栏；把握 100%〕"
        in told
    )
    data = json.loads(out(run("read", tmp_path / "a.pdf", "--json")))
    (reading,) = data["readings"]
    assert (reading["form"], reading["pages"], data["faults"]) == ("shandong/refund", [1], [])
    name = reading["fields"]["person.name"]
    assert (name["method"], name["confidence"], name["page"], name["rivals"]) == ("content", 1.0, 1, [])
    assert reading["record"]["person"]["name"] == "张示例"
    (reading,) = json.loads(out(run("read", tmp_path / "a.pdf", "--json", "--explain")))["readings"]
    why = reading["fields"]["person.name"]
    assert [candidate["field"] for candidate in why["candidates"]] == ["person.name"]
    assert (why["margin"], why["against"]) == (None, [])
    assert [witness["name"] for witness in why["witnesses"]] == ["text", "redrawn", "carried"]


def test_read_explains_what_else_claims_a_field():
    told = out(run("read", Path(__file__).parent / "papers/jilin-transfer-account-10.pdf", "--explain"))
    [line] = [line for line in told.splitlines() if "〔fund.before_1998；" in line]
    assert "凭据：文件里的文字，与画出来的页面对照" in line
    assert "；把握 60%；另有 “" in line


def test_compare_tells_what_differs(tmp_path, record):
    run("fill", "shandong/refund", EXAMPLE, "-o", tmp_path / "a.pdf")
    record["person"]["name"] = "张示列"
    run("fill", "shandong/refund", written(tmp_path / "r.json", record), "-o", tmp_path / "b.docx")
    result = run("compare", tmp_path / "a.pdf", tmp_path / "b.docx")
    assert result.returncode == 1
    assert "姓名：不同（张示例 → 张示列）" in out(result)


def test_compare_holds_a_receipt_against_its_notice_from_paper_and_json(tmp_path):
    notice, receipt = (DOUBLE / f"offset-{name}.json" for name in ("notice", "receipt"))
    run("fill", "national/offset-notice", notice, "-o", tmp_path / "notice.pdf")
    assert run("compare", tmp_path / "notice.pdf", receipt).returncode == 0
    result = run("compare", receipt, notice)
    assert (result.returncode, out(result)) == (0, "两份一致。\n")
    wrong = json.loads(receipt.read_text("utf-8")) | {"asked": "5654.45"}
    result = run("compare", tmp_path / "notice.pdf", written(tmp_path / "r.json", wrong))
    assert result.returncode == 1
    assert "回执 应协助抵扣金额：应为“5645.45”，表上为“5654.45”" in out(result)


def test_what_is_left_undeducted_is_a_warning_of_compare(tmp_path):
    less = json.loads((DOUBLE / "offset-receipt.json").read_text("utf-8")) | {"deducted": "5000.00"}
    source = written(tmp_path / "r.json", less)
    forms = ("--form", "national/offset-notice", "--form", "national/offset-receipt")
    result = run("compare", DOUBLE / "offset-notice.json", source, *forms, "--json")
    assert result.returncode == 0
    assert [finding["severity"] for finding in json.loads(out(result))["findings"]] == ["warning"]


def test_compare_refuses_forms_that_have_nothing_to_do_with_each_other(tmp_path, record):
    run("fill", "shandong/refund", EXAMPLE, "-o", tmp_path / "a.pdf")
    run("fill", "national/offset-notice", DOUBLE / "offset-notice.json", "-o", tmp_path / "b.pdf")
    result = run("compare", tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert (result.returncode, "不能比对" in err(result)) == (2, True)
    assert run("compare", written(tmp_path / "e.json", {}), tmp_path / "e.json").returncode == 2
    assert run("compare", EXAMPLE, EXAMPLE, *("--form", "shandong/refund") * 3).returncode == 2


def test_print_makes_one_file_of_many_records(tmp_path, record):
    lines = [json.dumps(record | {"filled_on": f"2024-12-{day:02}"}, ensure_ascii=False) for day in range(1, 21)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), "utf-8")
    result = run("print", "shandong/refund", EXAMPLE, tmp_path / "all.jsonl", "-o", tmp_path / "all.pdf")
    assert result.returncode == 0, err(result)
    assert len(json.loads(out(run("read", tmp_path / "all.pdf", "--json")))["readings"]) == 21


def test_a_blank_record_has_every_field_and_one_row_to_fill_in(tmp_path, record):
    target = tmp_path / "new.json"
    assert run("blank", "shandong/refund", "-o", target).returncode == 0
    blank = json.loads(target.read_text("utf-8"))
    assert blank.keys() == {"$form", *hjforms.form("shandong/refund").record_type.model_fields}
    assert [row["paid"]["personal"] for row in blank["years"]] == [None]
    assert set(blank["person"].values()) == {None}
    filled = {**blank, **record, "years": [*record["years"], *blank["years"]]}  # a row that stays blank is none
    assert run("check", "shandong/refund", written(tmp_path / "filled.json", filled)).returncode == 0


def test_print_names_the_record_that_cannot_be_printed_and_leaves_the_old_file(tmp_path, record):
    target = tmp_path / "all.pdf"
    target.write_bytes(b"old")
    record["refund_total"] = "1.00"
    bad = written(tmp_path / "bad.json", record)
    result = run("print", "shandong/refund", EXAMPLE, bad, "-o", target)
    assert result.returncode == 1
    assert "bad.json" in err(result)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.pdf", "bad.json"]


def test_ctrl_c_in_a_print_run_leaves_the_old_file(tmp_path):
    target = tmp_path / "all.pdf"
    target.write_bytes(b"old")
    (tmp_path / "many.jsonl").write_text((json.dumps(json.loads(EXAMPLE.read_text("utf-8"))) + "\n") * 20000, "utf-8")
    heard = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # a job in the background does not
    )
    command = [sys.executable, "-c", f"{heard}; from hjforms.cli import main; main()", "print", "shandong/refund"]
    process = subprocess.Popen(
        [*command, str(tmp_path / "many.jsonl"), "-o", str(target)],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    while process.poll() is None and not any(path.name.endswith(".tmp") for path in tmp_path.iterdir()):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "已中断" in message.decode()
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.pdf", "many.jsonl"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "107000.53",
            ["107000.53", "壹拾万柒仟元零伍角叁分", "one hundred and seven thousand yuan and fifty-three fen"],
        ),
        ("人民币壹拾万零柒仟元伍角叁分", ["107000.53", "壹拾万柒仟元零伍角叁分"]),
        ("10", ["10.00", "壹拾元整", "ten yuan only"]),
    ],
)
def test_amount_goes_both_ways(text, lines):
    assert out(run("amount", text)).splitlines()[: len(lines)] == lines


@pytest.mark.parametrize("text", ["1.234", "壹拾万X", "1e3", "", "NaN"])
def test_amount_refuses_what_is_no_amount(text):
    assert run("amount", text).returncode == 2


def test_an_output_that_cannot_be_written_is_one_clear_message(tmp_path):
    missing = run("fill", "shandong/refund", EXAMPLE, "-o", tmp_path / "no" / "a.pdf")
    assert missing.returncode == 2
    assert "不存在" in err(missing)
    wrong = run("fill", "shandong/refund", EXAMPLE, "-o", tmp_path / "a.txt")
    assert wrong.returncode == 2
    assert ".pdf" in err(wrong)


@pytest.mark.parametrize(
    "arguments",
    [["bogus"], ["fill"], ["list", "--nope"], ["show", "no/such-form"], ["check", "shandong/refund", "no.json"]],
)
def test_wrong_usage_is_told_in_chinese_and_exits_with_two(arguments):
    result = run(*arguments)
    assert result.returncode == 2
    assert any("一" <= char <= "鿿" for char in err(result))
    assert "Traceback" not in err(result)


def test_template_lint_is_clean():
    assert run("template", "lint").returncode == 0


def test_golden_check_tells_what_changed_and_update_writes_only_what_is_named(tmp_path):
    for name in ("one", "two"):
        case = tmp_path / "shandong" / "refund" / name
        case.mkdir(parents=True)
        (case / "record.json").write_bytes(EXAMPLE.read_bytes())
    assert run("golden", "check", tmp_path).returncode == 1
    assert run("golden", "update", tmp_path, "--only", "shandong/refund/one").returncode == 0
    assert run("golden", "check", tmp_path, "--only", "shandong/refund/one").returncode == 0
    assert not (tmp_path / "shandong" / "refund" / "two" / "form.pdf").exists()
    record = json.loads(EXAMPLE.read_text("utf-8"))
    record["years"][0]["months"] = 2
    written(tmp_path / "shandong" / "refund" / "one" / "record.json", record)
    result = run("golden", "check", tmp_path, "--only", "shandong/refund/one", "--pictures", tmp_path / "pictures")
    assert result.returncode == 1
    assert "重复月数：1 → 2" in out(result)
    assert (tmp_path / "pictures" / "shandong-refund-one-page-1.png").exists()
    told = json.loads(out(run("golden", "check", tmp_path, "--only", "shandong/refund/one", "--json")))["differences"]
    assert {item["level"] for item in told} == {"values", "text", "picture"}
    assert run("golden", "check", tmp_path / "nothing").returncode == 2


def test_the_command_writes_nothing_to_standard_error_when_all_is_well():
    assert err(run("check", "shandong/refund", EXAMPLE)) == ""
    assert os.linesep in out(run("check", "shandong/refund", EXAMPLE))


def test_a_file_carries_its_record_unless_told_not_to(tmp_path):
    for option, carried in ((), True), (("--no-record",), False):
        for name in ("form.pdf", "form.docx"):
            target = tmp_path / name
            assert run("fill", "shandong/refund", EXAMPLE, *option, "-o", target).returncode == 0
            assert hjforms.read(target)[0].carried is carried


def test_every_module_of_commands_is_asked_for_its_own_and_no_other():
    found = {}
    for path in Path(hjforms.cli.__file__).parent.glob("*.py"):
        module = importlib.import_module(f"hjforms.cli.{path.stem}")
        if commands := getattr(module, "COMMANDS", ()):
            found[path.stem] = tuple(command.name for command in commands)
    assert found == entrance.ROOMS


def test_a_command_imports_no_other_ones_module():
    asked = "import sys; from hjforms.cli.entrance import main; main.get_command(None, 'fill'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout.split()
    assert "hjforms.cli.papers" in loaded
    assert not {f"hjforms.cli.{room}" for room in entrance.ROOMS if room != "papers"} & set(loaded)


def test_fill_imports_nothing_that_it_does_not_use(tmp_path):
    command = ["fill", "shandong/refund", str(EXAMPLE), "-o", str(tmp_path / "form.pdf")]
    asked = f"import sys; from hjforms.cli import main; main({command}, standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout.split()
    needless = {"email", "socket", "http", "tempfile", "importlib.metadata", "lxml", "pypdfium2", "docxtpl"}
    assert not needless & set(loaded)
    assert not {"hjforms.seals", "hjforms.records.schema", "hjforms.render.drawing"} & set(loaded)
