import * as v from 'valibot';
import type { ServerRefusalKind } from '#domain/protocol/refusal-kinds.ts';

/** A refusal at the door: its status and the kind the app has words for. */
export class Problem extends Error {
	readonly statusCode: number;
	readonly kind: ServerRefusalKind;
	readonly retryAfterS: number | undefined;

	constructor(statusCode: number, kind: ServerRefusalKind, retryAfterS?: number) {
		super(kind);
		this.statusCode = statusCode;
		this.kind = kind;
		this.retryAfterS = retryAfterS;
	}
}

export const signedOut = () => new Problem(401, 'signed-out');
export const notFound = () => new Problem(404, 'not-found');
const badInput = () => new Problem(400, 'bad-input');

/** What came in, checked by its schema; a Problem otherwise. */
export function parseInput<S extends v.GenericSchema>(schema: S, raw: unknown): v.InferOutput<S> {
	const parsed = v.safeParse(schema, raw);
	if (!parsed.success) throw badInput();
	return parsed.output;
}
