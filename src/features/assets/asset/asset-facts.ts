import type { Asset } from '#domain/asset/asset.ts';
import { customEntries } from '#domain/asset/custom-values.ts';
import { dayNumberOf, type LocalDate } from '#domain/time/local-date.ts';
import { dateText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';
import { assetStateWords, sealWords } from '#i18n/terms.ts';
import type { Fact } from '#ui/fact.ts';
import type { Categories } from '../categories/categories.svelte.ts';
import { assetFieldText } from './field-words.ts';

/** What the words need besides the asset. */
export interface FactContext {
	/** Today in the organisation's zone. */
	today: LocalDate;
	zone: string;
	/** Site and room. */
	place: string;
}

/** Fewer days of warranty or contract left than this: time to act. */
const endsSoonDays = 90;
const gap = '\u3000';

export function whereaboutsFacts(asset: Asset, context: FactContext): Fact[] {
	const place = joined(asset.locationCode, context.place);
	return present(
		{ label: m.assets_state(), value: stateText(asset, context) },
		fact(m.assets_place(), place),
		fact(m.assets_responsible(), asset.responsible?.name),
		fact(m.assets_user(), asset.user?.name),
		fact(m.assets_sharers(), sharersText(asset)),
		fact(m.assets_department(), asset.department),
		sealFact(asset, context),
	);
}

export function purchaseFacts(asset: Asset, context: FactContext): Fact[] {
	const { supplier } = asset;
	return present(
		fact(m.assets_contract(), asset.contractNumber, true),
		fact(m.assets_supplier(), joined(supplier?.name, supplier?.contact, supplier?.phone)),
		endFact(m.assets_warranty(), asset.warrantyUntil, context.today),
		endFact(m.assets_contract_until(), asset.contractUntil, context.today),
		fact(m.assets_purchased(), asset.purchasedOn, true),
		fact(m.assets_cost_fact(), costText(asset.costCents)),
		fact(m.assets_end_of_life(), asset.endOfLifeOn, true),
	);
}

/** What its category asks for and everything else the organisation added. */
export function customFacts(asset: Asset, categories: Categories): Fact[] {
	return customEntries(asset).map(([field, value]) => ({
		label: categories.fieldText(field),
		value: categories.valueText(field, value),
	}));
}

export function setupFacts(asset: Asset): Fact[] {
	const own = (['category', 'manufacturer', 'model', 'modelNumber'] as const).map((field) =>
		fact(assetFieldText(field), asset[field]),
	);
	return present(
		...own,
		fact(m.assets_serial(), asset.serial, true),
		fact(m.assets_system_serial(), asset.systemSerial, true),
		fact(m.assets_aliases(), asset.aliases?.join(gap), true),
		fact(m.assets_system(), asset.operatingSystem),
		fact(m.assets_host(), asset.hostName, true),
		fact(m.assets_ip(), asset.ip, true),
		fact(m.assets_mac(), asset.mac, true),
	);
}

/** The few that tell a technician in front of a machine whether it is the right one. */
export function briefFacts(asset: Asset, context: FactContext): Fact[] {
	return present(
		fact(m.assets_name_model(), joined(asset.name, asset.model)),
		fact(m.assets_serial(), asset.serial, true),
		fact(m.assets_place(), joined(asset.locationCode, context.place)),
		fact(m.assets_responsible(), asset.responsible?.name),
		expectedSealFact(asset, context),
		endFact(m.assets_warranty(), asset.warrantyUntil, context.today),
	);
}

/** A last day, how far it is away, and in amber from when somebody has to see to it. */
function endFact(label: string, until: LocalDate | undefined, today: LocalDate): Fact | undefined {
	if (!until) return undefined;
	const days = dayNumberOf(until) - dayNumberOf(today);
	const soon = days < endsSoonDays;
	const value = `${until}${gap}${daysText(days)}`;
	return { label, value, ...(soon && { tone: 'warn' as const }) };
}

function sealFact(asset: Asset, { zone }: FactContext): Fact | undefined {
	const { seal } = asset;
	if (!seal) return undefined;
	const checked = seal.checkedAt && m.assets_seal_checked({ date: dateText(seal.checkedAt, zone) });
	const tone = { intact: 'ok', broken: 'warn', missing: 'warn' } as const;
	const toned = seal.state === 'removed_by_us' || seal.state === 'none' ? undefined : seal.state;
	return {
		label: m.assets_seal(),
		value: joined(seal.number, sealWords[seal.state](), checked),
		...(toned && { tone: tone[toned] }),
	};
}

/** Before the technician: what he should find, to be checked by him. */
function expectedSealFact(asset: Asset, context: FactContext): Fact | undefined {
	if (asset.seal?.state !== 'intact') return sealFact(asset, context);
	return {
		label: m.assets_seal(),
		value: joined(asset.seal.number, m.assets_seal_expected()),
	};
}

/** In the order in which they are asked. */
function sharersText({ sharers = [] }: Asset): string {
	return sharers.map(({ name }, n) => `${n + 1}. ${name}`).join(gap);
}

function stateText(asset: Asset, { zone }: FactContext): string {
	const since = asset.moves.at(-1)?.at;
	const words = assetStateWords[asset.state]();
	return since ? joined(words, m.assets_state_since({ date: dateText(since, zone) })) : words;
}

function daysText(days: number): string {
	if (days === 0) return m.assets_warranty_today();
	return days > 0
		? m.assets_warranty_left({ n: days })
		: m.assets_warranty_over({ n: Math.abs(days) });
}

function costText(cents: number | undefined): string | undefined {
	if (cents === undefined) return undefined;
	const format = new Intl.NumberFormat(getLocale(), { minimumFractionDigits: 2 });
	return m.assets_cost_value({ amount: format.format(cents / 100) });
}

function fact(label: string, value: string | undefined, code = false): Fact | undefined {
	return value ? { label, value, ...(code && { code }) } : undefined;
}

function joined(...parts: (string | undefined)[]): string {
	return parts.filter(Boolean).join(gap);
}

function present(...facts: (Fact | undefined)[]): Fact[] {
	return facts.filter((each) => each !== undefined);
}
