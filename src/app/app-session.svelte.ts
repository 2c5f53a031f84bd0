/**
 * Who uses the app on this device and with which store. Opens offline straight into the last
 * account; signing in is the only step that needs the server.
 *
 *   opening ──▶ signedOut ──signIn──▶ ready ──signOut──▶ signedOut
 *      └────────────── last account ────▲
 */
import type { Actor } from '#domain/command.ts';
import { organisationId } from '#domain/organisation/records.ts';
import { openAccountStore, type AccountStore } from '#store/account-store.ts';
import { Accounts, actorOf, type Account, type KnownAccount } from '#store/accounts.ts';
import { defaultZone } from '#store/execute.ts';
import type { Live } from '#store/live.svelte.ts';
import type { Organisation } from '#domain/organisation/records.ts';
import { askPersistence, type Persistence } from '#store/storage-health.ts';
import { startSync, type RunningSync } from '#sync/start-sync.ts';

type Phase = 'opening' | 'signed-out' | 'ready' | 'failed';

/** Everything that belongs to one signed-in account; closed as a whole. */
export class OpenAccount {
	readonly account: Account;
	readonly store: AccountStore;
	readonly actor: Actor;
	readonly sync: RunningSync;
	readonly #organisation: Live<Organisation | undefined>;

	constructor(account: Account, store: AccountStore, sync: RunningSync) {
		this.account = account;
		this.store = store;
		this.actor = actorOf(account);
		this.sync = sync;
		this.#organisation = store.live(() => store.get('organisation', organisationId));
	}

	get zone(): string {
		return this.#organisation.current?.zone ?? defaultZone;
	}

	close(): void {
		this.sync.stop();
		this.store.close();
	}
}

export class AppSession {
	#phase = $state<Phase>('opening');
	#open = $state.raw<OpenAccount>();
	#known = $state.raw<KnownAccount[]>([]);
	#persistence = $state<Persistence>();
	readonly #accounts = new Accounts({ markers: localStorage });

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
			if (current) await this.#use(current);
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

	async #use(account: Account): Promise<void> {
		const store = await openAccountStore(account, { markers: localStorage });
		this.#open = new OpenAccount(account, store, startSync(store));
		this.#phase = 'ready';
	}

	async #showSignIn(): Promise<void> {
		this.#known = await this.#accounts.list();
		this.#phase = 'signed-out';
	}
}
