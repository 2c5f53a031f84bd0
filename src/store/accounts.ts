/**
 * The people who use this device, in a small database of its own: the app opens straight into the
 * last account, with no network. Passwords and session secrets are never here.
 */
import { Dexie, type Table } from 'dexie';
import * as v from 'valibot';
import { RoleSchema } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import { openDatabase, databaseName, type Engine } from './database.ts';
import { unmarkData, type Markers } from './storage-health.ts';

export const AccountSchema = v.object({
	userId: v.string(),
	/** What is typed to sign in. */
	account: v.string(),
	name: v.string(),
	roles: v.array(RoleSchema),
	deskIds: v.array(v.string()),
	customerId: v.optional(v.string()),
});
export type Account = v.InferOutput<typeof AccountSchema>;

export interface KnownAccount extends Account {
	/** ms since 1970. */
	lastUsedMs: number;
}

/** What would be lost with an account's data. */
export interface Unsent {
	commands: number;
	blobs: number;
}

const pointerKey = 'current';
/** The current account outside the database, so that the app need not open two before the first list. */
const currentMarker = 'outpost-current';

class AccountsDatabase extends Dexie {
	declare accounts: Table<KnownAccount, string>;
	declare pointer: Table<{ key: string; userId: string }, string>;

	constructor(engine: Engine | undefined) {
		super('outpost-accounts', {
			chromeTransactionDurability: 'strict',
			cache: 'disabled',
			...engine,
		});
		this.version(1).stores({ accounts: 'userId', pointer: 'key' });
	}
}

interface AccountsOptions {
	engine?: Engine;
	markers?: Markers | undefined;
	/** Removes the copies of unsent work beside an account's database. */
	removeFiles?: (userId: string) => Promise<void>;
}

export class Accounts {
	readonly #database: AccountsDatabase;
	readonly #engine: Engine | undefined;
	readonly #markers: Markers | undefined;
	readonly #removeFiles: AccountsOptions['removeFiles'];

	constructor(options: AccountsOptions = {}) {
		this.#removeFiles = options.removeFiles;
		this.#engine = options.engine;
		this.#markers = options.markers;
		this.#database = new AccountsDatabase(options.engine);
	}

	/** Last used first. */
	async list(): Promise<KnownAccount[]> {
		const accounts = await this.#database.accounts.toArray();
		return accounts.sort((a, b) => b.lastUsedMs - a.lastUsedMs);
	}

	/** The account the app opens into. */
	async current(): Promise<Account | undefined> {
		const marked = markedAccount(this.#markers);
		if (marked) return marked;
		const pointer = await this.#database.pointer.get(pointerKey);
		return pointer && this.#database.accounts.get(pointer.userId);
	}

	/** Remembers who signed in and makes it the current account. */
	async use(account: Account, nowMs: number = Date.now()): Promise<void> {
		const { accounts, pointer } = this.#database;
		await this.#database.transaction('rw', [accounts, pointer], async () => {
			await accounts.put({ ...account, lastUsedMs: nowMs });
			await pointer.put({ key: pointerKey, userId: account.userId });
		});
		this.#markers?.setItem(currentMarker, JSON.stringify(v.parse(AccountSchema, account)));
	}

	/** After signing out: the sign-in page opens next; the account's data stay. */
	async leave(): Promise<void> {
		this.#markers?.removeItem(currentMarker);
		await this.#database.pointer.delete(pointerKey);
	}

	/** What this account has not handed in yet. */
	async unsentOf(userId: string): Promise<Unsent> {
		const database = await openDatabase(userId, 'strict', this.#engine);
		try {
			const commands = await database.outbox.where('status').notEqual('acknowledged').count();
			const blobs = await database.blobs.where('status').anyOf('waiting', 'refused').count();
			return { commands, blobs };
		} finally {
			database.close();
		}
	}

	/**
	 * Deletes an account's data from this device. Answers what is unsent and deletes nothing if there
	 * is any, unless told that the user was shown it and confirmed.
	 */
	async remove(
		userId: string,
		options: { loseUnsent?: boolean } = {},
	): Promise<Unsent | 'removed'> {
		const unsent = await this.unsentOf(userId);
		if (!options.loseUnsent && unsent.commands + unsent.blobs > 0) return unsent;
		// First, or an empty database would bring them back.
		await this.#removeFiles?.(userId);
		await new Dexie(databaseName(userId), { ...this.#engine }).delete();
		unmarkData(this.#markers, userId);
		const current = await this.current();
		if (current?.userId === userId) await this.leave();
		await this.#database.accounts.delete(userId);
		return 'removed';
	}

	close(): void {
		this.#database.close();
	}
}

function markedAccount(markers: Markers | undefined): Account | undefined {
	const text = markers?.getItem(currentMarker);
	if (!text) return undefined;
	const account = v.safeParse(Marked, text);
	return account.success ? account.output : undefined;
}

const Marked = v.pipe(v.string(), v.parseJson(), AccountSchema);

/** Who decides on this device: the signed-in account. */
export function actorOf(account: Account): Actor {
	const { userId, name, roles, deskIds, customerId } = account;
	return { userId, name, roles, deskIds, ...(customerId && { customerId }) };
}
