import * as v from 'valibot';
import { PullResponse } from '#domain/protocol/wire.ts';
import type { PulledPage } from './pull.ts';

const Frame = v.omit(PullResponse, ['records']);

/**
 * The response's JSON. Bodies go out as the text they are kept in, neither parsed nor written anew:
 * they were checked when they were stored.
 */
export function pullText(
	{ records, ...frame }: PulledPage,
	more: Pick<v.InferOutput<typeof Frame>, 'grants' | 'epoch' | 'serverTime'>,
): string {
	const bodies = records.map(({ json, ...head }) =>
		spliced(JSON.stringify(head), `"body":${json}`),
	);
	const rest = JSON.stringify(v.parse(Frame, { ...frame, ...more }));
	return spliced(rest, `"records":[${bodies.join(',')}]`);
}

/** One more member at the end of an object's text. */
function spliced(object: string, member: string): string {
	return `${object.slice(0, -1)},${member}}`;
}
