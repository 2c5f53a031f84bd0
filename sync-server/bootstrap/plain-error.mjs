/** A failure whose message alone tells the reader what happened and what to do. */
export class PlainError extends Error {
	plain = true;
}
