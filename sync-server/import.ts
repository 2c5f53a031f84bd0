import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import {
	AssetImportOrderSchema,
	importBytesMax,
	ImportKindSchema,
	type AssetImportOrder,
	type ImportKind,
} from '#domain/import/report.ts';
import { systemClock } from './clock.ts';
import { importAssets } from './import/import-assets.ts';
import { importIncidents } from './import/import-incidents.ts';
import { checkText, fileProblemText, reportText } from './import/report-words.ts';
import { PlainError } from './plain-error.ts';
import { ensureReferenceRecords } from './reference/reference-records.ts';
import { serverParts } from './server-parts.ts';
import { openStore } from './store/open-store.ts';

const usage =
	'npm run import -- assets|incidents FILE [--dates day-month|month-day] [--decimal point|comma] [--data DIR]';

type Reading = Pick<AssetImportOrder, 'dates' | 'decimal'>;
const ReadingSchema = v.pick(AssetImportOrderSchema, ['dates', 'decimal']);

run(process.argv.slice(2)).then(
	(read) => process.exit(read ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof PlainError ? error.message : error);
		process.exit(1);
	},
);

/** Reads one file into the database; the server must not be running on it. True if it could be read. */
async function run(args: readonly string[]): Promise<boolean> {
	const { kind, file, dataDir, reading } = readOrder(args);
	const bytes = readBytes(file);
	const store = await openStore(dataDir);
	try {
		const parts = await serverParts({
			store,
			clock: systemClock,
			fault: (error) => console.error(error),
		});
		await ensureReferenceRecords(parts.administration);
		if (kind === 'assets') {
			const check = await importAssets(parts.imports, bytes, basename(file), reading);
			console.log(check.ok ? checkText(check) : fileProblemText(check.problem));
			return check.ok;
		}
		const report = await importIncidents(bytes, parts.administration, showProgress);
		console.log(report.ok ? reportText(report) : fileProblemText(report.problem));
		return report.ok;
	} finally {
		await store.close();
	}
}

function readOrder(args: readonly string[]): {
	kind: ImportKind;
	file: string;
	dataDir: string;
	reading: Reading;
} {
	const { values, positionals } = readArgs(args);
	const [kind, file, ...others] = positionals;
	const reading = v.safeParse(ReadingSchema, values);
	if (!v.is(ImportKindSchema, kind) || !file || others.length > 0 || !reading.success)
		throw new PlainError(`Usage: ${usage}`, `用法:${usage}`);
	return { kind, file: resolve(file), dataDir: resolve(values.data), reading: reading.output };
}

function readArgs(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				data: { type: 'string', default: './data' },
				dates: { type: 'string' },
				decimal: { type: 'string' },
			},
		});
	} catch {
		throw new PlainError(`Usage: ${usage}`, `用法:${usage}`);
	}
}

function readBytes(file: string): Uint8Array {
	try {
		// One byte past the limit is enough to be told that it is too large.
		if (statSync(file).size > importBytesMax) return new Uint8Array(importBytesMax + 1);
		return readFileSync(file);
	} catch {
		throw new PlainError(`The file ${file} cannot be read.`, `无法读取文件 ${file}。`);
	}
}

function showProgress(done: number, total: number): void {
	if (process.stderr.isTTY)
		process.stderr.write(`\r${done} / ${total}${done === total ? '\n' : ''}`);
}
