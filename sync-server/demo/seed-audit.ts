import type { Asset } from '#domain/asset/asset.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { shelfIdOf, shelvesFor } from '#domain/audit/count.ts';
import { byWay, expectedLineOf, roomIdOf } from '#domain/audit/expected.ts';
import type { Actor } from '#domain/command.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { systemActor, type AdministrationCommand } from '#server/administration.ts';
import type { DemoAsset } from './assets.ts';
import { minutesPerDay } from './finished-orders.ts';
import { demoActor } from './people.ts';
import { demoCustomers } from './places.ts';

const id = 'demo-audit';
const siteId = 'site-hospital-ward';
const device = 'demo-seed-audit';
const auditor = 'user-auditor';

/** Code, room it was seen in, and what was noted: one in the wrong room, one nobody knows. */
const scans: readonly [string, string, object?][] = [
	['ZC-2026-000116', '1F 住院药房', { condition: 'good' }],
	['ZC-2026-000117', '1F 住院药房', { checks: { licence: 'ok', manual: 'ok' } }],
	['ZC-2026-000118', '3F 检验科'],
	['ZC-2026-000121', '3F 检验科', { userSeen: '检验科 罗老师' }],
	['QL-NET-0093', '3F 检验科', { described: { name: '无线路由器', model: '连川 W6' } }],
];

/** The half-yearly audit of a ward, in the middle of it: what was seen so far, all the rest still to count. */
export function auditCommands(now: Instant, assets: readonly DemoAsset[]): AdministrationCommand[] {
	const mine = assets.filter(({ fields }) => fields['siteId'] === siteId);
	const today = now.slice(0, 10);
	const plan = {
		...{ name: '下半年资产普查 住院楼', type: 'half_yearly', scope: { siteIds: [siteId] } },
		...{ from: today, to: addMinutes(now, 14 * minutesPerDay).slice(0, 10) },
		...{ auditors: [auditor, 'user-eng07', 'user-eng09'], approverId: 'user-supervisor' },
	};
	const desk = demoActor('user-desk1');
	const rooms = [...new Set(mine.map(({ fields }) => String(fields['room'])))];
	const at = (minutes: number) => addMinutes(now, -minutes);
	const said = (name: string, args: object, actor: Actor, minutes: number) => ({
		...{ type: `auditCampaign.${name}@1`, kind: 'auditCampaign' as const, record: id },
		...{ args: { ...args }, at: at(minutes), actor },
	});
	const commands: AdministrationCommand[] = [
		said('plan', plan, desk, 3_000),
		said('open', {}, desk, 120),
		...rooms.map((room) => roomCommand(room, mine, at(119))),
		said('freeze', { expected: mine.length, rooms: rooms.length }, systemActor, 118),
		...scans.map((scan, n) => scanCommand(scan, mine, at(60 - n))),
	];
	return commands.map((command, n) => ({ ...command, as: { device, seq: n + 1 } }));
}

function roomCommand(
	room: string,
	assets: readonly DemoAsset[],
	at: Instant,
): AdministrationCommand {
	const place = { siteId, room };
	const siteName = demoCustomers
		.flatMap(({ sites }) => sites)
		.find((one) => one.id === siteId)?.name;
	const lines = assets
		.filter(({ fields }) => fields['room'] === room)
		.map(({ id: assetId, fields }) =>
			expectedLineOf({ ...fields, id: assetId } as unknown as Asset),
		)
		.sort(byWay);
	return {
		...{ type: 'auditRoom.freeze@1', kind: 'auditRoom', record: roomIdOf(id, place, 0), at },
		args: { campaignId: id, ...place, siteName, lines, part: 0 },
	};
}

function scanCommand(
	[code, room, more = {}]: (typeof scans)[number],
	assets: readonly DemoAsset[],
	at: Instant,
): AdministrationCommand {
	const assetId = assets.find(({ fields }) => fields['tag'] === code)?.id;
	const frozen = { shelves: shelvesFor(assets.length) } as AuditCampaign['frozen'];
	return {
		...{
			type: 'auditCount.scan@1',
			kind: 'auditCount',
			record: shelfIdOf({ id, frozen }, { assetId, code }),
		},
		args: {
			...{ campaignId: id, code, how: 'camera', siteId, room },
			...(assetId && { assetId }),
			...more,
		},
		...{ at, actor: demoActor(auditor) },
	};
}
