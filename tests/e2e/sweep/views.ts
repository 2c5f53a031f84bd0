import type { Page } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { machineCheckPage } from '../../fixtures/machine-check.ts';
import { scanByHand } from '../pages/hand-held.ts';

/** A route as one person meets it. */
export interface View {
	/** Names its pictures. */
	name: string;
	path: string;
	/** An account of the demo; nobody signed in where left out. */
	as?: string;
	/** What has to be pressed before there is something to see. */
	prepare?: (page: Page) => Promise<void>;
	/** Its title is that of another view: the same page in another state. */
	sharesTitle?: boolean;
	/** Buttons pressed in turn, by their words' key: what they open floats above a view swept already. */
	press?: readonly string[];
}

const routesDir = join(import.meta.dirname, '../../../src/routes');

/** Every route that has a page, in Kit's own words: `/assets/[id]`. */
export function routesOnDisk(): string[] {
	return readdirSync(routesDir, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('+page.svelte'))
		.map((file) => `/${file.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, '')}`)
		.sort();
}

async function pressFirstRow(page: Page): Promise<void> {
	await page.locator('main [role=listitem] button').first().click();
}

/** What a PC says of itself, typed as a scanner types it. */
async function bringMachine(page: Page): Promise<void> {
	const lines = [
		'mk\tDell Inc.',
		'md\tOptiPlex 7090',
		'sn\tQM82-7K2D91',
		'rm\t16384',
		'hn\tHIS-0417',
	];
	const more = [
		'os\tWindows 10 专业版\t10.0.19045',
		'dk\tSamsung SSD 870\t500\tS5Y1',
		'sw\t微信\t3.9',
	];
	const [code = ''] = machineCheckPage().split([...lines, ...more].join('\n'));
	await page.goto(new URL('/scan', page.url()).href);
	// What is scanned before the page listens is lost.
	await page.locator('input[enterkeyhint=search]').waitFor();
	await scanByHand(page, code);
	await page.waitForURL('**/machine-check/result');
	await page.locator('main .row').first().waitFor();
}

/** The last of the menu asks for a reason. */
async function pressLastMove(page: Page): Promise<void> {
	await page.locator('main button[aria-haspopup=menu]').click();
	await page.locator('[role=menuitem]').last().click();
}

/** Where no camera is, the field stands open. */
async function typeCode(page: Page, code: string): Promise<void> {
	const field = page.locator('input[enterkeyhint=search]');
	await field.fill(code);
	await field.press('Enter');
	await page.locator('.result section').waitFor();
}

