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

/** Undefined for what is no text in an encoding we know. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
	const marked = marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));
	for (const { label, encoding } of marked ? [marked] : guesses) {
		const text = decode(bytes, label);
		if (text !== undefined && !text.includes(notText)) return { text, encoding };
	}
	return undefined;
}

function decode(bytes: Uint8Array, label: string): string | undefined {
	try {
		return new TextDecoder(label, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
