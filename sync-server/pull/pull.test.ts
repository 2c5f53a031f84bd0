import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import { MemoryStore } from '#server/store/memory.ts';
import { start } from '#server/testing/test-server.ts';
import { fingerprintOf, openCursor, sealCursor } from './cursor.ts';
import { pullPage } from './pull.ts';

const stamps = { createdAt: start, createdBy: 'u', updatedAt: start, updatedBy: 'u', history: [] };

function deskRecord(id: string): AnyRecord {
	return parseRecord('desk', { id, kind: 'desk', name: id, ...stamps });
}

async function writeTo(store: MemoryStore, id: string, channels: readonly string[]): Promise<void> {
	const expectedRev = (await store.get('desk', id))?.rev ?? 0;
	await store.commit([{ write: { record: deskRecord(id), expectedRev, channels } }]);
}

/** A device as the protocol wants it: applies a page, then deletes what no grant covers. */
class Device {
	cursor: string | undefined;
	readonly rows = new Map<string, { rev: number; channels: readonly string[] }>();
	readonly #store: MemoryStore;

	constructor(store: MemoryStore) {
		this.#store = store;
	}

	/** One page; a lost answer leaves the device as it was. */
	async pull(grants: ReadonlySet<string>, limit: number, lost = false, lengthMax?: number) {
		const user = { id: 'u', grants };
		const page = await pullPage(this.#store, user, this.cursor, limit, lengthMax);
		if (lost) return page;
		for (const { id, rev, channels } of page.records) this.rows.set(id, { rev, channels });
		for (const { id } of page.removals) this.rows.delete(id);
		for (const [id, { channels }] of this.rows)
			if (!channels.some((channel) => grants.has(channel))) this.rows.delete(id);
		this.cursor = page.cursor;
		return page;
	}

	async settle(grants: ReadonlySet<string>, limit: number): Promise<void> {
		for (let more = true; more;) ({ more } = await this.pull(grants, limit));
	}

	revs(): Record<string, number> {
		return Object.fromEntries([...this.rows].map(([id, { rev }]) => [id, rev]));
	}
}

const channelNames = ['a', 'b', 'c', 'd'];
const ids = ['1', '2', '3', '4', '5', '6'];

async function visible(store: MemoryStore, grants: ReadonlySet<string>) {
	const seen: Record<string, number> = {};
	for (const id of ids) {
		const stored = await store.get('desk', id);
		if (stored?.channels.some((channel) => grants.has(channel))) seen[id] = stored.rev;
	}
	return seen;
}

type Step =
	| { do: 'write'; id: string; channels: string[] }
	| { do: 'grant'; channels: string[] }
	| { do: 'pull'; limit: number; lost: boolean };

const someChannels = fc.subarray(channelNames);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('write' as const),
			id: fc.constantFrom(...ids),
			channels: someChannels,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('grant' as const), channels: someChannels }),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('pull' as const),
			limit: fc.integer({ min: 1, max: 4 }),
			lost: fc.boolean(),
		}),
	},
);

