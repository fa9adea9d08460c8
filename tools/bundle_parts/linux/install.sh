#!/bin/sh
# Install into the folder of this script; no network, no rights of an administrator.
set -eu
cd "$(dirname "$0")"
here=$(pwd)
failed() { echo "没有安装成：$1" >&2; exit 1; }
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || failed "没有找到 Python 3.11 或更新的版本，请先安装。"
"$python" check.py || failed "见上一行。"
"$python" -c 'import ensurepip, venv' 2>/dev/null || failed "Python 缺少 venv，请先安装（Debian、统信、麒麟：python3-venv）。"
echo "正在安装，请稍候……"
rm -rf app
"$python" -m venv app
app/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels 'hjforms[desk,scan,sign]' ||
  failed "见上面的信息。"
app/bin/python -m hjforms version
cat > 衔接表单.desktop <<END
[Desktop Entry]
Type=Application
Name=衔接表单
Exec="$here/start.sh"
Path=$here
Terminal=true
END
chmod +x 衔接表单.desktop start.sh
echo "安装好了。双击“衔接表单”，或运行 ./start.sh。"
