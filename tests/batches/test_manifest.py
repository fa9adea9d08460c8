"""The manifest: what a folder says of itself, whenever it is asked."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.batches.manifest import NAME, Line, Manifest
from hjforms.errors import InputError

OWNER = {"source": "名单.xlsx", "form": "shandong/refund"}
LINES = st.builds(
    Line, st.text(), st.text(), st.text(), st.text(), st.integers(), st.integers(), st.lists(st.integers()).map(tuple)
)


def opened(folder, **owner):
    return Manifest(folder, {**OWNER, **owner})


def line(name="1.pdf", input_="in", output="out"):
    return Line(name, input_, output, name)


@given(LINES)
def test_a_line_comes_back_and_says_of_which_version_it_is(given_):
    text = given_.dump(OWNER)
    assert Line.load(text) == given_
    assert "\n" not in text
    assert json.loads(text)["version"] == 1


def test_what_is_announced_is_known_to_the_next_run_however_this_one_ends(tmp_path):
    manifest = opened(tmp_path)
    manifest.announce(line())
    manifest.close()  # as one that was killed: nothing is finished
    after = opened(tmp_path)
    assert list(after.find("in")) == [line()]
    assert after.is_ours("1.pdf", "out")
    assert not after.is_ours("1.pdf", "other")
    assert list(after.left_over()) == ["1.pdf"]
    after.close()


def test_a_finished_manifest_has_a_line_for_every_output_in_the_order_of_the_list(tmp_path):
    for wanted in (["b", "a", "c"], ["c", "b"]):
        manifest = opened(tmp_path)
        for name in wanted:
            manifest.announce(line(name))
        manifest.finish()
        manifest.close()
        text = (tmp_path / NAME).read_text("utf-8")
        assert [json.loads(found)["name"] for found in text.splitlines()] == wanted


@given(st.integers(1, 60))
def test_a_last_line_that_was_cut_is_forgotten_and_no_other(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("cut")
    manifest = opened(folder)
    manifest.announce(line("1"))
    manifest.announce(line("2", "second"))
    manifest.close()
    path = folder / NAME
    path.write_bytes(path.read_bytes()[:-cut])
    after = opened(folder)
    assert list(after.find("in")) == [line("1")]
    assert list(after.find("second")) == []
    after.announce(line("3", "third"))
    after.close()
    assert len(path.read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"version":2}\n', "不是这个版本"),
        ("nothing\n", "不是这个版本"),
        (line().dump({**OWNER, "source": "别的.xlsx"}) + "\n", "另一份名单"),
        (line().dump({**OWNER, "form": ""}) + "\n", "另一份名单"),
    ],
)
def test_the_folder_of_another_list_is_refused(tmp_path, written, said):
    (tmp_path / NAME).write_text(written, "utf-8")
    with pytest.raises(InputError, match=said):
        opened(tmp_path)
    assert (tmp_path / NAME).read_text("utf-8") == written


def test_two_runs_do_not_write_one_folder_at_once(tmp_path):
    first = opened(tmp_path)
    with pytest.raises(InputError, match="另一个命令正在写"):
        opened(tmp_path)
    first.close()
    opened(tmp_path).close()
