import { createHash, verify } from 'node:crypto';
import { publicKeyOf } from './server-keys.ts';

/** ECDSA P-256 over SHA-256. False for whatever is wrong with key or signature. */
export function isSignedBy(
	publicKey: string,
	text: string | Uint8Array,
	signature: string | Uint8Array,
): boolean {
	try {
		const key = { key: publicKeyOf(publicKey), dsaEncoding: 'ieee-p1363' as const };
		const bytes = typeof signature === 'string' ? Buffer.from(signature, 'base64') : signature;
		return verify('sha256', typeof text === 'string' ? Buffer.from(text) : text, key, bytes);
	} catch {
		return false;
	}
}

export function sha256Hex(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
