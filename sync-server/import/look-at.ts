import { assetCategoriesId } from '#domain/asset/categories.ts';
import { ownFields } from '#domain/import/register-view.ts';
import { importSamplesMax, type AssetLook } from '#domain/import/report.ts';
import {
	guessColumns,
	importSources,
	sourceOf,
	type ImportSource,
	type KeptMapping,
} from '#domain/import/sources.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { FileTable } from './read-table.ts';
import { recordsOf } from './register-of.ts';

const sampleCharsMax = 40;
/** Rows looked through for values to show. */
const sampleRowsMax = 200;

/** A file as it is shown before anything is done: its columns, and what each is taken for. */
export async function lookAt(
	{ rows: [head, ...body], encoding, separator }: FileTable,
	store: Pick<Store, 'get' | 'allRecords'>,
): Promise<AssetLook> {
	const titles = head?.cells ?? [];
	const tree = await readRecord(store, 'assetCategories', assetCategoriesId);
	const fields = ownFields(tree?.categories ?? []);
	const kept = await keptMappings(store);
	const sampled = body.slice(0, sampleRowsMax);
	return {
		...{ ok: true, encoding, rows: body.length, source: sourceOf(titles) },
		...(separator && { separator }),
		columns: titles.map((title, at) => ({
			...{ title: title.trim() },
			samples: samplesOf(sampled.map(({ cells }) => cells[at] ?? '')),
		})),
		guesses: Object.fromEntries(
			importSources.map((source) => [source, guessColumns(titles, fields, kept.get(source))]),
		),
	};
}

function samplesOf(values: readonly string[]): string[] {
	const filled = values.map((value) => value.trim()).filter(Boolean);
	const cut = filled.map((value) => value.slice(0, sampleCharsMax));
	return [...new Set(cut)].slice(0, importSamplesMax);
}

/** What the columns of each source were assigned to the last time. */
async function keptMappings(
	store: Pick<Store, 'allRecords'>,
): Promise<ReadonlyMap<ImportSource, KeptMapping>> {
	const last = new Map<ImportSource, { at: string; mapping: KeptMapping }>();
	for await (const page of recordsOf(store, 'assetImport'))
		for (const { source, createdAt: at, mapping } of page)
			if (at >= (last.get(source)?.at ?? ''))
				last.set(source, {
					at,
					mapping: Object.fromEntries(mapping.map(({ title, target }) => [title, target])),
				});
	return new Map([...last].map(([source, { mapping }]) => [source, mapping]));
}
