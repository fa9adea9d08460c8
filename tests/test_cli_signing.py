"""``hjforms sign`` and ``hjforms read --trust``: passwords are never in the command, and files appear whole or not."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from hjforms.cli import main
from hjforms.cli import signing as command
from signers import HANDLER, OFFICE, PASSWORD, root, signer
from support import REFUND, worked


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a form, keys, a password and a root."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "清退表.pdf").write_bytes(REFUND.pdf(worked()))
    (tmp_path / "单位.p12").write_bytes(signer().p12())
    (tmp_path / "经办人.p12").write_bytes(signer(HANDLER).p12(""))
    (tmp_path / "密码.txt").write_text(PASSWORD + "\n", "utf-8")
    (tmp_path / "root.pem").write_bytes(root().root)
    return tmp_path


def invoke(*arguments, **more):
    return CliRunner().invoke(main, list(arguments), **more)


def test_a_file_is_signed_and_read_with_who_signed_it(folder):
    signed = invoke("sign", "清退表.pdf", "-o", "签好.pdf", "--p12", "单位.p12", "--password-file", "密码.txt")
    assert (signed.exit_code, signed.stderr) == (0, "已写出 签好.pdf\n")
    again = invoke("sign", "签好.pdf", "-o", "两签.pdf", "--key", "经办人.p12", "--slot", "经办人", "--visible")
    assert again.exit_code == 0
    read = invoke("read", "两签.pdf", "--trust", "root.pem")
    assert read.exit_code == 0
    first, second = (line for line in read.stdout.splitlines() if line.startswith("电子签名"))
    assert OFFICE in first
    assert HANDLER in second
    assert all(line.endswith("完好，证书可信") for line in (first, second))
    [found] = json.loads(invoke("read", "两签.pdf", "--json").stdout)["readings"]
    assert [one["trusted"] for one in found["signatures"]] == [None, None]
    english = invoke("read", "两签.pdf", "--lang", "en").stdout
    assert "intact, certificate not checked (--trust)" in english


def test_the_password_comes_from_the_environment_or_from_who_sits_there(folder, monkeypatch):
    order = ("sign", "清退表.pdf", "-o", "签好.pdf", "--p12", "单位.p12")
    assert invoke(*order, env={command.PASSWORD: PASSWORD}).exit_code == 0
    wrong = invoke(*order, env={command.PASSWORD: "wrong"})
    assert wrong.exit_code == 2
    assert "密码不对" in wrong.stderr
    nobody = invoke(*order)
    assert nobody.exit_code == 2
    assert "--password-file" in nobody.stderr
    monkeypatch.setattr(command, "_is_somebody_there", lambda: True)
    asked = invoke(*order, input=PASSWORD + "\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output


def test_a_file_that_cannot_be_signed_leaves_nothing(folder):
    (folder / "无.txt").write_bytes(b"")
    (folder / "坏.txt").write_bytes(b"\xff\xfe\xfa")
    key = ("--p12", "经办人.p12")
    for words in (
        ("sign", "清退表.pdf", "-o", "签好.pdf", *key, "--slot", "财务"),
        ("sign", "清退表.pdf", "-o", "签好.pdf", *key, "--seal", "root.pem"),
        ("sign", "清退表.pdf", "-o", "签好.pdf", *key, "--seal-mm", "40"),
        ("sign", "清退表.pdf", "-o", "签好.pdf", *key, "--trust", "root.pem"),
        ("sign", "清退表.pdf", "-o", "签好.pdf", *key, "--password-file", "无.txt"),
        ("sign", "清退表.pdf", "-o", "签好.pdf", *key, "--password-file", "坏.txt"),
        ("sign", "清退表.pdf", "-o", "签好.docx", *key),
        ("sign", "没有.pdf", "-o", "签好.pdf", *key),
        ("sign", "清退表.pdf", "-o", "签好.pdf", "--p12", "root.pem"),
        ("read", "清退表.pdf", "--trust", "密码.txt"),
    ):
        result = invoke(*words)
        assert result.exit_code == 2, words
        assert result.stderr
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("签")) == []


def test_it_writes_to_standard_output(folder):
    result = invoke("sign", "清退表.pdf", "-o", "-", "--p12", "经办人.p12")
    assert result.exit_code == 0
    assert REFUND.read(result.stdout_bytes).signatures[0].signer == HANDLER


def test_what_the_file_has_in_json(folder):
    told = json.loads(invoke("sign", "清退表.pdf", "-o", "签好.pdf", "--p12", "经办人.p12", "--json").stdout)
    assert told["written"] == ["签好.pdf"]
    failed = json.loads(invoke("sign", "清退表.pdf", "-o", "签好.pdf", "--p12", "单位.p12", "--json").stdout)
    assert [fault["code"] for fault in failed["faults"]] == ["key.password"]
