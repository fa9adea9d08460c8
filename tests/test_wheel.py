"""The wheel has all that is needed: an office's template is compiled and used where no source is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from support import ROOT

pytestmark = pytest.mark.slow
FEWER = ROOT / "tests/cases/public/09-template-fewer-fields/official-with-fewer-columns.docx"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """What pip unpacks of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        package.extractall(folder / "site")
    return folder / "site"


def test_it_brings_templates_examples_fonts_and_licences(unpacked):
    folder = unpacked / "hjforms"
    for name in ("templates/docx", "templates/pdf", "templates/fonts", "examples"):
        there = {path.relative_to(folder / name) for path in (folder / name).rglob("*") if path.is_file()}
        assert there == {path.relative_to(ROOT / name) for path in (ROOT / name).rglob("*") if path.is_file()}, name
    assert (folder / "py.typed").is_file()


@pytest.mark.landing
@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_template_is_compiled_from_it(unpacked, tmp_path):
    shutil.copy(FEWER, tmp_path / "own.docx")
    (tmp_path / "record.json").write_text(
        '{"person": {"name": "张示例", "citizen_id": "371000196501150018"}, "agency": {"name": "示例中心"}}', "utf-8"
    )

    def hjforms(*arguments: str) -> None:
        command = [sys.executable, "-P", "-m", "hjforms", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(unpacked)}
        done = subprocess.run(command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    hjforms("template", "compile", "national/certificate", "--template", "own.docx")
    own = ("national/certificate", "record.json", "--template", "own.docx")
    hjforms("fill", *own, "-o", "paper.pdf")
    assert (tmp_path / "paper.pdf").is_file()
