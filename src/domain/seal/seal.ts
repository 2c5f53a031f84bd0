/**
 * What was signed (decisions/0007). The device signs the hash of the snapshot it froze at
 * completion; the server countersigns at receipt, with its time and what it found.
 *
 * 1. A seal belongs to one completion, by its command id; a later completion gets its own. Consents
 *    and notices of interruption, signed before the work, each have one by the same way.
 * 2. It carries the snapshot as the device had it wherever the record's own text differs: the
 *    server numbers an order, and facts of others may lie between.
 * 3. Nothing on the wire brings a receipt: the server adds it in the commit that takes the seal.
 */
import * as v from 'valibot';
import { Sha256Schema } from '../protocol/blob.ts';
import { InstantSchema } from '../time/instant.ts';
import { KeyIdSchema, PublicKeySchema, SignatureTextSchema } from './keys.ts';

/** Characters of one snapshot; an order with 200 photos and a signature is a tenth of it. */
export const snapshotLengthMax = 1_000_000;

const ReceiptSchema = v.looseObject({
	/** When the server took it. */
	at: InstantSchema,
	sha256: Sha256Schema,
	/** Whether the device's signature was right by the key it had registered. */
	verified: v.boolean(),
	/** That key, so that anybody can check it again without the server. */
	deviceKey: v.optional(PublicKeySchema),
	keyId: KeyIdSchema,
	signature: SignatureTextSchema,
});
export type Receipt = v.InferOutput<typeof ReceiptSchema>;

export const sealEntries = {
	/** The command that completed the order, or recorded the consent or notice: `device:seq`. */
	completion: v.string(),
	device: v.string(),
	sha256: Sha256Schema,
	signature: SignatureTextSchema,
	/** The text that was signed; absent where it is the order's own snapshot. */
	json: v.optional(v.string()),
	receipt: v.optional(ReceiptSchema),
};

export interface SignedSnapshot {
	completion: string;
	device: string;
	sha256: string;
}

/** What the device signs. */
export function sealText(order: string, seal: SignedSnapshot): string {
	return ['outpost seal 1', order, seal.completion, seal.device, seal.sha256].join('\n');
}

/** What the server signs: the seal with its signature, by whom, when, and whether it was right. */
export function receiptText(
	order: string,
	seal: SignedSnapshot & { by: string; signature: string },
	receipt: Pick<Receipt, 'at' | 'verified' | 'deviceKey'>,
): string {
	return [
		'outpost receipt 1',
		...[order, seal.completion, seal.device, seal.by, seal.sha256, seal.signature],
		...[receipt.at, String(receipt.verified), receipt.deviceKey ?? ''],
	].join('\n');
}
