#!/bin/sh
# 体检码 Machine check, for Linux and macOS: nothing but sh, awk and coreutils, no network, no root.
# Reads hardware, serial numbers, system, software and addresses of this computer and shows them as
# QR codes: in the browser, or with --console in this terminal. What only root may read is left out.
# 只读取硬件、序列号、系统、软件清单和网络地址；不读用户名、文件、密码和密钥，不联网。
#
#   sh machine-check.sh             in the browser where there is one
#   sh machine-check.sh --console   in the terminal, 66 columns and 34 lines; ENTER for the next code
#   sh machine-check.sh --software  in the terminal too with the list of software
#
# The layout of lines is that of src/domain/machine-check/facts.ts; machine-check.html makes the codes
# for the browser. OUTPOST_CHECK_ROOT is another root of the file system, for tests.

set -u
root=${OUTPOST_CHECK_ROOT:-}
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
template=$folder/machine-check.html
medium=browser
with_software=no
for option in "$@"; do
	case $option in
	--console) medium=console ;;
	--software) with_software=yes ;;
	*)
		echo "usage: sh machine-check.sh [--console] [--software]" >&2
		exit 2
		;;
	esac
done

has() { command -v "$1" >/dev/null 2>&1; }

# One line of a file, empty where it may not be read.
line_of() { [ -r "$root$1" ] && head -n 1 "$root$1" 2>/dev/null; }

# KEY FIELD...: white space is one blank, what makers left unfilled says nothing.
fact() {
	key=$1
	shift
	printf '%s\n' "$@" | LC_ALL=C awk -v key="$key" '
		{
			gsub(/[ \t\r]+/, " "); sub(/^ /, ""); sub(/ $/, "")
			word = tolower($0)
			if (word ~ /^(to be filled by o\.?e\.?m\.?|default string|system serial number|none|n\/a|not specified|0+|\.+)$/) $0 = ""
			if ($0 != "") said = 1
			line = line "\t" $0
		}
		END { if (said) print key line }'
}

# Of an EDID on the standard input: maker, name and serial number, parted by tabs.
edid() {
	od -An -v -tu1 | LC_ALL=C awk '
		{ for (n = 1; n <= NF; n++) byte[count++] = $n }
		function text(at,    n, said) {
			for (n = at + 5; n < at + 18 && byte[n] != 10; n++) said = said sprintf("%c", byte[n])
			return said
		}
		END {
			if (count < 128) exit
			maker = byte[8] * 256 + byte[9]
			for (n = 54; n < 126; n += 18)
				if (byte[n] == 0 && byte[n + 1] == 0) {
					if (byte[n + 3] == 252) name = text(n)
					if (byte[n + 3] == 255) serial = text(n)
				}
			printf "%c%c%c\t%s\t%s\n", 64 + int(maker / 1024), 64 + int(maker / 32) % 32, 64 + maker % 32, name, serial
		}'
}

