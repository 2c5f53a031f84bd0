import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import type { CouchDatabase } from '#server/store/couch-database.ts';
import { readCouchAddress } from '#server/store/couch-address.ts';
import { copyLagMsMax } from '#server/store/couch-feed.ts';
import { CouchStore } from '#server/store/couch-store.ts';
import { nanoTransport } from '#server/store/couch-transport.ts';
import { openCouchStore } from '#server/store/open-couch.ts';
import { calm, calmCluster, openCouchModel, type CouchFaults } from '../sim/couch-model.ts';
import { serveModel } from '../sim/couch-model-http.ts';
import { storeContract } from './store-suite.ts';

let opened = 0;

/** A clock on which every copy has had its time to learn between any two looks. */
function leisurely(): () => number {
	let now = 0;
	return () => (now += copyLagMsMax + 1);
}

function openOn(faults: CouchFaults) {
	return async () => {
		const { transport } = openCouchModel(++opened, faults).client();
		const options = { transport, prefix: 'test', account: 'outpost', nowMs: leisurely() };
		return CouchStore.open(options);
	};
}

storeContract('couchdb, single node (model)', openOn(calm));
storeContract('couchdb, three nodes (model)', openOn(calmCluster));

describe('through the network', () => {
	const servers: Server[] = [];
	afterAll(() => {
		for (const server of servers) server.close();
	});

	storeContract('couchdb, single node (model behind HTTP)', async () => {
		const { url, server } = await serveModel(openCouchModel(++opened, calm));
		servers.push(server);
		return openCouchStore(url);
	});

	test('a wrong password and a server that is not there are told in plain words', async () => {
		const { url, server } = await serveModel(openCouchModel(1, calm));
		servers.push(server);
		await expect(openCouchStore(url.replace('outpost:', 'other:'))).rejects.toThrow(
			/does not let the account other in/,
		);
		server.close();
		server.closeAllConnections();
		await expect(openCouchStore(url)).rejects.toThrow(/gives no answer/);
		await expect(openCouchStore('http://127.0.0.1:1')).rejects.toThrow(/names no account/);
		await expect(openCouchStore('nonsense')).rejects.toThrow(/looks like/);
	});
});

const real = process.env['COUCHDB_URL'];
if (real === undefined) {
	describe('store port: couchdb (real)', () => {
		test('steps aside: COUCHDB_URL names no server to try it on', () => undefined);
	});
} else {
	const { url, account } = readCouchAddress(real);
	const transport = nanoTransport(url);
	const stores: CouchStore[] = [];
	afterAll(async () => {
		for (const { databases } of stores)
			for (const database of Object.values<CouchDatabase>({ ...databases }))
				await database.send({ method: 'DELETE', path: '' });
	});
	storeContract('couchdb (real)', async () => {
		const prefix = `outpost-test-${randomUUID()}`;
		const store = await CouchStore.open({ transport, prefix, account, nowMs: leisurely() });
		stores.push(store);
		return store;
	});
}
