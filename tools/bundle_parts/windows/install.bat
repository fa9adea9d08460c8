@echo off
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set "PYTHON="
for %%P in ("py -3" "python" "python3") do call :try %%P
if not defined PYTHON (
  echo 没有找到 Python 3.11 或更新的版本，请先安装（安装时勾选 Add Python to PATH）。
  goto failed
)
%PYTHON% check.py || goto failed
echo 正在安装，请稍候……
if exist app rmdir /s /q app
%PYTHON% -m venv app || goto failed
app\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels "hjforms[desk,scan,sign]" || goto failed
app\Scripts\python.exe -m hjforms version || goto failed
echo 安装好了。双击 start.bat 打开。
if not defined HJFORMS_QUIET pause
exit /b 0

:try
if defined PYTHON exit /b 0
%~1 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=%~1"
exit /b 0

:failed
echo 没有安装成，请把上面的话告诉管理员。
if not defined HJFORMS_QUIET pause
exit /b 1
