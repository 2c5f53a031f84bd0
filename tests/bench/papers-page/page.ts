/// <reference types="vite/client" />
/** The product's service sheet beside the same content by jsPDF and pdfmake, each with what it loads itself. */
import type { Instant } from '#domain/time/instant.ts';
import { renderPaper } from '#features/papers/papers.ts';
import { photosOfSheet } from '#features/papers/sheet-photos.ts';
import { byJsPdf } from './by-jspdf.ts';
import { byPdfMake } from './by-pdfmake.ts';
import { fifteenLines, twoPhotos, wordsOf } from './content.ts';
import { base64Of, type PeerContent } from './peer-parts.ts';

export const makers = ['ours', 'jspdf', 'pdfmake'] as const;
export type Maker = (typeof makers)[number];

/** One paper, how long it took, and the longest task of the main thread meanwhile (0: none of 50 ms). */
export interface MadePaper {
	ms: number;
	taskMs: number;
	base64: string;
}
export interface PapersTrial {
	/** All texts of the sheet. */
	words(): string[];
	make(maker: Maker, withPhotos: boolean): Promise<MadePaper>;
}

/** Tasks are told some time after they ended. */
const settleMs = 250;
const sheet = fifteenLines();
const photos = await twoPhotos();
const tasks: PerformanceEntry[] = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' });

const ways: Record<Maker, (content: PeerContent) => Promise<Uint8Array>> = {
	ours: ourWay,
	jspdf: byJsPdf,
	pdfmake: byPdfMake,
};

/** Photos as the app prints them: made smaller on the way, then handed over beside the sheet. */
async function ourWay({ sheet: wanted, photos: files }: PeerContent): Promise<Uint8Array> {
	if (files.length === 0) return renderPaper(wanted);
	const taken = files.map((file, n) => ({
		...{
			id: `photo-${n}`,
			at: wanted.frozenAt as Instant,
			by: 'engineer',
			phase: 'after' as const,
		},
		blob: { sha256: String(n), type: 'image/jpeg' as const, bytes: file.length },
	}));
	const { photos: printed, pictures } = await photosOfSheet(
		{ photos: taken },
		{ zone: 'Asia/Shanghai', look: { language: 'zh' } },
		(n) => Promise.resolve(new Blob([new Uint8Array(files[Number(n)] ?? [])])),
	);
	return renderPaper({ ...wanted, photos: printed }, pictures);
}

async function make(maker: Maker, withPhotos: boolean): Promise<MadePaper> {
	// In a task of its own: what the test's own call runs is not told as one.
	await new Promise((resolve) => setTimeout(resolve));
	const start = performance.now();
	const bytes = await ways[maker]({ sheet, photos: withPhotos ? photos : [] });
	const end = performance.now();
	await new Promise((resolve) => setTimeout(resolve, settleMs));
	const during = tasks.filter(({ startTime, duration }) => {
		return startTime + duration > start && startTime < end;
	});
	const taskMs = Math.max(0, ...during.map(({ duration }) => duration));
	return { ms: end - start, taskMs, base64: base64Of(bytes) };
}

Object.assign(globalThis, {
	papers: { words: () => wordsOf(sheet), make } satisfies PapersTrial,
});
