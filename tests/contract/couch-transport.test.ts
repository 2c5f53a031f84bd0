import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { CouchDatabase } from '#server/store/couch-database.ts';
import { nanoTransport } from '#server/store/couch-transport.ts';
import { StoreUnavailable } from '#server/store/port.ts';

/** What a CouchDB node says that is about to go, is just back, or cannot reach a shard. */
type Said = { status: number; body: unknown };
const restarting: Said = { status: 500, body: { error: 'unknown_error', reason: 'undefined' } };
const noDelay = [0, 0];

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

/** Answers one after the other; the last again and again. */
async function saying(...answers: Said[]) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		const { status, body } = answers[Math.min(asked.length, answers.length) - 1] ?? restarting;
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const transport = nanoTransport(`http://u:p@127.0.0.1:${port}`, noDelay);
	return { asked, database: new CouchDatabase(transport, 'db') };
}

const found = { results: [{ id: 'a', docs: [{ ok: { _id: 'a', _rev: '1-x' } }] }] };
const row = (error: string) => ({ results: [{ id: 'a', docs: [{ error: { id: 'a', error } }] }] });

describe('CouchDB over the network', () => {
	test('what is only read is asked again while a node comes and goes', async () => {
		const { asked, database } = await saying(
			{ status: 503, body: { error: 'service_unavailable' } },
			restarting,
			{ status: 200, body: found },
		);
		expect(await database.read('a')).toMatchObject({ _rev: '1-x' });
		expect(asked).toHaveLength(3);
	});

	test('it is said to be out of reach after the third time', async () => {
		const { asked, database } = await saying(restarting);
		await expect(database.read('a')).rejects.toThrow(StoreUnavailable);
		expect(asked).toHaveLength(3);
	});

	test('a write is sent once, and whether it was taken is not known', async () => {
		const { asked, database } = await saying(restarting);
		expect(await database.write([{ _id: 'a' }])).toEqual([{ status: 'unsure' }]);
		expect(asked).toEqual(['POST /db/_bulk_docs']);
	});

	test('a row of a shard out of reach is no missing document', async () => {
		const { database } = await saying(
			{ status: 200, body: row('maintenance_mode') },
			{ status: 200, body: row('not_found') },
		);
		await expect(database.read('a')).rejects.toThrow(StoreUnavailable);
		expect(await database.read('a')).toBeUndefined();
	});

	test('what is refused is refused at once', async () => {
		const { asked, database } = await saying({ status: 401, body: { error: 'unauthorized' } });
		await expect(database.read('a')).rejects.toThrow(StoreUnavailable);
		expect(asked).toHaveLength(1);
	});
});
