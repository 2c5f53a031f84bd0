/**
 * Who may hold what, written down once more from domain.md section 6 and design.md section 4, apart
 * from the product's channels and grants: the one is checked by the other.
 */
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { User } from '#domain/organisation/records.ts';
import type { Mirror } from './mirror.ts';

type Order = Extract<AnyRecord, { kind: 'workOrder' }>;
type Round = Extract<AnyRecord, { kind: 'inspection' }>;
type Asset = Extract<AnyRecord, { kind: 'asset' }>;

const staff = ['engineer', 'auditor', 'dispatcher', 'supervisor', 'storekeeper', 'admin'];
/** Who keeps the register of assets. */
const keepers = ['storekeeper', 'admin'];
const desk = ['dispatcher', 'supervisor', 'admin'];

function is(user: User, wanted: readonly string[]): boolean {
	return user.roles.some((role) => wanted.includes(role));
}

export function isDeskUser(user: User): boolean {
	return is(user, desk);
}

/** The places an engineer's orders open to him. */
interface Opened {
	customers: Set<string | undefined>;
	sites: Set<string | undefined>;
	assets: Set<string | undefined>;
	/** On the route of a round he is sent on. */
	inspected: Set<string>;
}

/** The keys of everything a user may hold now. */
function entitledKeys(mirror: Mirror, userId: string): Set<string> {
	const user = mirror.get('user', userId);
	const keys = new Set<string>();
	if (!user || user.disabled) return keys;
	const opened = openedTo(user, mirror);
	for (const [key, { record }] of mirror.records) if (mayHold(user, record, opened)) keys.add(key);
	return keys;
}

function openedTo(user: User, mirror: Mirror): Opened {
	const opened: Opened = {
		...{ customers: new Set(), sites: new Set(), assets: new Set() },
		inspected: inspectedBy(user, mirror),
	};
	if (!is(user, ['engineer'])) return opened;
	for (const { record } of mirror.records.values()) {
		if (record.kind !== 'workOrder' || record.assigneeId !== user.id) continue;
		if (record.unconfirmedPlace) continue;
		opened.customers.add(record.customerId);
		if (record.siteId !== undefined) opened.sites.add(record.siteId);
		for (const { asset } of record.lines)
			if (asset?.id !== undefined && !asset.unconfirmed) opened.assets.add(asset.id);
	}
	return opened;
}

/** Machines of rounds under way which name him. */
function inspectedBy(user: User, mirror: Mirror): Set<string> {
	const assets = new Set<string>();
	if (!is(user, staff)) return assets;
	for (const { record } of mirror.records.values())
		if (record.kind === 'inspection' && isSentOn(user, record))
			for (const { id } of record.checkpoints ?? []) assets.add(id);
	return assets;
}

function isSentOn(user: User, { state, inspectors }: Round): boolean {
	return ['ready', 'reported'].includes(state) && inspectors.includes(user.id);
}

function mayHold(user: User, record: AnyRecord, opened: Opened): boolean {
	switch (record.kind) {
		case 'workOrder':
			return mayHoldOrder(user, record);
		case 'customer':
			if (is(user, desk) || is(user, keepers)) return true;
			return opened.customers.has(record.id) || approves(user, record.id);
		case 'site':
			if (is(user, desk) || is(user, keepers)) return true;
			return opened.sites.has(record.id) || approves(user, record.customerId);
		case 'contact':
			if (is(user, desk) || is(user, keepers)) return true;
			return record.siteId !== undefined
				? opened.sites.has(record.siteId)
				: opened.customers.has(record.customerId);
		case 'asset':
			if (is(user, keepers)) return true;
			if (is(user, desk) && (waitsForWord(record) || isElsewhere(record))) return true;
			// Who gave it away answers for it until it is back.
			if (isElsewhere(record) && leftBy(record) === user.id) return true;
			// Of nowhere yet, it stays with who registered it.
			if (record.siteId === undefined && record.createdBy === user.id) return true;
			if (opened.inspected.has(record.id)) return true;
			return opened.assets.has(record.id) || opened.sites.has(record.siteId ?? ' ');
		case 'quarantine':
			return is(user, desk);
		case 'part':
			return is(user, [...desk, 'storekeeper', 'engineer']);
		case 'stock':
			if (is(user, [...desk, 'storekeeper'])) return true;
			return is(user, ['engineer']) && ['warehouse', `van-${user.id}`].includes(record.storeId);
		case 'repair':
			if (is(user, desk) || record.engineerId === user.id) return true;
			return !record.unconfirmedPlace && approves(user, record.customerId);
		case 'article':
			if (record.authorId === user.id) return true;
			if (record.state !== 'published') return is(user, ['supervisor', 'admin']);
			return record.audience === 'public' || is(user, staff);
		case 'inspection':
			if (is(user, desk) || (is(user, staff) && isSentOn(user, record))) return true;
			return record.state !== 'draft' && approves(user, record.customerId);
		case 'assetImport':
			return is(user, ['storekeeper', 'admin']);
		case 'user':
		case 'desk':
		case 'calendar':
		case 'servicePolicy':
		case 'organisation':
		case 'serviceItem':
		case 'taxonomy':
		case 'libraryItem':
		case 'assetCategories':
			return is(user, staff);
		default:
			return false;
	}
}

