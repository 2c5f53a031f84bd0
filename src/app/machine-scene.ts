/** What there is to be done with a machine that told of itself: what it is, its order, its count. */
import { resolve } from '$app/paths';
import type { ExpectedLine, Place } from '#domain/audit/expected.ts';
import { besideRecord, type FieldBeside } from '#domain/machine-check/beside-record.ts';
import { machineCodes, type MachineFacts } from '#domain/machine-check/facts.ts';
import { isTagFree } from '#domain/asset/asset.ts';
import { isAssignee } from '#domain/work-order/parties.ts';
import { isFrozen } from '#domain/work-order/readiness.ts';
import { openStates } from '#domain/work-order/states.ts';
import type { OrderLine } from '#features/assets/machine-check/take-over.ts';
import type { AccountScope } from '#store/account-context.ts';
import { openAudits } from './open-audits.ts';
import { meaningOf } from './scan-meaning.ts';
import { keyOf, type Thing } from './scan-thing.ts';

export type MachineThing = Extract<Thing, { kind: 'asset' | 'listed' }>;

interface Count {
	id: string;
	assetId: string;
	tag: string;
	place: Place;
}

interface MachineScene {
	/** Several: ask. None: nobody knows it here. */
	things: readonly MachineThing[];
	/** Own orders on site, which may take a machine nobody knew. */
	orders: readonly { id: string; number: string }[];
	/** Where open counts of this person list what was found. */
	counts: readonly Count[];
	/** The line of an own open order about that asset. */
	line(assetId: string): OrderLine | undefined;
}

/** @param said by a person, an asset or a label nobody knows: then nothing is looked for */
export async function machineScene(
	facts: MachineFacts,
	said: { assetId: string | undefined; isNew: boolean },
	account: AccountScope,
): Promise<MachineScene> {
	const { store, actor } = account;
	const look = () => (said.isNew ? [] : thingsOf(facts, account));
	const things = said.assetId ? await named(said.assetId, account) : await look();
	const open = await store.records.ordersOf(actor.userId, openStates);
	const own = open.filter((order) => isAssignee(order, actor) && !isFrozen(order));
	return {
		things,
		orders: own
			.filter(({ state }) => state === 'on_site')
			.map(({ id, number, offlineNumber, summary }) => ({
				...{ id, number: number ?? offlineNumber ?? summary },
			})),
		counts: await countsOf(things, account),
		line: (id) => {
			const [line] = own.flatMap(({ id: orderId, lines }) =>
				lines
					.filter(({ asset }) => asset?.id === id)
					.map(({ id: lineId }) => ({ orderId, lineId })),
			);
			return line;
		},
	};
}

async function named(assetId: string, { store }: AccountScope): Promise<MachineThing[]> {
	const asset = await store.get('asset', assetId);
	return asset ? [{ kind: 'asset', asset, by: 'tag' }] : [];
}

/** By the surest code that anybody carries. */
async function thingsOf(facts: MachineFacts, account: AccountScope): Promise<MachineThing[]> {
	for (const code of machineCodes(facts)) {
		const { things } = await meaningOf(code, account);
		const machines = things.filter((one): one is MachineThing =>
			one.kind === 'asset' ? !isTagFree(one.asset) : one.kind === 'listed',
		);
		if (machines.length > 0) return [...new Map(machines.map((one) => [keyOf(one), one])).values()];
	}
	return [];
}

async function countsOf(things: readonly MachineThing[], account: AccountScope): Promise<Count[]> {
	const audits = await openAudits(account);
	return things.flatMap((thing) => {
		const assetId = thing.kind === 'asset' ? thing.asset.id : thing.expected.line.assetId;
		return audits.flatMap(({ campaign: { id }, index }) => {
			const expected = index.all.get(assetId);
			if (!expected) return [];
			const { siteId, room, line } = expected;
			return [{ id, assetId, tag: line.tag, place: { siteId, room } }];
		});
	});
}

/** Beside what a count's list tells of it; the rest of its record is not its auditor's to see. */
export function besideLine(line: ExpectedLine, facts: MachineFacts): FieldBeside[] {
	const { model = '', serial = '', operatingSystem = '' } = line;
	const listed = { model, serial, operatingSystem };
	return besideRecord(listed, facts).filter(({ field }) => field in listed);
}

/** The count of that machine with what differs, in the room where it is listed. */
export function countHrefOf(thing: MachineThing, counts: readonly Count[]) {
	const assetId = thing.kind === 'asset' ? thing.asset.id : thing.expected.line.assetId;
	const count = counts.find((one) => one.assetId === assetId);
	if (!count) return undefined;
	return (fields: readonly string[], differs: boolean): string => {
		const { siteId, room } = count.place;
		const query = new URLSearchParams({ site: siteId, room, code: count.tag, how: 'typed' });
		query.set('check', fields.join(','));
		if (differs) query.set('differs', '');
		return `${resolve('/audits/[id]/count', { id: count.id })}?${query.toString()}`;
	};
}
