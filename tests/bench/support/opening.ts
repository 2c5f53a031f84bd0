import type { Page } from '@playwright/test';
import { openBrowser } from './field-device.ts';

/** One opening of an address in a browser that was just started. */
export interface Opening {
	/** From the navigation to the frame after the rows were there, ms. */
	listMs: number;
	/** The same for the rows below the screen too. */
	wholeMs: number;
	/** Longest main-thread task until then; 0 where none took 50 ms (the browser reports no shorter ones). */
	taskMs: number;
	/** Longest one of the seconds after. */
	laterTaskMs: number;
	/** Scripts asked for until the list stood, and after. */
	scripts: string[];
	laterScripts: string[];
}

export interface OpeningOptions {
	profileDir: string;
	url: string;
	/** Rows that fill the screen, and all of them. */
	rows: { screen: number; whole: number };
	/** How many times slower than this machine. */
	slowDown: number;
}

const listMsMax = 60_000;
/** Long enough for the sync Worker, the service worker's registration and what is fetched ahead. */
const settleMs = 3_000;

export async function openMeasured(options: OpeningOptions): Promise<Opening> {
	const context = await openBrowser(options.profileDir);
	try {
		const page = context.pages()[0] ?? (await context.newPage());
		const cdp = await context.newCDPSession(page);
		await cdp.send('Emulation.setCPUThrottlingRate', { rate: options.slowDown });
		await page.addInitScript(watchList, options.rows);
		await page.goto(options.url, { waitUntil: 'commit' });
		return await readOpening(page);
	} finally {
		await context.close();
	}
}

async function readOpening(page: Page): Promise<Opening> {
	await page.waitForFunction(() => 'wholeMs' in globalThis, undefined, { timeout: listMsMax });
	await page.waitForTimeout(settleMs);
	return page.evaluate(readPage);
}

interface Watched {
	listMs?: number;
	wholeMs?: number;
	tasks?: { start: number; ms: number }[];
}

/** Runs in the page before anything else. */
function watchList({ screen, whole }: OpeningOptions['rows']): void {
	const watched = globalThis as unknown as Watched;
	const tasks: { start: number; ms: number }[] = [];
	watched.tasks = tasks;
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries())
			tasks.push({ start: startTime, ms: duration });
	}).observe({ type: 'longtask', buffered: true });
	const rows = 'main a[href^="/work-orders/"]:not([href$="/new"])';
	// The second frame begins when the first, with the rows in it, has been painted.
	const afterPaint = (then: () => void) => requestAnimationFrame(() => requestAnimationFrame(then));
	let isFull = false;
	const observer = new MutationObserver(() => {
		const found = document.querySelectorAll(rows).length;
		if (!isFull && found >= screen) {
			isFull = true;
			afterPaint(() => (watched.listMs = performance.now()));
		}
		if (found < whole) return;
		observer.disconnect();
		afterPaint(() => (watched.wholeMs = performance.now()));
	});
	observer.observe(document, { childList: true, subtree: true });
}

/** Runs in the page. */
function readPage(): Opening {
	const { listMs = 0, wholeMs = 0, tasks = [] } = globalThis as unknown as Watched;
	const longest = (some: { ms: number }[]) => Math.max(0, ...some.map(({ ms }) => ms));
	const all = performance.getEntriesByType('resource');
	const scripts = all.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
	const names = (some: PerformanceEntry[]) => [...new Set(some.map(({ name }) => name))];
	return {
		listMs,
		taskMs: longest(tasks.filter(({ start }) => start < listMs)),
		laterTaskMs: longest(tasks.filter(({ start }) => start >= listMs)),
		scripts: names(scripts.filter(({ startTime }) => startTime < listMs)),
		laterScripts: names(scripts.filter(({ startTime }) => startTime >= listMs)),
		wholeMs,
	};
}
