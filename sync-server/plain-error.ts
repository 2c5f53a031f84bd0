/** A failure the person who started the server can act on: told in two sentences, without a stack. */
export class PlainError extends Error {
	constructor(english: string, chinese: string) {
		super(`${english}\n${chinese}`);
	}
}
