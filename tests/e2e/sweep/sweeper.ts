import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, CDPSession, Page, Response } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { artefact } from '../../fixtures/paper.ts';
import { withPictures } from '../../fixtures/pictures.ts';
import { actionMsMax } from '../../fixtures/phone.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { StatusLine } from '../pages/status-line.ts';
import type { DemoAccount } from '../../fixtures/demo-accounts.ts';
import { focusFaults } from './focus-probe.ts';
import { layoutProbe } from './layout-probe.ts';
import {
	localeKey,
	locales,
	setSize,
	setText,
	setTheme,
	settled,
	sizes,
	type Locale,
	type Size,
	type TextSize,
	type Theme,
} from './looks.ts';
import type { View } from './views.ts';
import { dataOnDevice, wordFaults, wordsOf } from './words-probe.ts';

/** It takes ten times as long as everything else and finds the same in every language. */
const axeLooks = [
	'phone zh-CN light 100',
	'desktop zh-CN light 100',
	'phone en dark 100',
	'phone zh-CN sun 100',
];
/** Kit says so itself of an address that leads nowhere. */
const isLost = /Not found: \/nowhere/;
/** Axe looks at the sheet alone; where there is none it says so. */
const floating = '[role=dialog],[role=alertdialog]';
/** Down a list, about a screen at a time. */
const scrollPx = 500;
const scrollsMax = 12;
const openedMsMax = 60_000;
const middleOfView = { x: 600, y: 400 };
const graveImpacts = ['serious', 'critical'];

/** One person's browser, led through every size, language, theme and text size. */
export class Sweeper {
	readonly faults: string[] = [];
	readonly page: Page;
	readonly #cdp: CDPSession;
	readonly #url: string;
	readonly #titles = new Map<string, string>();
	/** Where it is just now, for what the console says. */
	#here = '';
	readonly #answers: Promise<string>[] = [];
	/** What the device holds: read once for all that opens above a page. */
	#records: string | undefined;

	private constructor(page: Page, cdp: CDPSession, url: string) {
		this.page = page;
		this.#cdp = cdp;
		this.#url = url;
		page.on('console', (line) => {
			const isTrouble = line.type() === 'error' || line.type() === 'warning';
			if (isTrouble && !isLost.test(line.text())) this.#report(`console: ${line.text()}`);
		});
		page.on('response', (answer) => this.#keep(answer));
		page.on('pageerror', (error) => this.#report(`page error: ${error.message}`));
	}

	static async open(browser: Browser, url: string, person?: DemoAccount): Promise<Sweeper> {
		mkdirSync(artefact('sweep'), { recursive: true });
		const context = await browser.newContext({ reducedMotion: 'reduce' });
		context.setDefaultTimeout(actionMsMax);
		// Playwright's own is none at all: a page that never comes would hold up everything.
		context.setDefaultNavigationTimeout(openedMsMax);
		const page = await context.newPage();
		const sweeper = new Sweeper(page, await context.newCDPSession(page), url);
		if (person) {
			await new SignInPage(page).enter(url, person);
			await new StatusLine(page).saysAllSent();
		}
		return sweeper;
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}

	async sweep(views: readonly View[]): Promise<void> {
		for (const locale of locales) {
			await this.#speak(locale);
			for (const view of views) await this.#look(view, locale);
		}
	}

	/** What floats above pages swept already, on a desktop and on a phone. */
	async sweepAbove(sheets: readonly View[]): Promise<void> {
		for (const locale of locales) {
			await this.#speak(locale);
			for (const sheet of sheets) await this.#lookAbove(sheet, locale);
		}
	}

	/** Dark in one of the languages: the colours are the same in both. */
	async #lookAbove(sheet: View, locale: Locale): Promise<void> {
		this.#here = `${sheet.name} ${locale}`;
		await setSize(this.page, this.#cdp, 'desktop');
		await this.#open(sheet);
		for (const key of sheet.press ?? []) await this.#press(wordsOf(key, locale));
		this.#records ??= await dataOnDevice(this.page);
		const data = `${this.#records}\n${await this.#answered()}`;
		this.#report(...(await wordFaults(this.page, locale, data)));
		const theme = locale === 'en' ? 'dark' : 'light';
		for (const size of ['desktop', 'phone'] as const) {
			for (const text of [200, 100] as const) await this.#fit(sheet, { locale, size, text });
			await this.#portray(sheet, { locale, size, text: 100, theme }, floating);
		}
	}

	async #press(name: string): Promise<void> {
		const button = this.page.getByRole('button', { name, exact: true });
		const wanted = button.or(this.page.getByRole('menuitem', { name, exact: true })).first();
		// Of a long list only what is in view is there.
		for (let n = 0; n < scrollsMax && (await wanted.count()) === 0; n++) {
			await this.page.mouse.move(middleOfView.x, middleOfView.y);
			await this.page.mouse.wheel(0, scrollPx);
			await settled(this.page);
		}
		await wanted.click();
		await settled(this.page);
	}

	async #speak(locale: Locale): Promise<void> {
		if (this.page.url() === 'about:blank') await this.page.goto(this.#url);
		await this.page.evaluate(([key, value]) => localStorage.setItem(key, value), [
			localeKey,
			locale,
		] as const);
	}

	async #look(view: View, locale: Locale): Promise<void> {
		this.#here = `${view.name} ${locale}`;
		await setSize(this.page, this.#cdp, 'desktop');
		await this.#open(view);
		const data = `${await dataOnDevice(this.page)}\n${await this.#answered()}`;
		await this.#checkHead(view, locale);
		this.#report(...(await wordFaults(this.page, locale, data)));
		for (const size of Object.keys(sizes) as Size[]) await this.#measure(view, locale, size);
		this.#here = `${view.name} ${locale}`;
		this.#report(...(await focusFaults(this.page)));
	}

	async #open(view: View): Promise<void> {
		await this.page.goto('about:blank');
		await this.page.goto(this.#url + view.path);
		await this.page.locator('main :is(h1, h2, p, a, button):visible').first().waitFor();
		await settled(this.page);
		await view.prepare?.(this.page);
		await settled(this.page);
	}

	async #checkHead(view: View, locale: Locale): Promise<void> {
		const [title, lang] = [
			await this.page.title(),
			await this.page.locator('html').getAttribute('lang'),
		];
		if (lang !== locale) this.#report(`lang is ${lang}`);
		if (view.sharesTitle) return;
		const other = this.#titles.get(`${locale} ${title}`);
		if (other !== undefined) this.#report(`title "${title}" is that of ${other}`);
		this.#titles.set(`${locale} ${title}`, view.name);
	}

