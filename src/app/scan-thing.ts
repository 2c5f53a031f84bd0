import type { Asset } from '#domain/asset/asset.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { placeKey, type Expected, type Place } from '#domain/audit/expected.ts';
import type { CopyLink } from '#domain/copy/copy-link.ts';
import type { Inspection } from '#domain/inspection/inspection.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { Part } from '#domain/stock/part.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** By which of its codes a machine was found. */
export type AssetCode = 'tag' | 'alias' | 'serial' | 'systemSerial' | 'mac' | 'location' | 'link';

export type Thing =
	| { kind: 'asset'; asset: Asset; by: AssetCode }
	| { kind: 'part'; part: Part }
	| { kind: 'order'; order: WorkOrder }
	| { kind: 'repair'; repair: Repair }
	| { kind: 'campaign'; campaign: AuditCampaign }
	| { kind: 'round'; round: Inspection }
	/** Our own paper's code: its check, by the address on it. */
	| { kind: 'paper'; link: CopyLink }
	| { kind: 'room'; place: Place; siteName: string }
	/** On an open audit's list; the register itself is not on this device. */
	| { kind: 'listed'; campaign: AuditCampaign; expected: Expected };

/** The same thing has the same key, by whatever code it was found. */
export function keyOf(thing: Thing): string {
	switch (thing.kind) {
		case 'asset':
			return `asset|${thing.asset.id}`;
		case 'part':
			return `part|${thing.part.id}`;
		case 'order':
			return `order|${thing.order.id}`;
		case 'repair':
			return `repair|${thing.repair.id}`;
		case 'campaign':
			return `campaign|${thing.campaign.id}`;
		case 'round':
			return `round|${thing.round.id}`;
		case 'paper':
			return `paper|${thing.link.order}`;
		case 'room':
			return `room|${placeKey(thing.place)}`;
		case 'listed':
			return `listed|${thing.expected.line.assetId}`;
	}
}
