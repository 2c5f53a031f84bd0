/** What a signature proves, checked with nothing but the record and the public keys at hand. */
import type { WorkOrder } from '../work-order/work-order.ts';
import { changesSince, fieldsChanged, type SnapshotChange } from './changes-since.ts';
import { commandOfPart } from './command-of-part.ts';
import { frozenTexts, type SignedRecord } from './frozen-texts.ts';
import type { SignatureChecker } from './keys.ts';
import { receiptText, sealText, type Receipt } from './seal.ts';

/** Public keys known on this side, not taken from the record. */
export interface KnownKeys {
	/** Of the server's receipts, by key id. */
	receipts: Readonly<Record<string, string>>;
	/** Of devices, by device id: at least one's own. */
	devices: Readonly<Record<string, string>>;
}

/** text: not what was signed; device, server: that signature; unverified: the server could not confirm the device's. */
export type SealFault = 'text' | 'device' | 'server' | 'unverified' | 'unknown-key';

export type SealFinding =
	/** Nothing was handed in yet. */
	| { kind: 'open' }
	/** Handed in without a device's signature. */
	| { kind: 'unsealed' }
	| { kind: 'invalid'; fault: SealFault }
	/** Signed; the server's receipt has not come yet. */
	| { kind: 'waiting'; signedAt: string; changes: SnapshotChange[] }
	| { kind: 'signed'; signedAt: string; receivedAt: string; changes: SnapshotChange[] };

export type Seal = NonNullable<WorkOrder['seals']>[number];

/** The seal of what that command froze: the completion that stands, a consent, a notice. */
export function sealOf(
	{ seals = [] }: Pick<SignedRecord, 'seals'>,
	of: string | undefined,
): Seal | undefined {
	return seals.find(({ completion, retracted }) => completion === of && !retracted);
}

export async function checkSeal(
	order: WorkOrder,
	keys: KnownKeys,
	checker: SignatureChecker,
): Promise<SealFinding> {
	if (!order.snapshot) return { kind: 'open' };
	const seal = order.snapshot.of === undefined ? undefined : sealOf(order, order.snapshot.of);
	if (!seal) return { kind: 'unsealed' };
	const json = seal.json ?? order.snapshot.json;
	return findingOf(order, seal, json, keys, checker, () => changesSince(json, order));
}

/** The same of a consent or notice, or of a signature under a repair, which do not change once recorded. */
export async function checkFactSeal(
	order: SignedRecord,
	factId: string,
	keys: KnownKeys,
	checker: SignatureChecker,
): Promise<SealFinding> {
	const of = commandOfPart(factId);
	const text = frozenTexts(order).find((frozen) => frozen.of === of);
	const seal = sealOf(order, of);
	if (!text) return { kind: 'open' };
	if (!seal) return { kind: 'unsealed' };
	const json = seal.json ?? text.json;
	return findingOf(order, seal, json, keys, checker, () =>
		json === text.json ? [] : changedIn(order, factId, json, text.json),
	);
}

function changedIn(
	record: SignedRecord,
	factId: string,
	was: string,
	is: string,
): SnapshotChange[] {
	if (record.kind !== 'workOrder') return fieldsChanged(was, is);
	const isConsent = record.consents?.some(({ id }) => id === factId);
	return [{ field: isConsent ? 'consents' : 'interruptions', how: 'changed' }];
}

async function findingOf(
	order: SignedRecord,
	seal: Seal,
	json: string,
	keys: KnownKeys,
	checker: SignatureChecker,
	compare: () => SnapshotChange[],
): Promise<SealFinding> {
	const fault = await faultOf(order.id, seal, json, keys, checker);
	if (fault) return { kind: 'invalid', fault };
	const changes = compare();
	const found = { signedAt: seal.at, changes };
	if (!seal.receipt) return { kind: 'waiting', ...found };
	return { kind: 'signed', receivedAt: seal.receipt.at, ...found };
}

async function faultOf(
	order: string,
	seal: Seal,
	json: string,
	keys: KnownKeys,
	checker: SignatureChecker,
): Promise<SealFault | undefined> {
	if ((await checker.sha256(json)) !== seal.sha256) return 'text';
	const server = seal.receipt && (await receiptFault(order, seal, seal.receipt, keys, checker));
	if (server) return server;
	const named = seal.receipt?.deviceKey;
	const known = keys.devices[seal.device];
	if (named && known && named !== known) return 'device';
	const key = known ?? named;
	// Without a receipt only the device itself knows its key: the server will look.
	if (key === undefined) return undefined;
	const right = await checker.verify(key, sealText(order, seal), seal.signature);
	return right ? undefined : 'device';
}

async function receiptFault(
	order: string,
	seal: Seal,
	receipt: Receipt,
	keys: KnownKeys,
	checker: SignatureChecker,
): Promise<SealFault | undefined> {
	const key = keys.receipts[receipt.keyId];
	if (key === undefined) return 'unknown-key';
	if (receipt.sha256 !== seal.sha256) return 'server';
	const text = receiptText(order, seal, receipt);
	if (!(await checker.verify(key, text, receipt.signature))) return 'server';
	return receipt.verified && receipt.deviceKey ? undefined : 'unverified';
}
