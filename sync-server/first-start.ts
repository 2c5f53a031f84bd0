import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { organisationId } from '#domain/organisation/records.ts';
import type { Administration } from './administration.ts';
import { ensureReferenceRecords } from './reference/reference-records.ts';

/** What a start has to tell of accounts. */
export interface Welcome {
	kind: 'demo' | 'first-admin' | 'none';
	accounts: { account: string; password: string; name: string; roles: readonly string[] }[];
}

const Setup = v.object({
	kind: v.picklist(['demo', 'own']),
	done: v.boolean(),
	accounts: v.array(
		v.object({
			account: v.string(),
			password: v.string(),
			name: v.string(),
			roles: v.array(v.string()),
		}),
	),
});
type Setup = v.InferOutput<typeof Setup>;

const firstAdmin = { id: 'user-admin', account: 'admin', name: '管理员', roles: ['admin'] };
const passwordBytes = 9;

/**
 * Fills an empty database: with the demo organisation, or with an administrator whose password is
 * told once. One that was cut short goes on where it stopped; a filled one is left alone.
 */
export async function welcome(
	administration: Administration,
	dataDir: string,
	demo: boolean,
): Promise<Welcome> {
	const file = join(dataDir, 'setup.json');
	const setup = readSetup(file);
	if (!setup && (await administration.get('organisation', organisationId)))
		return { kind: 'none', accounts: [] };
	if (setup?.done)
		return demo && setup.kind === 'demo' ? asDemo(setup) : { kind: 'none', accounts: [] };
	return (setup?.kind ?? (demo ? 'demo' : 'own')) === 'demo'
		? makeDemo(administration, file)
		: makeOwn(administration, file);
}

async function makeDemo(administration: Administration, file: string): Promise<Welcome> {
	writeSetup(file, { kind: 'demo', done: false, accounts: [] });
	const { seedDemo } = await import('./demo/seed.ts');
	const setup: Setup = { kind: 'demo', done: true, accounts: await seedDemo(administration) };
	writeSetup(file, setup);
	return asDemo(setup);
}

function asDemo({ accounts }: Setup): Welcome {
	return { kind: 'demo', accounts };
}

async function makeOwn(administration: Administration, file: string): Promise<Welcome> {
	writeSetup(file, { kind: 'own', done: false, accounts: [] });
	const { id, account, name, roles } = firstAdmin;
	const password = randomBytes(passwordBytes).toString('base64url');
	await ensureReferenceRecords(administration);
	await administration.executeAll([
		{
			type: 'organisation.register@1',
			kind: 'organisation',
			record: organisationId,
			args: { set: { name: '前哨 Outpost', zone: 'Asia/Shanghai' } },
		},
		{
			type: 'user.register@1',
			kind: 'user',
			record: id,
			args: { set: { name, account, roles, deskIds: [] } },
		},
	]);
	await administration.setPassword(id, account, password);
	writeSetup(file, { kind: 'own', done: true, accounts: [] });
	return { kind: 'first-admin', accounts: [{ account, password, name, roles }] };
}

function readSetup(file: string): Setup | undefined {
	return existsSync(file) ? v.parse(Setup, JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function writeSetup(file: string, setup: Setup): void {
	writeFileSync(`${file}.new`, JSON.stringify(setup, undefined, '\t'), { mode: 0o600 });
	renameSync(`${file}.new`, file);
}
