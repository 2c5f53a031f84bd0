import type { BrowserContext } from '@playwright/test';
import { SignInPage } from '../../e2e/pages/sign-in.ts';
import type { DemoAccount } from '../../fixtures/demo-accounts.ts';
import { slowDown } from './slow-down.ts';

/** A first pull by the app itself, with its list on the screen. */
export interface AppPull {
	/** From the answer to the sign-in until the Worker said that the round had ended. */
	ms: number;
	/** Until the first row of the list. */
	rowsMs: number;
	/** The longest a frame had to wait meanwhile. */
	frameMs: number;
	/** Different words on the screen about how far it is. */
	steps: number;
	tasks: number[];
}

interface Given {
	url: string;
	account: DemoAccount;
	userId: string;
	slow: number;
}

const pullMsMax = 5 * 60_000;

export async function pullInApp(
	context: BrowserContext,
	{ url, account, userId, slow }: Given,
): Promise<AppPull> {
	const page = await context.newPage();
	const browser = context.browser();
	if (!browser) throw new Error('a context without a browser');
	await page.addInitScript(watchPull, { channel: `outpost-sync:${userId}` });
	await page.goto(`${url}/today`);
	const signIn = new SignInPage(page);
	await signIn.button.waitFor();
	const fullSpeed = await slowDown(browser, slow);
	try {
		await signIn.tryAs(account.account, account.password);
		await page.waitForFunction(() => 'pulled' in globalThis, undefined, { timeout: pullMsMax });
		return await page.evaluate(() => (globalThis as unknown as { pulled: AppPull }).pulled);
	} finally {
		await fullSpeed();
	}
}

/** Runs in the page before anything else. */
function watchPull({ channel }: { channel: string }): void {
	const tasks: { start: number; ms: number }[] = [];
	const frames: { start: number; ms: number }[] = [];
	const steps = new Set<string>();
	let rowsAt: number | undefined;
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries())
			tasks.push({ start: startTime, ms: duration });
	}).observe({ type: 'longtask', buffered: true });
	let last = performance.now();
	const look = (now: number) => {
		frames.push({ start: last, ms: now - last });
		last = now;
		if (document.querySelector('main a[href^="/work-orders/"]:not([href$="/new"])')) rowsAt ??= now;
		for (const { textContent } of document.querySelectorAll('a[aria-live="polite"]'))
			steps.add(textContent);
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
	new BroadcastChannel(channel).onmessage = ({ data }: MessageEvent) => {
		const { type, connection } = data as { type: string; connection?: { phase: string } };
		if (type !== 'connection' || connection?.phase !== 'idle' || 'pulled' in globalThis) return;
		const end = performance.now();
		const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
		const from = entries.find(({ name }) => name.endsWith('/session'))?.responseEnd ?? 0;
		setTimeout(() => {
			const during = (some: typeof tasks) =>
				some.filter(({ start, ms }) => start + ms > from && start < end).map(({ ms }) => ms);
			Object.assign(globalThis, {
				pulled: {
					ms: end - from,
					rowsMs: (rowsAt ?? Number.NaN) - from,
					frameMs: Math.max(0, ...during(frames)),
					steps: steps.size,
					tasks: during(tasks),
				} satisfies AppPull,
			});
		}, 200);
	};
}
