/** Writes a rescue file piece by piece; its format and what it holds to: `domain/rescue/rescue-file.ts`. */
import {
	rescueChunkBytes,
	rescueFileType,
	rescueKeyPurpose,
	rescueMagic,
	rescueNonce,
	rescueSignedText,
	uint32,
	type RescueHead,
} from '#domain/rescue/rescue-file.ts';
import type { Instant } from '#domain/time/instant.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { sha256Of } from './blob-store.ts';
import { signWith, type DeviceKey } from './device-key.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const agreement = { name: 'ECDH', namedCurve: 'P-256' };

export interface RescueSealing {
	key: DeviceKey;
	server: { id: string; publicKey: string };
	madeAt: Instant;
}

/** `content` may come in pieces of any size; never more than one of them and a chunk lie in memory. */
export async function writeRescueFile(
	sealing: RescueSealing,
	content: AsyncIterable<Bytes>,
): Promise<Blob> {
	const pair = await crypto.subtle.generateKey(agreement, false, ['deriveBits']);
	const head = await headOf(sealing, pair.publicKey);
	const headHash = await crypto.subtle.digest('SHA-256', head);
	const key = await contentKey(pair.privateKey, sealing.server.publicKey, headHash);
	const parts: Blob[] = [new Blob([head])];
	const hashes: string[] = [];
	for await (const { bytes, index, isLast } of chunksOf(content)) {
		const cipher = { name: 'AES-GCM', iv: rescueNonce(index, isLast) };
		const sealed = await crypto.subtle.encrypt(cipher, key, bytes);
		hashes.push(await sha256Of(sealed));
		// As a Blob it need not stay in the page's memory.
		parts.push(new Blob([sealed]));
	}
	const signature = await signWith(sealing.key, rescueSignedText(hexOf(headHash), hashes));
	return new Blob([...parts, fromBase64(signature)], { type: rescueFileType });
}

async function headOf({ key, server, madeAt }: RescueSealing, own: CryptoKey): Promise<Bytes> {
	const ephemeral = toBase64(await crypto.subtle.exportKey('spki', own));
	const head: RescueHead = { version: 1, device: key.device, keyId: server.id, ephemeral, madeAt };
	const json = encoder.encode(JSON.stringify(head));
	return joined([encoder.encode(rescueMagic), uint32(json.length), json]);
}

async function contentKey(own: CryptoKey, server: string, salt: ArrayBuffer): Promise<CryptoKey> {
	const { subtle } = crypto;
	const theirs = await subtle.importKey('spki', fromBase64(server), agreement, false, []);
	const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256);
	const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	const info = encoder.encode(rescueKeyPurpose);
	const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info };
	return subtle.deriveKey(derivation, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
}

interface Chunk {
	bytes: Bytes;
	index: number;
	isLast: boolean;
}

/** Full chunks, the last one with what is left; at least one. */
async function* chunksOf(content: AsyncIterable<Bytes>): AsyncGenerator<Chunk> {
	let index = 0;
	let open: Bytes[] = [];
	let openBytes = 0;
	for await (const piece of content) {
		for (let at = 0; at < piece.length;) {
			if (openBytes === rescueChunkBytes) {
				yield { bytes: joined(open), index: index++, isLast: false };
				[open, openBytes] = [[], 0];
			}
			const part = piece.subarray(at, at + rescueChunkBytes - openBytes);
			open.push(part);
			openBytes += part.length;
			at += part.length;
		}
	}
	yield { bytes: joined(open), index, isLast: true };
}

function joined(parts: readonly Bytes[]): Bytes {
	const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

function hexOf(hash: ArrayBuffer): string {
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
