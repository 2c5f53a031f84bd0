import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orderArgs, TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;
let engineer: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	engineer = await server.signIn('li');
});
afterEach(async () => {
	expect(server.faults).toEqual([]);
	await server.close();
});

const order = () => server.administration.get('workOrder', 'order-1');

describe('exactly once (design.md, statement 3)', () => {
	test('the same batch again changes nothing and says what became of it', async () => {
		const batch = [
			engineer.command('workOrder.accept@1', 'order-1'),
			engineer.command('workOrder.note@1', 'order-1', { text: 'on my way' }),
			engineer.command('workOrder.complete@1', 'order-1'),
		];
		const first = await engineer.push(...batch);
		expect(first.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'rejected']);
		const again = await engineer.push(...batch);
		expect(again).toEqual(
			first.map((result) => ({ ...result, outcome: 'duplicate', original: result.outcome })),
		);
		expect((await order())?.notes).toHaveLength(1);
		expect((await order())?.state).toBe('accepted');
	});

	test('the same command twice in one batch takes effect once', async () => {
		const note = engineer.command('workOrder.note@1', 'order-1', { text: 'once' });
		const results = await engineer.push(note, note);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'duplicate']);
		expect((await order())?.notes).toHaveLength(1);
	});

	test('a crash before the commit leaves nothing, and the batch is taken later', async () => {
		const { store } = server.parts;
		const commit = store.commit.bind(store);
		store.commit = () => Promise.reject(new Error('power cut'));
		const note = engineer.command('workOrder.note@1', 'order-1', { text: 'kept' });
		const payload = { device: engineer.id, protocol: 1, commands: [note] };
		expect((await engineer.request('POST', '/sync/v1/push', payload)).statusCode).toBe(500);
		store.commit = commit;
		expect((await order())?.notes).toHaveLength(0);
		expect((await engineer.push(note))[0]?.outcome).toBe('applied');
	});

	test('a fault of ours refuses nothing: what is behind it on its record waits with it, in order', async () => {
		const { store } = server.parts;
		const journaled = store.journaled.bind(store);
		await server.order('order-2', 'north', 'li');
		const batch = [
			engineer.command('workOrder.accept@1', 'order-1'),
			engineer.command('workOrder.note@1', 'order-1', { text: 'behind it' }),
			engineer.command('workOrder.note@1', 'order-2', { text: 'elsewhere' }),
		];
		store.journaled = () => {
			store.journaled = journaled;
			return Promise.reject(new Error('disk gave no answer once'));
		};
		const outcomes = async () => (await engineer.push(...batch)).map(({ outcome }) => outcome);
		expect(await outcomes()).toEqual(['later', 'later', 'applied']);
		expect(server.faults).toHaveLength(1);
		server.forgetFaults();
		expect((await order())?.notes).toHaveLength(0);
		expect(await outcomes()).toEqual(['applied', 'applied', 'duplicate']);
	});

	test('an answer lost after the commit: sent again it is a duplicate', async () => {
		const { store } = server.parts;
		const commit = store.commit.bind(store);
		store.commit = async (entries) => {
			await commit(entries);
			throw new Error('line cut');
		};
		const note = engineer.command('workOrder.note@1', 'order-1', { text: 'kept' });
		const payload = { device: engineer.id, protocol: 1, commands: [note] };
		await engineer.request('POST', '/sync/v1/push', payload);
		store.commit = commit;
		expect((await engineer.push(note))[0]?.outcome).toBe('duplicate');
		expect((await order())?.notes).toHaveLength(1);
	});

	test('a record changed in between: the decision is made again', async () => {
		const { store } = server.parts;
		const commit = store.commit.bind(store);
		store.commit = async (entries) => {
			store.commit = commit;
			await server.must('workOrder.note@1', 'order-1', { text: 'from the desk' });
			return commit(entries);
		};
		const note = engineer.command('workOrder.note@1', 'order-1', { text: 'mine' });
		expect((await engineer.push(note))[0]?.outcome).toBe('applied');
		expect((await order())?.notes.map(({ text }) => text)).toEqual(['from the desk', 'mine']);
	});
});

