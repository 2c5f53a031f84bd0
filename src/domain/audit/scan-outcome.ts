import { roomCodeOf, toLocationCode, type LocationRule } from '../organisation/location-rules.ts';
import { auditCode, placeKey, type AuditRoom, type Expected, type Place } from './expected.ts';
import type { AuditScan } from './count.ts';

/**
 * What an auditor is told at once, by what his device knows: found, moved (listed in another room),
 * holder (here, and another person uses it), unknown (on no list), repeat (in this room already, by
 * him or a colleague).
 */
export type ScanOutcome = 'found' | 'moved' | 'holder' | 'unknown' | 'repeat';

/**
 * `before`: the scans of that machine or code that count, in the order in which they were made.
 * `userSeen`: whose place he is counting at; told again where nobody had said so.
 */
export function outcomeOf(
	expected: Expected | undefined,
	place: Place,
	before: readonly AuditScan[],
	userSeen?: string,
): ScanOutcome {
	const last = before.at(-1);
	const isSaid = !userSeen || before.some((scan) => scan.userSeen === userSeen);
	if (last && isSaid && placeKey(last) === placeKey(place)) return 'repeat';
	if (!expected) return 'unknown';
	if (placeKey(expected) !== placeKey(place)) return 'moved';
	return isOtherHolder(expected.line.holder, userSeen) ? 'holder' : 'found';
}

/** Whether somebody else was found using it. */
export function isOtherHolder(holder: string | undefined, userSeen: string | undefined): boolean {
	return Boolean(userSeen) && userSeen !== holder;
}

/** What a room's own tag may say: its name, or what the location codes in it have of the room. */
export function roomTagsOf(
	rooms: readonly AuditRoom[],
	rules: readonly LocationRule[],
): Map<string, Place> {
	const tags = new Map<string, Place>();
	const ambiguous = new Set<string>();
	const name = (code: string, { siteId, room }: Place) => {
		const key = auditCode(code);
		const known = tags.get(key);
		if (known && placeKey(known) !== placeKey({ siteId, room })) ambiguous.add(key);
		tags.set(key, { siteId, room });
	};
	for (const room of rooms) {
		if (room.room) name(room.room, room);
		for (const { locationCode = '' } of room.lines) {
			const code = roomCodeOf(rules, toLocationCode(locationCode));
			if (code) name(code, room);
		}
	}
	for (const key of ambiguous) tags.delete(key);
	return tags;
}
