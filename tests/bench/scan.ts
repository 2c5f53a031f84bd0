/**
 * `npm run bench -- scan [--tags N]`: scanning. One tag after another before the camera of a device
 * that holds 20,000 assets and has no server: from the frame to the name on the screen, at full speed
 * and four times slower. Then pictures: real ones where they lie beside the project, and labels spoiled
 * by our own code, read by us and by html5-qrcode and zxing-wasm as they come.
 */
import { chromium, type Page } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import { artefactsDir, inRoot } from '#server/bootstrap/paths.mjs';
import { sharedPictures } from '../e2e/barcodes/pictures.ts';
import { commandOptions } from '../fixtures/command-options.ts';
import { buildBenchPages } from './support/bench-pages.ts';
import { serveCouch } from './support/couch-source.ts';
import { openBrowser } from './support/field-device.ts';
import { fillDevice } from './support/filled-device.ts';
import { framesPerLabel, framesPerSecond, makeLabelFilm, mark } from './support/label-film.ts';
import { rateRows, readPictures, setsBehind, type PictureSample } from './support/picture-rates.ts';
import { appendSamples, machineFacts, shareOf, tableText } from './support/samples.ts';
import { readWatch, watchScanning, type Watched } from './support/scan-watch.ts';
import { slowDown } from './support/slow-down.ts';
import { spoiledLabels } from './support/spoiled-labels.ts';

const counts = { assets: 20_000, orders: 40, openOrders: 40, articles: 20 };
const tagsByDefault = 200;
/** How many labels the film's mark can tell apart. */
const tagsMax = 2 ** mark.bits;
const speeds = [1, 4] as const;
/** From the frame to the name on the screen, at full speed. */
const shownMsMax = 100;
/** So many assets lie between two that are scanned. */
const stride = 97;
const engineer = { userId: 'user-eng07', account: 'eng07' };
/** The camera opens, and the last label is shown. */
const spareMs = 8_000;

interface Scanned extends Watched {
	slowDown: number;
}

const values = commandOptions({ tags: { type: 'string' } });
const tagCount = Math.min(tagsMax, Number(values.tags ?? tagsByDefault));
const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
try {
	const film = join(workDir, 'labels.mjpeg');
	const { url } = await fillDevice(workDir, profileDir(), engineer, counts);
	const { pictures, version } = await onBenchPage(async (page) => {
		await makeLabelFilm(page, tags(), film);
		const cases = [...sharedPictures(), ...spoiledLabels()];
		return { pictures: await readPictures(page, cases), version: versionOf(page) };
	});
	const scanned: Scanned[] = [];
	for (const times of speeds) scanned.push(...(await scanFilm(url, film, times)));
	keep(scanned, pictures, version);
	console.log(report(scanned, pictures));
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
}

/** As `field-records.ts` numbers them, spread over the register. */
function tags(): string[] {
	return Array.from({ length: tagCount }, (_, n) => {
		const place = (n * stride) % counts.assets;
		return `BZ-${String(place).padStart(6, '0')}`;
	});
}

function profileDir(): string {
	return join(workDir, 'profile');
}

async function onBenchPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
	const pagesDir = join(workDir, 'pages');
	await buildBenchPages('scan-page', pagesDir, []);
	const server = await serveCouch({}, pagesDir);
	const executablePath = findChromium();
	const browser = await chromium.launch({
		args: chromiumArguments(),
		...(executablePath && { executablePath }),
	});
	try {
		const page = await browser.newPage();
		await page.goto(`${server.url}/200.html`);
		await page.waitForFunction(() => 'scanTrial' in globalThis);
		return await use(page);
	} finally {
		await browser.close();
		await server.close();
	}
}

function versionOf(page: Page): string {
	return page.context().browser()?.version() ?? 'unknown';
}

