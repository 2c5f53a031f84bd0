import type { ExportAnswer, ExportOrder } from './export-worker.ts';

const types = {
	csv: 'text/csv',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** One file of the register being made; its Worker goes when it is done. */
export class ExportRun {
	/** Part done, 0 to 1, while at work. */
	share = $state<number>();
	failed = $state(false);

	/** Undefined where it failed. */
	async make(order: ExportOrder, name: string): Promise<File | undefined> {
		if (this.share !== undefined) return undefined;
		this.share = 0;
		this.failed = false;
		const worker = new Worker(new URL('./export-worker.ts', import.meta.url), { type: 'module' });
		const bytes = await new Promise<Uint8Array<ArrayBuffer> | undefined>((resolve) => {
			worker.addEventListener('error', () => resolve(undefined));
			worker.addEventListener('message', ({ data }: MessageEvent<ExportAnswer>) => {
				if (data.kind === 'progress') this.share = data.all > 0 ? data.done / data.all : 1;
				else resolve(data.kind === 'file' ? data.bytes : undefined);
			});
			worker.postMessage(order);
		});
		worker.terminate();
		this.share = undefined;
		this.failed = bytes === undefined;
		return bytes && new File([bytes], name, { type: types[order.format] });
	}
}
