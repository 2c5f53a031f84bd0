import type { CDPSession, Page } from '@playwright/test';

/** The desktop first: a window that was touched has no fine pointer until it is loaded again. */
export const sizes = {
	desktop: { width: 1440, height: 900, touch: false },
	phone: { width: 390, height: 844, touch: true },
	tablet: { width: 820, height: 1180, touch: true },
} as const;
export type Size = keyof typeof sizes;
export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];
/** Where the app keeps the language (`src/i18n/paraglide-options.ts`). */
export const localeKey = 'outpost-locale';
export type Theme = 'light' | 'dark' | 'sun';
/** Text size in per cent of the browser's own. */
export type TextSize = 100 | 200;
const textPx = 16;

const touched = new WeakSet<Page>();

/** Gives the window its size, and the pointer that goes with it. */
export async function setSize(page: Page, cdp: CDPSession, size: Size): Promise<void> {
	const { touch, ...viewport } = sizes[size];
	// Said again it would take the fine pointer away as well.
	if (touched.has(page) !== touch)
		await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: touch, maxTouchPoints: 5 });
	if (touch) touched.add(page);
	else touched.delete(page);
	await page.setViewportSize(viewport);
}

/** As the browser's own setting does it, so that breakpoints in em follow. */
export async function setText(cdp: CDPSession, size: TextSize): Promise<void> {
	const standard = (textPx * size) / 100;
	await cdp.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } });
}

/** Light and dark as the system says it; the one for sunlight as it is chosen in the app. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
	await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' });
	await page.evaluate((chosen) => {
		const { dataset } = document.documentElement;
		if (chosen === 'sun') dataset['theme'] = chosen;
		else delete dataset['theme'];
	}, theme);
}

/** Resolves when the page has stopped changing and what it draws is drawn. */
export async function settled(page: Page): Promise<void> {
	await page.evaluate(quiet);
}

/** Runs in the page. A clock ticks on some screens: the wait ends by itself. */
async function quiet(): Promise<void> {
	const [quietMs, waitMsMax] = [80, 3000];
	const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
	let changedAt = performance.now();
	const watcher = new MutationObserver(() => (changedAt = performance.now()));
	watcher.observe(document, {
		subtree: true,
		childList: true,
		characterData: true,
		attributes: true,
	});
	const end = changedAt + waitMsMax;
	while (performance.now() - changedAt < quietMs && performance.now() < end) await frame();
	watcher.disconnect();
	await document.fonts.ready;
	await frame();
}
