@echo off
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if exist app rmdir /s /q app
if exist app (
  echo 还在使用，请先关掉衔接表单的窗口，再卸载一次。
  if not defined HJFORMS_QUIET pause
  exit /b 1
)
echo 已经卸载。台账（台账.db）还在这个文件夹里，不要了请自己删。
if not defined HJFORMS_QUIET pause
