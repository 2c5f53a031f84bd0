/** Writes a workbook off the main thread. */
import type { WorkbookSheet } from './audit-workbook.ts';
import { workbookFile } from './workbook-file.ts';

export type WorkbookAnswer = { bytes: Uint8Array<ArrayBuffer> } | { why: string };

addEventListener('message', ({ data }: MessageEvent<WorkbookSheet[]>) => {
	workbookFile(data).then(
		(bytes) => postMessage({ bytes } satisfies WorkbookAnswer),
		(error: unknown) => postMessage({ why: String(error) } satisfies WorkbookAnswer),
	);
});
