import { beforeEach, describe, expect, test } from 'vitest';
import { lateWorkOf } from './late-work.ts';
import { OrderWorld, sampleRequest, signedStrokes } from './order-world.ts';

const lineId = 'dev-diao:1.1';
const fixed = { lineId, set: { solution: '清洁辊轮', result: 'solved' } };
const signature = { name: '刘护士', strokes: signedStrokes };
let world: OrderWorld;

beforeEach(async () => {
	world = new OrderWorld();
	await world.do('dispatcher', 'create', sampleRequest);
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
});

async function handIn(): Promise<void> {
	await world.do('engineer', 'arrive');
	await world.do('engineer', 'recordWork', fixed);
	await world.do('engineer', 'note', { text: '已更换' });
	await world.do('engineer', 'sign', signature);
	await world.do('engineer', 'complete', { minutes: 30 });
}

describe('late work', () => {
	test('is what one engineer handed in, undecided, with the completion to be taken over', async () => {
		expect(lateWorkOf(world.order)).toEqual([]);
		await handIn();
		const [work] = lateWorkOf(world.order);
		expect(work).toMatchObject({
			engineerId: 'chen',
			since: world.order.held[0]?.at,
			completion: { command: 'workOrder.complete@1' },
		});
		expect(work?.held).toHaveLength(2);
		expect(work?.facts.map(({ list }) => list)).toEqual(['notes', 'signatures']);
	});

	test('is done with once the desk took it over', async () => {
		await handIn();
		const heldId = lateWorkOf(world.order)[0]?.completion?.id;
		await world.do('dispatcher', 'acceptLate', { heldId });
		expect(lateWorkOf(world.order)).toEqual([]);
	});

	test('without a signature there is nothing to take over', async () => {
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'complete');
		expect(lateWorkOf(world.order)[0]?.completion).toBeUndefined();
	});
});

describe('keeping the facts', () => {
	const idsOf = () =>
		lateWorkOf(world.order).flatMap(({ held, facts }) => [...held, ...facts].map(({ id }) => id));

	test('books visit and minutes, leaves state, clocks and signature alone', async () => {
		await handIn();
		const before = world.order;
		const ids = idsOf();
		expect(await world.do('engineer', 'acceptFacts', { ids })).toMatchObject({ ok: false });
		await world.do('dispatcher', 'acceptFacts', { ids });
		expect(world.order).toMatchObject({
			...{ state: 'dispatched', assigneeId: 'wang', clocks: before.clocks },
			visits: [{ engineerId: 'chen', arrivedAt: before.held[0]?.at, outcome: 'superseded' }, {}],
			times: [{ by: 'chen', minutes: 30, late: true }],
			signatures: [{ late: true }],
			held: [{ noted: { by: 'diao' } }, { noted: { by: 'diao' } }],
			notes: [{ late: true, noted: { by: 'diao' } }],
		});
		expect(world.order.signatures[0]?.accepted).toBeUndefined();
		expect(lateWorkOf(world.order)).toEqual([]);
	});

	test('twice is harmless, of nothing known it is refused', async () => {
		await handIn();
		const ids = idsOf();
		await world.do('dispatcher', 'acceptFacts', { ids });
		expect(await world.do('dispatcher', 'acceptFacts', { ids })).toMatchObject({
			value: { changed: false },
		});
		expect(await world.do('dispatcher', 'acceptFacts', { ids: ['none'] })).toMatchObject({
			refusal: { kind: 'nothing-held' },
		});
	});
});

test('a fact that a signed order cannot take any more waits for the desk instead of being refused', async () => {
	await world.do('colleague', 'accept');
	await world.do('colleague', 'arrive');
	await world.do('colleague', 'recordWork', fixed);
	await world.do('colleague', 'sign', signature);
	await world.do('colleague', 'complete');
	const other = { lineId, set: { solution: '更换辊轮' } };
	expect(await world.do('engineer', 'recordWork', other)).toMatchObject({ ok: true });
	expect(world.order).toMatchObject({
		lines: [{ solution: '清洁辊轮' }],
		held: [{ command: 'workOrder.recordWork@1', engineerId: 'chen', args: other }],
	});
});

describe('what the engineer of today recorded is not replaced by his predecessor', () => {
	const seal = { lineId, state: 'intact', number: 'S1' };

	async function handedOver(record: string, args: Record<string, unknown>): Promise<void> {
		await world.do('colleague', 'accept');
		await world.do('colleague', 'arrive');
		expect(await world.do('colleague', record, args)).toMatchObject({ ok: true });
	}

	test('his work becomes a conflict, also where he does not say what he had seen', async () => {
		await handedOver('recordWork', fixed);
		await world.do('engineer', 'recordWork', { lineId, set: { solution: '更换辊轮' } });
		expect(world.order).toMatchObject({
			lines: [{ solution: '清洁辊轮' }],
			conflicts: [{ by: 'chen', fields: [{ mine: '更换辊轮', theirs: '清洁辊轮' }] }],
		});
	});

	const ticked = { lineId, key: 'power', done: true };

	test('a step his successor ticked stays as he ticked it; one still open is ticked', async () => {
		await handedOver('tick', ticked);
		const { lines } = world.order;
		expect(await world.do('engineer', 'tick', { ...ticked, done: false })).toMatchObject({
			ok: true,
		});
		expect(world.order).toMatchObject({ lines, held: [{ command: 'workOrder.tick@1' }] });
		await world.do('colleague', 'tick', { ...ticked, done: false });
		await world.do('engineer', 'tick', ticked);
		expect(world.order).toMatchObject({
			lines: [{ checklist: [{ key: 'power', doneBy: 'chen' }] }],
			held: [{}],
		});
	});

	test.each([
		['linkAsset', { lineId, asset: { tag: 'A1' } }, { lineId, asset: { tag: 'A2' } }],
		['checkSeal', seal, { ...seal, state: 'broken' }],
	])('%s waits for the desk', async (name, todays, late) => {
		await handedOver(name, todays);
		const { lines } = world.order;
		expect(await world.do('engineer', name, late)).toMatchObject({ ok: true });
		expect(world.order).toMatchObject({
			lines,
			held: [{ command: `workOrder.${name}@1`, engineerId: 'chen', args: late }],
		});
	});

	test('what is still empty takes his', async () => {
		await world.do('engineer', 'checkSeal', seal);
		expect(world.order).toMatchObject({ lines: [{ seal: { number: 'S1' } }], held: [] });
	});
});

