/**
 * Signs what was handed in on this device: the hash of the snapshot that completing froze
 * (decisions/0007). WebCrypto cannot run inside an IndexedDB transaction, so the signature is a
 * command of its own right after; what a crash left unsigned is signed at the next opening, as it
 * stands on the device then.
 */
import type { AnyRecord } from '#domain/record-schemas.ts';
import { checkSeal, sealOf, type SealFinding } from '#domain/seal/check-seal.ts';
import { sealText, snapshotLengthMax } from '#domain/seal/seal.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { sha256Of } from './blob-store.ts';
import { openRecord } from './codec.ts';
import { deviceKey, isSignedBy, signWith, type DeviceKey } from './device-key.ts';
import type { CommandDraft } from './execute.ts';
import { readMeta } from './meta.ts';
import type { StoreParts } from './store-parts.ts';

const encoder = new TextEncoder();

/** Whether a record may still need this device's signature. */
export function awaitsSeal(record: AnyRecord): record is WorkOrder {
	return record.kind === 'workOrder' && record.snapshot?.of !== undefined && !sealOf(record);
}

/** The commands that seal those of the records that were completed here; none without a key. */
export async function sealDrafts(
	{ database }: StoreParts,
	records: readonly AnyRecord[],
): Promise<CommandDraft[]> {
	const device = await readMeta(database, 'device');
	const own = records.filter(awaitsSeal).filter(({ snapshot }) => {
		const isHere = snapshot?.of?.startsWith(`${device}:`) ?? false;
		return isHere && (snapshot?.json.length ?? 0) <= snapshotLengthMax;
	});
	const key = own.length > 0 ? await deviceKey(database) : undefined;
	return key ? Promise.all(own.map((order) => sealDraft(order, key))) : [];
}

/** Orders handed in on this device whose seal a crash may have prevented. */
export async function unsealedOrders({ database, codec }: StoreParts): Promise<AnyRecord[]> {
	const rows = await database.records
		.where('[kind+state]')
		.equals(['workOrder', 'completed'])
		.toArray();
	return rows.map((row) => openRecord(codec, row.body)).filter(awaitsSeal);
}

/** What the signatures under an order prove, by the keys this device knows. */
export async function checkSealHere(
	{ database }: StoreParts,
	order: WorkOrder,
): Promise<SealFinding> {
	const own = await readMeta(database, 'deviceKey');
	const server = await readMeta(database, 'serverKeys');
	const devices = own ? { [own.device]: own.publicKey } : {};
	const keys = { devices, receipts: server?.receipts ?? {} };
	return checkSeal(order, keys, { sha256: hashOf, verify: isSignedBy });
}

async function sealDraft({ id, snapshot }: WorkOrder, key: DeviceKey): Promise<CommandDraft> {
	const { json = '', of: completion = '' } = snapshot ?? {};
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
