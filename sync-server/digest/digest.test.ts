import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BucketsAnswer, CommandsAnswer, RowsAnswer } from '#domain/digest/digest-wire.ts';
import { bucketOf, digestBuckets, Fold, type HeldRow } from '#domain/digest/fold.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { compareRows } from './compare.ts';

let server: TestServer;
let engineer: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], e08: ['engineer'], e09: ['engineer'] });
	await server.premises('one');
	await server.premises('two');
	await server.order('mine', 'one', 'e08');
	await server.order('hidden', 'two', 'e09');
	engineer = await server.signIn('e08');
});
afterEach(() => server.close());

const all = Array.from({ length: digestBuckets }, (_, bucket) => bucket);

async function held(device: TestDevice): Promise<HeldRow[]> {
	const { records } = await device.pull();
	return records.map(({ kind, id, rev }) => ({ kind, id, rev }));
}

async function ask(device: TestDevice, question: object) {
	const payload = { device: device.id, ...question };
	return (await device.request('POST', '/sync/v1/digest', payload)).json<unknown>();
}

async function askRows(rows: readonly HeldRow[], buckets = all) {
	const answer = await ask(engineer, { ask: 'rows', buckets, rows });
	return v.parse(RowsAnswer, answer);
}

async function askBuckets(rows: readonly HeldRow[]): Promise<number[]> {
	const fold = new Fold();
	for (const row of rows) fold.add(row);
	const answer = await ask(engineer, { ask: 'buckets', buckets: fold.buckets() });
	return v.parse(BucketsAnswer, answer).differ;
}

