/**
 * Every screen of the engineer's day in the three themes, on a phone and on a tablet, with axe on
 * each. With OUTPOST_PICTURES=1 they are drawn into `tests/artefacts/flow/`, to be looked at; the
 * README's come from there.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { CDPSession, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { copyHash } from '#domain/copy/copy-link.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { withPictures } from '../fixtures/pictures.ts';
import { expect, test } from '../fixtures/story.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';
import { flow, type Shot } from './sweep/flow.ts';
import { setSize, setTheme, settled, type Theme } from './sweep/looks.ts';
import { wordsOf } from './sweep/words-probe.ts';

// Hundreds of pictures: a trace of them takes longer than they do.
test.use({ trace: 'off', reducedMotion: 'reduce' });

const takenMsMax = 480_000;
const themes: readonly Theme[] = ['light', 'dark', 'sun'];
const graveImpacts = ['serious', 'critical'];

let demo: DemoServer;
test.beforeAll(async () => {
	mkdirSync(artefact('flow'), { recursive: true });
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

/** What axe says of it; in sunlight words stand out seven to one. */
async function axeFaults(page: Page, theme: Theme): Promise<string[]> {
	const axe = new AxeBuilder({ page }).setLegacyMode();
	if (theme === 'dark') axe.withRules(['color-contrast']);
	if (theme === 'sun') axe.withRules(['color-contrast-enhanced']);
	const { violations } = await axe.analyze();
	return violations
		.filter(({ impact }) => graveImpacts.includes(impact ?? ''))
		.flatMap(({ id, nodes }) => nodes.map(({ html }) => `axe ${id}: ${html.slice(0, 140)}`));
}

async function open(page: Page, { path, press = [], to, waits }: Shot): Promise<void> {
	await page.goto('about:blank');
	await page.goto(demo.url + path);
	await page.locator('main :is(h1, h2, p, a, button):visible').first().waitFor();
	await settled(page);
	for (const key of press) {
		const name = wordsOf(key, 'zh-CN');
		const wanted = page
			.getByRole('button', { name, exact: true })
			.or(page.getByRole('menuitem', { name, exact: true }));
		await wanted.first().click();
		await settled(page);
	}
	if (waits) await page.locator(waits).first().waitFor();
	if (to)
		await page
			.locator(to)
			.first()
			.evaluate((part) => part.scrollIntoView());
}

/** On both sizes and in each theme; axe where it is held in the hand. */
async function portray(page: Page, cdp: CDPSession, shot: Shot): Promise<string[]> {
	const faults: string[] = [];
	// Without pictures a tablet's would show nothing.
	for (const size of withPictures ? (['phone', 'tablet'] as const) : (['phone'] as const)) {
		await setSize(page, cdp, size);
		await open(page, shot);
		for (const theme of themes) {
			await setTheme(page, theme);
			const path = artefact(`flow/${shot.name}-${size}-${theme}.png`);
			if (withPictures) await page.screenshot({ path, animations: 'disabled' });
			if (size === 'phone')
				faults.push(...(await axeFaults(page, theme)).map((fault) => `${theme} ${fault}`));
		}
		await setTheme(page, 'light');
	}
	return faults.map((fault) => `${shot.name} ${fault}`);
}

test('the engineer’s day in light, dark and sun', async ({ browser }) => {
	test.setTimeout(takenMsMax);
	const page = await openDevice(browser, demo.url, demo.account('engineer'));
	const cdp = await page.context().newCDPSession(page);
	const faults: string[] = [];
	for (const shot of flow) faults.push(...(await portray(page, cdp, shot)));
	await page.context().close();
	expect(faults).toEqual([]);
});

test('the customer’s copy, the desk and the catalogue beside it', async ({ browser }) => {
	test.setTimeout(takenMsMax);
	const engineer = await openDevice(browser, demo.url, demo.account('engineer'));
	const sheet = {
		name: '28-sheet',
		path: '/work-orders/demo-projector/sheet',
		waits: 'svg[data-paper]',
	};
	await open(engineer, sheet);
	await new SheetPage(engineer).number();
	const faults = await portray(engineer, await engineer.context().newCDPSession(engineer), sheet);
	await engineer.goto(`${demo.url}/today`);
	await new StatusLine(engineer).saysAllSent();
	await engineer.context().close();
	const office = await demo.device('dispatcher');
	const [body] = await office.lookUp({ kind: 'workOrder', id: 'demo-projector' });
	const paper = parseRecord('workOrder', body).papers.findLast(({ token }) => token);
	const token = paper?.token ?? '';
	const customer = await (await browser.newContext()).newPage();
	const cdp = await customer.context().newCDPSession(customer);
	const copy = `/copy${copyHash({ order: 'demo-projector', token })}`;
	faults.push(...(await portray(customer, cdp, { name: '29-copy', path: copy })));
	await customer.context().close();
	const desk = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	const places = [
		{ name: 'board', path: '/board', waits: 'main [role=listitem]' },
		{ name: 'catalogue', path: '/catalogue/item-ups', waits: '[data-step]' },
		{ name: 'library', path: '/library', waits: 'text=碳粉吸尘器' },
	];
	for (const { name, ...place } of places) {
		await open(desk, { name, ...place });
		await settled(desk);
		await desk.screenshot({ path: artefact(`flow/desk-${name}.png`), animations: 'disabled' });
	}
	await desk.context().close();
	expect(faults).toEqual([]);
});