read_linux() {
	dmi=/sys/class/dmi/id
	fact mk "$(line_of $dmi/sys_vendor)"
	fact md "$(line_of $dmi/product_name)"
	fact sn "$(line_of $dmi/product_serial)"
	fact bs "$(line_of $dmi/board_serial)"
	fact cp "$(awk -F ': ' '/^(model name|Model)/ { print $2; exit }' "$root/proc/cpuinfo" 2>/dev/null)"
	fact rm "$(awk '/^MemTotal/ { print int($2 / 1024) }' "$root/proc/meminfo" 2>/dev/null)"
	for disk in "$root"/sys/block/*; do
		[ -r "$disk/device/model" ] || continue
		sectors=$(cat "$disk/size" 2>/dev/null || echo 0)
		# Sectors of 512 bytes; GB as they are sold.
		size=$(awk -v n="$sectors" 'BEGIN { printf "%d", n * 512 / 1e9 + 0.5 }')
		fact dk "$(cat "$disk/device/model")" "$size" "$(cat "$disk/device/serial" 2>/dev/null)"
	done
	for card in "$root"/sys/class/net/*; do
		[ -e "$card/device" ] && fact ma "$(cat "$card/address" 2>/dev/null)" "${card##*/}"
	done
	fact hn "$(uname -n)"
	fact os "$(awk -F= '$1 == "NAME" { gsub(/"/, "", $2); print $2 }' "$root/etc/os-release" 2>/dev/null)" \
		"$(awk -F= '$1 == "VERSION" { gsub(/"/, "", $2); print $2 }' "$root/etc/os-release" 2>/dev/null)"
	for screen in "$root"/sys/class/drm/*/edid; do
		[ -s "$screen" ] || continue
		edid <"$screen" | while IFS= read -r said; do printf 'mo\t%s\n' "$said"; done
	done
}

addresses_linux() {
	if has ip; then
		ip -o -4 addr show scope global 2>/dev/null | awk '{ sub(/\/.*/, "", $4); print "ip\t" $4 }'
	elif has hostname; then
		for address in $(hostname -I 2>/dev/null); do
			case $address in *:*) ;; *) fact ip "$address" ;; esac
		done
	fi
}

# What somebody chose to install; what came along with it is not asked for.
software_linux() {
	if has apt-mark && has dpkg-query; then
		apt-mark showmanual 2>/dev/null | xargs dpkg-query -W -f 'sw\t${Package}\t${Version}\n' 2>/dev/null
	elif has rpm; then
		rpm -qa --qf 'sw\t%{NAME}\t%{VERSION}\n' 2>/dev/null
	fi
}

