import type { Asset } from '#domain/asset/asset.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { shelfIdOf, shelvesFor } from '#domain/audit/count.ts';
import { byWay, expectedLineOf, roomIdOf } from '#domain/audit/expected.ts';
import { reviewIdOf } from '#domain/audit/review.ts';
import type { Actor } from '#domain/command.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { systemActor, type AdministrationCommand } from '#server/administration.ts';
import type { DemoAsset } from './assets.ts';
import { minutesPerDay } from './finished-orders.ts';
import { demoActor } from './people.ts';
import { demoCustomers } from './places.ts';

const siteId = 'site-hospital-ward';
const device = 'demo-seed-audit';
const auditor = 'user-auditor';
const halfYearDays = 183;

/** Code, room it was seen in, and what was noted. */
type Scan = readonly [string, string, object?];

/** One in the wrong room, one nobody knows. */
const scans: readonly Scan[] = [
	['ZC-2026-000116', '1F 住院药房', { condition: 'good' }],
	['ZC-2026-000117', '1F 住院药房', { checks: { licence: 'ok', manual: 'ok' } }],
	['ZC-2026-000118', '3F 检验科'],
	['ZC-2026-000121', '3F 检验科', { userSeen: '检验科 罗老师' }],
	['QL-NET-0093', '3F 检验科', { described: { name: '无线路由器', model: '连川 W6' } }],
];
/** Half a year ago these were in no room anybody looked into; one stood elsewhere. */
const missedBefore = ['ZC-2026-000117', 'ZC-2026-000123'];
const movedBefore = { tag: 'ZC-2026-000125', room: '6F 东护士站' };

const checkedRoom = '1F 住院药房';
const checkedDays = 7;

/**
 * The half-yearly audit of a ward, in the middle of it: what was seen so far, all the rest still to
 * count. The one before, closed, to compare it with; and a spot check that waits for the customer's hand.
 */
export function auditCommands(now: Instant, assets: readonly DemoAsset[]): AdministrationCommand[] {
	const mine = assets.filter(({ fields }) => fields['siteId'] === siteId);
	const before = new DemoAudit(
		'demo-audit-before',
		mine,
		addMinutes(now, -halfYearDays * minutesPerDay),
	);
	const current = new DemoAudit('demo-audit', mine, now);
	const pharmacy = mine.filter(({ fields }) => fields['room'] === checkedRoom);
	const checkedAt = addMinutes(now, -checkedDays * minutesPerDay);
	const checked = new DemoAudit('demo-audit-check', pharmacy, checkedAt);
	const seen = scansOf(pharmacy);
	const commands = [
		...before.opened('上半年资产普查 住院楼'),
		...before.scanned(scansBefore(mine)),
		...before.approved(scansBefore(mine).length, 1),
		...before.closed(),
		...checked.opened('药房抽查', { type: 'partial', rooms: [checkedRoom] }),
		...checked.scanned(seen),
		...checked.approved(seen.length, 0),
		...current.opened('下半年资产普查 住院楼'),
		...current.scanned(scans),
	];
	return commands.map((command, n) => ({ ...command, as: { device, seq: n + 1 } }));
}

function scansBefore(assets: readonly DemoAsset[]): Scan[] {
	return scansOf(assets)
		.filter(([tag]) => !missedBefore.includes(tag))
		.map(([tag, room]) => [tag, tag === movedBefore.tag ? movedBefore.room : room]);
}

function scansOf(assets: readonly DemoAsset[]): Scan[] {
	return assets.map(({ fields }) => [String(fields['tag']), String(fields['room'])]);
}

/** One campaign over the ward; its commands, with the time each was given. */
class DemoAudit {
	readonly #id: string;
	readonly #assets: readonly DemoAsset[];
	readonly #now: Instant;

	constructor(id: string, assets: readonly DemoAsset[], now: Instant) {
		this.#id = id;
		this.#assets = assets;
		this.#now = now;
	}

