import { marked, type RecordDocument } from './couch-documents.ts';
import {
	departures,
	recordKey,
	type JournalEntry,
	type RecordKey,
	type RecordWrite,
} from './port.ts';
import { withMoves } from './stays.ts';

/** Holds the place of a record that is not there yet. */
export function placeOf({ kind, id }: RecordKey): RecordDocument {
	return {
		_id: recordKey({ kind, id }),
		...{ type: 'record', kind, id, rev: 0, channels: [], former: {}, json: '' },
		...{ marks: {}, results: [], terms: [], text: '' },
	};
}

/** The record as it is written, with the mark of the command. */
export function documentOf(
	{ record, channels, search, reviewAt, expectedRev, at }: RecordWrite,
	leaf: RecordDocument | undefined,
	journal: JournalEntry | undefined,
): RecordDocument {
	const { reviewAt: _before, renewals: _count, stays: before, ...base } = leaf ?? placeOf(record);
	const rev = expectedRev + 1;
	const kept = [...new Set(channels)];
	const { left } = departures(asStored(base), kept);
	const stays = withMoves(before, base.rev > 0 ? base.channels : undefined, kept, at);
	const former = Object.entries(base.former).filter(([channel]) => !kept.includes(channel));
	return {
		...base,
		rev,
		channels: kept,
		former: Object.fromEntries([...former, ...left.map((channel) => [channel, rev] as const)]),
		json: JSON.stringify(record),
		terms: search?.terms ?? [],
		text: search?.text ?? '',
		...(journal && marked(base, journal.command, JSON.stringify(journal.result))),
		...(reviewAt !== undefined && { reviewAt }),
		...(stays && { stays }),
	};
}

export function asStored({ channels, former }: Pick<RecordDocument, 'channels' | 'former'>) {
	return { channels, former: Object.keys(former) };
}
