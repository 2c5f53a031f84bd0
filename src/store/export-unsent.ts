/**
 * The way out for a device that cannot reach the server: everything it has not handed in, in one
 * file that only the server can open (decisions/0007). Reads only: what is exported stays queued,
 * and is answered as a duplicate should the device send it itself one day.
 */
import { protocolVersion, pushCommandsMax, type PushRequest } from '#domain/protocol/wire.ts';
import {
	rescueContentBytesMax,
	rescueFileExtension,
	uint32,
	type RescueManifest,
} from '#domain/rescue/rescue-file.ts';
import { instantOf, type Instant } from '#domain/time/instant.ts';
import type { InferOutput } from 'valibot';
import { deviceKey } from './device-key.ts';
import { readMeta } from './meta.ts';
import { proofOfBatch, withOneProof } from './proof.ts';
import { writeRescueFile, type RescueSealing } from './rescue-file.ts';
import { resentFacts } from './resend.ts';
import type { BlobRow, OutboxRow } from './rows.ts';
import { openCommand, type StoreParts } from './store-parts.ts';
import { RefusedError } from './store-result.ts';

type Push = InferOutput<typeof PushRequest>;

export interface UnsentFile {
	file: File;
	commands: number;
	blobs: number;
}

/** Bytes put into the file so far, of all. */
export type ExportProgress = (doneBytes: number, totalBytes: number) => void;

const encoder = new TextEncoder();
/** Of the device's id in the file's name, to tell two phones' files apart. */
const deviceLetters = 6;

/** Throws a RefusedError: `no-server-key`, `nothing-unsent`, `rescue-too-large`. */
export async function exportUnsent(
	parts: StoreParts,
	progress: ExportProgress,
): Promise<UnsentFile> {
	const sealing = await sealingOf(parts);
	const pushes = await unsentPushes(parts);
	const commands = pushes.reduce((sum, push) => sum + push.commands.length, 0);
	const blobs = await unsentBlobs(parts);
	if (commands + blobs.length === 0) throw new RefusedError({ kind: 'nothing-unsent' });
	const manifest = encoder.encode(JSON.stringify(manifestOf(pushes, blobs)));
	const totalBytes = blobs.reduce((sum, { bytes }) => sum + bytes, manifest.length);
	if (totalBytes > rescueContentBytesMax) throw new RefusedError({ kind: 'rescue-too-large' });
	const content = contentOf(parts, manifest, blobs, (done) => progress(done, totalBytes));
	const body = await writeRescueFile(sealing, content);
	const file = new File([body], nameOf(sealing), { type: body.type });
	return { file, commands, blobs: blobs.length };
}

/** The server must know this device's key, or nobody could tell that the file is its own. */
async function sealingOf({ database, clock }: StoreParts): Promise<RescueSealing> {
	const server = await readMeta(database, 'serverKeys');
	const key = await deviceKey(database);
	if (!key || server?.device !== key.device) throw new RefusedError({ kind: 'no-server-key' });
	return { key, server: server.rescue, madeAt: instantOf(clock.wallMs()) };
}

/** Queued, refused, in conflict or held: all the server did not simply take, as it would be sent. */
async function unsentPushes(parts: StoreParts): Promise<Push[]> {
	const pushes: Push[] = [];
	let rest = await parts.database.outbox.where('status').notEqual('acknowledged').sortBy('seq');
	while (rest.length > 0) {
		const rows = withOneName(parts, await withOneProof(parts, rest)).slice(0, pushCommandsMax);
		const commands = rows.map((row) => openCommand(parts, row));
		const cursor = await proofOfBatch(parts, commands);
		const resent = resentFacts(rows, Number.POSITIVE_INFINITY);
		pushes.push({
			...{ device: commands[0]?.device ?? '', protocol: protocolVersion, commands },
			...(cursor !== undefined && { cursor }),
			// Whoever brings the file does not wait for others.
			...(resent.length > 0 && { resent }),
		});
		rest = rest.slice(rows.length);
	}
	return pushes;
}

/** The beginning of a queue under one name; a renewed device has some under its old one. */
function withOneName(parts: StoreParts, rows: readonly OutboxRow[]): OutboxRow[] {
	const names = rows.map((row) => openCommand(parts, row).device);
	const end = names.findIndex((name) => name !== names[0]);
	return end === -1 ? [...rows] : rows.slice(0, end);
}

/** Those whose bytes are still here. */
async function unsentBlobs({ database }: StoreParts): Promise<BlobRow[]> {
	const rows = await database.blobs.where('status').anyOf('waiting', 'refused').toArray();
	const keys = new Set(await database.blobBytes.toCollection().primaryKeys());
	return rows.filter(({ sha256 }) => keys.has(sha256));
}

function manifestOf(pushes: Push[], blobs: readonly BlobRow[]): RescueManifest {
	const refs = blobs.map(({ sha256, type, bytes, records }) => ({ sha256, type, bytes, records }));
	return { pushes, blobs: refs };
}

async function* contentOf(
	{ database, codec }: StoreParts,
	manifest: Uint8Array<ArrayBuffer>,
	blobs: readonly BlobRow[],
	done: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	let bytes = manifest.length;
	yield uint32(manifest.length);
	yield manifest;
	for (const { sha256 } of blobs) {
		done(bytes);
		const stored = await database.blobBytes.get(sha256);
		// Sent meanwhile and let go: the manifest no longer fits, the next try will.
		if (!stored) throw new RefusedError({ kind: 'blob-missing' });
		const data = new Uint8Array(codec.openBytes(stored.data));
		yield data;
		bytes += data.length;
	}
	done(bytes);
}

function nameOf({ key, madeAt }: RescueSealing): string {
	const day = (at: Instant) => at.slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-');
	return `outpost-${day(madeAt)}-${key.device.slice(-deviceLetters)}.${rescueFileExtension}`;
}