/** Who opens which route, on what of the demo organisation. */
export const views: Readonly<Record<string, readonly View[]>> = {
	'/': [{ name: 'sign-in', path: '/' }],
	'/copy': [{ name: 'copy', path: '/copy' }],
	'/board': [
		{ name: 'board', path: '/board', as: 'desk1' },
		{ name: 'board-order', path: '/board', as: 'desk1', prepare: pressFirstRow, sharesTitle: true },
	],
	'/attention': [{ name: 'attention', path: '/attention', as: 'desk1' }],
	'/intake': [{ name: 'intake', path: '/intake', as: 'desk1' }],
	'/papers': [{ name: 'paper-template', path: '/papers', as: 'admin' }],
	'/machine-check': [{ name: 'machine-scripts', path: '/machine-check', as: 'eng07' }],
	'/machine-check/result': [
		{
			...{ name: 'machine-check', path: '/machine-check/result', as: 'eng07' },
			prepare: bringMachine,
		},
		{
			...{ name: 'machine-check-none', path: '/machine-check/result', as: 'store' },
			sharesTitle: true,
		},
	],
	'/old-addresses': [{ name: 'old-addresses', path: '/old-addresses', as: 'admin' }],
	'/catalogue': [{ name: 'catalogue', path: '/catalogue', as: 'admin' }],
	'/catalogue/[id]': [
		{
			...{ name: 'catalogue-item', path: '/catalogue/item-ups', as: 'admin' },
			prepare: (page) => page.locator('[data-step]').first().click(),
		},
	],
	'/catalogue/new': [{ name: 'catalogue-new', path: '/catalogue/new', as: 'admin' }],
	'/catalogue/causes': [{ name: 'catalogue-causes', path: '/catalogue/causes', as: 'admin' }],
	'/library': [
		{ name: 'library', path: '/library', as: 'store' },
		{ name: 'library-field', path: '/library?q=打印机', as: 'eng07' },
	],
	'/categories': [
		{ name: 'categories', path: '/categories', as: 'admin' },
		{
			...{ name: 'category', path: '/categories?at=电源/UPS', as: 'admin' },
			sharesTitle: true,
		},
	],
	'/administration': [{ name: 'administration', path: '/administration', as: 'admin' }],
	'/people': [{ name: 'people', path: '/people', as: 'admin' }],
	'/import': [
		{ name: 'import', path: '/import', as: 'admin' },
		{
			...{ name: 'import-columns', path: '/import', as: 'store', sharesTitle: true },
			prepare: bringTable,
		},
	],
	'/rescue': [{ name: 'rescue', path: '/rescue', as: 'desk1' }],
	'/today': [{ name: 'today', path: '/today', as: 'eng07' }],
	'/audits': [
		{ name: 'audits', path: '/audits', as: 'auditor' },
		{ name: 'audits-desk', path: '/audits', as: 'desk1', sharesTitle: true },
	],
	'/due': [
		{ name: 'due', path: '/due', as: 'store' },
		{ name: 'due-field', path: '/due', as: 'eng07' },
	],
	'/audits/new': [{ name: 'audit-plan', path: '/audits/new', as: 'desk1' }],
	'/audits/[id]': [
		{ name: 'audit', path: '/audits/demo-audit', as: 'auditor' },
		{ name: 'audit-desk', path: '/audits/demo-audit', as: 'desk1', sharesTitle: true },
		{ name: 'audit-closed', path: '/audits/demo-audit-before', as: 'desk1' },
	],
	'/audits/[id]/report': [
		{ name: 'audit-report', path: '/audits/demo-audit/report', as: 'desk1' },
		{
			...{ name: 'audit-report-made', path: '/audits/demo-audit-check/report', as: 'desk1' },
			sharesTitle: true,
		},
	],
	'/audits/[id]/sign': [
		{ name: 'audit-sign', path: '/audits/demo-audit-check/sign', as: 'auditor' },
	],
	'/audits/[id]/count': [
		{
			...{ name: 'audit-count', path: '/audits/demo-audit/count', as: 'auditor' },
			press: ['audit_desk'],
		},
	],
	'/inspections': [
		{ name: 'inspections', path: '/inspections', as: 'eng07' },
		{ name: 'inspections-desk', path: '/inspections', as: 'desk1' },
		{ name: 'inspections-client', path: '/inspections', as: 'client' },
	],
	'/inspections/new': [
		{ name: 'inspection-plan', path: '/inspections/new', as: 'desk1' },
		{ name: 'inspection-change', path: '/inspections/new?of=demo-inspection-draft', as: 'desk1' },
	],
	'/inspections/[id]': [
		{ name: 'inspection', path: '/inspections/demo-inspection', as: 'eng07' },
		{ name: 'inspection-past', path: '/inspections/demo-inspection-past', as: 'desk1' },
		{ name: 'inspection-draft', path: '/inspections/demo-inspection-draft', as: 'desk1' },
		{
			...{ name: 'inspection-waiting', path: '/inspections/demo-inspection-waiting' },
			...{ as: 'supervisor' },
		},
	],
	'/inspections/[id]/scan': [
		{ name: 'inspection-scan', path: '/inspections/demo-inspection/scan', as: 'eng07' },
	],
	'/inspections/[id]/check': [
		{
			...{ name: 'inspection-check', as: 'eng07' },
			path: '/inspections/demo-inspection/check?at=asset-ZC-2026-000161',
		},
		{
			...{ name: 'inspection-checked', as: 'desk1' },
			path: '/inspections/demo-inspection-past/check?at=asset-ZC-2026-000161',
		},
	],
	'/inspections/[id]/compare': [
		{
			...{ name: 'inspection-compare', as: 'eng07' },
			path: '/inspections/demo-inspection/compare?at=asset-ZC-2026-000161',
		},
	],
	'/inspections/[id]/report': [
		{ name: 'inspection-report', path: '/inspections/demo-inspection/report', as: 'eng07' },
	],
	'/inspections/[id]/paper': [
		{
			...{ name: 'inspection-paper', as: 'desk1' },
			path: '/inspections/demo-inspection-past/paper?part=report',
		},
	],
	'/stock': [
		{ name: 'stock', path: '/stock', as: 'store' },
		{
			name: 'stock-lacking',
			path: '/stock',
			as: 'store',
			prepare: (page) => page.locator('main button[aria-pressed]').last().click(),
			sharesTitle: true,
		},
		{ name: 'van', path: '/stock', as: 'eng07' },
	],
	'/stock/[id]': [
		{ name: 'part', path: '/stock/part-SSD-512', as: 'store' },
		{ name: 'part-van', path: '/stock/part-SSD-512', as: 'eng07' },
	],
	'/scan': [
		{ name: 'scan', path: '/scan', as: 'eng07' },
		{
			...{ name: 'scan-machine', path: '/scan', as: 'eng07', sharesTitle: true },
			prepare: (page) => typeCode(page, 'YY-0417'),
		},
		{
			...{ name: 'scan-room', path: '/scan', as: 'eng07', sharesTitle: true },
			prepare: (page) => typeCode(page, 'D010602'),
		},
		{
			...{ name: 'scan-nobody', path: '/scan', as: 'eng07', sharesTitle: true },
			prepare: (page) => typeCode(page, 'NB-77'),
		},
		{ name: 'scan-order', path: '/scan?order=demo-nurses', as: 'eng07', sharesTitle: true },
		{
			...{ name: 'scan-many', path: '/scan?order=demo-nurses&many=1', as: 'eng07' },
			sharesTitle: true,
		},
	],
	'/work-orders/new': [{ name: 'walk-up', path: '/work-orders/new', as: 'eng07' }],
	'/work-orders/[id]': [
		{ name: 'order', path: '/work-orders/demo-nurses', as: 'eng07' },
		{ name: 'order-new', path: '/work-orders/demo-switch', as: 'eng07' },
		{
			...{ name: 'order-bring', path: '/work-orders/demo-cashier', as: 'eng07' },
			prepare: (page) => page.locator('#bring button').first().click(),
		},
		{ name: 'order-consent', path: '/work-orders/demo-reinstall', as: 'eng07' },
		{ name: 'order-readings', path: '/work-orders/demo-earthing', as: 'eng07' },
		{ name: 'order-done', path: '/work-orders/demo-projector', as: 'eng07' },
		{ name: 'order-interrupted', path: '/work-orders/demo-uplink', as: 'desk1' },
		{ name: 'order-found', path: '/work-orders/demo-office', as: 'desk1' },
		{ name: 'order-compared', path: '/work-orders/demo-pharmacy', as: 'desk1' },
		{ name: 'order-desk', path: '/work-orders/demo-ups', as: 'desk1' },
		{
			...{ name: 'order-desk-cancel', path: '/work-orders/demo-ups', as: 'desk1' },
			prepare: pressLastMove,
			sharesTitle: true,
		},
		{ name: 'order-desk-done', path: '/work-orders/demo-projector', as: 'desk1' },
		{ name: 'order-lines', path: '/work-orders/demo-registration', as: 'eng07' },
		{ name: 'order-gone', path: '/work-orders/no-such-order', as: 'desk1' },
	],
	'/work-orders/[id]/consent': [
		{ name: 'consent', path: '/work-orders/demo-reinstall/consent', as: 'eng07' },
	],
	'/work-orders/[id]/compare': [
		{ name: 'compare', path: '/work-orders/demo-nurses/compare', as: 'eng07' },
	],
	'/work-orders/[id]/found': [
		{ name: 'found', path: '/work-orders/demo-nurses/found?tag=ZC-2026-009001', as: 'eng07' },
	],
	'/work-orders/[id]/interruption': [
		{ name: 'interruption', path: '/work-orders/demo-reinstall/interruption', as: 'eng07' },
	],
	'/work-orders/[id]/repair': [
		{ name: 'repair-new', path: '/work-orders/demo-nurses/repair', as: 'eng07' },
	],
	'/repairs': [{ name: 'repairs', path: '/repairs', as: 'desk1' }],
	'/repairs/[id]': [
		{ name: 'repair', path: '/repairs/demo-repair', as: 'eng07' },
		{ name: 'repair-desk', path: '/repairs/demo-repair', as: 'desk1' },
		{ name: 'repair-done', path: '/repairs/demo-repair-power', as: 'eng07' },
	],
	'/repairs/[id]/paper': [
		{ name: 'repair-paper', path: '/repairs/demo-repair-power/paper?round=1', as: 'eng07' },
	],
	'/work-orders/[id]/swap': [{ name: 'swap', path: '/work-orders/demo-nurses/swap', as: 'eng07' }],
	'/work-orders/[id]/sign': [{ name: 'sign', path: '/work-orders/demo-nurses/sign', as: 'eng07' }],
	'/work-orders/[id]/slip': [
		{ name: 'slip', path: '/work-orders/demo-ward-printer/slip', as: 'eng07' },
	],
	'/work-orders/[id]/tracking': [
		{ name: 'tracking', path: '/work-orders/demo-projector/tracking', as: 'eng07' },
	],
	'/work-orders/[id]/sheet': [
		{ name: 'sheet', path: '/work-orders/demo-projector/sheet', as: 'eng07' },
	],
	'/assets': [
		{ name: 'assets', path: '/assets', as: 'eng07' },
		{ name: 'assets-auditor', path: '/assets', as: 'auditor' },
		{ name: 'assets-keeper', path: '/assets?category=外设&warranty=none', as: 'store' },
	],
	'/assets/bulk': [{ name: 'assets-bulk', path: '/assets/bulk?category=外设', as: 'store' }],
	'/assets/new': [{ name: 'asset-new', path: '/assets/new', as: 'store' }],
	'/assets/[id]': [
		{ name: 'asset', path: '/assets/asset-ZC-2026-000123', as: 'eng07' },
		{ name: 'asset-desk', path: '/assets/asset-ZC-2026-000123', as: 'desk1' },
		{ name: 'asset-relations', path: '/assets/asset-ZC-2026-000119', as: 'store' },
		{ name: 'asset-lent', path: '/assets/asset-ZC-2026-000202', as: 'store' },
		{ name: 'asset-retiring', path: '/assets/asset-ZC-2026-000156', as: 'supervisor' },
		{ name: 'asset-corrected', path: '/assets/asset-ZC-2026-000116', as: 'desk1' },
	],
	'/assets/[id]/edit': [
		{ name: 'asset-edit', path: '/assets/asset-ZC-2026-000123/edit', as: 'eng07' },
	],
	'/labels': [{ name: 'labels', path: '/labels', as: 'store' }],
	'/labels/print': [
		{ name: 'labels-print', path: '/labels/print?category=外设', as: 'store' },
		{
			...{ name: 'labels-asset', path: '/labels/print?asset=asset-ZC-2026-000123', as: 'eng07' },
			sharesTitle: true,
		},
	],
	'/location-codes': [
		{ name: 'location-codes', path: '/location-codes', as: 'admin' },
		{ name: 'location-rule', path: '/location-codes?at=place', as: 'admin', sharesTitle: true },
		{ name: 'location-new', path: '/location-codes?new=1', as: 'admin', sharesTitle: true },
	],
	'/knowledge': [
		{ name: 'knowledge', path: '/knowledge', as: 'eng07' },
		{ name: 'knowledge-nurse', path: '/knowledge', as: 'nurse' },
		{ name: 'knowledge-search', path: '/knowledge?q=打印机', as: 'eng07', sharesTitle: true },
	],
	'/knowledge/new': [{ name: 'article-new', path: '/knowledge/new', as: 'eng07' }],
	'/knowledge/[id]': [
		{ name: 'article', path: '/knowledge/kb-zh-beeps', as: 'eng07' },
		{ name: 'article-review', path: '/knowledge/kb-en-beeps', as: 'supervisor' },
	],
	'/knowledge/[id]/edit': [
		{ name: 'article-edit', path: '/knowledge/kb-zh-beeps/edit', as: 'supervisor' },
	],
	'/requests': [
		{ name: 'requests', path: '/requests', as: 'nurse' },
		{ name: 'requests-client', path: '/requests', as: 'client' },
	],
	'/requests/new': [{ name: 'request-new', path: '/requests/new', as: 'nurse' }],
	'/requests/[id]': [{ name: 'request', path: '/requests/demo-ward-printer', as: 'nurse' }],
	'/me': [
		{ name: 'me', path: '/me', as: 'eng07' },
		{ name: 'me-desk', path: '/me', as: 'desk1' },
	],
	'/me/hand': [{ name: 'own-hand', path: '/me/hand', as: 'eng07' }],
	'/me/ledger': [{ name: 'ledger', path: '/me/ledger', as: 'eng07' }],
	'/me/sign-in': [{ name: 'sign-in-again', path: '/me/sign-in', as: 'eng07' }],
	'/gallery': ['instruments', 'controls', 'layers', 'lists', 'record'].map((part, n) => ({
		name: `gallery-${part}`,
		path: `/gallery#${part}`,
		sharesTitle: n > 0,
	})),
};