describe('pull (design.md, statements 6, 7, 8 and 14)', () => {
	test('whatever was written, granted, revoked or lost, a device ends with what it may see', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(3), async (steps, extra) => {
				const store = new MemoryStore();
				const device = new Device(store);
				const everSeen = new Set<string>();
				let grants: ReadonlySet<string> = new Set(['a']);
				for (const one of steps) {
					if (one.do === 'write') await writeTo(store, one.id, one.channels);
					if (one.do === 'grant') grants = new Set(one.channels);
					for (const id of Object.keys(await visible(store, grants))) everSeen.add(id);
					if (one.do !== 'pull') continue;
					const page = await device.pull(grants, one.limit, one.lost);
					const seen = await visible(store, grants);
					for (const { id, rev, channels } of page.records) {
						expect(seen[id]).toBe(rev);
						expect(channels.every((channel) => grants.has(channel))).toBe(true);
					}
					for (const { id } of page.removals) expect(everSeen).toContain(id);
				}
				await device.settle(grants, 1 + extra);
				expect(device.revs()).toEqual(await visible(store, grants));
			}),
			{ numRuns: 400 },
		);
	});

	test('a channel granted later is handed over from its beginning, in pages', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		for (const id of ids) await writeTo(store, id, [Number(id) > 2 ? 'b' : 'a']);
		await device.settle(new Set(['a']), 2);
		expect(Object.keys(device.revs())).toEqual(['1', '2']);
		const first = await device.pull(new Set(['a', 'b']), 2);
		expect(first.records.map(({ id }) => id)).toEqual(['3', '4']);
		expect(first.more).toBe(true);
		await writeTo(store, '3', ['b']);
		await device.settle(new Set(['a', 'b']), 2);
		expect(device.revs()).toEqual({ 1: 1, 2: 1, 3: 2, 4: 1, 5: 1, 6: 1 });
	});

	test('long records come in shorter pages, one too long for any alone', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		const grants = new Set(['a', 'b']);
		for (const id of ids) await writeTo(store, id, [Number(id) > 4 ? 'b' : 'a']);
		const { length } = (await store.get('desk', '1'))?.json ?? '';
		const sizes: number[] = [];
		for (let more = true; more;) {
			const page = await device.pull(grants, 9, false, 2 * length);
			sizes.push(page.records.length);
			({ more } = page);
		}
		expect(device.revs()).toEqual(await visible(store, grants));
		expect(Math.max(...sizes)).toBe(2);
		for (const id of ids) await writeTo(store, id, ['a']);
		for (let more = true; more;) {
			const page = await device.pull(grants, 9, false, 1);
			expect(page.records.length).toBeLessThanOrEqual(1);
			({ more } = page);
		}
		expect(device.revs()).toEqual(await visible(store, grants));
	});

	test('revoked is gone after one pull, and comes back when granted again', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		await writeTo(store, '1', ['a']);
		await device.settle(new Set(['a']), 9);
		await device.pull(new Set(['b']), 9);
		expect(device.revs()).toEqual({});
		await device.settle(new Set(['a']), 9);
		expect(device.revs()).toEqual({ 1: 1 });
	});

	test('a first pull tells of no record that left before', async () => {
		const store = new MemoryStore();
		await writeTo(store, '1', ['a']);
		await writeTo(store, '1', ['b']);
		const page = await new Device(store).pull(new Set(['a']), 9);
		expect([page.records, page.removals]).toEqual([[], []]);
	});

	test('a channel granted later tells of nothing that had left it before', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		await writeTo(store, '4', ['c']);
		await device.settle(new Set(['a']), 1);
		await writeTo(store, '4', []);
		const page = await device.pull(new Set(['c']), 1);
		expect([page.records, page.removals]).toEqual([[], []]);
	});

	test('a channel lost and granted again names nothing that came and went meanwhile', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		await writeTo(store, '1', ['a']);
		await writeTo(store, '2', ['b']);
		await device.settle(new Set(['a']), 9);
		// Without a pull in between nobody knows that the grant was away.
		await writeTo(store, '2', ['a']);
		await writeTo(store, '3', ['a']);
		for (const id of ['1', '2', '3']) await writeTo(store, id, ['b']);
		const { records, removals } = await device.pull(new Set(['a']), 9);
		expect([records, removals]).toEqual([[], [{ kind: 'desk', id: '1' }]]);
		expect(device.revs()).toEqual({});
	});

	test('what left, came and left again is removed, though its first leaving lies pages back', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		await writeTo(store, '1', ['a']);
		await device.settle(new Set(['a']), 9);
		await writeTo(store, '1', ['b']);
		for (const id of ['2', '3']) await writeTo(store, id, ['a']);
		for (const channel of ['a', 'b']) await writeTo(store, '1', [channel]);
		await device.settle(new Set(['a']), 1);
		expect(Object.keys(device.revs())).toEqual(['2', '3']);
	});

	test('what came by a page and left again is removed, though a channel was handed over before', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		await writeTo(store, '1', ['a']);
		await device.settle(new Set(['a']), 1);
		for (const id of ['2', '3']) await writeTo(store, id, ['b']);
		// Handed over from the middle: the cursor now says up to where that was.
		await device.settle(new Set(['a', 'b']), 1);
		for (const id of ['4', '5', '6']) await writeTo(store, id, ['a']);
		await device.pull(new Set(['a', 'b']), 2);
		expect(device.rows.has('4')).toBe(true);
		await writeTo(store, '4', []);
		await device.settle(new Set(['a', 'b']), 1);
		expect(Object.keys(device.revs())).toEqual(['1', '2', '3', '5', '6']);
	});

	test('what leaves a channel while it is being handed over is removed again', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		for (const id of ids) await writeTo(store, id, ['a']);
		await device.pull(new Set(['a']), 3);
		expect(device.rows.has('2')).toBe(true);
		await writeTo(store, '2', ['b']);
		await device.settle(new Set(['a']), 3);
		expect(Object.keys(device.revs())).toEqual(['1', '3', '4', '5', '6']);
	});

	test('a device that is up to date is told nothing', async () => {
		const store = new MemoryStore();
		const device = new Device(store);
		await writeTo(store, '1', ['a']);
		await device.settle(new Set(['a']), 9);
		const page = await device.pull(new Set(['a']), 9);
		expect(page).toMatchObject({ records: [], removals: [], more: false });
	});
});

