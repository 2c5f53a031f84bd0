import type { FastifyInstance } from 'fastify';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock.ts';
import { welcome } from './first-start.ts';
import { accountsText, startedText } from './greeting.ts';
import { buildApp } from './http/app.ts';
import { keepUp } from './keep-up.ts';
import { openLan } from './open-lan.ts';
import { readOptions, type Options } from './options.ts';
import { PlainError } from './plain-error.ts';
import { postFor } from './mail/post.ts';
import { keepReleasing } from './quarantine/keep-releasing.ts';
import { openRegister } from './scope/open-register.ts';
import { reviewScopes } from './scope/review.ts';
import { serverParts, type ServerParts } from './server-parts.ts';
import { openStore } from './store/open-store.ts';

const buildDir = fileURLToPath(new URL('../build', import.meta.url));
const housekeepingMs = 60 * 60_000;
/** E-mail that another server or a crash left to be done. */
const mailEveryMs = 60_000;
/** A word of a write that got lost is made good by then. */
const auditEveryMs = 60_000;

run(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof PlainError ? error.message : error);
	process.exit(1);
});

/** One process: the app, `/sync/v1` and the database in one folder. */
async function run(args: readonly string[]): Promise<void> {
	const options = readOptions(args);
	const store = await openStore(options.dataDir);
	const logLevel = process.env['OUTPOST_LOG'] ?? 'warn';
	try {
		const parts = await serverParts({
			store,
			clock: systemClock,
			fault: (error) => console.error(error),
			post: postFor(options.dataDir, store),
		});
		const lan = options.lan ? await openLan(options) : undefined;
		const app = await buildApp({
			parts,
			dataDir: options.dataDir,
			buildDir,
			logLevel,
			...(lan && { https: lan.https, extend: lan.extend }),
		});
		const told = await welcome(parts.administration, options.dataDir, options.demo);
		// A password that is told once is told now, whatever becomes of the port.
		if (told.kind === 'first-admin') console.log(accountsText(told));
		await listen(app, options);
		const timer = setInterval(() => void keepHouse(parts), housekeepingMs);
		const stopKeepingUp = keepUp(parts, (error) => console.error(error));
		const stopReleasing = keepReleasing(parts.releases);
		await parts.mails.begin();
		const mailTimer = setInterval(() => parts.mails.recover(), mailEveryMs);
		parts.audits.begin();
		parts.inspections.begin();
		parts.imports.begin();
		const auditTimer = setInterval(() => {
			parts.audits.recover();
			parts.inspections.recover();
		}, auditEveryMs);
		closeOnSignal(async () => {
			stopReleasing();
			stopKeepingUp();
			clearInterval(timer);
			clearInterval(mailTimer);
			clearInterval(auditTimer);
			await parts.mails.settled();
			await parts.audits.settled();
			await parts.inspections.settled();
			await parts.imports.end();
			await app.close();
			await store.close();
		});
		void keepHouse(parts);
		void bringUp(parts);
		const port = portOf(app, options);
		console.log(startedText(`${lan ? 'https' : 'http'}://localhost:${port}`, options.dataDir));
		if (told.kind === 'demo') console.log(accountsText(told));
		if (lan) console.log(await lan.invitation(port));
	} catch (error) {
		await store.close();
		throw error;
	}
}

/** The port asked for, or the one the system chose for 0. */
function portOf(app: FastifyInstance, options: Options): number {
	const address = app.server.address();
	return typeof address === 'object' && address ? address.port : options.port;
}

async function listen(app: FastifyInstance, options: Options): Promise<void> {
	const host = options.host ?? (options.lan ? '0.0.0.0' : '127.0.0.1');
	try {
		await app.listen({ port: options.port, host });
	} catch (error) {
		await app.close();
		throw listenFailure(error, options.port, host);
	}
}

function listenFailure(error: unknown, port: number, host: string): unknown {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE')
		return new PlainError(
			`Port ${port} is already in use. Choose another with --port.`,
			`端口 ${port} 已被占用。请用 --port 指定其他端口。`,
		);
	if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
		return new PlainError(
			`Outpost may not listen on ${host}, port ${port}. Choose another with --port or --host.`,
			`前哨无法在 ${host} 的端口 ${port} 上监听。请用 --port 或 --host 另行指定。`,
		);
	return error;
}

/** Once an hour: what time alone changes, and what a server that died left unfinished. */
async function keepHouse({ store, clock, scopes, pokes, releases }: ServerParts): Promise<void> {
	try {
		releases.recover();
		await store.endSessionsBefore(clock());
		await reviewScopes(store, clock(), (key, touched) => {
			scopes.written(key, touched);
			pokes.touched(touched);
		});
	} catch (error) {
		console.error(error);
	}
}

/** Once: what an older server wrote. */
async function bringUp({ store, clock, scopes, pokes }: ServerParts): Promise<void> {
	try {
		await openRegister(store, clock, (key, touched) => {
			scopes.written(key, touched);
			pokes.touched(touched);
		});
	} catch (error) {
		console.error(error);
	}
}

/** The first signal closes in order; a second one does not wait. */
function closeOnSignal(close: () => Promise<void>): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			close().then(
				() => process.exit(0),
				(error: unknown) => {
					console.error(error);
					process.exit(1);
				},
			);
		});
	}
}
