import { customEntries } from '#domain/asset/custom-values.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { searchable, type SearchKeys } from '#server/store/port.ts';

/** What finds a record of the archive: codes by their beginning, names by words. */
export function searchKeysOf(record: AnyRecord): SearchKeys | undefined {
	switch (record.kind) {
		case 'asset':
			return keys(
				[
					record.tag,
					...(record.aliases ?? []),
					record.serial,
					record.systemSerial,
					record.hostName,
					...customEntries(record).map(([field, value]) => customTerm(field, value)),
				],
				[record.name, record.model, record.manufacturer, record.user?.name, record.room],
			);
		case 'workOrder':
			return keys(
				[record.number, record.offlineNumber, record.formerNumber, ...(record.references ?? [])],
				[record.summary, record.requester.name, ...record.lines.map((line) => line.asset?.tag)],
			);
		case 'repair':
			return keys(
				[record.number, record.offlineNumber],
				[
					record.summary,
					record.fault,
					record.asset?.tag,
					...record.receipts.map(({ vendor }) => vendor),
				],
			);
		case 'auditCampaign':
			return keys([record.number, record.offlineNumber, record.formerNumber], [record.name]);
		case 'inspection':
			return keys([record.number, record.formerNumber], [record.name]);
		default:
			return undefined;
	}
}

/** One term, so that whoever carries that very value is found by its beginning. */
export function customTerm(field: string, value: string): string {
	return `${field}=${value.replaceAll(/\s+/g, '_')};`;
}

type Words = readonly (string | undefined)[];

/** The text holds the terms too, so that a part of a number finds as well. */
function keys(terms: Words, words: Words): SearchKeys {
	const ready = terms.flatMap((term) => (term ? [searchable(term)] : []));
	const text = words.flatMap((word) => (word ? [searchable(word)] : []));
	return { terms: ready, text: [...ready, ...text].join('\n') };
}