describe('cursor', () => {
	const secret = new Uint8Array(32).fill(7);
	const cursor = {
		epoch: 'e',
		userId: 'u',
		main: '12',
		received: new Set([fingerprintOf('a'), fingerprintOf('b')]),
		filling: { channel: fingerprintOf('c'), after: 'desk/3' },
	};

	test('opens as it was sealed', () => {
		expect(openCursor(sealCursor(cursor, secret), secret)).toEqual(cursor);
	});

	test('changed anywhere it does not open', () => {
		const sealed = sealCursor(cursor, secret);
		fc.assert(
			fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'z', '.', '-'), (at, sign) => {
				fc.pre(sealed[at] !== sign);
				const changed = sealed.slice(0, at) + sign + sealed.slice(at + 1);
				expect(openCursor(changed, secret)).toBeUndefined();
			}),
		);
		expect(openCursor(sealed, new Uint8Array(32))).toBeUndefined();
		expect(openCursor('', secret)).toBeUndefined();
		expect(openCursor('a.b.c', secret)).toBeUndefined();
	});

	test.each([
		['of another user', { userId: 'v' }],
		['of another database', { epoch: 'x' }],
		['from a future this database does not have', { main: '99' }],
	])('%s starts again', async (_, change) => {
		const store = new MemoryStore();
		await writeTo(store, '1', ['a']);
		const own = {
			...cursor,
			epoch: store.epoch,
			main: '1',
			received: new Set([fingerprintOf('a')]),
		};
		const { filling: _filling, ...whole } = own;
		const grants = new Set(['a']);
		const trusted = sealCursor(whole, store.secret);
		expect((await pullPage(store, { id: 'u', grants }, trusted, 9)).records).toEqual([]);
		const foreign = sealCursor({ ...whole, ...change }, store.secret);
		expect((await pullPage(store, { id: 'u', grants }, foreign, 9)).records).toHaveLength(1);
	});
});

test('a first pull begins with what a day begins with: own orders, reference, customers', async () => {
	const store = new MemoryStore();
	const channels = ['asset:1', 'customer:1', 'kb:internal', 'org:reference', 'site:1', 'user:u'];
	for (const channel of channels) await writeTo(store, channel, [channel]);
	const device = new Device(store);
	const came: string[] = [];
	for (let more = true; more;) {
		const page = await device.pull(new Set(channels), 1);
		came.push(...page.records.map(({ id }) => id));
		more = page.more;
	}
	expect(came.slice(0, 3)).toEqual(['user:u', 'org:reference', 'customer:1']);
	expect(came.toSorted()).toEqual(channels.toSorted());
});
