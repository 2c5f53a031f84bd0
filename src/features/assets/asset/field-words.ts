import { m } from '#i18n/generated/messages.js';

const words: Partial<Record<string, () => string>> = {
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
	department: m.assets_department,
	customerId: m.assets_customer,
	siteId: m.assets_site,
	room: m.assets_room,
	locationCode: m.assets_location,
	notes: m.assets_notes,
	state: m.assets_state,
};

/** What a field of an asset is called; one of a newer server than this app by its own name. */
export function assetFieldText(field: string): string {
	return words[field]?.() ?? field;
}
