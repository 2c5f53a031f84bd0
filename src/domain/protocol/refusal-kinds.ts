/**
 * The kinds of refusals that are no decision's: those of the server's doors and those a device finds
 * by itself. Named here so that the one table of words can be held to all of them.
 */
export const serverRefusalKinds = [
	'signed-out',
	'wrong-password',
	'too-many-attempts',
	'too-many-requests',
	'other-site',
	'device-of-another',
	'app-too-old',
	'not-allowed',
	'not-found',
	'bad-input',
	'too-large',
	'busy',
	'server-fault',
	/** Somebody else claimed the order first. */
	'taken',
	'import-running',
	/** Of uploads: what arrived is not what was announced. */
	'hash-mismatch',
	'type-mismatch',
	/** Of uploads: the device goes on from where the server says. */
	'wrong-offset',
] as const;
export type ServerRefusalKind = (typeof serverRefusalKinds)[number];

export const deviceRefusalKinds = [
	/** The disk is full; nothing of the call was written, everything older is kept. */
	'storage-full',
	/** The server has not given this installation its code yet. */
	'no-device-code',
	/** Sent already, or older than the undo time. */
	'undo-too-late',
	/** Something recorded later needs it. */
	'undo-needed',
	'blob-too-large',
	'blob-empty',
	/** The bytes are not on the device any more. */
	'blob-missing',
	/** The command that names the blob was refused, or the server gave no reason. */
	'blob-refused',
	/** One command alone is more than the server takes at once. */
	'command-too-large',
	/** No answer. */
	'offline',
] as const;
export type DeviceRefusalKind = (typeof deviceRefusalKinds)[number];
