import type { RecordKind } from '#domain/record.ts';
import { m } from './generated/messages.js';

type Locale = { locale?: 'zh-CN' | 'en' };
type FieldWords = Partial<Record<string, (inputs?: object, options?: Locale) => string>>;

const common: FieldWords = {
	summary: m.ledger_field_summary,
	symptom: m.ledger_field_symptom,
	causeCode: m.wo_cause_group,
	cause: m.ledger_field_cause,
	solution: m.ledger_field_solution,
	result: m.ledger_field_result,
	category: m.ledger_field_category,
	impact: m.ledger_field_impact,
	urgency: m.ledger_field_urgency,
	name: m.ledger_field_name,
	phone: m.ledger_field_phone,
	customerId: m.assets_customer,
	siteId: m.assets_site,
	room: m.assets_room,
	department: m.assets_department,
	address: m.field_address,
	advice: m.field_advice,
	level: m.field_level,
};

const asset: FieldWords = {
	tag: m.assets_tag,
	aliases: m.assets_aliases,
	name: m.assets_name,
	category: m.assets_category,
	model: m.assets_model,
	modelNumber: m.assets_model_number,
	manufacturer: m.assets_manufacturer,
	serial: m.assets_serial,
	systemSerial: m.assets_system_serial,
	contractNumber: m.assets_contract,
	contractUntil: m.assets_contract_until,
	purchasedOn: m.assets_purchased,
	costCents: m.assets_cost,
	supplier: m.assets_supplier,
	'supplier.name': m.assets_supplier,
	'supplier.contact': m.assets_supplier_contact,
	'supplier.phone': m.assets_supplier_phone,
	warrantyUntil: m.assets_warranty,
	endOfLifeOn: m.assets_end_of_life,
	ip: m.assets_ip,
	mac: m.assets_mac,
	hostName: m.assets_host,
	operatingSystem: m.assets_system,
	user: m.assets_user,
	responsible: m.assets_responsible,
	sharers: m.assets_sharers,
	accessories: m.swap_accessories,
	relations: m.relation_needs,
	locationCode: m.assets_location,
	notes: m.assets_notes,
	state: m.assets_state,
};

const part: FieldWords = {
	name: m.stock_name,
	unit: m.stock_unit,
	models: m.stock_models,
	aliases: m.stock_aliases,
};

const article: FieldWords = {
	title: m.knowledge_name,
	problemType: m.knowledge_problem_type,
	systemType: m.knowledge_system_type,
	faultType: m.knowledge_fault_type,
	symptom: m.knowledge_symptom,
	cause: m.knowledge_cause,
	solution: m.knowledge_solution,
	keywords: m.knowledge_keywords,
	audience: m.knowledge_audience,
	language: m.knowledge_language,
};

const serviceItem: FieldWords = {
	name: m.catalogue_name,
	nameEn: m.catalogue_name_en,
	standardMinutes: m.catalogue_minutes,
	responseMinutes: m.catalogue_response,
	checklist: m.catalogue_steps,
	consent: m.catalogue_consent,
	mayBeLost: m.catalogue_lost,
	mayBeLostEn: m.catalogue_lost_en,
	interruption: m.catalogue_interruption,
	retired: m.catalogue_retired,
};

const libraryItem: FieldWords = {
	type: m.library_type,
	name: m.library_name,
	system: m.library_system,
	models: m.library_models,
	version: m.library_version,
	place: m.library_place,
	note: m.library_note,
	retired: m.library_retired,
};

const byKind: Partial<Record<RecordKind, FieldWords>> = {
	...{ asset, article, part, serviceItem, libraryItem },
	taxonomy: { causes: m.catalogue_causes },
};

/** What a field is called on screen, or in a named language on paper; one of a newer server by its own name. */
export function fieldText(kind: RecordKind, field: string, options?: Locale): string {
	if (field.startsWith('custom:')) return m.categories_custom({}, options);
	return (byKind[kind]?.[field] ?? common[field])?.({}, options) ?? field;
}
