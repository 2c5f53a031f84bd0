import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotJson } from '../work-order/readiness.ts';
import { signedWorld } from '../work-order/signed-world.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { checkSeal, type Seal } from './check-seal.ts';
import { receiptText, sealText } from './seal.ts';

/** Keys that sign by writing their name under the text; who rewrites an order has none of them. */
const checker = {
	sha256: (text: string) => Promise.resolve(`hash of ${text}`),
	verify: (key: string, text: string, signature: string) =>
		Promise.resolve(signature === `${key}: ${text}`),
};
const keys = { devices: { 'dev-chen': 'phone' }, receipts: { k1: 'server' } };
const check = (order: WorkOrder) => checkSeal(order, keys, checker);

/** How the desk dealt with a fact, which nobody signed. */
const deskMarks = ['late', 'accepted', 'noted'];
type Path = readonly (string | number)[];

/** Where the values of what was signed stand in the order. */
function leavesOf(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	return Object.entries(value).flatMap(([key, part]) =>
		deskMarks.includes(key) ? [] : leavesOf(part, [...path, key]),
	);
}

function changedAt<T>(value: T, [key, ...rest]: Path, to: unknown): T {
	if (key === undefined) return to as T;
	const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
	const parts = copy as Record<string | number, unknown>;
	parts[key] = changedAt(parts[key], rest, to);
	return copy as T;
}

async function sealedOrder(): Promise<WorkOrder> {
	const world = await signedWorld();
	await world.do('engineer', 'complete', { minutes: 30 });
	const { order } = world;
	const { json = '', of = '', at } = order.snapshot ?? {};
	const named = { completion: of, device: 'dev-chen', sha256: `hash of ${json}` };
	const signature = `phone: ${sealText(order.id, named)}`;
	const own = { ...named, id: 'seal', at: at ?? order.updatedAt, by: 'chen', signature };
	const found = { at: own.at, verified: true, deviceKey: 'phone' };
	const receipt = { ...found, sha256: named.sha256, keyId: 'k1', signature: '' };
	receipt.signature = `server: ${receiptText(order.id, own, found)}`;
	return { ...order, seals: [{ ...own, receipt }] };
}

/** Record, snapshot and hashes alike, as who has the store would write them. */
function rewritten(order: WorkOrder): WorkOrder {
	const json = snapshotJson(order);
	const sha256 = `hash of ${json}`;
	const again = ({ receipt, ...seal }: Seal): Seal => ({
		...{ ...seal, sha256 },
		...(receipt && { receipt: { ...receipt, sha256 } }),
	});
	const snapshot = order.snapshot && { ...order.snapshot, json };
	return { ...order, ...(snapshot && { snapshot }), seals: (order.seals ?? []).map(again) };
}

test('a value changed after signing is always found, also with snapshot and hash rewritten', async () => {
	const sealed = await sealedOrder();
	expect(await check(sealed)).toMatchObject({ kind: 'signed', changes: [] });
	expect(await check(rewritten(sealed))).toMatchObject({ kind: 'signed', changes: [] });
	const leaves = leavesOf(JSON.parse(snapshotJson(sealed))).filter(([field]) => field !== 'id');
	expect(leaves.length).toBeGreaterThan(20);
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...leaves), fc.string(), async (path, text) => {
			const changed = changedAt(sealed, path, `changed ${text}`);
			const field = String(path[0]);
			const [change] = await changesOf(changed);
			expect(field === 'lines' ? change?.line : change?.field).toBe(field === 'lines' ? 1 : field);
			expect(await check(rewritten(changed))).toMatchObject({ kind: 'invalid' });
		}),
		{ numRuns: 300 },
	);
});

async function changesOf(order: WorkOrder) {
	const finding = await check(order);
	return finding.kind === 'signed' ? finding.changes.filter(({ how }) => how === 'changed') : [];
}
