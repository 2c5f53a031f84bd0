import { deflateRawSync } from 'node:zlib';
import { importUnpackedBytesMax } from '#domain/import/report.ts';

const partBytes = 64 * 1024 * 1024;

/** A workbook of a few hundred kilobytes that unpacks to more than is allowed, and says it does not. */
export function zipBomb(): Uint8Array {
	const packed = deflateRawSync(Buffer.alloc(partBytes, 0x20));
	const parts = Array.from({ length: Math.ceil(importUnpackedBytesMax / partBytes) + 1 });
	const name = Buffer.from('xl/workbook.xml');
	const local = Buffer.alloc(30);
	local.writeUInt32LE(0x04034b50, 0);
	local.writeUInt16LE(name.length, 26);
	const files = parts.map(() => Buffer.concat([local, name, packed]));
	const directory = files.map((file, n) => {
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(8, 10);
		entry.writeUInt32LE(packed.length, 20);
		entry.writeUInt32LE(1, 24);
		entry.writeUInt16LE(name.length, 28);
		entry.writeUInt32LE(n * file.length, 42);
		return Buffer.concat([entry, name]);
	});
	const body = Buffer.concat(files);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt32LE(body.length, 16);
	return Buffer.concat([body, ...directory, end]);
}
