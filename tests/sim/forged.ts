/** Numbers no device of the story comes to by itself. */
export const strangersSeq = 1_000_000;

/** Sent past every app: who sends so keeps no order of his own. */
export function isForged({ seq }: { seq: number }): boolean {
	return seq > strangersSeq;
}
