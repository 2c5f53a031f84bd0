import { afterEach, beforeEach, expect, test } from 'vitest';
import { addMinutes } from '#domain/time/instant.ts';
import { TestServer } from '#server/testing/test-server.ts';
import type { Peers, Store } from '#server/store/port.ts';
import { UserScopes } from './user-scopes.ts';

let server: TestServer;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ li: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
});
afterEach(() => server.close());

const peers: Peers = {
	copyLagMsMax: 120_000,
	scopeMark: async () => '',
	markScopes: async () => undefined,
	watch: () => () => undefined,
	follow: async () => undefined,
	unsettled: async () => [],
};

/** One of several copies of the database, which has not heard of the latest yet. */
function lagging(store: Store, isBehind: () => boolean): Store {
	return new Proxy(store, {
		get(target, name) {
			if (name === 'peers') return peers;
			if (name === 'present' && isBehind()) return async () => [];
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}

test('what a lagging copy did not show is read again when every copy has it', async () => {
	let { now } = server;
	let isBehind = true;
	const store = lagging(server.parts.store, () => isBehind);
	const scopes = new UserScopes(store, () => now);
	const seesNorth = async () => (await scopes.of('u-li'))?.grants.has('site:s-north');
	expect(await seesNorth()).toBe(false);
	isBehind = false;
	expect(await seesNorth()).toBe(false);
	now = addMinutes(now, 2);
	expect(await seesNorth()).toBe(true);
});

test('what every copy has is not read again', async () => {
	let { now } = server;
	let isBehind = false;
	const store = lagging(server.parts.store, () => isBehind);
	const scopes = new UserScopes(store, () => now);
	await scopes.of('u-li');
	now = addMinutes(now, 2);
	const grants = (await scopes.of('u-li'))?.grants;
	isBehind = true;
	now = addMinutes(now, 60);
	expect((await scopes.of('u-li'))?.grants).toBe(grants);
});

test('an order this version cannot read opens its place all the same, or nothing; the others count', async () => {
	await server.premises('south');
	await server.order('order-2', 'south', 'li');
	let changed: object = {};
	const store = new Proxy(server.parts.store, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			if (name !== 'get') return value.bind(target) as unknown;
			return async (kind: 'workOrder', id: string) => {
				const stored = await target.get(kind, id);
				if (id !== 'order-1' || !stored) return stored;
				return { ...stored, json: JSON.stringify({ ...JSON.parse(stored.json), ...changed }) };
			};
		},
	});
	const sites = async () => {
		const grants = (await new UserScopes(store, () => server.now).of('u-li'))?.grants ?? [];
		return [...grants].filter((grant) => grant.startsWith('site:'));
	};
	changed = { state: 'of-a-later-version' };
	expect(await sites()).toEqual(['site:s-north', 'site:s-south']);
	changed = { lines: 'of-a-later-version' };
	expect(await sites()).toEqual(['site:s-south']);
});
