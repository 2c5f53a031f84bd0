/**
 * Expected failures are values: a refusal has a kind (one table turns kinds into words in both
 * languages), the fields it is about and facts for the sentence. Bugs throw.
 */
export const refusalKinds = [
	'unknown-command',
	/** Of a version of the app that is no longer taken. */
	'command-too-old',
	'bad-input',
	'not-found',
	'already-exists',
	'not-allowed',
	'not-assignee',
	'wrong-state',
	'conflict',
	'reason-missing',
	'solution-missing',
	'lines-open',
	'line-missing',
	/** Split off: it goes on in a follow-up order. */
	'line-elsewhere',
	/** All lines split off: nothing would be left to complete. */
	'no-line-left',
	'consent-missing',
	/** Network work: nobody was told of the interruption yet. */
	'notice-missing',
	/** An interruption that was announced is not over. */
	'interruption-open',
	'signature-missing',
	'signature-empty',
	'vendor-missing',
	'loan-out',
	'vendor-listed',
	'evidence-missing',
	/** A step of the checklist that is done by a value. */
	'reading-missing',
	/** A step of the checklist that asks for one. */
	'photo-missing',
	'assignee-unfit',
	'nothing-held',
	'already-rated',
	'too-late',
	'tries-missing',
	'too-many',
	'frozen',
	/** A field of the asset's category that is not filled in. */
	'field-required',
	/** Another asset carries that value already; only the server knows. */
	'value-taken',
	/** The server hands no e-mail on. */
	'mail-off',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

export interface Refusal {
	kind: RefusalKind;
	/** Dotted paths of the fields concerned. */
	fields?: string[];
	/** Facts for the sentence, e.g. `{state: 'closed'}`. */
	detail?: Record<string, string | number>;
}

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function accept<T>(value: T): Result<T> {
	return { ok: true, value };
}

export function refuse(
	kind: RefusalKind,
	more: { fields?: string[]; detail?: Record<string, string | number> } = {},
): { ok: false; refusal: Refusal } {
	return { ok: false, refusal: { kind, ...more } };
}
