/// <reference lib="webworker" />
import { characterDrawer } from './font/character-picture.ts';
import { openPaperMaker, type PaperMaker } from './make-paper.ts';
import type { PaperAddresses, PaperReply, PaperRequest } from './paper-messages.ts';

let opening: Promise<PaperMaker> | undefined;

self.addEventListener('message', (event: MessageEvent<PaperRequest>) => {
	void answer(event.data);
});

async function answer({ id, addresses, paper, pictures }: PaperRequest): Promise<void> {
	try {
		const maker = await makerFor(addresses);
		reply({ id, ok: true, bytes: await maker.makePaper(paper, pictures) });
	} catch (error) {
		reply({ id, ok: false, message: error instanceof Error ? error.message : String(error) });
	}
}

function reply(message: PaperReply): void {
	self.postMessage(message, message.ok ? [message.bytes.buffer] : []);
}

/** Opens once; a failed opening is tried again with the next paper. */
async function makerFor(addresses: PaperAddresses): Promise<PaperMaker> {
	opening ??= openPaperMaker({
		subsetterWasm: async () => (await load(addresses.subsetterWasm)).arrayBuffer(),
		mainFont: async () => unzipped(await load(addresses.mainFont)),
		restFont: () => restFont(addresses.restFont),
		drawCharacter: characterDrawer(new OffscreenCanvas(1, 1)),
	});
	try {
		return await opening;
	} catch (error) {
		opening = undefined;
		throw error;
	}
}

/** Without it rare characters become pictures; that is no reason to fail. */
async function restFont(address: string): Promise<Uint8Array | undefined> {
	try {
		return await unzipped(await load(address));
	} catch {
		return undefined;
	}
}

async function load(address: string): Promise<Response> {
	const response = await fetch(address);
	if (!response.ok) throw new Error(`${address}: ${response.status}`);
	return response;
}

/** Some servers unzip `.gz` on the way; the first two bytes tell. */
async function unzipped(response: Response): Promise<Uint8Array> {
	const bytes = new Uint8Array(await response.arrayBuffer());
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}
