/**
 * Who uses the app on this device and with which store. Opens offline straight into the last
 * account; signing in is the only step that needs the server.
 *
 *   opening ──▶ signedOut ──signIn──▶ ready ──signOut──▶ signedOut
 *      └────────────── last account ────▲
 */
import { canonicalJson } from '#domain/canonical-json.ts';
import type { Actor } from '#domain/command.ts';
import { defaultZone, organisationId } from '#domain/organisation/ids.ts';
import { openAccountStore, type AccountStore } from '#store/account-store.ts';
import {
	Accounts,
	actorOf,
	type Account,
	type KnownAccount,
	type Unsent,
} from '#store/accounts.ts';
import type { Live } from '#store/live.svelte.ts';
import type { Organisation } from '#domain/organisation/records.ts';
import { openPrivateFiles, removePrivateFiles } from '#store/private-files.ts';
import { askPersistence, type Persistence } from '#store/storage-health.ts';
import { startSync, type RunningSync } from '#sync/start-sync.ts';

/** The first screen stands by then, on most devices. */
const loadAheadMs = 1_500;

type Phase = 'opening' | 'signed-out' | 'ready' | 'failed';

/** Everything that belongs to one signed-in account; closed as a whole. */
export class OpenAccount {
	readonly account: Account;
	readonly store: AccountStore;
	readonly sync: RunningSync;
	readonly #organisation: Live<Organisation | undefined>;
	readonly #said: Live<Actor | undefined>;
	#actor: Actor;
	readonly #ahead: ReturnType<typeof setTimeout>;

	constructor(account: Account, store: AccountStore, sync: RunningSync) {
		this.account = account;
		this.store = store;
		this.#actor = actorOf(account);
		this.#said = store.live(() => store.actor());
		this.sync = sync;
		this.#organisation = store.live(() => store.get('organisation', organisationId));
		this.#ahead = setTimeout(() => void store.loadAhead(), loadAheadMs);
	}

	/** As the server said last: a role given or taken shows at once. The same object while nothing changed. */
	get actor(): Actor {
		const said = this.#said.current;
		if (said && canonicalJson(said) !== canonicalJson(this.#actor)) this.#actor = said;
		return this.#actor;
	}

	get zone(): string {
		return this.#organisation.current?.zone ?? defaultZone;
	}

	close(): void {
		clearTimeout(this.#ahead);
		this.sync.stop();
		this.store.close();
	}
}

export class AppSession {
	#phase = $state<Phase>('opening');
	#open = $state.raw<OpenAccount>();
	#known = $state.raw<KnownAccount[]>([]);
	#persistence = $state<Persistence>();
	readonly #accounts = new Accounts({
		markers: globalThis.localStorage,
		removeFiles: removePrivateFiles,
	});

	get phase(): Phase {
		return this.#phase;
	}
	get open(): OpenAccount | undefined {
		return this.#open;
	}
	/** People who used this device before, last one first. */
	get known(): KnownAccount[] {
		return this.#known;
	}
	/** Whether the browser promised not to throw the data away. */
	get persistence(): Persistence | undefined {
		return this.#persistence;
	}

	async start(): Promise<void> {
		try {
			const current = await this.#accounts.current();
			if (current) await this.#use(current, true);
			else await this.#showSignIn();
		} catch (error) {
			this.#phase = 'failed';
			throw error;
		}
	}

	/** After the server accepted the password. */
	async enter(account: Account): Promise<void> {
		await this.#accounts.use(account);
		this.#open?.close();
		await this.#use(account);
		this.#persistence = await askPersistence(navigator.storage);
	}

	/** Leaves the account; its data and unsent work stay on the device. */
	async leave(): Promise<void> {
		await this.#accounts.leave();
		this.#open?.close();
		this.#open = undefined;
		await this.#showSignIn();
	}

	/** What the open account has not handed in yet. */
	async unsent(): Promise<Unsent> {
		if (!this.#open) return { commands: 0, blobs: 0 };
		return this.#accounts.unsentOf(this.#open.account.userId);
	}

	/**
	 * Deletes the open account's data from this device and leaves it. Answers what is unsent and
	 * deletes nothing if there is any, unless told that the user was shown it and confirmed.
	 */
	async remove(options: { loseUnsent?: boolean } = {}): Promise<Unsent | 'removed'> {
		const open = this.#open;
		const unsent = await this.unsent();
		if (!open || (!options.loseUnsent && unsent.commands + unsent.blobs > 0)) return unsent;
		open.close();
		const removed = await this.#accounts.remove(open.account.userId, options);
		if (removed !== 'removed') {
			await this.#use(open.account, true);
			return removed;
		}
		this.#open = undefined;
		await this.#showSignIn();
		return removed;
	}

	/** `remembered`: nobody has signed in just now. */
	async #use(account: Account, remembered = false): Promise<void> {
		const store = await openAccountStore(account, {
			...{ markers: localStorage, files: openPrivateFiles, remembered },
		});
		this.#open = new OpenAccount(account, store, startSync(store));
		this.#phase = 'ready';
	}

	async #showSignIn(): Promise<void> {
		this.#known = await this.#accounts.list();
		this.#phase = 'signed-out';
	}
}
