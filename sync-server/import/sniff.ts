import type { FileProblem } from '#domain/import/report.ts';

type Found = { as: 'workbook' | 'text' } | { as: 'problem'; kind: FileProblem['kind'] };

const heads: [kind: FileProblem['kind'], bytes: number[]][] = [
	['pdf', [0x25, 0x50, 0x44, 0x46]],
	['picture', [0x89, 0x50, 0x4e, 0x47]],
	['picture', [0xff, 0xd8, 0xff]],
	['picture', [0x47, 0x49, 0x46, 0x38]],
	['picture', [0x52, 0x49, 0x46, 0x46]],
	['other-document', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
	['other-document', [0x1f, 0x8b]],
	['other-document', [0x52, 0x61, 0x72, 0x21]],
	['other-document', [0x37, 0x7a, 0xbc, 0xaf]],
];
const zip = [0x50, 0x4b, 0x03, 0x04];
/** The envelope of Office before 2007, in which today's Office puts an encrypted workbook. */
const compound = [0xd0, 0xcf, 0x11, 0xe0];
const encryptedPart = utf16('EncryptedPackage');
const workbookPart = Buffer.from('xl/workbook');
const webPage = /^\s*(?:<!doctype html|<html|<table|<\?xml[^>]*>\s*<html)/iu;
const textHeadBytes = 512;

/** What a file is by its bytes, whatever its name says. */
export function sniff(bytes: Uint8Array): Found {
	const begins = (head: readonly number[]) => head.every((byte, at) => bytes[at] === byte);
	const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (begins(zip)) return all.includes(workbookPart) ? { as: 'workbook' } : maybeCut(all);
	if (begins(compound))
		return { as: 'problem', kind: all.includes(encryptedPart) ? 'encrypted' : 'old-workbook' };
	const known = heads.find(([, head]) => begins(head));
	if (known) return { as: 'problem', kind: known[0] };
	if (webPage.test(all.subarray(0, textHeadBytes).toString('latin1')))
		return { as: 'problem', kind: 'web-page' };
	return { as: 'text' };
}

/** An archive that names no workbook is another document, or a workbook that was cut off. */
function maybeCut(all: Buffer): Found {
	const isWhole = all.includes(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
	return { as: 'problem', kind: isWhole ? 'other-document' : 'damaged' };
}

function utf16(text: string): Buffer {
	return Buffer.from(text, 'utf16le');
}
