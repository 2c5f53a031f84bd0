import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Asset } from './asset/asset.ts';
import type { Actor, Command } from './command.ts';
import { mergeOutcome, openConflicts, openConflictsMax } from './conflict.ts';
import type { Article } from './knowledge/article.ts';
import {
	actor,
	OrderWorld,
	people,
	sampleRequest,
	signedStrokes,
} from './work-order/order-world.ts';

const { engineer, colleague, dispatcher, supervisor, requester } = people;
const seen = { name: '笔记本', room: '6F', model: 'T14' };
let world: OrderWorld;

beforeEach(async () => {
	world = new OrderWorld();
	await world.run(engineer, 'asset.register@1', 'a', { set: { tag: 'ZC-1', ...seen } });
});

const asset = () => world.get('asset', 'a') as Asset;
const open = () => openConflicts(asset());
const edit = (who: Actor, set: object, base: Record<string, unknown> = seen) =>
	world.run(who, 'asset.edit@1', 'a', { set }, base);
const settle = (
	who: Actor,
	take: 'mine' | 'theirs',
	conflictId = asset().conflicts?.at(-1)?.id,
	base?: Record<string, unknown>,
) => world.run(who, 'asset.settleConflict@1', 'a', { conflictId, take }, base);

describe('one field changed by two', () => {
	beforeEach(async () => {
		await edit(colleague, { room: '7F' });
		await edit(engineer, { room: '8F', model: 'X1' });
	});

	test('keeps theirs, takes the other fields, and parks mine with who, when and where', () => {
		expect(asset()).toMatchObject({ room: '7F', model: 'X1' });
		expect(open()).toMatchObject([
			{
				...{ id: 'dev-chen:2.0', by: 'chen', device: 'dev-chen', command: 'asset.edit@1' },
				fields: [
					{
						...{ field: 'room', base: '6F', mine: '8F', theirs: '7F' },
						...{ theirsBy: 'wang', theirsDevice: 'dev-wang', theirsAt: '2026-11-20T02:01:00.000Z' },
					},
				],
			},
		]);
	});

	test('is settled by one word: mine is written, theirs stays', async () => {
		await settle(colleague, 'mine');
		expect(asset().room).toBe('8F');
		expect(open()).toEqual([]);
		expect(asset().conflicts).toMatchObject([{ settled: { by: 'wang', take: 'mine' } }]);
		expect(asset().history.at(-1)?.changes).toEqual([{ field: 'room', from: '7F', to: '8F' }]);
	});

	test('the first who settles decides; again changes nothing', async () => {
		await settle(colleague, 'theirs');
		const first = asset();
		expect(await settle(engineer, 'mine')).toMatchObject({ value: { changed: false } });
		expect(asset()).toBe(first);
	});

	test('what changed since its settler looked is not lost by taking mine', async () => {
		const id = asset().conflicts?.[0]?.id;
		await edit(dispatcher, { room: '9F' }, { room: '7F' });
		await settle(engineer, 'mine', id);
		expect(asset().room).toBe('9F');
		expect(open()).toMatchObject([{ fields: [{ base: '7F', mine: '8F', theirs: '9F' }] }]);
		await settle(engineer, 'mine', undefined, { room: '9F' });
		expect(asset().room).toBe('8F');
		expect(open()).toEqual([]);
	});

	test('his next value of it stays one conflict', async () => {
		await edit(engineer, { room: '8F-2' }, { room: '8F' });
		expect(open()).toMatchObject([{ id: 'dev-chen:2.0', fields: [{ base: '6F', mine: '8F-2' }] }]);
	});

	test('the same once more changes nothing', async () => {
		expect(await edit(engineer, { room: '8F' })).toMatchObject({ value: { changed: false } });
	});

	test('a third one has his own', async () => {
		await edit(dispatcher, { room: '5F' });
		expect(open().map(({ by }) => by)).toEqual(['chen', 'diao']);
	});

	test('who may edit or supervises may settle, nobody else', async () => {
		expect(await settle(requester, 'mine')).toMatchObject({ refusal: { kind: 'not-allowed' } });
		expect(await settle(supervisor, 'theirs')).toMatchObject({ ok: true });
		expect(await settle(engineer, 'theirs', 'nothing')).toMatchObject({
			refusal: { kind: 'not-found' },
		});
	});
});

