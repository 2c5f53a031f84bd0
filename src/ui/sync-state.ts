/** Where a saved thing is on its way to the server, and the state of the connection. */
export const syncStates = [
	'waiting',
	'sending',
	'delivered',
	'held',
	'conflict',
	'refused',
	'offline',
	'signed_out',
	'disabled',
] as const;

export type SyncState = (typeof syncStates)[number];
