/**
 * The frozen list, a record for every room of a campaign, in parts where the room is large. Written
 * once, by the server, so that it is pulled once and merged never.
 */
import * as v from 'valibot';
import type { Asset } from '../asset/asset.ts';
import { normaliseScanCode, scanCodeCandidates } from '../asset/scan-code.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { hashOf } from './hash.ts';

/** Machines of one record, about 300 bytes each. */
export const linesMax = 200;

const short = v.string();

const ExpectedLineSchema = v.looseObject({
	assetId: IdSchema,
	tag: short,
	name: short,
	/** Everything else it may be scanned by. */
	codes: v.optional(v.array(short)),
	model: v.optional(short),
	category: v.optional(short),
	serial: v.optional(short),
	locationCode: v.optional(short),
	/** Who uses it, or answers for it. */
	holder: v.optional(short),
	/** As recorded, to compare with at the approval. */
	user: v.optional(v.looseObject({ name: short })),
	department: v.optional(short),
	seal: v.optional(short),
	operatingSystem: v.optional(short),
	warrantyUntil: v.optional(short),
});
export type ExpectedLine = v.InferOutput<typeof ExpectedLineSchema>;

export const roomEntries = {
	campaignId: IdSchema,
	siteId: IdSchema,
	siteName: short,
	/** Its name; empty for machines of no room. */
	room: short,
	lines: v.pipe(v.array(ExpectedLineSchema), v.maxLength(linesMax)),
};
export const AuditRoomSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('auditRoom'),
	...roomEntries,
});
export type AuditRoom = v.InferOutput<typeof AuditRoomSchema>;

export interface Place {
	siteId: string;
	room: string;
}

/** One spelling of a place, for maps and addresses. */
export function placeKey({ siteId, room }: Place): string {
	return `${siteId}|${room}`;
}

export function roomIdOf(campaignId: string, place: Place, part: number): string {
	return `${campaignId}.r${hashOf(placeKey(place)).toString(36)}.${part}`;
}

export function expectedLineOf(asset: Asset): ExpectedLine {
	const { id: assetId, tag, name, aliases = [], serial, systemSerial, seal } = asset;
	const { model, category, locationCode, department, operatingSystem, warrantyUntil } = asset;
	const codes = [serial, systemSerial, ...aliases].filter((code) => code !== undefined);
	const holder = asset.user?.name ?? asset.responsible?.name;
	return {
		...{ assetId, tag, name },
		...(codes.length > 0 && { codes }),
		...(model && { model }),
		...(category && { category }),
		...(serial && { serial }),
		...(locationCode && { locationCode }),
		...(holder && { holder }),
		...(asset.user && { user: asset.user }),
		...(department && { department }),
		...(seal?.number && { seal: seal.number }),
		...(operatingSystem && { operatingSystem }),
		...(warrantyUntil && { warrantyUntil }),
	};
}

/** The order in which a room is walked: by location code, right of the door first, then by tag. */
export function byWay(a: ExpectedLine, b: ExpectedLine): number {
	const [left, right] = [a, b].map(({ locationCode, tag }) => `${locationCode ?? '~'} ${tag}`);
	return left! < right! ? -1 : left === right ? 0 : 1;
}

export interface Expected extends Place {
	siteName: string;
	line: ExpectedLine;
}

/** Who a code belongs to, among the machines of the frozen list. */
export class ExpectedIndex {
	readonly all = new Map<string, Expected>();
	readonly #byCode = new Map<string, Expected>();

	constructor(rooms: readonly AuditRoom[]) {
		for (const { siteId, siteName, room, lines } of rooms)
			for (const line of lines) this.all.set(line.assetId, { siteId, siteName, room, line });
		// Tags first: another machine's serial never takes one.
		for (const one of this.all.values()) this.#name(one.line.tag, one);
		for (const one of this.all.values())
			for (const code of one.line.codes ?? []) this.#name(code, one);
	}

	/** `oldAddresses`: patterns of an earlier system's web addresses. */
	find(code: string, oldAddresses: readonly string[] = []): Expected | undefined {
		for (const candidate of scanCodeCandidates(code, oldAddresses)) {
			const found = this.#byCode.get(auditCode(candidate));
			if (found) return found;
		}
		return undefined;
	}

	#name(code: string, one: Expected): void {
		const key = auditCode(code);
		const other = this.#byCode.get(key);
		if (!other || (other.line.tag !== code && one.line.assetId < other.line.assetId))
			this.#byCode.set(key, one);
	}
}

/** One spelling for a code, whoever read it. */
export function auditCode(code: string): string {
	return normaliseScanCode(code).replace(/\s/gu, '');
}
