/** What a scan found against the expected list. */
export const auditMarks = [
	'found',
	'moved',
	'holder',
	'data',
	'unknown',
	'missing',
	'repeat',
] as const;

export type AuditMarkKind = (typeof auditMarks)[number];
