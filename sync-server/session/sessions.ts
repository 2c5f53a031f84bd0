import { createHash, randomBytes } from 'node:crypto';
import type { User } from '#domain/organisation/records.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { Clock } from '#server/clock.ts';
import type { UserScope, UserScopes } from '#server/scope/user-scopes.ts';
import type { Accounts, SessionRow } from '#server/store/port.ts';
import { checkPassword, hashCost, hashPassword, type HashCost } from './password.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

/** A session ends when it was not used for so long. */
export const sessionDays = 30;
/** A disabled user's session is extended for so long after the disabling: time to hand in the rest. */
export const leaverDaysMax = 90;
const minutesPerDay = 24 * 60;
const tokenBytes = 32;

export interface Session {
	tokenHash: string;
	expiresAt: Instant;
	scope: UserScope;
	/** Extended just now: the cookie has to be told. */
	renewed: boolean;
}

/** Somebody whose account is disabled, on a device that may hold unsent work of his. */
export interface Leaver {
	tokenHash: string;
	user: User;
}

export type SignedIn =
	| { ok: true; token: string; user: User; expiresAt: Instant }
	| { ok: false; kind: 'wrong-password' }
	| { ok: false; kind: 'too-many-attempts'; retryAfterS: number };

interface SessionsParts {
	store: Accounts;
	scopes: UserScopes;
	clock: Clock;
	cost?: HashCost;
}

/** Sign-in and the sessions it makes. Only hashes of passwords and tokens are kept. */
export class Sessions {
	readonly #store: Accounts;
	readonly #scopes: UserScopes;
	readonly #clock: Clock;
	readonly #cost: HashCost;
	readonly #throttle = new SignInThrottle();
	/** What a password is checked against where there is no such account: it has to cost the same time. */
	#decoy: Promise<string> | undefined;

	constructor({ store, scopes, clock, cost = hashCost }: SessionsParts) {
		this.#store = store;
		this.#scopes = scopes;
		this.#clock = clock;
		this.#cost = cost;
	}

	/**
	 * Who may do nothing any more is let in as well, by his password: the session is good for handing in
	 * what is unsent on his device, and for nothing else (`disabledBehind`).
	 */
	async signIn(account: string, password: string, address: string): Promise<SignedIn> {
		const retryAfterS = this.#throttle.waitS(account, address, this.#clock());
		if (retryAfterS > 0) return { ok: false, kind: 'too-many-attempts', retryAfterS };
		// Counted before it is checked: a hundred tries at once are a hundred tries.
		const lockedS = this.#throttle.failed(account, address, this.#clock());
		const user = await this.#userBehind(account, password);
		if (!user) return refused(lockedS);
		this.#throttle.succeeded(account, address);
		const token = randomBytes(tokenBytes).toString('base64url');
		return { ok: true, token, user, expiresAt: await this.#begin(token, user.id) };
	}

	async #userBehind(account: string, password: string): Promise<User | undefined> {
		const credential = await this.#store.credentialOf(account);
		this.#decoy ??= hashPassword('nobody', this.#cost);
		const hash = credential?.hash ?? (await this.#decoy);
		const { ok, stale } = await checkPassword(password, hash, this.#cost);
		// A hash cheaper than usual must not tell by its speed that there is such an account.
		if (!ok && stale) await checkPassword(password, await this.#decoy, this.#cost);
		if (!ok || !credential) return undefined;
		if (stale)
			await this.#store.setCredential({
				...credential,
				hash: await hashPassword(password, this.#cost),
			});
		const scope = await this.#scopes.of(credential.userId);
		return scope?.user ?? this.#scopes.disabled(credential.userId);
	}

	async #begin(token: string, userId: string): Promise<Instant> {
		const createdAt = this.#clock();
		const expiresAt = expiryFrom(createdAt);
		await this.#store.putSession({ tokenHash: hashOf(token), userId, createdAt, expiresAt });
		return expiresAt;
	}

	/** The session of a cookie's token; undefined when unknown, expired, or its user may no longer. */
	async of(token: string | undefined): Promise<Session | undefined> {
		return token === undefined ? undefined : this.byHash(hashOf(token));
	}

	async byHash(tokenHash: string): Promise<Session | undefined> {
		const row = await this.#store.session(tokenHash);
		if (!row || row.expiresAt <= this.#clock()) return undefined;
		const scope = await this.#scopes.of(row.userId);
		return scope && { tokenHash, scope, ...(await this.#extended(row)) };
	}

	/** Whose account was disabled while his session lives: he may hand in what is unsent, no more. */
	async disabledBehind(token: string): Promise<Leaver | undefined> {
		const tokenHash = hashOf(token);
		const row = await this.#store.session(tokenHash);
		if (!row || row.expiresAt <= this.#clock()) return undefined;
		const user = await this.#scopes.disabled(row.userId);
		if (user && this.#clock() < leaverEnd(user)) await this.#extended(row);
		return user && { tokenHash, user };
	}

	/** Once a day is often enough to push the end away. */
	async #extended(row: SessionRow): Promise<Pick<Session, 'expiresAt' | 'renewed'>> {
		const expiresAt = expiryFrom(this.#clock());
		if (addMinutes(row.expiresAt, minutesPerDay) > expiresAt)
			return { expiresAt: row.expiresAt, renewed: false };
		await this.#store.putSession({ ...row, expiresAt });
		return { expiresAt, renewed: true };
	}

	end(tokenHash: string): Promise<void> {
		return this.#store.endSession(tokenHash);
	}
}

function refused(retryAfterS: number): SignedIn {
	if (retryAfterS > 0) return { ok: false, kind: 'too-many-attempts', retryAfterS };
	return { ok: false, kind: 'wrong-password' };
}

function leaverEnd({ history, updatedAt }: User): Instant {
	const disabling = history.findLast(({ changes }) =>
		changes.some(({ field, to }) => field === 'disabled' && to === true),
	);
	return addMinutes(disabling?.at ?? updatedAt, leaverDaysMax * minutesPerDay);
}

function expiryFrom(now: Instant): Instant {
	return addMinutes(now, sessionDays * minutesPerDay);
}

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
