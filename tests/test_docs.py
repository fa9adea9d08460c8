"""What README and docs show can be run as it stands, in the order in which it stands."""

from __future__ import annotations

import importlib
import json
import re
import shlex
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner
from PIL import Image

import hjforms
import signers
from hjforms import calculation
from hjforms.cli import main
from hjforms.law import parameters
from support import ROOT, executed

README = (ROOT / "README.md").read_text("utf-8")
DOCS = sorted([*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "en").glob("*.md")])


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """The lines of a page that call hjforms, without their comments."""
    lines = (line.partition(" #")[0].strip() for block in blocks("sh", text) for line in block.splitlines())
    return [line for line in lines if re.match(r"(\w+=\S+ )?hjforms ", line)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


RUNNING = [path for path in DOCS if "```sh" in path.read_text("utf-8") or "```python" in path.read_text("utf-8")]
THEIR_OWN = "docs/testers.md"
"""The page whose goldens are those of the reader."""


def run(line: str, given: str | None = None) -> str:
    """Run a line of a shell with pipes and one redirection, as far as README uses them."""
    line, _, target = line.partition(" > ")
    for command in line.split(" | "):
        result = CliRunner().invoke(main, shlex.split(command)[1:], input=given)
        assert result.exit_code in {0, 1}, result.output
        given = result.stdout
    if target:
        Path(target.strip()).write_text(given or "", "utf-8")
    return given or ""


def assert_runs(program: str, folder: Path) -> None:
    done = executed(program, folder)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder in which the examples and goldens of the project stand, a form, keys, and whatever a command writes.

    The examples are not made there by ``demo``, which README runs: they are those of the project.
    """
    for name in ("examples", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "清退表.pdf").write_bytes((ROOT / "tests/golden/shandong/refund/worked/form.pdf").read_bytes())
    (tmp_path / "单位.p12").write_bytes(signers.signer().p12())
    (tmp_path / "密码.txt").write_text(f"{signers.PASSWORD}\n", "utf-8")
    (tmp_path / "根证书.pem").write_bytes(signers.root().root)
    for name, data in zip(("经办人.pem", "经办人证书.pem"), signers.signer(signers.HANDLER).pem(), strict=True):
        (tmp_path / name).write_bytes(data)
    Image.new("RGBA", (420, 420), (220, 0, 0, 90)).save(tmp_path / "章.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_runs_from_an_empty_folder(tmp_path, monkeypatch):
    """What it begins with, the demonstration, makes every form, reads it back and finds the planted error."""
    monkeypatch.chdir(tmp_path)
    first, *lines = commands(README)
    assert first == "hjforms demo -o examples"
    demonstration = CliRunner().invoke(main, shlex.split(first)[1:])
    assert demonstration.exit_code == 0, demonstration.output
    demonstrates_every_form(demonstration.stdout, tmp_path / "examples")
    assert len(lines) > 7
    for line in lines:
        assert run(line) or "-o" in line, line
    for program in blocks("python"):
        assert_runs(program, tmp_path)


def demonstrates_every_form(told, folder):
    assert "应为“16.67”，表上为“16.68”" in told
    assert "不一致" not in told
    names = [
        path.relative_to(ROOT / "examples").with_suffix("").as_posix() for path in ROOT.glob("examples/*/*/*.json")
    ]
    assert {name.partition("/")[2] for name in names} == {form.id for form in hjforms.forms()}
    assert told.count("核对无误。读回一致") == len(names)
    index = (folder / "index.html").read_text("utf-8")
    for name in names:
        assert f'id="{name}"' in index
        for ending in (".json", ".docx", ".pdf", "-editable.pdf", "-blank.pdf", "-1.png"):
            assert (folder / f"{name}{ending}").exists()
        written = json.loads((folder / f"{name}.json").read_bytes())
        assert written["$form"] == name.partition("/")[2], "it is taken without FORM, as any record that is read"


@pytest.mark.parametrize("path", RUNNING, ids=name)
def test_the_commands_of_the_docs_run_in_their_order_and_the_python_after_them(path, checkout, monkeypatch):
    text = path.read_text("utf-8")
    for line in commands(text):
        setting, command = re.fullmatch(r"(\w+=\S+ )?(.*)", line).groups()
        with monkeypatch.context() as context:
            if setting:
                context.setenv(*setting.strip().split("="))
            for single in command.split(" && "):
                if not (single.startswith("hjforms demo") or (name(path) == THEIR_OWN and "golden" in single)):
                    run(single)
    if program := "\n".join(blocks("python", text)):
        assert_runs(program, checkout)


def test_the_docs_name_every_form_and_every_calculation():
    forms, calculations = ((ROOT / "docs" / f"{page}.md").read_text("utf-8") for page in ("forms", "calculating"))
    for form in hjforms.forms():
        assert f"`{form.id}` | {form.title} |" in forms, form.id
    for calculated in calculation.names():
        assert f"`{calculated}`" in calculations, calculated


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS], ids=name)
def test_links_lead_to_files_of_the_project(path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert target.startswith("http") or (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_commands_of_the_docs_exist(path):
    known = {*main.list_commands(Context(main))}
    text = path.read_text("utf-8")
    inline = re.findall(r"`hjforms ([a-z]+)", text)
    for command in [*inline, *re.findall(r"^hjforms ([a-z]+)", "".join(blocks("sh", text)), re.MULTILINE)]:
        assert command in known, command


def test_every_page_is_in_the_menu_of_the_site():
    menu = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [name(path) for path in DOCS if f": {path.relative_to(ROOT / 'docs')}\n" not in menu] == []


def test_the_reference_tells_every_public_name_and_no_other():
    told = re.findall(r"^::: hjforms\.(\w+)$", (ROOT / "docs" / "api.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(hjforms.__all__)


def test_every_function_and_parameter_of_the_articles_exists():
    text = (ROOT / "docs" / "articles.md").read_text("utf-8")
    law = ROOT / "src" / "hjforms" / "law"
    for name in re.findall(r"`([a-z_]+\.[A-Za-z_]+|[a-z-]+\.toml)`", text):
        owner, _, function = name.rpartition(".")
        if function == "toml":
            assert (law / "parameters" / name).exists(), name
        elif owner == "calculations":
            assert function in calculation.names(), name
        else:
            assert hasattr(importlib.import_module(f"hjforms.law.{owner}"), function), name


def test_every_parameter_serves_an_article():
    text = (ROOT / "docs" / "articles.md").read_text("utf-8")
    assert [name for name in parameters.names() if f"`{name}.toml`" not in text] == []