describe('a batch', () => {
	test('a bad command spoils nothing around it', async () => {
		const results = await engineer.push(
			{ seq: 41, nonsense: true },
			'what',
			engineer.command('workOrder.explode@1', 'order-1'),
			engineer.command('workOrder.note@1', 'order-1', { text: 7 }),
			engineer.command('workOrder.note@1', 'order-1', { text: 'fine' }),
		);
		expect(results.map(({ seq, outcome, refusal }) => [seq, outcome, refusal?.kind])).toEqual([
			[41, 'rejected', 'bad-input'],
			[0, 'rejected', 'bad-input'],
			[1, 'rejected', 'unknown-command'],
			[2, 'rejected', 'bad-input'],
			[3, 'applied', undefined],
		]);
	});

	test('what the first makes the next one finds, number included', async () => {
		const results = await engineer.push(
			engineer.command('workOrder.createOnSite@1', 'walk-up', {
				...orderArgs('north'),
				channel: 'walk_up',
				offlineNumber: 'D0201-20261121-K7F-01',
			}),
			engineer.command('workOrder.note@1', 'walk-up', { text: 'paper jam' }),
		);
		expect(results.map(({ outcome, refusal }) => refusal?.kind ?? outcome)).toEqual([
			'applied',
			'applied',
		]);
		const made = await server.administration.get('workOrder', 'walk-up');
		expect(made).toMatchObject({
			number: 'D0201-2026112102',
			offlineNumber: 'D0201-20261121-K7F-01',
			notes: [{ text: 'paper jam' }],
		});
	});

	test('a device clock that runs ahead is put right, its raw time kept', async () => {
		const note = engineer.command('workOrder.note@1', 'order-1', { text: 'from tomorrow' });
		const ahead = '2026-11-22T02:00:00.000Z';
		await engineer.push({ ...note, at: { raw: ahead, offsetMs: 0, effective: ahead } });
		expect((await order())?.notes[0]?.at).toBe(server.now);
	});

	test('a clock that stands in the last century does not move work before its order', async () => {
		const desk = await server.signIn('desk');
		const raw = '1999-01-01T00:00:00.000Z';
		const cancel = desk.command('workOrder.cancel@1', 'order-1', { reason: 'withdrawn' });
		await desk.push({ ...cancel, at: { raw, offsetMs: 0, effective: raw } });
		const { cancelled, createdAt } = (await order())!;
		expect(cancelled).toMatchObject({ at: createdAt });
		expect((await desk.pull()).records.map(({ id }) => id)).toContain('order-1');
	});

	test('refuses another user’s device, another device’s commands and an app too old', async () => {
		const other = await server.signIn('wang');
		await other.push();
		const payload = { device: other.id, protocol: 1, commands: [] };
		expect((await engineer.request('POST', '/sync/v1/push', payload)).json()).toEqual({
			error: { kind: 'device-of-another' },
		});
		const note = engineer.command('workOrder.note@1', 'order-1', { text: 'not mine' });
		const [result] = await engineer.push({ ...note, device: other.id });
		expect(result?.refusal?.kind).toBe('bad-input');
		const old = { device: engineer.id, protocol: 0, commands: [] };
		expect((await engineer.request('POST', '/sync/v1/push', old)).statusCode).toBe(426);
	});

	test('200 commands are one batch, 201 are too many', async () => {
		const notes = Array.from({ length: 200 }, (_, n) =>
			engineer.command('workOrder.addTime@1', 'order-1', { minutes: n }),
		);
		const results = await engineer.push(...notes);
		expect(results).toHaveLength(200);
		const payload = { device: engineer.id, protocol: 1, commands: [...notes, notes[0]] };
		expect((await engineer.request('POST', '/sync/v1/push', payload)).statusCode).toBe(413);
	});
});

describe('scope (design.md, statements 7 and 11)', () => {
	test('a forged command by id is answered as for a record that is not there', async () => {
		const stranger = await server.signIn('wang');
		const [forged, missing] = await stranger.push(
			stranger.command('workOrder.note@1', 'order-1', { text: 'forged' }),
			stranger.command('workOrder.note@1', 'no-such-order', { text: 'forged' }),
		);
		expect(forged).toEqual({ ...missing, seq: forged?.seq });
		expect(forged?.refusal?.kind).toBe('not-found');
		expect((await order())?.notes).toHaveLength(0);
	});

	test('who lost the order meanwhile hands in his work: facts late, moves held', async () => {
		await engineer.push(engineer.command('workOrder.accept@1', 'order-1'));
		await server.dispatch('order-1', 'wang', 'overload');
		const results = await engineer.push(
			engineer.command('workOrder.note@1', 'order-1', { text: 'done already' }),
			engineer.command('workOrder.arrive@1', 'order-1'),
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'held']);
		expect((await order())?.notes[0]).toMatchObject({ text: 'done already', late: true });
	});

	test('roles come from the user record, never from the wire', async () => {
		const command = engineer.command('workOrder.close@1', 'order-1');
		const [result] = await engineer.push({ ...command, actor: { roles: ['dispatcher'] } });
		expect(result?.outcome).toBe('rejected');
	});
});
