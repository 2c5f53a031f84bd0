import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RecordKey } from '#server/store/port.ts';

const sealBytes = 18;

/**
 * That this server gave that number to that record: kept in the record beside it. After a restore
 * from an older backup a device hands both in again, and only what was given is given back.
 */
export function numberSealOf(secret: Uint8Array, { kind, id }: RecordKey, number: string): string {
	const digest = createHmac('sha256', secret).update(`number ${kind}/${id} ${number}`).digest();
	return digest.subarray(0, sealBytes).toString('base64url');
}

export function isNumberSeal(
	secret: Uint8Array,
	key: RecordKey,
	{ number, numberSeal }: { number: string; numberSeal: string },
): boolean {
	const [given, made] = [numberSeal, numberSealOf(secret, key, number)].map((text) =>
		Buffer.from(text),
	);
	return given !== undefined && made !== undefined && given.length === made.length
		? timingSafeEqual(given, made)
		: false;
}
