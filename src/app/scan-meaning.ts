/**
 * What a code stands for on this device.
 *
 * 1. What a code literally is comes before what it may carry inside, a record before a place, the
 *    register before the list of an audit: the first that finds anything is the answer.
 * 2. Where that is more than one, all of them are the answer, and a person is asked.
 */
import type { Asset } from '#domain/asset/asset.ts';
import { roomCodeOf } from '#domain/asset/location-code.ts';
import { macsIn } from '#domain/asset/mac.ts';
import { usualOldAddresses } from '#domain/asset/old-address.ts';
import { scanCodeCandidates } from '#domain/asset/scan-code.ts';
import type { Place } from '#domain/audit/expected.ts';
import { readCopyLink } from '#domain/copy/copy-link.ts';
import { numbersWithin } from '#domain/numbering/number.ts';
import { organisationId } from '#domain/organisation/ids.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { AccountScope } from '#store/account-context.ts';
import { codeOf } from '#store/record-links.ts';
import { expectedByCode } from './open-audits.ts';
import { keyOf, type AssetCode, type Thing } from './scan-thing.ts';

export interface ScanMeaning {
	code: string;
	/** None: nobody knows it here. Several: ask. */
	things: readonly Thing[];
}

export async function meaningOf(code: string, account: AccountScope): Promise<ScanMeaning> {
	const link = readCopyLink(code);
	if (link) return { code, things: [{ kind: 'paper', link }] };
	const oldAddresses = isAddress.test(code) ? await oldAddressesOf(account) : [];
	const numbers = numbersWithin(code);
	const candidates = [...new Set([...scanCodeCandidates(code, oldAddresses), ...numbers])];
	const asks = [
		() => byOwnAddress(code, account),
		...candidates.map((candidate) => () => byRecordCode(candidate, account)),
		...numbers.map((number) => () => byPlanNumber(number, account)),
		...candidates.map((candidate) => () => byPlace(candidate, account)),
		() => expectedByCode(code, oldAddresses, account),
	];
	for (const ask of asks) {
		const things = await ask();
		if (things.length > 0) return { code, things };
	}
	return { code, things: [] };
}

const isAddress = /^\s*https?:/i;

async function oldAddressesOf({ store }: AccountScope): Promise<readonly string[]> {
	const organisation = await store.get('organisation', organisationId);
	return organisation?.oldAddresses ?? usualOldAddresses;
}

const ownPage = /^https?:\/\/[^/?#]+\/(?<page>assets|work-orders|repairs|stock)\/(?<id>[^/?#]+)/i;
const kindByPage: Readonly<Record<string, 'asset' | 'workOrder' | 'repair' | 'part'>> = {
	...{ assets: 'asset', 'work-orders': 'workOrder', repairs: 'repair', stock: 'part' },
};

/** An audit or a round by the number on its report; there are few of them, so none is indexed. */
async function byPlanNumber(number: string, { store }: AccountScope): Promise<Thing[]> {
	const campaigns = await store.records.list('auditCampaign');
	const rounds = await store.records.list('inspection');
	const is = (own: { number?: string | undefined; offlineNumber?: string | undefined }) =>
		[own.number, own.offlineNumber].includes(number);
	return [
		...campaigns.filter(is).map((campaign): Thing => ({ kind: 'campaign', campaign })),
		...rounds.filter(is).map((round): Thing => ({ kind: 'round', round })),
	];
}

/** A page of this app, or of another with our records, under any server's name. */
async function byOwnAddress(code: string, { store }: AccountScope): Promise<Thing[]> {
	const { page = '', id = '' } = ownPage.exec(code.trim())?.groups ?? {};
	const kind = kindByPage[page.toLowerCase()];
	const record = kind && (await store.get(kind, id));
	return record ? thingsOf(record, () => 'link') : [];
}

async function byRecordCode(candidate: string, { store }: AccountScope): Promise<Thing[]> {
	const records = await store.records.carrying(candidate);
	return records.flatMap((record) => thingsOf(record, (asset) => assetCodeOf(asset, candidate)));
}

function thingsOf(record: AnyRecord, by: (asset: Asset) => AssetCode): Thing[] {
	switch (record.kind) {
		case 'asset':
			return [{ kind: 'asset', asset: record, by: by(record) }];
		case 'part':
			return [{ kind: 'part', part: record }];
		case 'workOrder':
			return [{ kind: 'order', order: record }];
		case 'repair':
			return [{ kind: 'repair', repair: record }];
		default:
			return [];
	}
}

function assetCodeOf(asset: Asset, candidate: string): AssetCode {
	const code = codeOf(candidate);
	const is = (own: string | undefined) => own !== undefined && codeOf(own) === code;
	if (is(asset.tag)) return 'tag';
	if (is(asset.serial)) return 'serial';
	if (is(asset.systemSerial)) return 'systemSerial';
	return macsIn(asset.mac ?? '').includes(candidate) ? 'mac' : 'alias';
}

/** A room by its name or its part of the location codes; a machine by the code of where it stands. */
async function byPlace(candidate: string, { store }: AccountScope): Promise<Thing[]> {
	const sites = await store.records.list('site');
	const isNamed = (room: string) => codeOf(room) === codeOf(candidate);
	const named = sites.flatMap(({ id, name, rooms = [] }) =>
		rooms.filter(isNamed).map((room) => roomOf({ siteId: id, room }, name)),
	);
	const there = await store.records.about('asset', 'location', codeOf(candidate));
	if (roomCodeOf(candidate) !== undefined)
		return there.map((asset) => ({ kind: 'asset', asset, by: 'location' }));
	const coded = there.flatMap(({ siteId, room }) => {
		const site = sites.find(({ id }) => id === siteId);
		return site && room ? [roomOf({ siteId: site.id, room }, site.name)] : [];
	});
	return [...new Map([...named, ...coded].map((thing) => [keyOf(thing), thing])).values()];
}

function roomOf(place: Place, siteName: string): Thing {
	return { kind: 'room', place, siteName };
}
