"""A pack from outside brings the English of what it says."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCRIPT = """
import hjforms
from hjforms.wording import Sentence
hjforms.forms()
told = Sentence("雪是{colour}的。", colour="white")
print(told.text("en"))
try:
    hjforms.form("x/y")
except hjforms.InputError as error:
    print(error.text("en"))
"""


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[snow]\n"雪是{colour}的。" = "Snow is {colour}."\n', "Snow is white."),
        ('[snow]\n"雪是{colour}的。" = "Snow is {color}."\n', "雪是white的。"),  # parameters that nobody gives
        ("[snow", "雪是white的。"),
        ('[snow]\n"没有这张表：{name}。现有：{known}。" = "Ours is not theirs: {name}, {known}"\n', "雪是white的。"),
    ],
)
def test_its_table_says_what_ours_does_not(table, said, tmp_path):
    pack = tmp_path / "packs" / "snowland"
    pack.mkdir(parents=True)
    (pack / "__init__.py").write_text("", "utf-8")
    (pack / "english.toml").write_text(table, "utf-8")
    environment = {**os.environ, "HJFORMS_PACKS": str(pack.parent)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    first, second = done.stdout.splitlines()[:2]
    assert (done.stderr, first) == ("", said)
    assert "x/y" in second
    assert "Ours" not in second
