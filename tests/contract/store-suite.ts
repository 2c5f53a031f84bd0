import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import type { Desk } from '#domain/organisation/records.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { recordKey, searchable } from '#server/store/port.ts';
import type {
	AccountTaken,
	CommitEntry,
	Position,
	PresentQuery,
	RecordWrite,
	Store,
} from '#server/store/port.ts';

const at = (text: string) => text as Instant;
const now = at('2026-11-21T02:00:00.000Z');
const later = at('2026-11-21T03:00:00.000Z');
const date = '2026-11-21';
/** A position no store has given: everything lies behind it. */
const beginning = '';
/** A place in the order of changes, and the minute it was then. */
type Moment = readonly [Position, number];

function deskRecord(id: string, name = 'A'): Desk {
	const stamps = { createdAt: now, createdBy: 'u', updatedAt: now, updatedBy: 'u', history: [] };
	return parseRecord('desk', { id, kind: 'desk', name, ...stamps });
}

function write(id: string, expectedRev: number, more: Partial<RecordWrite> = {}): CommitEntry {
	return { write: { record: deskRecord(id), expectedRev, channels: ['x'], ...more } };
}

function journal(seq: number, device = 'dev'): CommitEntry {
	const command: Command = {
		device,
		seq,
		type: 'desk.edit@1',
		kind: 'desk',
		record: 'a',
		args: {},
		at: { raw: now, offsetMs: 0, effective: now },
	};
	const result: CommandResult = { seq, outcome: 'applied', rev: 1 };
	return { journal: { command, result, userId: 'u', receivedAt: now } };
}

