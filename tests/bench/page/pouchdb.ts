/** PouchDB 9 with its `indexeddb` adapter, the faster of its two; installed only where the bench runs. */
import type { PullGiven, Subject } from './subject.ts';

interface Pouch {
	info(): Promise<{ doc_count: number }>;
}
interface Peer {
	PouchDB: {
		new (name: string, options?: object): Pouch;
		replicate(from: string, to: Pouch, options: object): Promise<{ ok: boolean }>;
	};
}

const peerFile = '/peers/pouchdb.js';
let local: Pouch | undefined;

export const pouchdb: Subject = {
	async pull({ sources, pageRecords }: PullGiven): Promise<void> {
		const { PouchDB } = (await import(/* @vite-ignore */ peerFile)) as Peer;
		local = new PouchDB('bench', { adapter: 'indexeddb' });
		for (const source of [sources.asset, sources.workOrder]) {
			const { ok } = await PouchDB.replicate(source, local, { batch_size: pageRecords });
			if (!ok) throw new Error('not replicated');
		}
	},

	async count(): Promise<number> {
		return (await local?.info())?.doc_count ?? 0;
	},
};
