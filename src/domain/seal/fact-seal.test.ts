import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { installSystem, type OrderWorld } from '../work-order/order-world.ts';
import { consent, onSite } from '../work-order/order-stories.ts';
import type { Consent, WorkOrder } from '../work-order/work-order.ts';
import { checkFactSeal, type Seal } from './check-seal.ts';
import { commandOfPart } from './command-of-part.ts';
import { frozenTexts } from './frozen-texts.ts';
import { receiptText, sealText } from './seal.ts';

/** Keys that sign by writing their name under the text: what matters here is which text it is. */
const checker = {
	sha256: (text: string) => Promise.resolve(`hash of ${text}`),
	verify: (key: string, text: string, signature: string) =>
		Promise.resolve(signature === `${key}: ${text}`),
};
const keys = { devices: { 'dev-chen': 'phone' }, receipts: { k1: 'server' } };

let world: OrderWorld;
let signed: Consent;
let sealed: WorkOrder;

beforeEach(async () => {
	world = await onSite({ serviceItemId: installSystem.id });
	await world.do('engineer', 'recordConsent@2', consent);
	signed = world.order.consents![0]!;
	sealed = { ...world.order, seals: [sealFor(world.order)] };
});

function sealFor(order: WorkOrder): Seal {
	const { of, json } = frozenTexts(order)[0]!;
	const named = { completion: of, device: 'dev-chen', sha256: `hash of ${json}` };
	const signature = `phone: ${sealText(order.id, named)}`;
	const own = { ...named, ...{ id: 'seal', at: signed.at, by: 'chen', signature, json } };
	const found = { at: signed.at, verified: true, deviceKey: 'phone' };
	const receipt = { ...found, sha256: named.sha256, keyId: 'k1', signature: '' };
	receipt.signature = `server: ${receiptText(order.id, own, found)}`;
	return { ...own, receipt };
}

const check = (order: WorkOrder) => checkFactSeal(order, signed.id, keys, checker);
const withConsent = (change: object): WorkOrder => ({
	...sealed,
	consents: [{ ...signed, ...change }],
});

test('a consent is sealed under the command that recorded it', async () => {
	expect(frozenTexts(world.order)).toMatchObject([{ of: commandOfPart(signed.id) }]);
	expect(await check(world.order)).toEqual({ kind: 'unsealed' });
	expect(await check(sealed)).toMatchObject({ kind: 'signed', changes: [] });
});

test('withdrawing it, or what the desk says of it, changes nothing that was signed', async () => {
	const retracted = { at: signed.at, by: 'chen', reason: '收回' };
	expect(await check(withConsent({ retracted, noted: retracted, late: true }))).toMatchObject({
		...{ kind: 'signed', changes: [] },
	});
});

test('any field changed after signing is found', async () => {
	const names = ['name', 'role', 'backup', 'backupBy', 'afterVirus', 'text', 'lines', 'strokes'];
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, value) => {
			const changed = withConsent({ [name]: { forged: value } });
			expect(await check(changed)).toMatchObject({
				...{ kind: 'signed', changes: [{ field: 'consents', how: 'changed' }] },
			});
			const { json } = frozenTexts(changed)[0]!;
			const [seal] = sealed.seals!;
			const rewritten = { ...changed, seals: [{ ...seal!, json, sha256: `hash of ${json}` }] };
			expect(await check(rewritten)).toMatchObject({ kind: 'invalid' });
		}),
		{ numRuns: 60 },
	);
});