	opened(
		name: string,
		{ type = 'half_yearly', ...narrowed }: { type?: string; rooms?: string[] } = {},
	): AdministrationCommand[] {
		const plan = {
			...{ name, type, scope: { siteIds: [siteId], ...narrowed } },
			...{ from: this.#now.slice(0, 10), to: this.#day(14) },
			...{ auditors: [auditor, 'user-eng07', 'user-eng09'], approverId: 'user-supervisor' },
		};
		const desk = demoActor('user-desk1');
		const rooms = [...new Set(this.#assets.map(({ fields }) => String(fields['room'])))];
		const total = { expected: this.#assets.length, rooms: rooms.length };
		return [
			this.#said('plan', plan, desk, 3_000),
			this.#said('open', {}, desk, 120),
			...rooms.map((room) => this.#room(room)),
			this.#said('freeze', total, systemActor, 118),
		];
	}

	scanned(scans: readonly Scan[]): AdministrationCommand[] {
		return scans.map((scan, n) => this.#scan(scan, this.#at(60 - n)));
	}

	/** Approved with nothing changed in the register, as where the desk wants to look once more. */
	approved(seen: number, moved: number): AdministrationCommand[] {
		const expected = this.#assets.length;
		const totals = { found: seen - moved, moved, changed: 0, missing: expected - seen, surplus: 0 };
		const chief = demoActor('user-supervisor');
		const desk = demoActor('user-desk1');
		const review = {
			...{ type: 'auditReview.approve@1', kind: 'auditReview' as const },
			...{ record: reviewIdOf(this.#id), at: this.#at(9), actor: chief },
			args: { campaignId: this.#id, adjustments: [] },
		};
		return [
			this.#said('reconcile', {}, desk, 20),
			this.#said('approve', { expected, ...totals }, chief, 10),
			review,
		];
	}

	closed(): AdministrationCommand[] {
		return [this.#said('close', {}, demoActor('user-desk1'), 5)];
	}

	#at(minutesAgo: number): Instant {
		return addMinutes(this.#now, -minutesAgo);
	}

	#day(days: number): string {
		return addMinutes(this.#now, days * minutesPerDay).slice(0, 10);
	}

	#said(name: string, args: object, actor: Actor, minutesAgo: number): AdministrationCommand {
		return {
			...{ type: `auditCampaign.${name}@1`, kind: 'auditCampaign' as const, record: this.#id },
			...{ args: { ...args }, at: this.#at(minutesAgo), actor },
		};
	}

	#room(room: string): AdministrationCommand {
		const place = { siteId, room };
		const siteName = demoCustomers
			.flatMap(({ sites }) => sites)
			.find((one) => one.id === siteId)?.name;
		const lines = this.#assets
			.filter(({ fields }) => fields['room'] === room)
			.map(({ id: assetId, fields }) =>
				expectedLineOf({ ...fields, id: assetId } as unknown as Asset),
			)
			.sort(byWay);
		const record = roomIdOf(this.#id, place, 0);
		return {
			...{ type: 'auditRoom.freeze@1', kind: 'auditRoom', record, at: this.#at(119) },
			args: { campaignId: this.#id, ...place, siteName, lines, part: 0 },
		};
	}

	#scan([code, room, more = {}]: Scan, at: Instant): AdministrationCommand {
		const assetId = this.#assets.find(({ fields }) => fields['tag'] === code)?.id;
		const frozen = { shelves: shelvesFor(this.#assets.length) } as AuditCampaign['frozen'];
		const record = shelfIdOf({ id: this.#id, frozen }, { assetId, code });
		return {
			...{ type: 'auditCount.scan@1', kind: 'auditCount', record },
			args: {
				...{ campaignId: this.#id, code, how: 'camera', siteId, room },
				...(assetId && { assetId }),
				...more,
			},
			...{ at, actor: demoActor(auditor) },
		};
	}
}
