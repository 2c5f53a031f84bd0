/** Export and import again gives the same register, whatever stands in it, in both languages. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { assetStates, sealStates } from '../asset/asset.ts';
import type { ImportedLists } from '../asset/imported-lists.ts';
import { listsAfter } from '../asset/imported-lists.ts';
import { relationTypes } from '../asset/relations.ts';
import type { AssetCategory } from '../asset/categories.ts';
import { instantOf } from '../time/instant.ts';
import { csvLine, sheetColumns, sheetHead, sheetRow, type SheetWords } from './asset-cells.ts';
import { stateTitles, type SheetLocale } from './asset-columns.ts';
import { planAssets, type AssetPlan } from './asset-plan.ts';
import { guardFormula, unguardFormula } from './formula-guard.ts';
import { listEntries, listText } from './list-cells.ts';
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
		contractUntil: maybe(date),
		sharers: maybe(fc.array(fc.record({ name: word }), { minLength: 1, maxLength: 3 })),
		accessories: maybe(
			fc.array(fc.record({ sort: word, model: maybe(word), serial: maybe(word) }), {
				...{ minLength: 1, maxLength: 3 },
			}),
		),
		// By the place of the other in the list.
		relations: maybe(
			fc.uniqueArray(
				fc.record({ type: fc.constantFrom(...relationTypes), other: fc.nat({ max: 9 }) }),
				{ ...{ minLength: 1, maxLength: 3 }, selector: ({ type, other }) => `${type} ${other}` },
			),
		),
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

const stamp = { now: instantOf(0), by: 'u1', isWhole: true };

function listsOf(own: string, told: ImportedLists) {
	return listsAfter({}, told, { ...stamp, idOf: (n) => `${own}.${n}` });
}

/** Those to be are named by their place; one may depend on any of them but itself. */
function relatedTo(own: number, told: unknown, count: number): ImportedLists['relations'] {
	const relations = (told ?? []) as { type: (typeof relationTypes)[number]; other: number }[];
	return relations
		.filter(({ other }) => other < count && other !== own)
		.map(({ type, other }) => ({ type, to: `asset-${other}` }));
}

function assetOf(
	{ place, accessories, relations, ...made }: Record<string, unknown>,
	n: number,
	all: readonly unknown[],
): KnownAsset {
	const [customerId, siteId] = (place as string[] | undefined) ?? [];
	const { category } = made;
	const inCategory = typeof category === 'string' && category.startsWith('计算机');
	const entries = Object.entries({ ...made, customerId, siteId }).filter(
		([field, value]) =>
			value !== undefined && value !== '' && (inCategory || !field.startsWith('custom:')),
	);
	const told = { accessories, relations: relatedTo(n, relations, all.length) } as ImportedLists;
	const id = `asset-${n}`;
	return { ...Object.fromEntries(entries), ...listsOf(id, told), id } as KnownAsset;
}

function wordsIn(locale: SheetLocale, register: readonly KnownAsset[]): SheetWords {
	const tags = new Map(register.map(({ id, tag }) => [id, tag]));
	const names = new Map([...customers, ...sites].map(({ id, name }) => [id, name]));
	const nameOf = (id: string | undefined) => names.get(id ?? '') ?? '';
	return { locale, fields, nameOf, tagOf: (id) => tags.get(id) };
}

function exported(register: readonly KnownAsset[], locale: SheetLocale): string {
	const words = wordsIn(locale, register);
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
	const { set, state, seal, ...told } = args as { set: object; state: string; seal?: object };
	const lists = listsOf(record, told);
	return { ...set, ...lists, id: record, state, ...(seal && { seal }) } as Made;
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

describe('what it depends on', () => {
	const server = { id: 'srv', tag: 'SRV-1', name: 'Server', state: 'in_use' } as KnownAsset;
	const sheet = (...rows: string[]) =>
		['记录号,资产编号,名称,配件清单,依赖设备', ...rows].join('\n');
	const told = (csv: string, register: KnownAsset[]) => {
		const { assets: plans, refused } = planned(csv, register);
		return { refused, relations: plans.map(({ args }) => args['relations']) };
	};

	test('is found by tag, in the register or in the file, or by id', () => {
		const csv = sheet(',PC-1,电脑,,运行于 | srv-1', 'pc-2,PC-2,电脑,,"连接到｜PC-1\nUses | | srv"');
		const { refused, relations } = told(csv, [server]);
		expect(refused).toEqual([]);
		expect(relations[0]).toEqual([{ type: 'runs_on', to: 'srv' }]);
		expect(relations[1]).toMatchObject([{ type: 'connected_to' }, { type: 'uses', to: 'srv' }]);
	});

	test('refuses the row where nobody knows it, and all that rest on that row', () => {
		const csv = sheet(
			',PC-1,电脑,,运行于 | 没有的',
			',PC-2,电脑,,运行于 | PC-1',
			',PC-3,电脑,,运行于 | PC-2',
			',PC-4,电脑,,运行于 | PC-4',
			',PC-5,电脑,,靠着 | SRV-1',
		);
		const { refused, relations } = told(csv, [server]);
		const reasons = refused
			.sort((a, b) => a.line - b.line)
			.map(({ line, reason }) => [line, reason]);
		expect(reasons).toEqual([
			...[[2, 'relation-unknown']],
			...[[3, 'relation-refused']],
			...[[4, 'relation-refused']],
			...[[5, 'relation-unknown']],
			...[[6, 'relation-word']],
		]);
		expect(relations).toEqual([]);
	});

	test('says in the check what goes and what comes', () => {
		const [pc] = [{ id: 'pc', tag: 'PC-1', name: '电脑', state: 'in_use' } as KnownAsset];
		const lists = listsOf('pc', { accessories: [{ sort: '鼠标' }] });
		const csv = sheet('pc,PC-1,电脑,键盘 | K120 | S-1,运行于 | SRV-1');
		const { assets: plans } = planned(csv, [server, { ...pc, ...lists }]);
		expect(plans[0]?.fields).toEqual([
			{ field: 'accessories', from: '鼠标', to: '键盘 K120' },
			{ field: 'relations', from: '', to: 'SRV-1' },
		]);
	});
});

test('a list in a cell comes back as it went', () => {
	const part = text.map((one) => one.trim());
	const entry = fc.tuple(part, part, part).filter((parts) => parts.some(Boolean));
	fc.assert(
		fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
			const back = listEntries(listText(entries));
			expect(back.map(([a = '', b = '', c = '']) => [a, b, c])).toEqual(entries);
		}),
	);
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
