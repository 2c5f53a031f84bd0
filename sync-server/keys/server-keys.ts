/**
 * The server's own keys. They are derived from the secret made with the database, so that every
 * store driver has them, a restored database has the same ones, and nothing more has to be kept.
 */
import {
	createECDH,
	createHash,
	createPrivateKey,
	createPublicKey,
	diffieHellman,
	hkdfSync,
	sign,
	type KeyObject,
} from 'node:crypto';
import type { ServerKeys as PublicServerKeys } from '#domain/seal/keys.ts';

const curve = 'prime256v1';
/** Order of the curve's group (FIPS 186-5). */
const groupOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** 128 bits more than the order has: what is left over by the division favours no key. */
const seedBytes = 48;
const scalarBytes = 32;
const keyIdLength = 16;

export interface ServerKeys {
	/** As devices get them with hello. */
	readonly public: PublicServerKeys;
	/** Countersigns what a device handed in; base64, r and s. */
	signReceipt(text: string): string;
	/** The secret shared with who made that ephemeral key for a rescue file. Throws on a key that is none. */
	agreeOnRescue(ephemeralKey: string): Buffer;
}

export function serverKeys(secret: Uint8Array): ServerKeys {
	const receipt = derivedKey(secret, 'outpost receipt key 1');
	const rescue = derivedKey(secret, 'outpost rescue key 1');
	return {
		public: { receipt: publicPart(receipt), rescue: publicPart(rescue) },
		signReceipt: (text) =>
			sign('sha256', Buffer.from(text), { key: receipt, dsaEncoding: 'ieee-p1363' }).toString(
				'base64',
			),
		agreeOnRescue: (ephemeralKey) =>
			diffieHellman({ privateKey: rescue, publicKey: publicKeyOf(ephemeralKey) }),
	};
}

/** Throws on what is no key of the curve. */
export function publicKeyOf(spki: string): KeyObject {
	return createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
}

function derivedKey(secret: Uint8Array, purpose: string): KeyObject {
	const seed = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), purpose, seedBytes));
	const scalar = (BigInt(`0x${seed.toString('hex')}`) % (groupOrder - 1n)) + 1n;
	const d = Buffer.from(scalar.toString(16).padStart(2 * scalarBytes, '0'), 'hex');
	const ecdh = createECDH(curve);
	ecdh.setPrivateKey(d);
	const point = ecdh.getPublicKey();
	const [x, y] = [point.subarray(1, 1 + scalarBytes), point.subarray(1 + scalarBytes)];
	const word = (bytes: Buffer) => bytes.toString('base64url');
	const key = { kty: 'EC', crv: 'P-256', d: word(d), x: word(x), y: word(y) };
	return createPrivateKey({ key, format: 'jwk' });
}

function publicPart(key: KeyObject): { id: string; publicKey: string } {
	const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
	const id = createHash('sha256').update(spki).digest('hex').slice(0, keyIdLength);
	return { id, publicKey: spki.toString('base64') };
}