/** Also an address that leads nowhere. */
const lostView: View = { name: 'lost', path: '/nowhere', as: 'eng07' };

/** What opens above a page: who opens which page, and what he presses there for each. */
const sheets: readonly { as: string; path: string; opened: Record<string, readonly string[]> }[] = [
	{
		...{ as: 'eng07', path: '/work-orders/demo-nurses' },
		opened: {
			suspend: ['wo_more', 'move_suspend'],
			return: ['wo_more', 'move_return'],
			'no-access': ['wo_more', 'move_no_access'],
			'time-correct': ['wo_time_correct'],
			escalate: ['wo_more', 'move_escalate'],
			note: ['wo_note_add'],
			time: ['wo_time_add'],
		},
	},
	{ ...{ as: 'eng07', path: '/work-orders/demo-registration' }, opened: { batch: ['wo_batch'] } },
	{
		...{ as: 'eng07', path: '/assets/asset-ZC-2026-000123' },
		opened: {
			seal: ['assets_seal_check'],
			move: ['assets_move'],
			label: ['labels_one'],
			lend: ['assets_move', 'life_lend'],
			retire: ['assets_move', 'life_retire'],
			relate: ['relation_add'],
			accessory: ['accessory_add'],
		},
	},
	{
		...{ as: 'eng07', path: '/assets/asset-ZC-2026-000123/edit' },
		opened: { 'location-code': ['location_build'] },
	},
	{
		...{ as: 'store', path: '/assets/asset-ZC-2026-000201' },
		opened: { receive: ['life_receive'] },
	},
	{
		...{ as: 'store', path: '/assets/asset-ZC-2026-000202' },
		opened: { 'take-back': ['life_take_back'] },
	},
	{
		...{ as: 'supervisor', path: '/attention' },
		opened: { 'retire-reject': ['attention_retire_reject'] },
	},
	{ ...{ as: 'store', path: '/assets' }, opened: { export: ['transfer_export'] } },
	{
		...{ as: 'eng07', path: '/me' },
		opened: { 'sign-out': ['account_sign_out'], remove: ['account_remove'] },
	},
	{
		...{ as: 'desk1', path: '/attention' },
		opened: {
			'late-take': ['attention_take'],
			'late-discard': ['attention_discard', 'attention_discard_now'],
			'quarantine-discard': ['attention_quarantine_discard_all'],
			'correction-reject': ['attention_correction_reject'],
			'found-reject': ['attention_found_reject'],
		},
	},
	{
		...{ as: 'nurse', path: '/requests/demo-ward-printer' },
		opened: { broken: ['requests_still_broken'] },
	},
];

