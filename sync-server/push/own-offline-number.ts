import { parseNumber } from '#domain/numbering/number.ts';
import {
	isNumbered,
	mayBeBornOffline,
	offlineNumberOf,
	type Numbered,
} from '#domain/numbering/numbered.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

/** Records whose numbers begin alike and are looked at. */
const alikeMax = 50;

export type NumberedBefore = Pick<Store, 'get' | 'search' | 'holderOf' | 'userOfCode'>;

/** A record to be made with a number of its device. */
interface OwnNumber {
	record: AnyRecord;
	/** Kept free of others in the commit that makes it. */
	reserve?: string;
}

/**
 * A record to be made whose offline number another one carries already, as after a copied or rolled
 * back installation: the number stays with the first. The second keeps it as `formerNumber`, by which
 * the paper in the customer's hand still finds it, and is told apart by its daily number
 * (src/decisions/0010-restore-and-numbers.md). A number with the code of another user's device is never
 * his, whether it exists or not: so it cannot be taken from him, and nobody learns of it.
 */
export async function withOwnOfflineNumber(
	store: NumberedBefore,
	record: AnyRecord,
): Promise<OwnNumber> {
	if (!isNumbered(record) || !mayBeBornOffline(record)) return { record };
	const { offlineNumber, ...rest } = record;
	if (offlineNumber === undefined) return { record };
	const mayHave = await isOwnCode(store, record, offlineNumber);
	if (mayHave && !(await isTaken(store, record, offlineNumber)))
		return { record, reserve: offlineNumber };
	return { record: { ...rest, formerNumber: offlineNumber } };
}

/** A code nobody was given is as good as his own: a restored server has forgotten some. */
async function isOwnCode(
	store: NumberedBefore,
	{ createdBy }: Numbered,
	offlineNumber: string,
): Promise<boolean> {
	const number = parseNumber(offlineNumber);
	const owner = number?.kind === 'offline' ? await store.userOfCode(number.deviceCode) : undefined;
	return owner === undefined || owner === createdBy;
}

async function isTaken(
	store: NumberedBefore,
	record: Numbered,
	offlineNumber: string,
): Promise<boolean> {
	const holder = await store.holderOf(offlineNumber);
	if (holder !== undefined) return holder !== record.id;
	const carries = (other: Numbered) => offlineNumberOf(other) === offlineNumber;
	return isCarried(store, record, carries, offlineNumber);
}

/** Whether a record of its kind but that one carries the number. */
export async function isCarried(
	store: Pick<Store, 'get' | 'search'>,
	{ kind, id }: Numbered,
	carries: (other: Numbered) => boolean,
	number: string,
): Promise<boolean> {
	for (const found of await store.search(kind, number, alikeMax)) {
		const other = found === id ? undefined : await readRecord(store, kind, found);
		if (other && carries(other)) return true;
	}
	return false;
}
