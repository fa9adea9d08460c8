"""LibreOffice (办公软件): Word files to PDF where templates are compiled, older formats to DOCX where papers are read.

It runs as a process of its own with a new profile, in which macros are off, links to other files are not followed and
the network leads nowhere, and within bounds of time, memory and size. Its fonts are our own, in which 宋体, 黑体, 仿宋
and 楷体 are those of ``templates/fonts``, so that pages are alike on every machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hjforms.errors import DependencyMissing, DocumentError, TemplateError
from hjforms.template.store import templates_folder
from hjforms.wording import Sentence

PDF = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"},'
    '"ReduceImageResolution":{"type":"boolean","value":"false"}}'
)
DOCX = "docx:MS Word 2007 XML"
COMPILING_S = 300
READING_S = 60
MEMORY = 2 * 2**30  # of addresses: it takes half of that for a form
LARGEST = 128 * 2**20  # bytes of a file that it writes
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "2", "Field": "false"},  # 2: never
    "Inet/Settings": {  # a proxy that is not there
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
_REGISTRY = "http://openoffice.org/2001/registry"
_BOUNDED = 'ulimit -c 0; ulimit -t "$1"; ulimit -v "$2"; ulimit -f "$3"; shift 3; exec "$@"'


def to_pdf(documents: Sequence[bytes]) -> list[bytes]:
    """The PDF of each Word file, all made by one run of LibreOffice.

    Raises ``DependencyMissing`` where LibreOffice or its fonts are not there, ``TemplateError`` where it fails.
    """
    program = installed()
    if program is None:
        raise DependencyMissing(
            Sentence("编译模板需要 LibreOffice（soffice），请安装：apt install libreoffice-writer-nogui。")
        )
    fonts = _fonts()
    if not fonts.is_file():
        raise DependencyMissing(Sentence("编译模板需要字体配置 {fonts}，安装不完整，请重新安装 hjforms。", fonts=fonts))
    run = _Run(program, PDF, COMPILING_S)
    try:
        made, said = run.converted([(f"{number}.docx", document) for number, document in enumerate(documents)])
    except subprocess.TimeoutExpired:
        raise TemplateError(Sentence("LibreOffice 在 {seconds} 秒内没有完成。", seconds=COMPILING_S)) from None
    if None in made:
        raise TemplateError(Sentence("LibreOffice 没有生成 PDF：{output}", output=said))
    return [document for document in made if document is not None]


def to_docx(data: bytes, infilter: str) -> bytes:
    """A file as LibreOffice saves it as DOCX, read by the filter of its format, so that none is guessed.

    Raises ``DocumentError`` where it takes too long or nothing comes of it. ``installed`` tells whether it is there.
    """
    program = installed()
    assert program is not None, "whoever asks has looked"
    run = _Run(program, DOCX, READING_S, infilter)
    try:
        [made], _ = run.converted([("paper", data)])
    except subprocess.TimeoutExpired:
        raise DocumentError(
            Sentence("LibreOffice 转换这个文件超过了 {seconds} 秒，停止转换：文件可能不正常。", seconds=READING_S)
        ) from None
    if made is None:
        raise DocumentError(
            Sentence("LibreOffice 打不开这个文件：可能已损坏或有密码。请在 Word 或 WPS 中另存为 .docx 再读。")
        )
    return made


def installed() -> str | None:
    """The program, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True)
class _Run:
    """One run of LibreOffice, in a folder that is there for that time only."""

    program: str
    export: str
    seconds: int
    infilter: str = ""

    def converted(self, sources: Sequence[tuple[str, bytes]]) -> tuple[list[bytes | None], str]:
        """What it makes of each file, ``None`` where it makes nothing, and the end of what it says.

        Raises ``subprocess.TimeoutExpired``, and then nothing of it runs any more.
        """
        with tempfile.TemporaryDirectory(prefix="hjforms-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            profile = _profile(folder)
            for source, data in sources:
                (folder / source).write_bytes(data)
            made = folder / "made"
            chosen = [f"--infilter={self.infilter}"] if self.infilter else []
            command = [
                self.program,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", *chosen),
                *("--convert-to", self.export, "--outdir", str(made)),
                *(str(folder / source) for source, _ in sources),
            ]
            said = _ended(_within_bounds(command, self.seconds), self._surroundings(folder), self.seconds)
            ending = self.export.partition(":")[0]
            results = [made / Path(source).with_suffix(f".{ending}") for source, _ in sources]
            return [result.read_bytes() if result.is_file() else None for result in results], said

    def _surroundings(self, folder: Path) -> dict[str, str]:
        own = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        fonts = {"FONTCONFIG_FILE": str(_fonts().resolve())} if _fonts().is_file() else {}
        return {**os.environ, **own, **fonts}


def _fonts() -> Path:
    """What says which fonts there are."""
    return templates_folder() / "fonts" / "fonts.conf"


def _profile(folder: Path) -> Path:
    """A new profile with our settings."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = [
        f'<item oor:path="/org.openoffice.{group}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for group, settings in _SETTINGS.items()
        for name, value in settings.items()
    ]
    text = f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{_REGISTRY}">{"".join(items)}</oor:items>'
    (profile / "user" / "registrymodifications.xcu").write_text(text, "utf-8")
    return profile


def _within_bounds(command: list[str], seconds: int) -> list[str]:
    """The command within its bounds, where the system has such; they hold also when nobody waits for it any more."""
    if os.name != "posix":
        return command
    bounds = (seconds, MEMORY // 1024, LARGEST // 512)
    return ["sh", "-c", _BOUNDED, "sh", *map(str, bounds), *command]


def _ended(command: list[str], environment: Mapping[str, str], seconds: int) -> str:
    """Run a command to its end, and give the end of what it says; all its processes end where it takes longer."""
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        return process.communicate(timeout=seconds)[1].decode(errors="replace")[-400:]
    finally:
        _end(process)


def _end(process: subprocess.Popen[Any]) -> None:
    """End a process and those that it has started; one that has ended is left alone."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()
    process.wait()
