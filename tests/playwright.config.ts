import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from '../sync-server/bootstrap/browser.mjs';

const chromium = findChromium();

// Each test starts the server processes it needs itself (fixtures/server-process.ts): some stop them midway.
export default defineConfig({
	testDir: './e2e',
	outputDir: './artefacts/playwright',
	reporter: [['list'], ['json', { outputFile: './artefacts/playwright.json' }]],
	workers: availableParallelism() >= 4 ? 2 : 1,
	retries: 0,
	forbidOnly: true,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	use: {
		browserName: 'chromium',
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		launchOptions: {
			args: chromiumArguments(),
			...(chromium === undefined ? {} : { executablePath: chromium }),
		},
	},
});
