#!/bin/sh
# Remove the program; the book stays.
set -eu
cd "$(dirname "$0")"
rm -rf app 衔接表单.desktop
echo "已经卸载。台账（台账.db）还在这个文件夹里，不要了请自己删。"
