import type { Paper } from '#domain/work-order/work-order.ts';
import type { BlobRow } from '#store/rows.ts';
import { m } from '#i18n/generated/messages.js';

/** How the bytes on this device stand, by SHA-256. */
export type KeptPlaces = ReadonlyMap<string, BlobRow['status']>;

/** Whether the bytes are those the server keeps. */
export function keptText({ blob }: Pick<Paper, 'blob'>, places: KeptPlaces | undefined): string {
	const status = places?.get(blob.sha256);
	if (status === undefined) return m.papers_kept_there();
	if (status === 'refused') return m.papers_kept_refused();
	return status === 'waiting' ? m.papers_kept_here() : m.papers_kept_both();
}
