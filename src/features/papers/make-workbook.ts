import type { WorkbookSheet } from './audit-workbook.ts';
import type { WorkbookAnswer } from './workbook-worker.ts';

/** The workbook's bytes, made in a worker, without signal too. Rejects with a plain reason. */
export async function makeWorkbook(sheets: WorkbookSheet[]): Promise<Uint8Array<ArrayBuffer>> {
	const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), { type: 'module' });
	try {
		const answer = await new Promise<WorkbookAnswer>((resolve, reject) => {
			worker.addEventListener('error', ({ message }) => reject(new Error(message)));
			worker.addEventListener('message', ({ data }: MessageEvent<WorkbookAnswer>) => resolve(data));
			worker.postMessage(sheets);
		});
		if ('why' in answer) throw new Error(answer.why);
		return answer.bytes;
	} finally {
		worker.terminate();
	}
}
