/**
 * Signs what was frozen on this device: the hash of the snapshot that completing made, and of each
 * consent and notice before the work (decisions/0007). WebCrypto cannot run inside an IndexedDB transaction, so the signature is a
 * command of its own right after; what a crash left unsigned is signed at the next opening, as it
 * stands on the device then.
 */
import type { AnyRecord } from '#domain/record-schemas.ts';
import { checkFactSeal, checkSeal, sealOf, type SealFinding } from '#domain/seal/check-seal.ts';
import { frozenTexts, type FrozenText } from '#domain/seal/frozen-texts.ts';
import { sealText, snapshotLengthMax } from '#domain/seal/seal.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { sha256Of } from './blob-store.ts';
import { openRecord } from './codec.ts';
import { deviceKey, isSignedBy, signWith, type DeviceKey } from './device-key.ts';
import type { CommandDraft } from './execute.ts';
import { readMeta } from './meta.ts';
import type { StoreParts } from './store-parts.ts';

const encoder = new TextEncoder();

/** What of a record may still need this device's signature. */
function unsealedTexts(record: AnyRecord): { order: WorkOrder; text: FrozenText }[] {
	if (record.kind !== 'workOrder') return [];
	return frozenTexts(record)
		.filter(({ of }) => !sealOf(record, of))
		.map((text) => ({ order: record, text }));
}

/** The commands that seal what of the records was frozen here; none without a key. */
export async function sealDrafts(
	{ database }: StoreParts,
	records: readonly AnyRecord[],
): Promise<CommandDraft[]> {
	const device = await readMeta(database, 'device');
	const own = records.flatMap(unsealedTexts).filter(({ text: { of, json } }) => {
		return of.startsWith(`${device}:`) && json.length <= snapshotLengthMax;
	});
	const key = own.length > 0 ? await deviceKey(database) : undefined;
	return key ? Promise.all(own.map(({ order, text }) => sealDraft(order.id, text, key))) : [];
}

/** Where an order can be that something was frozen on. */
const sealStates = ['accepted', 'en_route', 'on_site', 'suspended', 'completed'] as const;

/** Orders with something frozen on this device whose seal a crash may have prevented. */
export async function unsealedOrders({ database, codec }: StoreParts): Promise<AnyRecord[]> {
	const rows = await database.records
		.where('[kind+state]')
		.anyOf(sealStates.map((state) => ['workOrder', state]))
		.toArray();
	const records = rows.map((row) => openRecord(codec, row.body));
	return records.filter((record) => unsealedTexts(record).length > 0);
}

/** What the signatures under an order, or under one consent or notice of it, prove by the keys here. */
export async function checkSealHere(
	{ database }: StoreParts,
	order: WorkOrder,
	factId?: string,
): Promise<SealFinding> {
	const own = await readMeta(database, 'deviceKey');
	const server = await readMeta(database, 'serverKeys');
	const devices = own ? { [own.device]: own.publicKey } : {};
	const keys = { devices, receipts: server?.receipts ?? {} };
	const checker = { sha256: hashOf, verify: isSignedBy };
	return factId === undefined
		? checkSeal(order, keys, checker)
		: checkFactSeal(order, factId, keys, checker);
}

async function sealDraft(id: string, text: FrozenText, key: DeviceKey): Promise<CommandDraft> {
	const { json, of: completion } = text;
	const sha256 = await hashOf(json);
	const signature = await signWith(key, sealText(id, { completion, device: key.device, sha256 }));
	return {
		type: 'workOrder.sealSnapshot@1',
		kind: 'workOrder',
		record: id,
		args: { completion, sha256, signature, json },
		causedBy: completion,
	};
}

function hashOf(text: string): Promise<string> {
	return sha256Of(encoder.encode(text).buffer);
}