	async #measure(view: View, locale: Locale, size: Size): Promise<void> {
		for (const text of [100, 200] as const) {
			await this.#fit(view, { locale, size, text });
			// Only the colours change in the dark: once is enough.
			for (const theme of text === 100 ? (['light', 'dark'] as const) : (['light'] as const))
				await this.#portray(view, { locale, size, text, theme });
		}
		await setText(this.#cdp, 100);
		if (size !== 'desktop') await this.#measureInSun(view, locale, size);
	}

	/** Words are heavier and rules thicker there: it is measured again. Nobody takes a desktop outside. */
	async #measureInSun(view: View, locale: Locale, size: Size): Promise<void> {
		await setTheme(this.page, 'sun');
		await this.#fit(view, { locale, size, text: 100 });
		await this.#portray(view, { locale, size, text: 100, theme: 'sun' });
		await setTheme(this.page, 'light');
	}

	/** Whether all of it has its place at this size. */
	async #fit(view: View, { locale, size, text }: Omit<Look, 'theme'>): Promise<void> {
		await setSize(this.page, this.#cdp, size);
		await setText(this.#cdp, text);
		await settled(this.page);
		this.#here = `${view.name} ${locale} ${size} ${text} %`;
		const touch = sizes[size].touch && text === 100;
		this.#report(...(await this.page.evaluate<string[]>(layoutProbe({ touch }))));
	}

	/** Its picture, and what axe says of it or of the part named. */
	async #portray(view: View, look: Look, part?: string): Promise<void> {
		const { locale, size, text, theme } = look;
		const hasAxe = axeLooks.includes(`${size} ${locale} ${theme} ${text}`);
		if (!hasAxe && !withPictures) return;
		await setTheme(this.page, theme);
		this.#here = `${view.name} ${locale} ${size} ${text} % ${theme}`;
		if (hasAxe) this.#report(...(await axeFaults(this.page, theme, part)));
		if (!withPictures) return;
		const path = artefact(`sweep/${view.name}-${size}-${locale}-${theme}-${text}.png`);
		await this.page.screenshot({ path, animations: 'disabled' });
	}

	/** What the server answers is data as well, also what is only looked at and not kept. */
	#keep(answer: Response): void {
		const isData = answer.headers()['content-type']?.includes('json') ?? false;
		// Two answers may be read at once: each keeps its own place.
		if (isData) this.#answers.push(answer.text().catch(() => ''));
	}

	async #answered(): Promise<string> {
		return (await Promise.all(this.#answers)).join('\n');
	}

	#report(...faults: string[]): void {
		this.faults.push(...faults.map((fault) => `${this.#here}: ${fault}`));
	}
}

interface Look {
	locale: Locale;
	size: Size;
	text: TextSize;
	theme: Theme;
}

/** In the dark only the colours are new; in sunlight words stand out seven to one. */
async function axeFaults(page: Page, theme: Theme, part?: string): Promise<string[]> {
	const axe = new AxeBuilder({ page }).setLegacyMode();
	if (part !== undefined) axe.include(part);
	if (theme === 'dark') axe.withRules(['color-contrast']);
	if (theme === 'sun') axe.withRules(['color-contrast-enhanced']);
	const { violations } = await axe.analyze();
	return violations
		.filter(({ impact }) => graveImpacts.includes(impact ?? ''))
		.flatMap(({ id, nodes }) =>
			nodes.map(({ html, failureSummary }) => {
				const why = failureSummary?.split('\n').slice(1, 2).join('').trim() ?? '';
				return `axe ${id}: ${html.slice(0, 140)} (${why})`;
			}),
		);
}
