"""What README shows can be run as it stands, in the order in which it stands."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import hjforms
from hjforms import calculation
from hjforms.cli import main
from hjforms.law import parameters
from support import ROOT

README = (ROOT / "README.md").read_text("utf-8")
DOCS = sorted((ROOT / "docs").glob("*.md"))
WITH_COMMANDS = [path for path in DOCS if "```sh\nhjforms" in path.read_text("utf-8")]


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


COMMANDS = [
    line.partition(" #")[0].strip() for block in blocks("sh") for line in block.splitlines() if line[:7] == "hjforms"
]


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


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder in which the examples and goldens of the project stand, and whatever a command writes."""
    for name in ("examples", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_of_the_readme_runs(checkout):
    assert len(COMMANDS) > 12
    for line in COMMANDS:
        assert run(line) or ">" in line or "-o" in line, line


def test_the_python_of_the_readme_runs(checkout):
    for program in blocks("python"):
        subprocess.run([sys.executable, "-c", program], check=True, cwd=checkout)


@pytest.mark.parametrize("path", WITH_COMMANDS, ids=lambda path: path.name)
def test_every_command_of_the_docs_runs_in_its_order(path, checkout, monkeypatch):
    for block in blocks("sh", path.read_text("utf-8")):
        for line in block.splitlines():
            setting, command = re.fullmatch(r"(\w+=\S+ )?(.*)", line.partition(" #")[0].strip()).groups()
            with monkeypatch.context() as context:
                if setting:
                    context.setenv(*setting.strip().split("="))
                for single in command.split(" && "):
                    if single.startswith("hjforms") and not single.startswith("hjforms golden"):
                        run(single)


def test_the_readme_names_every_form_and_every_calculation():
    for form in hjforms.forms():
        assert f"`{form.id}` | {form.title} |" in README, form.id
    for name in calculation.names():
        assert f"`{name}`" in README, name


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS], ids=lambda path: path.name)
def test_links_lead_to_files_of_the_project(path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert target.startswith("http") or (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_of_the_docs_exist(path):
    known = {*main.commands, *calculation.names()}
    for name in re.findall(r"^hjforms ([a-z]+)", path.read_text("utf-8"), re.MULTILINE):
        assert name in known, name


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
