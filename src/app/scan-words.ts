/** What a scanned thing is called where one of several is to be chosen. */
import DoorOpen from '@lucide/svelte/icons/door-open';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import FileCheck from '@lucide/svelte/icons/file-check';
import Monitor from '@lucide/svelte/icons/monitor';
import Package from '@lucide/svelte/icons/package';
import Wrench from '@lucide/svelte/icons/wrench';
import { partCodeOf } from '#domain/stock/part.ts';
import { m } from '#i18n/generated/messages.js';
import type { IconComponent } from '#ui/icons/icon.ts';
import type { AssetCode, Thing } from './scan-thing.ts';

export const assetCodeWords: Readonly<Record<AssetCode, () => string>> = {
	tag: m.scan_by_tag,
	alias: m.scan_by_alias,
	serial: m.scan_by_serial,
	systemSerial: m.scan_by_system_serial,
	mac: m.scan_by_mac,
	location: m.scan_by_location,
	link: m.scan_by_link,
};

interface ThingWords {
	icon: IconComponent;
	title: string;
	sub: string;
}

export function wordsOf(thing: Thing): ThingWords {
	switch (thing.kind) {
		case 'asset': {
			const { tag, name } = thing.asset;
			const by = m.scan_found_by({ by: assetCodeWords[thing.by]() });
			return { icon: Monitor, title: tag, sub: `${name}　${by}` };
		}
		case 'part': {
			const { id, name } = thing.part;
			return { icon: Package, title: name, sub: m.scan_kind_part({ code: partCodeOf(id) }) };
		}
		case 'order': {
			const { summary, number, offlineNumber = '' } = thing.order;
			const sub = m.scan_kind_order({ number: number ?? offlineNumber });
			return { icon: ClipboardList, title: summary, sub };
		}
		case 'repair': {
			const { summary, number, offlineNumber = '' } = thing.repair;
			const sub = m.scan_kind_repair({ number: number ?? offlineNumber });
			return { icon: Wrench, title: summary, sub };
		}
		case 'campaign': {
			const { name, number, offlineNumber = '' } = thing.campaign;
			const sub = m.scan_kind_audit({ number: number ?? offlineNumber });
			return { icon: ClipboardCheck, title: name, sub };
		}
		case 'round': {
			const { name, number = '' } = thing.round;
			const sub = m.scan_kind_round({ number });
			return { icon: ClipboardList, title: name, sub };
		}
		case 'paper':
			return { icon: FileCheck, title: m.scan_kind_paper(), sub: m.scan_check_paper() };
		case 'room': {
			const sub = m.scan_kind_room({ site: thing.siteName });
			return { icon: DoorOpen, title: thing.place.room, sub };
		}
		case 'listed': {
			const { tag, name } = thing.expected.line;
			const sub = m.scan_kind_listed({ name, campaign: thing.campaign.name });
			return { icon: ClipboardCheck, title: tag, sub };
		}
	}
}

export function unknownWords(code: string): ThingWords {
	return { icon: CircleHelp, title: code, sub: m.scan_unknown_code() };
}
