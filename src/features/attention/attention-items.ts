import { hasRole } from '#domain/access/roles.ts';
import { isProvisional, type Asset } from '#domain/asset/asset.ts';
import { openCorrections } from '#domain/asset/correction.ts';
import { openRetirement, type Retirement } from '#domain/asset/retirement.ts';
import { openConflicts } from '#domain/conflict.ts';
import type { Actor } from '#domain/command.ts';
import { openProblems, type Inspection } from '#domain/inspection/inspection.ts';
import type { Quarantine } from '#domain/quarantine/quarantine.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Conflict } from '#domain/record.ts';
import { lateWorkOf, type LateWork } from '#domain/work-order/late-work.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';

/** One decision a person has to make; it waits until somebody has made it. */
interface Item {
	key: string;
	/** Waiting since; the oldest stands first. */
	since: string;
}
interface ConflictItem extends Item {
	kind: 'conflict';
	record: AnyRecord;
	conflicts: Conflict[];
}
interface LateItem extends Item {
	kind: 'late';
	order: WorkOrder;
	work: LateWork;
}
interface QuarantineItem extends Item {
	kind: 'quarantine';
	/** Of one author about one record, in the order he did it. */
	items: Quarantine[];
}
interface CorrectionItem extends Item {
	kind: 'correction';
	asset: Asset;
}
interface FoundItem extends Item {
	kind: 'found';
	asset: Asset;
}
interface RetirementItem extends Item {
	kind: 'retirement';
	asset: Asset;
	request: Retirement;
}
interface ProblemItem extends Item {
	kind: 'problem';
	round: Inspection;
}
export type AttentionItem =
	| ConflictItem
	| LateItem
	| QuarantineItem
	| CorrectionItem
	| FoundItem
	| RetirementItem
	| ProblemItem;

/** Where items come from. Another kind is one more reader here and one more row in the list. */
const sources: ((store: AccountStore) => Promise<AttentionItem[]>)[] = [
	conflictItems,
	lateItems,
	quarantineItems,
	correctionItems,
	foundItems,
	retirementItems,
	problemItems,
];

/** What a supervisor alone decides is not in others' list. */
export async function readAttention(store: AccountStore, actor: Actor): Promise<AttentionItem[]> {
	const found = (await Promise.all(sources.map((read) => read(store)))).flat();
	const items = found.filter(({ kind }) => kind !== 'retirement' || hasRole(actor, ['supervisor']));
	return items.sort((a, b) => (a.since < b.since ? -1 : 1));
}

async function conflictItems({ records }: AccountStore): Promise<ConflictItem[]> {
	const found = await records.waitingForPerson(['conflict']);
	return found.map((record) => {
		const conflicts = openConflicts(record);
		const since = conflicts.map(({ at }) => at).sort()[0] ?? record.updatedAt;
		return { kind: 'conflict', key: `conflict/${record.id}`, since, record, conflicts };
	});
}

async function lateItems({ records }: AccountStore): Promise<LateItem[]> {
	const found = await records.waitingForPerson(['held', 'late']);
	const orders = found.filter((record) => record.kind === 'workOrder');
	return orders.flatMap((order) =>
		lateWorkOf(order).map((work): LateItem => {
			const key = `late/${order.id}/${work.engineerId}`;
			return { kind: 'late', key, since: work.since, order, work };
		}),
	);
}

async function correctionItems({ records }: AccountStore): Promise<CorrectionItem[]> {
	const found = await records.waitingForPerson(['correction']);
	const assets = found.filter((record) => record.kind === 'asset');
	return assets.map((asset) => {
		const since = openCorrections(asset)[0]?.at ?? asset.updatedAt;
		return { kind: 'correction', key: `correction/${asset.id}`, since, asset };
	});
}

async function foundItems({ records }: AccountStore): Promise<FoundItem[]> {
	const found = await records.waitingForPerson(['found']);
	const assets = found.filter((record) => record.kind === 'asset').filter(isProvisional);
	return assets.map((asset) => {
		const since = asset.found?.at ?? asset.createdAt;
		return { kind: 'found', key: `found/${asset.id}`, since, asset };
	});
}

async function retirementItems({ records }: AccountStore): Promise<RetirementItem[]> {
	const found = await records.waitingForPerson(['retirement']);
	return found.flatMap((asset): RetirementItem[] => {
		const request = asset.kind === 'asset' ? openRetirement(asset) : undefined;
		if (asset.kind !== 'asset' || !request) return [];
		const key = `retirement/${asset.id}`;
		return [{ kind: 'retirement', key, since: request.at, asset, request }];
	});
}

/** One item for a round: its problems are judged together. */
async function problemItems({ records }: AccountStore): Promise<ProblemItem[]> {
	const found = await records.waitingForPerson(['problem']);
	const rounds = found.filter((record) => record.kind === 'inspection');
	return rounds.map((round) => {
		const since = openProblems(round)[0]?.at ?? round.updatedAt;
		return { kind: 'problem', key: `problem/${round.id}`, since, round };
	});
}

async function quarantineItems({ records }: AccountStore): Promise<QuarantineItem[]> {
	const found = await records.waitingForPerson(['quarantined']);
	const groups = new Map<string, Quarantine[]>();
	for (const record of found) {
		if (record.kind !== 'quarantine') continue;
		const key = `quarantine/${record.command.record}/${record.author.userId}/${record.why}`;
		groups.set(key, [...(groups.get(key) ?? []), record]);
	}
	return [...groups].map(([key, unsorted]) => {
		const items = unsorted.sort((a, b) => a.command.seq - b.command.seq);
		const since = items.map(({ receivedAt }) => receivedAt).sort()[0] ?? '';
		return { kind: 'quarantine', key, since, items };
	});
}
