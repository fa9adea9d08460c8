"""The bundle for an office PC without internet (离线安装包): a zip per platform, into ``out/bundle``.

    python -m tools.bundle                       every platform
    python -m tools.bundle linux_x86_64          one of them

What is needed is resolved for the platform and every version of Python (``uv``, by ``requirements.lock``) and comes as
wheels; what has none is built here, which is possible where it is pure Python. On the PC nothing is built or fetched.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "out" / "bundle"
PARTS = Path(__file__).with_name("bundle_parts")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = ("desk", "scan", "sign")
"""What an office needs: the desk, reading scans, signing. ``install.sh`` and ``install.bat`` name the same."""
NO_WHEELS = ("docopt==",)
"""What its authors give as source only; it is pure Python, so that the wheel that is built here is right everywhere."""
SUMS = "SHA256SUMS"
NAMED = {"README.txt": "读我.txt"}
"""Names in the bundle of parts whose names here are plain."""


@dataclass(frozen=True)
class Platform:
    """A platform: what pip calls it (newest first), what uv does, and which parts the bundle has for it."""

    tags: tuple[str, ...]
    resolved_as: str
    parts: str


def _manylinux(machine: str) -> tuple[str, ...]:
    return tuple(f"manylinux{version}_{machine}" for version in ("_2_28", "_2_27", "_2_26", "_2_17", "2014"))


PLATFORMS: Mapping[str, Platform] = {
    "windows_x86_64": Platform(("win_amd64",), "x86_64-pc-windows-msvc", "windows"),
    "linux_x86_64": Platform(_manylinux("x86_64"), "x86_64-manylinux_2_28", "linux"),
    "linux_aarch64": Platform(_manylinux("aarch64"), "aarch64-manylinux_2_28", "linux"),
}


def run(*words: str | Path) -> str:
    """What a program prints. It ends the bundle where it fails."""
    done = subprocess.run([*map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stderr}")
    return done.stdout


def pip(*words: str | Path) -> str:
    """What pip prints."""
    return run(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words)


def needed(platform: Platform, python: str) -> list[str]:
    """What the extras need on a platform, each with its version."""
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    words = ("--quiet", "--no-header", "--no-annotate", *extras, "--constraint", "requirements.lock")
    asked = ("--python-platform", platform.resolved_as, "--python-version", python, "pyproject.toml")
    return run(Path(sys.executable).with_name("uv"), "pip", "compile", *words, *asked).split()


def fetch(platform: Platform, python: str, wheels: Path, built: Path) -> None:
    """Fetch the wheels of everything that is needed; what has none is built."""
    requirements = needed(platform, python)
    for requirement in requirements:
        if requirement.startswith(NO_WHEELS) and not any(built.glob(f"{requirement.partition('==')[0]}-*")):
            pip("wheel", "--no-deps", "--wheel-dir", built, requirement)
    targets = [word for tag in platform.tags for word in ("--platform", tag)]
    about = ("--no-deps", "--only-binary", ":all:", *targets, "--python-version", python, "--find-links", built)
    pip("download", *about, "--dest", wheels, *requirements)


def parts(platform: Platform) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle beside its wheels: UTF-8, with the ends of lines of the platform."""
    for path in sorted([*(PARTS / platform.parts).iterdir(), *(PARTS / "any").iterdir()]):
        text = path.read_text("utf-8")
        if platform.parts == "windows":
            text = text.replace("\n", "\r\n")
        mark = "\ufeff" if path.suffix == ".txt" else ""  # by which an old Notepad knows what it is
        yield NAMED.get(path.name, path.name), (mark + text).encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """The digests of files, as ``sha256sum`` writes them."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def write(target: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Write the zip: the same files give the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:  # wheels are compressed already
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = (0o100755 if name.endswith((".sh", ".desktop")) else 0o100644) << 16
            bundle.writestr(entry, files[name])


def bundle(name: str, ours: Path, built: Path) -> Path:
    """The bundle of a platform."""
    platform = PLATFORMS[name]
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        for python in PYTHONS:
            fetch(platform, python, wheels, built)
            print(f"{name}: Python {python}, {len(list(wheels.iterdir()))} wheels", file=sys.stderr)
        shutil.copy(ours, wheels)
        files = {f"wheels/{path.name}": path.read_bytes() for path in wheels.iterdir()}
    files |= dict(parts(platform))
    files[SUMS] = sums(files)
    OUT.mkdir(parents=True, exist_ok=True)
    version = ours.name.split("-")[1]
    target = OUT / f"hjforms-{version}-{name}.zip"
    write(target, f"hjforms-{version}", files)
    print(f"{target}  {target.stat().st_size / 2**20:.0f} MB")
    return target


def main(names: list[str]) -> None:
    """Make the bundles of these platforms, of all of them where none is named."""
    unknown = [name for name in names if name not in PLATFORMS]
    if unknown:
        sys.exit(f"no such platform: {', '.join(unknown)}; there are {', '.join(PLATFORMS)}")
    with tempfile.TemporaryDirectory() as folder:
        own, built = Path(folder, "own"), Path(folder, "built")
        built.mkdir()
        pip("wheel", "--no-deps", "--wheel-dir", own, ".")
        [ours] = own.iterdir()
        for name in names or PLATFORMS:
            bundle(name, ours, built)


if __name__ == "__main__":
    main(sys.argv[1:])
