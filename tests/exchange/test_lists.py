"""Whatever a list is written as, every record of every form comes back from it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.cli import main, shell
from hjforms.contract import records as contract
from hjforms.errors import InputError
from hjforms.exchange.columns import Columns
from hjforms.exchange.door import write_blanks
from hjforms.unread import Unread
from support import REFUND, documents, entered

FORMULAS = st.sampled_from(["=1+1", "'=1", "@x", "+86", "-5a", "''-"])


def in_cells(kind):
    """Values of a kind, with any text, what looks like a formula, and what is unread."""
    is_free = kind.name == "text" and kind.title != "号码"
    stated = strategies.texts() | FORMULAS if is_free else contract.values(kind)
    return stated | st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(Unread)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@documents
@given(st.data())
def test_every_record_of_every_form_comes_back(tmp_path_factory, ending, data):
    form = data.draw(st.sampled_from(hjforms.forms()))
    records = contract.records(form.record_type, (0, 1, 3) if Columns.of(form).tables else (0,), in_cells)
    made = data.draw(st.lists(records.filter(lambda record: not record.is_blank()), min_size=1, max_size=3))
    path = tmp_path_factory.mktemp("lists") / f"a.{ending}"
    hjforms.write(entered(*made, form=form), path)
    assert [entry.record for entry in hjforms.entries(path)] == made


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_of_nobody_is_told(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write_blanks(REFUND, {str(path): ending})
    with pytest.raises(InputError, match=f"a.{ending}：名单是空的"):
        list(hjforms.entries(path))


WRONG_ID = {"person": {"name": "张示例", "citizen_id": "1"}, "years": [], "$form": "shandong/refund"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "a.jsonl"), "加 -o 核对.xlsx"),
        (("check", "a.jsonl", "-o", "b.xlsx"), "全部见 b.xlsx"),
        (("fill", "a.jsonl", "-o", "b/"), "全部见 b/错误.xlsx"),
        (("print", "a.jsonl", "-o", "b.pdf"), "hjforms check"),
    ],
)
def test_of_a_long_list_that_is_wrong_the_first_lines_are_told_and_where_all_of_them_stand(
    tmp_path, monkeypatch, words, told
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shell, "MOST_LINES", 3)
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(WRONG_ID, ensure_ascii=False)}\n" * 5, "utf-8")
    result = CliRunner().invoke(main, list(words))
    assert [f"第{row}行" in result.output for row in range(1, 6)] == [True, True, True, False, False]
    assert "以上是前 3 行，另有 2 行没有列出。" in result.stderr
    assert told in result.stderr


def test_as_json_all_of_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(shell, "MOST_LINES", 3)
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(WRONG_ID, ensure_ascii=False)}\n" * 5, "utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "a.jsonl"), "--json"])
    assert len(json.loads(result.stdout)["records"]) == 5
