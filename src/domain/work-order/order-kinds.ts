/** What an order is about (domain.md, "Work order"). Apart from the record, which weighs much more. */
export const orderKinds = [
	'fault',
	'request',
	'repair',
	'purchase',
	'relocation',
	'preventive',
] as const;
