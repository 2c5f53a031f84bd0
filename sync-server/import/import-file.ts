import * as v from 'valibot';
import { planAssets } from '#domain/import/asset-plan.ts';
import { planIncidents } from '#domain/import/incident-plan.ts';
import type { ImportPlan } from '#domain/import/plan.ts';
import {
	importBytesMax,
	ImportReportSchema,
	refusedRowsListedMax,
	type FileProblem,
	type ImportKind,
	type ImportReport,
} from '#domain/import/report.ts';
import type { TableRow } from '#domain/import/table.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { Zone } from '#domain/time/zone.ts';
import type { Administration } from '#server/administration.ts';
import { decodeText } from './decode-text.ts';
import { readCsv } from './read-csv.ts';
import { runPlan, type ImportProgress } from './run-plan.ts';

const zoneByDefault = 'Asia/Shanghai';

/**
 * Brings a file in through the same commands as everything else. A file that cannot be read is
 * reported as a whole and changes nothing; a row that cannot be taken is reported and the others go on.
 */
export async function importFile(
	kind: ImportKind,
	bytes: Uint8Array,
	administration: Administration,
	onProgress?: ImportProgress,
): Promise<ImportReport> {
	const read = readRows(bytes);
	if ('kind' in read) return { ok: false, problem: read };
	const organisation = await administration.get('organisation', organisationId);
	const plan = planOf(kind, read.rows, organisation?.zone ?? zoneByDefault);
	if ('kind' in plan) return { ok: false, problem: plan };
	const run = await runPlan(plan, administration, onProgress);
	const refused = [...plan.refused, ...run.refused].sort((a, b) => a.line - b.line);
	return v.parse(ImportReportSchema, {
		ok: true,
		kind,
		encoding: read.encoding,
		rows: read.rows.length - 1,
		rowsWithoutEffect: plan.rowsWithoutEffect,
		records: run.records,
		dates: plan.dates,
		refusedRows: new Set(refused.map(({ line }) => line)).size,
		refused: refused.slice(0, refusedRowsListedMax),
	});
}

function readRows(bytes: Uint8Array): { rows: TableRow[]; encoding: string } | FileProblem {
	if (bytes.length > importBytesMax) return { kind: 'too-large', max: importBytesMax };
	const decoded = decodeText(bytes);
	if (!decoded) return { kind: 'encoding' };
	const rows = readCsv(decoded.text);
	return 'kind' in rows ? rows : { rows, encoding: decoded.encoding };
}

function planOf(kind: ImportKind, rows: TableRow[], zone: Zone): ImportPlan | FileProblem {
	return kind === 'assets' ? planAssets(rows) : planIncidents(rows, zone);
}
