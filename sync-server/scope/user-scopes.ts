import * as v from 'valibot';
import { namedChannel, userChannel } from '#domain/access/channels.ts';
import {
	AssignedOrderSchema,
	grantsOf,
	type AssignedOrder,
	type NamedInspection,
} from '#domain/access/grants.ts';
import type { Actor } from '#domain/command.ts';
import type { User } from '#domain/organisation/records.ts';
import { msOf } from '#domain/time/instant.ts';
import type { Clock } from '../clock.ts';
import type { PresentRow, RecordKey, Records, Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

/** Orders whose sites and assets a device may hold; the latest made count. */
const assignedOrdersMax = 1_000;
/** Campaigns or rounds somebody is named in at once. */
const namedMax = 200;
/** Users whose scope is remembered at once. */
const rememberedUsersMax = 5_000;

export interface UserScope {
	user: User;
	actor: Actor;
	grants: ReadonlySet<string>;
}

type ReadOrder = { rev: number; order: AssignedOrder };

interface Remembered {
	scope: UserScope;
	/** Then it is read again: a copy that lagged may have been asked. */
	untilMs: number;
}

/**
 * Who a user is and what he may see now. Grants follow assignment: every write to an order in his
 * channel or to his own record makes us look again, at what changed only. Where a list may come from a
 * copy that lags, we look once more when every copy has what was written.
 */
export class UserScopes {
	readonly #store: Records & Pick<Store, 'peers'>;
	readonly #remembered = new Map<string, Remembered>();
	/** When something of a user was last written; for the others, when this began. */
	readonly #changedAtMs = new Map<string, number>();
	#begunAtMs: number;
	readonly #clock: Clock;
	/** What other servers had told of a user when his scope was read. */
	readonly #marks = new Map<string, string>();
	readonly #orders = new Map<string, Map<string, ReadOrder>>();
	/** Counts forgettings, so that a scope read while something changed is not remembered. */
	#changes = 0;

	constructor(store: Records & Pick<Store, 'peers'>, clock: Clock) {
		this.#store = store;
		this.#clock = clock;
		this.#begunAtMs = msOf(clock());
	}

	/** Undefined for an unknown or disabled user. */
	async of(userId: string): Promise<UserScope | undefined> {
		await this.#hearOthers(userId);
		const known = this.remembered(userId);
		if (known) return known;
		const changes = this.#changes;
		const scope = await this.#read(userId);
		if (scope && changes === this.#changes) this.#remember(userId, scope);
		return scope;
	}

	/** A user whose account is disabled; he may hand in what is unsent. */
	async disabled(userId: string): Promise<User | undefined> {
		const user = await readRecord(this.#store, 'user', userId);
		return user?.disabled ? user : undefined;
	}

	/** What another server wrote and answered holds here, too. */
	async #hearOthers(userId: string): Promise<void> {
		const { peers } = this.#store;
		if (!peers) return;
		const mark = await peers.scopeMark(userId);
		if (this.#marks.get(userId) === mark) return;
		this.#forget(userId);
		this.#orders.delete(userId);
		this.#marks.set(userId, mark);
	}

	/** What is remembered of a user; undefined when it has to be read anew. */
	remembered(userId: string): UserScope | undefined {
		const known = this.#remembered.get(userId);
		return known && msOf(this.#clock()) < known.untilMs ? known.scope : undefined;
	}

	/** To be told of every write: its key, and the channels the record is or was in. */
	written(key: RecordKey, touched: readonly string[]): void {
		for (const userId of usersConcerned(key, touched)) this.#forget(userId);
	}

	#forget(userId: string): void {
		this.#changes++;
		this.#remembered.delete(userId);
		if (this.#store.peers) this.#changedAtMs.set(userId, msOf(this.#clock()));
	}

	#remember(userId: string, scope: UserScope): void {
		const nowMs = msOf(this.#clock());
		if (this.#remembered.size >= rememberedUsersMax) {
			this.#remembered.clear();
			this.#orders.clear();
			this.#changedAtMs.clear();
			this.#begunAtMs = nowMs;
		}
		const changedAtMs = this.#changedAtMs.get(userId) ?? this.#begunAtMs;
		const settledAtMs = changedAtMs + (this.#store.peers?.copyLagMsMax ?? 0);
		const untilMs = nowMs < settledAtMs ? settledAtMs : Infinity;
		this.#remembered.set(userId, { scope, untilMs });
	}

	async #read(userId: string): Promise<UserScope | undefined> {
		const user = await readRecord(this.#store, 'user', userId);
		if (!user || user.disabled) return undefined;
		const actor = actorOf(user);
		const assigned = user.roles.includes('engineer') ? await this.#assignedTo(userId) : [];
		const audits = await this.#namedIn(userId, 'auditCampaign');
		const rounds = await this.#inspectionsOf(userId);
		return { user, actor, grants: new Set(grantsOf(actor, assigned, audits, rounds)) };
	}

	/** The rounds he is named in now, and the machines of their routes. */
	async #inspectionsOf(userId: string): Promise<NamedInspection[]> {
		const ids = await this.#namedIn(userId, 'inspection');
		const rounds = await Promise.all(ids.map((id) => readRecord(this.#store, 'inspection', id)));
		return rounds
			.filter((round) => round !== undefined)
			.map(({ id, checkpoints = [] }) => ({ id, assetIds: checkpoints.map((one) => one.id) }));
	}

	/** Closed ones are in nobody's channel. A list may be older than the record. */
	async #namedIn(userId: string, kind: 'auditCampaign' | 'inspection'): Promise<string[]> {
		const channel = namedChannel(userId);
		const rows = await this.#store.present({ channel, kind, limit: Number.MAX_SAFE_INTEGER });
		const latest = rows.slice(-namedMax);
		const stored = await Promise.all(latest.map(({ id }) => this.#store.get(kind, id)));
		return stored.flatMap((one) => (one?.channels.includes(channel) ? [one.id] : []));
	}

	async #assignedTo(userId: string): Promise<AssignedOrder[]> {
		const rows = await this.#store.present({
			channel: userChannel(userId),
			kind: 'workOrder',
			limit: Number.MAX_SAFE_INTEGER,
		});
		const before = this.#orders.get(userId);
		const now = new Map<string, ReadOrder>();
		for (const row of rows.slice(-assignedOrdersMax)) {
			const known = before?.get(row.id);
			const read = known?.rev === row.rev ? known : await this.#readOrder(row, userId);
			if (read) now.set(row.id, read);
		}
		this.#orders.set(userId, now);
		return [...now.values()].map(({ order }) => order);
	}

	async #readOrder({ kind, id }: PresentRow, userId: string): Promise<ReadOrder | undefined> {
		const stored = await this.#store.get(kind, id);
		// A list may be older than the record.
		if (!stored?.channels.includes(userChannel(userId))) return undefined;
		const order = v.safeParse(AssignedOrderSchema, JSON.parse(stored.json));
		return order.success ? { rev: stored.rev, order: order.output } : undefined;
	}
}

const userPrefix = userChannel('');
const namedPrefix = namedChannel('');

/** Whose scope a write may change. */
export function usersConcerned({ kind, id }: RecordKey, touched: readonly string[]): string[] {
	if (kind === 'user') return [id];
	const prefix = { workOrder: userPrefix, auditCampaign: namedPrefix, inspection: namedPrefix }[
		kind as string
	];
	if (prefix === undefined) return [];
	const channels = touched.filter((channel) => channel.startsWith(prefix));
	return channels.map((channel) => channel.slice(prefix.length));
}

/** The actor a user record makes; roles and desks never come from the wire. */
export function actorOf(user: User): Actor {
	const { id: userId, name, roles, deskIds, customerId } = user;
	return { userId, name, roles, deskIds, ...(customerId !== undefined && { customerId }) };
}
