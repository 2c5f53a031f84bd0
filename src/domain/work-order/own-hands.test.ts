import { expect, test } from 'vitest';
import { changesSince } from '../seal/changes-since.ts';
import { signedStrokes, type OrderWorld } from './order-world.ts';
import { handOf } from './own-hands.ts';
import { signedWorld } from './signed-world.ts';

const dot = { ...signedStrokes, strokes: '' };

async function closed(world: OrderWorld, strokes?: typeof signedStrokes): Promise<void> {
	await world.do('engineer', 'complete', { minutes: 20, ...(strokes && { strokes }) });
	await world.do('dispatcher', 'close', { outcome: 'reached', ...(strokes && { strokes }) });
}

test('the engineer’s hand goes with the completion, the desk’s with the return visit', async () => {
	const world = await signedWorld();
	await closed(world, signedStrokes);
	expect(handOf(world.order, 'engineer')).toEqual(signedStrokes);
	expect(handOf(world.order, 'desk')).toEqual(signedStrokes);
	expect(world.order.hands).toMatchObject([
		{ role: 'engineer', by: 'chen' },
		{ role: 'desk', by: 'diao' },
	]);
	expect(changesSince(world.order.snapshot?.json ?? '', world.order)).toEqual([
		{ field: 'hands', how: 'added' },
	]);
});

test('who drew none signs by name, and an empty one is none', async () => {
	for (const strokes of [undefined, dot]) {
		const world = await signedWorld();
		await closed(world, strokes);
		expect(world.order.state).toBe('closed');
		expect(world.order.hands).toBeUndefined();
	}
});

test('a hand of an earlier completion is not printed under a later one', async () => {
	const world = await signedWorld();
	await world.do('engineer', 'complete', { strokes: signedStrokes });
	await world.do('dispatcher', 'sendBack', { missing: '序列号' });
	await world.do('engineer', 'sign', { name: '王护士', strokes: signedStrokes });
	await world.do('engineer', 'arrive');
	await world.do('engineer', 'complete');
	expect(world.order.state).toBe('completed');
	expect(handOf(world.order, 'engineer')).toBeUndefined();
	expect(world.order.hands).toHaveLength(1);
});
