import type { Instant } from '#domain/time/instant.ts';
import type { CouchDatabase, CouchDocument, Read } from './couch-database.ts';
import { range } from './couch-ids.ts';
import { CouchRegister, deleted } from './couch-register.ts';
import type { SessionRow } from './port.ts';

/** Ended by a word, not by deleting: of two leaves the one that says so counts. */
type SessionDocument = CouchDocument & { session: SessionRow; isEnded?: boolean };
type SessionListDocument = CouchDocument & { hashes: readonly string[] };

/** Sessions of one user that are remembered for ending them together; older ones expire by themselves. */
const sessionsOfUserMax = 200;
const pageSize = 500;

export class CouchSessions {
	readonly #meta: CouchDatabase;
	readonly #sessions: CouchRegister<SessionDocument>;
	readonly #lists: CouchRegister<SessionListDocument>;

	constructor(meta: CouchDatabase, alone: boolean) {
		this.#meta = meta;
		this.#sessions = new CouchRegister(meta, alone, ({ isEnded }) => isEnded ?? false);
		this.#lists = new CouchRegister(meta, alone);
	}

	async session(tokenHash: string): Promise<SessionRow | undefined> {
		const found = await this.#sessions.read(sessionId(tokenHash));
		return found && !found.isEnded ? found.session : undefined;
	}

	async putSession(session: SessionRow): Promise<void> {
		const _id = sessionId(session.tokenHash);
		const isNew = !(await this.#sessions.read(_id));
		if (isNew) await this.#listSession(session);
		await this.#sessions.change(_id, (current) =>
			current?.isEnded || current?.session.expiresAt === session.expiresAt
				? undefined
				: {
						_id,
						session: current ? { ...current.session, expiresAt: session.expiresAt } : session,
					},
		);
	}

	async #listSession({ userId, tokenHash }: SessionRow): Promise<void> {
		const _id = sessionListId(userId);
		await this.#lists.change(_id, (current) =>
			current?.hashes.includes(tokenHash)
				? undefined
				: { _id, hashes: [...(current?.hashes ?? []), tokenHash].slice(-sessionsOfUserMax) },
		);
	}

	async endSession(tokenHash: string): Promise<void> {
		await this.#sessions.change(sessionId(tokenHash), (current) =>
			!current || current.isEnded ? undefined : { ...current, isEnded: true },
		);
	}

	async endSessionsOf(userId: string): Promise<void> {
		const list = await this.#lists.read(sessionListId(userId));
		for (const hash of list?.hashes ?? []) await this.endSession(hash);
		const ended = new Set(list?.hashes);
		await this.#lists.change(sessionListId(userId), (current) =>
			current?.hashes.some((hash) => ended.has(hash))
				? { ...current, hashes: current.hashes.filter((hash) => !ended.has(hash)) }
				: undefined,
		);
	}

	async endSessionsBefore(now: Instant): Promise<void> {
		let after: string | undefined;
		for (;;) {
			const rows = await this.#meta.list({
				...range(sessionPrefix, after),
				limit: pageSize,
				include_docs: true,
			});
			// Another server may have deleted one since the list was made.
			const documents = rows.flatMap(({ doc }) => (doc ? [doc as Read<SessionDocument>] : []));
			const over = documents.filter(({ session }) => session.expiresAt <= now);
			if (over.length > 0) await this.#meta.write(over.map(deleted));
			if (rows.length < pageSize) return;
			after = rows.at(-1)?.id.slice(sessionPrefix.length);
		}
	}
}

const sessionPrefix = 'session/';
const sessionId = (tokenHash: string) => `${sessionPrefix}${tokenHash}`;
const sessionListId = (userId: string) => `sessions-of/${userId}`;
