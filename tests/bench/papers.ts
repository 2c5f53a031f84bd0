/**
 * `npm run bench -- papers [--runs N]`: our service sheet of fifteen lines, made in its Worker in
 * Chromium, beside the same content by jsPDF and pdfmake with the same font, in turn: time cold and
 * warm, at full speed and slowed down, longest task of the main thread, size, and whether pdftotext
 * finds every character.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import { artefactsDir, inRoot } from '#server/bootstrap/paths.mjs';
import { commandOptions } from '../fixtures/command-options.ts';
import type { MadePaper, Maker, PapersTrial } from './papers-page/page.ts';
import { buildBenchPages, peerKb } from './support/bench-pages.ts';
import { serveCouch } from './support/couch-source.ts';
import { appendSamples, machineFacts, spreadText, tableText } from './support/samples.ts';
import { slowDown } from './support/slow-down.ts';

const which = ['ours', 'jspdf', 'pdfmake'] as const satisfies readonly Maker[];
const labels = { ours: 'Outpost', jspdf: 'jsPDF', pdfmake: 'pdfmake' };
const speeds = [1, 4] as const;
/** What is measured of the sheet again after the first. */
const warmTimes = 3;

interface Sample {
	which: Maker;
	/** How many times slower than this machine. */
	slowDown: number;
	run: number;
	coldMs: number;
	coldTaskMs: number;
	warmMs: number[];
	warmTaskMs: number[];
	bytes: number;
	/** With two photos, warm. */
	illustratedMs: number[];
	illustratedTaskMs: number[];
	bytesWithPhotos: number;
	missing: string[];
}

const values = commandOptions({ runs: { type: 'string', default: '7' } });
const runs = Number(values.runs);
const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
const pagesDir = join(workDir, 'pages');
try {
	await buildBenchPages('papers-page', pagesDir, ['jspdf', 'pdfmake']);
	const server = await serveCouch({}, pagesDir);
	const samples = await measure(server.url).finally(() => server.close());
	const facts = { at: new Date().toISOString(), ...peerVersions(), ...machineFacts() };
	appendSamples(
		join(artefactsDir, 'bench-papers.jsonl'),
		samples.map((sample) => ({ ...sample, ...facts })),
	);
	console.log(report(samples));
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
}

function peerVersions() {
	const peers = createRequire(inRoot('tests', 'bench', 'peers', 'package.json'));
	const versionOf = (name: string) =>
		(peers(`${name}/package.json`) as { version: string }).version;
	return { jspdf: versionOf('jspdf'), pdfmake: versionOf('pdfmake') };
}

async function measure(url: string): Promise<Sample[]> {
	const executablePath = findChromium();
	const browser = await chromium.launch({
		args: chromiumArguments(),
		...(executablePath && { executablePath }),
	});
	try {
		const samples: Sample[] = [];
		for (let run = 0; run < runs; run++)
			for (const times of speeds)
				for (const one of which)
					samples.push({
						...{ which: one, slowDown: times, run },
						...(await measureOne(browser, url, one, times)),
					});
		return samples;
	} finally {
		await browser.close();
	}
}

/** A page opened anew: fonts and code are fetched with its first paper. */
async function measureOne(browser: Browser, url: string, one: Maker, times: number) {
	const page = await browser.newPage();
	await page.goto(`${url}/200.html`);
	await page.waitForFunction(() => 'papers' in globalThis);
	const fullSpeed = await slowDown(browser, times);
	const cold = await make(page, one);
	const warm: MadePaper[] = [];
	for (let n = 0; n < warmTimes; n++) warm.push(await make(page, one));
	const illustrated: MadePaper[] = [];
	for (let n = 0; n < warmTimes; n++) illustrated.push(await make(page, one, true));
	await fullSpeed();
	const words = await page.evaluate(() =>
		(globalThis as unknown as { papers: PapersTrial }).papers.words(),
	);
	await page.context().close();
	const pdf = Buffer.from(cold.base64, 'base64');
	return {
		...{ coldMs: cold.ms, coldTaskMs: cold.taskMs, bytes: pdf.length },
		warmMs: warm.map(({ ms }) => ms),
		warmTaskMs: warm.map(({ taskMs }) => taskMs),
		illustratedMs: illustrated.map(({ ms }) => ms),
		illustratedTaskMs: illustrated.map(({ taskMs }) => taskMs),
		bytesWithPhotos: Buffer.from(illustrated[0]?.base64 ?? '', 'base64').length,
		missing: missingIn(textOf(pdf), words.join('')),
	};
}

