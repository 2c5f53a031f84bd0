import { dailyNumber, formCodes } from '#domain/numbering/number.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Instant } from '#domain/time/instant.ts';
import { dateOf } from '#domain/time/zone.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { channelsAt } from '#server/scope/channels-at.ts';
import type { Records, RecordWrite } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import { searchKeysOf } from './search-keys.ts';

const zoneByDefault = 'Asia/Shanghai';
/** Who gives numbers, by whatever name a history asks for. */
const serverName = 'server';
const numberGiven = 'workOrder.number@1';

/** All that is written with a record: its channels and search keys now, and its number where it lacks one. */
export async function recordWrite(
	store: Pick<Records, 'get'>,
	record: AnyRecord,
	expectedRev: number,
	now: Instant,
): Promise<RecordWrite> {
	const numbering = await numberingOf(store, record, now);
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
	now: Instant,
): Promise<RecordWrite['numbering']> {
	if (record.kind !== 'workOrder' || record.number !== undefined) return undefined;
	const organisation = await readRecord(store, 'organisation', organisationId);
	const form = formCodes.workOrder;
	const date = dateOf(record.createdAt, organisation?.zone ?? zoneByDefault);
	return { form, date, apply: (n) => keyed(numbered(record, dailyNumber(form, date, n), now)) };
}

/** The number is nobody's command, so the history tells of it by itself. */
function numbered(order: WorkOrder, number: string, at: Instant): WorkOrder {
	const changes = [{ field: 'number', from: null, to: number }];
	const entry = { at, by: serverName, device: serverName, command: numberGiven, changes };
	return { ...order, number, history: [...order.history, entry] };
}

function keyed(record: AnyRecord): Pick<RecordWrite, 'record' | 'search'> {
	const search = searchKeysOf(record);
	return { record, ...(search && { search }) };
}
