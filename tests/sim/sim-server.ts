import type { FastifyInstance } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#domain/access/roles.ts';
import { organisationId } from '#domain/organisation/records.ts';
import { instantOf } from '#domain/time/instant.ts';
import { buildApp } from '#server/http/app.ts';
import { serverParts, type ServerParts } from '#server/server-parts.ts';
import { MemoryStore } from '#server/store/memory.ts';
import type { Store } from '#server/store/port.ts';
import type { Fetch } from '#sync/server-door.ts';

export interface SimPerson {
	id: string;
	account: string;
	roles: Role[];
}

export interface SimServer {
	parts: ServerParts;
	app: FastifyInstance;
	/** A fetch that asks this server as that person. */
	fetchAs(person: SimPerson): Promise<Fetch>;
	cookieOf(person: SimPerson): Promise<string>;
	close(): Promise<void>;
}

const password = 'long-enough-for-a-simulation';
const cheapHash = { memoryKiB: 64, passes: 1 };

/** The real server behind its doors, with the simulation's clock, on a store in memory or the one given. */
export async function startSimServer(
	people: readonly SimPerson[],
	wallMs: () => number,
	kept?: { store: Store; dataDir: string },
): Promise<SimServer> {
	const dataDir = kept?.dataDir ?? (await mkdtemp(join(tmpdir(), 'outpost-sim-')));
	const faults: unknown[] = [];
	const parts = await serverParts({
		store: kept?.store ?? new MemoryStore(),
		clock: () => instantOf(wallMs()),
		fault: (error) => faults.push(error),
		hashCost: cheapHash,
	});
	if (!(await parts.administration.get('organisation', organisationId))) await seed(parts, people);
	const app = await buildApp({
		parts,
		dataDir,
		buildDir: join(dataDir, 'none'),
		logLevel: 'silent',
	});
	await app.ready();
	return {
		parts,
		app,
		fetchAs: async (person) => fetchWith(app, await cookieOf(app, person)),
		cookieOf: (person) => cookieOf(app, person),
		async close() {
			await app.close();
			if (!kept) await rm(dataDir, { recursive: true });
			await kept?.store.close();
			if (faults.length > 0) throw new AggregateError(faults, 'the server had faults');
		},
	};
}

async function seed({ administration }: ServerParts, people: readonly SimPerson[]): Promise<void> {
	const set = (
		kind: 'organisation' | 'user' | 'customer' | 'site',
		record: string,
		args: object,
	) => ({
		type: `${kind}.register@1`,
		kind,
		record,
		args: { set: args },
	});
	await administration.executeAll([
		set('organisation', organisationId, { name: '模拟', zone: 'Asia/Shanghai' }),
		set('customer', 'customer-1', { name: '第一医院' }),
		set('site', 'site-1', { customerId: 'customer-1', name: '住院楼' }),
		set('site', 'site-2', { customerId: 'customer-1', name: '门诊楼' }),
		...people.map(({ id, account, roles }) =>
			set('user', id, { name: account, account, roles, deskIds: [] }),
		),
		...['site-1', 'site-2'].flatMap((siteId, n) =>
			[1, 2, 3].map((tag) => ({
				type: 'asset.register@1',
				kind: 'asset' as const,
				record: `asset-${n}${tag}`,
				args: { set: { tag: `ZC-${n}${tag}`, name: 'PC', siteId, customerId: 'customer-1' } },
			})),
		),
	]);
	for (const { id, account } of people) await administration.setPassword(id, account, password);
}

async function cookieOf(app: FastifyInstance, { account }: SimPerson): Promise<string> {
	const payload = { account, password };
	const response = await app.inject({ method: 'POST', url: '/session', payload });
	const [cookie] = response.cookies;
	if (!cookie) throw new Error(`no session for ${account}: ${response.body}`);
	return `${cookie.name}=${cookie.value}`;
}

/** The address of whatever a fetch was given. */
export function urlOf(input: Parameters<Fetch>[0]): string {
	if (typeof input === 'string') return input;
	return input instanceof URL ? input.href : input.url;
}

function fetchWith(app: FastifyInstance, cookie: string): Fetch {
	return async (input, init) => {
		const response = await app.inject({
			method: (init?.method ?? 'GET') as 'GET',
			url: urlOf(input),
			headers: { ...(init?.headers as Record<string, string>), cookie },
			...(typeof init?.body === 'string' && { payload: init.body }),
		});
		const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
			name,
			String(value),
		]);
		const empty = response.statusCode === 204 || init?.method === 'HEAD';
		const body = empty ? null : new Uint8Array(response.rawPayload);
		return new Response(body, { status: response.statusCode, headers });
	};
}
