/** Export and import again gives the same register, whatever stands in it, in both languages. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { assetStates, sealStates } from '../asset/asset.ts';
import type { AssetCategory } from '../asset/categories.ts';
import { csvLine, sheetColumns, sheetHead, sheetRow, type SheetWords } from './asset-cells.ts';
import { stateTitles, type SheetLocale } from './asset-columns.ts';
import { planAssets, type AssetPlan } from './asset-plan.ts';
import { guardFormula, unguardFormula } from './formula-guard.ts';
import { ownFields, RegisterView, type KnownAsset } from './register-view.ts';
import { guessColumns, sourceOf } from './sources.ts';

const categories: AssetCategory[] = [
	{
		...{ path: '计算机', name: '计算机', nameEn: 'Computers', version: 1 },
		fields: [
			{ key: 'inch', name: '屏幕', nameEn: 'Screen', type: 'number' },
			{ key: 'checked', name: '检定日期', nameEn: 'Checked on', type: 'date' },
			{ key: 'colour', name: '彩色', nameEn: 'Colour', type: 'yesno' },
			{ key: 'room', name: '房间', nameEn: 'Room', type: 'text' },
		],
	},
	{ path: '计算机/笔记本', name: '笔记本', nameEn: 'Laptop', version: 1 },
	{ path: '网络', name: '网络', nameEn: 'Network', version: 1 },
];
const fields = ownFields(categories);
const customers = [
	{ id: 'c1', name: '第一人民医院' },
	{ id: 'c2', name: '=SUM(A1)' },
];
const sites = [
	{ id: 's1', name: '住院楼', customerId: 'c1' },
	{ id: 's2', name: '住院楼', customerId: 'c2' },
];

/** Letters of every sort that made trouble in a file once. */
const letter = fc.constantFrom(
	...['a', 'Z', '0', '9', ' ', ',', ';', '"', "'", '=', '+', '-', '@', '|', '/', '.', ':', '('],
	...['笔', '记', '本', 'é', 'ß', '😀', '＝', '\n', '\t', '%', '#', '\\'],
);
const text = fc.string({ unit: letter, maxLength: 12 });
const word = text.filter((one) => one.trim() !== '').map((one) => one.trim());
const date = fc
	.date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
	.map((one) => one.toISOString().slice(0, 10));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const line = text.map((one) => one.replaceAll('\n', ' '));

const assets = fc.uniqueArray(
	fc.record({
		...{ tag: word, name: word, state: fc.constantFrom(...assetStates), model: maybe(text) },
		category: maybe(fc.constantFrom('计算机', '计算机/笔记本', '网络', '自己的', '笔记本')),
		...{ serial: maybe(text), notes: maybe(text), department: maybe(line), room: maybe(text) },
		...{ purchasedOn: maybe(date), warrantyUntil: maybe(date), ip: maybe(line) },
		costCents: maybe(fc.integer({ min: -10_000, max: 10 ** 12 })),
		aliases: maybe(
			fc.array(
				word.map((one) => one.replaceAll('\n', ' ')),
				{ minLength: 1, maxLength: 3 },
			),
		),
		supplier: maybe(fc.record({ name: word, phone: maybe(word) })),
		user: maybe(fc.record({ contactId: maybe(fc.constant('p1')), name: word })),
		responsible: maybe(fc.record({ name: word })),
		place: maybe(fc.constantFrom(['c1', undefined], ['c1', 's1'], ['c2', 's2'])),
		seal: maybe(fc.record({ state: fc.constantFrom(...sealStates), number: maybe(word) })),
		'custom:inch': maybe(fc.constantFrom('12.60', '-5', '0.5', '13')),
		'custom:checked': maybe(date),
		'custom:colour': maybe(fc.constantFrom('yes', 'no')),
		'custom:room': maybe(word),
	}),
	{
		selector: ({ tag }) => tag.normalize('NFKC').replace(/\s+/gu, ' ').toLowerCase(),
		maxLength: 8,
	},
);

