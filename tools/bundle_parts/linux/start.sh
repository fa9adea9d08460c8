#!/bin/sh
# Open the desk; the browser comes by itself. Ctrl-C, or closing the window, ends it.
set -eu
cd "$(dirname "$0")"
[ -x app/bin/python ] || { echo "还没有安装，请先运行 sh install.sh。" >&2; exit 1; }
exec app/bin/python -m hjforms desk --book 台账.db "$@"
