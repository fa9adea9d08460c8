"""LibreOffice (办公软件), only where templates are compiled: Word files to PDF, alike on every machine.

It runs with a profile and a font configuration of its own, in which 宋体, 黑体, 仿宋 and 楷体 are the fonts of
``templates/fonts``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hjforms.errors import DependencyMissing, TemplateError
from hjforms.template.store import templates_folder
from hjforms.wording import Sentence

EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"},'
    '"ReduceImageResolution":{"type":"boolean","value":"false"}}'
)
SECONDS = 300


def to_pdf(documents: Sequence[bytes]) -> list[bytes]:
    """The PDF of each Word file, all made by one run of LibreOffice.

    Raises ``DependencyMissing`` where LibreOffice or its fonts are not there, ``TemplateError`` where it fails.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DependencyMissing(
            Sentence("编译模板需要 LibreOffice（soffice），请安装：apt install libreoffice-writer-nogui。")
        )
    fonts = templates_folder() / "fonts" / "fonts.conf"
    if not fonts.is_file():
        raise DependencyMissing(Sentence("编译模板需要字体配置 {fonts}，安装不完整，请重新安装 hjforms。", fonts=fonts))
    with tempfile.TemporaryDirectory(prefix="hjforms-") as folder:
        return _convert(program, fonts, Path(folder), documents)


def _convert(program: str, fonts: Path, folder: Path, documents: Sequence[bytes]) -> list[bytes]:
    sources = [folder / f"{number}.docx" for number in range(len(documents))]
    for source, data in zip(sources, documents, strict=True):
        source.write_bytes(data)
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "FONTCONFIG_FILE": str(fonts.resolve()),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", EXPORT, "--outdir", str(folder)]
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            [*command, *map(str, sources)], env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TemplateError(Sentence("LibreOffice 在 {seconds} 秒内没有完成。", seconds=SECONDS)) from None
    results = [source.with_suffix(".pdf") for source in sources]
    if not all(result_path.is_file() for result_path in results):
        raise TemplateError(
            Sentence("LibreOffice 没有生成 PDF：{output}", output=result.stderr.decode(errors="replace")[-400:])
        )
    return [result_path.read_bytes() for result_path in results]
