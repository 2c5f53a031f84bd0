/**
 * 1. Every second that was recorded lies on the disk before the next one, as drafts `voice:ORDER:N`:
 *    a call, a dead battery or a closed page loses none before it.
 * 2. Who records holds the lock of that order; pieces nobody holds are a recording that was cut off.
 * 3. They become a voice note of the order, and are cleared, in one transaction.
 */
import * as v from 'valibot';
import { BlobTypeSchema, isAudio } from '#domain/protocol/blob.ts';
import { voiceSecondsMax } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import { blobRefOf } from '#store/blob-store.ts';
import type { StoreRefusal } from '#store/store-result.ts';

const PieceSchema = v.object({
	data: v.instance(ArrayBuffer),
	/** From the beginning to the end of this piece. */
	ms: v.number(),
	type: BlobTypeSchema,
});
export type Piece = v.InferOutput<typeof PieceSchema>;

export function lockOf(orderId: string): string {
	return `outpost-voice-${orderId}`;
}

function keyOf(orderId: string, n: number): string {
	return `voice:${orderId}:${n}`;
}

/** False where the disk took no more. */
export async function keepPiece(
	{ drafts }: AccountStore,
	orderId: string,
	n: number,
	piece: Piece,
): Promise<boolean> {
	return (await drafts.set(keyOf(orderId, n), piece)).ok;
}

/** What was recorded and is no note yet; empty for none. */
export async function piecesOf({ drafts }: AccountStore, orderId: string): Promise<Piece[]> {
	const pieces: Piece[] = [];
	for (;;) {
		const next = v.safeParse(PieceSchema, await drafts.get(keyOf(orderId, pieces.length)));
		if (!next.success) return pieces;
		pieces.push(next.output);
	}
}

/** Makes the note of what was recorded; answers why not. */
export async function keepVoice(
	store: AccountStore,
	orderId: string,
	pieces: readonly Piece[],
	interrupted: boolean,
): Promise<StoreRefusal | undefined> {
	const last = pieces.at(-1);
	if (!last || !isAudio(last.type)) return undefined;
	const data = await new Blob(pieces.map((piece) => piece.data)).arrayBuffer();
	const blob = await blobRefOf(data, last.type);
	const seconds = Math.min(voiceSecondsMax, Math.max(1, Math.round(last.ms / 1_000)));
	const result = await store.execute(
		{
			...{ type: 'workOrder.addVoice@1', kind: 'workOrder', record: orderId },
			args: { blob, seconds, ...(interrupted && { interrupted }) },
		},
		{
			blobs: [{ sha256: blob.sha256, type: blob.type, data, recordId: orderId }],
			clearDrafts: pieces.map((_, n) => keyOf(orderId, n)),
		},
	);
	return result.ok ? undefined : result.refusal;
}

/** Turns a recording that was cut off into a note; true where there was one. */
export function recoverVoice(store: AccountStore, orderId: string): Promise<boolean> {
	return navigator.locks.request(lockOf(orderId), { ifAvailable: true }, async (lock) => {
		if (!lock) return false;
		const pieces = await piecesOf(store, orderId);
		if (pieces.length === 0) return false;
		return (await keepVoice(store, orderId, pieces, true)) === undefined;
	});
}
