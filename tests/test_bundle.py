"""What goes into the bundle for an office PC beside its wheels: scripts that a machine of its platform can run."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile

import pytest
from tools import bundle

SCRIPTS = {
    "windows": ("install.bat", "start.bat", "uninstall.bat"),
    "linux": ("install.sh", "start.sh", "uninstall.sh"),
}


@pytest.mark.parametrize("name", bundle.PLATFORMS)
def test_the_parts_of_a_platform(name):
    platform = bundle.PLATFORMS[name]
    parts = dict(bundle.parts(platform))
    assert set(parts) == {*SCRIPTS[platform.parts], "check.py", "读我.txt"}
    for path, data in parts.items():
        assert (b"\r\n" in data) == (platform.parts == "windows"), path
        assert not re.search(rb"(?<!\r)\n", data) or platform.parts == "linux", path
        assert data.startswith(b"\xef\xbb\xbf") == path.endswith(".txt"), path


def test_what_is_installed_is_what_the_wheels_are_fetched_for():
    asked = f"hjforms[{','.join(bundle.EXTRAS)}]"
    scripts = (bundle.PARTS / "windows" / "install.bat", bundle.PARTS / "linux" / "install.sh")
    assert all(asked in script.read_text("utf-8") for script in scripts)


def test_windows_says_chinese_before_any_line_that_has_it_and_its_labels_are_ascii():
    for path in (bundle.PARTS / "windows").iterdir():
        lines = path.read_text("utf-8").splitlines()
        assert lines[0] == "@echo off"
        said = next((at for at, line in enumerate(lines) if not line.isascii()), len(lines))
        assert lines.index("chcp 65001 >nul") < said
        assert all(line.isascii() for line in lines if line.startswith((":", "goto")))


@pytest.mark.parametrize("path", sorted((bundle.PARTS / "linux").iterdir()), ids=lambda path: path.name)
def test_scripts_are_sound(path):
    assert subprocess.run(["/bin/sh", "-n", path], check=False).returncode == 0


def test_what_was_changed_on_its_way_is_told_before_anything_is_installed(tmp_path):
    files = {**dict(bundle.parts(bundle.PLATFORMS["linux_x86_64"])), "wheels/a.whl": b"wheel"}
    files[bundle.SUMS] = bundle.sums(files)
    bundle.write(tmp_path / "a.zip", "hjforms", files)
    bundle.write(tmp_path / "b.zip", "hjforms", files)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as made:
        assert made.getinfo("hjforms/install.sh").external_attr >> 16 & 0o111
        made.extractall(tmp_path)
    folder = tmp_path / "hjforms"

    def checked():
        command = [sys.executable, folder / "check.py"]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert checked().returncode == 0
    (folder / "wheels" / "a.whl").write_bytes(b"other")
    (folder / "install.sh").unlink()
    done = checked()
    assert done.returncode == 1
    assert "wheels/a.whl" in done.stderr
    assert "install.sh" in done.stderr
