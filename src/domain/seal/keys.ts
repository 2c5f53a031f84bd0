import * as v from 'valibot';

/**
 * Keys and signatures as text. One curve everywhere: every browser of today has P-256, not every
 * one Ed25519.
 */
const spkiOfP256 = /^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==$/;

/** A P-256 public key: SPKI in base64. */
export const PublicKeySchema = v.pipe(v.string(), v.regex(spkiOfP256));

/** An ECDSA signature over SHA-256: r and s, 32 bytes each, in base64. */
export const SignatureTextSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/));

/** The beginning of the SHA-256 of a server's public key, hexadecimal. */
export const KeyIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

const ServerKeySchema = v.looseObject({ id: KeyIdSchema, publicKey: PublicKeySchema });

/** What a device needs to check receipts, and to seal a file only the server can open. */
export const ServerKeysSchema = v.looseObject({
	receipt: ServerKeySchema,
	rescue: ServerKeySchema,
});
export type ServerKeys = v.InferOutput<typeof ServerKeysSchema>;

/** The cryptography a check needs; the rules have none of their own. */
export interface SignatureChecker {
	/** Hexadecimal, of the text in UTF-8. */
	sha256(text: string): Promise<string>;
	/** ECDSA P-256 over SHA-256. False for whatever is wrong with key or signature. */
	verify(publicKey: string, text: string, signature: string): Promise<boolean>;
}
