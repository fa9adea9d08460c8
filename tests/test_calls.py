"""What a calling system relies on: data that is never taken for a path, wrong arguments, JSON at every exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import hjforms
from hjforms.cli import main
from hjforms.unread import told_once
from support import REFUND, commanded, refund_data, refund_row, worked

EXAMPLE = Path(__file__).parent.parent / "examples" / "weihai" / "shandong" / "refund.json"
SECRET = "张示例371000196501150018"
OTHER = hjforms.form("shandong/notice")


def invoke(*arguments, given=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


def as_text(data):
    return json.dumps(data, ensure_ascii=False)


@pytest.mark.parametrize("kind", [str, bytes, dict])
def test_load_takes_data_that_names_its_form(kind):
    data = {"$form": "shandong/refund", **REFUND.dump(worked())}
    stated = {str: as_text(data), bytes: as_text(data).encode(), dict: data}[kind]
    assert hjforms.load(stated) == worked()
    assert hjforms.load(stated, "附件5") == hjforms.load(stated, REFUND) == worked()


def test_load_never_opens_a_file(tmp_path):
    (tmp_path / "r.json").write_bytes(EXAMPLE.read_bytes())
    for path in (str(tmp_path / "r.json"), str(EXAMPLE)):
        with pytest.raises(hjforms.InputError) as caught:
            hjforms.load(path, "shandong/refund")
        assert path not in str(caught.value)
    stated = REFUND.load(EXAMPLE.read_bytes())
    assert hjforms.load_file(EXAMPLE, "shandong/refund") == hjforms.load_file(str(EXAMPLE), REFUND) == stated


def test_load_of_a_record_that_names_no_form_says_so():
    with pytest.raises(hjforms.InputError) as caught:
        hjforms.load({})
    assert [fault.code for fault in caught.value.faults] == ["form.missing"]


@pytest.mark.parametrize(
    "text",
    [
        "{" + SECRET,
        '["' + SECRET,
        f' \n{{"person": {{"name": "{SECRET}"',
        f'{{"{SECRET}',
        '{"person": "' + SECRET + '"}',
    ],
)
def test_json_text_is_never_taken_for_a_path_nor_told(text):
    for load in (REFUND.load, hjforms.load, lambda text: hjforms.calculate("overlap", text)):
        with pytest.raises(hjforms.InputError) as caught:
            load(text)
        assert SECRET not in str(caught.value)
        assert "打不开" not in str(caught.value)


@pytest.mark.parametrize("call", [hjforms.read, REFUND.load, REFUND.read, hjforms.load_file])
def test_what_cannot_be_a_path_is_not_told(call):
    with pytest.raises(hjforms.HjformsError) as caught:
        call(f'"{SECRET}"\n')
    assert SECRET not in str(caught.value)


def test_json_text_as_str_loads_as_its_bytes_do():
    text = as_text(REFUND.dump(worked()))
    assert REFUND.load(text) == REFUND.load(f"\n {text}") == REFUND.load(text.encode()) == worked()
    assert REFUND.load(str(EXAMPLE)) == REFUND.load(EXAMPLE) == REFUND.load(EXAMPLE.read_text("utf-8"))


WRONG = {
    "a mapping for a record": lambda: REFUND.pdf({}),
    "a mapping to docx": lambda: REFUND.docx({}),
    "a mapping to complete": lambda: REFUND.complete({}),
    "a mapping to check": lambda: REFUND.check({}),
    "nothing": lambda: REFUND.pdf(None),
    "a record of another form": lambda: OTHER.pdf(worked()),
    "a record of another form to check": lambda: OTHER.check(worked()),
    "a record of another form to complete": lambda: OTHER.complete(worked()),
    "records of another form": lambda: hjforms.print_run(OTHER, [worked()], "x.pdf"),
    "one record for several": lambda: REFUND.print_run(worked(), "x.pdf"),
    "a name for a form": lambda: hjforms.print_run("shandong/refund", [worked()], "x.pdf"),
    "a number to load": lambda: REFUND.load(5),
    "a record to load": lambda: REFUND.load(worked()),
    "a list to load": lambda: hjforms.load([]),
    "a number to read": lambda: hjforms.read(5),
    "nothing to read": lambda: REFUND.read(None),
    "mappings to compare": lambda: hjforms.compare({}, {}),
    "a number for a form's name": lambda: hjforms.form(5),
    "a number for a calculation": lambda: hjforms.calculate(5, {}),
    "a list for a case": lambda: hjforms.calculate("overlap", []),
    "no day": lambda: hjforms.form("shandong/refund", on="2025-13-01"),
    "a number for a day": lambda: hjforms.form("shandong/refund", on=5),
    "a number for an amount": lambda: hjforms.capital("12"),
    "a number for capitals": lambda: hjforms.parse_capital(5),
    "a kind of blank": lambda: REFUND.blank("xlsx"),
    "a number for a source": lambda: list(hjforms.entries(5)),
    "a number for the form of a source": lambda: list(hjforms.entries(EXAMPLE, 5)),
    "a number to settle": lambda: hjforms.settle(5, 5),
    "a number to settle all": lambda: hjforms.settle_all(5, []),
    "records to settle all": lambda: hjforms.settle_all([], [worked()]),
    "a direction of all that is none": lambda: hjforms.settle_all([], [], direction="away"),
    "a list that is not there": lambda: hjforms.settle_all("no.xlsx", []),
    "a list for what is signed": lambda: settled(signoff=[1]),
    "months by text": lambda: settled(decided={"2020": 5}),
    "a list of months": lambda: settled(decided=[5]),
    "a direction that is none": lambda: settled(direction="away"),
    "nothing to transfer": lambda: hjforms.transfer(None),
    "no file to print to": lambda: REFUND.print_run([worked()], None),
    "no file that can be": lambda: REFUND.print_run([worked()], "a\0b.pdf"),
    "a name too long": lambda: hjforms.write([], "长" * 300 + ".json"),
    "a text that is no source": lambda: list(hjforms.entries(as_text(REFUND.dump(worked())))),
    "a number for a sink": lambda: hjforms.write([], 5),
    "a number for entries": lambda: hjforms.write(5, "x.json"),
    "records for entries": lambda: hjforms.write([worked()], "x.json"),
    "a kind of file": lambda: hjforms.write([], "-", kind="png"),
    "a list to a pool": lambda: pooled([]),
    "a number for limits": lambda: hjforms.reading_pool(5),
    "a number to trust": lambda: hjforms.reading_pool(trust=5),
    "a module that cannot travel": lambda: hjforms.reading_pool(trust=hjforms.Trust(modules=(lambda: None,))),
    "a text for workers": lambda: hjforms.Limits(workers="2"),
    "no time": lambda: hjforms.Limits(seconds=float("nan")),
    "a language": lambda: found_wrong().text("fr"),
    "a number for a path": lambda: hjforms.RecordPath(5),
    "a list for a path": lambda: hjforms.RecordPath([]),
    "bytes for a path": lambda: hjforms.RecordPath(b"years"),
    "a number for steps": lambda: hjforms.RecordPath.of(5),
    "a text for steps": lambda: hjforms.RecordPath.of("years"),
    "nothing for a step": lambda: hjforms.RecordPath.of(["years", None]),
    "half a row": lambda: hjforms.RecordPath("years") / 1.5,
    "a number for an owner": lambda: hjforms.RecordPath("years").is_in(5),
    "a text for a row": lambda: hjforms.RecordPath("years.*.year").in_row("3"),
    "a language of a finding": lambda: found_wrong().as_dict(None),
    "a language of a reading": lambda: REFUND.read(REFUND.pdf(worked())).as_dict("fr"),
}


def settled(**options):
    return hjforms.settle(
        EXAMPLE.with_name("resident-account.json"), EXAMPLE.with_name("employee-account.json"), **options
    )


def pooled(data):
    with hjforms.reading_pool() as pool:
        return pool.read(data)


def found_wrong():
    return hjforms.compare(worked(), worked().model_copy(update={"refund_total": None}))[0]


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_a_wrong_argument_is_an_error_of_ours_and_of_python(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(hjforms.HjformsError) as caught:
        call()
    assert isinstance(caught.value, TypeError | ValueError)
    assert caught.value.faults
    assert [*tmp_path.iterdir()] == []


def test_bytes_of_any_kind_are_read():
    pdf = REFUND.pdf(worked())
    for data in (pdf, bytearray(pdf), memoryview(pdf)):
        assert hjforms.read(data)[0].record == REFUND.read(data).record == worked()


def test_a_day_may_be_a_text():
    assert hjforms.form("shandong/refund", on="2025-01-01") is hjforms.form("shandong/refund")
    with pytest.raises(hjforms.NoRuleInForce) as caught:
        hjforms.form("shandong/refund", on="1999-01-01")
    assert [fault.code for fault in caught.value.faults] == ["no-rule"]


def test_no_name_id_or_account_stands_in_the_message_of_a_finding():
    changed = worked().model_copy(update={"person": worked().person.model_copy(update={"name": "李四五"})})
    [finding] = hjforms.compare(worked(), changed)
    assert (finding.expected, finding.found) == ("张示例", "李四五")
    assert "张示例" not in finding.message
    assert "李四五" not in finding.message


def test_a_reading_is_plain_data():
    reading = hjforms.read(REFUND.pdf(worked()))[0]
    data = json.loads(json.dumps(reading.as_dict()))
    assert REFUND.load(data["record"]) == worked()
    assert (data["form"], data["pages"], data["findings"]) == ("shandong/refund", [1], [])
    assert data["fields"]["person.name"]["confidence"] == 1.0


def test_one_bad_cell_blames_nothing_that_follows_from_it(tmp_path):
    data = REFUND.complete(worked()).model_dump(mode="json")
    data["years"][0]["paid"]["personal"] = "5OO"
    (tmp_path / "a.json").write_text(as_text(data), "utf-8")
    result = invoke("check", "附件5", tmp_path / "a.json", "--json")
    assert [fault["path"] for fault in json.loads(result.stdout)["faults"]] == ["years.0.paid.personal"]


COMMANDS = {
    "well": (0, "check", "附件5", EXAMPLE, "--json"),
    "findings": (1, "check", "附件5", "wrong.json", "--json"),
    "faults": (2, "check", "附件5", "faulty.json", "--json"),
    "no file": (2, "check", "附件5", "none.json", "--json"),
    "no form": (2, "check", "附件99", EXAMPLE, "--json"),
    "usage": (2, "check", "--json"),
    "option": (2, "check", "附件5", EXAMPLE, "--json", "--nope"),
    "command": (2, "chekc", "--json"),
    "document": (3, "read", "paper.pdf", "--json"),
    "reading": (0, "read", "good.pdf", "--json"),
    "folder": (3, "read", "folder", "--json"),
    "several": (1, "check", "附件5", "several.json", "--json"),
    "no rule": (4, "check", "附件5", EXAMPLE, "--on", "1999-01-01", "--json"),
    "compare": (1, "compare", "wrong.json", EXAMPLE, "--form", "附件5", "--json"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_one_object_at_every_exit_code(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong = refund_data(refund_row()) | {"refund_total": "1.00"}
    Path("wrong.json").write_text(as_text(wrong), "utf-8")
    Path("several.json").write_text(as_text([wrong, wrong]), "utf-8")
    Path("faulty.json").write_text('{"zzz": 1}', "utf-8")
    Path("paper.pdf").write_bytes(b"%PDF-1.4 nothing")
    Path("good.pdf").write_bytes(REFUND.pdf(worked()))
    Path("folder").mkdir()
    Path("folder/paper.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, *words = COMMANDS[name]
    result = invoke(*words)
    told = json.loads(result.stdout)
    assert (result.exit_code, type(told)) == (code, dict)
    keys = {0: {"findings", "readings"}, 1: {"findings", "records"}}.get(code, {"faults"})
    assert keys & told.keys()
    for fault in told.get("faults", ()):
        assert {"code", "path", "pointer", "message", "found", "params"} <= fault.keys()


def test_the_package_is_a_command():
    done = subprocess.run([sys.executable, "-m", "hjforms", "version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith("hjforms ")) == (0, True)


def test_a_field_that_could_not_be_read_is_told_once_required_or_not():
    read = hjforms.Finding("error", "person.name", "read", "读不出")
    checked = [hjforms.Finding("error", "person.name", rule, "空白") for rule in ("required", "unread", "other")]
    assert [finding.rule for finding in told_once([read], checked)] == ["read", "other"]
    assert told_once([], checked) == checked


ACCOUNTS = [EXAMPLE.with_name(f"{scheme}-account.json") for scheme in ("resident", "employee")]
WRITING = [
    ("blank", "附件5"),
    ("fill", "附件5", str(EXAMPLE)),
    ("settle", "--resident", str(ACCOUNTS[0]), "--employee", str(ACCOUNTS[1])),
]


@pytest.mark.parametrize(
    ("kind", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{"), (None, b"{")]
)
@pytest.mark.parametrize("command", WRITING, ids=lambda words: words[0])
def test_standard_output_takes_any_kind(command, kind, start):
    words = [*command, "-o", "-", *(("--as", kind) if kind else ())]
    done = commanded(*words)
    assert (done.returncode, done.stdout.startswith(start)) == (0, True), done.stderr


def test_what_is_wrong_inside_a_file_of_lines_is_not_said_of_its_name(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"%PDF-1.4\n")
    with pytest.raises(hjforms.HjformsError) as caught:
        list(hjforms.entries(tmp_path / "a.jsonl", REFUND))
    assert "路径中有不能使用的字符" not in str(caught.value)


OVERLAP = EXAMPLE.parents[2] / "calculations" / "overlap.json"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (["blank", "附件5", "--as", "jsonl"], b'{"$form":'),
        (["blank", "附件5", "--as", "csv"], b"\xef\xbb\xbf"),
        (["check", "附件5", str(EXAMPLE)], b"PK"),
        (["print", "附件5", str(EXAMPLE)], b"%PDF-"),
        (["overlap", str(OVERLAP), "--as", "xlsx"], b"PK"),
        (["overlap", str(OVERLAP), "--as", "jsonl"], b"{"),
        (["explain", "overlap", str(OVERLAP)], b"1. 2012"),
        (["explain", "overlap", str(OVERLAP), "--as", "pdf"], b"%PDF-"),
    ],
    ids=lambda value: " ".join(value[:1] + value[-1:]) if isinstance(value, list) else "",
)
def test_standard_output_has_the_file_and_nothing_else(words, start):
    done = commanded(*words, "-o", "-")
    assert (done.returncode, done.stdout[: len(start)]) == (0, start), done.stderr
    assert "核对无误" not in done.stdout.decode("utf-8", "ignore")


def test_a_kind_that_standard_output_does_not_take_is_told_with_those_that_it_does():
    words = ["overlap", str(OVERLAP), "-o", "-", "--as", "pdf"]
    done = commanded(*words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "xlsx、jsonl、json、csv" in done.stderr.decode()
