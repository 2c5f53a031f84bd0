/** One line of a record: what it is called and what it is. */
export interface Fact {
	label: string;
	value: string;
	/** Numbers and ids: not broken over lines. */
	code?: boolean | undefined;
	tone?: 'ok' | 'warn' | 'late' | 'still' | undefined;
}