test('whose an object field is, the last such edit of another device tells', async () => {
	await edit(colleague, { user: { name: '王' } }, {});
	await edit(engineer, { user: { name: '陈' } }, {});
	expect(open()).toMatchObject([{ fields: [{ theirs: { name: '王' }, theirsBy: 'wang' }] }]);
});

test('a record takes no more open conflicts than its limit', async () => {
	await edit(colleague, { room: '7F' });
	const others = Array.from({ length: openConflictsMax }, (_, n) => actor(`e${n}`, ['engineer']));
	for (const one of others) await edit(one, { room: one.userId });
	expect(open()).toHaveLength(openConflictsMax);
	expect(await edit(engineer, { room: '8F' })).toMatchObject({ refusal: { kind: 'too-many' } });
});

describe('an article', () => {
	const text = { title: '卡纸', problemType: 'hardware', solution: '清洁', audience: 'internal' };
	const article = () => world.get('article', 'k') as Article;
	const write = (who: Actor, solution: string) =>
		world.run(who, 'article.edit@1', 'k', { set: { solution } }, { solution: '清洁' });

	test('has a version for each change, none for what is parked', async () => {
		await world.run(engineer, 'article.draft@1', 'k', { set: text });
		await write(supervisor, '更换');
		await write(engineer, '吹气');
		expect(article()).toMatchObject({ version: 2, solution: '更换' });
		const [{ id: conflictId } = { id: '' }] = openConflicts(article());
		const args = { conflictId, take: 'mine' };
		expect(await world.run(colleague, 'article.settleConflict@1', 'k', args)).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
		await world.run(supervisor, 'article.settleConflict@1', 'k', args);
		expect(article()).toMatchObject({ version: 3, solution: '吹气' });
	});
});

describe('an order', () => {
	const lineId = 'dev-diao:1.1';
	beforeEach(async () => {
		await world.do('dispatcher', 'create', sampleRequest);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		await world.do('engineer', 'accept');
		await world.do('engineer', 'arrive');
	});
	const unsolved = { result: 'open' };
	const work = (who: Actor, solution: string, base: object) =>
		world.do(who, 'recordWork', { lineId, set: { solution, result: 'solved' } }, { ...base });
	const parked = () => openConflicts(world.order);
	const decide = (who: Actor, take: string) =>
		world.do(who, 'settleConflict', { conflictId: parked()[0]?.id, take });

	test('parks a clash of the request; the desk decides it', async () => {
		const medium = { impact: 'medium', urgency: 'medium' };
		await world.do('dispatcher', 'editRequest', { set: { impact: 'high', room: '6F' } }, medium);
		const second = actor('second', ['dispatcher']);
		const set = { urgency: 'high', room: '7F' };
		await world.do(second, 'editRequest', { set }, medium);
		expect(world.order).toMatchObject({ room: '6F', urgency: 'high', priority: 'P1' });
		expect(parked()).toMatchObject([{ by: 'second', fields: [{ field: 'room', mine: '7F' }] }]);
		expect(await decide(engineer, 'mine')).toMatchObject({ refusal: { kind: 'not-allowed' } });
		await decide(dispatcher, 'mine');
		expect(world.order.room).toBe('7F');
	});

	test('parks a clash of a line with its line; who has the order decides it', async () => {
		await work(engineer, '清洁辊轮', unsolved);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
		await work(colleague, '更换辊轮', { solution: '清洁辊轮', result: 'solved' });
		await work(engineer, '清洁两遍', { ...unsolved, solution: '清洁辊轮' });
		expect(world.order.lines[0]).toMatchObject({ solution: '更换辊轮', result: 'solved' });
		expect(parked()).toMatchObject([
			{ lineId, by: 'chen', fields: [{ field: 'solution', theirsBy: 'wang' }] },
		]);
		expect(await decide(engineer, 'mine')).toMatchObject({ refusal: { kind: 'not-allowed' } });
		await decide(colleague, 'mine');
		expect(world.order.lines[0]?.solution).toBe('清洁两遍');
		expect(parked()).toEqual([]);
	});

	test('what was signed stays: only theirs can be taken then', async () => {
		await work(engineer, '清洁辊轮', unsolved);
		await work(engineer, '更换辊轮', { solution: '别的' });
		await world.do('engineer', 'sign', { name: '刘护士', strokes: signedStrokes });
		expect(await decide(dispatcher, 'mine')).toMatchObject({ refusal: { kind: 'frozen' } });
		expect(await decide(dispatcher, 'theirs')).toMatchObject({ ok: true });
	});
});