describe('taking over what a signed order could not take', () => {
	const consent = {
		...{ lineIds: [lineId], text: { zh: '资料可能丢失', en: 'Data may be lost' } },
		...{ afterVirus: false, backup: 'done', backupBy: '刘护士' },
		...{ name: '刘护士', role: 'user', strokes: signature.strokes },
	};
	const lateFacts: [string, Record<string, unknown>][] = [
		['linkAsset', { lineId, asset: { tag: 'A2' } }],
		['recordWork', { lineId, set: { solution: '更换辊轮', result: 'solved' } }],
		['checkSeal', { lineId, state: 'broken', number: 'S1', newNumber: 'S2' }],
		['recordConsent@2', consent],
		['tick', { lineId, key: 'power', done: true }],
	];

	/** Wang completed the order; Chen had been there before him and hands in his. */
	async function bothCompleted(...facts: [string, Record<string, unknown>][]): Promise<string> {
		await world.do('colleague', 'accept');
		await world.do('colleague', 'arrive');
		await world.do('colleague', 'recordWork', fixed);
		await world.do('colleague', 'sign', signature);
		await world.do('colleague', 'complete');
		await world.do('engineer', 'arrive');
		for (const [name, args] of facts) await world.do('engineer', name, args);
		await world.do('engineer', 'sign', signature);
		await world.do('engineer', 'complete', { minutes: 30 });
		return lateWorkOf(world.order)[0]?.completion?.id ?? '';
	}
	const heldOf = (name: string) =>
		world.order.held.find(
			({ command }) => command === `workOrder.${name.includes('@') ? name : `${name}@1`}`,
		);

	test('writes it into the line, in his name and at his time; what stood there is kept', async () => {
		const heldId = await bothCompleted(...lateFacts);
		expect(world.order.lines[0]).toMatchObject({ solution: '清洁辊轮' });
		expect((await world.do('dispatcher', 'acceptLate', { heldId })).ok).toBe(true);
		expect(world.order).toMatchObject({
			assigneeId: 'chen',
			lines: [
				{
					asset: { tag: 'A2' },
					solution: '更换辊轮',
					seal: { state: 'broken', newNumber: 'S2', by: 'chen', at: heldOf('checkSeal')?.at },
					checklist: [{ doneBy: 'chen', doneAt: heldOf('tick')?.at }],
				},
			],
			consents: [{ by: 'chen', name: '刘护士', at: heldOf('recordConsent@2')?.at }],
		});
		expect(world.order.earlier).toContainEqual({
			...{ field: `lines.${lineId}.solution`, value: '清洁辊轮' },
			until: heldOf('recordWork')?.at,
		});
		expect(world.order.held.every(({ accepted }) => accepted)).toBe(true);
		expect(world.order.snapshot?.json).toContain('更换辊轮');
	});

	test('a consent an older app took without a signature is none: it is kept as a fact', async () => {
		const old = { lineId, consentKind: 'data', given: true, name: '刘护士' };
		const heldId = await bothCompleted(['recordConsent', old]);
		expect((await world.do('dispatcher', 'acceptLate', { heldId })).ok).toBe(true);
		expect(world.order.consents ?? []).toEqual([]);
		expect(heldOf('recordConsent@2')).toMatchObject({ noted: { by: 'diao' } });
	});

	test('a line he added is there under its own id, with what he recorded on it', async () => {
		const added = 'dev-chen:3.0';
		const heldId = await bothCompleted(
			['addLine', { symptom: '扫描模糊' }],
			['recordWork', { lineId: added, set: { solution: '清洁玻璃', result: 'solved' } }],
		);
		await world.do('dispatcher', 'acceptLate', { heldId });
		expect(world.order.lines).toMatchObject([{}, { id: added, solution: '清洁玻璃' }]);
	});

	test('an added line without a solution leaves the order unsolved: it cannot be the result', async () => {
		expect(await bothCompleted(['addLine', { symptom: '扫描模糊' }])).toBe('');
		const heldId = heldOf('complete')?.id;
		expect(await world.do('dispatcher', 'acceptLate', { heldId })).toMatchObject({
			refusal: { kind: 'lines-open' },
		});
	});

	test('what has no place in the result is kept as a fact, and not said to be taken', async () => {
		const heldId = await bothCompleted(
			['suspend', { reason: 'part' }],
			['linkAsset', { lineId: 'gone', asset: { tag: 'A3' } }],
		);
		await world.do('dispatcher', 'acceptLate', { heldId });
		for (const name of ['suspend', 'linkAsset']) {
			expect(heldOf(name)).toMatchObject({ noted: { by: 'diao' } });
			expect(heldOf(name)?.accepted).toBeUndefined();
		}
		expect(heldOf('complete')).toMatchObject({ accepted: true });
		expect(lateWorkOf(world.order)).toEqual([]);
	});
});
