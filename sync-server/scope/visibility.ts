import { isInspector } from '#domain/inspection/inspection.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';

/** Whether a holder of those grants sees a record of these channels. */
export function sees(grants: ReadonlySet<string>, channels: readonly string[]): boolean {
	return channels.some((channel) => grants.has(channel));
}

/** Kinds the desk finds online, all of them, whether or not they lie on its devices. */
export function isInArchive(kind: RecordKind): boolean {
	return kind === 'asset' || kind === 'workOrder';
}

/**
 * Whether a user may still hand in work on a record he does not see: he made it, or it was his
 * visit (an order re-dispatched while he was out of reach keeps his facts), or he was sent on that round.
 */
export function hadPartIn(userId: string, record: AnyRecord): boolean {
	if (record.createdBy === userId) return true;
	if (record.kind === 'inspection') return isInspector(record, userId);
	return record.kind === 'workOrder' && record.visits.some((visit) => visit.engineerId === userId);
}