function make(page: Page, one: Maker, withPhotos = false): Promise<MadePaper> {
	return page.evaluate(
		([maker, photos]) =>
			(globalThis as unknown as { papers: PapersTrial }).papers.make(maker, photos),
		[one, withPhotos] as const,
	);
}

function textOf(pdf: Buffer): string {
	const file = join(workDir, 'paper.pdf');
	writeFileSync(file, pdf);
	return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}

/** Characters of the words that the paper's text has nowhere. */
function missingIn(paper: string, words: string): string[] {
	const found = new Set(paper.normalize('NFKC'));
	const wanted = new Set(words.normalize('NFKC').replaceAll(/\s/g, ''));
	return [...wanted].filter((character) => !found.has(character));
}

function report(samples: readonly Sample[]): string {
	const row = (label: string, cell: (some: Sample[]) => string, times: number = 1) => [
		times === 1 ? label : `${label}, ${times}× slower`,
		...which.map((one) =>
			cell(samples.filter((sample) => sample.which === one && sample.slowDown === times)),
		),
	];
	const times = speeds.flatMap((speed) => [
		row('first paper (fonts and code fetched), ms', (some) => spread(some, 'coldMs'), speed),
		row('the next ones, ms', (some) => spread(some, 'warmMs'), speed),
		row('longest task, first paper, ms', (some) => longest(some, 'coldTaskMs'), speed),
		row('longest task, the next ones, ms', (some) => longest(some, 'warmTaskMs'), speed),
		row('with two photos, ms', (some) => spread(some, 'illustratedMs'), speed),
		row('longest task with two photos, ms', (some) => longest(some, 'illustratedTaskMs'), speed),
	]);
	const kb = (bytes: number | undefined) => (bytes === undefined ? '' : (bytes / 1_000).toFixed(0));
	const { cores, load } = machineFacts();
	return [
		`One service sheet with fifteen lines, two photos, a QR code and three signatures; a page opened`,
		`anew each time, median (min–max) of ${runs} first and ${runs * warmTimes} further papers, in turn. The peers set`,
		`the same words as plain lines in the same font on the page's main thread, and three hands as`,
		`plain lines; our photos are made smaller for paper on the way.`,
		`A task is told from 50 ms on. ${cores} cores, load ${load}.`,
		'',
		tableText([
			['', ...which.map((one) => labels[one])],
			...times,
			row('file, KB', ([first]) => kb(first?.bytes)),
			row('file with two photos of 1600 px, KB', ([first]) => kb(first?.bytesWithPhotos)),
			row('characters pdftotext does not find', ([first]) => first?.missing.join(' ') || 'none'),
			['library, KB gzip', '', ...peerWeights()],
		]),
	].join('\n');
}

function peerWeights(): string[] {
	return [peerKb(pagesDir, 'jspdf').toFixed(0), peerKb(pagesDir, 'pdfmake').toFixed(0)];
}

function spread(some: readonly Sample[], field: 'coldMs' | 'warmMs' | 'illustratedMs'): string {
	return spreadText(some.flatMap((sample) => sample[field]));
}

function longest(
	some: readonly Sample[],
	field: 'coldTaskMs' | 'warmTaskMs' | 'illustratedTaskMs',
): string {
	return toldTask(some.flatMap((sample) => sample[field]));
}

function toldTask(tasks: readonly number[]): string {
	const ms = Math.max(0, ...tasks);
	return ms === 0 ? 'none' : ms.toFixed(0);
}
