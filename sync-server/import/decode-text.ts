import type { FileProblem } from '#domain/import/report.ts';

/** The text of a file whose encoding nobody states. */
export interface DecodedText {
	text: string;
	/** As named in the report: `UTF-8`, `UTF-16`, `GB18030`. */
	encoding: string;
}

const marks = [
	{ bytes: [0xef, 0xbb, 0xbf], label: 'utf-8', encoding: 'UTF-8' },
	{ bytes: [0xff, 0xfe], label: 'utf-16le', encoding: 'UTF-16' },
	{ bytes: [0xfe, 0xff], label: 'utf-16be', encoding: 'UTF-16' },
];
/** Without a mark: UTF-8 is strict enough to be told from GBK, which Chinese spreadsheets still write. */
const guesses = [
	{ label: 'utf-8', encoding: 'UTF-8' },
	{ label: 'gb18030', encoding: 'GB18030' },
];
/** Text never holds this; spreadsheets and pictures sent by mistake do. */
const notText = '\u0000';
const lineEnd = 0x0a;
/** Looked at for the noughts of UTF-16; so many of them among ASCII letters are no accident. */
const headBytes = 1_000;
const noughtsShareMin = 0.3;

/** `encoding` for what is no text we know, `mixed-encodings` with the first line that differs. */
export function decodeText(bytes: Uint8Array): DecodedText | FileProblem {
	const marked = marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));
	const likely = marked ?? withoutMark(bytes);
	for (const { label, encoding } of likely ? [likely] : guesses) {
		if (encoding === 'GB18030') {
			const line = lineOfOther(bytes);
			if (line !== undefined) return { kind: 'mixed-encodings', line };
		}
		const text = decode(bytes, label);
		if (text !== undefined && !text.includes(notText)) return { text, encoding };
	}
	return { kind: 'encoding' };
}

function decode(bytes: Uint8Array, label: string): string | undefined {
	try {
		return new TextDecoder(label, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** UTF-16 that does not say so: every second byte of its head is a nought. */
function withoutMark(bytes: Uint8Array): (typeof marks)[number] | undefined {
	const head = bytes.subarray(0, headBytes);
	const noughts = [0, 0];
	head.forEach((byte, at) => byte === 0 && noughts[at % 2]!++);
	const [even = 0, odd = 0] = noughts.map((n) => n / (head.length / 2));
	if (odd > noughtsShareMin && even === 0) return marks[1];
	return even > noughtsShareMin && odd === 0 ? marks[2] : undefined;
}

/**
 * The first line that is not UTF-8, in a text where others surely are: two files were joined. A line of
 * GBK with several characters is hardly ever UTF-8 by accident.
 */
function lineOfOther(bytes: Uint8Array): number | undefined {
	let other: number | undefined;
	let hasUtf8 = false;
	for (const [n, line] of linesOf(bytes).entries()) {
		if (line.every((byte) => byte < 0x80)) continue;
		const text = decode(line, 'utf-8');
		if (text === undefined) other ??= n + 1;
		else if (/\p{Script=Han}.*\p{Script=Han}/u.test(text)) hasUtf8 = true;
		if (hasUtf8 && other !== undefined) return other;
	}
	return undefined;
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
	const lines: Uint8Array[] = [];
	for (let from = 0; from < bytes.length;) {
		const at = bytes.indexOf(lineEnd, from);
		const end = at < 0 ? bytes.length : at;
		lines.push(bytes.subarray(from, end));
		from = end + 1;
	}
	return lines;
}
