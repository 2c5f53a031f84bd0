import type { DateReading, FileProblem, ImportKind, RowProblem } from '#domain/import/report.ts';
import type { RecordKind } from '#domain/record.ts';
import type { OnlineRefusal } from '#sync/online.ts';
import { bytesText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { fieldText } from '#i18n/field-words.ts';
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
	assetCategories: m.categories_title,
	user: m.import_kind_user,
	desk: m.import_kind_desk,
	calendar: m.import_kind_calendar,
	servicePolicy: m.import_kind_policy,
	organisation: m.import_kind_organisation,
	quarantine: m.import_kind_quarantine,
	part: m.stock_part,
	stock: m.stock_where,
	libraryItem: m.library_title,
	auditCampaign: m.audit_kind,
	auditRoom: m.audit_rooms,
	auditCount: m.audit_did_scan,
	auditReview: m.audit_result,
	assetImport: m.import_title,
	inspection: m.insp_did,
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
	'header-only': () => ({ what: m.transfer_header_only(), todo: m.transfer_header_only_todo() }),
	'too-many-columns': ({ max = 0 }) => ({
		what: m.transfer_columns_max({ max }),
		todo: m.transfer_columns_max_todo(),
	}),
	'unpacks-too-large': () => ({ what: m.transfer_unpacks(), todo: m.transfer_unpacks_todo() }),
	'mixed-encodings': ({ line = 1 }) => ({
		what: m.transfer_mixed({ line }),
		todo: m.transfer_mixed_todo(),
	}),
	pdf: () => ({ what: m.transfer_pdf(), todo: m.transfer_pdf_todo() }),
	picture: () => ({ what: m.transfer_picture(), todo: m.transfer_picture_todo() }),
	'web-page': () => ({ what: m.transfer_web_page(), todo: m.transfer_web_page_todo() }),
	'other-document': () => ({
		what: m.transfer_other_document(),
		todo: m.transfer_other_document_todo(),
	}),
	'old-workbook': () => ({
		what: m.transfer_old_workbook(),
		todo: m.transfer_old_workbook_todo(),
	}),
	encrypted: () => ({ what: m.transfer_encrypted(), todo: m.transfer_encrypted_todo() }),
	damaged: () => ({ what: m.transfer_damaged(), todo: m.transfer_damaged_todo() }),
	'ask-dates': () => ({ what: m.transfer_ask_dates(), todo: m.transfer_ask_todo() }),
	'ask-numbers': () => ({ what: m.transfer_ask_numbers(), todo: m.transfer_ask_todo() }),
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
	twice: ({ detail = {} }) =>
		m.transfer_row_twice_value({ value: detail['value'] ?? '', line: detail['line'] ?? '' }),
	'too-long': () => m.import_row_long(),
	'tag-ambiguous': () => m.transfer_row_tag_ambiguous(),
	'serial-twice': ({ detail = {} }) =>
		m.transfer_row_serial_twice({ value: detail['value'] ?? '', line: detail['line'] ?? '' }),
	'serial-known': ({ detail = {} }) =>
		m.transfer_row_serial_known({ value: detail['value'] ?? '', tag: detail['tag'] ?? '' }),
	'customer-unknown': () => m.transfer_row_customer(),
	'site-unknown': () => m.transfer_row_site(),
	'word-unknown': ({ detail = {} }) => m.transfer_row_word({ value: detail['value'] ?? '' }),
	'relation-unknown': ({ detail = {} }) =>
		m.transfer_row_relation({ value: detail['value'] ?? '' }),
	'relation-refused': () => m.transfer_row_relation_refused(),
	'relation-word': () => m.transfer_row_relation_word(),
	unfit: ({ detail = {} }) => m.transfer_row_unfit({ value: detail['value'] ?? '' }),
	'state-kept': () => m.transfer_row_state(),
	'cell-too-long': ({ detail = {} }) => m.transfer_row_cell({ max: detail['max'] ?? '' }),
	conflict: () => m.transfer_row_conflict(),
};

export function rowReason(problem: RowProblem): string {
	return rowReasons[problem.reason]?.(problem) ?? refusalText(problem.reason);
}

/** Line and column. */
export function rowPlace({ line, column, fields = [] }: RowProblem): string {
	const named = fields.map((field) => fieldText('asset', field));
	const where = [column, ...named].filter(Boolean).join(m.ledger_between());
	return [m.import_line({ line }), where].filter(Boolean).join('　');
}

export function dateReadingText({ columns, order, decidedBy }: DateReading): string {
	const names = columns.join(m.ledger_between());
	const form = order === 'day-month' ? m.import_day_month() : m.import_month_day();
	return decidedBy === 'values'
		? m.import_dates_seen({ columns: names, form })
		: m.import_dates_assumed({ columns: names, form });
}
