import { beforeEach, describe, expect, test } from 'vitest';
import { type OrderWorld, signedStrokes } from '../order-world.ts';
import { signedWorld } from '../signed-world.ts';

const signature = `${'A'.repeat(86)}==`;
const sha256 = 'a'.repeat(64);

let world: OrderWorld;
beforeEach(async () => {
	world = await signedWorld();
});

const seal = (more: object = {}) => {
	const { json = '{}', of: completion = 'dev-chen:99' } = world.order.snapshot ?? {};
	return world.do('engineer', 'sealSnapshot', { completion, sha256, signature, json, ...more });
};

describe('sealing what was handed in', () => {
	test('adds the signature once; the text only where it is another than the order’s', async () => {
		await world.do('engineer', 'complete');
		expect((await seal()).ok).toBe(true);
		expect(world.order.seals).toMatchObject([{ by: 'chen', device: 'dev-chen', sha256 }]);
		expect(world.order.seals?.[0]).not.toHaveProperty('json');
		expect(await seal()).toMatchObject({ ok: true, value: { changed: false } });
		expect(world.order.seals).toHaveLength(1);
	});

	test('keeps the device’s text where the order says something else', async () => {
		await world.do('engineer', 'complete');
		await seal({ json: '{"id":"order-1"}' });
		expect(world.order.seals).toMatchObject([{ json: '{"id":"order-1"}' }]);
	});

	test('a completion that never took effect leaves nothing to seal', async () => {
		expect(await seal()).toMatchObject({ ok: true, value: { changed: false } });
		expect(world.order.seals).toBeUndefined();
	});

	test('only by the device it was completed on, only by its engineer', async () => {
		await world.do('engineer', 'complete');
		expect(await seal({ completion: 'dev-wang:1' })).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
		const { json, of: completion } = world.order.snapshot ?? {};
		const args = { completion, sha256, signature, json };
		expect(await world.do('colleague', 'sealSnapshot', args)).toMatchObject({ ok: false });
	});

	test('a receipt does not come by the wire', async () => {
		await world.do('engineer', 'complete');
		await seal({ receipt: { at: '2026-11-20T02:00:00.000Z', verified: true } });
		expect(world.order.seals?.[0]).not.toHaveProperty('receipt');
	});

	test('a second completion gets a seal of its own, the first one keeps its', async () => {
		await world.do('engineer', 'complete');
		await seal();
		await world.do('dispatcher', 'sendBack', { missing: '照片' });
		await world.do('engineer', 'arrive');
		await world.do('engineer', 'sign', { name: '王护士', strokes: signedStrokes });
		await world.do('engineer', 'complete');
		await seal();
		expect(world.order.seals).toHaveLength(2);
		expect(world.order.seals?.[1]?.completion).toBe(world.order.snapshot?.of);
	});
});
