import { parseArgs, type ParseArgsConfig } from 'node:util';
import { PlainError } from './plain-error.ts';

/** Runs a command to its end; what its user can act on is told without a stack. True is success. */
export function runToEnd(work: (args: readonly string[]) => Promise<boolean>): void {
	work(process.argv.slice(2)).then(
		(ok) => process.exit(ok ? 0 : 1),
		(error: unknown) => {
			console.error(error instanceof PlainError ? error.message : error);
			process.exit(1);
		},
	);
}

/** The options, or a PlainError with how to call it. */
export function readFlags<T extends NonNullable<ParseArgsConfig['options']>>(
	args: readonly string[],
	options: T,
	usage: string,
) {
	try {
		return parseArgs({ args: [...args], options, strict: true }).values;
	} catch {
		throw wrongUsage(usage);
	}
}

export function wrongUsage(usage: string): PlainError {
	return new PlainError(`Usage: ${usage}`, `用法:${usage}`);
}

/** Backups of a CouchDB are made and put back by its own tools. */
export function needsDataFolder(): void {
	if (!process.env['COUCHDB_URL']) return;
	throw new PlainError(
		'COUCHDB_URL is set: the data is in CouchDB, so back it up and restore it with the tools of CouchDB.',
		'已设置 COUCHDB_URL:数据在 CouchDB 中,请用 CouchDB 自己的工具备份和恢复。',
	);
}

export function showProgress(done: number, total: number): void {
	if (process.stderr.isTTY)
		process.stderr.write(`\r${done} / ${total}${done === total ? '\n' : ''}`);
}
