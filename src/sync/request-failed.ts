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
