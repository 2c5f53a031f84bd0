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
	/** Another command of that name is in the journal: the device takes a new name (`renew-device`). */
	'seq-taken',
	/** Somebody else claimed the order first. */
	'taken',
	'import-running',
	/** The account was disabled; what was unsent may still be handed in. */
	'user-disabled',
	/** Of commands: kept for the desk, their author may no longer see the record. */
	'out-of-scope',
	/** Not taken yet: too much of his waits for the desk already. The device offers it again. */
	'desk-full',
	/** Of releases: what its author did before on the same record was not decided yet. */
	'earlier-first',
	/** Of rescue files: no such file, or not whole; sealed for another server; not provably its device's. */
	'rescue-damaged',
	'rescue-other-server',
	'rescue-unverified',
	/** Whose device it is may not hand in work any more. */
	'rescue-author',
	/** Of uploads: what arrived is not what was announced. */
	'hash-mismatch',
	'type-mismatch',
	/** Of uploads: the device goes on from where the server says. */
	'wrong-offset',
] as const;
export type ServerRefusalKind = (typeof serverRefusalKinds)[number];

export const deviceRefusalKinds = [
	/** Late work the desk does not count; its reason says why. */
	'discarded',
	/** The disk is full; nothing of the call was written, everything older is kept. */
	'storage-full',
	/** The file with the rules could not be loaded; nothing was changed. */
	'rules-not-loaded',
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
	/** Of the rescue file: the server was never reached, nothing waits, or too much for one file. */
	'no-server-key',
	'nothing-unsent',
	'rescue-too-large',
	/** No answer. */
	'offline',
] as const;
export type DeviceRefusalKind = (typeof deviceRefusalKinds)[number];
