@echo off
rem Starts the script beside it where scripts may not be started by a double click. Changes no setting.
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0machine-check.ps1"
if errorlevel 1 pause
