/** RxDB 17, its Dexie storage and its CouchDB replication; installed only where the bench runs. */
import type { PullGiven, Subject } from './subject.ts';

interface Collection {
	count(): { exec(): Promise<number> };
}
interface Peer {
	createRxDatabase(options: object): Promise<{
		addCollections(collections: object): Promise<Record<string, Collection>>;
	}>;
	getRxStorageDexie(): object;
	replicateCouchDB(options: object): {
		awaitInitialReplication(): Promise<unknown>;
		error$: { subscribe(heard: (error: unknown) => void): void };
	};
}

const peerFile = '/peers/rxdb.js';
let collections: Collection[] = [];

export const rxdb: Subject = {
	async pull({ sources, pageRecords }: PullGiven): Promise<void> {
		const peer = (await import(/* @vite-ignore */ peerFile)) as Peer;
		const database = await peer.createRxDatabase({
			...{ name: 'bench', storage: peer.getRxStorageDexie(), multiInstance: false },
		});
		const { assets, orders } = await database.addCollections({
			assets: { schema: schemaWith('tag', 'siteId') },
			orders: { schema: schemaWith('state', 'assigneeId') },
		});
		if (!assets || !orders) throw new Error('no collections');
		collections = [assets, orders];
		await replicated(peer, assets, sources.asset, pageRecords);
		await replicated(peer, orders, sources.workOrder, pageRecords);
	},

	async count(): Promise<number> {
		const counts = await Promise.all(collections.map((one) => one.count().exec()));
		return counts.reduce((sum, n) => sum + n, 0);
	},
};

async function replicated(peer: Peer, collection: Collection, url: string, batchSize: number) {
	const replication = peer.replicateCouchDB({
		...{ replicationIdentifier: url, collection, url, live: false, pull: { batchSize } },
		waitForLeadership: false,
	});
	const failed = new Promise((_, reject) => replication.error$.subscribe(reject));
	await Promise.race([replication.awaitInitialReplication(), failed]);
}

function schemaWith(...indexed: string[]) {
	const text = { type: 'string', maxLength: 100 };
	return {
		...{ version: 0, primaryKey: 'id', type: 'object', required: ['id', ...indexed] },
		properties: Object.fromEntries(['id', ...indexed].map((name) => [name, text])),
		indexes: indexed,
	};
}
