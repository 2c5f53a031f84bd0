import { expect, it } from 'vitest';
import type { DecodeMessage, WorkerAnswer } from './decode-protocol.ts';
import { DecoderBroken, decoderOn } from './decoder.ts';
import type { DecodeWorker } from './decoder.ts';
import type { Reading } from './reading.ts';

class FakeWorker extends EventTarget implements DecodeWorker {
	readonly posted: DecodeMessage[] = [];
	terminated = false;
	postMessage(message: DecodeMessage): void {
		this.posted.push(message);
	}
	terminate(): void {
		this.terminated = true;
	}
	answer(data: WorkerAnswer): void {
		this.dispatchEvent(Object.assign(new Event('message'), { data }));
	}
}

class FakeImageData {
	readonly data = new Uint8ClampedArray(4);
	readonly colorSpace = 'srgb';
	readonly width = 1;
	readonly height = 1;
	readonly pixelFormat = 'rgba-unorm8';
}
globalThis.ImageData ??= FakeImageData as unknown as typeof ImageData;

const picture = (): ImageData => new ImageData(1, 1);
const corner = { x: 0, y: 0 };
const reading: Reading = {
	text: 'ZC-1',
	format: 'qr',
	corners: [corner, corner, corner, corner],
	pass: 'base',
};
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

it('has one picture in the Worker at a time and looks at the next view each time', async () => {
	const worker = new FakeWorker();
	const decoder = decoderOn(worker);
	const [first, second] = [decoder.decode(picture()), decoder.decode(picture())];
	await settle();
	expect(worker.posted.map(({ turn }) => turn)).toEqual([0]);
	worker.answer({ kind: 'read', readings: [reading] });
	expect(await first).toEqual([reading]);
	await settle();
	expect(worker.posted.map(({ turn }) => turn)).toEqual([0, 1]);
	worker.answer({ kind: 'read', readings: [] });
	expect(await second).toEqual([]);
});

it('asks for all views of a still picture', async () => {
	const worker = new FakeWorker();
	void decoderOn(worker).decode(picture(), { exhaustive: true });
	await settle();
	expect(worker.posted[0]?.turn).toBe('all');
});

it('answers with none when closed in the middle, and afterwards', async () => {
	const worker = new FakeWorker();
	const decoder = decoderOn(worker);
	const pending = decoder.decode(picture());
	await settle();
	decoder.close();
	expect(await pending).toEqual([]);
	expect(await decoder.decode(picture())).toEqual([]);
	expect(worker.terminated).toBe(true);
});

it('says that it is broken, also when it broke before the first picture', async () => {
	const worker = new FakeWorker();
	const decoder = decoderOn(worker);
	worker.answer({ kind: 'broken', detail: 'no wasm' });
	await expect(decoder.decode(picture())).rejects.toBeInstanceOf(DecoderBroken);
	await expect(decoder.decode(picture())).rejects.toThrow('no wasm');
});

it('rejects the picture in hand when the Worker itself dies', async () => {
	const worker = new FakeWorker();
	const pending = decoderOn(worker).decode(picture());
	await settle();
	worker.dispatchEvent(Object.assign(new Event('error'), { message: 'gone' }));
	await expect(pending).rejects.toBeInstanceOf(DecoderBroken);
});