/** The product's scan page in continuous mode, from the film's first label to its last. */
async function scanFilm(url: string, film: string, times: number): Promise<Scanned[]> {
	const context = await openBrowser(profileDir(), [
		'--use-fake-ui-for-media-stream',
		'--use-fake-device-for-media-stream',
		`--use-file-for-fake-video-capture=${film}`,
	]);
	try {
		const page = context.pages()[0] ?? (await context.newPage());
		const result = '[aria-label="扫码结果"]';
		await page.addInitScript(watchScanning, { tags: tags(), mark, result });
		await page.goto(`${url}/scan`);
		await page.getByRole('radio', { name: '连续' }).check({ force: true });
		const browser = context.browser();
		const fullSpeed = browser ? await slowDown(browser, times) : async () => {};
		// The film begins where the camera was opened and comes round.
		await page.waitForTimeout((tagCount * framesPerLabel * 1_000) / framesPerSecond + spareMs);
		await fullSpeed();
		const watched = await page.evaluate(readWatch);
		return watched.map((one) => ({ ...one, slowDown: times }));
	} finally {
		await context.close();
	}
}

function keep(
	scanned: readonly Scanned[],
	pictures: readonly PictureSample[],
	chromiumVersion: string,
): void {
	const facts = {
		...{ at: new Date().toISOString(), counts, chromium: chromiumVersion },
		...{ 'zxing-wasm': versionIn('zxing-wasm'), 'html5-qrcode': versionIn('html5-qrcode') },
		...machineFacts(),
	};
	const lines = [
		...scanned.map((one) => ({ kind: 'film', ...one, ...facts })),
		...pictures.map((one) => ({ kind: 'picture', ...one, ...facts })),
	];
	appendSamples(join(artefactsDir, 'bench-scan.jsonl'), lines);
}

function versionIn(name: string): string {
	const text = readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8');
	return (JSON.parse(text) as { version: string }).version;
}

function report(scanned: readonly Scanned[], pictures: readonly PictureSample[]): string {
	const { cores, load } = machineFacts();
	const real = new Set(sharedPictures().map(({ set }) => set));
	const behind = setsBehind(pictures);
	return [
		`${tagCount} tags one after another before the camera, ${((framesPerLabel * 1_000) / framesPerSecond).toFixed(0)} ms each; ${counts.assets} assets`,
		`on the device, no server. The machine has ${cores} cores; its load at the end was ${load}.`,
		'',
		tableText(filmRows(scanned)),
		'',
		real.size > 0
			? `Pictures: ${real.size} sets of real ones, then labels spoiled by our own code.`
			: 'Pictures: no real ones lie beside the project; labels spoiled by our own code.',
		'',
		tableText(rateRows(pictures)),
		'',
		`  sets in which another reads more: ${behind.join(', ') || 'none'} (aim: none)`,
	].join('\n');
}

function filmRows(scanned: readonly Scanned[]): string[][] {
	const row = (label: string, aim: string, cell: (some: Scanned[]) => string) => [
		label,
		...speeds.map((times) => cell(scanned.filter((one) => one.slowDown === times))),
		aim,
	];
	const spread = (from: keyof Watched, to: keyof Watched) => (some: Scanned[]) => {
		const times = some.flatMap((one) => {
			const [start, end] = [one[from], one[to]];
			return typeof start === 'number' && typeof end === 'number' && end > 0 ? [end - start] : [];
		});
		return [0.5, 0.95].map((share) => Math.round(shareOf(times, share))).join('/');
	};
	const shown = (some: Scanned[]) => some.filter(({ shownMs }) => shownMs).length;
	return [
		[
			'ms p50/p95',
			...speeds.map((times) => (times === 1 ? 'full speed' : `${times}× slower`)),
			'aim',
		],
		row('tags shown', String(tagCount), (some) => `${shown(some)} of ${some.length}`),
		row('recognised to shown', '', spread('readMs', 'shownMs')),
		row('frame to recognised', '', spread('takenMs', 'readMs')),
		row('frame to shown', `${shownMsMax} at full speed`, spread('takenMs', 'shownMs')),
		row('first in view to shown', '', spread('inViewMs', 'shownMs')),
	];
}