describe('the digest', () => {
	test('of what a pull brought finds nothing', async () => {
		const rows = await held(engineer);
		expect(rows.length).toBeGreaterThan(5);
		expect(await askBuckets(rows)).toEqual([]);
		expect(await askRows(rows)).toMatchObject({ records: [], removals: [], open: [] });
	});

	test('finds what is missing, stale and extra', async () => {
		const rows = await held(engineer);
		const here = rows
			.filter(({ id }) => id !== 'a-one')
			.map((row) => (row.id === 's-one' ? { ...row, rev: row.rev + 5 } : row))
			.concat({ kind: 'asset', id: 'gone', rev: 2 });
		const differ = await askBuckets(here);
		expect(differ.sort()).toEqual(['a-one', 's-one', 'gone'].map(bucketOf).sort());
		const inThem = here.filter(({ id }) => differ.includes(bucketOf(id)));
		const { records, removals } = await askRows(inThem, differ);
		expect(records.map(({ id }) => id).sort()).toEqual(['a-one', 's-one']);
		expect(records[0]).toMatchObject({ body: { kind: expect.any(String) as string } });
		expect(removals).toEqual([{ kind: 'asset', id: 'gone' }]);
	});

	test('says the same of a record out of scope as of one that never was', async () => {
		const rows = await held(engineer);
		const named: HeldRow[] = [
			{ kind: 'workOrder', id: 'hidden', rev: 2 },
			{ kind: 'workOrder', id: 'never-was', rev: 2 },
		];
		const { records, removals } = await askRows([...rows, ...named]);
		expect(records).toEqual([]);
		expect(removals).toEqual(named.map(({ kind, id }) => ({ kind, id })));
		expect((await askRows([])).records.map(({ id }) => id)).not.toContain('hidden');
	});

	test('looks only into the buckets it is asked about', async () => {
		const bucket = bucketOf('mine');
		const { records } = await askRows([], [bucket]);
		expect(records.map(({ id }) => bucketOf(id))).toEqual(records.map(() => bucket));
		expect(records.map(({ id }) => id)).toContain('mine');
	});

	test('names the buckets whose records did not fit', async () => {
		const { grants } = (await server.parts.scopes.of('u-e08')) ?? { grants: new Set<string>() };
		const rows = await held(engineer);
		const asked = { buckets: all, rows: [] };
		const limits = { records: 3, length: Infinity };
		const { records, open } = await compareRows(server.parts.store, grants, asked, limits);
		expect(records).toHaveLength(3);
		const rest = new Set(rows.map(({ id }) => bucketOf(id)).filter((at) => open.includes(at)));
		expect(rest).toEqual(new Set(open));
		const got = new Set(records.map(({ stored }) => stored.id));
		for (const { id } of rows) expect(got.has(id) || open.includes(bucketOf(id))).toBe(true);
	});

	test('long records come in shorter answers, one too long for any alone', async () => {
		const { grants } = (await server.parts.scopes.of('u-e08')) ?? { grants: new Set<string>() };
		const rows = await held(engineer);
		const got = new Set<string>();
		for (let buckets = all; buckets.length > 0;) {
			const asked = { buckets, rows: rows.filter(({ id }) => got.has(id)) };
			const limits = { records: 9, length: 1 };
			const { records, open } = await compareRows(server.parts.store, grants, asked, limits);
			expect(records).toHaveLength(1);
			for (const { stored } of records) got.add(stored.id);
			buckets = open;
		}
		expect([...got].sort()).toEqual(rows.map(({ id }) => id).sort());
	});

	test('what left with a grant is left to the next pull: he may be granted it again until then', async () => {
		const { records, cursor } = await engineer.pull();
		const rows = records.map(({ kind, id, rev }) => ({ kind, id, rev }));
		await server.dispatch('mine', 'e09', 'overload');
		const question = { ask: 'rows', buckets: all, rows };
		const removed = async (more: object) => {
			const answer = await ask(engineer, { ...question, ...more });
			return v.parse(RowsAnswer, answer).removals.map(({ id }) => id);
		};
		expect(await removed({})).toContain('a-one');
		expect(await removed({ cursor })).toEqual(['mine']);
		await server.dispatch('mine', 'e08', 'overload');
		const next = await engineer.pull(cursor);
		expect(next.records.map(({ id }) => id)).not.toContain('a-one');
		expect(next.removals).toEqual([]);
	});

	test('what came behind the cursor is left to the next pull: it may have left again by then', async () => {
		const { records, cursor } = await engineer.pull();
		const kept = records.filter(({ id }) => id !== 'mine');
		const rows = kept.map(({ kind, id, rev }) => ({ kind, id, rev }));
		await server.dispatch('hidden', 'e08', 'overload');
		const question = { ask: 'rows', buckets: all, rows };
		const brought = async (more: object) => {
			const answer = await ask(engineer, { ...question, ...more });
			return v.parse(RowsAnswer, answer).records.map(({ id }) => id);
		};
		expect(await brought({})).toEqual(expect.arrayContaining(['mine', 'hidden']));
		expect(await brought({ cursor })).toEqual(['mine']);
		const next = await engineer.pull(cursor);
		expect(next.records.map(({ id }) => id)).toContain('hidden');
	});

	test('tells which commands of the device the journal lacks', async () => {
		await engineer.push(engineer.command('workOrder.accept@1', 'mine'));
		const answer = await ask(engineer, { ask: 'commands', seqs: [[1, 3]] });
		expect(v.parse(CommandsAnswer, answer).lacking).toEqual([2, 3]);
	});

	test.each([
		['of another', { ask: 'commands', device: 'device-e09', seqs: [[1, 1]] }, 403],
		['too many numbers', { ask: 'commands', seqs: [[1, 1_000_000]] }, 400],
		['a range that runs backwards', { ask: 'commands', seqs: [[3, 1]] }, 400],
		['too few buckets', { ask: 'buckets', buckets: [] }, 400],
		['no question', { ask: 'everything' }, 400],
	])('refuses %s', async (_, question, status) => {
		await (await server.signIn('e09')).pull();
		const payload = { device: engineer.id, ...question };
		const response = await engineer.request('POST', '/sync/v1/digest', payload);
		expect(response.statusCode).toBe(status);
	});

	test('tells a disabled user which commands are lacking, and nothing else', async () => {
		await server.must('user.edit@1', 'u-e08', { set: { disabled: true } });
		const answer = await ask(engineer, { ask: 'commands', seqs: [[1, 1]] });
		expect(v.parse(CommandsAnswer, answer).lacking).toEqual([1]);
		const refused = { error: { kind: 'user-disabled' } };
		const buckets = new Fold().buckets();
		expect(await ask(engineer, { ask: 'buckets', buckets })).toEqual(refused);
		expect(await ask(engineer, { ask: 'rows', buckets: [1], rows: [] })).toEqual(refused);
	});

	test('is for who is signed in', async () => {
		const response = await server.app.inject({
			method: 'POST',
			url: '/sync/v1/digest',
			payload: {},
		});
		expect(response.statusCode).toBe(401);
	});
});