/** Every sheet and dialog, opened on what it is about. */
export const sheetViews: readonly View[] = [
	...sheets.flatMap(({ opened, ...where }) =>
		Object.entries(opened).map(([name, press]) => ({ name: `sheet-${name}`, ...where, press })),
	),
	{
		...{ name: 'sheet-library', path: '/library', as: 'store' },
		prepare: (page) => page.locator('main button:visible').last().click(),
		press: [],
	},
	{
		...{ name: 'sheet-cause', path: '/catalogue/causes', as: 'admin' },
		prepare: (page) => page.locator('main [aria-label] button:visible').last().click(),
		press: [],
	},
	{
		...{ name: 'sheet-person', path: '/people', as: 'admin' },
		prepare: (page) => page.locator('main button:visible').first().click(),
		press: [],
	},
];

/** Everything one person opens. */
export function viewsOf(account: string | undefined): View[] {
	return [...Object.values(views).flat(), lostView].filter(({ as }) => as === account);
}

/** A file whose columns are to be assigned. */
async function bringTable(page: Page): Promise<void> {
	const buffer = Buffer.from('资产编号,名称,放在哪里\nS-1,扫描仪,3F\n');
	const file = { name: 'register.csv', mimeType: 'text/csv', buffer };
	await page.locator('input[type=file]').setInputFiles(file);
	await page.locator('main select').nth(1).waitFor();
}
