import type { AnyRecord } from '#domain/record-schemas.ts';
import { receiptText, sealText, type Receipt } from '#domain/seal/seal.ts';
import type { Seal } from '#domain/seal/check-seal.ts';
import type { Instant } from '#domain/time/instant.ts';
import { isSigned, type SignedRecord } from '#domain/seal/frozen-texts.ts';
import type { Accounts } from '#server/store/port.ts';
import { isSignedBy, sha256Hex } from './check-signature.ts';
import type { ServerKeys } from './server-keys.ts';

/**
 * Adds the server's receipt to every seal without one. It refuses nothing: a signature that is not
 * right by the device's registered key is noted as such, the work counts all the same.
 */
export async function countersigned<R extends AnyRecord>(
	store: Pick<Accounts, 'device'>,
	keys: ServerKeys,
	record: R,
	now: Instant,
): Promise<R> {
	if (!isSigned(record)) return record;
	const order: SignedRecord = record;
	if (!order.seals?.some(({ receipt }) => receipt === undefined)) return record;
	const seals: Seal[] = [];
	for (const seal of order.seals)
		seals.push(
			seal.receipt ? seal : { ...seal, receipt: await receiptOf(store, keys, order, seal, now) },
		);
	return { ...record, seals };
}

async function receiptOf(
	store: Pick<Accounts, 'device'>,
	keys: ServerKeys,
	order: SignedRecord,
	seal: Seal,
	at: Instant,
): Promise<Receipt> {
	const device = await store.device(seal.device);
	const key = device?.userId === seal.by ? device.publicKey : undefined;
	const frozen = order.kind === 'workOrder' ? order.snapshot?.json : undefined;
	const json = seal.json ?? frozen ?? '';
	const verified =
		key !== undefined &&
		sha256Hex(json) === seal.sha256 &&
		isSignedBy(key, sealText(order.id, seal), seal.signature);
	const found = { at, verified, ...(key !== undefined && { deviceKey: key }) };
	const signature = keys.signReceipt(receiptText(order.id, seal, found));
	return { ...found, sha256: seal.sha256, keyId: keys.public.receipt.id, signature };
}