type Made = ReturnType<typeof assetOf>;

function assetOf({ place, ...made }: Record<string, unknown>, n: number): KnownAsset {
	const [customerId, siteId] = (place as string[] | undefined) ?? [];
	const { category } = made;
	const inCategory = typeof category === 'string' && category.startsWith('计算机');
	const entries = Object.entries({ ...made, customerId, siteId }).filter(
		([field, value]) =>
			value !== undefined && value !== '' && (inCategory || !field.startsWith('custom:')),
	);
	return { ...Object.fromEntries(entries), id: `asset-${n}` } as KnownAsset;
}

function wordsIn(locale: SheetLocale): SheetWords {
	const names = new Map([...customers, ...sites].map(({ id, name }) => [id, name]));
	return { locale, fields, nameOf: (id) => names.get(id ?? '') ?? '' };
}

function exported(register: readonly KnownAsset[], locale: SheetLocale): string {
	const words = wordsIn(locale);
	const columns = sheetColumns(fields);
	const rows = register.map((asset) => sheetRow(asset, columns, words));
	return [sheetHead(columns, words), ...rows].map(csvLine).join('');
}

function planned(csv: string, register: readonly KnownAsset[]): AssetPlan {
	const { data } = Papa.parse<string[]>(csv.trimEnd(), { delimiter: ',' });
	const rows = data.map((cells, n) => ({ line: n + 1, cells }));
	const titles = data[0] ?? [];
	expect(sourceOf(titles)).toBe('ours');
	const order = { source: 'ours', columns: guessColumns(titles, fields) } as const;
	const view = new RegisterView({ assets: register, customers, sites, contacts: [], categories });
	const planning = planAssets(rows, order, view, { mayAddPlaces: true });
	let step = planning.next();
	while (!step.done) step = planning.next();
	const plan = step.value;
	if ('kind' in plan) throw new Error(plan.kind);
	return plan;
}

/** The asset a planned row makes. */
function madeBy({ record, args }: AssetPlan['assets'][number]): Made {
	const { set, state, seal } = args as { set: object; state: string; seal?: object };
	return { ...set, id: record, state, ...(seal && { seal }) } as Made;
}

describe.each<SheetLocale>(['zh-CN', 'en'])('in %s', (locale) => {
	test('into the same register it changes nothing', () => {
		fc.assert(
			fc.property(assets, (made) => {
				const register = made.map(assetOf);
				const plan = planned(exported(register, locale), register);
				expect(plan.refused).toEqual([]);
				expect(plan.assets.flatMap((asset) => asset.fields)).toEqual([]);
				expect(plan.same).toBe(register.length);
				expect(plan.registers).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	test('into an empty one it makes the same assets under the same ids', () => {
		fc.assert(
			fc.property(assets, (made) => {
				const register = made.map(assetOf);
				const csv = exported(register, locale);
				const plan = planned(csv, []);
				expect(plan.refused).toEqual([]);
				expect(plan.registers).toEqual([]);
				expect(exported(plan.assets.map(madeBy), locale)).toBe(exported(register, locale));
			}),
			{ numRuns: 300 },
		);
	});
});

test('what a spreadsheet would run is guarded, and comes back as it was', () => {
	for (const cell of ['=1+1', '+49 30 1234', '@cmd', "-2+3|'x'!A1", "'=x", '\tx', '＝1'])
		expect(guardFormula(cell).startsWith("'")).toBe(true);
	for (const plain of ['-5', '12.60', 'ZC-1', '笔记本', "it's"])
		expect(guardFormula(plain)).toBe(plain);
	fc.assert(fc.property(text, (any) => unguardFormula(guardFormula(any)) === any));
});

test('every state has its own word in both languages', () => {
	const all = assetStates.flatMap((state) => stateTitles[state]);
	expect(new Set(all).size).toBe(all.length);
});
