import { dailyNumber, formCodes } from '#domain/numbering/number.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Instant } from '#domain/time/instant.ts';
import { dateOf } from '#domain/time/zone.ts';
import { channelsAt } from '#server/scope/channels-at.ts';
import type { Records, RecordWrite } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import { searchKeysOf } from './search-keys.ts';

const zoneByDefault = 'Asia/Shanghai';

/** All that is written with a record: its channels and search keys now, and its number where it lacks one. */
export async function recordWrite(
	store: Pick<Records, 'get'>,
	record: AnyRecord,
	expectedRev: number,
	now: Instant,
): Promise<RecordWrite> {
	const numbering = await numberingOf(store, record);
	return {
		...keyed(record),
		...channelsAt(record, now),
		expectedRev,
		...(numbering && { numbering }),
	};
}

/** An order gets the daily number of its form by the date of its creation in the organisation's zone. */
async function numberingOf(
	store: Pick<Records, 'get'>,
	record: AnyRecord,
): Promise<RecordWrite['numbering']> {
	if (record.kind !== 'workOrder' || record.number !== undefined) return undefined;
	const organisation = await readRecord(store, 'organisation', organisationId);
	const form = formCodes.workOrder;
	const date = dateOf(record.createdAt, organisation?.zone ?? zoneByDefault);
	return { form, date, apply: (n) => keyed({ ...record, number: dailyNumber(form, date, n) }) };
}

function keyed(record: AnyRecord): Pick<RecordWrite, 'record' | 'search'> {
	const search = searchKeysOf(record);
	return { record, ...(search && { search }) };
}
