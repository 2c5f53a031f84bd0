/**
 * Reads a rescue file, and only after its signature was checked (`#domain/rescue/rescue-file.ts`).
 * Everything wrong with it is a Problem with words for who brought it; the file itself is left alone.
 */
import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import {
	gcmTagBytes,
	rescueChunkBytes,
	rescueHeadBytesMax,
	RescueHeadSchema,
	rescueKeyPurpose,
	rescueMagic,
	rescueNonce,
	rescueSignedText,
	signatureBytes,
	type RescueHead,
} from '#domain/rescue/rescue-file.ts';
import { Problem } from '#server/http/problem.ts';
import { isSignedBy } from '#server/keys/check-signature.ts';
import type { ServerKeys } from '#server/keys/server-keys.ts';
import type { DeviceRow } from '#server/store/port.ts';

const lengthBytes = 4;
const aesKeyBytes = 32;
const sealedChunkBytes = rescueChunkBytes + gcmTagBytes;

export interface OpenRescueFile {
	head: RescueHead;
	/** Whose signature it bears. */
	device: DeviceRow;
	/** The content, chunk by chunk, each authenticated before it is given. */
	content(): AsyncGenerator<Buffer>;
}

interface Layout {
	head: RescueHead;
	headHash: Buffer;
	/** Where the chunks begin and end. */
	begin: number;
	end: number;
}

/** Throws a Problem: `rescue-damaged`, `rescue-other-server`, `rescue-unverified`. */
export async function openRescueFile(
	file: FileHandle,
	keys: ServerKeys,
	deviceOf: (id: string) => Promise<DeviceRow | undefined>,
): Promise<OpenRescueFile> {
	const layout = await layoutOf(file);
	const { head } = layout;
	if (head.keyId !== keys.public.rescue.id) throw new Problem(422, 'rescue-other-server');
	const device = await deviceOf(head.device);
	if (!device?.publicKey) throw unverified();
	const signature = await bytesAt(file, layout.end, signatureBytes);
	const text = rescueSignedText(layout.headHash.toString('hex'), await chunkHashes(file, layout));
	if (!isSignedBy(device.publicKey, text, signature)) throw unverified();
	const key = contentKey(keys, layout);
	return { head, device, content: () => decrypted(file, layout, key) };
}

const damaged = () => new Problem(422, 'rescue-damaged');
const unverified = () => new Problem(422, 'rescue-unverified');

async function layoutOf(file: FileHandle): Promise<Layout> {
	const { size } = await file.stat();
	const opening = Buffer.byteLength(rescueMagic) + lengthBytes;
	const start = await bytesAt(file, 0, opening);
	if (start.subarray(0, -lengthBytes).toString() !== rescueMagic) throw damaged();
	const headBytes = start.readUInt32BE(opening - lengthBytes);
	if (headBytes > rescueHeadBytesMax) throw damaged();
	const whole = await bytesAt(file, 0, opening + headBytes);
	const head = v.safeParse(HeadText, whole.subarray(opening).toString());
	const [begin, end] = [opening + headBytes, size - signatureBytes];
	if (!head.success || end - begin < gcmTagBytes) throw damaged();
	return { head: head.output, headHash: createHash('sha256').update(whole).digest(), begin, end };
}

const HeadText = v.pipe(v.string(), v.parseJson(), RescueHeadSchema);

async function chunkHashes(file: FileHandle, layout: Layout): Promise<string[]> {
	const hashes: string[] = [];
	for await (const { sealed } of sealedChunks(file, layout))
		hashes.push(createHash('sha256').update(sealed).digest('hex'));
	return hashes;
}

async function* sealedChunks(file: FileHandle, { begin, end }: Layout) {
	for (let at = begin, index = 0; at < end; at += sealedChunkBytes, index++) {
		const sealed = await bytesAt(file, at, Math.min(sealedChunkBytes, end - at));
		yield { sealed, index, isLast: at + sealedChunkBytes >= end };
	}
}

function contentKey(keys: ServerKeys, { head, headHash }: Layout): Buffer {
	try {
		const secret = keys.agreeOnRescue(head.ephemeral);
		return Buffer.from(hkdfSync('sha256', secret, headHash, rescueKeyPurpose, aesKeyBytes));
	} catch {
		throw damaged();
	}
}

async function* decrypted(file: FileHandle, layout: Layout, key: Buffer): AsyncGenerator<Buffer> {
	for await (const { sealed, index, isLast } of sealedChunks(file, layout))
		yield opened(sealed, key, rescueNonce(index, isLast));
}

function opened(sealed: Buffer, key: Buffer, nonce: Uint8Array): Buffer {
	try {
		const cipher = createDecipheriv('aes-256-gcm', key, nonce);
		cipher.setAuthTag(sealed.subarray(-gcmTagBytes));
		return Buffer.concat([cipher.update(sealed.subarray(0, -gcmTagBytes)), cipher.final()]);
	} catch {
		throw damaged();
	}
}

/** Exactly so many bytes; a file that ends before them is damaged. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
	const buffer = Buffer.alloc(Math.max(0, length));
	const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
	if (bytesRead !== length) throw damaged();
	return buffer;
}