describe('what became of an edit', () => {
	const outcome = async (set: object, base: Record<string, unknown>) => {
		const before = asset();
		const result = await edit(engineer, set, base);
		const [device, n] = ['dev-chen', asset().history.at(-1)?.['seq'] as number];
		const command = { device, seq: n, base, args: { set } } as unknown as Command;
		return result.ok && mergeOutcome(before, asset(), command);
	};

	test('is conflict where one was opened, merged where others had moved what it compared', async () => {
		expect(await outcome({ model: 'X1' }, seen)).toBeUndefined();
		await edit(colleague, { room: '7F' });
		expect(await outcome({ name: 'PC' }, seen)).toBe('merged');
		expect(await outcome({ room: '8F' }, seen)).toBe('conflict');
	});
});

/** Any edits by three people against what each of them saw last, settled or not. */
const person = fc.constantFrom(engineer, colleague, dispatcher);
const field = fc.constantFrom('room', 'model', 'serial');
const step = fc.oneof(
	fc.record({
		kind: fc.constant('edit' as const),
		by: person,
		set: fc.dictionary(field, fc.constantFrom('p', 'q', 'r', 's'), { minKeys: 1 }),
	}),
	fc.record({ kind: fc.constant('look' as const), by: person }),
	fc.record({
		kind: fc.constant('settle' as const),
		by: person,
		take: fc.constantFrom('mine', 'theirs'),
	}),
);

test('nothing is dropped in silence: what one wanted stands, is parked, or was decided by a person', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			world = new OrderWorld();
			await world.run(engineer, 'asset.register@1', 'a', { set: { tag: 'ZC-1', ...seen } });
			const views = new Map<string, Asset>();
			for (const one of steps) {
				const view = views.get(one.by.userId) ?? asset();
				if (one.kind === 'look') views.set(one.by.userId, asset());
				if (one.kind === 'edit') await expectEdit(one.by, one.set, view);
				if (one.kind === 'settle') await expectSettle(one.by, one.take);
			}
		}),
		{ numRuns: 150 },
	);
});

async function expectEdit(by: Actor, set: Record<string, string>, view: Asset): Promise<void> {
	const base = Object.fromEntries(Object.keys(set).map((name) => [name, view[name] ?? null]));
	const before = asset();
	expect((await edit(by, set, base)).ok).toBe(true);
	for (const [name, value] of Object.entries(set)) {
		const parked = open().some(
			(conflict) =>
				conflict.by === by.userId &&
				conflict.fields.some((each) => each.field === name && each.mine === value),
		);
		const stands = asset()[name] === value;
		expect(stands || parked, `${by.userId} ${name}=${value}`).toBe(true);
		// Where it is parked, the other side's value is what stands.
		if (!stands) expect(asset()[name]).toBe(before[name]);
		// A value that gave way had been seen by who replaced it.
		if (stands && before[name] !== value) expect(base[name] ?? '').toBe(before[name] ?? '');
	}
}

async function expectSettle(by: Actor, take: 'mine' | 'theirs'): Promise<void> {
	const [first] = open();
	if (!first) return;
	const before = asset();
	await settle(by, take, first.id);
	expect(open().some(({ id }) => id === first.id)).toBe(false);
	for (const { field: name, mine, theirs } of first.fields) {
		if (take === 'theirs') expect(asset()[name]).toBe(before[name]);
		else if (asset()[name] !== mine) {
			expect(before[name]).not.toBe(theirs);
			expect(open().some((each) => each.fields.some((one) => one.mine === mine))).toBe(true);
		}
	}
}
