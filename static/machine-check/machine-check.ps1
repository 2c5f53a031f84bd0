# 体检码 Machine check, for Windows (PowerShell 2 to 5.1, also where its language is constrained).
# Reads hardware, serial numbers, system, software and addresses of this computer and shows them as
# QR codes in the browser. 只读取硬件、序列号、系统、软件清单和网络地址；不读用户名、文件、密码和产品密钥，不联网，不需要管理员权限。
# Nothing is installed or changed; one page is written to the temporary folder.
# Its layout of lines is that of src/domain/machine-check/facts.ts; the page makes the codes.

$ErrorActionPreference = 'SilentlyContinue'
$folder = Split-Path -Parent $MyInvocation.MyCommand.Path
$template = Join-Path $folder 'machine-check.html'
if (-not (Test-Path $template)) {
	Write-Host '缺少 machine-check.html，请把它放在同一个文件夹。machine-check.html has to lie in the same folder.'
	exit 1
}

$script:facts = @()

# What makers leave in the fields they did not fill in says nothing.
$emptyWords = '^(to be filled by o\.?e\.?m\.?|default string|system serial number|none|n/a|not specified|0+|\.+)$'

function Get-Plain($value) {
	$text = ("$value" -replace '\s+', ' ').Trim()
	if ($text -match $emptyWords) { return '' }
	return $text
}

function Add-Fact($key, $values) {
	$plain = @($values | ForEach-Object { Get-Plain $_ })
	if (($plain -join '') -eq '') { return }
	$script:facts += (@($key) + $plain) -join "`t"
}

$computer = Get-WmiObject Win32_ComputerSystem
Add-Fact 'mk' @($computer.Manufacturer)
Add-Fact 'md' @($computer.Model)
Add-Fact 'sn' @((Get-WmiObject Win32_BIOS).SerialNumber)
Add-Fact 'ss' @((Get-WmiObject Win32_ComputerSystemProduct).IdentifyingNumber)
Add-Fact 'bs' @((Get-WmiObject Win32_BaseBoard).SerialNumber)
Add-Fact 'cp' @((Get-WmiObject Win32_Processor | Select-Object -First 1).Name)
Add-Fact 'rm' @([math]::Round($computer.TotalPhysicalMemory / 1048576))

# GB as they are sold, 10^9 bytes.
Get-WmiObject Win32_DiskDrive | ForEach-Object {
	Add-Fact 'dk' @($_.Model, [math]::Round($_.Size / 1000000000), $_.SerialNumber)
}

Get-WmiObject Win32_NetworkAdapter |
	Where-Object { $_.MACAddress -and $_.PNPDeviceID -match '^(PCI|USB)\\' } |
	ForEach-Object { Add-Fact 'ma' @($_.MACAddress, $_.Name) }
Get-WmiObject Win32_NetworkAdapterConfiguration | Where-Object { $_.IPEnabled } | ForEach-Object {
	$_.IPAddress | Where-Object { $_ -match '^\d+\.\d+\.\d+\.\d+$' -and $_ -notmatch '^169\.254\.' } |
		ForEach-Object { Add-Fact 'ip' @($_) }
}

Add-Fact 'hn' @($computer.Name)
$system = Get-WmiObject Win32_OperatingSystem
Add-Fact 'os' @($system.Caption, "$($system.Version) $($system.OSArchitecture)")

# Names of monitors are numbers of characters, filled up with zeros.
function Get-Letters($numbers) {
	return -join @($numbers | Where-Object { $_ -gt 0 } | ForEach-Object { [char]$_ })
}
Get-WmiObject -Namespace root\wmi WmiMonitorID | ForEach-Object {
	$maker = Get-Letters $_.ManufacturerName
	Add-Fact 'mo' @($maker, (Get-Letters $_.UserFriendlyName), (Get-Letters $_.SerialNumberID))
}

$uninstall = 'Microsoft\Windows\CurrentVersion\Uninstall\*'
Get-ItemProperty "HKLM:\Software\$uninstall", "HKLM:\Software\Wow6432Node\$uninstall", "HKCU:\Software\$uninstall" |
	Where-Object { $_.DisplayName -and -not $_.SystemComponent -and -not $_.ParentKeyName } |
	Sort-Object -Property @('DisplayName', 'DisplayVersion') -Unique |
	ForEach-Object { Add-Fact 'sw' @($_.DisplayName, $_.DisplayVersion) }

$said = ($script:facts -join "`n").Replace('&', '&amp;').Replace('<', '&lt;')
$page = ((Get-Content -Encoding UTF8 $template) -join "`n").Replace('@@FACTS@@', $said)
$target = Join-Path $env:TEMP 'outpost-machine-check.html'
Set-Content -Path $target -Value $page -Encoding UTF8 -ErrorAction Stop
Write-Host "已在浏览器里打开 Opened in the browser: $target"
Start-Process $target -ErrorAction Stop
