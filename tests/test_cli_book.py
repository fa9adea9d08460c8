"""The book on the command line: a clerk without a browser, and whoever keeps the file."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from desk.book.shelf import ID, NAME, WEIHAI
from hjforms.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["book", *map(str, arguments)])


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new", "台账.db").exit_code == 0
    done = run(
        "import", "台账.db", WEIHAI / "refund.json", "--form", "附件5", "--rules", "shandong",
        "--direction", "resident-to-employee",
    )  # fmt: skip
    assert done.exit_code == 0
    assert "存入 1 版，0 份没有变化，新建 1 个案件" in done.stderr
    return "台账.db"


def test_cases_are_listed_and_found(path):
    listed = run("list", path)
    assert NAME in listed.stdout
    assert "共 1 个案件，0 个逾期" in listed.stderr
    assert run("find", path, "不在").stdout == ""
    [case] = json.loads(run("find", path, ID, "--json").stdout)["cases"]
    assert (case["name"], case["state"], case["late"], case["closing"]) == (NAME, "申请", False, None)


def test_a_book_goes_out_and_in_as_a_workbook(path):
    assert run("export", path, "-o", "out.xlsx").exit_code == 0
    assert ID in {cell.value for row in openpyxl.load_workbook("out.xlsx").worksheets[0].rows for cell in row}
    assert "存入 0 版，1 份没有变化" in run("import", path, "out.xlsx").stderr
    assert run("dossier", path, 1, "-o", "卷宗.pdf").exit_code == 0
    assert run("dossier", path, 2, "-o", "卷宗.pdf").exit_code == 2


def test_a_case_is_archived_and_the_package_verified(path):
    assert CliRunner().invoke(main, ["key", "new", "office.key"]).exit_code == 0
    assert run("archive", path, 1, "-o", "归档.zip", "--ofd", "--key", "office.key").exit_code == 0
    done = CliRunner().invoke(main, ["archive", "verify", "归档.zip", "--key", "office.key"])
    assert (done.exit_code, "2 张表读出的与记录相同" in done.stdout) == (0, True)
    assert run("archive", path, 1, "-o", "归档/").exit_code == 0
    assert CliRunner().invoke(main, ["archive", "verify", "归档"]).exit_code == 0
    assert run("archive", path, 1, "-o", "归档.pdf").exit_code == 2
    assert run("archive", path, 9, "-o", "x.zip").exit_code == 2
    assert not Path("x.zip").exists()


def test_a_backup_is_verified_and_a_damaged_one_is_told(path):
    assert "完好：1 个案件，1 张表，1 版，0 个文件" in run("backup", path, "-o", "备份.db").stdout
    assert run("verify", "备份.db").exit_code == 0
    with Path("备份.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xa5" * 4096)
    assert run("verify", "备份.db").exit_code == 1
    assert json.loads(run("verify", "备份.db", "--json").stdout)["sound"] is False
    listed = run("list", "备份.db")
    assert (listed.exit_code, "hjforms book rescue" in listed.stderr) == (3, True)
    rescued = run("rescue", "备份.db", "-o", "救出.db")
    assert "cases：救出 1 条，丢失 0 条" in rescued.stdout
    lost = [line for line in rescued.stdout.splitlines() if "救出" in line and not line.endswith("丢失 0 条")]
    assert rescued.exit_code == bool(lost)
    assert run("verify", "救出.db").exit_code == 0


def test_a_book_is_not_written_over(path):
    assert run("new", path).exit_code == 2
    assert run("list", "没有.db").exit_code == 2
