import type { DateReading, FileProblem, ImportKind, RowProblem } from '#domain/import/report.ts';
import type { RecordKind } from '#domain/record.ts';
import type { OnlineRefusal } from '#sync/online.ts';
import { bytesText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';

export const importKindWords: Record<ImportKind, { label: () => string; note: () => string }> = {
	assets: { label: m.import_assets, note: m.import_assets_note },
	incidents: { label: m.import_incidents, note: m.import_incidents_note },
};

export const recordKindWords: Record<RecordKind, () => string> = {
	workOrder: m.import_kind_work_order,
	asset: m.import_kind_asset,
	article: m.import_kind_article,
	repair: m.repair_title,
	customer: m.import_kind_customer,
	site: m.import_kind_site,
	contact: m.import_kind_contact,
	serviceItem: m.import_kind_service_item,
	taxonomy: m.wo_cause_group,
	user: m.import_kind_user,
	desk: m.import_kind_desk,
	calendar: m.import_kind_calendar,
	servicePolicy: m.import_kind_policy,
	organisation: m.import_kind_organisation,
	quarantine: m.import_kind_quarantine,
	part: m.stock_part,
	stock: m.stock_where,
};

/** What happened and what to do about it. */
export interface Trouble {
	what: string;
	/** Only where it is certain: a line that broke off may have left part of the file taken. */
	safe?: string;
	todo: string;
}

const fileWords: Record<FileProblem['kind'], (problem: FileProblem) => Trouble> = {
	empty: () => ({ what: m.import_file_empty(), todo: m.import_file_empty_todo() }),
	'too-large': ({ max = 0 }) => tooLarge(max),
	'too-many-rows': ({ max = 0 }) => ({
		what: m.import_file_rows({ max }),
		todo: m.import_file_split(),
	}),
	encoding: () => ({ what: m.import_file_encoding(), todo: m.import_file_encoding_todo() }),
	quotes: ({ line = 1 }) => ({
		what: m.import_file_quotes({ line }),
		todo: m.import_file_quotes_todo(),
	}),
	'columns-missing': ({ columns = [] }) => ({
		what: m.import_file_columns({ columns: columns.join(m.ledger_between()) }),
		todo: m.import_file_columns_todo(),
	}),
};

/** Why a file could not be read at all. */
export function fileTrouble(problem: FileProblem): Trouble {
	return { ...fileWords[problem.kind](problem), safe: m.import_nothing_lost() };
}

export function tooLarge(maxBytes: number): Trouble {
	const what = m.import_file_large({ max: bytesText(maxBytes) });
	return { what, safe: m.import_nothing_lost(), todo: m.import_file_split() };
}

const refusalTroubles: Partial<Record<string, () => Trouble>> = {
	offline: () => ({ what: m.import_offline(), todo: m.import_offline_todo() }),
	'import-running': () => ({ what: m.import_running(), todo: m.import_running_todo() }),
	'signed-out': () => ({ what: m.import_signed_out(), todo: m.import_signed_out_todo() }),
	'not-allowed': () => ({ what: m.import_not_admin(), todo: m.import_not_admin_todo() }),
};

/** Why the server did not take it on; `sizeMax` is said where that was the reason. */
export function refusalTrouble({ kind }: OnlineRefusal, sizeMax: number): Trouble {
	if (kind === 'too-large') return tooLarge(sizeMax);
	const known = refusalTroubles[kind];
	return known ? known() : { what: m.import_failed(), todo: m.import_failed_todo() };
}

const rowReasons: Partial<Record<string, (problem: RowProblem) => string>> = {
	cells: ({ detail = {} }) =>
		m.import_row_cells({ found: detail['found'] ?? '', expected: detail['expected'] ?? '' }),
	date: ({ detail = {} }) =>
		detail['value'] === undefined
			? m.import_row_date()
			: m.import_row_date_value({ value: detail['value'] }),
	'value-missing': () => m.import_row_value(),
	money: () => m.import_row_money(),
	twice: () => m.import_row_twice(),
	'too-long': () => m.import_row_long(),
};

export function rowReason(problem: RowProblem): string {
	return rowReasons[problem.reason]?.(problem) ?? refusalText(problem.reason);
}

/** Line and column. */
export function rowPlace({ line, column, fields = [] }: RowProblem): string {
	const where = [column, ...fields].filter(Boolean).join(m.ledger_between());
	return [m.import_line({ line }), where].filter(Boolean).join('　');
}

export function dateReadingText({ columns, order, decidedBy }: DateReading): string {
	const names = columns.join(m.ledger_between());
	const form = order === 'day-month' ? m.import_day_month() : m.import_month_day();
	return decidedBy === 'values'
		? m.import_dates_seen({ columns: names, form })
		: m.import_dates_assumed({ columns: names, form });
}
