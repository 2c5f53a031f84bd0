/** The devices of a round in the order in which they are walked to. */
import type { Asset } from '../asset/asset.ts';
import { normaliseScanCode, scanCodeCandidates } from '../asset/scan-code.ts';
import type { Site } from '../customer/records.ts';
import { roomCodeOf, type LocationRule } from '../organisation/location-rules.ts';
import { frozenList, listsFor, type Checklist, type OfferedChecklist } from './checklists.ts';
import { checkpointsMax, type Checkpoint, type Inspection } from './inspection.ts';

type Plan = Pick<Inspection, 'siteId' | 'rooms'>;

/** Those of the site that are there and that one of the chosen lists fits. */
export function checkpointOf(
	asset: Asset,
	plan: Plan,
	chosen: readonly OfferedChecklist[],
): Checkpoint | undefined {
	const { siteId, room = '', category = '', state } = asset;
	const isThere = state === 'in_use' || state === 'in_stock';
	if (!isThere || siteId !== plan.siteId) return undefined;
	if (plan.rooms && !plan.rooms.includes(room)) return undefined;
	const lists = listsFor(category, chosen).map(({ key }) => key);
	return lists.length > 0 ? { ...pointOf(asset), lists: [...lists] } : undefined;
}

function pointOf(asset: Asset) {
	const { id, tag, name, model, category, room = '', locationCode } = asset;
	const { purchasedOn, warrantyUntil, endOfLifeOn, aliases = [] } = asset;
	const codes = [asset.serial, asset.systemSerial, ...aliases].filter((code) => code !== undefined);
	return {
		...{ id, tag, name, room },
		...(codes.length > 0 && { codes }),
		...(model && { model }),
		...(category && { category }),
		...(locationCode && { locationCode }),
		...(purchasedOn && { purchasedOn }),
		...(warrantyUntil && { warrantyUntil }),
		...(endOfLifeOn && { endOfLifeOn }),
	};
}

/** Room by room in the site's own order, in a room from the right of the door, as its codes say. */
export function inWalkingOrder(
	points: readonly Checkpoint[],
	{ rooms = [] }: Pick<Site, 'rooms'>,
	rules: readonly LocationRule[],
): Checkpoint[] {
	const keyOf = ({ room, locationCode = '', tag }: Checkpoint) => {
		const place = rooms.indexOf(room);
		const roomAt = String(place < 0 ? rooms.length : place).padStart(4, '0');
		const roomCode = roomCodeOf(rules, locationCode) ?? '~';
		return [roomAt, room, roomCode, locationCode || '~', tag].join('\u0000');
	};
	const keyed = points.map((point) => ({ point, key: keyOf(point) }));
	keyed.sort((a, b) => (a.key < b.key ? -1 : a.key === b.key ? 0 : 1));
	return keyed.map(({ point }) => point).slice(0, checkpointsMax);
}

/** The lists a route needs, as the round keeps them. */
export function listsOf(
	points: readonly Checkpoint[],
	chosen: readonly OfferedChecklist[],
): Checklist[] {
	const used = new Set(points.flatMap(({ lists }) => lists));
	return chosen.filter(({ key }) => used.has(key)).map(frozenList);
}

/** The device of the route a code belongs to, its tag before its other codes. */
export function findCheckpoint(
	points: readonly Checkpoint[],
	code: string,
	oldAddresses: readonly string[] = [],
): Checkpoint | undefined {
	const same = (own: string, read: string) => codeKey(own) === codeKey(read);
	for (const read of scanCodeCandidates(code, oldAddresses)) {
		const found =
			points.find(({ tag }) => same(tag, read)) ??
			points.find(({ codes = [] }) => codes.some((own) => same(own, read)));
		if (found) return found;
	}
	return undefined;
}

function codeKey(code: string): string {
	return normaliseScanCode(code).replace(/\s/gu, '');
}
