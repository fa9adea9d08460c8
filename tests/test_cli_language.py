"""The command speaks English where it is asked to, and Chinese everywhere else."""

import json
import re

import openpyxl
import pytest

from hjforms import calculation
from support import ROOT
from test_cli_words import COMMANDS, IDS, WRONG, invoke

CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("《[^》]*》|“[^”]*”|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整年月日个]+|附件5")
REFUND = ROOT / "examples" / "weihai" / "shandong" / "refund.json"


def english(text):
    """The text without what is a title, stands on paper, or cites the law."""
    return QUOTED.sub("", text)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_help_is_in_the_language_that_is_asked_for(path, command):
    told = invoke(*path, "--help", "--lang", "en").stdout
    assert told.startswith("Usage: ")
    assert "Options:" in told
    law = re.sub("\n *Law: (.|\n)*?\n\n", "\n", told)
    assert not CHINESE.search(english(law)), told
    assert CHINESE.search(invoke(*path, "--help").stdout)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_complaints_are_in_the_language_that_is_asked_for(path, command, tmp_path, monkeypatch):
    if path[:1] in {("demo",), ("desk",), ("serve",), ("template",)}:
        pytest.skip("does its work without arguments")
    monkeypatch.chdir(tmp_path)
    for arguments in WRONG:
        result = invoke("--lang", "en", *path, *arguments)
        assert not CHINESE.search(english(result.stderr)), result.stderr


def test_the_environment_says_which_language_and_an_option_says_it_over_it(monkeypatch):
    monkeypatch.setenv("HJFORMS_LANG", "en_US.UTF-8")
    assert "There is no such command" in invoke("shw").stderr
    assert "没有这个命令" in invoke("--lang", "zh", "shw").stderr
    assert "没有这个命令" in invoke("shw", "--lang=zh").stderr
    monkeypatch.setenv("HJFORMS_LANG", "fr")
    assert "没有这个命令" in invoke("shw").stderr


def test_a_language_that_is_not_known_is_a_fault():
    assert "--lang 的值不对，只能是 zh、en。" in invoke("list", "--lang", "fr").stderr


def test_findings_and_faults_are_json_in_the_language_that_is_asked_for(tmp_path):
    data = json.loads(REFUND.read_text("utf-8"))
    data |= {"$form": "shandong/refund", "refund_total": "1.00"}
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    found = {
        lang: json.loads(invoke("check", str(tmp_path / "a.json"), "--json", "--lang", lang).stdout)["findings"]
        for lang in ("zh", "en")
    }
    for chinese, told in zip(found["zh"], found["en"], strict=True):
        assert (chinese["code"], chinese["path"], chinese["found"]) == (told["code"], told["path"], told["found"])
        assert CHINESE.search(chinese["message"])
        assert not CHINESE.search(english(told["message"]))
    (tmp_path / "b.json").write_text('{"$form": "shandong/refund", "persn": {}}', "utf-8")
    fault, *_ = json.loads(invoke("check", str(tmp_path / "b.json"), "--json", "--lang", "en").stdout)["faults"]
    assert fault["message"] == "There is no such key; did you mean person?"
    assert fault["params"] == {"name": "person"}


def test_the_language_is_that_of_one_command():
    invoke("list", "--lang", "en")
    assert "没有这个命令" in invoke("shw").stderr


def test_a_form_is_explained_in_english():
    told = invoke("show", "shandong/refund", "--lang", "en").stdout
    assert "row" not in told.split("Fields:")[0]
    assert "years.*.paid.personal  years, paid, personal  [money]" in told
    assert "Rules (a blank is worked out, what is stated is checked):" in told


FRAMES = re.compile("算式：|依据：|来源：|由：|注：|其中")


@pytest.mark.parametrize("name", calculation.names())
def test_the_frame_of_a_derivation_is_in_english(name, tmp_path):
    (tmp_path / "case.json").write_text(invoke(name, "--example").stdout, "utf-8")
    words = [name, str(tmp_path / "case.json"), "--explain"]
    chinese, told = (invoke(*words, "--lang", lang).stdout for lang in ("zh", "en"))
    assert FRAMES.search(chinese)
    assert not any(FRAMES.match(line.lstrip()) for line in told.splitlines()), told
    assert "   law: " in told
    assert len(told.splitlines()) == len(chinese.splitlines())


def test_what_is_told_of_the_columns_of_a_list_is_in_english(tmp_path):
    sheet = tmp_path / "a.csv"
    sheet.write_text("姓名,身份证号,无此栏\n张示例,371000196501150018,甲\n", "utf-8")
    told = invoke("check", "附件5", str(sheet), "--dry-run", "--lang", "en").stdout
    assert "records from row 2" in told
    assert "(not used)" in told
    assert "没有用到" in invoke("check", "附件5", str(sheet), "--dry-run").stdout
    assert "This is no list" in invoke("check", "附件5", str(REFUND), "--dry-run", "--lang", "en").stdout


def test_what_was_found_is_written_into_a_workbook_in_english(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = json.loads(REFUND.read_text("utf-8"))
    (tmp_path / "a.json").write_text(json.dumps([data, {**data, "refund_total": "1.00"}]), "utf-8")
    invoke("fill", "附件5", "a.json", "-o", "list.xlsx", "--force")
    for source in ("a.json", "list.xlsx"):
        for lang in ("zh", "en"):
            assert invoke("check", "附件5", source, "-o", f"{lang}.xlsx", "--lang", lang).exit_code == 1
            book = openpyxl.load_workbook(f"{lang}.xlsx")
            comments = [cell.comment.text for row in book.worksheets[0].rows for cell in row if cell.comment]
            told = "\n".join(line for text in comments for line in text.splitlines() if "1.00" in line)
            assert told
            assert bool(CHINESE.search(english(told))) == (lang == "zh")
