import type { CouchRequest } from '#server/store/couch-transport.ts';

/** Until a held request is there, or it never comes. */
export const heldTurnsMax = 600;
/** Until a tab is open. */
export const openingTurns = 200;

/** Whether a request to a cluster writes that record. */
export function isWriteOf(id: string, { path, body }: CouchRequest): boolean {
	if (!path.endsWith('_bulk_docs')) return false;
	const { docs } = body as { docs: { type?: string; id?: string }[] };
	return docs.some((document) => document.type === 'record' && document.id === id);
}
