@echo off
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if not exist app\Scripts\python.exe (
  echo 还没有安装，请先双击 install.bat。
  pause
  exit /b 1
)
title 衔接表单（关掉这个窗口就停止）
app\Scripts\python.exe -m hjforms desk --book "台账.db"
if errorlevel 1 pause
