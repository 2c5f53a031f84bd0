import * as v from 'valibot';
import { PackedSignatureSchema, type PackedSignature } from '#domain/signature/strokes.ts';
import type { AccountStore } from './account-store.ts';

const key = 'own-hand';

/** One's own hand as it was drawn on this device; it stays here until it signs something. */
export async function ownHand({ drafts }: AccountStore): Promise<PackedSignature | undefined> {
	const kept = v.safeParse(PackedSignatureSchema, await drafts.get(key));
	return kept.success ? kept.output : undefined;
}

/** False where the device took it not; undefined forgets it. */
export async function keepOwnHand(
	{ drafts }: AccountStore,
	strokes: PackedSignature | undefined,
): Promise<boolean> {
	if (strokes) return (await drafts.set(key, strokes)).ok;
	await drafts.clear(key);
	return true;
}
