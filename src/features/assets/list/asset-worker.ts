/** Filters and sorts the register off the main thread; reads the store itself and follows its changes. */
import { openRecordReader, type RecordReader } from '#store/record-reader.ts';
import { AssetIndex, type Found, type Offers, type Question } from './asset-index.ts';

export type AssetWorkerRequest =
	| { kind: 'open'; userId: string }
	| { kind: 'find'; id: number; question: Question }
	| { kind: 'offers'; id: number };
export type AssetWorkerAnswer =
	| { kind: 'found'; id: number; found: Found }
	| { kind: 'offers'; id: number; offers: Offers }
	/** Other answers are possible now. */
	| { kind: 'changed' }
	| { kind: 'failed'; why: string };

/** Changes come in bursts while a pull runs. */
const quietMs = 250;

const index = new AssetIndex();
let following: Promise<void> | undefined;
let isDue = false;

addEventListener('message', ({ data }: MessageEvent<AssetWorkerRequest>) => {
	if (data.kind === 'find') send({ kind: 'found', id: data.id, found: index.find(data.question) });
	else if (data.kind === 'offers') send({ kind: 'offers', id: data.id, offers: index.offers() });
	else
		void open(data.userId).catch((error: unknown) => send({ kind: 'failed', why: String(error) }));
});

async function open(userId: string): Promise<void> {
	const reader = await openRecordReader(userId);
	reader.follow('asset', () => {
		isDue = true;
		following ??= catchUp(reader).finally(() => (following = undefined));
	});
}

async function catchUp({ records }: RecordReader): Promise<void> {
	while (isDue) {
		isDue = false;
		const versions = await records.versions('asset');
		await index.follow(versions, (ids) => records.getMany('asset', ids), turn);
		send({ kind: 'changed' });
		await new Promise((resolve) => setTimeout(resolve, quietMs));
	}
}

/** Questions that wait are answered in between. */
function turn(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}

function send(answer: AssetWorkerAnswer): void {
	postMessage(answer);
}
