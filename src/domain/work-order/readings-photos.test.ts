import { beforeEach, describe, expect, test } from 'vitest';
import { nextStep } from './next-step.ts';
import {
	earthing,
	generalFault,
	OrderWorld,
	people,
	sampleRequest,
	signedStrokes,
} from './order-world.ts';
import { gapsOf } from './readiness.ts';

const lineId = 'dev-diao:1.1';
const earth = { lineId, key: 'earth' };
const bytes = (of: string) => ({ sha256: of.repeat(64), type: 'image/jpeg', bytes: 9 });
const solved = { lineId, set: { cause: '接地松动', solution: '紧固', result: 'solved' } };
const signed = { name: '刘护士', strokes: signedStrokes };

let world: OrderWorld;
beforeEach(async () => {
	world = new OrderWorld();
	world.put({ ...generalFault, ...earthing });
	await world.do('dispatcher', 'create', sampleRequest);
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	for (const step of ['accept', 'depart', 'arrive']) await world.do('engineer', step);
});

const check = (key: string) => world.order.lines[0]?.checklist.find((item) => item.key === key);
const read = (value: string) => world.do('engineer', 'recordReading', { ...earth, value });

describe('a reading', () => {
	test('out of its limits is taken like any other, with who and when', async () => {
		expect(await read('4.6')).toMatchObject({ ok: true });
		expect(check('earth')).toMatchObject({ value: '4.6', doneBy: 'chen', reading: { upper: '4' } });
	});

	test('read again replaces it, and what was read before is kept', async () => {
		await read('4.6');
		await read('3.8');
		expect(check('earth')).toMatchObject({ value: '3.8' });
		expect(world.order.earlier).toMatchObject([
			{ field: `lines.${lineId}.checklist.earth`, value: { value: '4.6', doneBy: 'chen' } },
		]);
		const before = world.order;
		await read('3.8');
		expect(world.order.lines).toEqual(before.lines);
	});

	test('is taken back by unticking, and kept', async () => {
		await read('4.6');
		await world.do('engineer', 'tick', { ...earth, done: false });
		expect(check('earth')).not.toHaveProperty('value');
		expect(check('earth')).not.toHaveProperty('doneAt');
		expect(world.order.earlier).toMatchObject([{ value: { value: '4.6' } }]);
	});

	test('is no tick, and a tick is no reading', async () => {
		expect(await world.do('engineer', 'tick', { ...earth, done: true })).toMatchObject({
			refusal: { kind: 'reading-missing' },
		});
		expect(
			await world.do('engineer', 'recordReading', { lineId, key: 'power', value: '1' }),
		).toMatchObject({ refusal: { kind: 'not-found' } });
	});

	test.each(['', '4,6', '1e3', 'NaN', '12345678', '0.12345'])('is no number: %s', async (value) => {
		expect(await read(value)).toMatchObject({ refusal: { kind: 'bad-input' } });
	});

	test('is his alone who has the order; a successor’s stands until the desk decides', async () => {
		for (const who of ['dispatcher', 'requester', 'colleague'] as const)
			expect((await world.do(who, 'recordReading', { ...earth, value: '1' })).ok).toBe(false);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'overload' });
		await world.do('colleague', 'recordReading', { ...earth, value: '3' });
		await read('4.6');
		expect(check('earth')).toMatchObject({ value: '3' });
		expect(world.order.held).toMatchObject([{ command: 'workOrder.recordReading@1' }]);
	});

	test('is frozen with the signature', async () => {
		await world.do('engineer', 'sign', signed);
		expect(await read('4.6')).toMatchObject({ refusal: { kind: 'frozen' } });
	});
});

describe('a photo that is asked for', () => {
	const take = (args: Record<string, unknown>) => world.do('engineer', 'addPhoto', args);
	const complete = () => world.do('engineer', 'complete');

	test('has to be there before the order is completed, whether ticked or not', async () => {
		await world.do('engineer', 'recordWork', solved);
		await world.do('engineer', 'tick', { lineId, key: 'meter', done: true });
		expect(gapsOf(world.order, undefined)).toEqual(['photo', 'signature']);
		expect(nextStep(world.order, people.engineer, undefined)).toBe('photo');
		await world.do('engineer', 'sign', signed);
		expect(await complete()).toMatchObject({ refusal: { kind: 'photo-missing' } });
		await take({ blob: bytes('a'), lineId });
		await take({ blob: bytes('a'), lineId, checkKey: 'power' });
		expect((await complete()).ok).toBe(false);
		await take({ blob: bytes('a'), lineId, checkKey: 'meter' });
		expect((await complete()).ok).toBe(true);
	});

	test('is missing again once it is withdrawn', async () => {
		await world.do('engineer', 'recordWork', solved);
		await take({ blob: bytes('a'), lineId, checkKey: 'meter' });
		const [photo] = world.order.photos;
		await world.do('engineer', 'retract', {
			...{ list: 'photos', factId: photo?.id, reason: '拍错' },
		});
		expect(gapsOf(world.order, undefined)).toContain('photo');
	});

	test('is taken over by the marked one, and the plain one stays in the record', async () => {
		await take({ blob: bytes('a'), phase: 'before', original: bytes('c') });
		const [plain] = world.order.photos;
		await take({ blob: bytes('b'), phase: 'before', replaces: plain?.id });
		expect(world.order.photos).toMatchObject([
			{ blob: bytes('a'), original: bytes('c'), retracted: { reason: 'marked', by: 'chen' } },
			{ blob: bytes('b'), phase: 'before' },
		]);
		expect(world.order.photos[1]).not.toHaveProperty('replaces');
	});

	test('that is another’s, or signed for, is left as it is', async () => {
		await world.do('dispatcher', 'addPhoto', { blob: bytes('d') });
		await take({ blob: bytes('b'), replaces: world.order.photos[0]?.id });
		await world.do('engineer', 'sign', signed);
		await take({ blob: bytes('e'), replaces: world.order.photos[1]?.id });
		expect(world.order.photos.map(({ retracted }) => retracted)).toEqual(Array(3).fill(undefined));
	});
});
