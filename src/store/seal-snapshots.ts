/**
 * Signs what was frozen on this device: the hash of the snapshot that completing made, of each consent
 * and notice before the work, and of what was signed in a vendor repair or under an audit
 * (decisions/0007). WebCrypto cannot run inside an IndexedDB transaction, so the signature is a
 * command of its own right after; what a crash left unsigned is signed at the next opening, as it
 * stands on the device then.
 */
import type { AnyRecord } from '#domain/record-schemas.ts';
import { checkFactSeal, checkSeal, sealOf, type SealFinding } from '#domain/seal/check-seal.ts';
import {
	frozenTexts,
	isSigned,
	type FrozenText,
	type SignedRecord,
} from '#domain/seal/frozen-texts.ts';
import { sealText, snapshotLengthMax } from '#domain/seal/seal.ts';
import { sha256Of } from './blob-store.ts';
import { openRecord } from './codec.ts';
import { deviceKey, isSignedBy, signWith, type DeviceKey } from './device-key.ts';
import type { CommandDraft } from './execute.ts';
import { readMeta } from './meta.ts';
import type { StoreParts } from './store-parts.ts';

const encoder = new TextEncoder();

/** What of a record may still need this device's signature. */
function unsealedTexts(record: AnyRecord): { signed: SignedRecord; text: FrozenText }[] {
	if (!isSigned(record)) return [];
	return frozenTexts(record)
		.filter(({ of }) => !sealOf(record, of))
		.map((text) => ({ signed: record, text }));
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
	return key ? Promise.all(own.map(({ signed, text }) => sealDraft(signed, text, key))) : [];
}

/** Where a record can be that something was frozen on. */
const orderStates = ['accepted', 'en_route', 'on_site', 'suspended', 'completed'] as const;
const repairStates = ['approved', 'at_vendor', 'returned', 'signed', 'passed'] as const;
const auditStates = ['approved', 'closed'] as const;
const sealStates = [
	...orderStates.map((state) => ['workOrder', state]),
	...repairStates.map((state) => ['repair', state]),
	...auditStates.map((state) => ['auditCampaign', state]),
];

/** Records with something frozen on this device whose seal a crash may have prevented. */
export async function unsealedRecords({ database, codec }: StoreParts): Promise<AnyRecord[]> {
	const rows = await database.records.where('[kind+state]').anyOf(sealStates).toArray();
	const records = rows.map((row) => openRecord(codec, row.body));
	return records.filter((record) => unsealedTexts(record).length > 0);
}

/** What the signatures under an order, or under one fact of it, of a repair or an audit, prove by the keys here. */
export async function checkSealHere(
	{ database }: StoreParts,
	record: SignedRecord,
	factId?: string,
): Promise<SealFinding> {
	const own = await readMeta(database, 'deviceKey');
	const server = await readMeta(database, 'serverKeys');
	const devices = own ? { [own.device]: own.publicKey } : {};
	const keys = { devices, receipts: server?.receipts ?? {} };
	const checker = { sha256: hashOf, verify: isSignedBy };
	if (factId !== undefined) return checkFactSeal(record, factId, keys, checker);
	if (record.kind !== 'workOrder') return { kind: 'open' };
	return checkSeal(record, keys, checker);
}

async function sealDraft(
	{ kind, id }: SignedRecord,
	text: FrozenText,
	key: DeviceKey,
): Promise<CommandDraft> {
	const { json, of: completion } = text;
	const sha256 = await hashOf(json);
	const signature = await signWith(key, sealText(id, { completion, device: key.device, sha256 }));
	return {
		type: `${kind}.sealSnapshot@1`,
		kind,
		record: id,
		args: { completion, sha256, signature, json },
		causedBy: completion,
	};
}

function hashOf(text: string): Promise<string> {
	return sha256Of(encoder.encode(text).buffer);
}