/** Lent, or at a vendor's. */
function isElsewhere({ state }: Asset): boolean {
	return ['on_loan', 'in_repair'].includes(state);
}

/** Whose entry brought it where it is now; what only changed a date has no such say. */
function leftBy({ moves, state }: Asset): string | undefined {
	const leaving = moves.filter(({ from, to }) => from !== to && to === state);
	return leaving.at(-1)?.by;
}

/**
 * Of an asset: two versions of a field, a proposed correction, that it is to be retired, or that it
 * was found at all.
 */
function waitsForWord({ conflicts, corrections, found, retirements }: Asset): boolean {
	if (found && !found.decided) return true;
	if (retirements?.some(({ decided }) => !decided)) return true;
	if (corrections?.some(({ decided }) => !decided)) return true;
	return conflicts?.some(({ settled }) => !settled) ?? false;
}

function mayHoldOrder(user: User, order: Order): boolean {
	if (is(user, desk)) return true;
	if (is(user, ['engineer']) && order.assigneeId === user.id) return true;
	if (is(user, ['requester']) && order.requester.userId === user.id) return true;
	return !order.unconfirmedPlace && approves(user, order.customerId);
}

function approves(user: User, customerId: string): boolean {
	return is(user, ['clientApprover']) && user.customerId === customerId;
}

/** From when to when each user might hold each record, in moments of the mirror. */
export class Entitlements {
	readonly #mirror: Mirror;
	readonly #userIds: readonly string[];
	readonly #spans = new Map<string, Map<string, { from: number; to: number }[]>>();

	constructor(mirror: Mirror, userIds: readonly string[]) {
		this.#mirror = mirror;
		this.#userIds = userIds;
	}

	/** After something was written. */
	update(): void {
		const { moment } = this.#mirror;
		for (const userId of this.#userIds) {
			const now = entitledKeys(this.#mirror, userId);
			const spans = this.#spansOf(userId);
			for (const key of now) {
				const list = spans.get(key) ?? [];
				if (list.at(-1)?.to !== Infinity) list.push({ from: moment, to: Infinity });
				spans.set(key, list);
			}
			for (const [key, list] of spans) {
				const last = list.at(-1);
				if (last?.to === Infinity && !now.has(key)) last.to = moment;
			}
		}
	}

	/** At some time between two moments. */
	within(userId: string, key: string, from: number, to: number): boolean {
		const spans = this.#spansOf(userId).get(key) ?? [];
		return spans.some((span) => span.from <= to && span.to >= from);
	}

	/** All the time between two moments. */
	throughout(userId: string, key: string, from: number, to: number): boolean {
		const spans = this.#spansOf(userId).get(key) ?? [];
		return spans.some((span) => span.from <= from && span.to > to);
	}

	ever(userId: string, key: string): boolean {
		return (this.#spansOf(userId).get(key)?.length ?? 0) > 0;
	}

	now(userId: string): Set<string> {
		const open = [...this.#spansOf(userId)].filter(([, spans]) => spans.at(-1)?.to === Infinity);
		return new Set(open.map(([key]) => key));
	}

	#spansOf(userId: string) {
		const known = this.#spans.get(userId);
		if (known) return known;
		const made = new Map<string, { from: number; to: number }[]>();
		this.#spans.set(userId, made);
		return made;
	}
}
