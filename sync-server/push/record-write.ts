import { dailyNumber, parseNumber } from '#domain/numbering/number.ts';
import { formOf, isNumbered, type Numbered } from '#domain/numbering/numbered.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Instant } from '#domain/time/instant.ts';
import { dateOf } from '#domain/time/zone.ts';
import { channelsAt } from '#server/scope/channels-at.ts';
import type { RecordWrite, Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import { isNumberSeal, numberSealOf } from './number-seal.ts';
import { isCarried, withOwnOfflineNumber, type NumberedBefore } from './own-offline-number.ts';
import { searchKeysOf } from './search-keys.ts';

type NumberStore = NumberedBefore & Pick<Store, 'secret'>;
type GivenNumber = { number: string; numberSeal: string };

const zoneByDefault = 'Asia/Shanghai';
/** Who gives numbers, by whatever name a history asks for. */
const serverName = 'server';

/** All that is written with a record: its channels and search keys now, and its number where it lacks one. */
export async function recordWrite(
	store: NumberStore,
	decided: AnyRecord,
	expectedRev: number,
	now: Instant,
	more: { given?: GivenNumber | undefined; reserve?: readonly string[] } = {},
): Promise<RecordWrite> {
	const { given } = more;
	const { record: own, reserve: number } =
		expectedRev === 0 ? await withOwnOfflineNumber(store, decided) : { record: decided };
	const reserve = [...(number === undefined ? [] : [number]), ...(more.reserve ?? [])];
	const record = given ? await withGivenNumber(store, own, given, now) : own;
	const numbering = await numberingOf(store, record, now);
	const isReturned = isNumbered(record) && record.number === given?.number;
	const returning = isReturned && record !== own ? counterOf(given) : undefined;
	return {
		...keyed(record),
		...channelsAt(record, now),
		expectedRev,
		at: now,
		...(numbering && { numbering }),
		...(returning && { returning }),
		...(reserve.length > 0 && { reserve }),
	};
}

/** An order, a campaign or a round gets the daily number of its form by the date of its creation in the organisation's zone. */
async function numberingOf(
	store: NumberStore,
	record: AnyRecord,
	now: Instant,
): Promise<RecordWrite['numbering']> {
	if (!isNumbered(record) || record.number !== undefined) return undefined;
	const organisation = await readRecord(store, 'organisation', organisationId);
	const form = formOf(record);
	const date = dateOf(record.createdAt, organisation?.zone ?? zoneByDefault);
	const apply = (n: number) => {
		const number = dailyNumber(form, date, n);
		return keyed(numbered(record, number, numberSealOf(store.secret, record, number), now));
	};
	return { form, date, apply };
}

/** The number is nobody's command, so the history tells of it by itself. */
function numbered<R extends Numbered>(
	record: R,
	number: string,
	numberSeal: string,
	at: Instant,
): R {
	const changes = [{ field: 'number', from: null, to: number }];
	const entry = {
		at,
		by: serverName,
		device: serverName,
		command: `${record.kind}.number@1`,
		changes,
	};
	return { ...record, number, numberSeal, history: [...record.history, entry] };
}

function counterOf(given: GivenNumber | undefined): RecordWrite['returning'] {
	const number = given && parseNumber(given.number);
	return number?.kind === 'daily' ? number : undefined;
}

/**
 * A record that comes back after a restore keeps the number it had, if this server gave it. One that
 * was given to another since stays findable as the former one, and a fresh one is given.
 */
async function withGivenNumber(
	store: NumberStore,
	record: AnyRecord,
	given: GivenNumber,
	now: Instant,
): Promise<AnyRecord> {
	if (!isNumbered(record) || record.number !== undefined) return record;
	if (!isNumberSeal(store.secret, record, given)) return record;
	const { number } = given;
	if (await isCarried(store, record, (other) => other.number === number, number))
		return { ...record, formerNumber: record.formerNumber ?? number };
	return numbered(record, given.number, given.numberSeal, now);
}

function keyed(record: AnyRecord): Pick<RecordWrite, 'record' | 'search'> {
	const search = searchKeysOf(record);
	return { record, ...(search && { search }) };
}
