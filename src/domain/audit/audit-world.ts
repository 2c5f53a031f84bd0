import type { Actor } from '../command.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { Decided } from '../run-command.ts';
import type { Result } from '../result.ts';
import { actor, OrderWorld, people } from '../work-order/order-world.ts';
import type { AuditCampaign } from './campaign.ts';
import { bulkCode } from './count-commands.ts';
import { shelfIdOf, type AuditCount } from './count.ts';
import { ExpectedIndex, roomIdOf, type AuditRoom } from './expected.ts';

/** A campaign in memory, for tests of its rules: two rooms, six machines, three who count. */
export const campaignId = 'audit-1';
export const system = actor('system', ['admin'], { server: true });
export const { auditor, engineer, colleague, supervisor, dispatcher } = people;
export const plan = {
	name: '下半年盘点',
	type: 'half_yearly',
	from: '2026-11-20',
	to: '2026-11-30',
	scope: { siteIds: ['site-1'] },
	auditors: [auditor.userId, engineer.userId, colleague.userId],
	approverId: supervisor.userId,
};

const tagsOf = { A: ['A1', 'A2', 'A3'], B: ['B1', 'B2', 'B3'] };
export const rooms = Object.keys(tagsOf) as (keyof typeof tagsOf)[];

function roomRecord(room: keyof typeof tagsOf): { record: string; args: object } {
	const place = { siteId: 'site-1', room };
	const lines = tagsOf[room].map((tag) => ({
		...{ assetId: `asset-${tag}`, tag, name: '主机', codes: [`SN-${tag}`], holder: '刘护士' },
	}));
	const args = { campaignId, ...place, siteName: '六楼', part: 0, lines };
	return { record: roomIdOf(campaignId, place, 0), args };
}

export class AuditWorld extends OrderWorld {
	async opened(): Promise<this> {
		await this.campaignDo(dispatcher, 'plan', plan);
		await this.campaignDo(dispatcher, 'open');
		for (const room of rooms) {
			const { record, args } = roomRecord(room);
			await this.run(system, 'auditRoom.freeze@1', record, { ...args });
		}
		await this.campaignDo(system, 'freeze', { expected: 6, rooms: 2 });
		return this;
	}

	campaignDo(by: Actor, name: string, args: object = {}): Promise<Result<Decided>> {
		return this.run(by, `auditCampaign.${name}@1`, campaignId, { ...args });
	}

	scan(by: Actor, code: string, room: string, more: object = {}): Promise<Result<Decided>> {
		const { record, args } = scanOf(this.campaign, this.rooms, code, room, more);
		return this.run(by, 'auditCount.scan@1', record, args);
	}

	shelfOfItem(room: string, item: string): string {
		return shelfIdOf(this.campaign, { code: bulkCode({ siteId: 'site-1', room, item }) });
	}

	/** What a server holds of it before the first scan. */
	get everything(): AnyRecord[] {
		return [this.campaign, ...this.rooms];
	}

	get campaign(): AuditCampaign {
		return this.get('auditCampaign', campaignId) as AuditCampaign;
	}
	get rooms(): AuditRoom[] {
		return rooms.map((room) => this.get('auditRoom', roomRecord(room).record) as AuditRoom);
	}
	get shelves(): AuditCount[] {
		const ids = [0, 1].map((n) => `${campaignId}.c${n}`);
		const records = ids.map((id) => this.get('auditCount', id));
		return records.filter((record) => record?.kind === 'auditCount');
	}
}

/** As a device says it: by the machine where the list knows it. */
export function scanOf(
	campaign: AuditCampaign,
	known: readonly AuditRoom[],
	code: string,
	room: string,
	more: object = {},
): { record: string; args: Record<string, unknown> } {
	const assetId = new ExpectedIndex(known).find(code)?.line.assetId;
	const args = { code, how: 'typed', siteId: 'site-1', room, ...(assetId && { assetId }), ...more };
	return { record: shelfIdOf(campaign, { assetId, code }), args: { campaignId, ...args } };
}
