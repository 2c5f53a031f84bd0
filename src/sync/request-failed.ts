import type { Failure } from './engine/state.ts';

/** A request that did not bring what it should; the engine decides what follows. */
export class RequestFailed extends Error {
	readonly failure: Failure;
	constructor(failure: Failure) {
		super(failure.kind === 'http' ? `http ${failure.status}` : failure.kind);
		this.name = 'RequestFailed';
		this.failure = failure;
	}
}

/** Whether that name cannot be this user's on this server. */
export function isDeviceOfAnother(error: unknown): boolean {
	return error instanceof RequestFailed && error.failure.kind === 'deviceOfAnother';
}

/** An answer other than 2xx, with the time the server asks to be left alone. */
export function httpFailure(
	status: number,
	header: (name: string) => string | null | undefined,
): RequestFailed {
	const retryAfterMs = retryAfterMsOf(header('retry-after'), header('date'));
	return new RequestFailed({
		kind: 'http',
		status,
		...(retryAfterMs !== undefined && { retryAfterMs }),
	});
}

/**
 * `Retry-After` in either of its forms, seconds or an HTTP date (RFC 9110, 10.2.3). A date counts from
 * the answer's own: the device's clock may be wrong.
 */
function retryAfterMsOf(
	retryAfter: string | null | undefined,
	date: string | null | undefined,
): number | undefined {
	if (!retryAfter) return undefined;
	const seconds = Number(retryAfter);
	const ms = Number.isFinite(seconds)
		? seconds * 1_000
		: Date.parse(retryAfter) - Date.parse(date ?? '');
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
