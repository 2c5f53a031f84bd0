import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from '../sync-server/bootstrap/browser.mjs';

const chromium = findChromium();

// Each test starts the server processes it needs itself (fixtures/server-process.ts): some stop them midway.
export default defineConfig({
	testDir: './e2e',
	outputDir: './artefacts/playwright',
	reporter: [['list'], ['json', { outputFile: './artefacts/playwright.json' }]],
	// A story waits for its server and its own network half of the time.
	workers: 2,
	retries: 0,
	forbidOnly: true,
	timeout: 240_000,
	expect: { timeout: 30_000 },
	use: {
		browserName: 'chromium',
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		screenshot: 'only-on-failure',
		// A trace of every story costs a fifth of the run: asked for with `--trace`, or by this.
		trace: process.env['OUTPOST_TRACE'] ? 'retain-on-failure' : 'off',
		launchOptions: {
			args: chromiumArguments(),
			...(chromium === undefined ? {} : { executablePath: chromium }),
		},
	},
});