read_macos() {
	hardware=$(system_profiler SPHardwareDataType 2>/dev/null)
	of() { printf '%s\n' "$hardware" | awk -F ': ' -v name="$1" 'index($1, name) { print $2; exit }'; }
	fact mk Apple
	fact md "$(of 'Model Identifier')"
	fact sn "$(of 'Serial Number')"
	fact cp "$(sysctl -n machdep.cpu.brand_string 2>/dev/null)"
	fact rm "$(sysctl -n hw.memsize 2>/dev/null | awk '{ printf "%d", $1 / 1048576 }')"
	ifconfig 2>/dev/null | awk '
		/^[a-z]/ { card = $1; sub(/:$/, "", card) }
		$1 == "ether" && card ~ /^en/ { print "ma\t" $2 "\t" card }
		$1 == "inet" && $2 !~ /^(127|169\.254)\./ { print "ip\t" $2 }'
	fact hn "$(uname -n)"
	fact os macOS "$(sw_vers -productVersion 2>/dev/null)"
	for app in /Applications/*.app; do
		[ -d "$app" ] && fact sw "$(basename "$app" .app)" \
			"$(defaults read "$app/Contents/Info" CFBundleShortVersionString 2>/dev/null)"
	done
}

facts() {
	if [ "$(uname -s)" = Darwin ]; then
		read_macos
	else
		read_linux
		addresses_linux
		software_linux
	fi
}

# Facts on the standard input: a page in the temporary folder, opened.
show_page() {
	[ -r "$template" ] || {
		echo "machine-check.html has to lie beside this script. 请把 machine-check.html 放在同一个文件夹。" >&2
		exit 1
	}
	own=$(mktemp -d "${TMPDIR:-/tmp}/outpost-check.XXXXXX") || exit 1
	page=$own/machine-check.html
	sed 's/&/\&amp;/g; s/</\&lt;/g' >"$own/facts"
	awk -v facts="$own/facts" '
		$0 == "@@FACTS@@" { while ((getline line < facts) > 0) print line; next }
		{ print }' "$template" >"$page"
	rm -f "$own/facts"
	echo "$page"
	"$opener" "$page" >/dev/null 2>&1
}

# Facts on the standard input: codes in half blocks, light on dark terminals turned over by colours.
# Version 10, level L, mask 0 (ISO/IEC 18004); the same as machine-check.html, by awk without bits.
show_codes() {
	LC_ALL=C awk -v with_software="$with_software" '
	BEGIN {
		size = 57; data_bytes = 274; correction_bytes = 18; blocks = 4
		length_of[1] = 68; length_of[2] = 68; length_of[3] = 69; length_of[4] = 69
		code_bytes_max = data_bytes - 4; head_bytes_max = 31; software_max = 60
		format = "111011111000100"; version = "001010010011010011"
		for (n = 1; n < 256; n++) number[sprintf("%c", n)] = n
		for (a = 0; a < 16; a++)
			for (b = 0; b < 16; b++) {
				value = 0
				for (bit = 1; bit < 16; bit *= 2)
					if (int(a / bit) % 2 != int(b / bit) % 2) value += bit
				nibble[a, b] = value
			}
		power = 1
		for (n = 0; n < 255; n++) {
			powers[n] = power; logs[power] = n
			power *= 2
			if (power > 255) power = xor(power - 256, 29)
		}
		poly[0] = 1
		for (n = 0; n < correction_bytes; n++) {
			poly[n + 1] = 0
			for (k = n; k >= 0; k--) poly[k + 1] = xor(poly[k + 1], times(poly[k], powers[n]))
		}
	}
	$1 == "sw" { if (with_software == "yes" && software < software_max) { software++; last = last "\n" $0 } else left++; next }
	{ said = said (NR > 1 ? "\n" : "") $0 }
	END {
		text = said last (left ? "\nsx\t" left : "")
		parts = split_text(text)
		for (part = 1; part <= parts; part++) {
			draw(code[part])
			printf "%d / %d", part, parts
			if (part < parts) { printf "   [ENTER] "; getline key < "/dev/tty" }
			printf "\n"
		}
	}
	function xor(a, b) { return nibble[int(a / 16), int(b / 16)] * 16 + nibble[a % 16, b % 16] }
	function times(a, b) { return a && b ? powers[(logs[a] + logs[b]) % 255] : 0 }
	function sum(text,    n, low, high) {
		low = 1; high = 0
		for (n = 1; n <= length(text); n++) {
			low = (low + number[substr(text, n, 1)]) % 65521
			high = (high + low) % 65521
		}
		return sprintf("%04x%04x", high, low)
	}
	# No character is cut in two: 128 to 191 go on with the one before.
	function split_text(text,    room, id, count, at, end, chunk, place) {
		room = code_bytes_max - head_bytes_max; id = sum(text); count = 0; at = 1
		while (at <= length(text)) {
			end = at + room
			while (end <= length(text) && number[substr(text, end, 1)] >= 128 && number[substr(text, end, 1)] < 192) end--
			chunk[++count] = substr(text, at, end - at)
			at = end
		}
		for (at = 1; at <= count; at++) {
			place = id "/" at "/" count "/"
			code[at] = "OPMC1/" place sum(place chunk[at]) "/" chunk[at]
		}
		return count
	}
	function words_of(text,    n, words, carry, byte) {
		word[0] = 113; word[1] = 164
		word[2] = int(length(text) / 256); word[3] = length(text) % 256
		for (n = 1; n <= length(text); n++) word[n + 3] = number[substr(text, n, 1)]
		words = length(text) + 4
		if (words < data_bytes) word[words++] = 0
		for (n = 0; words < data_bytes; n++) word[words++] = n % 2 ? 17 : 236
	}
	function correct(block, from,    n, k, factor) {
		for (n = 0; n < length_of[block] + correction_bytes; n++) rest[n] = n < length_of[block] ? word[from + n] : 0
		for (n = 0; n < length_of[block]; n++) {
			factor = rest[n]
			if (factor) for (k = 0; k <= correction_bytes; k++) rest[n + k] = xor(rest[n + k], times(poly[k], factor))
		}
		for (n = 0; n < correction_bytes; n++) more[block, n] = rest[length_of[block] + n]
	}
	function square(x0, y0, reach, light1, light2,    x, y, ring) {
		for (y = y0 - reach; y <= y0 + reach; y++)
			for (x = x0 - reach; x <= x0 + reach; x++) {
				if (x < 0 || y < 0 || x >= size || y >= size) continue
				ring = x > x0 ? x - x0 : x0 - x
				if (y - y0 > ring) ring = y - y0
				if (y0 - y > ring) ring = y0 - y
				dot[x, y] = ring != light1 && ring != light2
			}
	}
	function frame(    n, i, j, bit, middle, ends) {
		split("", dot)
		for (n = 0; n < size; n++) { dot[n, 6] = (n + 1) % 2; dot[6, n] = (n + 1) % 2 }
		square(3, 3, 4, 2, 4); square(size - 4, 3, 4, 2, 4); square(3, size - 4, 4, 2, 4)
		split("6 28 50", middle, " ")
		for (i = 1; i <= 3; i++)
			for (j = 1; j <= 3; j++) {
				ends = (i == 1 && j != 2) || (i == 3 && j == 1)
				if (!ends) square(middle[i], middle[j], 2, 1, 1)
			}
		for (n = 0; n < 15; n++) {
			bit = substr(format, 15 - n, 1) + 0
			if (n < 8) dot[size - 1 - n, 8] = bit; else dot[8, size - 15 + n] = bit
			if (n < 6) dot[8, n] = bit
			else if (n < 8) dot[8, n + 1] = bit
			else if (n == 8) dot[7, 8] = bit
			else dot[14 - n, 8] = bit
		}
		dot[8, size - 8] = 1
		for (n = 0; n < 18; n++) {
			bit = substr(version, 18 - n, 1) + 0
			dot[size - 11 + n % 3, int(n / 3)] = bit
			dot[int(n / 3), size - 11 + n % 3] = bit
		}
	}
	function fill(    n, block, from, all, right, step, side, x, y, at, bit) {
		from = 0; all = 0
		for (block = 1; block <= blocks; block++) { start[block] = from; correct(block, from); from += length_of[block] }
		for (n = 0; n < length_of[blocks]; n++)
			for (block = 1; block <= blocks; block++) if (n < length_of[block]) stream[all++] = word[start[block] + n]
		for (n = 0; n < correction_bytes; n++)
			for (block = 1; block <= blocks; block++) stream[all++] = more[block, n]
		at = 0
		for (right = size - 1; right > 0; right -= 2) {
			if (right == 6) right = 5
			for (step = 0; step < size; step++)
				for (side = 0; side < 2; side++) {
					x = right - side
					y = int((right + 1) / 2) % 2 == 0 ? size - 1 - step : step
					if ((x, y) in dot) continue
					bit = int(at / 8) < all ? int(stream[int(at / 8)] / 2 ^ (7 - at % 8)) % 2 : 0
					dot[x, y] = (bit + (x + y + 1)) % 2
					at++
				}
		}
	}
	# Black on white by colours, whatever those of the terminal are.
	function draw(text,    x, y, line, top, low) {
		words_of(text); frame(); fill()
		for (y = -4; y < size + 4; y += 2) {
			line = ""
			for (x = -4; x < size + 4; x++) {
				top = ((x, y) in dot) && dot[x, y]
				low = ((x, y + 1) in dot) && dot[x, y + 1]
				line = line (top ? (low ? "█" : "▀") : (low ? "▄" : " "))
			}
			printf "\033[30;107m%s\033[0m\n", line
		}
	}'
}

opener=
if [ "$medium" = browser ]; then
	if [ -n "${OUTPOST_CHECK_OPENER:-}" ]; then
		opener=$OUTPOST_CHECK_OPENER
	elif [ "$(uname -s)" = Darwin ]; then
		opener=open
	elif has xdg-open && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
		opener=xdg-open
	fi
fi
if [ -n "$opener" ]; then
	facts | show_page
else
	facts | show_codes
fi
