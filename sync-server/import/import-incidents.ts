import * as v from 'valibot';
import { planIncidents } from '#domain/import/incident-plan.ts';
import {
	ImportReportSchema,
	refusedRowsListedMax,
	type ImportReport,
} from '#domain/import/report.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { Administration } from '#server/administration.ts';
import { readOffThread } from './read-off-thread.ts';
import { runPlan, type ImportProgress } from './run-plan.ts';

const zoneByDefault = 'Asia/Shanghai';

/**
 * Brings a log of incidents in through the same commands as everything else. A file that cannot be read
 * is reported as a whole and changes nothing; a row that cannot be taken is reported and the others go on.
 */
export async function importIncidents(
	bytes: Uint8Array,
	administration: Administration,
	onProgress?: ImportProgress,
): Promise<ImportReport> {
	const read = await readOffThread(bytes);
	if ('kind' in read) return { ok: false, problem: read };
	const organisation = await administration.get('organisation', organisationId);
	const plan = planIncidents(read.rows, organisation?.zone ?? zoneByDefault);
	if ('kind' in plan) return { ok: false, problem: plan };
	const run = await runPlan(plan, administration, onProgress);
	const refused = [...plan.refused, ...run.refused].sort((a, b) => a.line - b.line);
	return v.parse(ImportReportSchema, {
		ok: true,
		encoding: read.encoding,
		rows: read.rows.length - 1,
		rowsWithoutEffect: plan.rowsWithoutEffect,
		records: run.records,
		dates: plan.dates,
		refusedRows: new Set(refused.map(({ line }) => line)).size,
		refused: refused.slice(0, refusedRowsListedMax),
	});
}
