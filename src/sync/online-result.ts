/** What the `online` port answers. */
export type OnlineRefusal = {
	/**
	 * `offline`: no answer. From the server: `wrong-password`, `too-many-attempts` (with
	 * `retryAfterS`), `signed-out`, `not-found`, `busy`, `server-fault` …
	 */
	kind: string;
	retryAfterS?: number;
};
export type OnlineResult<T> = { ok: true; value: T } | { ok: false; refusal: OnlineRefusal };
