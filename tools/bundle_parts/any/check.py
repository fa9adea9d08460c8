"""Whether every file of the bundle is as it was made; without it nothing is installed. Needs Python alone."""

import hashlib
import sys
from pathlib import Path

LEAST = (3, 11)
FOLDER = Path(__file__).resolve().parent


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < LEAST:
        return "需要 Python 3.11 或更新，这里是 " + sys.version.split()[0]
    wrong = []
    for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = FOLDER / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    if wrong:
        return "安装包不完整或被改动过，请重新复制整个文件夹：" + "、".join(wrong)
    return None


if __name__ == "__main__":
    sys.exit(main())
