import { expectedMax, type AuditCampaign } from '#domain/audit/campaign.ts';
import {
	byWay,
	expectedLineOf,
	linesMax,
	placeKey,
	roomIdOf,
	type ExpectedLine,
	type Place,
} from '#domain/audit/expected.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { assetsInScope } from './assets-in-scope.ts';
import type { AuditParts } from './audit-parts.ts';

interface RoomLines extends Place {
	lines: ExpectedLine[];
}

/** Writes the expected list, room by room, then says that it stands. Begun again, what stands is kept. */
export async function freezeList(parts: AuditParts, campaign: AuditCampaign): Promise<void> {
	const rooms = await roomsOf(parts, campaign);
	const { administration } = parts;
	const commands: AdministrationCommand[] = [];
	for (const room of rooms) commands.push(...(await partsOf(parts, campaign.id, room)));
	await administration.executeAll(commands);
	const expected = rooms.reduce((sum, { lines }) => sum + lines.length, 0);
	await administration.execute({
		...{ type: 'auditCampaign.freeze@1', kind: 'auditCampaign', record: campaign.id },
		args: { expected, rooms: rooms.length },
	});
}

async function roomsOf({ store }: AuditParts, { scope }: AuditCampaign): Promise<RoomLines[]> {
	const rooms = new Map<string, RoomLines>();
	let count = 0;
	for await (const asset of assetsInScope(store, scope)) {
		if (++count > expectedMax) break;
		const place = { siteId: asset.siteId ?? '', room: asset.room ?? '' };
		const known = rooms.get(placeKey(place)) ?? { ...place, lines: [] };
		known.lines.push(expectedLineOf(asset));
		rooms.set(placeKey(place), known);
	}
	return [...rooms.values()];
}

async function partsOf(
	{ store }: AuditParts,
	campaignId: string,
	{ lines, ...place }: RoomLines,
): Promise<AdministrationCommand[]> {
	const siteName = (await readRecord(store, 'site', place.siteId))?.name ?? '';
	const sorted = lines.sort(byWay);
	return Array.from({ length: Math.ceil(sorted.length / linesMax) }, (_, part) => ({
		...{ type: 'auditRoom.freeze@1', kind: 'auditRoom' as const },
		record: roomIdOf(campaignId, place, part),
		args: {
			...{ campaignId, ...place, siteName, part },
			lines: sorted.slice(part * linesMax, (part + 1) * linesMax),
		},
	}));
}