/** What every driver of the store port has to hold; `open` gives a new, empty store. */
export function storeContract(name: string, open: () => Promise<Store>): void {
	describe(`store port: ${name}`, () => {
		let store: Store;
		beforeEach(async () => {
			store = await open();
		});
		afterEach(() => store.close());

		const changes = (channels: string[], after = beginning, limit = 100) =>
			store.changes({ channels, after, limit });
		const changed = async (channels: string[], after = beginning) =>
			(await changes(channels, after)).keys.map(({ id }) => id);
		const statuses = async (...entries: CommitEntry[]) =>
			(await store.commit(entries)).map(({ status }) => status);

		describe('records', () => {
			test('a record comes back as it was written, with revision and channels', async () => {
				expect(await store.get('desk', 'a')).toBeUndefined();
				await store.commit([write('a', 0, { channels: ['x', 'y', 'x'] })]);
				const stored = await store.get('desk', 'a');
				expect(stored).toMatchObject({ kind: 'desk', id: 'a', rev: 1, channels: ['x', 'y'] });
				expect(JSON.parse(stored?.json ?? '')).toEqual(deskRecord('a'));
			});

			test('a write decided on another revision is stale and changes nothing', async () => {
				await store.commit([write('a', 0)]);
				expect(await statuses(write('a', 0))).toEqual(['stale']);
				expect(await statuses(write('a', 2))).toEqual(['stale']);
				expect(await statuses(write('b', 1))).toEqual(['stale']);
				expect((await store.get('desk', 'a'))?.rev).toBe(1);
				expect(await changed(['x'])).toEqual(['a']);
			});

			test('two writers of one revision: one of them is stale', async () => {
				const outcomes = await Promise.all([
					store.commit([write('a', 0, { record: deskRecord('a', 'one') })]),
					store.commit([write('a', 0, { record: deskRecord('a', 'two') })]),
				]);
				expect(outcomes.flat().map(({ status }) => status)).toEqual(['written', 'stale']);
			});

			test('a commit stops at the first entry that cannot be written and keeps those before', async () => {
				const outcomes = await statuses(write('a', 0), write('a', 0), write('b', 0));
				expect(outcomes).toEqual(['written', 'stale']);
				expect(await store.get('desk', 'b')).toBeUndefined();
			});

			test('entries of one commit build on one another', async () => {
				expect(await statuses(write('a', 0), write('a', 1))).toEqual(['written', 'written']);
				expect((await store.get('desk', 'a'))?.rev).toBe(2);
			});

			test('what is handed out cannot change what is stored', async () => {
				const record = deskRecord('a');
				await store.commit([write('a', 0, { record })]);
				record.name = 'changed';
				expect(JSON.parse((await store.get('desk', 'a'))?.json ?? '')).toMatchObject({ name: 'A' });
			});
		});

		describe('journal', () => {
			test('a command takes effect once; later ones get the first result', async () => {
				const entry = { ...journal(1), ...write('a', 0) };
				expect(await statuses(entry)).toEqual(['written']);
				const [again] = await store.commit([{ ...journal(1), ...write('a', 1) }]);
				expect(again).toEqual({
					status: 'duplicate',
					result: { seq: 1, outcome: 'applied', rev: 1 },
				});
				expect((await store.get('desk', 'a'))?.rev).toBe(1);
				expect(await store.journaled('dev', 1)).toEqual({ seq: 1, outcome: 'applied', rev: 1 });
				expect(await store.journaled('dev', 2)).toBeUndefined();
				expect(await store.journaled('other', 1)).toBeUndefined();
			});

			test('a stale write is not journaled', async () => {
				expect(await statuses({ ...journal(1), ...write('a', 7) })).toEqual(['stale']);
				expect(await store.journaled('dev', 1)).toBeUndefined();
			});

			test('a device keeps the first key it said, for ever', async () => {
				expect(await store.device('dev')).toBeUndefined();
				await store.keepDeviceKey('dev', 'of a device nobody has seen');
				await store.registerDevice('dev', 'u', String);
				expect(await store.device('dev')).toEqual({
					id: 'dev',
					userId: 'u',
					code: '0',
					lastSeq: 0,
				});
				await store.keepDeviceKey('dev', 'first');
				await store.keepDeviceKey('dev', 'second');
				await store.commit([journal(3)]);
				const kept = { id: 'dev', userId: 'u', code: '0', lastSeq: 3, publicKey: 'first' };
				expect(await store.device('dev')).toEqual(kept);
				expect(await store.registerDevice('dev', 'other', String)).toEqual(kept);
			});

			test('knows whose device a code was given to', async () => {
				const { code } = await store.registerDevice('dev', 'u', (n) => `K${n}`);
				expect(await store.userOfCode(code)).toBe('u');
				expect(await store.userOfCode('ZZZ')).toBeUndefined();
			});

			test('knows the highest sequence number of a device', async () => {
				await store.registerDevice('dev', 'u', String);
				await store.commit([journal(3), journal(2)]);
				expect(await store.registerDevice('dev', 'u', String)).toMatchObject({ lastSeq: 3 });
			});
		});

		describe('numbers', () => {
			const numbered = (id: string, expectedRev: number, day = date) =>
				write(id, expectedRev, {
					numbering: {
						form: 'D0201',
						date: day,
						apply: (n) => ({ record: deskRecord(id, `${n}`) }),
					},
				});
			const nameOf = async (id: string) =>
				(JSON.parse((await store.get('desk', id))?.json ?? '{}') as { name?: string }).name;

			test('count up by form and day, without a gap for what was not written', async () => {
				await store.commit([numbered('a', 0)]);
				await store.commit([numbered('b', 9)]);
				await store.commit([numbered('b', 0), numbered('c', 0, '2026-11-22')]);
				expect(await Promise.all(['a', 'b', 'c'].map(nameOf))).toEqual(['1', '2', '1']);
			});

			test('go on behind one that comes back with its record, and never fall behind', async () => {
				const returning = (n: number) => ({ returning: { form: 'D0201', date, n } });
				await store.commit([write('a', 0, returning(7)), write('b', 0, returning(3))]);
				await store.commit([numbered('c', 0)]);
				expect(await nameOf('c')).toBe('8');
			});

			test('one reserved is one record’s for ever; another one’s write is stale', async () => {
				const reserve = 'D0201-20261121-K7F-01';
				expect(await store.holderOf(reserve)).toBeUndefined();
				const outcomes = await Promise.all(
					['a', 'b'].map((id) => statuses(write(id, 0, { reserve: [reserve] }))),
				);
				expect(outcomes.flat().sort()).toEqual(['stale', 'written']);
				const holder = (await store.holderOf(reserve)) ?? '';
				const other = holder === 'a' ? 'b' : 'a';
				expect(await store.get('desk', other)).toBeUndefined();
				expect(await statuses(write(other, 0, { reserve: [`${reserve}-free`, reserve] }))).toEqual([
					'stale',
				]);
				expect(await statuses(write(holder, 1, { reserve: [reserve] }))).toEqual(['written']);
			});

			test('the outcome carries the record with its number', async () => {
				const [outcome] = await store.commit([numbered('a', 0)]);
				expect(outcome).toMatchObject({ status: 'written', record: { name: '1' } });
			});
		});

		describe('survey', () => {
			async function all<T, K>(page: (after: K | undefined) => Promise<T[]>, key: (row: T) => K) {
				const rows: T[] = [];
				let after: K | undefined;
				for (;;) {
					const next = await page(after);
					rows.push(...next);
					const last = next.at(-1);
					if (!last) return rows;
					after = key(last);
				}
			}

			test('hands out every record once, by key, in pages', async () => {
				await store.commit(['c', 'a', 'b'].map((id) => write(id, 0)));
				await store.commit([write('a', 1, { channels: [] })]);
				const found = await all((after?: string) => store.allRecords(after, 2), recordKey);
				expect(found.map(({ id, rev }) => `${id}${rev}`)).toEqual(['a2', 'b1', 'c1']);
			});

			test('hands out every journal entry and every device once, in pages', async () => {
				for (const device of ['two', 'one']) {
					await store.registerDevice(device, 'u', (n) => `code-${n}`);
					await store.commit([journal(2, device), journal(11, device), journal(1, device)]);
				}
				const entries = await all(
					(after?: { device: string; seq: number }) => store.allJournal(after, 2),
					({ command: { device, seq } }) => ({ device, seq }),
				);
				const names = entries.map(({ command: { device, seq } }) => `${device}:${seq}`);
				expect(names).toEqual(['one:1', 'one:2', 'one:11', 'two:1', 'two:2', 'two:11']);
				expect(entries[0]).toMatchObject({ userId: 'u', receivedAt: now, result: { seq: 1 } });
				const devices = await all(
					(after?: string) => store.allDevices(after, 1),
					({ id }) => id,
				);
				expect(devices.map(({ id, code }) => [id, code])).toEqual([
					['one', 'code-1'],
					['two', 'code-0'],
				]);
			});

			test('tells how many numbers were given of each form and day', async () => {
				const numbering = (day: string) => ({
					numbering: { form: 'D0201', date: day, apply: () => ({ record: deskRecord('a') }) },
				});
				expect(await store.numberCounters()).toEqual([]);
				await store.commit([write('a', 0, numbering(date)), write('a', 1, numbering(date))]);
				expect(await store.numberCounters()).toEqual([{ form: 'D0201', date, n: 2 }]);
			});
		});

		describe('changes', () => {
			test('names each record once, in the order of the latest writes', async () => {
				await store.commit([write('a', 0, { channels: ['x', 'y'] }), write('b', 0)]);
				await store.commit([write('a', 1, { channels: ['x', 'y'] })]);
				expect(await changed(['x'])).toEqual(['b', 'a']);
				expect((await changed(['y', 'x'])).sort()).toEqual(['a', 'b']);
				expect(await changed(['z'])).toEqual([]);
				expect(await changed([])).toEqual([]);
			});

			test('behind the head there is nothing, and then what is written next', async () => {
				await store.commit([write('a', 0)]);
				const head = await store.head();
				expect(await changes(['x'], head)).toMatchObject({ keys: [], more: false });
				await store.commit([write('b', 0, { channels: ['y'] }), write('c', 0)]);
				expect(await changed(['x'], head)).toEqual(['c']);
				const { next } = await changes(['x'], head);
				expect(await changed(['x'], next)).toEqual([]);
			});

			test('come in pages that miss nothing', async () => {
				for (const id of ['a', 'b', 'c', 'd', 'e']) await store.commit([write(id, 0)]);
				const told: string[] = [];
				let after = beginning;
				for (let more = true; more;) {
					const page = await changes(['x'], after, 2);
					expect(page.keys.length).toBeLessThanOrEqual(2);
					told.push(...page.keys.map(({ id }) => id));
					({ next: after, more } = page);
				}
				expect(told).toEqual(['a', 'b', 'c', 'd', 'e']);
			});

			test('a record that leaves a channel is named there once more', async () => {
				await store.commit([write('a', 0, { channels: ['x', 'y'] })]);
				const before = await store.head();
				const [left] = await store.commit([write('a', 1, { channels: ['y'] })]);
				expect(left).toMatchObject({ touched: ['y', 'x'] });
				expect(await changed(['x'], before)).toEqual(['a']);
				const gone = await store.head();
				await store.commit([write('a', 2, { channels: ['y'] })]);
				expect(await changed(['x'], gone)).toEqual([]);
				expect(await changed(['y'], gone)).toEqual(['a']);
				expect(await store.get('desk', 'a')).toMatchObject({ channels: ['y'], former: ['x'] });
			});
		});

		describe('what is in a channel', () => {
			const present = async (more: Partial<PresentQuery> = {}) =>
				(await store.present({ channel: 'x', limit: 9, ...more })).map(({ id }) => id);

			test('comes by key, in pages, with its revision', async () => {
				await store.commit([write('b', 0), write('a', 0), write('c', 0), write('a', 1)]);
				const [first] = await store.present({ channel: 'x', limit: 1 });
				expect(first).toEqual({ kind: 'desk', id: 'a', rev: 2, gone: false });
				expect(await present({ after: 'desk/a', limit: 1 })).toEqual(['b']);
				expect(await present({ after: 'desk/b' })).toEqual(['c']);
				expect(await present({ after: 'asset/z' })).toEqual(['a', 'b', 'c']);
				expect(await present({ kind: 'asset' })).toEqual([]);
				expect(await present({ kind: 'desk', after: 'desk/b' })).toEqual(['c']);
			});

			test('what left is told only to who asks for it, until it comes back', async () => {
				await store.commit([write('a', 0), write('b', 0)]);
				await store.commit([write('a', 1, { channels: ['y'] })]);
				expect(await present()).toEqual(['b']);
				expect(await store.present({ channel: 'x', withFormer: true, limit: 1 })).toEqual([
					{ kind: 'desk', id: 'a', rev: 2, gone: true },
				]);
				await store.commit([write('a', 2)]);
				expect(await present()).toEqual(['a', 'b']);
				expect(await store.get('desk', 'a')).toMatchObject({ channels: ['x'], former: ['y'] });
			});
		});

		test('tells whether a record was in a channel at a time, whatever became of it since', async () => {
			const kinds = ['a', 'b', 'c'].map((id) => ({ kind: 'desk' as const, id }));
			const at = (minutes: number) => ({ at: addMinutes(now, minutes) });
			await store.commit([
				write('a', 0, at(0)),
				write('b', 0, { channels: ['y'], ...at(0) }),
				write('c', 0, { channels: ['x', 'y'], ...at(0) }),
			]);
			const then = await store.head();
			await store.commit([
				write('a', 1, { channels: ['y'], ...at(20) }),
				write('b', 1, at(20)),
				write('d', 0, at(20)),
			]);
			await store.commit([write('a', 2, at(30)), write('c', 1, at(30))]);
			const end = await store.head();
			const time = (minutes: number) => addMinutes(now, minutes);
			const wasIn = (channel: string, [from, began]: Moment, [to, ended]: Moment = [from, began]) =>
				Promise.all(
					[...kinds, { kind: 'desk' as const, id: 'd' }].map((key) =>
						store.wasIn({
							...{ ...key, channel, from, to },
							times: { from: time(began), to: time(ended) },
						}),
					),
				);
			const early: Moment = [then, 10];
			const late: Moment = [end, 40];
			expect(await wasIn('x', early)).toEqual([true, false, true, false]);
			expect(await wasIn('y', early)).toEqual([false, true, true, false]);
			expect(await wasIn('x', late)).toEqual([true, true, true, true]);
			expect(await wasIn('y', late)).toEqual([false, false, false, false]);
			expect(await wasIn('y', early, late)).toEqual([true, true, true, false]);
			await store.commit([write('e', 0), write('a', 3, { channels: [] })]);
			const unknown = { kind: 'desk', id: 'none', channel: 'x', from: then, to: then } as const;
			const times = { from: now, to: now };
			expect(await store.wasIn({ ...unknown, times })).not.toBe(true);
		});

		test('tells whose channels have to be computed again, earliest first', async () => {
			await store.commit([
				write('a', 0, { reviewAt: later }),
				write('b', 0, { reviewAt: now }),
				write('c', 0),
			]);
			expect(await store.dueForReview(now, 9)).toEqual([{ kind: 'desk', id: 'b' }]);
			expect((await store.dueForReview(later, 9)).map(({ id }) => id)).toEqual(['b', 'a']);
			await store.commit([write('b', 1)]);
			expect(await store.dueForReview(now, 9)).toEqual([]);
		});

		describe('search', () => {
			beforeEach(async () => {
				const keys = (terms: string[], text: string) => ({
					search: { terms, text: [...terms, text].join('\n') },
				});
				await store.commit([
					write('a', 0, keys(['PC-100'], '激光打印机 三楼')),
					write('b', 0, keys(['PC-1', 'OLD%9'], '针式打印机 LENOVO')),
				]);
			});

			test('finds by the beginning of a code, then by words anywhere', async () => {
				expect((await store.search('desk', 'pc-1', 9)).sort()).toEqual(['a', 'b']);
				expect(await store.search('desk', 'pc-10', 9)).toEqual(['a']);
				expect(await store.search('desk', '打印 lenovo', 9)).toEqual(['b']);
				expect(await store.search('desk', 'pc-1', 1)).toHaveLength(1);
			});

			test('takes signs as they are, and nothing for nothing', async () => {
				expect(await store.search('desk', 'old%', 9)).toEqual(['b']);
				expect(await store.search('desk', '%', 9)).toEqual(['b']);
				expect(await store.search('desk', '_', 9)).toEqual([]);
				expect(await store.search('desk', '  ', 9)).toEqual([]);
				expect(await store.search('asset', 'pc-1', 9)).toEqual([]);
			});

			test('finds all words together also where each of them is common', async () => {
				const text = (n: number) => `${String.fromCharCode(0x4e00 + n)}柜 激光打印机`;
				const keys = (n: number) => ({ search: { terms: [], text: text(n) } });
				const many = Array.from({ length: 520 }, (_, n) => write(`m-${n}`, 0, keys(n)));
				await store.commit(many);
				const wanted = text(519).split(' ').reverse().join(' ');
				expect(await store.search('desk', wanted, 9)).toEqual(['m-519']);
			});

			test('signs of two halves are found whole, also where a text was cut in their middle', async () => {
				const text = searchable('打印机\u{1F5A8}坏了 \ud83d');
				await store.commit([write('a', 1, { search: { terms: [], text } })]);
				expect(await store.search('desk', '\u{1F5A8}', 9)).toEqual(['a']);
				expect(await store.search('desk', '坏了', 9)).toEqual(['a']);
			});

			test('forgets what a record was called before', async () => {
				await store.commit([write('a', 1, { search: { terms: ['NEW'], text: 'NEW' } })]);
				expect(await store.search('desk', 'pc-10', 9)).toEqual([]);
				expect(await store.search('desk', 'new', 9)).toEqual(['a']);
			});
		});

		describe('devices and accounts', () => {
			test('a device keeps its user and its code, and no two share a code', async () => {
				const first = await store.registerDevice('one', 'u', (n) => `code-${n}`);
				expect(first).toEqual({ id: 'one', userId: 'u', code: 'code-0', lastSeq: 0 });
				expect(await store.registerDevice('one', 'other', (n) => `code-${n}`)).toEqual(first);
				expect(await store.registerDevice('two', 'u', (n) => `code-${n}`)).toMatchObject({
					code: 'code-1',
				});
			});

			test('an account is found however it is typed, and belongs to one user', async () => {
				await store.setCredential({ userId: 'u', account: 'Li.Qiang', hash: 'h1' });
				expect(await store.credentialOf('li.qiang')).toMatchObject({ userId: 'u', hash: 'h1' });
				await store.setCredential({ userId: 'u', account: 'li', hash: 'h2' });
				expect(await store.credentialOf('Li.Qiang')).toBeUndefined();
				const taken: Promise<void> = store.setCredential({
					userId: 'v',
					account: 'LI',
					hash: 'h3',
				});
				await expect(taken).rejects.toMatchObject({
					message: 'account LI belongs to another user',
				} satisfies Partial<AccountTaken>);
			});

			test('sessions are extended, ended alone, by user and by age', async () => {
				const session = (tokenHash: string, userId: string, expiresAt: Instant) =>
					store.putSession({ tokenHash, userId, createdAt: now, expiresAt });
				const there = async () => {
					const found = await Promise.all(['1', '2', '3'].map((hash) => store.session(hash)));
					return found.flatMap((row) => (row ? [row.tokenHash] : []));
				};
				await session('1', 'u', now);
				await session('2', 'u', later);
				await session('3', 'v', now);
				await session('3', 'v', later);
				expect((await store.session('3'))?.expiresAt).toBe(later);
				await store.endSessionsBefore(now);
				expect(await there()).toEqual(['2', '3']);
				await store.endSession('2');
				expect(await there()).toEqual(['3']);
				await store.endSessionsOf('v');
				expect(await there()).toEqual([]);
			});

			test('a blob is noted once for each record it was uploaded for', async () => {
				const noted = { sha256: 'ab', recordId: 'r1', bytes: 7, createdAt: now };
				const blob = { ...noted, type: 'image/png' } as const;
				await store.putBlob(blob);
				await store.putBlob({ ...blob, createdAt: later });
				expect(await store.blob('ab', 'r1')).toEqual(blob);
				expect(await store.blob('ab', 'r2')).toBeUndefined();
				expect(await store.blob('cd', 'r1')).toBeUndefined();
				await store.putBlob({ ...blob, recordId: 'r2' });
				expect(await store.blob('ab', 'r2')).toEqual({ ...blob, recordId: 'r2' });
				expect(await store.blob('ab', 'r1')).toEqual(blob);
			});
		});

		test('has an epoch and a secret of its own', async () => {
			const other = await open();
			expect(store.epoch).not.toBe(other.epoch);
			expect(store.secret).toHaveLength(32);
			expect(store.secret).not.toEqual(other.secret);
			await other.close();
		});
	});
}
