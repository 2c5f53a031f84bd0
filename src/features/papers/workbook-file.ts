import { writeXlsx } from 'hucre/xlsx';
import type { WorkbookSheet } from './audit-workbook.ts';

/** Wide enough for a tag; narrow columns are drawn wider by who needs it. */
const columnWidth = 20;

/** The bytes of a workbook (ECMA-376). */
export async function workbookFile(
	sheets: readonly WorkbookSheet[],
): Promise<Uint8Array<ArrayBuffer>> {
	const written = sheets.map(({ name, rows, headRows }) => ({
		...{ name, rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))) },
		columns: (rows[0] ?? []).map(() => ({ width: columnWidth })),
		freezePane: { rows: headRows },
	}));
	return new Uint8Array(await writeXlsx({ sheets: written }));
}
