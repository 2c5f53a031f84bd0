import * as v from 'valibot';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Refusal, type Result } from '../result.ts';
import { namedIn, type AuditCampaign } from './campaign.ts';
import { bulkEntries, scanEntries, shelfIdOf, shelfScansMax, type AuditCount } from './count.ts';
import { placeKey, roomEntries, roomIdOf, type AuditRoom } from './expected.ts';

const scanArgs = v.object({ campaignId: IdSchema, ...scanEntries });
type ScanArgs = v.InferOutput<typeof scanArgs>;

const scan: CommandDefinition<AuditCount, ScanArgs> = {
	args: scanArgs,
	decide(shelf, { campaignId, ...seen }, context) {
		return onShelf(shelf, campaignId, context, seen, (known, stamp) => ({
			...known,
			scans: [...known.scans, { ...stamp, ...seen }],
		}));
	},
};

const bulkArgs = v.object({ campaignId: IdSchema, ...bulkEntries });

const bulk: CommandDefinition<AuditCount, v.InferOutput<typeof bulkArgs>> = {
	args: bulkArgs,
	decide(shelf, { campaignId, ...counted }, context) {
		const code = bulkCode(counted);
		return onShelf(shelf, campaignId, context, { code }, (known, stamp) => ({
			...known,
			bulk: [...(known.bulk ?? []), { ...stamp, ...counted }],
		}));
	},
};

/** What a shelf is found by for an item of a room. */
export function bulkCode({ item, ...place }: { siteId: string; room: string; item: string }) {
	return `${placeKey(place)}|${item}`;
}

type Stamp = { id: string; at: AuditCount['createdAt']; by: string; device: string; late?: true };

/** The campaign takes it, it lies on its own shelf, and the shelf is not full. */
function onShelf(
	shelf: AuditCount | undefined,
	campaignId: string,
	context: DecisionContext,
	of: { assetId?: string | undefined; code: string },
	add: (known: AuditCount, stamp: Stamp) => AuditCount,
): Result<AuditCount> {
	const { actor, now, command, partId } = context;
	const campaign = context.read('auditCampaign', campaignId) as AuditCampaign | undefined;
	const refusal = refusalOf(campaign, context);
	if (!campaign || refusal) return { ok: false, refusal: refusal ?? { kind: 'not-found' } };
	if (command.record !== shelfIdOf(campaign, of)) return refuse('bad-input', { fields: ['code'] });
	const known = shelf ?? fresh(campaignId, context);
	if (known.scans.length + (known.bulk?.length ?? 0) >= shelfScansMax) return refuse('too-many');
	const isLate = campaign.state === 'approved' || campaign.state === 'closed';
	const by = actor.userId;
	const stamp: Stamp = { id: partId(), at: now, by, device: command.device };
	return accept(add(known, { ...stamp, ...(isLate && { late: true as const }) }));
}

function refusalOf(campaign: AuditCampaign | undefined, { actor }: DecisionContext) {
	if (!campaign) return { kind: 'not-found' } satisfies Refusal;
	const people = [...namedIn(campaign), ...(campaign.former ?? [])];
	if (!people.includes(actor.userId)) return { kind: 'not-allowed' } satisfies Refusal;
	if (campaign.frozen) return undefined;
	return { kind: 'wrong-state', detail: { state: campaign.state } } satisfies Refusal;
}

const retractArgs = v.object({ factId: IdSchema });

/** Taken back by its author; twice is once. */
const retract: CommandDefinition<AuditCount, { factId: string }> = {
	args: retractArgs,
	decide(shelf, { factId }, { actor, now }) {
		const facts = [...(shelf?.scans ?? []), ...(shelf?.bulk ?? [])];
		const fact = facts.find(({ id }) => id === factId);
		if (!shelf || !fact) return refuse('not-found');
		if (fact.by !== actor.userId) return refuse('not-allowed');
		if (fact.retracted) return accept(shelf);
		const retracted = { at: now, by: actor.userId };
		const taken = <F extends { id: string }>(one: F) =>
			one.id === factId ? { ...one, retracted } : one;
		return accept({
			...shelf,
			scans: shelf.scans.map(taken),
			...(shelf.bulk && { bulk: shelf.bulk.map(taken) }),
		});
	},
};

function fresh(campaignId: string, { now, actor, command }: DecisionContext): AuditCount {
	const by = actor.userId;
	const stamps = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] };
	return { ...stamps, id: command.record, kind: 'auditCount', campaignId, scans: [] };
}

const part = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const freezeArgs = v.object({ ...roomEntries, part });

/** The server's alone; what stands is never changed. */
const freezeRoom: CommandDefinition<AuditRoom, v.InferOutput<typeof freezeArgs>> = {
	args: freezeArgs,
	decide(current, { part: n, ...room }, { actor, now, command }) {
		if (!actor.server) return refuse('not-allowed');
		if (current) return accept(current);
		if (command.record !== roomIdOf(room.campaignId, room, n)) return refuse('bad-input');
		const by = actor.userId;
		const stamps = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] };
		return accept({ ...stamps, ...room, id: command.record, kind: 'auditRoom' });
	},
};

export const countCommands = {
	'auditCount.scan@1': scan,
	'auditCount.bulk@1': bulk,
	'auditCount.retract@1': retract,
	'auditRoom.freeze@1': freezeRoom,
};
