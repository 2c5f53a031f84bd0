import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import { SignInPage } from '../e2e/pages/sign-in.ts';
import { StatusLine } from '../e2e/pages/status-line.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { browserPid } from '../fixtures/browser-pid.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';

/** Everything is handed in by then, also on a busy machine. */
export const settleMsMax = 180_000;

/** The real server process and a real phone, either of which may be killed and comes back on its data. */
export class Stage {
	readonly dataDir: string;
	readonly accounts: readonly DemoAccount[];
	readonly #folder: string;
	#server: ServerProcess;
	#context: BrowserContext | undefined;
	#browserPid = 0;

	private constructor(folder: string, server: ServerProcess) {
		this.#folder = folder;
		this.dataDir = join(folder, 'data');
		this.#server = server;
		this.accounts = demoAccounts(this.dataDir);
	}

	static async open(): Promise<Stage> {
		const folder = mkdtempSync(join(tmpdir(), 'outpost-chaos-'));
		return new Stage(folder, await startServer({ dataDir: join(folder, 'data') }));
	}

	get url(): string {
		return this.#server.url;
	}

	get port(): number {
		return this.#server.port;
	}

	get folder(): string {
		return this.#folder;
	}

	/** The page in front. */
	get page(): Page {
		const page = this.#context?.pages().at(-1);
		if (!page) throw new Error('the phone is not open');
		return page;
	}

	account(...which: Parameters<typeof accountOf> extends [unknown, ...infer R] ? R : never) {
		return accountOf(this.accounts, ...which);
	}

	/** Signs in for good: the browser is closed once in order, so that it keeps the cookie. */
	async enrol(account: DemoAccount, path: string): Promise<void> {
		await this.openPhone();
		await new SignInPage(this.page).enter(this.url + path, account);
		await new StatusLine(this.page).saysAllSent(settleMsMax);
		await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await this.closePhone();
	}

	async openPhone(): Promise<void> {
		this.#context = await openBrowser(join(this.#folder, 'profile'));
		this.#browserPid = await browserPid(this.#context.browser());
	}

	async closePhone(): Promise<void> {
		await this.#context?.close();
		this.#context = undefined;
	}

	async newTab(): Promise<Page> {
		if (!this.#context) throw new Error('the phone is not open');
		return this.#context.newPage();
	}

	/** The browser's whole process group at once: nothing is asked, nothing is saved. */
	async killPhone(): Promise<void> {
		const context = this.#context;
		if (!context) return;
		this.#context = undefined;
		const gone = context.waitForEvent('close');
		process.kill(-this.#browserPid, 'SIGKILL');
		await gone;
	}

	killServer(): Promise<void> {
		return this.#server.kill();
	}

	stopServer(): Promise<void> {
		return this.#server.stop();
	}

	async startServer(): Promise<void> {
		this.#server = await startServer({ dataDir: this.dataDir, port: this.#server.port });
	}

	async close(): Promise<void> {
		await this.closePhone().catch(() => undefined);
		await this.#server.stop();
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** A browser that forgets everything when it closes. */
export function launchBrowser(): Promise<Browser> {
	return chromium.launch(launchOptions());
}

/** A phone's browser on a folder of its own: the same folder is the same phone. */
export async function openBrowser(profile: string): Promise<BrowserContext> {
	const context = await chromium.launchPersistentContext(profile, {
		...launchOptions(),
		viewport: phoneSize,
		hasTouch: true,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
	});
	context.setDefaultTimeout(actionMsMax);
	return context;
}

function launchOptions() {
	const executablePath = findChromium();
	return { args: chromiumArguments(), ...(executablePath && { executablePath }) };
}
