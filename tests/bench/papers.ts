/**
 * `npm run bench -- papers [--runs N]`: our service sheet, made in its Worker in Chromium, beside the
 * same words set by jsPDF with the same font: time, size, and whether pdftotext finds every character.
 */
import { chromium, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import { artefactsDir, inRoot } from '#server/bootstrap/paths.mjs';
import { commandOptions } from '../fixtures/command-options.ts';
import type { MadePaper, PapersTrial } from './papers-page/page.ts';
import { buildBenchPages, peerKb } from './support/bench-pages.ts';
import { serveCouch } from './support/couch-source.ts';
import { appendSamples, machineFacts, spreadText, tableText } from './support/samples.ts';

const which = ['ours', 'jspdf'] as const;
type Which = (typeof which)[number];
const labels = { ours: 'Outpost', jspdf: 'jsPDF' };
/** Outside of the fonts most papers carry: beyond the first plane, rare, and none at all. */
const signer = '𠮷田 龘 䶮';

interface Sample {
	which: Which;
	run: number;
	coldMs: number;
	warmMs: number;
	bytes: number;
	missing: string[];
}

const values = commandOptions({ runs: { type: 'string', default: '7' } });
const runs = Number(values.runs);
const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
const pagesDir = join(workDir, 'pages');
try {
	await buildBenchPages('papers-page', pagesDir, ['jspdf']);
	const server = await serveCouch({}, pagesDir);
	const samples = await measure(server.url).finally(() => server.close());
	const peers = createRequire(inRoot('tests', 'bench', 'peers', 'package.json'));
	const { version: jspdf } = peers('jspdf/package.json') as { version: string };
	const facts = { at: new Date().toISOString(), jspdf, ...machineFacts() };
	appendSamples(
		join(artefactsDir, 'bench-papers.jsonl'),
		samples.map((sample) => ({ ...sample, ...facts })),
	);
	console.log(report(samples));
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
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
			for (const one of which) {
				const page = await browser.newPage();
				await page.goto(`${url}/200.html`);
				await page.waitForFunction(() => 'papers' in globalThis);
				samples.push({ which: one, run, ...(await measureOne(page, one)) });
				await page.context().close();
			}
		return samples;
	} finally {
		await browser.close();
	}
}

async function measureOne(page: Page, one: Which): Promise<Omit<Sample, 'which' | 'run'>> {
	const text = await page.evaluate(
		() => (globalThis as unknown as { exampleSheet: string }).exampleSheet,
	);
	const sheet = JSON.parse(text) as { customerSignature: { name: string } };
	sheet.customerSignature.name = signer;
	const given = JSON.stringify(sheet);
	const cold = await make(page, one, given);
	const warm = await make(page, one, given);
	const words = await page.evaluate(
		(wanted) => (globalThis as unknown as { papers: PapersTrial }).papers.words(wanted),
		given,
	);
	const pdf = Buffer.from(cold.base64, 'base64');
	return {
		...{ coldMs: cold.ms, warmMs: warm.ms, bytes: pdf.length },
		missing: missingIn(textOf(pdf), words.join('')),
	};
}

function make(page: Page, one: Which, sheet: string): Promise<MadePaper> {
	return page.evaluate(
		([maker, wanted]) =>
			(globalThis as unknown as { papers: PapersTrial }).papers.make(maker, wanted),
		[one, sheet] as const,
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
	const of = (one: Which) => samples.filter((sample) => sample.which === one);
	const both = (cell: (some: Sample[]) => string) => which.map((one) => cell(of(one)));
	const { cores, load } = machineFacts();
	return [
		`One service sheet with its Chinese, and “${signer}” as its signer; a page opened anew each time,`,
		`median (min–max) of ${runs}. jsPDF sets the same words as plain lines in the same font, on the page's`,
		`main thread. ${cores} cores, load ${load}.`,
		'',
		tableText([
			['', ...which.map((one) => labels[one])],
			[
				'first paper (fonts and code fetched), ms',
				...both((some) => spreadText(some.map(({ coldMs }) => coldMs))),
			],
			['the next one, ms', ...both((some) => spreadText(some.map(({ warmMs }) => warmMs)))],
			['file, KB', ...both((some) => ((some[0]?.bytes ?? 0) / 1_000).toFixed(0))],
			[
				'characters pdftotext does not find',
				...both((some) => some[0]?.missing.join(' ') || 'none'),
			],
			['library, KB gzip', '', peerKb(pagesDir, 'jspdf').toFixed(0)],
		]),
	].join('\n');
}
