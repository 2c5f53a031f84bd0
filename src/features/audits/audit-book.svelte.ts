import type { AuditCampaign } from '#domain/audit/campaign.ts';
import type { AuditCount } from '#domain/audit/count.ts';
import { ExpectedIndex, placeKey, type AuditRoom, type Place } from '#domain/audit/expected.ts';
import { resultOf, totalsOf } from '#domain/audit/result.ts';
import { reviewIdOf, type AuditReview } from '#domain/audit/review.ts';
import { secondCountOf, type SecondCount } from '#domain/audit/second-count.ts';
import type { User } from '#domain/organisation/records.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Live } from '#store/live.svelte.ts';

export interface RoomProgress extends Place {
	key: string;
	siteName: string;
	all: number;
	done: number;
}

/** One campaign as this device holds it, and the sheet that follows, read live. */
export class AuditBook {
	readonly #campaign: Live<AuditCampaign | undefined>;
	readonly #rooms: Live<AuditRoom[]>;
	readonly #shelves: Live<AuditCount[]>;
	readonly #review: Live<AuditReview | undefined>;
	readonly #users: Live<User[]>;
	readonly #index = $derived.by(() => new ExpectedIndex(this.rooms));
	readonly result = $derived.by(() =>
		resultOf(this.rooms, this.#shelves.current ?? [], this.#index),
	);
	readonly totals = $derived(totalsOf(this.result));

	constructor({ store }: AccountScope, id: string) {
		this.#campaign = store.live(() => store.get('auditCampaign', id));
		this.#rooms = store.live(() => store.records.about('auditRoom', 'campaign', id));
		this.#shelves = store.live(() => store.records.about('auditCount', 'campaign', id));
		this.#review = store.live(() => store.get('auditReview', reviewIdOf(id)));
		this.#users = store.live(() => store.records.list('user'));
	}

	get ready(): boolean {
		return [this.#campaign, this.#rooms, this.#shelves, this.#users].every(({ ready }) => ready);
	}
	get campaign(): AuditCampaign | undefined {
		return this.#campaign.current;
	}
	get review(): AuditReview | undefined {
		return this.#review.current;
	}
	get rooms(): AuditRoom[] {
		return this.#rooms.current ?? [];
	}

	person(userId: string): string {
		return this.#users.current?.find(({ id }) => id === userId)?.name ?? userId;
	}

	/** By site and room, as the result is. */
	readonly progress: RoomProgress[] = $derived.by(() => {
		const rooms = new Map<string, RoomProgress>();
		for (const line of this.result.lines) {
			const key = placeKey(line);
			const { siteId, siteName, room } = line;
			const known = rooms.get(key) ?? { key, siteId, siteName, room, all: 0, done: 0 };
			rooms.set(key, { ...known, all: known.all + 1, done: known.done + (line.seen ? 1 : 0) });
		}
		return [...rooms.values()];
	});

	/** The second count, machine by machine. */
	readonly again: SecondCount[] = $derived.by(() =>
		secondCountOf(this.result, this.campaign?.again),
	);
}
